"""The command line: parse, call, print, exit code. One file per command family.

Whatever takes time to import is imported inside `run`: a Ctrl-C is heard before.
"""

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from itertools import pairwise

from potay.cli.stopping import Stop, stopping

#: Options that may stand anywhere in the line, with the number of words that follow them.
GLOBAL_OPTIONS = {
    "--workspace": 1, "-w": 1, "--json": 0, "-q": 0, "--quiet": 0, "-v": 0, "--verbose": 0,
    "--strict": 0,
}  # fmt: skip
#: The exit code of a command that a Ctrl-C ended.
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    stopping.listen()
    # Commands are short and nearly all they make stays in use: looking for what does not, as often
    # as Python does by itself, takes a sixth of a build.
    gc.set_threshold(1_000_000, 20, 20)
    words = sys.argv[1:] if arguments is None else arguments
    try:
        _wait_with_others(words)
        code = run(words)
        stopping.end()
        _flush()
    except Stop:  # it came while the last words were said
        stopping.leave()
    if stopping.asked:
        os._exit(code)  # not waiting for what other threads may still be about
    raise SystemExit(code)


def _wait_with_others(words: Sequence[str]) -> None:
    """Reports come in crowds: who adds one waits for a turn before loading anything."""
    asked = hoisted(words)
    pairs = set(pairwise(asked))
    if not pairs.isdisjoint({("claim", "add"), ("claim", "source")}):
        from potay.cli.turnstile import take_a_turn

        take_a_turn(quiet=not {"-q", "--quiet"}.isdisjoint(asked))


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code of CONTRACT: 0 done, 1 a bug, 2-6 the input's fault."""
    from potay.cli.app import app
    from potay.cli.failing import failed

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a letter that a terminal lacks stops no answer
            stream.reconfigure(errors="backslashreplace")
    words = hoisted(arguments)
    stopping.running = True
    try:
        code = app(words, standalone_mode=False)
        # The parser makes a code of a KeyboardInterrupt, a reader perhaps a fault of the file.
        if code == INTERRUPTED or (code and stopping.asked):
            raise KeyboardInterrupt
    except (Exception, KeyboardInterrupt, Stop, SystemExit) as error:  # noqa: BLE001 - bugs, too
        return failed(error, as_json="--json" in words)
    finally:
        stopping.running = False
    return code if isinstance(code, int) else 0


def _flush() -> None:
    """Send what is still held back; where nobody reads it any more, nobody is told of that."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The words with global options first, so that they may be written after the command too."""
    first: list[str] = []
    rest: list[str] = []
    words = list(arguments)
    while words:
        word = words.pop(0)
        if word == "--":
            return first + rest + [word, *words]
        name = word.partition("=")[0]
        if name in GLOBAL_OPTIONS:
            first.append(word)
            if "=" not in word and GLOBAL_OPTIONS[name] and words:
                first.append(words.pop(0))
        else:
            rest.append(word)
    return first + rest
