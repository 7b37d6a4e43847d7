"""`potay access`: every site and facility from every hub."""

import typer

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
from potay.inputs import read_inputs

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
    rows, counted = document["rows"], document["summary"]
    shown = (*SHOWN, *SHARES) if draws else SHOWN
    summary = [(key, value) for key, value in counted.items() if not isinstance(value, dict)]
    session.answer(
        document,
        [
            table(shown, ([row[field] for field in shown] for row in rows)),
            table(("summary", ""), summary),
            f"Reports as they stand on {document['as_of']:%Y-%m-%d}. What still holds on a later"
            " day: potay route … --depart.",
        ],
    )
