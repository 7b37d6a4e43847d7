"""Statuses in order, once: of what is reported, of a passage, of a place reached, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args


@dataclass(frozen=True)
class Level:
    """One step from passable to closed.

    `passage` is what a map says of a road or gateway there, `access` of a place whose best way is
    no better, `reading` the reading that passes this step and no further.
    """

    passage: str
    access: str
    reading: str


LEVELS = (
    Level("open", "reachable", "open"),
    Level("restricted", "restricted", "worst"),
    Level("presumed", "presumed", "presumed"),
    Level("unknown", "unknown", "best"),
    Level("closed", "cut_off", "free"),
)
#: The steps by number: open or restricted as reported; no report; expired, contradicted, withheld,
#: not told or unknown; closed.
OPEN, RESTRICTED, UNREPORTED, UNCERTAIN, CLOSED = range(5)

#: What a map says of a passage, from the best to the worst.
PASSAGES = tuple(level.passage for level in LEVELS)
#: What it says of a place of which the way is known, from the best to the worst.
REACHED = tuple(level.access for level in LEVELS)
#: The same, with places that are on no road.
ACCESS = (*REACHED, "misplaced")
#: Statuses of a place to which all of a way is reported passable, and those under which somebody
#: is presumed to get there.
PASSABLE = REACHED[:UNREPORTED]
ARRIVES = REACHED[: UNREPORTED + 1]
#: Readings of what is uncertain by their highest step; and those that every answer is told in.
READINGS: Mapping[str, int] = MappingProxyType(
    {level.reading: step for step, level in enumerate(LEVELS)}
)
CASES = ("worst", "presumed", "best")
#: The status of a place that is first reached in a reading, the strictest first.
STATUS_IN: Mapping[str, str] = MappingProxyType(
    {level.reading: level.access for level in LEVELS[:CLOSED]}
)


@dataclass(frozen=True)
class Report:
    """A word of a report about passing.

    `code` is that of UNSDI-T OpStatus; of two words with the higher `caution` the more cautious
    counts (equal ones agree); `step` is what it comes to; `also` are other spellings.
    """

    word: str
    code: str
    caution: int
    step: int
    also: tuple[str, ...]


REPORTS = (
    Report("open", "1", 0, OPEN, ("ouvert", "ouverte", "louvri", "ouvè", "opened")),
    Report("restricted", "2", 1, RESTRICTED,
           ("restreint", "restreinte", "limité", "limitée", "limite", "limited")),
    Report("closed", "3", 3, CLOSED, ("fermé", "fermée", "ferme", "fèmen", "bloqué", "bloquée",
                                      "bloke", "blocked", "impassable")),
    Report("abandoned", "4", 3, CLOSED, ("abandonné", "abandonnée", "abandone")),
    Report("unknown", "0", 2, UNCERTAIN, ("inconnu", "inconnue", "enkoni", "unspecified")),
)  # fmt: skip
REPORTED: Mapping[str, Report] = MappingProxyType({one.word: one for one in REPORTS})
#: The words by their codes.
OP_STATUS: Mapping[str, str] = MappingProxyType({one.code: one.word for one in REPORTS})
#: Words that say that nothing passes.
SHUT = tuple(one.word for one in REPORTS if one.step == CLOSED)

#: *withheld*: a report exists that this audience may not have; as uncertain as *expired*.
#: *not_told*: a public map is silent on it, which may hide a report; never hopeful.
Basis = Literal["claim", "contradicted", "withheld", "expired", "no_report", "not_told"]
#: What a status rests on, from what says most to what says nothing.
BASES: tuple[Basis, ...] = get_args(Basis)
#: The two ways of being silent.
Silence = Literal["no_report", "not_told"]
SILENT: tuple[Silence, ...] = get_args(Silence)

if TYPE_CHECKING:
    ReportedStatus = str
    RuledStatus = str
else:
    ReportedStatus = Literal[tuple(REPORTED)]
    #: What rules may make of a holder: a place is abandoned by a report alone.
    RuledStatus = Literal[tuple(word for word in REPORTED if word != "abandoned")]


def worst_of(passages: "list[str] | tuple[str, ...]") -> str:
    """The worst of some statuses of passages."""
    return max(passages, key=PASSAGES.index)
