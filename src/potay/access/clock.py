"""What the clock says of one pair of places: this departure, all departures, the latest one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from potay.access.departures import Between, departures
from potay.access.journey import timed_journey
from potay.access.readings import LEVELS, STATUS
from potay.access.sameday import Returns
from potay.access.stations import find_place, on_network
from potay.claims.moments import HAITI
from potay.network.scenario import Scenario


@dataclass(frozen=True)
class Clock:
    """What is asked: a departure, or the departures between two hours, or neither."""

    depart: datetime | None = None
    between: Between | None = None


def by_the_clock(
    scene: Scenario, origin: str, destination: str, status: str, asked: Clock
) -> dict[str, Any]:
    """Times of day for a pair whose access has a `status`, as plain values.

    Always `latest_departure` (`HH:MM`, for a return on the same day after unloading) or
    `latest_departure_reason`, and `clock_day`, the day they are about: that of the departure,
    else that of the state. With a departure: `departure`, `departure_status`, `arrival`,
    `duration_minutes`, `waiting_minutes`, `waits`, `gateways_met`, `never`, `time_notes`. With
    hours: `departures`, all that arrive on the same day.

    Raises
    ------
    NoAnswerError
        Where a place is unknown or ambiguous, or the origin is off the network.
    """
    places = scene.network.places
    start = int(places.node[on_network(scene.network, find_place(scene.network, origin))])
    end = find_place(scene.network, destination)
    day = (asked.depart or scene.state.as_of).astimezone(HAITI).date()
    told: dict[str, Any] = {"clock_day": day.isoformat(), **NOT_PLACED}
    if places.misplaced[end]:
        return told
    goal = int(places.node[end])
    told |= _latest(scene, start, goal, status, day)
    if asked.depart:
        told |= timed_journey(scene, start, goal, asked.depart)
    if asked.between:
        told["departures"] = departures(scene, start, goal, day, asked.between)
    return told


#: What is said of a place that is tied to no road.
NOT_PLACED = {
    "latest_departure": None,
    "latest_departure_reason": "the destination is not on the connected network",
}


def _latest(scene: Scenario, start: int, goal: int, status: str, day: date) -> dict[str, Any]:
    reading = next((name for name, word in STATUS.items() if word == status), None)
    if reading is None:
        return {"latest_departure": None, "latest_departure_reason": "no way is passable"}
    found = Returns.of(scene, day).latest(start, [goal], LEVELS[reading])[0]
    return {"latest_departure": found.departure, "latest_departure_reason": found.reason}
