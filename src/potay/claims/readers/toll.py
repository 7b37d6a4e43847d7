"""A levy: amount, currency and vehicle."""

import re
from collections.abc import Collection

from potay.terms.values import Toll

_TOLL = re.compile(
    r"(?:(?P<low>\d+)(?:-(?P<high>\d+))?|unstated) (?P<currency>[A-Z]{3}) (?P<vehicle>[a-z0-9-]+)"
)


def read(text: str, _actors: Collection[str] = ()) -> Toll:
    """Read `50000-150000 HTG container-truck`, `2500 HTG bus` or `unstated HTG any`.

    Raises
    ------
    ValueError
        With a sentence that shows the form.
    """
    match = _TOLL.fullmatch(text)
    if not match:
        raise ValueError(
            f"'{text}' is not a toll; write amount, currency and vehicle class, e.g. "
            "'50000-150000 HTG container-truck' or 'unstated HTG any'."
        )
    low = int(match["low"]) if match["low"] else None
    high = int(match["high"]) if match["high"] else low
    if low is not None and high is not None and high < low:
        raise ValueError(f"'{text}' has its range the wrong way round: {high} is less than {low}.")
    return Toll(text, low, high, match["currency"], match["vehicle"])
