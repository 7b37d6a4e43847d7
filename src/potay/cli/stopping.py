"""Ctrl-C and a polite kill: the command ends in words, and with the code that shells expect.

Nothing heavy is imported here, so that `listen` can be called before anything else is.
"""

import os
import signal
import sys
from types import FrameType

TYPE_CHECKING = False  # as in `typing`, which takes time to load
if TYPE_CHECKING:
    from typing import NoReturn

#: What asks a command to stop; the exit code is 128 and the signal's number.
SIGNALS = (signal.SIGINT, signal.SIGTERM)
FAREWELL = "Stopped. Nothing was half written.\n"


class Stop(BaseException):
    """Raised in a running command when it is asked to stop.

    No KeyboardInterrupt: what parses the command line would make an exit code of that, no words.
    """


class Stopping:
    """Whether this process was asked to stop, and how it goes about it.

    While potay itself is still loading, it leaves at once. In a running command `Stop` is raised,
    so that it clears away what it was writing; asked a second time, it leaves at once too, which
    no file on disk minds: each is put in place whole or not at all.
    """

    def __init__(self) -> None:
        self.asked = 0
        self.running = False
        self._process = 0

    def listen(self) -> None:
        """Hear the signals from now on; one that the caller has us ignore stays ignored."""
        self._process = os.getpid()
        for one in SIGNALS:
            if signal.getsignal(one) is not signal.SIG_IGN:
                signal.signal(one, self._hear)
        sys.unraisablehook = self._not_swallowed

    def end(self) -> None:
        """The command has ended: what comes now has nothing to stop."""
        for one in SIGNALS:
            signal.signal(one, signal.SIG_IGN)

    @property
    def code(self) -> int:
        """The exit code of a command that was stopped."""
        return 128 + (self.asked or signal.SIGINT)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        again, self.asked = bool(self.asked), number
        if again or not self.running or os.getpid() != self._process:
            self.leave()
        raise Stop

    def _not_swallowed(self, told: "sys.UnraisableHookArgs") -> None:
        """What was raised where Python cannot let it out would only be printed, and we go on."""
        if told.exc_type is Stop:
            self.leave()
        sys.__unraisablehook__(told)

    def leave(self) -> "NoReturn":
        """Say so and be gone, without clearing away anything."""
        if os.getpid() == self._process:  # a process forked from us leaves the words to us
            os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, FAREWELL.encode())
        os._exit(self.code)


stopping = Stopping()
