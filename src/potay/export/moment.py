"""The moment written into files: the map's as-of, never the clock: same inputs, same bytes."""

from datetime import UTC, datetime

from potay.terms.moments import HAITI_TIME
from potay.tongues import TONGUES


def stamp(moment: datetime) -> str:
    """A moment as GeoPackage and XML write it: `2024-08-19T03:59:59.000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def shown(moment: datetime, language: str) -> str:
    """A moment in words, in Haiti's time: `18 août 2024, 23:59`."""
    return TONGUES[language].moment(moment.astimezone(HAITI_TIME))
