"""When one arrives, in all sampled states at once: the chance to be there in so many seconds.

In each state the mover takes the way that it would choose if it knew what lets pass (restricted
stretches count longer, as everywhere) and needs the seconds of the scenario, delays included. All
states are searched at once: those in which a way is the best are one step. Where that falls apart
into too many steps (hundreds of uncertain gateways on the very roads that all ways take), each
state is searched by itself, compiled. Both cross whole cells at a time and are exact for every
state; where there are too many boundary nodes for that, all edges are searched in fewer draws.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from potay.access.arrivals.partition import Partition, partition_of
from potay.access.chance.odds import EXACT, Odds, combinations
from potay.access.chance.sampled import Samples, flags_of
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
        """Minutes that are enough in a share of the states that have a way; None without any."""
        if not len(self.chance):
            return None
        step = np.searchsorted(self.chance, self.probability * share - 1e-12)
        return round(float(self.seconds[step]) / 60, 2)


#: Steps of a search of all sampled states at once before each is searched by itself: half a second
#: or so.
MOST_STEPS = 250_000
#: Draws where every one of them is a search of the whole network.
FEW = 512


@dataclass(frozen=True)
class Journeys:
    """One scenario ready for journeys from some hubs to some places (nodes)."""

    odds: Odds
    places: Sequence[int]
    partition: Partition | None
    samples: Samples

    @classmethod
    def of(cls, odds: Odds, hubs: Sequence[int], places: Sequence[int]) -> "Journeys":
        """Search every cell; draw what is uncertain, or go through all of it if it is little.

        The draws are those of `chance`, but which subjects are too many for all combinations is
        counted over all partition here, because a way may lead out of one and back into it.
        """
        partition = partition_of(odds, hubs, places)
        if partition is None:
            return cls(odds, places, None, odds.drawn.first(FEW))
        entered = [partition.needs[one] for one in np.flatnonzero(partition.layout.shared).tolist()]
        matter = {subject for needed in entered for subject in needed}
        exact = len(matter) <= EXACT
        return cls(odds, places, partition, combinations(odds, matter) if exact else odds.drawn)

    def arrivals(self, hub: int) -> list[Arrival]:
        """When one arrives at each place from a hub."""
        if self.partition is None:
            drawn = edge_by_edge(self.odds, self.samples, hub, self.places)
            return [_of_draws(self.samples, column) for column in drawn]
        start = self.partition.terminal(hub)
        goals = [self.partition.terminal(place) for place in self.places]
        if start < 0:
            return [_NEVER] * len(goals)
        steps = in_sets(self.partition, self.samples, start)
        if steps is not None:
            return [_of_sets(self.samples, steps[goal]) if goal >= 0 else _NEVER for goal in goals]
        seconds = one_by_one(self.partition, self.samples, start, goals)
        return [_of_draws(self.samples, column) for column in seconds]


_NEVER = Arrival(np.zeros(0), np.zeros(0))

Steps = list[tuple[float, int]]  # seconds, and the sampled states in which it takes so long


def _of_sets(samples: Samples, steps: Steps) -> Arrival:
    order = sorted(steps)
    seconds = np.array([seconds for seconds, _ in order])
    return Arrival(seconds, np.cumsum([samples.share(found) for _, found in order]))


def _of_draws(samples: Samples, seconds: Floats) -> Arrival:
    met = np.flatnonzero(np.isfinite(seconds))
    order = met[np.argsort(seconds[met], kind="stable")]
    weight = np.full(samples.count, 1 / samples.count) if samples.weight is None else samples.weight
    return Arrival(seconds[order], np.cumsum(weight[order]))


def in_sets(partition: Partition, samples: Samples, start: int) -> list[Steps] | None:
    """Per terminal the times at which it is reached, each with the sampled states in which it is.

    None where more than `MOST_STEPS` are needed.

    Grown like any search, the cheapest first, but a terminal is settled state by state. Who
    came through a cell does not cross it again: from where it was entered all of it was
    seen already.
    """
    passing = [samples.passing(needed) for needed in partition.needs]
    boundaries, columns = _boundaries(partition), _columns(partition)
    found: list[Steps] = [[] for _ in range(partition.layout.terminals)]
    settled = [0] * len(found)
    only = int(partition.only[start])
    begun = samples.all if only < 0 else passing[only]
    sure = np.full(len(found), np.inf)  # by then every sampled state that has begun is there
    heap = [(0.0, 0.0, start, -1, begun)]
    taken = 0
    while heap:
        cost, seconds, here, came, there = heapq.heappop(heap)
        new = there & ~settled[here]
        if not new:
            continue
        settled[here] |= new
        found[here].append((seconds, new))
        for cell, row in boundaries[here]:
            led = new & passing[cell]
            if cell == came or not led:
                continue
            column = columns[cell]
            costs = cost + partition.cost[row : row + len(column)]
            sooner = np.flatnonzero(costs < sure[column])
            goals = column[sooner]
            taken += len(goals)
            if led == begun:
                sure[goals] = costs[sooner]
            times = seconds + partition.seconds[row + sooner]
            for price, time, goal in zip(
                costs[sooner].tolist(), times.tolist(), goals.tolist(), strict=True
            ):
                if led & ~settled[goal]:
                    heapq.heappush(heap, (price, time, goal, cell, led))
        if taken > MOST_STEPS:
            return None
    return found


def _boundaries(partition: Partition) -> list[list[tuple[int, int]]]:
    """Per terminal the cells it leads into, and where its row in their table begins."""
    pairs = list(zip(partition.cell.tolist(), partition.row.tolist(), strict=True))
    stops = partition.indptr.tolist()
    return [pairs[begin:stop] for begin, stop in pairwise(stops)]


def _columns(partition: Partition) -> list[Longs]:
    return np.split(partition.layout.column, partition.layout.first[1:-1])


def one_by_one(
    partition: Partition, samples: Samples, start: int, goals: Sequence[int]
) -> list[Floats]:
    """Per terminal of `goals` the seconds in each sampled state, infinite where there is no way."""
    # Imported here because numba takes a second to load, which is seldom needed.
    from potay.access.arrivals.draws import search_draws

    passing = {needed: flags_of(samples.passing(needed), samples.count)
               for needed in set(partition.needs)}  # fmt: skip
    open_ = np.stack([passing[needed] for needed in partition.needs], axis=1)
    found = search_draws(partition, np.ascontiguousarray(open_), start, np.asarray(goals, np.int64))
    return list(found)


def edge_by_edge(odds: Odds, samples: Samples, hub: int, places: Sequence[int]) -> Floats:
    """Per place (node) the seconds in each state, by one search of all edges for each of them."""
    scenario, split = odds.scenario, odds.split
    weights, need = scenario.weights, split.need[split.tail]
    open_ = np.array([flags_of(samples.passing(needed), samples.count) for needed in split.needs])
    goals = np.asarray(places, np.int64)
    tied = np.flatnonzero(goals >= 0)
    found = np.full((len(goals), samples.count), np.inf)
    for sample in range(samples.count if hub >= 0 else 0):
        cost = np.full(len(weights.cost), np.inf)
        led = split.edges[open_[need, sample]]
        cost[led] = weights.cost[led]
        ways = finder(scenario.network.edges, cost, (weights.seconds,)).ways(
            hub, goals[tied].tolist()
        )
        found[tied, sample] = ways.sums[0]
    return found
