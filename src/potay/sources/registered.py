"""The file of a dataset and the sha256 by which dataset.toml knows it: they change together.

What happens on disk, in this order, by the one writer of data/ (a lock that the system frees
when we die):

1. the new file is written beside the old one and looked at;
2. `.<file>.pending` notes the sha256 of the file as it is and as it will be;
3. the new file, synced, takes the name of the old one;
4. `dataset.toml` with the new sha256 takes the place of the old one in the same way;
5. the note is removed.

Readers need no lock: while the note stands, the file may be either of the two it names. Killed
before 3, the old file is whole; killed after it, the new one is, and `finish_change` (or the next
writer) brings dataset.toml up to it. A file that is neither of the two was changed by somebody
else and is left alone, with a sentence.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from potay.errors import BundleError, Finding, SourceError
from potay.files import (
    Holder,
    TakenError,
    clear_leftovers,
    holder_in_words,
    in_place_of,
    lock_of,
    replace_file,
    sole_writer,
    undisturbed,
)
from potay.sources.paths import content_hash, shapefile_parts
from potay.spec.dataset import DatasetSpec
from potay.spec.toml import read_toml

#: How long one and the same process may write in data/ before others give up waiting for it.
PATIENCE_S = 60.0

_SHA256 = re.compile(r"""^(\s*sha256\s*=\s*["'])([0-9a-f]{64})(["'])""", re.MULTILINE)
_PENDING = re.compile(r"([0-9a-f]{64}) ([0-9a-f]{64})\n")

Say = Callable[[str], None]

#: How a dataset stands on disk: dataset.toml, the note, and name, inode, size and time of its file.
Standing = tuple[bytes, bytes, tuple[tuple[str, int, int, int], ...]]


@contextmanager
def writing(data: Path, label: str, say: Say | None = None) -> Iterator[None]:
    """Be the only one who writes in a folder data/; whoever does is waited for.

    `say` is told once where the wait takes longer than a moment.

    Raises
    ------
    BundleError
        Where another process goes on writing for longer than `PATIENCE_S`, or the folder cannot
        be written.
    """
    place = data / "writing"

    def tell(holder: Holder) -> None:
        if say:
            say(f"Waiting for {holder_in_words(holder)}, which is writing in data/ …")

    try:
        with sole_writer(place, PATIENCE_S, tell):
            yield
    except TakenError as taken:
        raise BundleError(_taken(taken, lock_of(place).name, label)) from None
    except OSError as error:
        raise BundleError(
            f"cannot be written: {error.strerror or error}.",
            file=label,
            hint="Check the rights on its folder and the space left.",
        ) from error


def _taken(taken: TakenError, lock: str, label: str) -> Finding:
    who, since = holder_in_words(taken.holder), str(taken.holder.get("since", ""))[:19]
    writes = f"{who} has been writing in data/{f' since {since} UTC' if since else ''}"
    if taken.elsewhere:
        message = f"{writes}; whether it still does cannot be seen from this computer."
        hint = f"If nobody writes there any more, remove data/{lock} and try again."
    else:
        message = f"{writes}, and one writer at a time is expected."
        hint = f"Try again when it is done; if it hangs, end it: kill {taken.holder.get('pid', '')}"
    return Finding("error", message, file=label, hint=f"Nothing was written. {hint.strip()}")


def label_of(spec: DatasetSpec) -> str:
    """The file of a dataset as messages name it."""
    return f"data/{spec.folder.name}/{spec.file}"


def standing(spec: DatasetSpec) -> Standing:
    """What of a dataset on disk differs before and after anything that is written there."""
    stats = []
    with suppress(OSError, ValueError):  # what is wrong with it is told by whoever reads it
        is_shapefile = spec.path.suffix.lower() == ".shp"
        parts = shapefile_parts(spec.path) if is_shapefile else (spec.path,)
        stats = [(part.name, part.stat()) for part in parts]
    return (
        _content(spec.folder / "dataset.toml"),
        _content(_note(spec)),
        tuple((name, told.st_ino, told.st_size, told.st_mtime_ns) for name, told in stats),
    )


def registered_digests(spec: DatasetSpec) -> frozenset[str]:
    """The sha256 under which the file of a dataset counts as registered, as it stands on disk.

    One, or while a writer is between the file and dataset.toml, or died there, both of its note.
    """
    values, _ = read_toml(spec.folder / "dataset.toml", "")
    told, noted = str(values.get("sha256", spec.sha256)), _noted(spec)
    return frozenset({told, *noted} if told in noted else {told})


def change_file(spec: DatasetSpec, new: bytes, look: Callable[[Path], None]) -> None:
    """Put other content in the place of a dataset's file, and its sha256 into dataset.toml.

    For the holder of `writing`. `look` gets the path of the new file before it takes its place,
    and raises where that is not as it should be; nothing has changed then. An interruption that
    comes later is raised when all is written, and says so in a note.
    """
    digest, done = sha256(new).hexdigest(), False
    try:
        with ExitStack() as together:
            with in_place_of(spec.path) as file:
                file.write(new)
                file.flush()
                look(Path(file.name))
                together.enter_context(undisturbed())
                replace_file(_note(spec), f"{content_hash(spec.path)} {digest}\n".encode())
            register(spec, digest)
            _note(spec).unlink()
            done = True
    except BaseException as stop:
        if done:
            stop.add_note(f"{label_of(spec)}: what was asked for had been written.")
        raise


def register(spec: DatasetSpec, digest: str) -> None:
    """Write the sha256 of a dataset's file into its dataset.toml, keeping all else as it is.

    For the holder of `writing`.

    Raises
    ------
    SourceError
        Where dataset.toml has no line sha256 = "…" that can be replaced; nothing is written then.
    """
    path = spec.folder / "dataset.toml"
    before = path.read_bytes().decode("utf-8")
    after = _SHA256.sub(rf"\g<1>{digest}\g<3>", before, count=1)
    if tomllib.loads(after) != tomllib.loads(before) | {"sha256": digest}:
        raise SourceError(
            'there is no plain line sha256 = "…" to be replaced.',
            file=f"data/{spec.folder.name}/dataset.toml",
            hint=f'Write sha256 = "{digest}" on a line of its own.',
        )
    replace_file(path, after.encode("utf-8"))


def is_cut_short(spec: DatasetSpec) -> bool:
    """Whether a change of the file began and did not end; meanwhile, or because it was killed."""
    return _note(spec).exists()


def finish_change(spec: DatasetSpec, say: Say | None = None) -> bool:
    """Put right a dataset whose change was cut short; True where there was something to do.

    Raises
    ------
    SourceError
        Where the file is neither the old nor the new one: somebody edited it meanwhile.
    BundleError
        Where another process goes on writing in data/, or it cannot be written.
    """
    if not is_cut_short(spec):
        return False
    with writing(spec.folder.parent, label_of(spec), say):
        return finish(spec)


def finish(spec: DatasetSpec) -> bool:
    """As `finish_change`, for the holder of `writing`."""
    clear_marks(spec)
    if not is_cut_short(spec):
        return False
    now = content_hash(spec.path)
    if now not in _noted(spec):
        raise SourceError(
            "adding a row was cut short here, and the file was changed since.",
            file=label_of(spec),
            hint=f"Look at its last rows, then run 'potay register {spec.name}'.",
        )
    with undisturbed():
        register(spec, now)
        _note(spec).unlink()
    return True


def clear_marks(spec: DatasetSpec) -> None:
    """Remove the half files of writers that were killed, for the holder of `writing`."""
    for path in (_note(spec), spec.path, spec.folder / "dataset.toml"):
        clear_leftovers(path)


def forget_note(spec: DatasetSpec) -> None:
    """Remove the note of a change that was cut short, because the file is registered anew."""
    _note(spec).unlink(missing_ok=True)


def _note(spec: DatasetSpec) -> Path:
    return spec.path.parent / f".{spec.path.name}.pending"


def _noted(spec: DatasetSpec) -> tuple[str, ...]:
    """The sha256 of the file before and after the change that the note tells of."""
    match = _PENDING.fullmatch(_content(_note(spec)).decode("ascii", errors="replace"))
    return match.groups() if match else ()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError):  # missing, or a name that is none
        return b""
