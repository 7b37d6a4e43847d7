"""`potay access`: every site and facility from every hub."""

from collections.abc import Iterator
from typing import Any

import typer
from rich.table import Table

from potay import questions
from potay.access import SHARES
from potay.cli.options import (
    AsOf,
    Audience,
    Draws,
    Hubs,
    MapName,
    MoverName,
    Settings,
    WhatIf,
    overrides,
)
from potay.cli.session import session_of, table
from potay.cli.words import asked_first, notes, status_words
from potay.inputs import read_inputs

#: Columns that are there whatever is told.
KEPT = ("hub", "id", "name", "status")
SHOWN = ("hub", "id", "name", "status", "minutes", "km", "gateways", "persons")


def access(
    context: typer.Context,
    map_name: MapName,
    hub: Hubs = None,
    as_of: AsOf = "",
    audience: Audience = "",
    mover: MoverName = "",
    settings: Settings = None,
    what_if: WhatIf = None,
    draws: Draws = False,
) -> None:
    """Say of every site and facility whether it is reached from every hub, and how."""
    session = session_of(context)
    asked = session.asked(map_name, overrides(as_of, mover, settings, audience, what_if))
    inputs = read_inputs(asked, session.say)
    session.report(inputs.network.findings)
    document = questions.access(inputs, hub, draws=draws)
    rows, state = document["rows"], inputs.state
    words = status_words(state, ask=any(asked_first(row["blocked_by"]) for row in rows))
    met = [status for status in words if any(row["status"] == status for row in rows)]
    means = (f"{status}: {words[status].removeprefix(f'{status}: ')}" for status in met)
    when = (
        f"Reports as they stand on {document['as_of']:%Y-%m-%d}. What still holds on a later"
        " day: potay route … --depart."
    )
    told = _told(rows, document["summary"], draws=draws)
    session.answer(document, [*told, f"{'; '.join(means)}.", when, *notes(state)])


def _told(rows: list[dict[str, Any]], summary: dict[str, Any], *, draws: bool) -> Iterator[Table]:
    """The table without columns that nothing is told of, and the sums that there are."""
    wanted = (*SHOWN, *SHARES) if draws else SHOWN
    shown = [name for name in wanted if name in KEPT or any(row[name] for row in rows)]
    cells = [[row[name] for name in shown] for row in rows]
    asked = [asked_first(row["blocked_by"]) for row in rows]
    if any(asked):
        shown.append("ask first")
        cells = [[*row, names] for row, names in zip(cells, asked, strict=True)]
    yield table(shown, cells, spare=("km", "gateways", "persons"))
    sums = [(key, value) for key, value in summary.items() if not isinstance(value, dict)]
    yield table(("summary", ""), [(key, value) for key, value in sums if value not in (None, [])])
