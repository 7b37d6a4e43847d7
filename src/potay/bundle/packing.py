"""One zip file of a bundle: fixed times, fixed order, nothing between or around its members."""

import struct
import zipfile
from pathlib import Path
from typing import IO

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_LEVEL = 9
#: A local header of the zip format as we write it: signature, version, flags, method, time, day,
#: checksum, both sizes, length of the name, length of extras.
_HEADER = struct.Struct("<4s5H3I2H")
_NAMES_IN_UTF8 = 0x800
_VERSION = 20
_DAY = 1 << 5 | 1  # 1 January 1980
_DIRECTORY_ENTRY = 46
_END_RECORD = 22


def pack(folder: Path, top: str, sink: IO[bytes]) -> None:
    """Write every file below `folder` into a zip archive, below the one folder `top` in it.

    The bytes depend on the files and on the zlib of the machine, on nothing else.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")
                   if path.is_file())  # fmt: skip
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name in names:
            info = zipfile.ZipInfo(f"{top}/{name}", _NO_TIME)
            info.create_system = 3
            info.external_attr = _MODE
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, (folder / name).read_bytes(), compresslevel=_LEVEL)


def laid_as_packed(archive: zipfile.ZipFile, path: Path) -> bool:
    """Whether an archive is laid out as `pack` does, byte for byte but for the deflated data.

    Other programs find members by the headers before each, or keep the first or the last of two
    of one name. Where every header says what the directory says and nothing lies between, they
    all take out what potay checked.
    """
    at = 0
    with path.open("rb") as file:
        for info in archive.infolist():
            name = info.orig_filename.encode("utf-8", "replace")
            file.seek(at)
            told = file.read(_HEADER.size + len(name))
            if info.header_offset != at or told != _header(info, name):
                return False
            at += len(told) + info.compress_size
        ours = all(_plain(info) for info in archive.infolist())
        size = file.seek(0, 2)
    ends = at + sum(_DIRECTORY_ENTRY + len(info.orig_filename.encode("utf-8", "replace"))
                    for info in archive.infolist()) + _END_RECORD  # fmt: skip
    return ours and archive.start_dir == at and size == ends


def _header(info: zipfile.ZipInfo, name: bytes) -> bytes:
    flags = 0 if name.isascii() else _NAMES_IN_UTF8
    return _HEADER.pack(
        b"PK\x03\x04", _VERSION, flags, zipfile.ZIP_DEFLATED, 0, _DAY, info.CRC,
        info.compress_size, info.file_size, len(name), 0,
    ) + name  # fmt: skip


def _plain(info: zipfile.ZipInfo) -> bool:
    settings = (info.extra, info.comment, info.external_attr, info.create_system, info.date_time)
    return settings == (b"", b"", _MODE, 3, _NO_TIME)
