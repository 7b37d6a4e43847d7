"""The network as a partition into cells governed alike, and how long it takes across each.

For questions about time in many sampled states. Within a cell all edges need the same of the
subjects that vary, so that the ways between its *boundary nodes* (those it shares with others, and
hubs) and to the places inside it are the same in every state that lets pass; they are searched
once. A sampled state only says which cells let pass. A gateway's stretch is a cell with two
boundary nodes or a few, an area one with as many as roads lead out of it, and what is certain is
one great cell with a boundary node at either end of every stretch that is not.
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
class Layout:
    """Which nodes are terminals: first the boundary nodes of cells, then places inside each.

    `terminal` is that of each node, -1 for most. Those of cell d are
    `column[first[d]:first[d + 1]]`, in order, of which `shared[d]` are boundary nodes. The rows of
    a cell's table, one per boundary node, begin at `start[d]` and are as wide as it has terminals.
    """

    terminal: Longs
    first: Longs
    column: Longs
    shared: Longs
    start: Longs

    @property
    def count(self) -> int:
        """How many cells there are."""
        return len(self.shared)

    @property
    def terminals(self) -> int:
        """How many terminals there are."""
        return int(self.terminal.max(initial=-1)) + 1

    @property
    def width(self) -> Longs:
        """How many terminals each cell has."""
        return np.diff(self.first)


@dataclass(frozen=True)
class Partition:
    """Partition with their tables.

    `needs` are the subject rows each cell needs. The ways into cells of terminal v are numbers
    `indptr[v]:indptr[v + 1]`: each leads into `cell[k]`, whose terminals it reaches at the
    `cost` by which ways are chosen and in the `seconds` from `row[k]` on.
    """

    needs: tuple[tuple[int, ...], ...]
    layout: Layout
    indptr: Longs
    cell: Longs
    row: Longs
    cost: Floats
    seconds: Floats

    @cached_property
    def only(self) -> Longs:
        """The cell in which a terminal lies, -1 where it lies in several."""
        owner = np.repeat(np.arange(self.layout.count), self.layout.width)
        found = np.full(self.layout.terminals, -1)
        found[self.layout.column] = owner
        found[np.bincount(self.layout.column, minlength=len(found)) > 1] = -1
        return found

    def terminal(self, node: int) -> int:
        """The terminal of a node, -1 where the vehicle cannot come to it."""
        return int(self.layout.terminal[node]) if node >= 0 else -1


#: More entries than this (of 8 bytes, twice where route choice minds more than time) are too many.
MOST_ENTRIES = 1 << 27


def partition_of(odds: Odds, hubs: Sequence[int], places: Sequence[int]) -> Partition | None:
    """Partition of a scenario with the ways across each, for journeys from hubs to places (nodes).

    Costs about one search per boundary node within its cell. None where the tables would have more
    than `MOST_ENTRIES`: so many single stretches are uncertain that nothing is won.
    """
    split = odds.split
    count, label = split.labels("weak")
    layout = _laid_out(split, count, label, len(odds.scenario.network.nodes.lon), (hubs, places))
    if layout.start[-1] > MOST_ENTRIES:
        return None
    needs: list[tuple[int, ...]] = [()] * count
    for cell, need in zip(label.tolist(), split.need.tolist(), strict=True):
        needs[cell] = split.needs[need]
    owner = np.repeat(np.arange(count), layout.width)
    entered = np.flatnonzero(np.arange(len(owner)) - layout.first[owner] < layout.shared[owner])
    cell, terminal = owner[entered], layout.column[entered]
    row = layout.start[cell] + (entered - layout.first[cell]) * layout.width[cell]
    order = np.argsort(terminal, kind="stable")
    indptr = np.searchsorted(terminal[order], np.arange(layout.terminals + 1))
    cost, seconds = _tables(odds.scenario, split, label, layout)
    return Partition(tuple(needs), layout, indptr, cell[order], row[order], cost, seconds)


def _laid_out(
    split: Split,
    count: int,
    label: Longs,
    nodes: int,
    asked: tuple[Sequence[int], Sequence[int]],
) -> Layout:
    hubs, places = (np.asarray([one for one in each if one >= 0], np.int64) for each in asked)
    boundary: Flags = np.bincount(split.node, minlength=nodes) > 1
    boundary[hubs] = True
    wanted = boundary.copy()
    wanted[places] = True
    at = np.flatnonzero(wanted[split.node])
    owner, node = label[at], split.node[at]
    boundaries, inside = np.unique(node[boundary[node]]), np.flatnonzero(~boundary[node])
    inside = inside[np.argsort(owner[inside], kind="stable")]
    terminal = np.full(nodes, -1)
    terminal[boundaries] = np.arange(len(boundaries))
    terminal[node[inside]] = len(boundaries) + np.arange(len(inside))
    order = np.lexsort((terminal[node], owner))
    column = terminal[node][order]
    first = np.searchsorted(owner[order], np.arange(count + 1))
    width = np.diff(first)
    shared = np.bincount(owner[boundary[node]], minlength=count)
    shared[width < 2] = 0  # who enters has nowhere to go
    start = np.concatenate([[0], np.cumsum(shared * width)])
    return Layout(terminal, first, column, shared, start)


def _tables(
    scenario: Scenario, split: Split, label: Longs, layout: Layout
) -> tuple[Floats, Floats]:
    """Cost and seconds from every boundary node to all terminals of its cell."""
    weights = scenario.weights
    alike = weights.cost is weights.seconds
    cost = np.full(layout.start[-1], np.inf)
    seconds = cost if alike else np.full(layout.start[-1], np.inf)
    node_of = np.empty(layout.terminals, np.int64)
    met = np.flatnonzero(layout.terminal >= 0)
    node_of[layout.terminal[met]] = met
    parts = _Parts(scenario, split, label)
    for cell in np.flatnonzero(layout.shared).tolist():
        nodes = node_of[layout.column[layout.first[cell] : layout.first[cell + 1]]]
        ways, local = parts.part(cell, nodes)
        at = int(layout.start[cell])
        for source in local[: layout.shared[cell]]:
            found = ways.ways(source, local)
            cost[at : at + len(local)] = found.cost
            if not alike:
                seconds[at : at + len(local)] = found.sums[0]
            at += len(local)
    return cost, seconds


@dataclass(frozen=True)
class _Parts:
    """Looks up each cell as a network of its own."""

    scenario: Scenario
    split: Split
    label: Longs

    @cached_property
    def _nodes(self) -> tuple[Longs, Longs]:
        """States by cell (and node), and where those of each begin."""
        return _grouped(self.label)

    @cached_property
    def _edges(self) -> tuple[Longs, Longs]:
        return _grouped(self.label[self.split.tail])

    def part(self, cell: int, nodes: Longs) -> tuple[Finder, list[int]]:
        """The cell ready for searches, and its own numbers of some nodes.

        A small one gets edges of its own; in a large one all other edges are closed, for the
        sake of the preparations that the engine has made for the network.
        """
        order, first = self._edges
        rows = order[first[cell] : first[cell + 1]]
        weights, network = self.scenario.weights, self.scenario.network
        used = self.split.edges[rows]
        amounts = () if weights.cost is weights.seconds else (weights.seconds,)
        if len(rows) >= SMALL:
            cost = np.full(len(weights.cost), np.inf)
            cost[used] = weights.cost[used]
            return finder(network.edges, cost, amounts), nodes.tolist()
        own, begin = self._nodes
        states = own[begin[cell] : begin[cell + 1]]
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
