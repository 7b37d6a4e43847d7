"""`potay init`: a starter workspace, ready to build."""

from pathlib import Path
from typing import Annotated

import typer

from potay.cli.session import session_of
from potay.spec import make_workspace


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
) -> None:
    """Copy the starter workspace (data/, layers/, maps/) into DIR."""
    made = make_workspace(folder)
    session = session_of(context)
    session.say(f"Made {made.root}. Next: cd {made.root}; potay build port-au-prince")
    if session.as_json:
        session.answer({"workspace": str(made.root)}, ())
