"""One build of a bundle at a time. The system drops the lock of a build that dies."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from potay.errors import BundleError


@contextmanager
def build_lock(target: Path) -> Iterator[None]:
    """Hold `.<bundle>.lock` beside the bundle, with our process id and host written in it.

    A lock file left by a dead process of this host is taken over: the system has released it.
    One left from another host is respected, because nobody here can tell whether it lives.

    Raises
    ------
    BundleError
        Where another process builds the same bundle.
    """
    path = target.parent / f".{target.name}.lock"
    handle = _acquire(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _acquire(path: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            _take(handle, path)
            if _still_named(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # its holder removed the name just before we got it


def _take(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BundleError(_busy(path, _holder(handle))) from None
    holder = _holder(handle)
    if holder.get("host", socket.gethostname()) != socket.gethostname():
        raise BundleError(_busy(path, holder))
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps({"host": socket.gethostname(), "pid": os.getpid()}).encode(), 0)


def _still_named(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _holder(handle: int) -> dict[str, object]:
    with suppress(ValueError):
        told = json.loads(os.pread(handle, 4096, 0))
        if isinstance(told, dict):
            return told
    return {}


def _busy(path: Path, holder: dict[str, object]) -> str:
    who = f"process {holder.get('pid', '?')} on {holder.get('host', 'this host')}"
    return (
        f"{path.parent / path.name[1:-5]}: this bundle is being built by {who}; one build at a "
        f"time is expected. Wait for it, or remove {path} if that process no longer exists."
    )
