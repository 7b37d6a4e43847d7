"""The time that holds with a given certainty, as tables and routes tell it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from potay.access.arrivals.arrivals import Arrival, Journeys
from potay.access.chance.odds import Odds
from potay.access.reach.table import AccessAnswer
from potay.access.readings.endpoints import find_hubs, find_place, on_network
from potay.access.readings.untold import refuse_untold
from potay.network.scenario import Scenario

#: Columns by the share of the sampled states with a way in which so many minutes are enough.
SHARES = {"minutes_p50": 0.5, "minutes_p90": 0.9}
#: Hours within which a route tells the chance of being there.
HOURS = (1, 2, 4, 8)


def with_certainty(scenario: Scenario, answer: AccessAnswer, hubs: Sequence[str]) -> AccessAnswer:
    """An access table with two more columns, after the standard error of the chance.

    `minutes_p50` and `minutes_p90` are enough in half and in nine of ten of the draws in which
    there is a way, by the way the mover would take if it knew what is open; None where no draw
    has one. `hubs` are those that the table was asked for.

    Raises
    ------
    NoAnswerError
        Where silence is not told, as in a public map.
    """
    refuse_untold(scenario.state, "a chance")
    places = scenario.network.places
    keys = zip(places.type.tolist(), places.id.tolist(), strict=True)
    node_of = dict(zip(keys, places.node.tolist(), strict=True))
    starts = {
        str(places.id[row]): int(places.node[row]) for row in find_hubs(scenario.network, hubs)
    }
    rows = answer.rows
    told = rows["status"] != "misplaced"
    goals = [
        node_of[kind, name] if known else -1
        for kind, name, known in zip(rows["type"], rows["id"], told, strict=True)
    ]
    every = sorted({goal for goal in goals if goal >= 0})
    journeys = Journeys.of(Odds(scenario), list(starts.values()), every)
    found = {
        hub: dict(zip(every, journeys.arrivals(start), strict=True))
        for hub, start in starts.items()
    }
    arrivals = [found[hub].get(goal) for hub, goal in zip(rows["hub"], goals, strict=True)]
    at = rows.columns.get_loc("probability_se") + 1
    rows = rows.copy()
    for name, share in reversed(SHARES.items()):
        minutes = [None if one is None else one.minutes(share) for one in arrivals]
        rows.insert(at, name, pd.Series(minutes, rows.index, dtype=object))
    return replace(answer, rows=rows)


def certainty(scenario: Scenario, origin: str, destination: str) -> dict[str, Any]:
    """The same for one pair of places, with the chance of being there within some hours.

    Returns
    -------
    dict
        `minutes_p50`, `minutes_p90`, and `probability_within_h` by hours (as text).

    Raises
    ------
    NoAnswerError
        Where a place is unknown or ambiguous, the origin is off the network, or silence is
        not told, as in a public map.
    """
    refuse_untold(scenario.state, "a chance")
    network = scenario.network
    start = int(network.places.node[on_network(network, find_place(network, origin))])
    end = find_place(network, destination)
    goal = -1 if network.places.misplaced[end] else int(network.places.node[end])
    (found,) = Journeys.of(Odds(scenario), [start], [goal]).arrivals(start)
    return _record(found)


def _record(arrival: Arrival) -> dict[str, Any]:
    within = {str(hours): round(arrival.within(hours * 3600), 4) for hours in HOURS}
    minutes = {name: arrival.minutes(share) for name, share in SHARES.items()}
    return {**minutes, "probability_within_h": within}
