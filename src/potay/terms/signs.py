"""Signs: how a status looks wherever it stands; shape first, colour second.

Layers, pages, QGIS styles, files for phones and legends take theirs from here. A layer may
restyle a status: what it says of a sign lies over what stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, get_args

from potay.terms.languages import Words, in_languages
from potay.terms.statuses import ACCESS, LEVELS, PASSAGES

#: Shapes of points; *plain* is a ring without a mark, *bar* a disc with one across.
Symbol = Literal[
    "", "circle", "ring", "question", "square", "triangle", "diamond", "cross", "star", "plus",
    "pentagon", "hexagon", "plain", "bar",
]  # fmt: skip
SYMBOLS: tuple[Symbol, ...] = get_args(Symbol)


@dataclass(frozen=True)
class Sign:
    """How a status looks: a colour told apart by all eyes, a shape, a line and its dashes.

    `width` is in pixels, `dash` as in SVG. `passage` are the words for a road or gateway, `access`
    those for a place reached.
    """

    status: str
    color: str
    symbol: Symbol
    width: float
    dash: str
    passage: Words
    access: Words


def _sign(
    status: str, color: str, symbol: Symbol, width: float, dash: str,
    passage: tuple[str, str, str], access: tuple[str, str, str] | None = None,
) -> Sign:  # fmt: skip
    said = (in_languages(*passage), in_languages(*(access or passage)))
    return Sign(status, color, symbol, width, dash, *said)


_PRESUMED = ("Aucune fermeture connue", "Pa gen fèmti yo konnen", "No known closure")
_ALL = (
    _sign("open", "#009E73", "circle", 3, "", ("Praticable", "Pasab", "Passable"),
          ("Atteignable", "Ka rive", "Reachable")),
    _sign("restricted", "#E69F00", "triangle", 3, "10 5", ("Restreint", "Gen limit", "Restricted"),
          ("Atteignable avec restriction", "Ka rive ak limit", "Reachable, restricted")),
    _sign("presumed", "#7A95B8", "ring", 1.8, "3 3", _PRESUMED),
    _sign("unknown", "#707070", "question", 3.4, "0.1 7", ("Inconnu", "Yo pa konnen", "Unknown")),
    _sign("closed", "#CC0000", "cross", 3, "4 4", ("Fermé", "Fèmen", "Closed"),
          ("Coupé", "Koupe", "Cut off")),
    _sign("misplaced", "#5a4fcf", "diamond", 1, "",
          ("Position douteuse", "Plas la pa sèten", "Badly placed")),
)  # fmt: skip
#: By the word of a passage or of a place reached; what is shut looks closed.
SIGNS: Mapping[str, Sign] = MappingProxyType(
    {one.status: one for one in _ALL}
    | {level.access: _ALL[step] for step, level in enumerate(LEVELS)}
    | {"abandoned": _ALL[PASSAGES.index("closed")]}
)
#: What stands for a word that has no sign: grey, on paper and on a phone.
GREY = "#8c8c8c"


def looks(status: str, *, place: bool, line: bool) -> dict[str, Any]:
    """The sign of a status as a layer states it: of a place reached or of a passage."""
    sign = SIGNS[status]
    told = {"color": sign.color, "label": dict(sign.access if place else sign.passage)}
    if line:
        return told | {"width": sign.width, "dash": sign.dash}
    return told | {"symbol": sign.symbol}


def statuses_of(*, place: bool) -> tuple[str, ...]:
    """The statuses that have a sign in a layer of places, or of passages."""
    return ACCESS if place else PASSAGES
