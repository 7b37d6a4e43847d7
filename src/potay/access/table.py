"""Every site and facility from every hub: what is reported passable, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from potay.access.engine import path
from potay.access.readings import STATUS, Reading, read_all
from potay.access.stations import find_hubs
from potay.access.summary import summarise
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario


@dataclass(frozen=True)
class AccessAnswer:
    """One row per place, hub and mover; `summary` counts places, pairs and persons."""

    rows: pd.DataFrame
    summary: dict[str, Any]


def access_table(
    scene: Scenario,
    hubs: Sequence[str],
    types: Sequence[str] = ("infrastructure", "site"),
) -> AccessAnswer:
    """Access to every place of the given subject types from every hub, for the scene's mover.

    Parameters
    ----------
    hubs
        Ids, `type.id` or unique names of places on the network.
    types
        Subject types of the places to ask about.

    Returns
    -------
    AccessAnswer
        Rows in order of hub, type and id. Lists and cases are plain Python values; minutes and
        km are None where there is no way.

    Raises
    ------
    NoAnswerError
        Where there is no hub, or one is unknown or off the network.
    """
    network = scene.network
    starts = find_hubs(network, hubs)
    readings = read_all(scene, network.places.node[starts])
    asked = np.flatnonzero(np.isin(network.places.type, list(types)))
    reasons = Reasons(scene)
    records = [
        _row(scene, reasons, readings, (rank, hub), int(place))
        for rank, hub in enumerate(starts)
        for place in asked
        if place != hub
    ]
    rows = pd.DataFrame(records, columns=COLUMNS, dtype=object)
    return AccessAnswer(rows, summarise(rows))


COLUMNS = [
    "type", "id", "name", "kind", "commune", "hub", "mover", "status", "minutes", "km",
    "free_minutes", "detour_minutes", "gateways", "areas", "claims", "blocked_by", "would_open",
    "probability", "best_case", "presumed_case", "worst_case", "independent_corridors", "snap_m",
    "component", "persons", "latest_departure",
]  # fmt: skip


def _row(
    scene: Scenario,
    reasons: Reasons,
    readings: dict[str, Reading],
    hub: tuple[int, int],
    place: int,
) -> dict[str, Any]:
    rank, start = hub
    places = scene.network.places
    row = {
        "type": str(places.type[place]),
        "id": str(places.id[place]),
        "name": str(places.name[place]),
        "kind": str(places.kind[place]),
        "commune": str(places.commune[place]),
        "hub": str(places.id[start]),
        "mover": scene.mover.name,
        "snap_m": _number(places.snap_m[place], 1),
        "component": int(places.component[place]) if places.node[place] >= 0 else None,
        "persons": _whole(places.persons[place]),
        "latest_departure": None,
    }
    if places.misplaced[place]:
        return row | _nowhere("misplaced")
    return row | _answer(scene, reasons, readings, rank, int(places.node[place]))


def _nowhere(status: str) -> dict[str, Any]:
    case = {"status": status, "minutes": None}
    return {
        "status": status, "minutes": None, "km": None, "free_minutes": None,
        "detour_minutes": None, "gateways": [], "areas": [], "claims": [], "blocked_by": [],
        "would_open": [], "probability": None, "best_case": case, "presumed_case": case,
        "worst_case": case, "independent_corridors": 0,
    }  # fmt: skip


def _answer(
    scene: Scenario, reasons: Reasons, readings: dict[str, Reading], rank: int, node: int
) -> dict[str, Any]:
    """Status, times and reasons of one place from one hub."""
    edges, free = scene.network.edges, readings["free"]
    first = next((name for name in STATUS if readings[name].meets(rank, node)), None)
    chosen = readings[first] if first else free
    told = reasons.way(path(edges, chosen.trees.edge[rank], node))
    status = STATUS[first] if first else "cut_off"
    minutes = chosen.minutes(rank, node) if first else None
    free_minutes = free.minutes(rank, node)
    answer: dict[str, Any] = {
        "status": status,
        "minutes": minutes,
        "km": chosen.km(rank, node) if first else None,
        "free_minutes": free_minutes,
        "detour_minutes": round(minutes - free_minutes, 2)
        if minutes is not None and free_minutes is not None
        else None,
        "gateways": told.gateways if first else [],
        "areas": told.areas if first else [],
        "claims": told.claims if first else [],
        "blocked_by": [],
        "would_open": [],
        "probability": lower_bound(scene, told.subjects),
        "independent_corridors": None,
    }
    if first not in ("open", "worst"):
        blocked = reasons.blocking(path(edges, free.trees.edge[rank], node))
        answer["blocked_by"] = [reasons.record(subject) for subject in blocked]
    return answer | cases(readings, status, rank, node)


def cases(readings: dict[str, Reading], status: str, rank: int, node: int) -> dict[str, Any]:
    """The answer under the worst, presumed and best reading, never better than `status`."""
    worst = "open" if readings["open"].meets(rank, node) else "worst"
    found = {}
    for case, name in (("worst", worst), ("presumed", "presumed"), ("best", "best")):
        reached = readings[name].meets(rank, node)
        minutes = readings[name].minutes(rank, node)
        found[f"{case}_case"] = {"status": status if reached else "cut_off", "minutes": minutes}
    return found


def lower_bound(scene: Scenario, subjects: tuple[int, ...]) -> float:
    """Chance that one way is passable: the product over its governing subjects.

    A lower bound on the chance of access, because other ways may be open when this one is not.
    """
    chances = scene.passability.probability[list(subjects)]
    return round(float(np.exp(np.log(np.maximum(chances, 1e-300)).sum())), 4)


def _number(value: float, digits: int) -> float | None:
    return round(float(value), digits) if np.isfinite(value) else None


def _whole(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None
