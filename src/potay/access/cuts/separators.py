"""What parts two places by name: gateways and links, and stretches of road.

Gateways and links: every single one, every pair and every three of those that can matter are
closed in turn, all at once (one sampled state for each), so the answer is exact as far as it goes.
A gateway counts once however many stretches it governs. Roads: a smallest cut of the network, the
one nearest to the origin; connectors of places are never part of it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from typing import Any

import numpy as np

from potay.access.chance.quotient import QuotientGraph, between, governed_by, quotient_of
from potay.access.chance.sampled import flags_of, reach, without_each
from potay.access.cuts.disjoint import ANY, USED, Disjoint
from potay.arrays import Longs
from potay.network.arrays import LINK
from potay.network.scenario import Scenario

#: The largest set of closures tried, and how many sets of them are told.
LARGEST, TOLD = 3, 8
#: More closures than this are not tried at a time.
MOST_SAMPLES = 60_000


@dataclass(frozen=True)
class Separators:
    """`closures` are smallest sets of subject rows that part the two; `roads` are pieces."""

    closures: tuple[tuple[int, ...], ...]
    roads: Longs


@dataclass(frozen=True)
class GatewayCuts:
    """The gateways and links of one reading of a scenario, and what their closure parts."""

    ways: Disjoint

    def alone(self, source: int, targets: Sequence[int]) -> list[frozenset[int]]:
        """For each node the subject rows of which each by itself parts it from the source.

        All of them where it is not reached at all.
        """
        vertex = self._quotient.vertex
        if not self._rows or vertex[source] < 0:
            return [frozenset(self._rows)] * len(targets)
        samples = without_each(self._rows, [(row,) for row in self._rows])
        met = reach(self._quotient, samples, int(vertex[source]))
        parted = [
            samples.all & ~met[one] if one >= 0 else samples.all
            for one in vertex[np.asarray(targets, np.int64)].tolist()
        ]
        named = {one: self._named(one) for one in set(parted)}
        return [named[one] for one in parted]

    def closures(self, source: int, target: int) -> tuple[tuple[int, ...], ...]:
        """The smallest sets of subject rows that part two nodes; none where none is so small."""
        start, goal = (int(self._quotient.vertex[node]) for node in (source, target))
        if start < 0 or goal < 0:
            return ()
        quotient = between(self._quotient, [start], [goal])
        met = {start, goal, *quotient.head.tolist()}
        rows = sorted({row for vertex in met for row in quotient.subjects(vertex)})
        for size in range(1, LARGEST + 1):
            sets = list(combinations(rows, size))
            if not sets or len(sets) > MOST_SAMPLES:
                break
            samples = without_each(self._rows, sets)
            parted = ~flags_of(reach(quotient, samples, start)[goal], len(sets))
            if parted.any():
                return tuple(sets[rank] for rank in np.flatnonzero(parted)[:TOLD].tolist())
        return ()

    def fewest(self, source: int, target: int, ways: int) -> int:
        """How many closures of gateways, links or stretches of road it takes to part two nodes.

        `ways` is how many share no stretch. None alone parts the two if there are several.
        """
        if ways <= 2 or ways >= ANY:
            return ways
        return max(2, self._fewest(source, target, frozenset()))

    def _fewest(self, source: int, target: int, closed: frozenset[int]) -> int:
        """The same with some gateways closed already.

        Stretches alone take as many as there are ways. If fewer things do, one of them is a
        gateway that lies on two of the ways, whichever these are.
        """
        shut = chain.from_iterable(self._arcs_of[row] for row in closed)
        tracks = self._tracks(source, target, self.ways.flow(source, target, shut))
        fewest = len(tracks)
        met = Counter(row for track in tracks for row in track)
        for row in sorted(row for row, count in met.items() if count > 1):
            if fewest > 1:
                fewest = min(fewest, 1 + self._fewest(source, target, closed | {row}))
        return fewest

    def _tracks(self, source: int, target: int, state: Sequence[int]) -> list[set[int]]:
        """The gateways and links on each of the ways that share no stretch."""
        arcs, by_tail = self.ways.arcs, dict[int, list[int]]()
        start, goal = int(arcs.vertex[source]), int(arcs.vertex[target])
        for arc in np.flatnonzero(np.asarray(state) == USED).tolist():
            by_tail.setdefault(int(arcs.tail[arc]), []).append(arc)
        tracks = []
        while by_tail.get(start):
            here, track = start, set[int]()
            while here != goal:
                arc = by_tail[here].pop()
                track.update(self._needed[self._governing_of[arc]])
                here = int(arcs.head[arc])
            tracks.append(track)
        return tracks

    def _named(self, samples: int) -> frozenset[int]:
        return frozenset(row for rank, row in enumerate(self._rows) if samples >> rank & 1)

    @property
    def _scenario(self) -> Scenario:
        return self.ways.scenario

    @cached_property
    def _needed(self) -> list[tuple[int, ...]]:
        """Per governing set the gateways and links that govern it."""
        kinds = self._scenario.network.subjects.type
        return governed_by(self._scenario, np.isin(kinds, ("gateway", "link")))

    @cached_property
    def _quotient(self) -> QuotientGraph:
        closed = self._scenario.weights.governing_sets.level > self.ways.level
        return quotient_of(self._scenario, self._needed, closed)

    @cached_property
    def _rows(self) -> list[int]:
        """The gateways and links that govern anything."""
        return sorted({row for needed in self._quotient.needs for row in needed})

    @cached_property
    def _governing_of(self) -> list[int]:
        governing_sets: list[int] = self._scenario.network.pieces.governing[
            self.ways.arcs.piece
        ].tolist()
        return governing_sets

    @cached_property
    def _arcs_of(self) -> dict[int, list[int]]:
        """The arcs that each gateway or link governs."""
        found: dict[int, list[int]] = {}
        for arc, governing in enumerate(self._governing_of):
            for row in self._needed[governing]:
                found.setdefault(row, []).append(arc)
        return found


def separators(gates: GatewayCuts, source: int, target: int) -> Separators:
    """What parts two nodes that are joined."""
    return Separators(gates.closures(source, target), gates.ways.cut(source, target))


def separators_record(scenario: Scenario, found: Separators) -> dict[str, Any]:
    """The same as plain values: `closures` (lists of `type.id`), `roads` and `links` by name."""
    network = scenario.network
    named = [
        {"subject": subject_of(scenario, piece), "name": table.name.at(int(owner))}
        for piece, kind, owner in zip(
            found.roads.tolist(), network.pieces.kind[found.roads].tolist(),
            network.pieces.owner[found.roads].tolist(), strict=True,
        )
        for table in (network.links if kind == LINK else network.roads,)
    ]  # fmt: skip
    return {
        "closures": [
            [".".join(network.subjects.key(row)) for row in rows] for rows in found.closures
        ],
        "roads": named,
    }


def subject_of(scenario: Scenario, piece: int) -> str:
    """The road or link that a piece is a stretch of, as `type.id`."""
    network = scenario.network
    owner, link = int(network.pieces.owner[piece]), network.pieces.kind[piece] == LINK
    return f"link.{network.links.id[owner]}" if link else f"road.{network.roads.id[owner]}"
