"""Which paths may be opened: regular files inside the dataset's folder, and nothing remote."""

import hashlib
import re
from pathlib import Path

from potay.errors import SourceError

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
        For URLs, `/vsi…` paths, `driver:` prefixes, missing files, folders and devices, and for
        links that lead out of `folder`.
    """
    text = str(path)
    refuse_remote(text, label)
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
    if folder is not None and not path.resolve().is_relative_to(folder.resolve()):
        raise SourceError(
            "the file is a link that leads out of the dataset's folder.",
            file=label,
            hint="Put the file itself there.",
        )
    return path


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
        for sibling in sorted(path.parent.iterdir())
        if sibling.stem == path.stem and sibling.suffix.lower() in SHAPEFILE_PARTS
    }
    return tuple(found[ending] for ending in SHAPEFILE_PARTS if ending in found)


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
