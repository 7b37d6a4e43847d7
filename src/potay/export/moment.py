"""The moment written into files: the map's as-of, never the clock: same inputs, same bytes."""

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """A moment as GeoPackage and XML write it: `2024-08-19T03:59:59.000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
