"""`potay corridors`: each corridor by kilometre."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.table import Table

from potay.access import corridors as corridors_of
from potay.build import read_inputs
from potay.cli.options import AsOf, MapName, MoverName, Settings, WhatIf, overrides
from potay.cli.session import session_of, table


def corridors(
    context: typer.Context,
    map_name: MapName,
    ref: Annotated[str, typer.Argument(metavar="[REF]", help="One corridor, e.g. rn2.")] = "",
    as_of: AsOf = "",
    mover: MoverName = "",
    settings: Settings = None,
    what_if: WhatIf = None,
) -> None:
    """Show who is reported where along each corridor, and what passes."""
    session = session_of(context)
    asked = session.asked(map_name, overrides(as_of, mover, settings, what_if=what_if))
    inputs = read_inputs(asked, session.say)
    found = corridors_of(inputs.scenario(), ref or None)
    document = {
        "map": asked.spec.name,
        "as_of": asked.spec.as_of,
        "mover": asked.spec.mover,
        "corridors": found,
    }
    session.answer(document, _told(found, in_full=bool(ref)))


def _told(found: list[dict[str, Any]], *, in_full: bool) -> Iterator[Table | str]:
    yield table(
        ("corridor", "name", "status", "km", "gateways"),
        [
            (one["ref"], one["name"], one["status"], one["km"], _at_km(one["gateways"]))
            for one in found
        ],
    )
    for one in found if in_full else []:
        yield table(
            ("from km", "to km", "held by", "status", "reports"),
            [
                (part["from_km"], part["to_km"], part["control"], part["status"],
                 part["claim_ids"])
                for part in one["stretches"]
            ],
            title=f"{one['ref']} by kilometre",
        )  # fmt: skip


def _at_km(gateways: list[dict[str, Any]]) -> str:
    return ", ".join(f"{one['id']} ({one['km']:.1f})" for one in gateways)
