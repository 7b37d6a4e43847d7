"""Only whether places are reached, without reasons: one look at many moments stays quick."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from potay.access.readings.endpoints import find_hubs
from potay.access.readings.readings import Readings
from potay.network.scenario import Scenario
from potay.terms.statuses import ACCESS, STATUS_IN


def reached(
    scenario: Scenario, hubs: Sequence[str], types: Sequence[str] = ("infrastructure", "site")
) -> pd.Series:
    """The best status of every place over all hubs, for the scenario's mover.

    The same statuses as those of the access table, at a fraction of its time. A hub itself is
    asked about from the other hubs only.

    Returns
    -------
    pandas.Series
        Status words; index (type, id) in the order of the network's places.

    Raises
    ------
    NoAnswerError
        Where there is no hub, or one is unknown or off the network.
    """
    places = scenario.network.places
    rows = np.flatnonzero(np.isin(places.type, list(types)))
    rank = np.full(len(rows), len(ACCESS), np.int64)
    readings = Readings(scenario)
    for start in find_hubs(scenario.network, hubs):
        asked = np.flatnonzero((rows != start) & ~places.misplaced[rows])
        nodes = places.node[rows[asked]].tolist()
        ways = readings.between(int(places.node[start]), nodes)
        found = np.full(len(asked), ACCESS.index("cut_off"))
        for name, status in reversed(list(STATUS_IN.items())):
            found[np.isfinite(ways[name].ways.cost)] = ACCESS.index(status)
        rank[asked] = np.minimum(rank[asked], found)
    rank[places.misplaced[rows]] = ACCESS.index("misplaced")
    known = rank < len(ACCESS)  # a single hub is not asked about
    index = pd.MultiIndex.from_arrays(
        [places.type[rows][known].astype(object), places.id[rows][known].astype(object)],
        names=["type", "id"],
    )
    return pd.Series(np.array(ACCESS, dtype=object)[rank[known]], index=index, name="status")
