"""Ways out: from each area to the nearest place of refuge out of reported armed control.

For getting people out. It says which roads would carry how many, as modelled, if everybody took
the way that is quickest as reported; it says nothing about capacity and is no advice to go.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from potay.access.corridors.path import corridor_names
from potay.access.people.people import MODELLED, PeopleAnswer, held_by
from potay.arrays import Longs
from potay.errors import NoAnswerError
from potay.network import Scenario
from potay.network.arrays import ROAD
from potay.search.edges import turned
from potay.search.engine import finder
from potay.terms.holders import ARMED
from potay.terms.statuses import ARRIVES, REACHED, SHUT, UNREPORTED


def evacuation(
    scenario: Scenario, people: PeopleAnswer, areas: gpd.GeoDataFrame, kinds: Sequence[str]
) -> dict[str, Any]:
    """The way from every area to the nearest place of some kinds, for the scenario's mover.

    Parameters
    ----------
    people
        As `people_answer` gives it for the same areas.
    areas
        Areas, EPSG:4326, index id: they tell which places stand under armed control. A
        place in a contested area, or itself reported closed, does not count; where nobody
        reports a holder it does, and `facility_control` says *unknown*.
    kinds
        Kinds of infrastructure, e.g. hospital, port, airport.

    Returns
    -------
    dict
        `rows`: id, name, persons_modelled, facility, facility_name, kind, facility_control,
        status, minutes, km, corridors (in order), of the presumed reading; status *cut_off*
        where there is no way. `corridors`: ref and persons_modelled, most first. `summary`:
        persons with and without a way, and by facility.

    Raises
    ------
    NoAnswerError
        Where the map has no such place on its roads and out of reported armed control.
    """
    held = _facilities(scenario, areas, kinds)
    if not held:
        raise NoAnswerError(
            f"no {' or '.join(kinds)} on the roads of this map stands out of reported armed "
            "control.",
            hint="Name other kinds in 'evacuation_kinds' of its rules.",
        )
    found = _ways(scenario, list(held), [str(area) for area in people.rows["id"]])
    rows = []
    for row in people.rows.to_dict("records"):
        way = found.get(row["id"])
        head = {name: row[name] for name in ("id", "name", "commune", "persons_modelled")}
        rows.append(head | (_told(scenario, *way, held) if way else dict(_NO_WAY)))
    return {"rows": rows, **_carried(rows)}


_NO_WAY: Mapping[str, Any] = {
    "facility": None, "facility_name": None, "kind": None, "facility_control": None,
    "status": "cut_off", "minutes": None, "km": None, "corridors": [],
}  # fmt: skip


def _facilities(
    scenario: Scenario, areas: gpd.GeoDataFrame, kinds: Sequence[str]
) -> dict[int, str]:
    """Rows of places out of reported armed control, with who is reported to hold the ground."""
    places, actors = scenario.network.places, scenario.state.actors
    rows = np.flatnonzero(
        (places.type == "infrastructure") & np.isin(places.kind, list(kinds)) & ~places.misplaced
    )
    tree = shapely.STRtree(np.asarray(areas.geometry.array, dtype=object))
    at, area = tree.query(shapely.points(places.lon[rows], places.lat[rows]), "intersects")
    found: dict[int, str] = {}
    for number, row in enumerate(rows.tolist()):
        names = [str(areas.index[one]) for one in area[at == number]]
        holders = {str(held_by(scenario.state, name)["control"]) for name in names} or {"unknown"}
        kind = {str(actors.at[one, "kind"]) for one in holders if one in actors.index}
        if _serves(scenario, row) and not kind & set(ARMED) and "contested" not in holders:
            found[row] = "; ".join(sorted(holders))
    return found


def _serves(scenario: Scenario, row: int) -> bool:
    """Whether no holding report says that the place itself is closed or abandoned."""
    known = scenario.state.subjects.get(("infrastructure", str(scenario.network.places.id[row])))
    said = known.status if known else None
    return not (said and said.basis == "claim" and said.value in SHUT)


def _ways(
    scenario: Scenario, facilities: Sequence[int], areas: Sequence[str]
) -> dict[str, tuple[int, Longs]]:
    """Per area the place that is nearest by cost, and the edges to it."""
    network, weights = scenario.network, scenario.weights
    back, original = turned(network.edges)
    rows = {
        str(network.places.id[row]): row
        for row in np.flatnonzero((network.places.type == "area") & ~network.places.misplaced)
    }
    named = [area for area in areas if area in rows]
    nodes = [int(network.places.node[rows[area]]) for area in named]
    cost = np.where(weights.level <= UNREPORTED, weights.cost, np.inf)[original]
    backwards = finder(back, cost)
    ways = [backwards.ways(int(network.places.node[row]), nodes) for row in facilities]
    found: dict[str, tuple[int, Longs]] = {}
    for rank, area in enumerate(named):
        nearest = int(np.argmin([one.cost[rank] for one in ways]))
        if np.isfinite(ways[nearest].cost[rank]):
            found[area] = facilities[nearest], original[ways[nearest].path(rank)][::-1]
    return found


def _told(scenario: Scenario, facility: int, way: Longs, held: dict[int, str]) -> dict[str, Any]:
    network, weights = scenario.network, scenario.weights
    pieces = network.edges.piece[way]
    names = corridor_names(network)
    on_road = pieces[network.pieces.kind[pieces] == ROAD]
    along = names[network.pieces.owner[on_road]].tolist()
    return {
        "facility": str(network.places.id[facility]),
        "facility_name": str(network.places.name[facility]),
        "kind": str(network.places.kind[facility]),
        "facility_control": held[facility],
        "status": REACHED[int(weights.level[way].max(initial=0))],
        "minutes": round(float(weights.seconds[way].sum()) / 60, 2),
        "km": round(float(network.pieces.metres[pieces].sum()) / 1000, 3),
        "corridors": [name for name in dict.fromkeys(along) if name],
    }


def _carried(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How many, as modelled, each corridor and each place would see."""
    corridors: Counter[str] = Counter()
    facilities: Counter[str] = Counter()
    status: Counter[str] = Counter(dict.fromkeys((*ARRIVES, "cut_off"), 0))
    for row in rows:
        persons = row["persons_modelled"] or 0
        status[row["status"]] += persons
        corridors.update(dict.fromkeys(row["corridors"], persons))
        if row["facility"]:
            facilities[row["facility"]] += persons
    return {
        "corridors": [{"ref": ref, "persons_modelled": persons}
                      for ref, persons in sorted(corridors.items(), key=_most_first)],
        "facilities": [{"id": one, "persons_modelled": persons}
                       for one, persons in sorted(facilities.items(), key=_most_first)],
        "summary": {"persons_are": MODELLED, "people_by_status": dict(status)},
    }  # fmt: skip


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
