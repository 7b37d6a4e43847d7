"""`potay releases`: what left, to whom and when."""

from typing import Annotated

import typer

from potay.cli.session import plain, session_of, table
from potay.releaselog import check_releases

SHOWN = ("at", "map", "audience", "as of", "sent", "recipients", "signed with")


def releases(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="End with 3 where a line was changed or is missing.")
    ] = False,
) -> None:
    """List the release log of the workspace, and check that nobody changed it."""
    session = session_of(context)
    found, problems = check_releases(session.workspace().root)
    wrong = any(problem.severity == "error" for problem in problems)
    ok = not wrong and not (session.strict and problems)
    document = {
        "ok": ok,
        "releases": [plain(vars(one)) for one in found],
        "problems": [problem.record() for problem in problems],
    }
    rows = [
        (one.at, one.map, one.audience, one.as_of, one.sent, one.recipients, one.signed_with)
        for one in found
    ]
    lines = [f"{problem.severity}: {problem.sentence()}" for problem in problems]
    said = (
        f"{len(found)} releases, every line as it was written." if ok else "The log is not whole."
    )
    session.answer(document, [table(SHOWN, rows), *lines, said])
    if check and not ok:
        raise typer.Exit(3)
