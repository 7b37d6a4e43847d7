"""Hours in which nothing may move."""

from collections.abc import Collection

from potay.terms.hours import Window, parse_curfew


def read(text: str, _actors: Collection[str]) -> Window:
    """Read `19:00-05:00`."""
    return parse_curfew(text)
