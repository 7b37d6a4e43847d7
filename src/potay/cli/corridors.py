"""`potay corridors`: each corridor by kilometre."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.table import Table

from potay import questions
from potay.access.clock.journey import read_travel_day
from potay.cli.options import AsOf, Audience, MapName, MoverName, Settings, WhatIf, overrides
from potay.cli.session import session_of, table
from potay.cli.words import notes
from potay.errors import SpecError
from potay.inputs import read_inputs
from potay.phrases import phrase
from potay.terms.languages import LANGUAGES


def corridors(
    context: typer.Context,
    map_name: MapName,
    ref: Annotated[str, typer.Argument(metavar="[REF]", help="One corridor, e.g. rn2.")] = "",
    language: Annotated[str, typer.Option("--lang", help="fr, ht or en; default: the map's.")] = "",
    as_of: AsOf = "",
    audience: Audience = "",
    mover: MoverName = "",
    settings: Settings = None,
    what_if: WhatIf = None,
    travel: Annotated[
        str, typer.Option("--on", help="The day of travel, e.g. 2024-07-08; default: as of.")
    ] = "",
) -> None:
    """Show who is reported where along each corridor, and what passes."""
    session = session_of(context)
    asked = session.asked(map_name, overrides(as_of, mover, settings, audience, what_if))
    day = read_travel_day(travel, asked.spec.as_of) if travel else asked.spec.as_of
    inputs = read_inputs(asked, session.say)
    language = language or inputs.asked.spec.language
    if language not in LANGUAGES:
        raise SpecError(f"'{language}' is no language of this tool.", hint="Use fr, ht or en.")
    document = questions.corridors(inputs, ref, day=day)
    told = _told(
        document["corridors"], f"sentence_{language}", inputs.state.silence, in_full=bool(ref)
    )
    session.answer(document, [*told, *notes(inputs.state)])


def _told(
    found: list[dict[str, Any]], sentence: str, silence: str, *, in_full: bool
) -> Iterator[Table | str]:
    yield table(
        ("corridor", "name", "status", "km", "gateways"),
        [
            (one["ref"], one["name"], one["status"], one["km"], _at_km(one["gateways"]))
            for one in found
        ],
    )
    yield from (one[sentence] for one in found)
    for one in found if in_full else []:
        yield table(
            ("from km", "to km", "held by", "status", "reports"),
            [
                (part["from_km"], part["to_km"], part["control"], part["status"],
                 part["claim_ids"] or _unreported(part, silence))
                for part in one["stretches"]
            ],
            title=f"{one['ref']} by kilometre",
        )  # fmt: skip


def _unreported(part: dict[str, Any], silence: str) -> str:
    """In place of reports: that one is withheld, or that nothing is told."""
    kinds = {one["kind"] for one in part["decided_by"]}
    if "withheld" in kinds:
        return phrase("status_ask", "en").lower()
    told = silence == "not_told" and part["status"] == "unknown"
    return phrase("basis_not_told", "en", silence=silence) if told else ""


def _at_km(gateways: list[dict[str, Any]]) -> str:
    return ", ".join(f"{one['id']} ({one['km']:.1f})" for one in gateways)
