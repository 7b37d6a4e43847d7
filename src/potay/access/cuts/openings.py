"""The fewest subjects that would have to be reported open for a place to be reached.

The network is first boiled down to *regions*: stretches that need the same subjects to open and
within which one can go anywhere. A search over regions keeps, for each, the sets of subjects
with which it is reached, smallest first, so the first one to reach a place is a fewest one. A
set is of no use where another, with all it lacks of the subjects that occur in more than one
region, is still no dearer: subjects of a single region are never needed twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain

import numpy as np

from potay.access.chance.quotient import Split
from potay.arrays import Ints, Longs, ranges, rows_of
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.terms.statuses import CLOSED, RESTRICTED

#: Sets kept per region, and steps in all, before the search stops being exact.
KEPT, STEPS = 64, 100_000
#: What one subject costs, and how much more if it is reported closed: a tie is decided by that.
SUBJECT, CLOSED_TOO = 1000, 1


@dataclass(frozen=True)
class Openings:
    """Subject rows per target, None where no opening helps; `exact` if they are the fewest."""

    sets: tuple[tuple[int, ...] | None, ...]
    exact: bool


@dataclass(frozen=True)
class Regions:
    """Regions of one scenario: what each needs (a bit per subject), and which adjoin.

    `at` lists the regions that meet in each node in CSR form (`first`, `region`).
    """

    need: tuple[int, ...]
    next: tuple[tuple[int, ...], ...]
    first: Longs
    region: Ints

    def at(self, node: int) -> list[int]:
        """The regions that meet in a node."""
        found: list[int] = self.region[self.first[node] : self.first[node + 1]].tolist()
        return found


def needs(scenario: Scenario, level: int = RESTRICTED) -> list[list[tuple[int, ...]]]:
    """Per governing set the sets of subjects of which one must open for its pieces to pass.

    These are its governing subjects above `level`, the highest that passes as it is. A gateway or
    road that is itself reported open makes what the area around it lets one infer count no more:
    the area need not change if one of them is above `level`, or if one is reported open instead.
    """
    reasons, judged = Reasons(scenario), scenario.passability
    types = scenario.network.subjects.type
    way = np.isin(types, ("gateway", "road"))
    inferred = (types == "area") & judged.inferred
    found = []
    for governing in range(scenario.network.governing_sets.count):
        subjects = reasons.governing_subjects(governing)
        blocked = tuple(s for s in subjects if judged.level[s] > level)
        others = tuple(s for s in blocked if not inferred[s])
        if any(way[subject] for subject in others):
            found.append([others])
        elif len(others) < len(blocked):
            instead = [tuple(sorted((*others, s))) for s in subjects if way[s]]
            found.append([blocked, *instead])
        else:
            found.append([blocked])
    return found


def told_apart(scenario: Scenario, level: int = RESTRICTED) -> Split:
    """The edges that the vehicle can use by what they need: a state for each set that would do."""
    network, sets = scenario.network, needs(scenario, level)
    number: dict[tuple[int, ...], int] = {(): 0}
    of_set = [[number.setdefault(one, len(number)) for one in each] for each in sets]
    begin = np.cumsum([0, *(len(each) for each in of_set)])
    used = np.flatnonzero(np.isfinite(scenario.weights.free_s))
    governing = network.pieces.governing[network.edges.piece[used]]
    row, option = ranges(begin[governing], begin[governing + 1])
    need = np.fromiter(chain.from_iterable(of_set), np.int64)[option]
    edges = used[row]
    ends = np.stack([network.edges.tail[edges], network.edges.head[edges]]).astype(np.int64)
    states, index = np.unique(ends * len(number) + need, return_inverse=True)
    tail, head = index.reshape(ends.shape)
    node, kind = np.divmod(states, len(number))
    return Split(tuple(number), edges, tail, head, node, kind)


def regions_of(scenario: Scenario, level: int = RESTRICTED) -> Regions:
    """Boil a scenario down to regions; edges the vehicle cannot use are left out."""
    split = told_apart(scenario, level)
    count, region = split.labels("strong")
    need = np.zeros(count, np.int64)
    need[region] = split.need
    masks = [sum(1 << subject for subject in rows) for rows in split.needs]
    first = np.searchsorted(split.node, np.arange(len(scenario.network.nodes.lon) + 1))
    ways = _adjoining(region, region[split.tail], region[split.head], first)
    return Regions(tuple(masks[n] for n in need.tolist()), ways, first, region.astype(np.int32))


def _adjoining(
    region: Longs, tail: Longs, head: Longs, first: Longs
) -> tuple[tuple[int, ...], ...]:
    """Regions that can be entered from each: along one-way edges, or at a node both meet in."""
    count = int(region.max(initial=-1)) + 1
    found: list[set[int]] = [set() for _ in range(count)]
    across = tail != head
    for one, other in zip(tail[across].tolist(), head[across].tolist(), strict=True):
        found[one].add(other)
    several = np.flatnonzero(np.diff(first) > 1)
    for node in several:
        here = set(region[first[node] : first[node + 1]].tolist())
        for one in here:
            found[one] |= here
    return tuple(tuple(sorted(others - {one})) for one, others in enumerate(found))


def fewest_openings(
    scenario: Scenario, regions: Regions, source: int, targets: Sequence[int]
) -> Openings:
    """For each target node a fewest set of subjects that lets `source` reach it.

    Among sets of equal size, those with fewer subjects reported closed come first, then the
    one whose subjects come first in the network's table.
    """
    costs, goals = _Costs.of(scenario, regions), _goals(regions, source, targets)
    wanted = len({rank for ranks in goals.values() for rank in ranks})
    found: dict[int, int] = {}
    kept: list[list[tuple[int, int]]] = [[] for _ in regions.need]
    heap = costs.begun(regions, source)
    capped, steps = False, 0
    while heap and len(found) < wanted and steps < STEPS:
        cost, mask, region, before = heappop(heap)
        steps += 1
        if costs.is_no_use(cost, mask, kept[region]):
            continue
        if len(kept[region]) >= KEPT:
            capped = True
            continue
        kept[region].append((cost, costs.repeated & ~mask))
        for rank in goals.pop(region, ()):
            found.setdefault(rank, mask)
        for other in regions.next[region]:
            if other != before:
                more = mask | regions.need[other]
                dearer = cost if more == mask else costs.cost(more)
                if not costs.is_no_use(dearer, more, kept[other]):
                    heappush(heap, (dearer, more, other, region))
    exact = not capped and not (heap and len(found) < wanted)
    rows = (rows_of(found[rank]) if rank in found else None for rank in range(len(targets)))
    return Openings(tuple(rows), exact)


def _goals(regions: Regions, source: int, targets: Sequence[int]) -> dict[int, list[int]]:
    """The ranks of the targets that lie in each region to which any opening leads."""
    waiting = regions.at(source)
    led = set(waiting)
    while waiting:
        fresh = set(regions.next[waiting.pop()]) - led
        led |= fresh
        waiting += fresh
    goals: dict[int, list[int]] = {}
    for rank, target in enumerate(targets):
        for region in regions.at(target):
            if region in led:
                goals.setdefault(region, []).append(rank)
    return goals


@dataclass(frozen=True)
class _Costs:
    """What sets of subjects cost: their number, then how many of them are reported closed.

    `repeated` are the subjects that more than one region needs.
    """

    closed: int
    repeated: int

    @classmethod
    def of(cls, scenario: Scenario, regions: Regions) -> "_Costs":
        closed = sum(1 << int(row) for row in np.flatnonzero(scenario.passability.level == CLOSED))
        once, repeated = 0, 0
        for need in regions.need:
            once, repeated = once | need, repeated | (once & need)
        return cls(closed, repeated)

    def cost(self, mask: int) -> int:
        return SUBJECT * mask.bit_count() + CLOSED_TOO * (mask & self.closed).bit_count()

    def begun(self, regions: Regions, source: int) -> list[tuple[int, int, int, int]]:
        """Sets by cost with the region they reach and the one before it: those at the source."""
        needs = [(regions.need[start], start) for start in regions.at(source)]
        return sorted((self.cost(need), need, start, -1) for need, start in needs)

    def is_no_use(self, cost: int, mask: int, sets: Sequence[tuple[int, int]]) -> bool:
        """Whether a kept set, with all it lacks of the repeated subjects, is no dearer.

        Kept sets are their cost and the repeated subjects that they lack. None is dearer than
        `cost`, because the cheapest come first.
        """
        closed = self.closed
        for less, lacks in sets:
            if not (lacking := mask & lacks):
                return True
            if less + SUBJECT <= cost:
                dearer = lacking.bit_count() * SUBJECT + (lacking & closed).bit_count() * CLOSED_TOO
                if less + dearer <= cost:
                    return True
        return False
