"""First arrivals as functions of the departure: level while one waits, rising while one drives.

A function is a sequence of stretches `(begin, end]` of departures; a later departure never
arrives earlier, and where a chance is missed the arrival jumps up just after the last departure
that still made it. All times are whole ticks, so the breakpoints are exact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from potay.access.clock.hours import TICKS
from potay.access.clock.timetable import Timetable
from potay.arrays import Floats


@dataclass(frozen=True)
class Stretch:
    """Departures after `begin` up to `end`; `arrival` is that of `end`.

    While `moving` each second of departure is a second of arrival, else all arrive at once.
    """

    begin: float
    end: float
    arrival: float
    moving: bool

    def at(self, departure: float) -> float:
        """The arrival of a departure of the stretch (or of its open begin, as a limit)."""
        return self.arrival - (self.end - departure) if self.moving else self.arrival

    def part(self, begin: float, end: float) -> "Stretch":
        """The stretch between two of its departures."""
        return Stretch(begin, end, self.at(end), self.moving)


Profile = tuple[Stretch, ...]


def profile(table: Timetable, source: int, goal: int, begin: float, end: float,
            left: Floats) -> Profile:  # fmt: skip
    """First arrivals at `goal`, on the days of the table's hours, for departures begin…end.

    Parameters
    ----------
    left
        The least seconds from each node to the goal, infinite where there is no way.

    Returns
    -------
    tuple of Stretch
        In order, apart or touching; the first holds `begin` itself if that departure arrives.
    """
    latest = [table.hours.length - seconds for seconds in left.tolist()]
    found: list[Profile] = [()] * len(table.out)
    found[source] = (Stretch(begin - 1 / TICKS, end, end, moving=True),)
    heap = [(begin, source)]
    waiting = {source}
    while heap:
        _, node = heappop(heap)
        if node not in waiting:
            continue
        waiting.discard(node)
        if node == goal:
            continue
        for head, seconds, calendar, _ in table.out[node]:
            passed = _passed(table, found[node], seconds, calendar, latest[head])
            better = _least(found[head], passed) if passed else found[head]
            if better != found[head]:
                found[head] = better
                waiting.add(head)
                heappush(heap, (better[0].at(better[0].begin), head))
    return found[goal]


def _passed(
    table: Timetable, before: Profile, seconds: float, calendar: int, latest: float
) -> list[Stretch]:
    """The function after one more piece, as far as it arrives by `latest`."""
    passed = []
    for stretch in before:
        for made in _through(table, stretch, seconds, calendar):
            kept = _by(made, latest)
            if kept is not None:
                passed.append(kept)
    return passed


def _by(made: Stretch, latest: float) -> Stretch | None:
    """The part of a stretch that arrives in time."""
    if made.arrival <= latest:
        return made
    last = made.end - (made.arrival - latest)
    return made.part(made.begin, last) if made.moving and last > made.begin else None


def _through(
    table: Timetable, stretch: Stretch, seconds: float, calendar: int
) -> Iterator[Stretch]:
    """One stretch through one piece: where it waits before it, it becomes level."""
    if calendar < 0:
        yield Stretch(stretch.begin, stretch.end, stretch.arrival + seconds, stretch.moving)
        return
    own = table.hours.calendars[calendar]
    if not stretch.moving:
        there = own.leave(seconds, stretch.arrival) + seconds
        if there < float("inf"):
            yield Stretch(stretch.begin, stretch.end, there, moving=False)
        return
    ahead = stretch.arrival - stretch.end
    done, end = stretch.begin, stretch.end
    for opens, shuts in zip(own.opens, own.shuts, strict=True):
        first, last = opens - ahead, shuts - seconds - ahead
        if last < first or last <= done:
            continue
        if done < first:
            yield Stretch(done, min(first, end), opens + seconds, moving=False)
            done = first
        if done < min(last, end):
            yield Stretch(done, min(last, end), min(last, end) + ahead + seconds, moving=True)
            done = last
        if done >= end:
            return


def _least(one: Iterable[Stretch], other: Iterable[Stretch]) -> Profile:
    """The lower of two functions."""
    first, second = list(one), list(other)
    marks = sorted({mark for s in (*first, *second) for mark in (s.begin, s.end)})
    made: list[Stretch] = []
    i = j = 0
    for begin, end in pairwise(marks):
        while i < len(first) and first[i].end <= begin:
            i += 1
        while j < len(second) and second[j].end <= begin:
            j += 1
        here = [s[k] for s, k in ((first, i), (second, j)) if k < len(s) and s[k].begin <= begin]
        for stretch in _lower([s.part(begin, end) for s in here]):
            _append(made, stretch)
    return tuple(made)


def _lower(here: list[Stretch]) -> list[Stretch]:
    """The lower of at most two stretches over the same departures."""
    if len(here) < 2:
        return here
    one, other = here
    if one.moving == other.moving:
        return [one if one.arrival <= other.arrival else other]
    rising, level = (one, other) if one.moving else (other, one)
    if rising.arrival <= level.arrival:
        return [rising]
    cross = rising.end - (rising.arrival - level.arrival)
    if cross <= rising.begin:
        return [level]
    return [rising.part(rising.begin, cross), level.part(cross, level.end)]


def _append(made: list[Stretch], stretch: Stretch) -> None:
    """Add a stretch at the end, as part of the last one where it only continues it."""
    last = made[-1] if made else None
    if (
        last is not None
        and last.end == stretch.begin
        and last.moving == stretch.moving
        and last.arrival == stretch.at(stretch.begin)
    ):
        made[-1] = Stretch(last.begin, stretch.end, stretch.arrival, last.moving)
    else:
        made.append(stretch)
