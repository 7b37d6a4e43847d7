"""A number of people."""

import re
from collections.abc import Collection

from potay.terms.values import Persons


def read(text: str, _actors: Collection[str]) -> Persons:
    """Read `1200`."""
    if not re.fullmatch(r"\d{1,12}", text):
        raise ValueError(
            f"'{text}' is not a number of persons; expected a whole number, e.g. 1200."
        )
    return Persons(text, int(text))
