"""`potay state`: who is reported to hold what, and what passes, at a moment."""

from collections.abc import Iterator

import pandas as pd
import typer
from rich.table import Table

from potay.claims import state_tables
from potay.cli.options import AsOf, Audience, MapName, Settings, overrides
from potay.cli.session import session_of, table
from potay.cli.words import notes
from potay.inputs import read_inputs
from potay.terms.statuses import SILENT

FIELDS = (
    "id", "name", "status", "control", "coalition", "basis", "claim_id", "rivals", "reliability",
    "age_days", "stale", "expired", "last", "expired_claims",
)  # fmt: skip
SHOWN = (
    "id", "status", "control", "coalition", "basis", "claim_id", "reliability", "age_days", "last",
    "expired_claims",
)  # fmt: skip
#: What goes first where the terminal is narrow.
SPARE = ("expired_claims", "reliability", "coalition", "claim_id", "age_days", "last")
LISTS = ("areas", "gateways", "roads", "infrastructure", "links", "obstacles")
#: Of these people are shown only the rows that somebody reports on; there may be thousands.
SPOKEN = ("roads", "infrastructure", "links", "obstacles")


def state(
    context: typer.Context,
    map_name: MapName,
    as_of: AsOf = "",
    audience: Audience = "",
    settings: Settings = None,
) -> None:
    """Show the resolved state of areas, gateways, roads, links, facilities and obstacles."""
    session = session_of(context)
    asked = session.asked(map_name, overrides(as_of, settings=settings, audience=audience))
    inputs = read_inputs(asked, session.say)
    asked = inputs.asked
    session.report(inputs.state.findings)
    states = state_tables(inputs.state, inputs.frames)
    document = {
        "map": asked.spec.name,
        "as_of": asked.spec.as_of,
        **{name: records(states[name]) for name in LISTS},
    }
    session.answer(document, [*_tables(states), *notes(inputs.state)])


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows of a state table with the contract's fields."""
    rows = frame.reset_index(names="id").to_dict("records")
    return [{field: row.get(field) for field in FIELDS} for row in rows]


def _tables(states: dict[str, pd.DataFrame]) -> Iterator[Table]:
    for name in LISTS:
        rows = records(states[name])
        if name in SPOKEN:
            rows = [row for row in rows if row["basis"] not in SILENT]
        if rows or name not in SPOKEN:
            cells = ([row[field] for field in SHOWN] for row in rows)
            yield table(SHOWN, cells, title=name, spare=SPARE)
