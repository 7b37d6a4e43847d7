"""Options that mean the same in every command."""

from pathlib import Path
from typing import Annotated

import typer

from potay.spec import Overrides
from potay.spec.map import check_moments
from potay.terms.audiences import AUDIENCES
from potay.terms.languages import either

MapName = Annotated[str, typer.Argument(metavar="MAP", help="A map in maps/, or its file.")]
AsOf = Annotated[str, typer.Option("--as-of", help="The moment, e.g. 2024-01-05.")]
MoverName = Annotated[str, typer.Option("--mover", help="Who moves, e.g. un-truck.")]
Audience = Annotated[str, typer.Option("--audience", help=either(AUDIENCES))]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", help="key=value, e.g. gateway.martissant=open. May be repeated."),
]
WhatIf = Annotated[
    list[Path] | None,
    typer.Option("--what-if", help="A TOML file with a table [what_if]. May be repeated."),
]
Hubs = Annotated[list[str] | None, typer.Option("--from", help="A hub; default: all of the map.")]
Draws = Annotated[
    bool, typer.Option("--draws", help="Say also what times hold half the time, and 9 in 10.")
]
Signers = Annotated[
    Path | None,
    typer.Option("--signers", help="Whose signature counts: a file like OpenSSH's allowed_signers; "
                 "default: the keys of the workspace."),
]  # fmt: skip
OutFolder = Annotated[Path, typer.Option("--out", help="Folder for bundles.")]


def overrides(
    as_of: str = "",
    mover: str = "",
    settings: list[str] | None = None,
    audience: str = "",
    what_if: list[Path] | None = None,
) -> Overrides:
    """The overrides of a command line as a value.

    Raises
    ------
    SpecError
        Where `as_of` is no moment.
    """
    check_moments({"--as-of": as_of})
    files = tuple(str(path) for path in what_if or ())
    return Overrides(as_of, mover, audience, tuple(settings or ()), files)
