"""How many people, as modelled by a raster, live in areas that are reached, and under whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from potay.access.reach.summary import best_over_hubs
from potay.access.reach.table import access_table
from potay.access.readings.untold import refuse_untold
from potay.built import State
from potay.errors import Finding
from potay.network import Scenario
from potay.terms.statuses import ACCESS, ARRIVES
from potay.terrain import people_in

#: Bands of minutes from the nearest hub: the name, and below or at how many it ends.
BANDS = (("up_to_1_h", 60.0), ("1_to_2_h", 120.0), ("2_to_4_h", 240.0), ("over_4_h", float("inf")))
NOT_REACHED = "not_reached"
MODELLED = "modelled by the map's population raster, not counted"
COLUMNS = ("type", "id", "name", "commune", "persons_modelled", "covered", "control", "coalition",
           "status", "minutes", "km", "hub", "mover", "gateways", "areas", "claims")  # fmt: skip


@dataclass(frozen=True)
class PeopleAnswer:
    """One row per area; `summary` tells who is left over.

    People counted under each status add up: their sum, plus `uncovered` (in no area), less
    `counted_twice` (in two areas that overlap), is `total`. The same holds by control and by
    band of minutes.
    """

    rows: pd.DataFrame
    summary: dict[str, Any]
    findings: tuple[Finding, ...] = ()


def people_answer(
    scenario: Scenario, hubs: Sequence[str], areas: gpd.GeoDataFrame, population: Path
) -> PeopleAnswer:
    """People of every area by access from the hub that serves it best, and by holder.

    Parameters
    ----------
    scenario
        The mover is the scenario's; an area is reached where the road nearest to its middle is.
    areas
        Areas (EPSG:4326, index id), with `commune` where known.
    population
        Raster of persons per cell, with a nodata tag.

    Returns
    -------
    PeopleAnswer
        `persons_modelled` is None where the raster has no data. Bands are of the presumed
        reading: what is only unknown, cut off or misplaced counts as not reached.

    Raises
    ------
    SourceError
        Where the raster cannot be used.
    NoAnswerError
        Where there is no hub, or one is unknown or off the network; and where silence is not
        told, as in a public map.
    """
    refuse_untold(scenario.state, "who is reached")
    count = people_in(areas.geometry.sort_index(), population)
    rows = best_over_hubs(access_table(scenario, hubs, types=("area",)).rows)
    best = {row["id"]: row for row in rows.to_dict("records")}
    records = []
    for area, persons, covered in count.rows.itertuples():
        access = best.get(str(area), {"status": "misplaced"})
        records.append(
            {
                "type": "area",
                "id": str(area),
                "name": _text(areas, area, "name"),
                "commune": _text(areas, area, "commune"),
                "persons_modelled": None if pd.isna(persons) else round(persons),
                "covered": round(covered, 4),
                **held_by(scenario.state, str(area)),
                **{name: access.get(name) for name in COLUMNS[8:]},
                "mover": scenario.mover.name,
            }
        )
    rows = pd.DataFrame(records, columns=list(COLUMNS), dtype=object)
    whole = [float(persons) for persons in count.rows["persons"]]
    summary = _summary(records, whole, count.total, count.together)
    return PeopleAnswer(rows, summary, count.findings)


def held_by(state: State, area: str) -> dict[str, str | None]:
    """Who is reported to hold an area: `control` (*unknown* without a holding report)."""
    known = state.subjects.get(("area", area))
    if known is None or known.control.basis != "claim" or not known.control.value:
        return {"control": "unknown", "coalition": None}
    return {"control": known.control.value, "coalition": known.coalition}


def band_of(row: Mapping[str, Any]) -> str:
    """The band of minutes of a row of access."""
    minutes = row.get("minutes")
    if row["status"] not in ARRIVES or minutes is None:
        return NOT_REACHED
    return next(name for name, most in BANDS if minutes <= most)


def _summary(
    records: Sequence[Mapping[str, Any]], persons: Sequence[float], total: float, together: float
) -> dict[str, Any]:
    bands = (*(name for name, _ in BANDS), NOT_REACHED)
    in_areas = sum(each for each in persons if each == each)  # NaN: no data there
    return {
        "persons_are": MODELLED,
        "total": round(total),
        "uncovered": round(total - together),
        "counted_twice": round(in_areas - together),
        "people_by_status": _by(ACCESS, [row["status"] for row in records], persons),
        "people_by_band": _by(bands, [band_of(row) for row in records], persons),
        "people_by_control": _by((), [str(row["control"]) for row in records], persons),
        "areas_without_data": [row["id"] for row in records if row["persons_modelled"] is None],
    }


def _by(known: Sequence[str], words: Sequence[str], persons: Sequence[float]) -> dict[str, int]:
    sums = dict.fromkeys([*known, *sorted(set(words) - set(known))], 0.0)
    for word, each in zip(words, persons, strict=True):
        sums[word] += each if each == each else 0.0
    return {word: round(each) for word, each in sums.items()}


def _text(frame: pd.DataFrame, row: object, column: str) -> str:
    value = frame.at[row, column] if column in frame else ""
    return value if isinstance(value, str) else ""
