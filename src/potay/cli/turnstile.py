"""Of the many who add a report at once, a few at a time load what that takes.

Sixty commands that load their libraries together need ten gigabytes and get in each other's way;
one after the other, as many at a time as there are processors, they need one and are done sooner.
Who waits here has loaded next to nothing. This is courtesy, not safety: where it cannot be had or
takes too long, a command goes on, and waits for its turn to write like all others.
"""

import fcntl
import os
import random
import sys
import tempfile
import time

#: A command goes on all the same where nobody was given a turn for that long.
PATIENCE_S = 60.0
#: And where it waited that long, however many came before it.
LONGEST_WAIT_S = 600.0
#: After that long it says for what.
TELL_AFTER_S = 2.0
_BETWEEN_TRIES_S = (0.05, 0.25)


def take_a_turn(*, quiet: bool) -> None:
    """Wait until fewer than a few processes of this user have passed here and not ended.

    The turn is given back by the system when the process ends, however it does.
    """
    began = given = time.monotonic()
    told, turns = quiet, [0]
    try:
        slots = _slots()
        while not any(_taken(slot) for slot in slots):
            now = time.monotonic()
            if (newest := [os.stat(slot).st_mtime_ns for slot in slots]) != turns:  # noqa: PTH116
                given, turns = now, newest
            if now - given >= PATIENCE_S or now - began >= LONGEST_WAIT_S:
                return
            if not told and now - began >= TELL_AFTER_S:
                sys.stderr.write("Waiting for others who add reports on this computer …\n")
                told = True
            time.sleep(random.uniform(*_BETWEEN_TRIES_S))
    except OSError:
        return


def _slots() -> list[str]:
    """The files that stand for turns, in a folder of our own user's."""
    folder = os.path.join(tempfile.gettempdir(), f"potay-turns-{os.getuid()}")  # noqa: PTH118
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103 - pathlib takes time to load
    found = os.lstat(folder)
    if found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(folder)  # somebody else made it, perhaps to hold us up
    return [f"{folder}/{number}" for number in range(os.cpu_count() or 1)]


def _taken(slot: str) -> bool:
    """Take a turn and keep it to the end of the process; False where another has it."""
    handle = os.open(slot, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return False
    os.utime(handle)  # those who wait see that turns are given
    return True
