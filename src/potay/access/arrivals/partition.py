"""The network as districts: stretches governed alike, and how long it takes across each of them.

For questions about time in many worlds. Within a district all edges need the same of the
subjects that vary, so that the ways between its *doors* (the nodes it shares with others, and
hubs) and to the places inside it are the same in every world that lets pass; they are searched
once. A world only says which districts let pass. A gateway's stretch is a district with two
doors or a few, a quarter one with as many as roads lead out of it, and what is certain is one
great district with a door at either end of every stretch that is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from potay.access.chance.odds import Odds
from potay.access.chance.quotient import Split
from potay.arrays import Flags, Floats, Longs
from potay.network.scenario import Scenario
from potay.search.edges import Edges
from potay.search.engine import SMALL, Finder, finder


@dataclass(frozen=True)
class Plan:
    """Which nodes are terminals: first the doors of districts, then places inside each.

    `terminal` is that of each node, -1 for most. Those of district d are
    `column[first[d]:first[d + 1]]`, in order, of which `shared[d]` are doors. The rows of a
    district's table, one per door, begin at `start[d]` and are as wide as it has terminals.
    """

    terminal: Longs
    first: Longs
    column: Longs
    shared: Longs
    start: Longs

    @property
    def count(self) -> int:
        """How many districts there are."""
        return len(self.shared)

    @property
    def terminals(self) -> int:
        """How many terminals there are."""
        return int(self.terminal.max(initial=-1)) + 1

    @property
    def width(self) -> Longs:
        """How many terminals each district has."""
        return np.diff(self.first)


@dataclass(frozen=True)
class Districts:
    """Districts with their tables.

    `needs` are the subject rows each district needs. The doors of terminal v are numbers
    `indptr[v]:indptr[v + 1]`: each leads into `district[k]`, whose terminals it reaches at the
    `cost` by which ways are chosen and in the `seconds` from `row[k]` on.
    """

    needs: tuple[tuple[int, ...], ...]
    plan: Plan
    indptr: Longs
    district: Longs
    row: Longs
    cost: Floats
    seconds: Floats

    @cached_property
    def only(self) -> Longs:
        """The district in which a terminal lies, -1 where it lies in several."""
        owner = np.repeat(np.arange(self.plan.count), self.plan.width)
        found = np.full(self.plan.terminals, -1)
        found[self.plan.column] = owner
        found[np.bincount(self.plan.column, minlength=len(found)) > 1] = -1
        return found

    def terminal(self, node: int) -> int:
        """The terminal of a node, -1 where the vehicle cannot come to it."""
        return int(self.plan.terminal[node]) if node >= 0 else -1


#: More cells than this (of 8 bytes, twice where route choice minds more than time) are too many.
MOST_CELLS = 1 << 27


def districts_of(odds: Odds, hubs: Sequence[int], places: Sequence[int]) -> Districts | None:
    """Districts of a scenario with the ways across each, for journeys from hubs to places (nodes).

    Costs about one search per door within its district. None where the tables would have more
    than `MOST_CELLS`: so many single stretches are uncertain that nothing is won.
    """
    split = odds.split
    count, label = split.labels("weak")
    plan = _planned(split, count, label, len(odds.scene.network.nodes.lon), (hubs, places))
    if plan.start[-1] > MOST_CELLS:
        return None
    needs: list[tuple[int, ...]] = [()] * count
    for district, need in zip(label.tolist(), split.need.tolist(), strict=True):
        needs[district] = split.needs[need]
    owner = np.repeat(np.arange(count), plan.width)
    entered = np.flatnonzero(np.arange(len(owner)) - plan.first[owner] < plan.shared[owner])
    district, terminal = owner[entered], plan.column[entered]
    row = plan.start[district] + (entered - plan.first[district]) * plan.width[district]
    order = np.argsort(terminal, kind="stable")
    indptr = np.searchsorted(terminal[order], np.arange(plan.terminals + 1))
    cost, seconds = _tables(odds.scene, split, label, plan)
    return Districts(tuple(needs), plan, indptr, district[order], row[order], cost, seconds)


def _planned(
    split: Split,
    count: int,
    label: Longs,
    nodes: int,
    asked: tuple[Sequence[int], Sequence[int]],
) -> Plan:
    hubs, places = (np.asarray([one for one in each if one >= 0], np.int64) for each in asked)
    door: Flags = np.bincount(split.node, minlength=nodes) > 1
    door[hubs] = True
    wanted = door.copy()
    wanted[places] = True
    at = np.flatnonzero(wanted[split.node])
    owner, node = label[at], split.node[at]
    doors, inside = np.unique(node[door[node]]), np.flatnonzero(~door[node])
    inside = inside[np.argsort(owner[inside], kind="stable")]
    terminal = np.full(nodes, -1)
    terminal[doors] = np.arange(len(doors))
    terminal[node[inside]] = len(doors) + np.arange(len(inside))
    order = np.lexsort((terminal[node], owner))
    column = terminal[node][order]
    first = np.searchsorted(owner[order], np.arange(count + 1))
    width = np.diff(first)
    shared = np.bincount(owner[door[node]], minlength=count)
    shared[width < 2] = 0  # who enters has nowhere to go
    start = np.concatenate([[0], np.cumsum(shared * width)])
    return Plan(terminal, first, column, shared, start)


def _tables(scene: Scenario, split: Split, label: Longs, plan: Plan) -> tuple[Floats, Floats]:
    """Cost and seconds from every door to all terminals of its district."""
    weights = scene.weights
    alike = weights.cost is weights.seconds
    cost = np.full(plan.start[-1], np.inf)
    seconds = cost if alike else np.full(plan.start[-1], np.inf)
    node_of = np.empty(plan.terminals, np.int64)
    met = np.flatnonzero(plan.terminal >= 0)
    node_of[plan.terminal[met]] = met
    parts = _Parts(scene, split, label)
    for district in np.flatnonzero(plan.shared).tolist():
        nodes = node_of[plan.column[plan.first[district] : plan.first[district + 1]]]
        ways, local = parts.part(district, nodes)
        at = int(plan.start[district])
        for source in local[: plan.shared[district]]:
            found = ways.ways(source, local)
            cost[at : at + len(local)] = found.cost
            if not alike:
                seconds[at : at + len(local)] = found.sums[0]
            at += len(local)
    return cost, seconds


@dataclass(frozen=True)
class _Parts:
    """Looks up each district as a network of its own."""

    scene: Scenario
    split: Split
    label: Longs

    @cached_property
    def _nodes(self) -> tuple[Longs, Longs]:
        """States by district (and node), and where those of each begin."""
        return _grouped(self.label)

    @cached_property
    def _edges(self) -> tuple[Longs, Longs]:
        return _grouped(self.label[self.split.tail])

    def part(self, district: int, nodes: Longs) -> tuple[Finder, list[int]]:
        """The district ready for searches, and its own numbers of some nodes.

        A small one gets edges of its own; in a large one all other edges are closed, for the
        sake of the preparations that the engine has made for the network.
        """
        order, first = self._edges
        rows = order[first[district] : first[district + 1]]
        weights, network = self.scene.weights, self.scene.network
        used = self.split.edges[rows]
        amounts = () if weights.cost is weights.seconds else (weights.seconds,)
        if len(rows) >= SMALL:
            cost = np.full(len(weights.cost), np.inf)
            cost[used] = weights.cost[used]
            return finder(network.edges, cost, amounts), nodes.tolist()
        own, begin = self._nodes
        states = own[begin[district] : begin[district + 1]]
        tail = np.searchsorted(states, self.split.tail[rows]).astype(np.int32)
        head = np.searchsorted(states, self.split.head[rows]).astype(np.int32)
        indptr = np.searchsorted(tail, np.arange(len(states) + 1)).astype(np.int32)
        edges = Edges(indptr, tail, head, network.edges.piece[used], network.edges.forward[used])
        found = finder(edges, weights.cost[used], [each[used] for each in amounts])
        return found, np.searchsorted(self.split.node[states], nodes).tolist()


def _grouped(label: Longs) -> tuple[Longs, Longs]:
    """Numbers by label, in order, and where those of each label begin."""
    order = np.argsort(label, kind="stable")
    stops = np.cumsum(np.bincount(label)) if len(label) else np.zeros(0, np.int64)
    return order, np.concatenate([[0], stops])
