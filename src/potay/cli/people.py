"""`potay people`: who, as modelled, lives in areas that are reached, and the ways out."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.table import Table

from potay import questions
from potay.cli.options import AsOf, Audience, MapName, MoverName, Settings, overrides
from potay.cli.session import session_of, table
from potay.cli.words import notes
from potay.inputs import read_inputs

SHOWN = ("id", "name", "commune", "persons_modelled", "control", "status", "minutes", "hub")
WAY = ("id", "persons_modelled", "facility", "facility_control", "status", "minutes", "corridors")


def people(
    context: typer.Context,
    map_name: MapName,
    leaving: Annotated[
        bool, typer.Option("--evacuation", help="The way out of each area instead.")
    ] = False,
    as_of: AsOf = "",
    audience: Audience = "",
    mover: MoverName = "",
    settings: Settings = None,
) -> None:
    """Count the people, as modelled, in areas that are reached, cut off or unknown."""
    session = session_of(context)
    asked = session.asked(map_name, overrides(as_of, mover, settings, audience))
    inputs = read_inputs(asked, session.say)
    document, findings = questions.people(inputs, leaving=leaving)
    session.report([*inputs.network.findings, *findings])
    told = _ways(document) if leaving else _counted(document)
    session.answer(document, [*told, *notes(inputs.state)])


def _counted(found: dict[str, Any]) -> Iterator[Table | str]:
    yield table(SHOWN, ([row[field] for field in SHOWN] for row in found["rows"]))
    summary = found["summary"]
    for name in ("people_by_status", "people_by_band", "people_by_control"):
        yield table((name, "modelled"), list(summary[name].items()))
    yield f"People are {summary['persons_are']}."


def _ways(found: dict[str, Any]) -> Iterator[Table | str]:
    yield table(WAY, ([row[field] for field in WAY] for row in found["rows"]))
    yield table(
        ("corridor", "people, modelled"),
        [(one["ref"], one["persons_modelled"]) for one in found["corridors"]],
    )
    yield f"People are {found['summary']['persons_are']}."
    yield "Ways are as reported; this is no advice to take them."
