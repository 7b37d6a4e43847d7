"""Which departures of a day work: from when to when, what they arrive at, how long they wait."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from potay.access.clock.hours import Hours
from potay.access.clock.journey import drive
from potay.access.clock.opening import OpeningHours
from potay.access.clock.outlook import Outlook
from potay.access.clock.profile import Stretch, profile
from potay.access.clock.timetable import Timetable
from potay.arrays import Floats
from potay.errors import Finding, SpecError
from potay.search.edges import turned
from potay.search.engine import grow
from potay.terms.moments import HAITI_TIME
from potay.terms.statuses import READINGS, STATUS_IN

_BETWEEN = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")


@dataclass(frozen=True)
class Between:
    """The first and the last departure that are asked about, as times of the day in Haiti."""

    first: time
    last: time


def read_between(text: str, option: str = "--between") -> Between:
    """Hours of departure such as `04:00-18:00`; `option` is what faults call them.

    Raises
    ------
    SpecError
        Where they cannot be read or end before they begin.
    """
    match = _BETWEEN.fullmatch(text.strip())
    hint = "Write them as HH:MM-HH:MM, e.g. 04:00-18:00."
    try:
        hours = [int(word) for word in match.groups()] if match else []
        found = Between(time(hours[0], hours[1]), time(hours[2], hours[3]))
    except (IndexError, ValueError):
        message = f"{option}: '{text}' is not two hours of one day."
        raise SpecError(Finding("error", message, hint=hint)) from None
    if found.last < found.first:
        message = f"{option}: '{text}' ends before it begins."
        raise SpecError(Finding("error", message, hint=hint))
    return found


def departures(
    outlook: Outlook, start: int, goal: int, day: date, between: Between
) -> list[dict[str, Any]]:
    """Departures from one node that arrive at another on the same day, as plain values.

    Of the strictest reading in which any arrives; [] where none does. Each item covers all
    departures after `from` (that one too where `from_included`) up to and with `until`. Where
    `arrival_moves` each minute of departure is a minute of arrival; else all arrive at once,
    and who leaves earlier waits longer.
    """
    opening = OpeningHours.of(outlook, day, days=1)
    for name, status in STATUS_IN.items():
        hours = opening.hours(READINGS[name])
        begin, end = (
            hours.seconds_of(datetime.combine(day, clock, HAITI_TIME))
            for clock in (between.first, between.last)
        )
        table = Timetable.of(hours)
        found = profile(table, start, goal, begin, end, least_left(hours, goal))
        if found:
            return [_record(table, start, goal, stretch, status, begin) for stretch in found]
    return []


def least_left(hours: Hours, goal: int) -> Floats:
    """The least seconds from every node to one node, whatever the hour."""
    edges, order = turned(hours.phases[0].scenario.network.edges)
    return grow(edges, hours.seconds[order], goal).cost


def _record(
    table: Timetable, start: int, goal: int, stretch: Stretch, status: str, begin: float
) -> dict[str, Any]:
    labels = table.earliest(start, stretch.end, goal)
    journey = drive(table, table.way(labels, goal), stretch.end)
    first = max(stretch.begin, begin)
    moment = table.hours.moment
    longer = 0.0 if stretch.moving else stretch.end - first
    return {
        "from": moment(first).isoformat(),
        "from_included": stretch.begin < begin,
        "until": moment(stretch.end).isoformat(),
        "arrival_first": moment(stretch.at(first)).isoformat(),
        "arrival_last": moment(stretch.arrival).isoformat(),
        "arrival_moves": stretch.moving,
        "duration_minutes": [
            round((stretch.at(mark) - mark) / 60, 2) for mark in (first, stretch.end)
        ],
        "waiting_minutes": [round((journey.waiting + more) / 60, 2) for more in (longer, 0.0)],
        "waits_for": list(dict.fromkeys(w for stop in journey.stops for w in stop.because)),
        "status": status,
    }
