"""Minutes that a passage takes longer."""

import re
from collections.abc import Collection

from potay.terms.values import Delay


def read(text: str, _actors: Collection[str]) -> Delay:
    """Read `45` or `45.5`."""
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        raise ValueError(f"'{text}' is not a delay; expected minutes, e.g. 45.")
    return Delay(text, float(text))
