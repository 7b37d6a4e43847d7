"""What a reading process may not do, set by itself before it touches a byte of the file.

* Memory: `RLIMIT_DATA` and `RLIMIT_AS`, counted from what the process has when it begins.
* Processor: `RLIMIT_CPU`, anew for each file.
* Files: `RLIMIT_FSIZE`, and no core dump, which would hold the data read.
* Network: on Linux a filter of system calls (seccomp) refuses every new socket, of whatever
  family, and every start of another program, also to native libraries. Elsewhere the interpreter
  refuses them (an audit hook), which native libraries do not ask: `Held.network` says which.
* Life: the system ends it together with the process that waits for it (Linux).

Where a system has no such limit (`resource` is absent on Windows), the limit is None in `Held`;
the time that the waiting process allows, and the caps of `limits`, hold everywhere.
"""

import contextlib
import ctypes
import faulthandler
import math
import os
import platform
import signal
import sys
import tempfile
from pathlib import Path
from typing import Literal, NamedTuple

if sys.platform != "win32":
    import resource

#: *kernel*: system calls are refused; *interpreter*: Python code is held back, no native library.
Network = Literal["kernel", "interpreter"]

_PDEATHSIG, _NO_NEW_PRIVS, _SECCOMP, _FILTER = 1, 38, 22, 2
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOWED, _REFUSED = 0x7FFF0000, 0x00050000 | 13  # EACCES
_OTHER_ABI = 0x40000000  # the x32 calls of x86-64: the same calls by other numbers
#: By machine: its name for the filter, and the numbers of socket, io_uring_setup, execve, execveat.
_CALLS = {
    "x86_64": (0xC000003E, (41, 425, 59, 322)),
    "aarch64": (0xC00000B7, (198, 425, 221, 281)),
}
#: Address space that threads and allocators reserve and never use, beside the memory allowed.
_RESERVED = 1 << 30


class Bounds(NamedTuple):
    """What reading one file may take: bytes of memory, seconds of processor and of waiting."""

    memory: int
    seconds: int
    waiting: int


class Held(NamedTuple):
    """What holds in a reading process; None where this system has no such limit."""

    network: Network
    memory: int | None
    seconds: int | None


def confine(bounds: Bounds, scratch: Path, parent: int | None) -> Held:
    """Give up, for good, all that reading a file does not need; what holds from now on.

    Parameters
    ----------
    bounds
        What the file may take.
    scratch
        The folder for temporary files, which the waiting process removes.
    parent
        The id of the process that waits for this one, where that is the one that forked it.
    """
    _end_with(parent)
    _be_silent()
    tempfile.tempdir = os.environ["TMPDIR"] = str(scratch)
    _few_threads()
    return Held(_offline(), _limited(bounds), None if sys.platform == "win32" else bounds.seconds)


def allow_seconds(seconds: int) -> None:
    """So many seconds of processor time from now on, where this system counts them."""
    if sys.platform != "win32":
        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = math.ceil(usage.ru_utime + usage.ru_stime)
        _at_most(resource.RLIMIT_CPU, used + seconds)


def _few_threads() -> None:
    """One thread where libraries would take one per core: each reserves memory of its own."""
    import pyarrow as pa

    os.environ["OSMIUM_POOL_THREADS"] = "1"
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    # Its other allocators reserve a gibibyte at once, which the limit would refuse.
    pa.set_memory_pool(pa.system_memory_pool())


def _end_with(parent: int | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # blocked while we began
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
        if parent is not None and os.getppid() != parent:  # it ended before we asked
            os._exit(1)


def _be_silent() -> None:
    """Nothing on the terminal: what a library prints may be the file's own text."""
    faulthandler.disable()
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        os.close(nowhere)


def _limited(bounds: Bounds) -> int | None:
    """The bytes of memory that it may take from now on; None where they are not counted."""
    if sys.platform == "win32":
        return None
    whole, data = _occupied()
    _at_most(resource.RLIMIT_DATA, data + bounds.memory)
    _at_most(resource.RLIMIT_AS, whole + bounds.memory + _RESERVED)
    _at_most(resource.RLIMIT_FSIZE, 2 * bounds.memory)
    _at_most(resource.RLIMIT_CORE, 0)
    return bounds.memory if sys.platform == "linux" else None


def _at_most(what: int, amount: int) -> None:
    """Set a limit, or leave it where the system sets none; a hard limit is never passed."""
    hard = resource.getrlimit(what)[1]
    most = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (most, hard))


def _occupied() -> tuple[int, int]:
    """The bytes of address space and of data that this process has mapped (Linux, else 0)."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0, 0
    size = resource.getpagesize()
    return int(pages[0]) * size, int(pages[5]) * size


def _offline() -> Network:
    if _filtered():
        return "kernel"
    sys.addaudithook(_no_socket)
    return "interpreter"


def _no_socket(event: str, _arguments: tuple[object, ...]) -> None:
    if event in ("socket.__new__", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"):
        raise PermissionError(f"{event} is refused while a file is read")


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def _filtered() -> bool:
    """Whether the kernel now refuses sockets and programs to this process."""
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    machine, calls = _CALLS[platform.machine()]
    last = 5 + len(calls)  # the step that refuses
    steps = [
        _Step(_LOAD, 0, 0, 4),
        _Step(_IF_EQUAL, 0, last - 2, machine),
        _Step(_LOAD, 0, 0, 0),
        _Step(_IF_AT_LEAST, last - 4, 0, _OTHER_ABI),
        *(_Step(_IF_EQUAL, last - at - 1, 0, call) for at, call in enumerate(calls, start=4)),
        _Step(_RETURN, 0, 0, _ALLOWED),
        _Step(_RETURN, 0, 0, _REFUSED),
    ]
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    system = ctypes.CDLL(None)
    if system.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(system.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)
