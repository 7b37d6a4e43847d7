"""`potay critical`: what matters most if it closes, if it opens, if somebody checks it."""

from collections.abc import Iterator, Sequence
from typing import Any

import typer
from rich.table import Table

from potay import questions
from potay.cli.options import AsOf, Audience, Hubs, MapName, MoverName, Settings, WhatIf, overrides
from potay.cli.session import session_of, table
from potay.cli.words import notes, unreported
from potay.inputs import read_inputs

#: Rows of a table shown to people; `--json` has them all.
SHOWN = 15
GATEWAY = ("id", "name", "status", "persons_lost", "pairs_lost", "detour_minutes")
STRETCH = ("names", "km", "gateways", "areas", "persons_lost", "pairs_lost")


def critical(
    context: typer.Context,
    map_name: MapName,
    hub: Hubs = None,
    as_of: AsOf = "",
    audience: Audience = "",
    mover: MoverName = "",
    settings: Settings = None,
    what_if: WhatIf = None,
) -> None:
    """Say which gateways and links matter most, and what to open or to check first."""
    session = session_of(context)
    asked = session.asked(map_name, overrides(as_of, mover, settings, audience, what_if))
    inputs = read_inputs(asked, session.say)
    session.report(inputs.network.findings if session.verbose else [])
    document = questions.critical(inputs, hub)
    session.answer(document, [*_told(document), *notes(inputs.state)])


def _told(found: dict[str, Any]) -> Iterator[Table | str]:
    yield f"Counted in the reading {found['reading']}; {found['persons']} persons at sites."
    gateways = [one for one in found["gateways"] if one["pairs_lost"] or one["detour_pairs"]]
    yield _rows("If this gateway closes", GATEWAY, gateways)
    yield _rows("If this stretch is lost", STRETCH, found["cut_links"])
    yield table(
        ("step", "open", "persons_gained", "persons_total", "openings", "at_most"),
        [
            (number, [one["subject"] for one in step["subjects"]], step["persons_gained"],
             step["persons_total"], step["openings"], step["at_most"])
            for number, step in enumerate(found["openings"], start=1)
        ],
        title=f"What to open, in order ({found['openings_are']})",
    )  # fmt: skip
    yield table(
        ("check", "status", "probability", "persons_if_open", "persons_if_closed", "reports"),
        [
            (one["subject"], one["status"], f"{one['probability']:.2f}", one["persons_if_open"],
             one["persons_if_closed"],
             [claim["id"] for claim in one["claims"]] or unreported(one))
            for one in found["check_first"]
        ],
        title="What to check first",
    )  # fmt: skip


def _rows(title: str, columns: Sequence[str], rows: list[dict[str, Any]]) -> Table:
    shown = [[row[column] for column in columns] for row in rows[:SHOWN]]
    more = f" (the first {SHOWN} of {len(rows)})" if len(rows) > SHOWN else ""
    return table(columns, shown, title=title + more)
