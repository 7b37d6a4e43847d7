"""`potay` as a process of its own, for the tests of what people and machines do to it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import potay

SOURCE = str(Path(potay.__file__).parents[1])
#: Long enough for a start on a machine that is busy with other things.
AT_MOST_S = 300


def start(*words: str, group: bool = False) -> subprocess.Popen:
    """Start a command; with `group` in a process group of its own, as a terminal does."""
    return subprocess.Popen(
        [sys.executable, "-m", "potay", *words],
        env=os.environ | {"PYTHONPATH": SOURCE},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=group,
        # What runs the tests may have us ignore a Ctrl-C; a terminal does not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def ended(process: subprocess.Popen) -> tuple[int, str, str]:
    """The exit code, stdout and stderr of a command."""
    out, err = process.communicate(timeout=AT_MOST_S)
    return process.returncode, out, err


def run(*words: str) -> tuple[int, str, str]:
    return ended(start(*words))


def wait_until_it_listens(process: subprocess.Popen) -> bool:
    """Wait until a command hears a polite kill; False where it ended before."""
    caught = 1 << (signal.SIGTERM - 1)
    until = time.monotonic() + AT_MOST_S
    while process.poll() is None and time.monotonic() < until:
        status = Path(f"/proc/{process.pid}/status").read_text()
        told = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
        if int(told.split()[1], 16) & caught:
            return True
        time.sleep(0.0005)
    return False
