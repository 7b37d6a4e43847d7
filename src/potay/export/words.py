"""The words behind codes, in three languages: what a reader of a table sees instead of a code.

Kinds and statuses have the words of `terms`. A row of `words.csv` that names a silence is only for
maps whose silence means that (see `built.State.silence`): what cannot be said of a map is not
among its codes.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

import pandas as pd

from potay.built import BuiltMap
from potay.export.columns import COLUMNS
from potay.phrases import phrase
from potay.terms.languages import Words
from potay.terms.places import PLACES
from potay.terms.rows import shipped_rows
from potay.terms.signs import SIGNS
from potay.terms.statuses import ACCESS, PASSAGES

Codes = Mapping[str, str]  # code → word

#: Columns whose values are codes, and the domains that may explain them, narrowest first.
CODED = MappingProxyType({
    "status": ("passage", "access"), "reading_status": ("passage",),
    "status_worst": ("passage",), "status_presumed": ("passage",), "status_best": ("passage",),
    "basis": ("basis",), "status_basis": ("basis",), "control_basis": ("basis",),
    "own_status": ("passage",), "control": ("control",), "coalition": ("control",),
    "kind": ("kind",), "mode": ("mode",),
})  # fmt: skip


@cache
def _words(silence: str = "no_report") -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    domains: dict[str, dict[str, Mapping[str, str]]] = {
        "passage": _signs(PASSAGES, silence, place=False),
        "access": _signs(ACCESS, silence, place=True),
        "kind": {one.name: one.words for one in PLACES if one.of != "link"},
        "mode": {one.name: one.words for one in PLACES if one.of == "link"},
    }
    for row in shipped_rows("words.csv", "potay.export"):
        if row["silence"] in ("", silence):
            domains.setdefault(row["domain"], {})[row["code"]] = MappingProxyType(row)
    return MappingProxyType(domains)


def _signs(statuses: Iterable[str], silence: str, *, place: bool) -> dict[str, Words]:
    """The words of statuses that mean the same whatever silence means."""
    never = ("unknown",) if silence == "no_report" else ("unknown", "presumed")
    return {
        one: SIGNS[one].access if place else SIGNS[one].passage
        for one in statuses
        if one not in never
    }


def word(code: str, language: str) -> str:
    """One of the words that exports say of themselves (domain `text`)."""
    return _words()["text"][code][language]


def for_whom(built: BuiltMap) -> str:
    """What was left out for the map's readers, and what silence means to them."""
    audience, language = built.provenance.audience, built.spec.language
    if audience != "public":
        return phrase(f"note_{audience}", language)
    said = (phrase(key, language, silence="not_told") for key in ("warn_public", "note_public"))
    return " ".join(said)


def codes(domain: str, built: BuiltMap) -> Codes:
    """The codes of a domain with their words in the map's language; `control` adds the actors."""
    language = built.spec.language
    told = _words(built.state.silence)[domain]
    known = {code: words[language] for code, words in told.items()}
    return known | actor_names(built) if domain == "control" else known


def glossary(built: BuiltMap) -> dict[str, str]:
    """What each code of a status, and of what it rests on, means in the map's language."""
    return {**codes("access", built), **codes("passage", built), **codes("basis", built)}


def actor_names(built: BuiltMap) -> dict[str, str]:
    """The name of each actor in the map's language, else its plain name, else its id."""
    actors = built.state.actors
    own = f"name_{built.spec.language}"
    columns = [name for name in (own, "name") if name in actors.columns]
    return {
        str(actor): next((str(row[name]) for name in columns if row[name]), str(actor))
        for actor, row in sorted(actors.iterrows(), key=lambda item: str(item[0]))
    }


def domain_of(column: str, values: pd.Series, built: BuiltMap) -> str:
    """The domain whose codes cover every value of a coded column; "" where none does."""
    present = {str(value) for value in values if isinstance(value, str) and value}
    fitting = (name for name in CODED.get(column, ()) if present <= codes(name, built).keys())
    return next(fitting, "")


def title(column: str, language: str) -> str:
    """What a column is called, its own name where no table of titles knows it."""
    return COLUMNS[column].title(language) if column in COLUMNS else column
