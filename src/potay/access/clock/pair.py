"""What the clock says of one pair of places: this departure, all departures, the latest one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from potay.access.clock.departures import Between, departures, least_left
from potay.access.clock.expiry import changes_ahead
from potay.access.clock.journey import timed_journey
from potay.access.clock.outlook import Outlook
from potay.access.clock.sameday import Returns
from potay.access.readings.endpoints import find_place, on_network
from potay.access.readings.untold import is_untold, refuse_untold
from potay.terms.moments import HAITI_TIME
from potay.terms.statuses import READINGS, STATUS_IN


@dataclass(frozen=True)
class Clock:
    """What is asked: a departure, or the departures between two hours, or neither."""

    depart: datetime | None = None
    between: Between | None = None


def by_the_clock(outlook: Outlook, origin: str, destination: str, asked: Clock) -> dict[str, Any]:
    """Times of day for a pair of places, as plain values.

    Reports are those known at the scenario's own moment; each counts as it stands when a piece of
    road is passed: from its beginning to its end, and until it is too old.

    Always `latest_departure` (`HH:MM`, for a return on the same day after unloading) with
    `latest_departure_status`, or `latest_departure_reason`; `clock_day`, the day they are about:
    that of the departure, else that of the state; and `changes_ahead`, what changes on the way
    until the end of that day or until arrival because a report ends or begins. With a
    departure: `departure`, `departure_status`, `arrival`, `duration_minutes`,
    `waiting_minutes`, `waits`, `gateways_met`, `never`, `time_notes`. With hours: `departures`,
    all that arrive on the same day.

    Raises
    ------
    NoAnswerError
        Where a place is unknown or ambiguous, or the origin is off the network; and where hours
        are asked for of a map that does not tell what silence hides.
    """
    if asked.depart or asked.between:
        refuse_untold(outlook.scenario.state, "the hour of a journey")
    network = outlook.scenario.network
    places = network.places
    start = int(places.node[on_network(network, find_place(network, origin))])
    end = find_place(network, destination)
    day = (asked.depart or outlook.scenario.state.as_of).astimezone(HAITI_TIME).date()
    told: dict[str, Any] = {"clock_day": day.isoformat()}
    if is_untold(outlook.scenario.state):
        return told | NOT_TOLD
    if places.misplaced[end]:
        return told | NOT_PLACED
    goal = int(places.node[end])
    told |= _latest(outlook, start, goal, day)
    edges = np.zeros(0, np.int64)
    if asked.depart:
        journey, edges = timed_journey(outlook, start, goal, asked.depart)
        told |= journey
    if asked.between:
        told["departures"] = departures(outlook, start, goal, day, asked.between)
    told["changes_ahead"] = changes_ahead(outlook, start, goal, edges, _until(told, day))
    return told


#: What is said of a place that is tied to no road.
NOT_PLACED: dict[str, Any] = {
    "latest_departure": None,
    "latest_departure_status": None,
    "latest_departure_reason": "the destination is not on the connected network",
    "changes_ahead": [],
}


#: What is said where silence may hide a report.
NOT_TOLD: dict[str, Any] = NOT_PLACED | {
    "latest_departure_reason": "what is not told here may be closed",
}


def _latest(outlook: Outlook, start: int, goal: int, day: date) -> dict[str, Any]:
    """In the strictest reading in which there is a way at some time of the day."""
    returns = Returns.of(outlook, day)
    for name, status in STATUS_IN.items():
        if np.isfinite(least_left(returns.opening.hours(READINGS[name]), goal)[start]):
            found = returns.latest(start, [goal], READINGS[name])[0]
            return {
                "latest_departure": found.departure,
                "latest_departure_status": status if found.departure else None,
                "latest_departure_reason": found.reason,
            }
    return {
        "latest_departure": None,
        "latest_departure_status": None,
        "latest_departure_reason": "no way is passable",
    }


def _until(told: dict[str, Any], day: date) -> datetime:
    """The end of what is asked: the arrival, or the end of the day."""
    last = datetime.combine(day, datetime.max.time(), HAITI_TIME)
    arrival = told.get("arrival")
    return max(last, datetime.fromisoformat(arrival)) if arrival else last
