"""The moment written into files: never the clock, so that the same inputs give the same bytes."""

import os
from datetime import UTC, datetime

from potay.built import BuiltMap
from potay.errors import BundleError


def file_moment(built: BuiltMap) -> datetime:
    """SOURCE_DATE_EPOCH where it is set, else the map's as-of; in UTC, whole seconds.

    Raises
    ------
    BundleError
        Where SOURCE_DATE_EPOCH is not a whole number of seconds since 1970.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return built.provenance.as_of.astimezone(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise BundleError(
            f"SOURCE_DATE_EPOCH is '{epoch}', expected whole seconds since 1970 in UTC. "
            "Unset it or set it to a number such as 1724039999."
        ) from None


def stamp(moment: datetime) -> str:
    """A moment as GeoPackage and XML write it: `2024-08-19T03:59:59.000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
