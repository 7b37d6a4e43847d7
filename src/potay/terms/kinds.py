"""Kinds of claim, a row each: what it does, what it may be about, who may know of it, its words.

The rows are `kinds.csv` beside this file. A new kind is a row there and, where none that is there
reads its values, a reader in `claims/readers/`. Without an audience it is internal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from potay.terms.languages import Words, in_languages
from potay.terms.rows import shipped_rows

#: What a kind can do to the state of its subject: of *status* and *control* one report decides;
#: a *window*, a *toll*, a *curfew*, a *season* are listed, and the first two restrict where no
#: status is reported; an *alliance* is of actors. A kind that does nothing is only told.
DEEDS = ("control", "status", "alliance", "window", "curfew", "toll", "delay", "season")
#: The deeds of which a subject lists all that hold.
LISTED = ("window", "curfew", "toll", "season")
#: Deeds whose value names an actor, or says that there is none.
NAMING = ("control", "alliance")
#: Deeds that close a passage at some hours.
AT_HOURS = ("window", "curfew")


@dataclass(frozen=True)
class Kind:
    """One kind of claim.

    `does` is one of `DEEDS` or nothing; `about` says whether it may be of a *place*, an *actor*
    or both; `reader` names the module that reads its values; `max_age_days` is how long it counts
    by default; `audience` the widest that may have it.
    """

    name: str
    does: str
    about: tuple[str, ...]
    reader: str
    max_age_days: int
    audience: str
    words: Words


def _kind(row: Mapping[str, str]) -> Kind:
    return Kind(
        name=row["kind"],
        does=row["does"],
        about=tuple(row["about"].split()),
        reader=row["reader"],
        max_age_days=int(row["max_age_days"]),
        audience=row["audience"] or "internal",
        words=in_languages(row["fr"], row["ht"], row["en"]),
    )


#: All kinds by name, in the order in which they are told.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {row["kind"]: _kind(row) for row in shipped_rows("kinds.csv")}
)
#: Kinds that say who may pass or who holds what: these alone turn under way.
TURNING = frozenset(kind.name for kind in KINDS.values() if kind.does)
#: Those of them that decide about a place.
STEERING = frozenset(kind.name for kind in KINDS.values() if kind.does not in ("", "alliance"))

#: The status of an obstacle grows old by a word of its own.
OBSTACLE = "obstacle"
#: Maximum ages by default, by the words under which rules state them (days).
MAX_AGE_DAYS: Mapping[str, int] = MappingProxyType(
    {**{name: kind.max_age_days for name, kind in KINDS.items()}, OBSTACLE: 60}
)

if TYPE_CHECKING:
    Ageing = str
else:
    Ageing = Literal[tuple(MAX_AGE_DAYS)]


def deed(kind: str) -> str:
    """What a kind does; nothing for a word that is none."""
    found = KINDS.get(kind)
    return found.does if found else ""


def kinds_that(*deeds: str) -> tuple[str, ...]:
    """The kinds that do one of some things, in their order."""
    return tuple(kind.name for kind in KINDS.values() if kind.does in deeds)


def kinds_about(what: str) -> tuple[str, ...]:
    """The kinds that may be about a *place* or an *actor*."""
    return tuple(kind.name for kind in KINDS.values() if what in kind.about)
