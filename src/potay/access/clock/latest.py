"""Latest departures: by when each place is left for one that must be reached by a moment.

Whoever leaves a place later never arrives earlier, because one may wait before every piece; so
one time per node is enough and the answers are exact.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from potay.access.clock.hours import Calendar, Hours
from potay.arrays import Floats, Ints
from potay.search import backward
from potay.search.engine import SMALL


@dataclass(frozen=True)
class LastDepartures:
    """The steps that one reading passes at some time, with their hours."""

    into: tuple[Any, ...]
    spans: tuple[Any, ...]

    @classmethod
    def of(cls, hours: Hours) -> "LastDepartures":
        """The edges of the scenarios that the hours are about."""
        edges = hours.phases[0].scenario.network.edges
        passed = np.isfinite(hours.seconds)
        several = np.isin(edges.piece, list(hours.changing))
        once, more = np.flatnonzero(passed & ~several), np.flatnonzero(passed & several).tolist()
        ways = [(edge, *way) for edge in more for way in hours.changing[int(edges.piece[edge])]]
        edge = np.concatenate([once, [one for one, _, _ in ways]]).astype(np.int64)
        seconds = np.concatenate([hours.seconds[once], [time for _, time, _ in ways]])
        kinds = np.concatenate([hours.of_piece[edges.piece[once]], [kind for _, _, kind in ways]])
        steps = (edges.tail[edge], edges.head[edge], seconds, kinds)
        return cls.over(len(edges.indptr) - 1, steps, hours.calendars)

    @classmethod
    def over(
        cls, nodes: int, steps: tuple[Ints, Ints, Floats, Ints], calendars: Sequence[Calendar]
    ) -> "LastDepartures":
        """Steps between so many nodes: from where, to where, seconds, number of the calendar."""
        tail, head, seconds, kinds = steps
        order = np.argsort(head, kind="stable")
        starts = np.searchsorted(head[order], np.arange(nodes + 1))
        columns: list[NDArray[Any]] = [
            starts,
            tail[order].astype(np.int64),
            seconds[order],
            kinds[order].astype(np.int64),
        ]
        spans: list[NDArray[Any]] = [
            np.cumsum([0, *(len(one.opens) for one in calendars)]),
            np.array([*chain.from_iterable(one.opens for one in calendars)], np.float64),
            np.array([*chain.from_iterable(one.shuts for one in calendars)], np.float64),
        ]
        if len(tail) < SMALL:
            return cls(_plain(columns), _plain(spans))
        return cls(tuple(columns), tuple(spans))

    def to(self, target: int, due: float) -> Sequence[float]:
        """From every node, to be at the target by a moment; -infinite where there is no way."""
        away = [0.0] * self._nodes if self._small else np.zeros(self._nodes)
        found: Sequence[float] = self._went_back((target, -1, due, 0.0), away)
        return found

    def between(self, source: int, target: int, due: float, start: float, away: Floats) -> float:
        """From one node, to be at the target by a moment; -infinite if that is before `start`.

        `away` is the least that each node is off from it.
        """
        off = away.tolist() if self._small else away
        return float(self._went_back((target, source, due, start), off)[source])

    def _went_back(self, ends: tuple[int, int, float, float], away: Any) -> Any:  # noqa: ANN401
        time: Any = [-math.inf] * self._nodes if self._small else np.full(self._nodes, -np.inf)
        self._go_back(self.into, self.spans, ends, away, time)
        return time

    @property
    def _nodes(self) -> int:
        return len(self.into[0]) - 1

    @property
    def _small(self) -> bool:
        return isinstance(self.into[0], list)

    @property
    def _go_back(self) -> Callable[..., None]:
        if self._small:
            return backward.go_back
        from potay.search import forlarge  # numba takes a second to load

        function: Callable[..., None] = forlarge.go_back
        return function


def _plain(columns: Sequence[NDArray[Any]]) -> tuple[Any, ...]:
    return tuple(column.tolist() for column in columns)
