"""`potay people`: who, as modelled, lives in quarters that are reached, and the ways out."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.table import Table

from potay.cli.options import AsOf, Audience, MapName, MoverName, Settings, overrides
from potay.cli.session import about, session_of, table
from potay.errors import NoAnswerError
from potay.ground import PeopleAnswer, evacuation, people_answer, raster_of
from potay.inputs import Inputs, read_inputs

SHOWN = ("id", "name", "commune", "persons_modelled", "control", "status", "minutes", "hub")
WAY = ("id", "persons_modelled", "facility", "facility_control", "status", "minutes", "corridors")


def people(
    context: typer.Context,
    map_name: MapName,
    leaving: Annotated[
        bool, typer.Option("--evacuation", help="The way out of each quarter instead.")
    ] = False,
    as_of: AsOf = "",
    audience: Audience = "",
    mover: MoverName = "",
    settings: Settings = None,
) -> None:
    """Count the people, as modelled, in quarters that are reached, cut off or unknown."""
    session = session_of(context)
    asked = session.asked(map_name, overrides(as_of, mover, settings, audience))
    inputs = read_inputs(asked, session.say)
    asked = inputs.asked
    answer = _answer(inputs)
    session.report([*inputs.network.findings, *answer.findings])
    document = {
        **about(asked),
        "rows": answer.rows.to_dict("records"),
        "summary": answer.summary,
    }
    if not leaving:
        session.answer(document, _counted(answer))
        return
    kinds = asked.spec.rules.evacuation_kinds
    found = evacuation(inputs.scenario(), answer, inputs.frames["area"], kinds)
    session.answer(document | found, _ways(found))


def _answer(inputs: Inputs) -> PeopleAnswer:
    population = raster_of(inputs.datasets, "population")
    areas = inputs.frames.get("area")
    if population is None or areas is None:
        what = "population raster" if population is None else "quarters"
        raise NoAnswerError(
            f"maps/{inputs.asked.spec.name}.toml: the map has no {what}.",
            hint=f"Add a layer whose dataset has the role "
            f"{'population' if population is None else 'areas'}.",
        )
    return people_answer(inputs.scenario(), inputs.starts(), areas, population)


def _counted(answer: PeopleAnswer) -> Iterator[Table | str]:
    rows = answer.rows.to_dict("records")
    yield table(SHOWN, ([row[field] for field in SHOWN] for row in rows))
    for name in ("people_by_status", "people_by_band", "people_by_control"):
        yield table((name, "modelled"), list(answer.summary[name].items()))
    yield f"People are {answer.summary['persons_are']}."


def _ways(found: dict[str, Any]) -> Iterator[Table | str]:
    yield table(WAY, ([row[field] for field in WAY] for row in found["rows"]))
    yield table(
        ("corridor", "people, modelled"),
        [(one["ref"], one["persons_modelled"]) for one in found["corridors"]],
    )
    yield f"People are {found['summary']['persons_are']}."
    yield "Ways are as reported; this is no advice to take them."
