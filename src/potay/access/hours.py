"""When each piece may be used: windows, curfews, darkness and days of service as intervals.

Time is counted in seconds from the midnight that begins the day of departure, in Haiti, so a day
on which the clock is changed simply has another length. A piece of road must be passable from
its beginning to its end without a break. On a link the mover is carried: what is reported of its
ends must hold when it is loaded and when it lands, its own days when it leaves, and darkness
does not stop it.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np

from potay.built import SubjectState
from potay.claims.moments import HAITI, midnight
from potay.claims.timegrammar import Window, parse_curfew, parse_window
from potay.network.arrays import LINK, Flags, Floats, Ints, Longs
from potay.network.scenario import Scenario

#: Sunrise and sunset are those of the middle of cells of this many degrees: half a minute.
CELL_DEG = 0.25
#: A journey is followed for so many days; windows repeat every week.
FOLLOWED_DAYS = 15

#: Times are whole numbers of this part of a second, so that sums are exact both ways.
TICKS = 1024.0

_ALWAYS = np.array([[-np.inf, np.inf]])


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


@dataclass(frozen=True)
class Hours:
    """The calendars of one scene from one day on; `of_piece` is -1 where the hour is no matter.

    `length` is how many seconds are looked at; `notes` are what the reader of an answer must
    know.
    """

    day: date
    length: float
    calendars: tuple[Calendar, ...]
    of_piece: Ints
    notes: tuple[str, ...] = ()

    def leave(self, calendar: int, seconds: float, ready: float) -> float:
        """The first moment from `ready` on at which a piece may be begun; infinite if never."""
        return self.calendars[calendar].leave(seconds, ready) if calendar >= 0 else ready

    def leave_by(self, calendar: int, seconds: float, due: float) -> float:
        """The last moment to begin a piece and have passed it by `due`; -infinite if never."""
        return self.calendars[calendar].leave_by(seconds, due) if calendar >= 0 else due - seconds

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
        return datetime.fromtimestamp(midnight(self.day).timestamp() + int(seconds), HAITI)

    def seconds(self, moment: datetime) -> float:
        """A moment as seconds after the day's midnight."""
        return moment.timestamp() - midnight(self.day).timestamp()


def in_ticks(seconds: Floats) -> Floats:
    """Times rounded up to whole ticks."""
    ticked: Floats = np.ceil(seconds * TICKS) / TICKS
    return ticked


def hours_of(scene: Scenario, day: date, days: int = FOLLOWED_DAYS) -> Hours:
    """The hours of every piece for the scene's mover, from the start of `day` on."""
    reader = _Reader(scene, day, days)
    pieces = scene.network.pieces
    link = pieces.kind == LINK
    where = np.where(link, np.arange(len(link)), -1 if scene.mover.after_dark else _cells(scene))
    keys = (reader.classes[0][pieces.combo] << 40) + ((where + 1) << 1) + link
    different, first, of_piece = np.unique(keys, return_index=True, return_inverse=True)
    calendars: list[Calendar] = []
    number = np.full(len(different), -1, np.int32)
    for rank, piece in enumerate(first.tolist()):
        combo = int(different[rank]) >> 40
        cell = -1 if link[piece] else int(where[piece])
        parts = reader.parts(combo, cell)
        made = reader.carried(piece, parts) if link[piece] else _calendar(parts)
        if made is not None:
            number[rank] = len(calendars)
            calendars.append(made)
    length = midnight(day + timedelta(days=days)).timestamp() - midnight(day).timestamp()
    notes = tuple(dict.fromkeys([*reader.everywhere_notes(), *reader.notes]))
    return Hours(day, length, tuple(calendars), number[of_piece], notes)


def _cells(scene: Scenario) -> Longs:
    """The number of the cell in which each piece begins."""
    nodes, first = scene.network.nodes, scene.network.pieces.a
    across = np.round(nodes.lon[first] / CELL_DEG).astype(np.int64)
    up = np.round(nodes.lat[first] / CELL_DEG).astype(np.int64)
    return (up + 1000) * 10_000 + across + 5000


def _place(cell: int) -> tuple[float, float]:
    up, across = divmod(cell, 10_000)
    return (across - 5000) * CELL_DEG, (up - 1000) * CELL_DEG


@dataclass(frozen=True)
class _Reader:
    """Reads the words of a state as intervals, each once."""

    scene: Scenario
    day: date
    days: int
    notes: list[str] = field(default_factory=list)
    _dark: dict[int, Part] = field(default_factory=dict)
    _told: dict[int, tuple[Part, ...]] = field(default_factory=dict)

    @cached_property
    def classes(self) -> tuple[Longs, list[tuple[int, ...]]]:
        """Sets of subjects of which hours are reported, and the number of each combo's set."""
        states, combos = self.scene.standing.states, self.scene.network.combos
        timed = {row for row, known in enumerate(states) if known and _speaks_of_hours(known)}
        numbers: dict[tuple[int, ...], int] = {(): 0}
        found = np.zeros(combos.count, np.int64)
        owner = np.repeat(np.arange(combos.count), np.diff(combos.indptr))
        touched = np.unique(owner[np.isin(combos.subject, sorted(timed))]).tolist()
        for combo in touched:
            rows = self.scene.network.governors(combo).tolist()
            key = tuple(row for row in rows if row in timed)
            found[combo] = numbers.setdefault(key, len(numbers))
        return found, list(numbers)

    def parts(self, combo: int, cell: int) -> list[Part]:
        """All conditions on a piece of road, or on the ends of a link."""
        told = [part for row in self.classes[1][combo] for part in self._subject(row)]
        dark = [self._darkness(cell)] if cell >= 0 else []
        return [*told, *self.everywhere, *dark]

    def carried(self, piece: int, parts: Sequence[Part]) -> Calendar | None:
        """When a link may be left for, as a calendar of its whole time."""
        row = int(self.scene.network.pieces.owner[piece])
        links = self.scene.network.links
        own = f"link.{links.id[row]} "
        seconds = self._crossing(piece)
        spans, named = _ALWAYS, [*parts, *self._service(row)]
        for part in named:
            leaving = part.spans - [0.0, 1.0]
            spans = _both(spans, leaving)
            if not part.name.startswith(own):
                spans = _both(spans, part.spans - seconds)
        if not named:
            return None
        return Calendar(tuple(spans[:, 0]), tuple(spans[:, 1] + seconds), tuple(named))

    def _crossing(self, piece: int) -> float:
        """Seconds that a link takes; 0 where the vehicle cannot use it."""
        edge = int(np.argmax(self.scene.network.edges.piece == piece))
        seconds = float(in_ticks(self.scene.weights.seconds[edge : edge + 1])[0])
        return seconds if np.isfinite(seconds) else 0.0

    def everywhere_notes(self) -> list[str]:
        """That a curfew counts on all of the map."""
        return [f"{part.name} is taken to count on all of this map." for part in self.everywhere]

    def _service(self, row: int) -> list[Part]:
        links = self.scene.network.links
        days, name = links.days.at(row), f"link.{links.id[row]}"
        if not days:
            return []
        try:
            window = parse_window(days)
        except ValueError as error:
            self.notes.append(f"{name}: days of service cannot be read, so none are kept: {error}")
            return []
        return [self._part(f"{name} days {days}", window, 0.0, 0.0)]

    def _subject(self, row: int) -> tuple[Part, ...]:
        if row not in self._told:
            known = self.scene.standing.states[row]
            name = ".".join(self.scene.network.subjects.key(row))
            lon, lat = self._where(row)
            self._told[row] = tuple(self._said(known, name, lon, lat)) if known else ()
        return self._told[row]

    def _said(self, known: SubjectState, name: str, lon: float, lat: float) -> Iterable[Part]:
        """The window and the curfew that count: of several reports the first."""
        for text in known.windows[:1]:
            yield self._part(f"{name} window {text}", parse_window(text), lon, lat)
        for text in known.curfews[:1]:
            yield self._part(f"{name} curfew {text}", parse_curfew(text), lon, lat)

    @cached_property
    def everywhere(self) -> tuple[Part, ...]:
        """Curfews of the country or a department that the map does not draw."""
        return tuple(self._everywhere())

    def _everywhere(self) -> Iterable[Part]:
        nodes, subjects = self.scene.network.nodes, self.scene.network.subjects
        drawn = {subjects.key(row) for row in range(len(subjects.id))}
        lon, lat = float(np.median(nodes.lon)), float(np.median(nodes.lat))
        for key, known in sorted(self.scene.state.subjects.items(), key=lambda item: item[0]):
            if key[0] != "area" or key in drawn or not known.curfews:
                continue
            name, text = ".".join(key), known.curfews[0]
            if key[1] == "haiti" or key[1].endswith("-department"):
                yield self._part(f"{name} curfew {text}", parse_curfew(text), lon, lat)
            else:
                self.notes.append(f"{name} curfew {text}: no such area on this map; not counted.")

    def _where(self, row: int) -> tuple[float, float]:
        """A place that the subject governs: the first of its pieces."""
        network = self.scene.network
        combos = np.repeat(np.arange(network.combos.count), np.diff(network.combos.indptr))
        own = combos[network.combos.subject == row]
        piece = int(np.argmax(np.isin(network.pieces.combo, own)))
        node = network.pieces.a[piece]
        return float(network.nodes.lon[node]), float(network.nodes.lat[node])

    def _darkness(self, cell: int) -> Part:
        if cell not in self._dark:
            day = parse_window("sunrise-sunset")
            self._dark[cell] = self._part("darkness", day, *_place(cell))
        return self._dark[cell]

    def _part(self, name: str, window: Window, lon: float, lat: float) -> Part:
        spans = window.intervals(self.day, self.days, lon, lat)
        return Part(name, spans.astype(np.float64))


def _speaks_of_hours(known: SubjectState) -> bool:
    return bool(known.windows or known.curfews)


def _calendar(parts: Sequence[Part]) -> Calendar | None:
    spans = _ALWAYS
    for part in parts:
        spans = _both(spans, part.spans)
    return Calendar(tuple(spans[:, 0]), tuple(spans[:, 1]), tuple(parts)) if parts else None


def _both(one: Floats, other: Floats) -> Floats:
    """The times that lie in both of two sets of intervals (closed; a single moment counts)."""
    opens = np.maximum(one[:, None, 0], other[None, :, 0]).ravel()
    shuts = np.minimum(one[:, None, 1], other[None, :, 1]).ravel()
    kept = opens <= shuts
    order = np.argsort(opens[kept], kind="stable")
    return np.stack([opens[kept][order], shuts[kept][order]], axis=1)
