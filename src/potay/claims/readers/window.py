"""Days and hours in which something passes."""

from collections.abc import Collection

from potay.terms.hours import Window, parse_window


def read(text: str, _actors: Collection[str]) -> Window:
    """Read `Fri-Sun 06:00-18:00`."""
    return parse_window(text)
