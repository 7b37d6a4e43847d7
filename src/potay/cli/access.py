"""`potay access`: every site and facility from every hub."""

import typer

from potay.access import access_table
from potay.build import read_inputs
from potay.cli.options import AsOf, Hubs, MapName, MoverName, Settings, WhatIf, overrides
from potay.cli.session import session_of, table

SHOWN = ("hub", "id", "name", "status", "minutes", "km", "gateways", "persons")


def access(
    context: typer.Context,
    map_name: MapName,
    hub: Hubs = None,
    as_of: AsOf = "",
    mover: MoverName = "",
    settings: Settings = None,
    what_if: WhatIf = None,
) -> None:
    """Say of every site and facility whether it is reached from every hub, and how."""
    session = session_of(context)
    asked = session.asked(map_name, overrides(as_of, mover, settings, what_if=what_if))
    inputs = read_inputs(asked, session.say)
    session.report(inputs.network.findings)
    answer = access_table(inputs.scenario(), hubs=hub or asked.spec.hubs)
    rows = answer.rows.to_dict("records")
    document = {
        "map": asked.spec.name,
        "as_of": asked.spec.as_of,
        "mover": asked.spec.mover,
        "rows": rows,
        "summary": answer.summary,
    }
    summary = [(key, value) for key, value in answer.summary.items() if not isinstance(value, dict)]
    session.answer(
        document,
        [
            table(SHOWN, ([row[field] for field in SHOWN] for row in rows)),
            table(("summary", ""), summary),
        ],
    )
