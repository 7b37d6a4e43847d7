"""`potay state`: who is reported to hold what, and what passes, at a moment."""

from collections.abc import Iterator

import pandas as pd
import typer
from rich.table import Table

from potay.build import read_inputs
from potay.cli.options import AsOf, Audience, MapName, Settings, overrides
from potay.cli.session import session_of, table

FIELDS = (
    "id", "name", "status", "control", "coalition", "basis", "claim_id", "rivals", "reliability",
    "age_days", "stale", "expired", "last", "expired_claims",
)  # fmt: skip
SHOWN = ("id", "status", "control", "coalition", "basis", "claim_id", "reliability", "age_days")
LISTS = {"area": "areas", "gateway": "gateways", "road": "roads"}


def state(
    context: typer.Context,
    map_name: MapName,
    as_of: AsOf = "",
    audience: Audience = "",
    settings: Settings = None,
) -> None:
    """Show the resolved state of areas, gateways and roads."""
    session = session_of(context)
    asked = session.asked(map_name, overrides(as_of, settings=settings, audience=audience))
    inputs = read_inputs(asked, session.say)
    session.report(inputs.state.findings)
    states = inputs.named_state()
    document = {
        "map": asked.spec.name,
        "as_of": asked.spec.as_of,
        **{plural: records(states.get(kind)) for kind, plural in LISTS.items()},
    }
    session.answer(document, _tables(states))


def records(frame: pd.DataFrame | None) -> list[dict[str, object]]:
    """The rows of a state table with the contract's fields."""
    if frame is None:
        return []
    rows = frame.reset_index(names="id").to_dict("records")
    return [{field: row.get(field) for field in FIELDS} for row in rows]


def _tables(states: dict[str, pd.DataFrame]) -> Iterator[Table]:
    for kind, plural in LISTS.items():
        rows = records(states.get(kind))
        if kind == "road":  # thousands of road pieces say nothing; those reported on do
            rows = [row for row in rows if row["basis"] != "no_report"]
        yield table(SHOWN, ([row[field] for field in SHOWN] for row in rows), title=plural)
