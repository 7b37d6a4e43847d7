"""Files replaced whole or not at all, one writer at a time."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from potay.errors import BundleError


def sha256_of(content: bytes) -> str:
    """The sha256 of some bytes, as `sha256sum` prints it."""
    return hashlib.sha256(content).hexdigest()


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of a file; a reader sees the old one or the new one, whole.

    Raises
    ------
    OSError
        Where the folder cannot be written; the old file is untouched then.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), path.stat().st_mode & 0o777 if path.exists() else 0o644)
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def clear_leftovers(path: Path) -> None:
    """Remove what a writer that was killed left of a file; for the holder of its lock."""
    for left in path.parent.glob(f".{path.name}.*.new"):
        left.unlink(missing_ok=True)


@contextmanager
def locked(path: Path, label: str) -> Iterator[None]:
    """Be the only writer of a file; the system drops the lock of a process that dies.

    Raises
    ------
    BundleError
        Where another process is writing it, or the folder cannot be written.
    """
    lock = path.parent / f".{path.name}.lock"
    try:
        handle = _acquire(lock)
    except BlockingIOError:
        raise BundleError("another potay is writing this file; one writer at a time is expected.",
                          file=label, hint="Try again when it is done.") from None  # fmt: skip
    except OSError as error:
        raise BundleError(f"cannot be written: {error.strerror}.", file=label,
                          hint="Check the rights on its folder.") from None  # fmt: skip
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(handle)


def _acquire(lock: Path) -> int:
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if lock.exists() and os.path.samestat(os.fstat(handle), lock.stat()):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # the writer before us removed the name just now


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
