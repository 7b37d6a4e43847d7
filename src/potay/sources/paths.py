"""Which paths may be opened: regular files inside the dataset's folder, and nothing remote."""

import hashlib
import re
from pathlib import Path

from potay.errors import SourceError
from potay.sources.limits import refuse_beyond

_REMOTE = re.compile(r"^[a-z][a-z0-9+.\-]*:/", re.IGNORECASE)
_DRIVER = re.compile(r"^[A-Za-z][A-Za-z0-9_ ]+:")
_CHUNK = 1 << 20

#: The parts of a Shapefile that carry data; `.cpg` may be absent.
SHAPEFILE_PARTS = (".cpg", ".dbf", ".prj", ".shp", ".shx")


def checked_path(path: Path, label: str, *, folder: Path | None = None) -> Path:
    """A path that may be opened.

    Raises
    ------
    SourceError
        For URLs, `/vsi…` paths, `driver:` prefixes, names that no file can have, missing files,
        folders and devices, and for links that lead out of `folder`. A Shapefile may not have a
        part that is a link out of its own folder.
    """
    text = str(path)
    refuse_remote(text, label)
    try:
        _check_file(path, text, label)
        if folder is not None and not _leads_into(path, folder):
            raise _link(label)
        for part in _siblings(path) if path.suffix.lower() == ".shp" else ():
            if not (_leads_into(part, path.parent) or _leads_into(part, path.resolve().parent)):
                raise _link(str(Path(label).with_name(part.name)))
    except (OSError, ValueError, RuntimeError) as error:  # a NUL, a name too long, links in a ring
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise SourceError(
            f"this names no file that can be opened ({said}).", file=label, hint="Check the name."
        ) from None
    return path


def _check_file(path: Path, text: str, label: str) -> None:
    if not path.exists():
        if _DRIVER.match(text):
            raise SourceError(
                f"'{text}' names a driver; the content decides how a file is read.",
                file=label,
                hint="Name the file alone.",
            )
        raise SourceError("no such file.", file=label, hint="Check the name.")
    if not path.is_file():
        raise SourceError("this is not a regular file.", file=label, hint="Name a file.")


def _leads_into(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _link(label: str) -> SourceError:
    return SourceError(
        "the file is a link that leads out of the dataset's folder.",
        file=label,
        hint="Put the file itself there.",
    )


def _siblings(path: Path) -> list[Path]:
    """All files of a Shapefile's name, also those that only some programs write."""
    return [each for each in sorted(path.parent.iterdir()) if each.stem == path.stem]


def refuse_remote(text: str, label: str) -> None:
    """Refuse URLs and the archive and network paths of GDAL.

    Raises
    ------
    SourceError
        Where the text is one.
    """
    if _REMOTE.match(text) or text.lower().startswith(("/vsi", "\\\\", "//")):
        raise SourceError(
            f"'{text}' is not a local file; nothing is fetched from a network or an archive path.",
            file=label,
            hint="Fetch it yourself and name the file.",
        )


def shapefile_parts(path: Path) -> tuple[Path, ...]:
    """The parts of a Shapefile that exist beside its `.shp`, in the order of their endings."""
    found = {
        sibling.suffix.lower(): sibling
        for sibling in _siblings(path)
        if sibling.suffix.lower() in SHAPEFILE_PARTS
    }
    return tuple(found[ending] for ending in SHAPEFILE_PARTS if ending in found)


def checked_hash(path: Path, label: str) -> str:
    """The `content_hash` of a file that may be unreadable.

    Raises
    ------
    SourceError
        Where it is, or is larger than any file that is read.
    """
    try:
        refuse_beyond("bytes", path.stat().st_size, label)
        return content_hash(path)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}.", file=label) from None


def content_hash(path: Path) -> str:
    """The sha256 by which a dataset is known.

    It is that of the file, as `sha256sum` prints it. A Shapefile is several files: there it is
    the sha256 over one line per part (.cpg, .dbf, .prj, .shp, .shx, those that exist), each
    `<ending without dot> <sha256 of the part>` and a newline.
    """
    if path.suffix.lower() != ".shp":
        return file_hash(path)
    lines = (f"{part.suffix[1:].lower()} {file_hash(part)}\n" for part in shapefile_parts(path))
    return hashlib.sha256("".join(lines).encode("ascii")).hexdigest()


def file_hash(path: Path) -> str:
    """The sha256 of one file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
