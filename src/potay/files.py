"""Files put in place whole or not at all, one writer at a time, and writers that finish first."""

import fcntl
import glob
import json
import os
import random
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

#: Who holds a lock, as far as it is known: host, pid, since.
Holder = dict[str, object]

#: A lock of another computer is waited for no longer: nobody here can tell whether it lives.
ELSEWHERE_S = 10.0
#: Nobody waits longer, however many writers come one after another.
LONGEST_WAIT_S = 600.0
#: After that long those who wait are told for whom.
TELL_AFTER_S = 2.0
#: How long between two tries to get a lock, at random, so that those who wait do so by turns.
_BETWEEN_TRIES_S = (0.01, 0.06)
#: A file that nobody has written to for that long is not being written.
_OLD_S = 3600.0


class TakenError(Exception):
    """Another process holds the lock; `holder` says which, as far as it is known.

    `elsewhere`: it was left or is held by another computer.
    """

    def __init__(self, holder: Holder, *, elsewhere: bool = False) -> None:
        super().__init__(f"held by {holder}")
        self.holder = holder
        self.elsewhere = elsewhere


def holder_in_words(holder: Holder) -> str:
    """Who holds a lock: `process 4711 on pc-3`."""
    return f"process {holder.get('pid', '?')} on {holder.get('host', 'this host')}"


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of a file, as `in_place_of` does."""
    with in_place_of(path) as file:
        file.write(content)


@contextmanager
def in_place_of(path: Path, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """Write a file anew; a reader sees the old one or, once all is written, the new one, whole.

    A file that was not there before gets `mode`; one that was keeps its own. The `name` of what is
    yielded is the path at which the new one can be looked at meanwhile.

    Raises
    ------
    OSError
        Where the folder cannot be written; the old file is untouched then.
    """
    ending = f".new{path.suffix}"  # what a text file is, is told by its ending too
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=ending, dir=path.parent)
    os.close(handle)
    fresh = Path(name)
    try:
        with fresh.open("wb") as file:
            yield file
            file.flush()
            os.fchmod(file.fileno(), path.stat().st_mode & 0o777 if path.exists() else mode)
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync(path.parent)


def names_file(text: str) -> bool:
    """Whether words that somebody wrote are the path of a file; anything may be asked."""
    try:
        return Path(text).is_file()
    except OSError:  # longer than a name may be
        return False


def clear_leftovers(path: Path) -> None:
    """Remove what a writer that was killed left of a file; for the holder of its lock."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.new*"):
        left.unlink(missing_ok=True)


def clear_old_leftovers(folder: Path) -> None:
    """Remove what killed writers left in a folder that nobody locks: half files an hour old."""
    for left in folder.glob(".*.new*"):
        with suppress(FileNotFoundError):  # another process clears it away as well
            if time.time() - left.stat().st_mtime > _OLD_S:
                left.unlink()


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Finish what is inside before a wish to stop (SIGINT, SIGTERM) is heard.

    For steps that belong together and take no time. A thread other than the main one is never
    interrupted by signals; there nothing is done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    stops = (signal.SIGINT, signal.SIGTERM)
    before = {one: signal.signal(one, lambda number, _: heard.append(number)) for one in stops}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, signal.SIG_DFL if handler is None else handler)
    for number in heard[:1]:
        signal.raise_signal(number)


@contextmanager
def sole_writer(
    path: Path, patience_s: float = 0.0, tell: Callable[[Holder], None] | None = None
) -> Iterator[None]:
    """Hold `.<name>.lock` beside a file or folder, with our process id and host written in it.

    A lock left by a dead process of this host is taken over: the system has released it. One
    left from another host is respected, because nobody here can tell whether it lives.

    Parameters
    ----------
    patience_s
        How long one and the same holder is waited for. Writers that come one after another are
        progress, and are waited for longer (`LONGEST_WAIT_S`); another host's less.
    tell
        Called once with the holder where the wait takes longer than a moment.

    Raises
    ------
    TakenError
        Where another process holds it, and did so for as long as our patience lasts.
    OSError
        Where the folder cannot be written.
    """
    lock = lock_of(path)
    handle = _acquired(lock, patience_s, tell)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(handle)


def lock_of(path: Path) -> Path:
    """The lock beside a file or folder."""
    return path.parent / f".{path.name}.lock"


def _acquired(lock: Path, patience_s: float, tell: Callable[[Holder], None] | None) -> int:
    began = changed = time.monotonic()
    holder: Holder = {}
    while True:
        try:
            return _acquire(lock)
        except TakenError as taken:
            now = time.monotonic()
            if taken.holder != holder:
                holder, changed = taken.holder, now
            patience = min(patience_s, ELSEWHERE_S) if taken.elsewhere else patience_s
            if now - changed >= patience or now - began >= LONGEST_WAIT_S:
                raise
        if tell and now - began >= TELL_AFTER_S:
            tell(holder)
            tell = None
        time.sleep(random.uniform(*_BETWEEN_TRIES_S))


def _acquire(lock: Path) -> int:
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
        try:
            _take(handle)
            if _still_named(handle, lock):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # its holder removed the name just before we got it


def _take(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise TakenError(_holder(handle)) from None
    holder = _holder(handle)
    if holder.get("host", socket.gethostname()) != socket.gethostname():
        raise TakenError(holder, elsewhere=True)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    ours = {"host": socket.gethostname(), "pid": os.getpid(), "since": now}
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps(ours).encode(), 0)


def _still_named(handle: int, lock: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except FileNotFoundError:
        return False


def _holder(handle: int) -> dict[str, object]:
    with suppress(ValueError):
        told = json.loads(os.pread(handle, 4096, 0))
        if isinstance(told, dict):
            return told
    return {}
