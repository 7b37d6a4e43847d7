"""When one arrives, in every world at once: the chance of being there within so many seconds.

In each world the mover takes the way that it would choose if it knew what lets pass (restricted
stretches count longer, as everywhere) and needs the seconds of the scenario, delays included.
All worlds are searched at once: those in which a way is the best are one step. Where that falls
apart into too many steps (hundreds of uncertain gateways on the very roads that all ways take),
each world is searched by itself, compiled. Both cross whole districts at a time and are exact for
every world; where there are too many doors for that, all edges are searched in fewer draws.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from potay.access.arrivals.partition import Districts, districts_of
from potay.access.chance.odds import EXACT, Odds, combinations
from potay.access.chance.sampled import Worlds, flags_of
from potay.arrays import Floats, Longs
from potay.search.engine import finder


@dataclass(frozen=True)
class Arrival:
    """Steps in order of `seconds`; `chance` is that of being there within them."""

    seconds: Floats
    chance: Floats

    @property
    def probability(self) -> float:
        """The chance that there is a way at all."""
        return float(self.chance[-1]) if len(self.chance) else 0.0

    def within(self, seconds: float) -> float:
        """The chance of being there within a time."""
        steps = int(np.searchsorted(self.seconds, seconds, side="right"))
        return float(self.chance[steps - 1]) if steps else 0.0

    def minutes(self, share: float) -> float | None:
        """Minutes that are enough in a share of the worlds that have a way; None without any."""
        if not len(self.chance):
            return None
        step = np.searchsorted(self.chance, self.probability * share - 1e-12)
        return round(float(self.seconds[step]) / 60, 2)


#: Steps of a search of all worlds at once before each is searched by itself: half a second or so.
MOST_STEPS = 250_000
#: Draws where every one of them is a search of the whole network.
FEW = 512


@dataclass(frozen=True)
class Journeys:
    """One scenario ready for journeys from some hubs to some places (nodes)."""

    odds: Odds
    places: Sequence[int]
    districts: Districts | None
    worlds: Worlds

    @classmethod
    def of(cls, odds: Odds, hubs: Sequence[int], places: Sequence[int]) -> "Journeys":
        """Search every district; draw what is uncertain, or go through all of it if it is little.

        The draws are those of `chance`, but which subjects are too many for all combinations is
        counted over all districts here, because a way may lead out of one and back into it.
        """
        districts = districts_of(odds, hubs, places)
        if districts is None:
            return cls(odds, places, None, odds.drawn.first(FEW))
        entered = [districts.needs[one] for one in np.flatnonzero(districts.plan.shared).tolist()]
        matter = {subject for needed in entered for subject in needed}
        exact = len(matter) <= EXACT
        return cls(odds, places, districts, combinations(odds, matter) if exact else odds.drawn)

    def arrivals(self, hub: int) -> list[Arrival]:
        """When one arrives at each place from a hub."""
        if self.districts is None:
            drawn = edge_by_edge(self.odds, self.worlds, hub, self.places)
            return [_of_draws(self.worlds, column) for column in drawn]
        start = self.districts.terminal(hub)
        goals = [self.districts.terminal(place) for place in self.places]
        if start < 0:
            return [_NEVER] * len(goals)
        steps = in_sets(self.districts, self.worlds, start)
        if steps is not None:
            return [_of_sets(self.worlds, steps[goal]) if goal >= 0 else _NEVER for goal in goals]
        seconds = one_by_one(self.districts, self.worlds, start, goals)
        return [_of_draws(self.worlds, column) for column in seconds]


_NEVER = Arrival(np.zeros(0), np.zeros(0))

Steps = list[tuple[float, int]]  # seconds, and the worlds in which it takes so long


def _of_sets(worlds: Worlds, steps: Steps) -> Arrival:
    order = sorted(steps)
    seconds = np.array([seconds for seconds, _ in order])
    return Arrival(seconds, np.cumsum([worlds.share(found) for _, found in order]))


def _of_draws(worlds: Worlds, seconds: Floats) -> Arrival:
    met = np.flatnonzero(np.isfinite(seconds))
    order = met[np.argsort(seconds[met], kind="stable")]
    weight = np.full(worlds.count, 1 / worlds.count) if worlds.weight is None else worlds.weight
    return Arrival(seconds[order], np.cumsum(weight[order]))


def in_sets(districts: Districts, worlds: Worlds, start: int) -> list[Steps] | None:
    """Per terminal the times at which it is reached, each with the worlds in which it is.

    None where more than `MOST_STEPS` are needed.

    Grown like any search, the cheapest first, but a terminal is settled world by world. Who
    came through a district does not cross it again: from where it was entered all of it was
    seen already.
    """
    passing = [worlds.passing(needed) for needed in districts.needs]
    doors, columns = _doors(districts), _columns(districts)
    found: list[Steps] = [[] for _ in range(districts.plan.terminals)]
    settled = [0] * len(found)
    only = int(districts.only[start])
    begun = worlds.all if only < 0 else passing[only]
    sure = np.full(len(found), np.inf)  # by then every world that has begun is there
    heap = [(0.0, 0.0, start, -1, begun)]
    taken = 0
    while heap:
        cost, seconds, here, came, there = heapq.heappop(heap)
        new = there & ~settled[here]
        if not new:
            continue
        settled[here] |= new
        found[here].append((seconds, new))
        for district, row in doors[here]:
            led = new & passing[district]
            if district == came or not led:
                continue
            column = columns[district]
            costs = cost + districts.cost[row : row + len(column)]
            sooner = np.flatnonzero(costs < sure[column])
            goals = column[sooner]
            taken += len(goals)
            if led == begun:
                sure[goals] = costs[sooner]
            times = seconds + districts.seconds[row + sooner]
            for price, time, goal in zip(
                costs[sooner].tolist(), times.tolist(), goals.tolist(), strict=True
            ):
                if led & ~settled[goal]:
                    heapq.heappush(heap, (price, time, goal, district, led))
        if taken > MOST_STEPS:
            return None
    return found


def _doors(districts: Districts) -> list[list[tuple[int, int]]]:
    """Per terminal the districts it leads into, and where its row in their table begins."""
    pairs = list(zip(districts.district.tolist(), districts.row.tolist(), strict=True))
    stops = districts.indptr.tolist()
    return [pairs[begin:stop] for begin, stop in pairwise(stops)]


def _columns(districts: Districts) -> list[Longs]:
    return np.split(districts.plan.column, districts.plan.first[1:-1])


def one_by_one(
    districts: Districts, worlds: Worlds, start: int, goals: Sequence[int]
) -> list[Floats]:
    """Per terminal of `goals` the seconds in each world, infinite where there is no way."""
    # Imported here because numba takes a second to load, which is seldom needed.
    from potay.access.arrivals.draws import search_draws

    passing = {needed: flags_of(worlds.passing(needed), worlds.count)
               for needed in set(districts.needs)}  # fmt: skip
    open_ = np.stack([passing[needed] for needed in districts.needs], axis=1)
    found = search_draws(districts, np.ascontiguousarray(open_), start, np.asarray(goals, np.int64))
    return list(found)


def edge_by_edge(odds: Odds, worlds: Worlds, hub: int, places: Sequence[int]) -> Floats:
    """Per place (node) the seconds in each world, by one search of all edges for each of them."""
    scene, split = odds.scene, odds.split
    weights, need = scene.weights, split.need[split.tail]
    open_ = np.array([flags_of(worlds.passing(needed), worlds.count) for needed in split.needs])
    goals = np.asarray(places, np.int64)
    tied = np.flatnonzero(goals >= 0)
    found = np.full((len(goals), worlds.count), np.inf)
    for world in range(worlds.count if hub >= 0 else 0):
        cost = np.full(len(weights.cost), np.inf)
        led = split.edges[open_[need, world]]
        cost[led] = weights.cost[led]
        ways = finder(scene.network.edges, cost, (weights.seconds,)).ways(hub, goals[tied].tolist())
        found[tied, world] = ways.sums[0]
    return found
