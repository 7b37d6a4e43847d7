"""Every site and facility from every hub: what is reported passable, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from potay.access.clock.outlook import Outlook
from potay.access.clock.sameday import Returns, add_latest_departures
from potay.access.reach.answer import Common, HubQuestion, answers
from potay.access.reach.summary import summarise
from potay.access.readings.endpoints import find_hubs
from potay.access.readings.untold import as_told
from potay.network.arrays import Network
from potay.network.scenario import Scenario


@dataclass(frozen=True)
class AccessAnswer:
    """One row per place, hub and mover; `summary` counts places, pairs and persons."""

    rows: pd.DataFrame
    summary: dict[str, Any]


def access_table(
    scenario: Scenario,
    hubs: Sequence[str],
    types: Sequence[str] = ("infrastructure", "site"),
) -> AccessAnswer:
    """Access to every place of the given subject types from every hub, for the scenario's mover.

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
        km are None where there is no way. `independent_corridors` are ways that share no stretch
        of road, `gateway_disjoint` how many closures of gateways, links or stretches it takes to
        part the two, `single_points` what does so alone: every such gateway and link in the
        order of the way, or else the road nearest to the hub. Where silence is not told, as in a
        public map, a row has only what reports carry.

    Raises
    ------
    NoAnswerError
        Where there is no hub, or one is unknown or off the network.
    """
    places = scenario.network.places
    starts = find_hubs(scenario.network, hubs)
    wanted = np.flatnonzero(np.isin(places.type, list(types)))
    records: list[dict[str, Any]] = []
    returns = Returns.of(Outlook(scenario))
    common = Common(scenario)
    told_of = {int(row): place_record(scenario.network, int(row)) for row in wanted}
    for start in starts:
        rows = [int(row) for row in wanted if row != start]
        tied = [row for row in rows if not places.misplaced[row]]
        asked = HubQuestion.of(common, int(places.node[start]), places.node[tied].tolist())
        told = answers(asked)
        add_latest_departures(returns, asked.hub, asked.nodes, told)
        found = dict(zip(tied, told, strict=True))
        for row in rows:
            head = {"hub": str(places.id[start]), "mover": scenario.mover.name}
            answer = told_of[row] | head | (found.get(row) or misplaced_answer())
            records.append(as_told(scenario.state, answer))
    table = pd.DataFrame(records, columns=COLUMNS, dtype=object)
    return AccessAnswer(table, summarise(records))


def no_access() -> AccessAnswer:
    """The answer where there is no hub to ask from."""
    return AccessAnswer(pd.DataFrame(columns=COLUMNS, dtype=object), summarise([]))


COLUMNS = [
    "type", "id", "name", "kind", "commune", "hub", "mover", "status", "minutes", "km",
    "free_minutes", "detour_minutes", "gateways", "areas", "claims", "blocked_by", "would_open",
    "probability", "probability_se", "best_case", "presumed_case", "worst_case",
    "independent_corridors", "gateway_disjoint", "single_points", "snap_m", "component",
    "persons", "latest_departure",
]  # fmt: skip


def misplaced_answer() -> dict[str, Any]:
    """What can be said of a place that is tied to no road: nothing."""
    case = {"status": "misplaced", "minutes": None}
    return {
        "status": "misplaced", "minutes": None, "km": None, "free_minutes": None,
        "detour_minutes": None, "gateways": [], "areas": [], "claims": [], "blocked_by": [],
        "would_open": [], "probability": None, "probability_se": None, "best_case": case,
        "presumed_case": case, "worst_case": case, "independent_corridors": 0,
        "gateway_disjoint": 0, "single_points": [],
    }  # fmt: skip


def place_record(network: Network, row: int) -> dict[str, Any]:
    """One place as plain values: what it is, how far from which part of the network."""
    places = network.places
    persons, snap_m = places.persons[row], places.snap_m[row]
    return {
        "type": str(places.type[row]),
        "id": str(places.id[row]),
        "name": str(places.name[row]),
        "kind": str(places.kind[row]),
        "commune": str(places.commune[row]),
        "snap_m": round(float(snap_m), 1) if np.isfinite(snap_m) else None,
        "component": int(places.component[row]) if places.node[row] >= 0 else None,
        "persons": int(persons) if np.isfinite(persons) else None,
        "latest_departure": None,
    }
