"""Hours in words: windows, curfews and seasons, as text and as intervals of time.

A window is days and hours in which something is reported passable: `Fri-Sun 06:00-18:00`,
`Mon-Fri,Sun 06:00-sunset`, several separated by `;`. Days name the day on which the hours
begin, so `Fri 20:00-04:00` ends on Saturday. Without days it is every day, without hours the
whole day. A curfew is the same grammar for the hours in which nothing may move.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from astral import Observer
from astral.sun import sunrise, sunset

from potay.terms.moments import HAITI_TIME, midnight
from potay.terms.values import Value

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEK = frozenset(range(7))

#: A change of a weekly pattern comes within a week; two more days for hours over midnight.
HORIZON_DAYS = 9

Mark = int | Literal["sunrise", "sunset"]  # minutes after midnight, or the sun's

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)|24:00")
_LONGEST = 200  # the days of a week, each named, take a third of it
_SPAN = re.compile(r"(?:(?P<days>[A-Za-z ,\-]*?)\s*)??(?P<opens>[^\s\-,]+)-(?P<shuts>[^\s\-,]+)")


@dataclass(frozen=True)
class Span:
    """Hours that begin on each of `days` (Monday is 0); they may run over midnight."""

    days: frozenset[int]
    opens: Mark
    shuts: Mark


@dataclass(frozen=True)
class Window(Value):
    """When something is passable: inside the spans, or with `curfew` outside of them.

    All times are Haiti time, sunrise and sunset those of the place and date. An interval holds
    its first second and not its last. Where the clock is put back, the first of the two equal
    times counts.
    """

    spans: tuple[Span, ...]
    curfew: bool = False

    def plain(self) -> list[dict[str, Any]]:
        """The spans as `{days, opens, shuts}`.

        `days` are runs of days, the first and the last (Monday is 0); `opens` and `shuts` are
        minutes after midnight, or *sunrise* or *sunset*.
        """
        return [
            {"days": _runs(span.days, 0, len(DAYS)), "opens": span.opens, "shuts": span.shuts}
            for span in self.spans
        ]

    def intervals(self, day0: date, days: int, lon: float, lat: float) -> npt.NDArray[np.int64]:
        """The passable times of `days` days from the start of `day0`.

        Parameters
        ----------
        day0
            First day, in Haiti.
        days
            How many days, at least 1.
        lon, lat
            Degrees, EPSG:4326; used only where the window follows the sun.

        Returns
        -------
        numpy.ndarray
            Shape (n, 2): seconds after the midnight that begins `day0`, sorted, apart from
            each other, clipped to the days asked for.
        """
        start = midnight(day0).timestamp()
        length = round(midnight(day0 + timedelta(days=days)).timestamp() - start)
        pieces = []
        for offset in range(-1, days):
            day = day0 + timedelta(days=offset)
            for span in self.spans:
                if day.weekday() in span.days:
                    pieces.append([moment - start for moment in _ends(span, day, lon, lat)])
        merged = _merge(np.array(pieces).reshape(-1, 2).round().astype(np.int64), length)
        return _outside(merged, length) if self.curfew else merged

    def open_at(self, moment: datetime, lon: float, lat: float) -> bool:
        """Whether the moment lies in a passable interval."""
        now, ahead = self._ahead(moment, lon, lat)
        return bool(len(ahead)) and bool(ahead[0, 0] <= now)

    def next_change(self, moment: datetime, lon: float, lat: float) -> datetime | None:
        """The next moment at which passable becomes not passable or the reverse; None if never."""
        now, ahead = self._ahead(moment, lon, lat)
        if not len(ahead):
            return None
        change = ahead[0, 1] if ahead[0, 0] <= now else ahead[0, 0]
        if change - now > 8 * 86_400:  # the end of what was looked at
            return None
        return datetime.fromtimestamp(moment.timestamp() + float(change - now), HAITI_TIME)

    def minutes_until_open(self, moment: datetime, lon: float, lat: float) -> float | None:
        """Minutes to wait at the moment: 0 when passable, None where it never is."""
        now, ahead = self._ahead(moment, lon, lat)
        return max(0.0, float(ahead[0, 0] - now) / 60) if len(ahead) else None

    def _ahead(
        self, moment: datetime, lon: float, lat: float
    ) -> tuple[float, npt.NDArray[np.int64]]:
        """Seconds of the moment after the midnight before yesterday, and what is not over yet."""
        local = moment.astimezone(HAITI_TIME)
        day0 = local.date() - timedelta(days=1)
        now = local.timestamp() - midnight(day0).timestamp()
        found = self.intervals(day0, HORIZON_DAYS + 2, lon, lat)
        return now, found[found[:, 1] > now]


@dataclass(frozen=True)
class Season(Value):
    """Months of the year, 1 to 12."""

    months: frozenset[int]

    def plain(self) -> list[list[int]]:
        """The first and last month of each run; one over the new year is one: `[[11, 4]]`."""
        return _runs(self.months, 1, len(MONTHS))

    def covers(self, day: date) -> bool:
        """Whether the day lies in the season."""
        return day.month in self.months


def parse_window(text: str) -> Window:
    """Read a window such as `Mon-Fri,Sun 06:00-18:00; Sat 08:00-sunset`.

    Raises
    ------
    ValueError
        With a sentence that names the part that cannot be read.
    """
    return Window(text, _spans(text, "window"))


def parse_curfew(text: str) -> Window:
    """Read a curfew such as `19:00-05:00`; the result is open outside of these hours.

    Raises
    ------
    ValueError
        With a sentence that names the part that cannot be read.
    """
    return Window(text, _spans(text, "curfew"), curfew=True)


def parse_season(text: str) -> Season:
    """Read months such as `May-Oct` or `Nov-Apr` (over the new year), several with commas.

    Raises
    ------
    ValueError
        With a sentence that names the month that is none.
    """
    return Season(text, frozenset(number + 1 for number in _ring(text, MONTHS, "a month")))


def _spans(text: str, what: str) -> tuple[Span, ...]:
    parts = [part.strip() for part in text.split(";")]
    if not all(parts):
        raise ValueError(f"'{text}' has an empty part; a {what} is like {_example(what)}.")
    return tuple(_span(part, what) for part in parts)


def _span(part: str, what: str) -> Span:
    if len(part) > _LONGEST:
        raise ValueError(f"'{part[:40]}…' is not a {what}; it is like {_example(what)}.")
    match = _SPAN.fullmatch(part)
    if match and _mark(match["opens"]) is not None and _mark(match["shuts"]) is not None:
        opens, shuts = _mark(match["opens"]), _mark(match["shuts"])
        if opens == shuts:
            raise ValueError(
                f"'{part}' begins and ends at the same time; write 00:00-24:00 for a whole day."
            )
        days = match["days"]
        return Span(_ring(days, DAYS, "a day") if days else WEEK, opens or 0, shuts or 0)
    if re.fullmatch(r"[A-Za-z ,\-]+", part):
        return Span(_ring(part, DAYS, "a day"), 0, 1440)
    raise ValueError(f"'{part}' is not a {what}; it is like {_example(what)}.")


def _example(what: str) -> str:
    return "19:00-05:00" if what == "curfew" else "Fri-Sun 06:00-18:00"


def _mark(text: str) -> Mark | None:
    word = text.lower()
    if word == "sunrise":
        return "sunrise"
    if word == "sunset":
        return "sunset"
    if not _CLOCK.fullmatch(text):
        return None
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _ring(text: str, names: tuple[str, ...], what: str) -> frozenset[int]:
    """Names and ranges of a ring of names, `Fri-Mon` going round its end."""
    found: set[int] = set()
    for part in text.split(","):
        places = [_place(name.strip(), names, what) for name in part.split("-")]
        if len(places) > 2:
            raise ValueError(
                f"'{part.strip()}' has more than one '-'; write {names[0]}-{names[1]}."
            )
        steps = (places[-1] - places[0]) % len(names)
        found.update((places[0] + step) % len(names) for step in range(steps + 1))
    return frozenset(found)


def _runs(numbers: frozenset[int], first: int, count: int) -> list[list[int]]:
    """Numbers of a ring, from `first` on, as the first and last of each run."""
    if len(numbers) == count:
        return [[first, first + count - 1]]

    def step(number: int, by: int) -> int:
        return (number - first + by) % count + first

    found = []
    for begins in sorted(one for one in numbers if step(one, -1) not in numbers):
        ends = begins
        while step(ends, 1) in numbers:
            ends = step(ends, 1)
        found.append([begins, ends])
    return found


def _place(name: str, names: tuple[str, ...], what: str) -> int:
    if name.title() not in names:
        raise ValueError(f"'{name}' is not {what}; use {', '.join(names)}.")
    return names.index(name.title())


def _ends(span: Span, day: date, lon: float, lat: float) -> tuple[float, float]:
    opens = _at(span.opens, day, lon, lat)
    shuts = _at(span.shuts, day, lon, lat)
    if isinstance(span.opens, int) and isinstance(span.shuts, int):
        over_midnight = span.shuts <= span.opens  # not by seconds: the clock may be put forward
    else:
        over_midnight = shuts <= opens
    return opens, _at(span.shuts, day + timedelta(days=1), lon, lat) if over_midnight else shuts


@lru_cache(maxsize=4096)
def _at(mark: Mark, day: date, lon: float, lat: float) -> float:
    if mark == "sunrise":
        return sunrise(Observer(lat, lon), day, tzinfo=HAITI_TIME).timestamp()
    if mark == "sunset":
        return sunset(Observer(lat, lon), day, tzinfo=HAITI_TIME).timestamp()
    ahead, minutes = divmod(int(mark), 1440)
    clock = time(minutes // 60, minutes % 60)
    return datetime.combine(day + timedelta(days=ahead), clock, HAITI_TIME).timestamp()


def _merge(pieces: npt.NDArray[np.int64], length: int) -> npt.NDArray[np.int64]:
    """Pieces clipped to 0…length, sorted, those that touch joined."""
    pieces = pieces.clip(0, length)
    pieces = pieces[pieces[:, 0] < pieces[:, 1]]
    pieces = pieces[np.argsort(pieces[:, 0])]
    if not len(pieces):
        return pieces
    reach = np.maximum.accumulate(pieces[:, 1])
    fresh = np.concatenate([[True], pieces[1:, 0] > reach[:-1]])
    last = np.concatenate([fresh[1:], [True]])
    return np.column_stack([pieces[fresh, 0], reach[last]])


def _outside(pieces: npt.NDArray[np.int64], length: int) -> npt.NDArray[np.int64]:
    starts = np.concatenate([[0], pieces[:, 1]])
    ends = np.concatenate([pieces[:, 0], [length]])
    gaps = np.column_stack([starts, ends])
    return gaps[gaps[:, 0] < gaps[:, 1]]
