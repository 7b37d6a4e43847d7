"""A row added to a registered file: the file and its dataset.toml change together.

What happens on disk, in this order, under a lock that the system frees when we die:

1. `.<file>.pending` notes the sha256 of the file as it is and as it will be;
2. the new file is written beside the old one, synced, and takes its name;
3. `dataset.toml` with the new sha256 takes the place of the old one in the same way;
4. the note is removed.

Killed before 2, the old file is whole and the note tells of it. Killed between 2 and 3, the
sha256 in `dataset.toml` is the old one: whoever reads the dataset says so, and `finish_append`
(or the next row added) sees from the note that the new row was ours and puts it right. A file
that is neither of the two was changed by somebody else and is left alone, with a sentence.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from potay.claims.delimited import read_delimited
from potay.errors import BundleError, SourceError
from potay.files import TakenError, clear_leftovers, replace_file, sole_writer
from potay.spec import DatasetSpec

_SHA256 = re.compile(r"""^(\s*sha256\s*=\s*["'])([0-9a-f]{64})(["'])""", re.MULTILINE)
_PENDING = re.compile(r"([0-9a-f]{64}) ([0-9a-f]{64})")


def append_row(
    workspace_root: Path,
    spec: DatasetSpec,
    key: str,
    row_for: Callable[[frozenset[str]], Mapping[str, str]],
) -> None:
    """Add one row to the file of a dataset.

    Parameters
    ----------
    workspace_root
        The workspace, for the names of files in messages.
    spec
        The dataset; its file is CSV or TSV.
    key
        The column of ids, by our name.
    row_for
        Makes the row from the ids in use, under the lock; it may refuse.

    Raises
    ------
    SourceError
        Where the file cannot carry the row, or is not the one that dataset.toml describes.
        Nothing has been written then.
    BundleError
        Where another potay is writing the file, or it cannot be written.
    """
    label = label_of(spec, workspace_root)
    with _alone(spec, label):
        _finish(spec, label)
        content = _registered_content(spec, label)
        table = read_delimited(content, spec, key, label)
        _swap(spec, content, table.with_row(row_for(table.ids), label))


def finish_append(workspace_root: Path, spec: DatasetSpec) -> bool:
    """Put right a dataset whose appending was cut short; True where there was something to do.

    Raises
    ------
    SourceError
        Where the file is neither the old nor the new one: somebody edited it meanwhile.
    BundleError
        Where another potay is writing the file, or it cannot be written.
    """
    if not _pending(spec.path).exists():
        return False
    label = label_of(spec, workspace_root)
    with _alone(spec, label):
        return _finish(spec, label)


def label_of(spec: DatasetSpec, workspace_root: Path) -> str:
    """The file of a dataset as messages name it."""
    inside = spec.path.is_relative_to(workspace_root)
    return spec.path.relative_to(workspace_root).as_posix() if inside else str(spec.path)


@contextmanager
def _alone(spec: DatasetSpec, label: str) -> Iterator[None]:
    try:
        with sole_writer(spec.path):
            yield
    except TakenError:
        raise BundleError("another potay is writing this file; one writer at a time is expected.",
                          file=label, hint="Try again when it is done.") from None  # fmt: skip
    except OSError as error:
        raise BundleError(
            f"cannot be written: {error.strerror}.",
            file=label,
            hint="Check the rights on its folder and the space left.",
        ) from error


def _registered_content(spec: DatasetSpec, label: str) -> bytes:
    """The bytes of the file, which must be those that dataset.toml tells of."""
    content = spec.path.read_bytes()
    if sha256_of(content) != _sha256_in(_toml(spec), label):
        raise SourceError(
            "the file is not the one that dataset.toml describes (its sha256 differs).",
            file=label,
            hint=f'Look at what changed, then write sha256 = "{sha256_of(content)}" in '
            "dataset.toml, and try again.",
        )
    return content


def _swap(spec: DatasetSpec, old: bytes, new: bytes) -> None:
    note = _pending(spec.path)
    replace_file(note, f"{sha256_of(old)} {sha256_of(new)}\n".encode())
    replace_file(spec.path, new)
    register(spec, sha256_of(new))
    note.unlink()


def register(spec: DatasetSpec, sha256: str) -> None:
    """Write the sha256 of a dataset's file into its dataset.toml, keeping all else as it is."""
    path = spec.folder / "dataset.toml"
    text = _SHA256.sub(rf"\g<1>{sha256}\g<3>", _toml(spec), count=1)
    replace_file(path, text.encode("utf-8"))


def _finish(spec: DatasetSpec, label: str) -> bool:
    note = _pending(spec.path)
    for path in (note, spec.path, spec.folder / "dataset.toml"):
        clear_leftovers(path)
    if not note.exists():
        return False
    match = _PENDING.match(note.read_text(encoding="ascii", errors="replace"))
    old, new = match.groups() if match else ("", "")
    now = sha256_of(spec.path.read_bytes())
    if now not in (old, new):
        raise SourceError(
            "adding a claim was cut short here, and the file was changed since.",
            file=label,
            hint=f"Look at its last rows, write its sha256 in dataset.toml and remove {note.name}.",
        )
    register(spec, now)
    note.unlink()
    return True


def sha256_of(content: bytes) -> str:
    """The sha256 of some bytes, as `sha256sum` prints it."""
    return hashlib.sha256(content).hexdigest()


def _pending(path: Path) -> Path:
    return path.parent / f".{path.name}.pending"


def _toml(spec: DatasetSpec) -> str:
    return (spec.folder / "dataset.toml").read_bytes().decode("utf-8")


def _sha256_in(text: str, label: str) -> str:
    match = _SHA256.search(text)
    if not match:
        raise SourceError('dataset.toml has no line sha256 = "…".', file=label)
    return match[2]
