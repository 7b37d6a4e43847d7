"""Files put in place whole or not at all, and one writer at a time."""

import fcntl
import json
import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_BETWEEN_TRIES_S = 0.02


class TakenError(Exception):
    """Another process holds the lock; `holder` says which, as far as it is known."""

    def __init__(self, holder: dict[str, object]) -> None:
        super().__init__(f"held by {holder}")
        self.holder = holder


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of a file, as `in_place_of` does."""
    with in_place_of(path) as file:
        file.write(content)


@contextmanager
def in_place_of(path: Path, mode: int = 0o644) -> Iterator[IO[bytes]]:
    """Write a file anew; a reader sees the old one or, once all is written, the new one, whole.

    A file that was not there before gets `mode`; one that was keeps its own.

    Raises
    ------
    OSError
        Where the folder cannot be written; the old file is untouched then.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
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
    for left in path.parent.glob(f".{path.name}.*.new"):
        left.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Force a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def sole_writer(path: Path, patience_s: float = 0.0) -> Iterator[None]:
    """Hold `.<name>.lock` beside a file or folder, with our process id and host written in it.

    Another holder is waited for, up to `patience_s` seconds.

    A lock left by a dead process of this host is taken over: the system has released it. One
    left from another host is respected, because nobody here can tell whether it lives.

    Raises
    ------
    TakenError
        Where another process still holds it then.
    OSError
        Where the folder cannot be written.
    """
    lock = lock_of(path)
    handle = _acquire_patiently(lock, patience_s)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(handle)


def lock_of(path: Path) -> Path:
    """The lock beside a file or folder."""
    return path.parent / f".{path.name}.lock"


def _acquire_patiently(lock: Path, patience_s: float) -> int:
    until = time.monotonic() + patience_s
    while True:
        try:
            return _acquire(lock)
        except TakenError:
            if time.monotonic() >= until:
                raise
        time.sleep(_BETWEEN_TRIES_S)


def _acquire(lock: Path) -> int:
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
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
        raise TakenError(holder)
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps({"host": socket.gethostname(), "pid": os.getpid()}).encode(), 0)


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
