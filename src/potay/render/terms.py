"""What a page needs of the floor of words: kinds of claim, and values as they were read."""

from collections.abc import Collection
from typing import Any

from potay.built import BuiltMap
from potay.terms.kinds import KINDS
from potay.terms.signs import SIGNS, Sign
from potay.terms.statuses import ACCESS


def terms_block(built: BuiltMap) -> dict[str, Any]:
    """The kinds of claim, and what values say that is more than their text.

    What can never be said of a map, where silence is not told, is not among its words.

    Returns
    -------
    dict
        `kinds`: by kind what it `does` and its words by language. `access`: statuses of places from
        the best to the worst. `signs`: by status its color, symbol, width and dash. `said`: by the
        type of a value (*toll*, *window*, *season*, *delay*, *persons*), then by its text, the
        value as plain JSON, each once; see `terms.values` and `terms.hours`.
    """
    never = ("presumed",) if built.state.silence == "not_told" else ()
    said: dict[str, dict[str, Any]] = {}
    for value in sorted(built.state.values.values(), key=lambda one: one.text):
        if value.is_more_than_text:
            said.setdefault(type(value).__name__.lower(), {})[value.text] = value.plain()
    return {
        "kinds": {name: {"does": kind.does, **kind.words} for name, kind in KINDS.items()},
        "access": [status for status in ACCESS if status not in never],
        "signs": signs_block(never),
        "said": dict(sorted(said.items())),
    }


def signs_block(never: Collection[str] = ()) -> dict[str, Any]:
    """The signs of statuses, but of those that can never be said."""
    return {word: _look(sign) for word, sign in SIGNS.items() if word not in never}


def _look(sign: Sign) -> dict[str, Any]:
    look = {"color": sign.color, "symbol": sign.symbol, "width": sign.width, "dash": sign.dash}
    return {name: value for name, value in look.items() if value}
