"""What a bundle holds, whether it lies in a folder or was packed into one zip file."""

import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from potay.bundle.manifest import MANIFEST, BundleFile, measured
from potay.bundle.packing import laid_as_packed

MOST_MEMBERS = 1000
MOST_BYTES = 2 << 30
_MOST_RATIO = 200  # tables deflate up to about forty times
_SMALL = 1 << 20  # below this no ratio harms


class UnreadableError(Exception):
    """The bundle, or something in it, cannot be read; the text says why, without full stop."""


class Contents(Protocol):
    """Files and folders of a bundle by their paths (with /), and what is neither."""

    @property
    def files(self) -> frozenset[str]:
        """Plain files."""

    @property
    def folders(self) -> frozenset[str]:
        """Folders, those of the files included."""

    @property
    def strange(self) -> Mapping[str, str]:
        """What no bundle of ours holds, and what each is: a link, a pipe."""

    @property
    def repacked(self) -> bool:
        """Whether another program than potay put the files into the zip."""

    def opened(self, name: str) -> IO[bytes]:
        """One of the files, for reading; use `measure` and `content_of`, which mind its faults."""


@dataclass(frozen=True)
class FolderContents:
    """A bundle in a folder."""

    root: Path
    files: frozenset[str]
    folders: frozenset[str]
    strange: Mapping[str, str]
    repacked: bool = False

    def opened(self, name: str) -> IO[bytes]:
        """One of the files, for reading."""
        return (self.root / name).open("rb")


@dataclass(frozen=True)
class ZipContents:
    """A bundle in a zip file, below one folder in it or at its top."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    folders: frozenset[str]
    strange: Mapping[str, str]
    repacked: bool

    @property
    def files(self) -> frozenset[str]:
        """Plain files."""
        return frozenset(self.members)

    def opened(self, name: str) -> IO[bytes]:
        """One of the files, for reading; it never gives more than the archive declares."""
        return self.archive.open(self.members[name])


_BROKEN = "the zip file is broken or cut short"
_BREAKS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError)


@contextmanager
def contents_of(path: Path) -> Iterator[Contents]:
    """The contents of a bundle's folder or zip file.

    Raises
    ------
    UnreadableError
        Where it is neither, where the zip file is broken, and where it would inflate too far.
    """
    if path.is_dir():
        yield _folder(path)
        return
    if not path.is_file() or not zipfile.is_zipfile(path):
        raise UnreadableError(
            "the bundle is neither a folder nor a zip file; a folder with a manifest.json was "
            "expected"
        )
    try:
        archive = zipfile.ZipFile(path)
    except _BREAKS as error:
        raise UnreadableError(_BROKEN) from error
    with archive:
        yield _packed(archive, path)


def measure(contents: Contents, name: str) -> BundleFile:
    """Size and sha256 of one of the files.

    Raises
    ------
    UnreadableError
        Where it cannot be read to its end.
    """
    with _readable(contents, name) as file:
        return measured(name, file)


def content_of(contents: Contents, name: str, most: int) -> bytes:
    """What one of the files holds, up to `most` bytes.

    Raises
    ------
    UnreadableError
        Where it cannot be read, or is larger.
    """
    with _readable(contents, name) as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise UnreadableError("it is larger than any that potay writes")
    return raw


def copy_out(contents: Contents, folder: Path) -> None:
    """Copy the files of a bundle that was found whole into an empty folder.

    Raises
    ------
    UnreadableError
        Where one cannot be read.
    OSError
        Where one cannot be written.
    """
    for name in sorted(contents.files):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as sink:
            for block in _blocks(contents, name):  # a full disk is not the bundle's fault
                sink.write(block)


def _blocks(contents: Contents, name: str) -> Iterator[bytes]:
    with _readable(contents, name) as source:
        while block := source.read(1 << 20):
            yield block


@contextmanager
def _readable(contents: Contents, name: str) -> Iterator[IO[bytes]]:
    try:
        with contents.opened(name) as file:
            yield file
    except OSError as error:
        raise UnreadableError(f"it cannot be read ({error.strerror})") from error
    except _BREAKS as error:
        raise UnreadableError("it is damaged in the zip file") from error


def _folder(root: Path) -> FolderContents:
    files, folders, strange = set(), set(), {}
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            strange[name] = "a link"
        elif path.is_dir():
            folders.add(name)
        elif path.is_file():
            files.add(name)
        else:
            strange[name] = "no plain file"
    return FolderContents(root, frozenset(files), frozenset(folders), strange)


def _packed(archive: zipfile.ZipFile, path: Path) -> ZipContents:
    infos = archive.infolist()
    _refuse_bombs(infos)
    if any(info.header_offset < 0 for info in infos):  # its beginning is gone
        raise UnreadableError(_BROKEN)
    top = _top(infos)
    members: dict[str, zipfile.ZipInfo] = {}
    folders: set[str] = set()
    strange: dict[str, str] = {}
    for info in infos:
        name = info.filename.removeprefix(top)
        if kind := _strange(info, name in members):
            strange[name] = kind
        elif info.filename.endswith("/"):
            folders.add(name.removesuffix("/"))
        else:
            members[name] = info
    folders |= {parent for name in members for parent in folders_over(name)}
    laid = laid_as_packed(archive, path)
    return ZipContents(archive, members, frozenset(folders - {""}), strange, not laid)


def folders_over(name: str) -> Iterator[str]:
    """The folders that a file of this path lies in: `a/b` and `a` of `a/b/c`."""
    for parent in PurePosixPath(name).parents:
        if parent.as_posix() != ".":
            yield parent.as_posix()


def _top(infos: list[zipfile.ZipInfo]) -> str:
    """The folder in the archive that has the manifest, with its /; empty where it has none."""
    for info in infos:
        folder, slash, name = info.filename.partition("/")
        if slash and name == MANIFEST and folder not in ("", ".", ".."):
            return f"{folder}/"
    return ""


def _strange(info: zipfile.ZipInfo, twice: bool) -> str:
    if twice:
        return "in the archive twice"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link"
    if info.flag_bits & 0x1:
        return "encrypted"
    known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return "" if known else "packed by a method that inflates without limit"


def _refuse_bombs(infos: list[zipfile.ZipInfo]) -> None:
    size = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if len(infos) > MOST_MEMBERS:
        raise UnreadableError(
            f"the zip file holds {len(infos):,} files; at most {MOST_MEMBERS:,} were expected"
        )
    if max(size, packed) > MOST_BYTES or (size > _SMALL and size > _MOST_RATIO * max(packed, 1)):
        raise UnreadableError(
            f"the zip file would inflate to {size:,} bytes from {packed:,}, which no bundle does"
        )
