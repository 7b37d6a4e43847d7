"""How a command ends that could not do what it was asked: words on stderr, and an exit code."""

import sys
import traceback
from typing import cast

import typer

from potay.cli.session import print_json
from potay.cli.stopping import FAREWELL, stopping
from potay.errors import (
    BundleError,
    NoAnswerError,
    PotayError,
    SensitivityError,
    SourceError,
    SpecError,
    spell_out,
)

#: What scripts rely on; 0 is done and 1 a bug in potay.
EXIT_CODES: dict[type[PotayError], int] = {
    SpecError: 2,
    SourceError: 3,
    SensitivityError: 4,
    NoAnswerError: 5,
    BundleError: 6,
}

# Typer carries its own click, older ones the real one: its fault is found through a subclass.
_KINDS = (kind for kind in typer.BadParameter.mro() if kind.__name__ == "ClickException")
_UsageFault = cast("type[typer.BadParameter]", next(_KINDS))


def failed(error: BaseException, *, as_json: bool) -> int:
    """Say what went wrong and give the exit code.

    A command that was asked to stop was stopped, whatever a library made of the interruption.
    """
    if stopping.asked or isinstance(error, typer.Abort | KeyboardInterrupt):
        sys.stderr.write(FAREWELL + "".join(f"{line}\n" for line in _notes(error)))
        return stopping.code
    if isinstance(error, PotayError):
        _tell(error, as_json=as_json)
        return EXIT_CODES[type(error)]
    if isinstance(error, _UsageFault):
        error.show()
        return int(error.exit_code)
    if BrokenPipeError in (type(error), type(error.__context__)):
        return 0  # nobody reads the rest of the answer, as after `| head`
    traceback.print_exception(error)
    sys.stderr.write("This is a bug in potay. Please report it with the lines above.\n")
    return 1


def _tell(error: PotayError, *, as_json: bool) -> None:
    """Sentences on stderr, with --json also as a document on stdout."""
    sys.stderr.write(spell_out(error.findings) + "\n")
    if as_json:
        print_json({"ok": False, "findings": [finding.record() for finding in error.findings]})


def _notes(error: BaseException) -> list[str]:
    """What was done all the same, as noted at the interruption behind an error."""
    behind = (error, error.__cause__, error.__context__)
    every = [note for one in behind for note in getattr(one, "__notes__", ())]
    return list(dict.fromkeys(every))
