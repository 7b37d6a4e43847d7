"""The latest departure for a same-day return: out, unload, back, all before the day is over.

Most ways are not touched by the clock: the fastest way, begun as late as the return allows, is
passable all along, and no departure can be later. Only where it is not is there a search.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from potay.access.clock.hours import Hours, in_ticks
from potay.access.clock.latest import LastDepartures
from potay.access.clock.opening import OpeningHours
from potay.access.clock.outlook import Outlook
from potay.arrays import Flags, Floats, Ints, Longs
from potay.search.edges import Edges, turned
from potay.search.engine import Tree, grow
from potay.spec.mover import Mover
from potay.terms.moments import HAITI_TIME
from potay.terms.statuses import READINGS, STATUS_IN

TOO_LONG = "out, unloading and back take longer than the hours of one day in which all is passable"
NO_RETURN = "there is no way back on the same day"


@dataclass(frozen=True)
class SameDay:
    """The latest departure, `HH:MM` in Haiti, or why there is none."""

    departure: str | None
    reason: str | None = None


@dataclass(frozen=True)
class Returns:
    """Same-day returns for one mover on one day, from hub nodes, by reading."""

    mover: Mover
    opening: OpeningHours
    _roads: dict[int, "_Roads"] = field(default_factory=dict)

    @classmethod
    def of(cls, outlook: Outlook, day: date | None = None) -> "Returns":
        """Returns on a day, by default the one on which the state stands."""
        day = day or outlook.scenario.state.as_of.astimezone(HAITI_TIME).date()
        return cls(outlook.scenario.mover, OpeningHours.of(outlook, day, days=1))

    def latest(self, hub: int, nodes: Sequence[int], level: int) -> list[SameDay]:
        """The answer for each node, over the edges that a reading passes up to its level."""
        trips = _Trips(self._reading(level), hub)
        unloading = float(in_ticks(np.array([self.mover.unloading_min * 60]))[0])
        asked = np.asarray(nodes, np.int64)
        back = trips.leave_for_hub(asked)
        last = trips.leave_hub(asked, back - unloading)
        return [
            self._answer(one, other)
            for one, other in zip(back.tolist(), last.tolist(), strict=True)
        ]

    def _reading(self, level: int) -> "_Roads":
        if level not in self._roads:
            self._roads[level] = _Roads(self.opening.hours(level), self._turned)
        return self._roads[level]

    @cached_property
    def _turned(self) -> tuple[Edges, Longs]:
        return turned(self.opening.phases[0].scenario.network.edges)

    def _answer(self, back: float, last: float) -> SameDay:
        if math.isinf(back):
            return SameDay(None, NO_RETURN)
        if math.isinf(last):
            return SameDay(None, TOO_LONG)
        moment = self.opening.hours(READINGS["open"]).moment(math.floor(last))
        return SameDay(moment.strftime("%H:%M"))


def add_latest_departures(
    returns: Returns, hub: int, nodes: Sequence[int], found: Sequence[dict[str, Any]]
) -> None:
    """Add `latest_departure` to answers about nodes, each in the reading of its status."""
    for name, status in STATUS_IN.items():
        ranks = [rank for rank, answer in enumerate(found) if answer["status"] == status]
        if ranks:
            days = returns.latest(hub, [nodes[rank] for rank in ranks], READINGS[name])
            for rank, day in zip(ranks, days, strict=True):
                found[rank]["latest_departure"] = day.departure


@dataclass(frozen=True)
class _Roads:
    """What one reading passes, and all edges driven backwards with the number of each."""

    hours: Hours
    turned: tuple[Edges, Longs]

    @cached_property
    def lasts(self) -> LastDepartures:
        """The search for last departures."""
        return LastDepartures.of(self.hours)


@dataclass(frozen=True)
class _Trips:
    """Trips between one hub and any node in one reading, bounded by the fastest ways.

    Times are -infinite where there is no such trip.
    """

    roads: _Roads
    hub: int

    def leave_for_hub(self, nodes: Longs) -> Floats:
        """The last moments to leave nodes and be at the hub on the same day."""
        edges, order = self.roads.turned
        away, entered = self._back.cost, self._back.edge
        met = np.flatnonzero(entered >= 0)
        passed = np.ones(len(away), np.bool_)
        begin = self._arrive_by - away[met]
        passed[met] = self._passable(order[entered[met]], begin)
        before = np.arange(len(away))
        before[met] = edges.tail[entered[met]]
        while ((further := before[before]) != before).any():
            passed &= passed[before]
            before = further
        bound = self._arrive_by - away[nodes]
        bound[bound < 0] = -np.inf
        for row in np.flatnonzero(~passed[nodes] & np.isfinite(bound)):
            bound[row] = self._returns[nodes[row]]
        return bound

    def leave_hub(self, nodes: Longs, due: Floats) -> Floats:
        """The last moments to leave the hub and be at nodes when they are due."""
        edges, away = self._edges, self._out.cost
        bound = due - away[nodes]
        bound[bound < self._leave_from] = -np.inf
        rank, taken = _walk(edges, self._out, nodes)
        begin = bound[rank] + away[edges.tail[taken]]
        passed = np.ones(len(nodes), np.bool_)
        passed[rank[~self._passable(taken, begin)]] = False
        for row in np.flatnonzero(~passed & np.isfinite(bound)):
            goal, by = int(nodes[row]), float(due[row])
            bound[row] = self.roads.lasts.between(self.hub, goal, by, self._leave_from, away)
        return bound

    def _passable(self, edges: Longs, begin: Floats) -> Flags:
        """Which edges are passable when they are begun at given moments."""
        return self._hours.passable(self._calendar[edges], self._hours.seconds[edges], begin)

    @property
    def _hours(self) -> Hours:
        return self.roads.hours

    @property
    def _edges(self) -> Edges:
        return self._hours.phases[0].scenario.network.edges

    @cached_property
    def _returns(self) -> Sequence[float]:
        return self.roads.lasts.to(self.hub, self._hours.length)

    @cached_property
    def _calendar(self) -> Ints:
        return self._hours.of_piece[self._edges.piece]

    @cached_property
    def _out(self) -> Tree:
        return grow(self._edges, self._hours.seconds, self.hub)

    @cached_property
    def _back(self) -> Tree:
        edges, order = self.roads.turned
        return grow(edges, self._hours.seconds[order], self.hub)

    @cached_property
    def _arrive_by(self) -> float:
        """No journey ends at the hub later than this: the last moment of the pieces into it."""
        ends = [self._span(kind)[1] for kind in self._near(self._edges.head)]
        return min(max(ends, default=math.inf), self._hours.length)

    @cached_property
    def _leave_from(self) -> float:
        """No journey begins at the hub earlier than this."""
        begins = [self._span(kind)[0] for kind in self._near(self._edges.tail)]
        return max(min(begins, default=-math.inf), 0.0)

    def _near(self, end: Ints) -> list[int]:
        """Calendars of the edges whose end is the hub."""
        near = np.flatnonzero((end == self.hub) & np.isfinite(self._hours.seconds))
        pieces = np.unique(self._edges.piece[near]).tolist()
        return [kind for piece in pieces for _, kind in self._hours.ways(piece, 0.0)]

    def _span(self, calendar: int) -> tuple[float, float]:
        """The first and the last moment of a calendar."""
        if calendar < 0:
            return -math.inf, math.inf
        own = self._hours.calendars[calendar]
        return (own.opens[0], own.shuts[-1]) if own.opens else (math.inf, -math.inf)


def _walk(edges: Edges, tree: Tree, nodes: Longs) -> tuple[Longs, Longs]:
    """All edges on the ways of a tree to nodes, with the rank of the node."""
    at, live = nodes.copy(), np.arange(len(nodes))
    ranks, taken = [live[:0]], [live[:0]]
    while len(live := live[tree.edge[at[live]] >= 0]):
        edge = tree.edge[at[live]].astype(np.int64)
        ranks.append(live)
        taken.append(edge)
        at[live] = edges.tail[edge]
    return np.concatenate(ranks), np.concatenate(taken)
