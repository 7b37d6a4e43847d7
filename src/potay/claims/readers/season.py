"""Months of the year."""

from collections.abc import Collection

from potay.terms.hours import Season, parse_season


def read(text: str, _actors: Collection[str]) -> Season:
    """Read `May-Oct`."""
    return parse_season(text)
