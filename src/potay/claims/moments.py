"""Dates of reports: ISO text in files, whole seconds since 1970 in the ledger, Haiti's calendar."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from potay.terms.moments import HAITI_TIME

_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_CUT = re.compile(r"\d{4}(-\d{2})?")


@dataclass(frozen=True)
class Instant:
    """A moment as seconds since 1970 (UTC), the Haitian day it falls on, and what was written.

    `day` is the proleptic ordinal of the day in Port-au-Prince. `timed` is False where only a
    date was given; the instant is then the start of that day.
    """

    seconds: int
    day: int
    timed: bool
    text: str


def read_instant(text: str) -> Instant:
    """Read an ISO 8601 date or time of day; without a zone it is Haiti time.

    Raises
    ------
    ValueError
        With a sentence that says what is wrong: two readings, a missing day, not a date.
    """
    text = text.strip()
    if _CUT.fullmatch(text):
        raise ValueError(
            f"'{text}' lacks the day. Write the first day that is meant, e.g. "
            f"{text}{'-01' if len(text) == 7 else '-01-01'}, and the precision in note."
        )
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_why_not_iso(text)) from None
    timed = value.tzinfo is not None or value.time() != time(0)
    try:
        return instant(value, timed=timed, text=text)
    except OverflowError:
        raise ValueError(f"'{text}' lies beyond the calendar.") from None


def instant(value: datetime, *, timed: bool = True, text: str = "") -> Instant:
    """A datetime as an instant; a naive one is Haiti time."""
    aware = value if value.tzinfo else value.replace(tzinfo=HAITI_TIME)
    local = aware.astimezone(HAITI_TIME)
    return Instant(
        int(aware.timestamp()),
        local.toordinal(),
        timed,
        text or aware.isoformat(timespec="seconds"),
    )


def _why_not_iso(text: str) -> str:
    numeric = _NUMERIC.fullmatch(text)
    if not numeric:
        return f"'{text}' is not an ISO 8601 date. Write it as YYYY-MM-DD, e.g. 2024-01-05."
    first, second, year = (int(part) for part in numeric.groups())
    readings = [_iso(year, second, first), _iso(year, first, second)]
    if all(readings) and readings[0] != readings[1]:
        return (
            f"'{text}' is ambiguous: {readings[0]} (day first) or {readings[1]} (month first)? "
            "Write it as YYYY-MM-DD."
        )
    likely = readings[0] or readings[1]
    return f"'{text}' is not an ISO 8601 date. Write it as {likely or 'YYYY-MM-DD'}."


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
