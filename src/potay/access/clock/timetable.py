"""Earliest arrivals where the hour decides what is passable.

Whoever leaves a node later never arrives earlier, because one may wait before every piece; so one
label per node is enough and the answers are exact.
"""

import math
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from potay.access.clock.hours import Hours, Passing
from potay.arrays import Longs
from potay.search.edges import Edges

#: The other end, seconds, calendar (-1: none), number of the edge.
Step = tuple[int, float, int, int]


@dataclass(frozen=True)
class Labels:
    """A time per node (infinite where there is none) and the edge it comes by."""

    time: list[float]
    edge: list[int]


@dataclass(frozen=True)
class Timetable:
    """The edges that one reading passes at some time, out of each node, with hours."""

    hours: Hours
    edges: Edges | None
    out: list[list[Step]]

    @classmethod
    def of(cls, hours: Hours) -> "Timetable":
        """The edges of the scenarios that the hours are about."""
        edges = hours.phases[0].scenario.network.edges
        kept = np.flatnonzero(np.isfinite(hours.seconds))
        out: list[list[Step]] = [[] for _ in range(len(edges.indptr) - 1)]
        columns = (edges.tail, edges.head, edges.piece, hours.seconds)
        for edge, tail, head, piece, time in zip(
            kept.tolist(), *(column[kept].tolist() for column in columns), strict=True
        ):
            for seconds, kind in hours.ways(piece, time):
                out[tail].append((head, seconds, kind, edge))
        return cls(hours, edges, out)

    def pass_edge(self, edge: int, ready: float) -> tuple[float, Passing]:
        """When an edge is begun by who is before it at a time, and in which of its ways."""
        assert self.edges is not None
        ways = self.hours.ways(int(self.edges.piece[edge]), float(self.hours.seconds[edge]))
        begins = [self.hours.leave(calendar, seconds, ready) for seconds, calendar in ways]
        return min(zip(begins, ways, strict=True), key=lambda one: one[0] + one[1][0])

    def earliest(self, source: int, start: float, target: int = -1, *, wait: bool = True) -> Labels:
        """First arrival at each node (or until `target` is reached) when leaving at `start`.

        Without `wait` each node is left as soon as it is reached, by the pieces then passable;
        to drive a longer way so that time passes is no way.
        """
        time, edge = [math.inf] * len(self.out), [-1] * len(self.out)
        time[source] = start
        heap = [(start, source)]
        while heap:
            here, node = heappop(heap)
            if here > time[node]:
                continue
            if node == target:
                break
            for head, seconds, calendar, number in self.out[node]:
                begin = self.hours.leave(calendar, seconds, here)
                there = begin + seconds
                if there < time[head] and there <= self.hours.length and (wait or begin == here):
                    time[head], edge[head] = there, number
                    heappush(heap, (there, head))
        return Labels(time, edge)

    def way(self, labels: Labels, target: int) -> Longs:
        """The edges of `earliest` labels from the source to a node, in order."""
        assert self.edges is not None
        tails, found = self.edges.tail, []
        while labels.edge[target] >= 0:
            found.append(labels.edge[target])
            target = int(tails[labels.edge[target]])
        return np.array(found[::-1], np.int64)
