"""Haiti's clock and calendar."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

HAITI_TIME = ZoneInfo("America/Port-au-Prince")


def midnight(day: date) -> datetime:
    """The first moment of a day in Haiti."""
    return datetime.combine(day, time(0), HAITI_TIME)
