"""Searches by the clock against a simulation, minute by minute, of tiny random networks.

The simulation knows no intervals and no labels: it keeps, for every minute, at which junctions
one can be, and asks of every minute of a drive whether the piece is open in it.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.access.clock import latest
from potay.access.clock.hours import TICKS, Calendar, Hours
from potay.access.clock.latest import LastDepartures
from potay.access.clock.profile import profile
from potay.access.clock.timetable import Timetable

DAY = 150  # minutes
MINUTE = 60.0
SEEDS = st.integers(0, 2**40)
MANY = settings(deadline=None, max_examples=1000, derandomize=True, database=None)


@dataclass(frozen=True)
class Town:
    """Edges (from, to, minutes, calendar) and per calendar whether each minute is open.

    Edges in `later` take other minutes when they are begun from a minute on.
    """

    nodes: int
    edges: list[tuple[int, int, int, int]]
    open: list[list[bool]]
    later: dict[int, tuple[int, int]] = field(default_factory=dict)

    def minutes(self, edge: int, minute: int) -> int:
        change, other = self.later.get(edge, (DAY + 1, 0))
        return self.edges[edge][2] if minute < change else other

    def passable(self, edge: int, minute: int) -> bool:
        calendar, minutes = self.edges[edge][3], self.minutes(edge, minute)
        if minute + minutes > DAY:
            return False
        return calendar < 0 or all(self.open[calendar][minute : minute + minutes])

    def steps(self):
        """From, to, seconds, calendar and number of every way to pass an edge; the calendars."""
        steps = []
        calendars = [calendar_of(row) for row in self.open]
        for number, (a, b, minutes, calendar) in enumerate(self.edges):
            ways = [(minutes, calendar)]
            if number in self.later:
                ways = [
                    (m, len(calendars) + i) for i, m in enumerate((minutes, self.later[number][1]))
                ]
                calendars += [self.begun(number, first) for first in (True, False)]
            for length, kind in ways:
                steps.append((a, b, length * MINUTE, kind, number))
        return steps, tuple(calendars)

    def table(self) -> Timetable:
        steps, calendars = self.steps()
        hours = Hours(date(2024, 7, 3), DAY * MINUTE, calendars, np.array([]), np.array([]))
        out = [[step[1:] for step in steps if step[0] == node] for node in range(self.nodes)]
        return Timetable(hours, None, out)

    def lasts(self) -> LastDepartures:
        steps, calendars = self.steps()
        as_in_networks = (np.int32, np.int32, np.float64, np.int64)
        columns = tuple(
            np.array([step[column] for step in steps], dtype)
            for column, dtype in enumerate(as_in_networks)
        )
        return LastDepartures.over(self.nodes, columns, calendars)

    def begun(self, edge: int, first: bool) -> Calendar:
        """The minutes at which an edge may be begun while it takes its first or other minutes."""
        change, other = self.later[edge]
        row = [(m < change) == first and self.passable(edge, m) for m in range(DAY)]
        runs, seconds = calendar_of(row), (self.edges[edge][2] if first else other) * MINUTE
        return replace(runs, shuts=tuple(shut - MINUTE + seconds for shut in runs.shuts))


def calendar_of(row):
    edge = np.diff(np.concatenate([[0], np.array(row, int), [0]]))
    opens = tuple((np.flatnonzero(edge == 1) * MINUTE).tolist())
    return Calendar(opens, tuple((np.flatnonzero(edge == -1) * MINUTE).tolist()), ())


def town(seed):
    random = Random(seed)
    nodes = random.randint(2, 5)
    calendars = random.randint(0, 3)
    opened = []
    for _ in range(calendars):
        row, state = [], random.random() < 0.5
        while len(row) < DAY:
            row += [state] * random.randint(1, 60)
            state = not state
        opened.append(row[:DAY])
    edges = [
        (random.randrange(nodes), random.randrange(nodes), random.randint(1, 40),
         random.randrange(-1, calendars))
        for _ in range(random.randint(1, 9))
    ]  # fmt: skip
    changing = random.sample(range(len(edges)), random.randint(0, len(edges)))
    later = {edge: (random.randrange(DAY), random.randint(1, 40)) for edge in changing}
    return Town(nodes, edges, opened, later if random.random() < 0.5 else {})


def arrivals(place, start, *, wait=True):
    """The first minute at which each junction is reached, simulated."""
    present = [set() for _ in range(DAY + 1)]
    present[start].add(0)
    first = {}
    for minute in range(start, DAY + 1):
        for node in sorted(present[minute]):
            fresh = node not in first
            first.setdefault(node, minute)
            if wait and minute < DAY:
                present[minute + 1].add(node)
            for edge, (a, b, _, _) in enumerate(place.edges):
                if a == node and (wait or fresh) and place.passable(edge, minute):
                    present[minute + place.minutes(edge, minute)].add(b)
    return [first.get(node, np.inf) for node in range(place.nodes)]


def last_departures(place, target, due):
    """The last minute at which each junction may be left to be at the target by `due`."""
    can = [[False] * place.nodes for _ in range(DAY + 2)]
    for minute in range(due, -1, -1):
        for node in range(place.nodes):
            can[minute][node] = node == target or can[minute + 1][node]
        for edge, (a, b, _, _) in enumerate(place.edges):
            there = minute + place.minutes(edge, minute)
            if there <= due and place.passable(edge, minute):
                can[minute][a] = can[minute][a] or can[there][b]
    times = [[m for m in range(due + 1) if can[m][node]] for node in range(place.nodes)]
    return [max(found, default=-np.inf) for found in times]


def in_minutes(times):
    return [time / MINUTE for time in times]


@MANY
@given(SEEDS, st.integers(0, DAY - 1))
def test_first_arrivals_are_those_of_the_simulation(seed, start):
    place = town(seed)
    found = place.table().earliest(0, start * MINUTE).time
    assert in_minutes(found) == arrivals(place, start)


@MANY
@given(SEEDS, st.integers(0, DAY - 1))
def test_without_waiting_too(seed, start):
    place = town(seed)
    found = in_minutes(place.table().earliest(0, start * MINUTE, wait=False).time)
    assert found == arrivals(place, start, wait=False)
    allowed = arrivals(place, start)
    assert all(one >= other for one, other in zip(found, allowed, strict=True))


@MANY
@given(SEEDS, st.integers(0, DAY))
def test_last_departures_are_those_of_the_simulation(seed, due):
    place = town(seed)
    found = place.lasts().to(0, due * MINUTE)
    assert in_minutes(found) == last_departures(place, 0, due)


def test_last_departures_of_large_networks_are_the_same(monkeypatch):
    towns = [town(seed) for seed in range(40)]
    small = [list(place.lasts().to(0, DAY * MINUTE)) for place in towns]
    monkeypatch.setattr(latest, "SMALL", 0)  # what networks of many edges are searched with
    assert [list(place.lasts().to(0, DAY * MINUTE)) for place in towns] == small


def at(stretches, departure):
    inside = [s.at(departure) for s in stretches if s.begin < departure <= s.end]
    assert len(inside) < 2
    return inside[0] if inside else np.inf


def least_off(place, source):
    """Least seconds from the source whatever the hour."""
    turned = [(b, a, minutes, calendar) for a, b, minutes, calendar in place.edges]
    return least_left(replace(place, edges=turned), source)


def least_left(place, goal):
    """Least seconds to the goal whatever the hour (Bellman's way)."""
    left = [0.0 if node == goal else np.inf for node in range(place.nodes)]
    for _ in range(place.nodes):
        for edge, (a, b, minutes, _) in enumerate(place.edges):
            least = min(minutes, place.later.get(edge, (0, minutes))[1])
            left[a] = min(left[a], left[b] + least * MINUTE)
    return np.array(left)


@MANY
@given(SEEDS, st.integers(0, DAY // 2), st.integers(DAY // 2, DAY - 1))
def test_profiles_are_exact_at_every_minute_and_between(seed, begin, end):
    place = town(seed)
    goal = place.nodes - 1
    table = place.table()
    found = profile(table, 0, goal, begin * MINUTE, end * MINUTE, least_left(place, goal))
    for minute in range(begin, end + 1, 7):
        assert at(found, minute * MINUTE) / MINUTE == arrivals(place, minute)[goal]
    for stretch in found:  # the breakpoints, just after them, and the middle
        marks = (stretch.end, (max(stretch.begin, begin * MINUTE) + stretch.end) / 2)
        after = [mark + 1 / TICKS for mark in marks if mark + 1 / TICKS <= end * MINUTE]
        for mark in (*marks, *after):
            assert at(found, mark) == table.earliest(0, mark).time[goal]


@MANY
@given(SEEDS)
def test_who_leaves_later_never_arrives_earlier(seed):
    table = town(seed).table()
    found = [table.earliest(0, start * MINUTE).time for start in range(0, DAY, 10)]
    for node in range(len(table.out)):
        times = [row[node] for row in found]
        assert times == sorted(times)


@MANY
@given(SEEDS, st.integers(0, DAY - 1))
def test_taking_a_condition_away_never_makes_an_arrival_later(seed, start):
    place = town(seed)
    free = replace(place, edges=[(a, b, m, -1) if c == 0 else (a, b, m, c)
                                 for a, b, m, c in place.edges])  # fmt: skip
    bound = place.table().earliest(0, start * MINUTE).time
    found = free.table().earliest(0, start * MINUTE).time
    assert all(one <= other for one, other in zip(found, bound, strict=True))


@MANY
@given(SEEDS, st.integers(0, DAY - 1))
def test_last_departures_undo_first_arrivals(seed, start):
    place = town(seed)
    table = place.table()
    goal = place.nodes - 1
    arrival = table.earliest(0, start * MINUTE, goal).time[goal]
    if np.isfinite(arrival):
        back = place.lasts().between(0, goal, arrival, 0.0, least_off(place, 0))
        assert back >= start * MINUTE
        assert table.earliest(0, back, goal).time[goal] == arrival
