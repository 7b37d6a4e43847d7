"""The questions a map answers: one call each, the same for the command line and for Python.

Every function takes inputs that are already reduced for their audience and gives the document of
its answer as plain values: what `--json` prints, and what the frames of `potay.Map` are made of.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from potay.access import (
    Clock,
    PeopleAnswer,
    access_table,
    by_the_clock,
    certainty,
    corridor_records,
    evacuation,
    find_route,
    people_answer,
    walk_answer,
    with_certainty,
)
from potay.access.changes.causes import access_causes, passage_changes, persons_moved
from potay.access.critical.answers import critical as critical_of
from potay.access.readings.untold import is_untold
from potay.claims import change_states
from potay.errors import Finding, NoAnswerError, SpecError
from potay.inputs import Inputs
from potay.spec import AskedMap
from potay.terrain import raster_of

Findings = tuple[Finding, ...]


def about(asked: AskedMap, judged_at: object = None) -> dict[str, Any]:
    """What the document of an answer begins with; `judged_at` where it is told."""
    spec = asked.spec
    judged = {} if judged_at is None else {"judged_at": judged_at}
    return {"map": spec.name, "as_of": spec.as_of, **judged, "mover": spec.mover,
            "audience": spec.audience}  # fmt: skip


def access(
    inputs: Inputs, hubs: Sequence[str] | None = None, *, draws: bool = False
) -> dict[str, Any]:
    """Every site and facility from every hub, or from those named: `rows` and `summary`.

    With `draws` each row has `minutes_p50` and `minutes_p90` too.

    Raises
    ------
    NoAnswerError, SensitivityError
        Where there is no hub, one is unknown or off the network, or none may be told.
    """
    scenario, starts = inputs.scenario(), inputs.starts(hubs)
    answer = access_table(scenario, starts)
    if draws:
        answer = with_certainty(scenario, answer, starts)
    return {
        **about(inputs.asked, judged_at=inputs.asked.spec.as_of),
        "rows": answer.rows.to_dict("records"),
        "summary": answer.summary,
    }


def route(
    inputs: Inputs,
    origin: str,
    destination: str,
    *,
    clock: Clock | None = None,
    alternatives: int = 4,
    draws: bool = False,
) -> dict[str, Any]:
    """One pair of places: the answer of the access table, `routes`, and what the clock says.

    With a departure all is judged by the reports known at the map's moment, as they stand then.

    Raises
    ------
    NoAnswerError
        Where a place is unknown or ambiguous, the origin is off the network, or both are one.
    """
    clock = clock or Clock()
    outlook = inputs.outlook()
    scenario = outlook.at(clock.depart) if clock.depart else outlook.scenario
    answer = find_route(scenario, origin, destination, alternatives=alternatives).record()
    answer["judged_at"] = (clock.depart or scenario.state.as_of).isoformat()
    answer |= by_the_clock(outlook, origin, destination, clock)
    answer |= certainty(scenario, origin, destination) if draws else {}
    return answer


def corridors(
    inputs: Inputs, ref: str | None = None, *, day: datetime | None = None
) -> dict[str, Any]:
    """Each corridor by kilometre, or the one called `ref`; on a day of travel, or as of the map.

    Raises
    ------
    NoAnswerError
        Where no road belongs to a corridor called `ref`.
    """
    judged_at = day or inputs.asked.spec.as_of
    found = corridor_records(inputs.outlook().at(judged_at), inputs.datasets, ref or None)
    return {**about(inputs.asked, judged_at=judged_at), "corridors": found}


def critical(inputs: Inputs, hubs: Sequence[str] | None = None) -> dict[str, Any]:
    """What matters most if it closes, if it opens, if somebody checks it.

    Raises
    ------
    NoAnswerError, SensitivityError
        As for `access`.
    """
    starts = inputs.starts(hubs)
    found = critical_of(inputs.scenario(), starts)
    return {**about(inputs.asked), "hubs": list(starts), **found}


def people(inputs: Inputs, *, leaving: bool = False) -> tuple[dict[str, Any], Findings]:
    """People, as modelled, by area and access; and findings.

    With `leaving` the way out of each area instead: `rows`, `corridors`, `facilities`.

    Raises
    ------
    NoAnswerError, SensitivityError
        Where the map has no population raster, no areas or no hub; for the ways out, where no
        place that counts stands out of reported armed control.
    """
    counted = _counted(inputs)
    told = {
        **about(inputs.asked),
        "rows": counted.rows.to_dict("records"),
        "summary": counted.summary,
    }
    if leaving:
        kinds = inputs.asked.spec.rules.evacuation_kinds
        told |= evacuation(inputs.scenario(), counted, inputs.frames["area"], kinds)
    return told, counted.findings


def _counted(inputs: Inputs) -> PeopleAnswer:
    population = raster_of(inputs.datasets, "population")
    areas = inputs.frames.get("area")
    if population is None or areas is None:
        what = "population raster" if population is None else "areas"
        role = "population" if population is None else "areas"
        raise NoAnswerError(
            f"{inputs.asked.label}: the map has no {what}.", hint=inputs.asked.to_have(role)
        )
    return people_answer(inputs.scenario(), inputs.starts(), areas, population)


def findings(inputs: Inputs) -> Findings:
    """What was warned of, repaired or left out in the inputs and the reports, each once."""
    every = [finding for dataset in inputs.datasets.values() for finding in dataset.findings]
    return tuple(dict.fromkeys([*inputs.state.findings, *every]))


def compared_moment(
    plain: AskedMap, second: AskedMap, *, since: bool, apart: bool, hint: str
) -> datetime:
    """The moment of the earlier side of a comparison.

    Parameters
    ----------
    plain
        The map that is compared with, without what-ifs, at the moment named if one was.
    second
        The later side.
    since
        Whether a moment was named.
    apart
        Whether the two differ in more than their moment: another map, or a what-if.
    hint
        What to do where nothing says what to compare with.

    Raises
    ------
    SpecError
        Where nothing says what to compare with.
    """
    if since:
        return plain.spec.as_of
    if apart:
        same = plain.workspace == second.workspace and plain.spec.name == second.spec.name
        return second.spec.as_of if same else plain.spec.as_of
    if plain.spec.previous is None:
        raise SpecError(
            "nothing to compare with: the map has no 'previous'.",
            file=plain.label,
            hint=hint,
        )
    return plain.spec.previous


def change(before: Inputs, after: Inputs) -> dict[str, Any]:
    """What differs between two scenarios, who gains or loses access, and which reports did it.

    Raises
    ------
    NoAnswerError, SensitivityError
        As for `access`, of either side.
    """
    changes = change_states(before.state, after.state)
    rows = {
        aspect: changes[changes["aspect"] == aspect].drop(columns="aspect").to_dict("records")
        for aspect in ("control", "status", "coalition")
    }
    scenarios = before.scenario(), after.scenario()
    reached = [
        access_table(scenario, side.starts()).rows
        for scenario, side in zip(scenarios, (before, after), strict=True)
    ]
    records = access_causes(*scenarios, *reached)
    return {
        "before": _side(before),
        "after": _side(after),
        **rows,
        "passage": passage_changes(*scenarios),
        "access": records,
        "summary": _moved(records, after),
    }


def _moved(records: list[dict[str, Any]], after: Inputs) -> dict[str, int | None]:
    """Persons that gain and lose; a public map knows of none."""
    moved = persons_moved(records)
    return dict.fromkeys(moved) if is_untold(after.state) else dict(moved)


def walks(inputs: Inputs, hubs: Sequence[str] | None = None) -> tuple[dict[str, Any], Findings]:
    """The last stretch on foot, as modelled, to places that no vehicle reaches; and findings.

    Raises
    ------
    NoAnswerError, SensitivityError
        As for `access`, and where the map has no terrain or no walk can begin.
    """
    answer = walk_answer(inputs.scenario(), inputs.starts(hubs), inputs.datasets, inputs.frames)
    told = {
        **about(inputs.asked),
        "reading": "presumed",
        "rows": answer.rows.to_dict("records"),
    }
    return told, answer.findings


def _side(inputs: Inputs) -> dict[str, Any]:
    """Which map, moment, mover and assumptions one of two scenarios is."""
    spec = inputs.asked.spec
    return {"map": spec.name, "as_of": spec.as_of, "mover": spec.mover,
            "what_if": dict(spec.what_if)}  # fmt: skip
