"""One journey by the clock: when it arrives, where it waits and why, which gateways it meets when.

The route is the one that arrives first, not the one of least cost, and waiting is no being under
way: whoever waits through a night stands where the last passable piece ended.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from potay.access.clock.hours import FOLLOWED_DAYS, Hours
from potay.access.clock.opening import OpeningHours
from potay.access.clock.outlook import Outlook
from potay.access.clock.timetable import Timetable
from potay.arrays import Longs
from potay.claims.moments import read_instant
from potay.errors import Finding, NoAnswerError, SpecError
from potay.network.reasons import Reasons
from potay.spec.map import FIRST_YEAR, LAST_YEAR
from potay.terms.moments import HAITI_TIME
from potay.terms.statuses import READINGS, STATUS_IN

#: What is waited for where a piece is passable already but is passed sooner by who waits.
DELAY_ENDS = "a reported delay that ends"


@dataclass(frozen=True)
class Stop:
    """A wait of some seconds before edge number `rank` of a journey, and what it waits for."""

    rank: int
    begin: float
    seconds: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class Journey:
    """A journey by the clock; `begins[i]` is when edge i is begun, times as in its hours."""

    departure: float
    arrival: float
    edges: Longs
    begins: tuple[float, ...]
    stops: tuple[Stop, ...]

    @property
    def waiting(self) -> float:
        """Seconds spent waiting."""
        return sum(stop.seconds for stop in self.stops)


def drive(table: Timetable, edges: Longs, departure: float) -> Journey:
    """Pass edges one after the other, each as soon as it is passable."""
    now, begins, stops = departure, [], []
    for rank, edge in enumerate(edges.tolist()):
        begin, (seconds, calendar) = table.pass_edge(edge, now)
        if begin > now:
            because = closed_by(table.hours, calendar, now, now + seconds) or (DELAY_ENDS,)
            stops.append(Stop(rank, now, begin - now, because))
        begins.append(begin)
        now = begin + seconds
    return Journey(departure, now, edges, tuple(begins), tuple(stops))


def closed_by(hours: Hours, calendar: int, begin: float, end: float) -> tuple[str, ...]:
    """The conditions of a calendar that do not hold all the time from `begin` to `end`."""
    parts = hours.calendars[calendar].parts if calendar >= 0 else ()
    return tuple(
        part.name
        for part in parts
        if not ((part.spans[:, 0] <= begin) & (end <= part.spans[:, 1])).any()
    )


def read_departure(text: str, as_of: datetime, option: str = "--depart") -> datetime:
    """A moment of departure such as `2024-07-05T06:30`; without a zone it is Haiti time.

    `option` is what faults call it.

    Raises
    ------
    SpecError
        Where it is no moment, names no hour, or lies on a day before `as_of`.
    """
    hint = "Write it as YYYY-MM-DDTHH:MM, e.g. 2024-07-05T06:30."
    moment = _read(option, text, as_of, hint)
    if len(text.strip()) <= len("2024-07-05"):
        message = f"{option}: '{text.strip()}' names no hour of departure."
        raise SpecError(Finding("error", message, hint=hint))
    return moment


def read_travel_day(text: str, as_of: datetime, option: str = "--on") -> datetime:
    """A day of travel such as `2024-07-05`, or a moment of it, in Haiti time.

    `option` is what faults call it.

    Raises
    ------
    SpecError
        Where it is no day, or lies before that of `as_of`.
    """
    return _read(option, text, as_of, "Write it as YYYY-MM-DD, e.g. 2024-07-05.")


def _read(option: str, text: str, as_of: datetime, hint: str) -> datetime:
    try:
        read_instant(text)
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        wrong = str(error).partition(" Write it as")[0]
        raise SpecError(Finding("error", f"{option}: {wrong}", hint=hint)) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        wrong = f"the year {moment.year} is not meant; expected one up to {LAST_YEAR}."
        raise SpecError(Finding("error", f"{option}: {wrong}", hint=hint))
    local = (moment if moment.tzinfo else moment.replace(tzinfo=HAITI_TIME)).astimezone(HAITI_TIME)
    if local.date() < as_of.astimezone(HAITI_TIME).date():
        message = (
            f"{option}: {local:%Y-%m-%d} lies before the map's moment, {as_of:%Y-%m-%d}, whose"
            " reports were not known then."
        )
        day = f"{local:%Y-%m-%d}"
        how = f"--as-of {day}" if option.startswith("--") else f'at("{day}")'
        hint = f"Ask for the map of that day: {how}."
        raise SpecError(Finding("error", message, hint=hint))
    return local


def timed_journey(
    outlook: Outlook, start: int, goal: int, departure: datetime
) -> tuple[dict[str, Any], Longs]:
    """When a journey between two nodes arrives that leaves at a moment, as plain values.

    And its edges, none where it does not arrive. Every piece is judged by the reports known at
    the scenario's own moment, as they stand when it is passed. The reading is the strictest in
    which it arrives at all; `departure_status` words it, and is `cut_off` where it arrives in
    none within a fortnight.

    Raises
    ------
    NoAnswerError
        Where the departure has no zone.
    """
    if departure.tzinfo is None:
        raise NoAnswerError(Finding("error", "the departure has no time zone."))
    opening = OpeningHours.of(outlook, departure.astimezone(HAITI_TIME).date())
    scenario = outlook.scenario
    hours = opening.hours(READINGS["open"])
    begin, notes = hours.seconds_of(departure), list(hours.notes)
    late = scenario.state.as_of + timedelta(days=scenario.rules.expires_days)
    if departure > late:
        age = (departure - scenario.state.as_of).days
        notes.append(f"The reports are of {age} days before this departure.")
    head = {"departure": departure.astimezone(HAITI_TIME).isoformat(), "time_notes": notes}
    for name, status in STATUS_IN.items():
        table = Timetable.of(opening.hours(READINGS[name]))
        labels = table.earliest(start, begin, goal)
        if np.isfinite(labels.time[goal]):
            journey = drive(table, table.way(labels, goal), begin)
            told = head | {"departure_status": status} | journey_record(table, journey)
            return told, journey.edges
    return head | NEVER, np.zeros(0, np.int64)


#: What is said of a journey that does not arrive.
NEVER: dict[str, Any] = {
    "departure_status": "cut_off", "arrival": None, "duration_minutes": None,
    "waiting_minutes": None, "waits": [], "gateways_met": [],
    "never": f"does not arrive within {FOLLOWED_DAYS - 1} days of this departure",
}  # fmt: skip


def journey_record(table: Timetable, journey: Journey) -> dict[str, Any]:
    """A journey as plain values: arrival, waits with their reasons, gateways and their hour."""
    hours = table.hours
    return {
        "arrival": hours.moment(np.ceil(journey.arrival)).isoformat(),
        "duration_minutes": round((journey.arrival - journey.departure) / 60, 2),
        "waiting_minutes": round(journey.waiting / 60, 2),
        "waits": [
            {
                "from": hours.moment(stop.begin).isoformat(),
                "minutes": round(stop.seconds / 60, 2),
                "because": list(stop.because),
            }
            for stop in journey.stops
        ],
        "gateways_met": _gateways(table, journey),
        "never": None,
    }


def _gateways(table: Timetable, journey: Journey) -> list[dict[str, Any]]:
    """Gateways in order, each with the moment at which the first piece it governs is begun."""
    reasons = {id(phase.scenario): Reasons(phase.scenario) for phase in table.hours.phases}
    met: dict[str, dict[str, Any]] = {}
    for edge, begin in zip(journey.edges.tolist(), journey.begins, strict=True):
        scenario = table.hours.scenario(begin)
        subjects, pieces = scenario.network.subjects, scenario.network.pieces
        governing = int(pieces.governing[scenario.network.edges.piece[edge]])
        for row in reasons[id(scenario)].governing_subjects(governing):
            kind, name = subjects.key(row)
            if kind == "gateway" and name not in met:
                met[name] = {
                    "id": name,
                    "name": str(subjects.name[row]),
                    "at": table.hours.moment(begin).isoformat(),
                    "delay_minutes": round(float(scenario.passability.delay_s[row]) / 60, 2),
                }
    return list(met.values())
