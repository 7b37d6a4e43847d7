"""One zip file of a bundle: fixed times, fixed order, nothing between or around its members."""

import struct
import zipfile
from pathlib import Path
from typing import IO

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_LEVEL = 9
#: What the zip format puts before each member, for each into the directory at the end, and last.
#: All sizes, checksums and places in it come from the members; everything else is fixed.
_HEADER = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_NAMES_IN_UTF8 = 0x800
_UNIX = 3
_VERSION = 20
_DAY = 1 << 5 | 1  # 1 January 1980


def pack(folder: Path, top: str, sink: IO[bytes]) -> None:
    """Write every file below `folder` into a zip archive, below the one folder `top` in it.

    The bytes depend on the files and on the zlib of the machine, on nothing else.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")
                   if path.is_file())  # fmt: skip
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name in names:
            info = zipfile.ZipInfo(f"{top}/{name}", _NO_TIME)
            info.create_system = _UNIX
            info.external_attr = _MODE
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, (folder / name).read_bytes(), compresslevel=_LEVEL)


def laid_as_packed(archive: zipfile.ZipFile, path: Path) -> bool:
    """Whether an archive is laid out as `pack` does, byte for byte but for the deflated data.

    Other programs find members by the headers before each, or keep the first or the last of two
    of one name. Where every header says what the directory says and nothing lies between, they
    all take out what potay checked.
    """
    try:
        return _same_layout(archive, path)
    except struct.error:  # a name too long for any that we write
        return False


def _same_layout(archive: zipfile.ZipFile, path: Path) -> bool:
    at = 0
    directory = b""
    with path.open("rb") as file:
        for info in archive.infolist():
            header, entry = _as_packed(info, at)
            file.seek(at)
            if file.read(len(header)) != header:
                return False
            at += len(header) + info.compress_size
            directory += entry
        count = len(archive.infolist())
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0)
        file.seek(at)
        return file.read(len(directory) + len(end) + 1) == directory + end


def _as_packed(info: zipfile.ZipInfo, at: int) -> tuple[bytes, bytes]:
    """The header and the directory's entry that `pack` writes for a member that begins at `at`."""
    name = info.orig_filename.encode()
    flags = 0 if name.isascii() else _NAMES_IN_UTF8
    sizes = (info.CRC, info.compress_size, info.file_size)
    shared = (_VERSION, flags, zipfile.ZIP_DEFLATED, 0, _DAY, *sizes, len(name), 0)
    header = _HEADER.pack(b"PK\x03\x04", *shared)
    made_by = _UNIX << 8 | _VERSION
    entry = _ENTRY.pack(b"PK\x01\x02", made_by, *shared, 0, 0, 0, _MODE, at)
    return header + name, entry + name
