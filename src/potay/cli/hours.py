"""What `potay route` says of hours: departure and arrival, waits, and which departures work."""

from collections.abc import Iterator
from typing import Any

from rich.table import Table

from potay.cli.session import table


def told_by_the_clock(answer: dict[str, Any]) -> Iterator[Table | str]:
    """The hours of an answer for people."""
    day = answer["clock_day"]
    latest, reason = answer["latest_departure"], answer["latest_departure_reason"]
    yield (
        f"Latest departure for a return on {day}: {latest} ({answer['latest_departure_status']})."
        if latest
        else f"No departure returns on {day}: {reason}."
    )
    for change in answer["changes_ahead"]:
        yield change["sentence"]
    if "departure" in answer:
        yield from _journey(answer)
    if "departures" in answer:
        yield from _departures(answer["departures"], day)


def _journey(answer: dict[str, Any]) -> Iterator[Table | str]:
    leaving = f"Leaving {_clock(answer['departure'])}"
    if answer["never"]:
        yield f"{leaving}: {answer['never']}."
    else:
        yield (
            f"{leaving}: arrives {_clock(answer['arrival'])} after"
            f" {answer['duration_minutes']:.1f} minutes, {answer['waiting_minutes']:.1f} of them"
            f" waiting ({answer['departure_status']})."
        )
    yield from answer["time_notes"]
    if answer["waits"]:
        yield table(
            ("from", "minutes", "what"),
            [(_clock(one["from"]), one["minutes"], one["because"]) for one in answer["waits"]],
            title="Waits",
        )
    if answer["gateways_met"]:
        met = [
            (_clock(one["at"]), one["id"], one["name"], one["delay_minutes"])
            for one in answer["gateways_met"]
        ]
        yield table(("at", "gateway", "name", "delay"), met, title="Gateways met")


def _departures(found: list[dict[str, Any]], day: str) -> Iterator[Table | str]:
    if not found:
        yield f"None of these departures arrives on {day}."
        return
    rows = [
        (
            f"{_hour(one['from'])}-{_hour(one['until'])}",
            f"{_hour(one['arrival_first'])}-{_hour(one['arrival_last'])}",
            one["duration_minutes"], one["waiting_minutes"], one["status"], one["waits_for"],
        )
        for one in found
    ]  # fmt: skip
    columns = ("departures", "arrivals", "minutes", "waiting", "status", "what")
    yield table(columns, rows, title=f"Departures that arrive on {day}")


def _clock(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _hour(moment: str) -> str:
    return moment[11:16]
