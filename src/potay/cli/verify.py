"""`potay verify`: whether a bundle still holds what it says, and is still in date."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from potay.bundle import verify_bundle
from potay.cli.session import session_of


def verify(
    context: typer.Context,
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="The folder of a bundle.")],
) -> None:
    """Check manifest, hashes and expiry of a bundle."""
    problems = verify_bundle(bundle, now=datetime.now(UTC))
    wrong = [problem for problem in problems if problem.severity == "error"]
    document = {"ok": not wrong, "problems": [problem.record() for problem in problems]}
    lines = [f"{problem.severity}: {problem.sentence()}" for problem in problems]
    session_of(context).answer(document, [*lines, "Not to be used." if wrong else "Whole."])
    if wrong:
        raise typer.Exit(3)
