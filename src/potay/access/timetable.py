"""Earliest arrivals and latest departures where the hour decides what is passable.

Whoever leaves a node later never arrives earlier, because one may wait before every piece; so one
label per node is enough and the answers are exact.
"""

import math
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from potay.access.hours import Hours, in_ticks
from potay.network.arrays import Longs
from potay.network.scenario import Scenario

#: The other end, seconds, calendar (-1: none), number of the edge.
Step = tuple[int, float, int, int]


@dataclass(frozen=True)
class Labels:
    """A time per node (infinite where there is none) and the edge it comes by, or goes by."""

    time: list[float]
    edge: list[int]


@dataclass(frozen=True)
class Timetable:
    """The passable edges of one reading of a scene, out of and into each node, with hours."""

    scene: Scenario
    hours: Hours
    out: list[list[Step]]
    into: list[list[Step]]
    seconds: list[float]
    calendar: list[int]

    @classmethod
    def of(cls, scene: Scenario, hours: Hours, level: int) -> "Timetable":
        """The edges that a reading passes, up to its `level`."""
        edges, weights = scene.network.edges, scene.weights
        seconds = in_ticks(weights.seconds)
        kept = np.flatnonzero((weights.level <= level) & np.isfinite(seconds))
        calendar = hours.of_piece[edges.piece]
        out: list[list[Step]] = [[] for _ in range(len(edges.indptr) - 1)]
        into: list[list[Step]] = [[] for _ in range(len(edges.indptr) - 1)]
        columns = (edges.tail, edges.head, seconds, calendar)
        for edge, tail, head, time, kind in zip(
            kept.tolist(), *(column[kept].tolist() for column in columns), strict=True
        ):
            out[tail].append((head, time, kind, edge))
            into[head].append((tail, time, kind, edge))
        return cls(scene, hours, out, into, seconds.tolist(), calendar.tolist())

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

    def latest(self, target: int, due: float, source: int = -1, start: float = 0.0) -> Labels:
        """Last departure from each node (or until `source` is met) to be at `target` by `due`.

        Departures before `start` are not looked for; the time is then -infinite.
        """
        time, edge = [-math.inf] * len(self.into), [-1] * len(self.into)
        time[target] = due
        heap = [(-due, target)]
        while heap:
            here, node = heappop(heap)
            if -here < time[node]:
                continue
            if node == source:
                break
            for tail, seconds, calendar, number in self.into[node]:
                begin = self.hours.leave_by(calendar, seconds, -here)
                if begin > time[tail] and begin >= start:
                    time[tail], edge[tail] = begin, number
                    heappush(heap, (-begin, tail))
        return Labels(time, edge)

    def way(self, labels: Labels, target: int) -> Longs:
        """The edges of `earliest` labels from the source to a node, in order."""
        tails, found = self.scene.network.edges.tail, []
        while labels.edge[target] >= 0:
            found.append(labels.edge[target])
            target = int(tails[labels.edge[target]])
        return np.array(found[::-1], np.int64)
