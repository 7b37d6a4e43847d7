"""How many ways between two places share no stretch of road.

Every road and link carries one way, connectors carry any number: they are where a place is, not
how it is reached. A road drawn twice between the same junctions is one road.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from potay.arrays import Flags, Floats, Ints, Longs, ranges
from potay.network.arrays import CONNECTOR, Network
from potay.network.scenario import Scenario
from potay.search import flow
from potay.search.engine import SMALL

#: More ways than any place can have: so many has one that is where the other is.
ANY = 1000

FREE, USED, SHUT = range(3)


@dataclass(frozen=True)
class Arcs:
    """The stretches of one reading, each in the directions in which it is passed.

    What connectors join is one vertex: `vertex` has that of each node. `piece` is the piece of
    each arc; the other columns are those of `flow`.
    """

    vertex: Ints
    tail: Ints
    head: Ints
    piece: Ints
    out: flow.Side
    into: flow.Side

    @property
    def large(self) -> bool:
        """Whether compiled functions are worth their start."""
        return len(self.tail) >= SMALL

    def column(self, count: int) -> Any:  # noqa: ANN401 - a list, or an array
        """Noughts to work with."""
        return np.zeros(count, np.int32) if self.large else [0] * count


@dataclass(frozen=True)
class Disjoint:
    """Ways over the edges of a scenario up to a level, asked of one pair of nodes or of many."""

    scenario: Scenario
    level: int
    _bridges: dict[int, Sequence[int]] = field(default_factory=dict)

    @cached_property
    def arcs(self) -> Arcs:
        """What a way can take."""
        weights = self.scenario.weights
        passed = (weights.level <= self.level) & np.isfinite(weights.free_s)
        return _arcs(self.scenario.network, passed)

    def counts(self, source: int, targets: Sequence[int]) -> list[int]:
        """How many ways from a node to each of others share no arc."""
        vertex = self.arcs.vertex
        known: dict[int, int] = {int(vertex[source]): ANY}
        for target in vertex[np.asarray(targets, np.int64)].tolist():
            if target not in known:
                known[target] = self._count(int(vertex[source]), target)
        return [known[target] for target in vertex[np.asarray(targets, np.int64)].tolist()]

    def bridge(self, source: int, target: int) -> int:
        """The piece nearest to the source that all ways to a node take; -1 where there is none."""
        vertex = self.arcs.vertex
        arc = int(self._first(int(vertex[source]))[vertex[target]])
        return int(self.arcs.piece[arc]) if arc >= 0 else -1

    def flow(self, source: int, target: int, shut: Iterable[int] = ()) -> Any:  # noqa: ANN401
        """The state of each arc when as many ways as there are take arcs of their own.

        `shut` are arcs that none may take.
        """
        state = self.arcs.column(len(self.arcs.tail))
        for arc in shut:
            state[arc] = SHUT
        ends = (int(self.arcs.vertex[source]), int(self.arcs.vertex[target]))
        while ends[0] != ends[1] and self._one_more(state, ends):
            pass
        return state

    def cut(self, source: int, target: int) -> Longs:
        """The pieces of a smallest cut between two nodes, the one nearest to the source."""
        arcs, state = self.arcs, np.asarray(self.flow(source, target))
        free, used = state == FREE, state == USED
        tail = np.concatenate([arcs.tail[free], arcs.head[used]])
        head = np.concatenate([arcs.head[free], arcs.tail[used]])
        near = met_from(int(arcs.vertex[source]), tail, head, self._size)
        across = used & near[arcs.tail] & ~near[arcs.head]
        return np.unique(arcs.piece[across]).astype(np.int64)

    def _count(self, source: int, target: int) -> int:
        bridge = self._first(source)[target]
        if bridge != -1:
            return 1 if bridge >= 0 else 0
        out, into = self.arcs.out[0], self.arcs.into[0]
        most = min(out[source + 1] - out[source], into[target + 1] - into[target])
        if most == 2:
            return 2
        state, count = self.arcs.column(len(self.arcs.tail)), 0
        while count < most and self._one_more(state, (source, target)):
            count += 1
        return count

    def _first(self, source: int) -> Sequence[int]:
        """Per vertex the arc nearest to the source on all ways to it: see `flow`."""
        if source not in self._bridges:
            arcs, plain = self.arcs, self._plain
            order, vertex, parent, above, first = (arcs.column(self._size) for _ in range(5))
            count = plain.descend(arcs.out, source, order, vertex, parent)
            plain.find_dominators(arcs.into, (order, vertex, parent), count, above)
            plain.find_bridges(arcs.into, (order, vertex, above), count, first)
            self._bridges[source] = first
        return self._bridges[source]

    def _one_more(self, state: Any, ends: tuple[int, int]) -> bool:  # noqa: ANN401
        sides = tuple(zip(self.arcs.out, self.arcs.into, strict=True))
        found: bool = self._plain.one_more(sides, state, ends, self._work)
        return found

    @cached_property
    def _work(self) -> tuple[Any, ...]:
        column = self.arcs.column
        return tuple((column(self._size), column(self._size)) for _ in range(3))

    @property
    def _size(self) -> int:
        return len(self.arcs.out[0]) - 1

    @cached_property
    def _plain(self) -> Any:  # noqa: ANN401 - a module
        if not self.arcs.large:
            return flow
        from potay.search import forlarge  # numba takes a second to load

        return forlarge


def met_from(source: int, tail: Ints, head: Ints, count: int) -> Flags:
    """Which of `count` vertices arcs lead to from one of them."""
    met = np.zeros(count, np.bool_)
    met[source] = True
    graph = coo_array((np.ones(len(tail), np.int8), (tail, head)), shape=(count, count)).tocsr()
    met[breadth_first_order(graph, source, return_predecessors=False)] = True
    return met


def _arcs(network: Network, passed: Flags) -> Arcs:
    edges, kind = network.edges, network.pieces.kind
    rows = np.flatnonzero(passed)
    tied = kind[edges.piece[rows]] == CONNECTOR
    vertex, count = _joined(edges.tail[rows[tied]], edges.head[rows[tied]], len(edges.indptr) - 1)
    rows = _without_twins(network, rows[~tied])
    tail, head = vertex[edges.tail[rows]], vertex[edges.head[rows]]
    kept = tail != head
    rows, tail, head = rows[kept], tail[kept], head[kept]
    order = np.argsort(tail, kind="stable")
    rows, tail, head = rows[order], tail[order], head[order]
    back = np.argsort(head, kind="stable")
    every = np.arange(count + 1)
    columns: list[NDArray[Any]] = [
        np.searchsorted(tail, every), head, np.arange(len(tail)),
        np.searchsorted(head[back], every), tail[back], back,
    ]  # fmt: skip
    told: list[Any] = [column.astype(np.int32) for column in columns]
    if len(tail) < SMALL:
        told = [column.tolist() for column in told]
    return Arcs(vertex, tail, head, edges.piece[rows], tuple(told[:3]), tuple(told[3:]))


def _joined(tail: Ints, head: Ints, count: int) -> tuple[Ints, int]:
    """The vertex of each node when connectors, passed both ways, make one of their two ends."""
    graph = coo_array((np.ones(len(tail), np.int8), (tail, head)), shape=(count, count))
    vertices, label = connected_components(graph, directed=False)
    return label.astype(np.int32), vertices


def _without_twins(network: Network, rows: Longs) -> Longs:
    """Twins join the same nodes on the same course; the first of them stands for all."""
    edges = network.edges
    tail, head = edges.tail[rows], edges.head[rows]
    again = (tail[1:] == tail[:-1]) & (head[1:] == head[:-1])
    beside = np.append(again, False) | np.append(False, again)
    several = rows[beside]
    alike = np.column_stack([edges.tail[several], edges.head[several],
                             _courses(network, edges.piece[several])])  # fmt: skip
    first = np.unique(alike, axis=0, return_index=True)[1]
    return np.sort(np.concatenate([rows[~beside], several[first]]))


def _courses(network: Network, pieces: Ints) -> Floats:
    """What tells the courses of pieces apart: whole metres, and the centre to a few metres."""
    start = network.pieces.xy_start
    owner, at = ranges(start[pieces], start[pieces + 1] - 1)
    a, b = network.pieces.xy[at], network.pieces.xy[at + 1]
    length = np.maximum(np.hypot(*(b - a).T), 1e-12)
    weighed = ((a + b) / 2).T * length
    sums = [np.bincount(owner, row, len(pieces)) for row in (length, *weighed)]
    centre = np.round(np.stack(sums[1:]) / np.maximum(sums[0], 1e-12), 4)
    metres: Floats = np.round(network.pieces.metres[pieces])
    return np.column_stack([metres, *centre])
