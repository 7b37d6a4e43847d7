"""Files are read apart: in a process of their own that is bounded, offline and ends with ours.

Whatever a file does to its reader (a hang, a crash, an appetite, a bug in a library), it does it
there, and comes out as one sentence with the file's name. How:

* The process is forked, so that it has all libraries already: about 12 ms a file. Forking while
  threads run would copy their locks half-way; where the caller has threads, and on macOS, a
  server without any (`multiprocessing`'s *forkserver*) forks instead: one second, once. Windows
  can only start a new interpreter for each file (*spawn*): seconds.
* The libraries that do have threads of their own when we fork are idle then and made for it:
  OpenBLAS ends its threads before a fork, Arrow makes its pools anew after one; GDAL and osmium
  start theirs when they read. numba's compiled code runs in one thread. The child does what these
  libraries do when they read, and exits without ending what it did not begin.
* It limits itself before it opens the file (`confined`). How much it may take depends on the
  file's size alone (`bounds_for`), not on what the file says of itself.
* What it found it writes into a folder of ours as JSON and Arrow, never a pickle (`parcel`).
* Every file is read so, whatever its sha256: that a file is the one registered says that nobody
  changed it, not that it is harmless. Cells of rasters as well, where an analysis wants them.
* The plain texts of a map (CSV, GeoJSON), which need no parser of a binary format, share one
  process (`read_together`): what a process costs (40 ms of processor time, for pages that must
  be its own) would else be most of what reading costs. All others have one each.
"""

import multiprocessing
import signal
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from os import getpid
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from potay.errors import SourceError
from potay.sources.confined import Bounds, Held, allow_seconds, confine
from potay.sources.parcel import (
    Parcel,
    ParcelError,
    findings_of,
    is_whole,
    read_parcel,
    write_parcel,
)
from potay.sources.paths import shapefile_parts

#: A function of a module (so that any way of starting a process finds it) that reads a file.
Work = Callable[..., Parcel]
Progress = Callable[[int], None]
Context = ForkContext | ForkServerContext | SpawnContext

_MB = 1 << 20


class _Share(NamedTuple):
    """What each byte of a file adds to the memory, each megabyte to the seconds it may take."""

    memory: int
    seconds: int


_LEAST = Bounds(memory=512 * _MB, seconds=5, waiting=30)
_MOST = Bounds(memory=16 << 30, seconds=1200, waiting=3600)
_PLAIN, _PACKED = _Share(40, 1), _Share(120, 8)
#: How files begin that hold more than they are long: zip, gzip, Parquet, OSM PBF, GeoTIFF.
_PACKED_MARKS = (b"PK", b"\x1f\x8b", b"PAR1", b"\x00\x00\x00", b"II", b"MM")
#: In place of an exit code: the process was waited for in vain.
_WAITED = 1 << 16


@dataclass(frozen=True)
class Job:
    """One file to be read.

    Parameters
    ----------
    work
        What reads it: a function of a module that returns a `Parcel`.
    given
        What `work` is given.
    path
        The file that it will read: its size decides what it may take.
    label
        The file as messages name it.
    """

    work: Work
    given: tuple[Any, ...]
    path: Path
    label: str

    @property
    def bounds(self) -> Bounds:
        """What reading the file may take."""
        return bounds_for(self.path)


def read_apart(job: Job, progress: Progress | None = None) -> Parcel:
    """What the work of a job made of its file, in a process of its own.

    With a `progress` the work is given, under that name, a function to call with a number now
    and then; `progress` is called here with each of them.

    Raises
    ------
    SourceError
        What the work raised, or one sentence on how it failed.
    """
    (answer,) = _answers([job], progress)
    if isinstance(answer, SourceError):
        raise answer
    return answer


def read_together(jobs: Sequence[Job]) -> list[Parcel | SourceError]:
    """What became of each job, all in one process, one after the other.

    It costs a tenth of a process each. Each file has its own bounds; what ends the process
    counts for the file that it was at, and another goes on with the next.
    """
    answers: list[Parcel | SourceError] = []
    while len(answers) < len(jobs):
        answers += _answers(jobs[len(answers) :])
    return answers


def nonsense(label: str) -> SourceError:
    """The refusal of a file whose reader handed back what no reader of ours writes."""
    return _harmful("its reader gave no answer that makes sense", label)


def how_held(path: Path) -> Held:
    """What holds in a process that reads a file, as such a process tells it."""
    return Held(*read_apart(Job(_nothing, (), path, str(path))).told["held"])


def bounds_for(path: Path) -> Bounds:
    """What reading a file of this size may take; more where its bytes are compressed."""
    try:
        parts = shapefile_parts(path) if path.suffix.lower() == ".shp" else (path,)
        size = sum(part.stat().st_size for part in parts)
        with path.open("rb") as handle:
            share = _PACKED if handle.read(4).startswith(_PACKED_MARKS) else _PLAIN
    except OSError:  # whoever reads it will say so
        return _LEAST
    seconds = _LEAST.seconds + share.seconds * size // _MB
    asked = Bounds(_LEAST.memory + share.memory * size, seconds, _LEAST.waiting + 3 * seconds)
    return Bounds(*map(min, asked, _MOST))


def _answers(jobs: Sequence[Job], progress: Progress | None = None) -> list[Parcel | SourceError]:
    """What became of the jobs up to the first that ended the process, or of all."""
    answers: list[Parcel | SourceError] = []
    with tempfile.TemporaryDirectory(prefix="potay-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        code = _run(jobs, scratch, progress)
        for number, job in enumerate(jobs):
            if not is_whole(scratch / str(number)):  # it was at this one when it ended
                ended = _harmful(_ended(code, job.bounds), job.label) if code else None
                return [*answers, ended or nonsense(job.label)]
            answers.append(_answer(scratch / str(number), job.label))
    return answers


def _answer(folder: Path, label: str) -> Parcel | SourceError:
    try:
        parcel = read_parcel(folder)
        refused = findings_of(parcel.told.get("refused", []))
    except ParcelError:
        return nonsense(label)
    return SourceError(refused) if refused else parcel


def _run(jobs: Sequence[Job], scratch: Path, progress: Progress | None) -> int:
    """Let a child do the jobs; its exit code (a signal below 0), or `_WAITED`."""
    context = _context()
    parent = getpid() if context.get_start_method() == "fork" else None
    hears, tells = context.Pipe(duplex=False)
    process = context.Process(
        target=_in_child, args=(jobs, scratch, parent, tells if progress else None), daemon=True
    )
    _start(process)
    tells.close()
    waiting = sum(job.bounds.waiting for job in jobs)
    try:
        return _awaited(process, hears, monotonic() + waiting, progress)
    finally:
        process.kill()
        process.join()
        hears.close()


def _context() -> Context:
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["potay.sources.dataset"])
    return context


def _start(process: BaseProcess) -> None:
    """Start it; Ctrl-C reaches it only once it would end by that without a word."""
    with warnings.catch_warnings(), _without_main():
        # Python warns of threads that a fork leaves behind: see above which there are.
        warnings.simplefilter("ignore", DeprecationWarning)
        if not hasattr(signal, "pthread_sigmask"):
            process.start()
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _without_main() -> Iterator[None]:
    """Let no child import the program that runs: it needs nothing of it, and would run it again.

    A script without `if __name__ == "__main__"` would read its files once more in every child.
    """
    main = sys.modules["__main__"].__dict__
    kept: dict[str, Any] = {
        name: main.pop(name) for name in ("__spec__", "__file__") if name in main
    }
    main["__spec__"] = None
    try:
        yield
    finally:
        main.update(kept)


def _awaited(
    process: BaseProcess, hears: Connection, until: float, progress: Progress | None
) -> int:
    """The exit code of the process; meanwhile its numbers are passed on."""
    heard = [hears] if progress else []
    while process.is_alive():
        ready = connection.wait([process.sentinel, *heard], max(until - monotonic(), 0))
        if not ready:
            return _WAITED
        if progress and hears in ready:
            try:
                progress(int(hears.recv_bytes(20)))
            except (EOFError, OSError, ValueError):  # it has ended, or talks nonsense
                heard = []
    return process.exitcode or 0


def _in_child(
    jobs: Sequence[Job], scratch: Path, parent: int | None, tells: Connection | None
) -> None:
    """Do the jobs, each within its bounds, and leave what came of it in a folder of its own."""
    bounds = [job.bounds for job in jobs]
    held = confine(Bounds(*map(max, *bounds, bounds[0])), scratch, parent)
    more = {} if tells is None else {"progress": lambda number: tells.send_bytes(b"%d" % number)}
    for number, (job, its) in enumerate(zip(jobs, bounds, strict=True)):
        allow_seconds(its.seconds)
        folder = scratch / str(number)
        folder.mkdir()
        _done(job, its, held, more, folder)


def _done(job: Job, bounds: Bounds, held: Held, more: Mapping[str, Progress], folder: Path) -> None:
    try:
        parcel = job.work(*job.given, **more)
        write_parcel(Parcel({**parcel.told, "held": held}, parcel.tables), folder)
    except SourceError as error:
        refused = error.findings
    except Exception as error:  # noqa: BLE001 - the last line of defence for whatever a file does
        refused = _harmful(_failed(error, bounds), job.label).findings
    else:
        return
    write_parcel(Parcel({"refused": [astuple(each) for each in refused]}), folder)


def _nothing() -> Parcel:
    return Parcel()


def _failed(error: Exception, bounds: Bounds) -> str:
    if isinstance(error, MemoryError):
        return _beyond_memory(bounds)
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    lines = str(error).strip().splitlines()
    said = f": {lines[0][:200].rstrip('.')}" if lines else ""
    return f"its reader failed ({type(error).__name__}{said})"


def _ended(code: int, bounds: Bounds) -> str:
    """How a child ended that left no word."""
    if code == _WAITED:
        return f"reading it did not end within {bounds.waiting} seconds"
    if code > 0:  # it could not even say that it has no memory
        return _beyond_memory(bounds)
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    if name == "SIGXCPU":
        return (
            f"reading it takes more than {bounds.seconds} seconds of processor time, which a file "
            "of its size should not"
        )
    return f"its reader crashed ({name})"


def _beyond_memory(bounds: Bounds) -> str:
    return (
        f"reading it takes more than {bounds.memory // _MB:,} MB of memory, which a file of its "
        "size should not"
    )


def _harmful(what: str, label: str) -> SourceError:
    return SourceError(
        f"the file is refused: {what}.",
        file=label,
        hint="It is damaged, or made to do harm: open it in the program it comes from and save "
        "it again.",
    )
