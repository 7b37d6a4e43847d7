"""Kinds of place, of obstacle, of background and of link, a row each.

The rows are `places.csv` beside this file: what the kind is of, its name, the widest audience that
may have it (none: internal), how else people write it, and its words. A kind that is not there is
no word of any file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from potay.terms.languages import Words, in_languages
from potay.terms.rows import shipped_rows


@dataclass(frozen=True)
class Place:
    """One kind; `of` is infrastructure, obstacle, base or link, `also` other spellings."""

    of: str
    name: str
    audience: str
    also: tuple[str, ...]
    words: Words


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        of=row["of"],
        name=row["name"],
        audience=row["audience"] or "internal",
        also=tuple(one for one in row["also"].split("; ") if one),
        words=in_languages(row["fr"], row["ht"], row["en"]),
    )


PLACES: tuple[Place, ...] = tuple(_place(row) for row in shipped_rows("places.csv"))


def places_of(of: str) -> Mapping[str, Place]:
    """The kinds of one thing, by name."""
    return MappingProxyType({one.name: one for one in PLACES if one.of == of})


INFRASTRUCTURE, OBSTACLES = places_of("infrastructure"), places_of("obstacle")

if TYPE_CHECKING:
    InfrastructureKind = str
else:
    InfrastructureKind = Literal[tuple(INFRASTRUCTURE)]
