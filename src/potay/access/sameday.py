"""The latest departure for a same-day return: out, unload, back, all before the day is over.

Most ways are not touched by the clock: the fastest way, begun as late as the return allows, is
passable all along, and no departure can be later. Only where it is not is there a search.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from potay.access.engine import Tree, grow, path, turned
from potay.access.hours import Hours, hours_of, in_ticks
from potay.access.timetable import Labels, Timetable
from potay.claims.moments import HAITI
from potay.network.arrays import Edges, Floats, Ints, Longs
from potay.network.scenario import Scenario

TOO_LONG = "out, unloading and back take longer than the hours of one day in which all is passable"
NO_RETURN = "there is no way back on the same day"


@dataclass(frozen=True)
class SameDay:
    """The latest departure, `HH:MM` in Haiti, or why there is none."""

    departure: str | None
    reason: str | None = None


@dataclass(frozen=True)
class Returns:
    """Same-day returns of one scene on the day of its state, from hub nodes, by reading."""

    scene: Scenario
    hours: Hours

    @classmethod
    def of(cls, scene: Scenario) -> "Returns":
        """The day on which the state stands."""
        day = scene.state.as_of.astimezone(HAITI).date()
        return cls(scene, hours_of(scene, day, days=1))

    def latest(self, hub: int, nodes: Sequence[int], level: int) -> list[SameDay]:
        """The answer for each node, over the edges that a reading passes up to its level."""
        trips = _Trips(self.scene, self.hours, hub, level)
        unloading = float(in_ticks(np.array([self.scene.mover.unloading_min * 60]))[0])
        return [self._answer(trips, node, unloading) for node in nodes]

    def _answer(self, trips: "_Trips", node: int, unloading: float) -> SameDay:
        back = trips.leave_for_hub(node)
        if not math.isfinite(back):
            return SameDay(None, NO_RETURN)
        last = trips.leave_hub(node, back - unloading)
        if not math.isfinite(last):
            return SameDay(None, TOO_LONG)
        return SameDay(self.hours.moment(math.floor(last)).strftime("%H:%M"))


@dataclass(frozen=True)
class _Trips:
    """Trips between one hub and any node in one reading, bounded by the fastest ways."""

    scene: Scenario
    hours: Hours
    hub: int
    level: int

    def leave_for_hub(self, node: int) -> float:
        """The last moment to leave a node and be at the hub on the same day."""
        edges, order = self._turned
        bound = self._arrive_by - float(self._back.cost[node])
        if bound < 0:
            return -math.inf
        way = order[path(edges, self._back, node)[::-1]]
        return bound if self._passes(way, bound) else self._returns.time[node]

    def leave_hub(self, node: int, due: float) -> float:
        """The last moment to leave the hub and be at a node by `due`."""
        bound = due - float(self._out.cost[node])
        if bound < self._leave_from:
            return -math.inf
        way = path(self.scene.network.edges, self._out, node)
        if self._passes(way, bound):
            return bound
        return self._table.latest(node, due, self.hub, self._leave_from).time[self.hub]

    def _passes(self, way: Longs, begin: float) -> bool:
        """Whether a way is passable without a wait when it is begun at a moment."""
        now = begin
        for seconds, calendar in zip(
            self._cost[way].tolist(), self._calendar[way].tolist(), strict=True
        ):
            if self.hours.leave(calendar, seconds, now) > now:
                return False
            now += seconds
        return True

    @cached_property
    def _table(self) -> Timetable:
        return Timetable.of(self.scene, self.hours, self.level)

    @cached_property
    def _returns(self) -> Labels:
        return self._table.latest(self.hub, self.hours.length)

    @cached_property
    def _cost(self) -> Floats:
        weights = self.scene.weights
        return np.where(weights.level <= self.level, in_ticks(weights.seconds), np.inf)

    @cached_property
    def _calendar(self) -> Ints:
        return self.hours.of_piece[self.scene.network.edges.piece]

    @cached_property
    def _out(self) -> Tree:
        return grow(self.scene.network.edges, self._cost, self.hub)

    @cached_property
    def _turned(self) -> tuple[Edges, Longs]:
        return turned(self.scene.network.edges)

    @cached_property
    def _back(self) -> Tree:
        edges, order = self._turned
        return grow(edges, self._cost[order], self.hub)

    @cached_property
    def _arrive_by(self) -> float:
        """No journey ends at the hub later than this: the last moment of the pieces into it."""
        ends = [self._span(kind)[1] for kind in self._near(self.scene.network.edges.head)]
        return min(max(ends, default=math.inf), self.hours.length)

    @cached_property
    def _leave_from(self) -> float:
        """No journey begins at the hub earlier than this."""
        begins = [self._span(kind)[0] for kind in self._near(self.scene.network.edges.tail)]
        return max(min(begins, default=-math.inf), 0.0)

    def _near(self, end: Ints) -> list[int]:
        """Calendars of the edges whose end is the hub."""
        near: list[int] = np.unique(
            self._calendar[(end == self.hub) & np.isfinite(self._cost)]
        ).tolist()
        return near

    def _span(self, calendar: int) -> tuple[float, float]:
        """The first and the last moment of a calendar."""
        if calendar < 0:
            return -math.inf, math.inf
        own = self.hours.calendars[calendar]
        return (own.opens[0], own.shuts[-1]) if own.opens else (math.inf, -math.inf)
