"""Zip archives: looked through before anything is unpacked, and counted while unpacking."""

import errno
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

from potay.errors import SourceError
from potay.sources.limits import most, refusal, refuse_beyond

_SMALL = 1 << 20  # below this no ratio harms
_CHUNK = 1 << 20


@contextmanager
def opened_archive(path: Path, label: str) -> Iterator[zipfile.ZipFile]:
    """A zip archive opened for reading.

    Raises
    ------
    SourceError
        Where it is broken, also when that shows only while a member is read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, UnicodeError):
        raise _broken(label) from None
    except OSError as error:
        if error.errno == errno.EINVAL:  # a place before its beginning is named
            raise _broken(label) from None
        raise


def checked_members(archive: zipfile.ZipFile, label: str) -> list[zipfile.ZipInfo]:
    """The members of an archive that carry data.

    Raises
    ------
    SourceError
        For links, encrypted members, absolute paths, `..`, and archives that inflate too far.
    """
    members = [info for info in archive.infolist() if not info.is_dir()]
    refuse_beyond("members", len(members), label)
    for info in members:
        _check_member(info, label)
    size = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    times = most("times inflated")
    if size > most("inflated") or (size > _SMALL and size > times * max(packed, 1)):
        raise refusal("inflated", size, label)
    return [info for info in members if not is_clutter(info.filename)]


@contextmanager
def unpacked(path: Path, endings: Iterable[str], label: str) -> Iterator[Path]:
    """A temporary folder with the members whose names end in one of `endings`, side by side.

    Raises
    ------
    SourceError
        As `checked_members`, and where a member inflates to more than it declares.
    """
    wanted = tuple(endings)
    with tempfile.TemporaryDirectory(prefix="potay-") as folder:
        with opened_archive(path, label) as archive:
            for info in checked_members(archive, label):
                if info.filename.lower().endswith(wanted):
                    _unpack(archive, info, Path(folder), label)
        yield Path(folder)


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path, label: str) -> None:
    target = folder / PurePosixPath(info.filename).name
    if target.exists():
        raise _refused(f"it holds two files called '{target.name}'", label)
    written = 0
    with archive.open(info) as source, target.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > info.file_size:
                raise _refused(f"'{info.filename}' is larger than it declares", label)
            sink.write(chunk)


def _check_member(info: zipfile.ZipInfo, label: str) -> None:
    name = info.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts or name.startswith(("/", "\\")) or PureWindowsPath(name).drive:
        raise _refused(f"the path '{name}' leads out of the archive", label)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _refused(f"'{name}' is a link", label)
    if info.flag_bits & 0x1:
        raise _refused(f"'{name}' is encrypted", label)


def is_clutter(name: str) -> bool:
    """Whether a member is what one system adds for itself, beside the data."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith("._")


def _broken(label: str) -> SourceError:
    message = "the zip archive is broken or cut short."
    return SourceError(message, file=label, hint="Fetch it again.")


def _refused(what: str, label: str) -> SourceError:
    return SourceError(
        f"the zip archive is refused: {what}.", file=label, hint="Pack the data files alone."
    )
