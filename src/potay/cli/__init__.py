"""The command line: parse, call, print, exit code. One file per command family."""

import gc
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from typing import cast

from potay.errors import (
    BundleError,
    NoAnswerError,
    PotayError,
    SensitivityError,
    SourceError,
    SpecError,
)

#: What scripts rely on; 0 is done and 1 a bug in potay.
EXIT_CODES: dict[type[PotayError], int] = {
    SpecError: 2,
    SourceError: 3,
    SensitivityError: 4,
    NoAnswerError: 5,
    BundleError: 6,
}

#: Options that may stand anywhere in the line, with the number of words that follow them.
GLOBAL_OPTIONS = {
    "--workspace": 1, "-w": 1, "--json": 0, "-q": 0, "--quiet": 0, "-v": 0, "--verbose": 0,
    "--strict": 0,
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    # Commands are short and nearly all they make stays in use: looking for what does not, as often
    # as Python does by itself, takes a sixth of a build.
    gc.set_threshold(1_000_000, 20, 20)
    raise SystemExit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code of CONTRACT: 0 done, 1 a bug, 2-6 the input's fault."""
    import typer

    from potay.cli.app import app
    from potay.cli.session import failure

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a letter that a terminal lacks stops no answer
            stream.reconfigure(errors="backslashreplace")
    # Typer carries its own click, older ones the real one: its fault is found through a subclass.
    kinds = (kind for kind in typer.BadParameter.mro() if kind.__name__ == "ClickException")
    usage_fault = cast("type[typer.BadParameter]", next(kinds))
    words = hoisted(arguments)
    try:
        code = app(words, standalone_mode=False)
    except PotayError as error:
        failure(error, as_json="--json" in words)
        return EXIT_CODES[type(error)]
    except usage_fault as error:
        error.show()
        return int(error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write("Stopped. Nothing was half written.\n")
        return 130
    except BrokenPipeError:
        return 0
    except Exception:  # noqa: BLE001 - the last line of defence: a bug says so and how to report
        traceback.print_exc()
        sys.stderr.write("This is a bug in potay. Please report it with the lines above.\n")
        return 1
    return code if isinstance(code, int) else 0


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
