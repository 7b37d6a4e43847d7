"""The moment written into files: the map's as-of, never the clock: same inputs, same bytes."""

from datetime import UTC, datetime

from potay.spec.map import HAITI_TIME


def stamp(moment: datetime) -> str:
    """A moment as GeoPackage and XML write it: `2024-08-19T03:59:59.000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def shown(moment: datetime) -> str:
    """A moment as people in Haiti write it in files: `2024-08-18 23:59`."""
    return moment.astimezone(HAITI_TIME).strftime("%Y-%m-%d %H:%M")
