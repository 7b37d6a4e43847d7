"""What a claim of each kind may say, and the one way it is written in the ledger."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from potay.claims.claim import NO_HOLDER, OP_STATUS, STATUS_WORDS
from potay.claims.known import Known
from potay.claims.timegrammar import parse_curfew, parse_season, parse_window
from potay.spec.toml import suggestion

_TOLL = re.compile(
    r"(?:(?P<low>\d+)(?:-(?P<high>\d+))?|unstated) (?P<currency>[A-Z]{3}) (?P<vehicle>[a-z0-9-]+)"
)


@dataclass(frozen=True)
class Toll:
    """A levy reported at a place. Amounts are None where the report states none.

    A detail for restricted audiences: never part of a public bundle.
    """

    low: int | None
    high: int | None
    currency: str
    vehicle: str


def parse_toll(text: str) -> Toll:
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
    return Toll(low, high, match["currency"], match["vehicle"])


def close_match(word: str, known: Iterable[str]) -> str:
    """*Did you mean …?* where a known word is close, else nothing."""
    said = suggestion(word, known)
    return said if said.startswith("Did you mean") else ""


def canonical_value(kind: str, value: str, known: Known) -> str:
    """The value of a claim as the ledger writes it.

    Raises
    ------
    ValueError
        With a sentence, where the kind cannot have this value.
    """
    value = " ".join(value.split())
    if not value:
        raise ValueError("is empty.")
    return _READERS.get(kind, _text)(value, known)


def _status(value: str, _: Known) -> str:
    word = OP_STATUS.get(value, value.lower())
    if word not in STATUS_WORDS:
        raise ValueError(
            f"'{value}' is not a status; expected {', '.join(STATUS_WORDS)} or a code "
            f"1 to 4 or 0. {close_match(word, STATUS_WORDS)}".rstrip()
        )
    return word


def _control(value: str, known: Known) -> str:
    word = value.lower()
    if word in NO_HOLDER:
        return word
    if value not in known.actors:
        raise ValueError(
            f"'{value}' is not an actor of this ledger; expected an actor id, none or contested. "
            + suggestion(value, known.actors)
        )
    return value


def _coalition(value: str, known: Known) -> str:
    if value.lower() == "none":
        return "none"
    if value not in known.actors:
        raise ValueError(
            f"'{value}' is not an actor of this ledger; expected the id of a coalition, or none. "
            + suggestion(value, known.actors)
        )
    return value


def _window(value: str, _: Known) -> str:
    parse_window(value)
    return value


def _curfew(value: str, _: Known) -> str:
    parse_curfew(value)
    return value


def _season(value: str, _: Known) -> str:
    parse_season(value)
    return value


def _toll(value: str, _: Known) -> str:
    parse_toll(value)
    return value


def _delay(value: str, _: Known) -> str:
    if not re.fullmatch(r"\d+(\.\d+)?", value):
        raise ValueError(f"'{value}' is not a delay; expected minutes, e.g. 45.")
    return value


def _persons(value: str, _: Known) -> str:
    if not re.fullmatch(r"\d+", value):
        raise ValueError(
            f"'{value}' is not a number of persons; expected a whole number, e.g. 1200."
        )
    return value


def _text(value: str, _: Known) -> str:
    return value


_READERS: dict[str, Callable[[str, Known], str]] = {
    "control": _control,
    "status": _status,
    "alliance": _coalition,
    "window": _window,
    "curfew": _curfew,
    "toll": _toll,
    "delay": _delay,
    "displacement": _persons,
    "season": _season,
}
