"""When each piece may be used: windows, curfews, darkness and days of service as intervals.

Time is counted in seconds from the midnight that begins the day of departure, in Haiti, so a day
on which the clock is changed simply has another length. A piece of road must be passable from
its beginning to its end without a break. On a link the mover is carried: what is reported of its
ends must hold when it is loaded and when it lands, its own days when it leaves, and darkness
does not stop it.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np

from potay.access.clock.outlook import Phase
from potay.arrays import Flags, Floats, Ints
from potay.network.scenario import Scenario
from potay.terms.moments import HAITI_TIME, midnight

#: A journey is followed for so many days; windows repeat every week.
FOLLOWED_DAYS = 15

#: Times are whole numbers of this part of a second, so that sums are exact both ways.
TICKS = 1024.0

ALWAYS = np.array([[-np.inf, np.inf]])


@dataclass(frozen=True)
class Part:
    """One condition on a piece: what it is called and when it lets one pass."""

    name: str
    spans: Floats


@dataclass(frozen=True)
class Calendar:
    """When a piece is passable: `opens[i]` to `shuts[i]`, sorted and apart; and by which parts."""

    opens: tuple[float, ...]
    shuts: tuple[float, ...]
    parts: tuple[Part, ...]

    def leave(self, seconds: float, ready: float) -> float:
        """The first moment from `ready` on to begin what takes `seconds`; infinite if never."""
        for at in range(bisect_left(self.shuts, ready + seconds), len(self.shuts)):
            begin = max(ready, self.opens[at])
            if begin + seconds <= self.shuts[at]:
                return begin
        return math.inf

    def leave_by(self, seconds: float, due: float) -> float:
        """The last moment to begin what takes `seconds` and is over by `due`; else -infinite."""
        for at in range(bisect_right(self.opens, due - seconds) - 1, -1, -1):
            begin = min(due, self.shuts[at]) - seconds
            if begin >= self.opens[at]:
                return begin
        return -math.inf


#: One way to pass a piece: the seconds it takes and the number of its calendar, or -1.
Passing = tuple[float, int]


@dataclass(frozen=True)
class Hours:
    """When each piece may be used in one reading, from one day on.

    `of_piece` is the number of a piece's calendar, -1 where the hour is no matter; `seconds` what
    each edge takes, infinite where it is never passable. Where reports change what is lost on a
    piece these are its fastest, and `changing` has every way to pass it, by piece. `length` is
    how many seconds are looked at; `notes` are what the reader of an answer must know.
    """

    day: date
    length: float
    calendars: tuple[Calendar, ...]
    of_piece: Ints
    seconds: Floats
    phases: tuple[Phase, ...] = ()
    changing: Mapping[int, tuple[Passing, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def leave(self, calendar: int, seconds: float, ready: float) -> float:
        """The first moment from `ready` on at which a piece may be begun; infinite if never."""
        return self.calendars[calendar].leave(seconds, ready) if calendar >= 0 else ready

    def leave_by(self, calendar: int, seconds: float, due: float) -> float:
        """The last moment to begin a piece and have passed it by `due`; -infinite if never."""
        return self.calendars[calendar].leave_by(seconds, due) if calendar >= 0 else due - seconds

    def ways(self, piece: int, seconds: float) -> tuple[Passing, ...]:
        """Every way to pass a piece; it has one, of the seconds given, unless reports change it."""
        return self.changing.get(piece) or ((seconds, int(self.of_piece[piece])),)

    def passable(self, calendar: Ints, seconds: Floats, begin: Floats) -> Flags:
        """Which pieces are passable at once when they are begun at given moments."""
        free: Flags = calendar < 0
        for number in np.unique(calendar[~free]).tolist():
            rows = np.flatnonzero(calendar == number)
            opens, shuts = (np.array(s) for s in self.spans(number))
            at = np.searchsorted(opens, begin[rows], side="right") - 1
            inside = at >= 0
            at, rows = at[inside], rows[inside]
            free[rows] = begin[rows] + seconds[rows] <= shuts[at]
        return free

    def spans(self, calendar: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """When a piece of a calendar opens and shuts."""
        return self.calendars[calendar].opens, self.calendars[calendar].shuts

    def moment(self, seconds: float) -> datetime:
        """A time as a moment in Haiti, to the second before."""
        return datetime.fromtimestamp(midnight(self.day).timestamp() + int(seconds), HAITI_TIME)

    def seconds_of(self, moment: datetime) -> float:
        """A moment as seconds after the day's midnight."""
        return moment.timestamp() - midnight(self.day).timestamp()

    def scenario(self, seconds: float) -> Scenario:
        """The scenario at a time."""
        return next(phase.scenario for phase in self.phases if seconds < phase.end)


def in_ticks(seconds: Floats) -> Floats:
    """Times rounded up to whole ticks."""
    ticked: Floats = np.ceil(seconds * TICKS) / TICKS
    return ticked


def both(one: Floats, other: Floats) -> Floats:
    """The times that lie in both of two sets of intervals (closed; a single moment counts)."""
    opens = np.maximum(one[:, None, 0], other[None, :, 0]).ravel()
    shuts = np.minimum(one[:, None, 1], other[None, :, 1]).ravel()
    kept = opens <= shuts
    order = np.argsort(opens[kept], kind="stable")
    return np.stack([opens[kept][order], shuts[kept][order]], axis=1)


def either(spans: Sequence[Floats]) -> Floats:
    """The times that lie in any of some sets of intervals, those that touch joined."""
    found: list[list[float]] = []
    for begin, end in sorted(np.concatenate([np.zeros((0, 2)), *spans]).tolist()):
        if found and begin <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([begin, end])
    return np.array(found, np.float64).reshape(-1, 2)
