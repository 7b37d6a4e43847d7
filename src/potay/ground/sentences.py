"""One paragraph per corridor in three languages, put together from a small table of phrases.

The table is `phrases.csv` beside this file. What comes from data only ever fills the places
marked with an ellipsis, in order, and is not looked at again: it is text, never a template.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from types import MappingProxyType
from typing import Any

import pandas as pd

from potay.network import Scenario
from potay.spec.text import LANGUAGES

GAP = "…"
#: Stretches that are named; further ones are counted.
NAMED = 3


def _read() -> Mapping[tuple[str, str], str]:
    text = resources.files("potay.ground").joinpath("phrases.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({(row["key"], one): row[one] for row in rows for one in LANGUAGES})


_PHRASES = _read()


def phrase(key: str, language: str, *values: str) -> str:
    """A phrase with its gaps filled in order; values are taken as they are."""
    first, *rest = _PHRASES[key, language].split(GAP)
    assert len(rest) == len(values), key
    return first + "".join(value + after for value, after in zip(values, rest, strict=True))


def sentences(scene: Scenario, corridor: Mapping[str, Any]) -> dict[str, str]:
    """What is reported of a corridor: status, where, since when, who reports, other ways.

    `corridor` is a record with `people_2km`; the answer has the keys fr, ht, en.
    """
    return {
        language: " ".join(f"{part}." for part in _parts(scene, corridor, language))
        for language in LANGUAGES
    }


def _parts(scene: Scenario, corridor: Mapping[str, Any], language: str) -> Iterator[str]:
    yield _head(scene, corridor, language)
    bad = [one for one in corridor["stretches"] if one["status"] == corridor["status"]]
    if corridor["status"] != "open":
        yield phrase("where", language, _places(scene, bad, language))
    yield _report(scene, bad, language)
    yield _others(corridor["alternatives"], language)
    if corridor.get("people_2km") is not None:
        yield phrase("people", language, _whole(round(corridor["people_2km"], -2), language))


def _head(scene: Scenario, corridor: Mapping[str, Any], language: str) -> str:
    name, ref = corridor["name"], corridor["ref"].upper()
    title = f"{ref} ({name})" if name and name.casefold() != corridor["ref"] else ref
    parts = [phrase(corridor["status"], language)]
    if not corridor["usable_by_mover"]:
        parts.append(phrase("too_large", language))
    mover = phrase("for", language, scene.mover.title.in_language(language))
    day = phrase("as_of", language, f"{scene.state.as_of:%Y-%m-%d}")
    colon = " :" if language == "fr" else ":"
    return f"{title}, {mover}, {day}{colon} {'; '.join(parts)}"


def _places(scene: Scenario, stretches: Sequence[Mapping[str, Any]], language: str) -> str:
    told = []
    for one in stretches[:NAMED]:
        km = (_number(one[end], language) for end in ("from_km", "to_km"))
        names = ", ".join(_name(scene, "area", area) for area in one["areas"])
        told.append(phrase("from_to", language, *km) + (f" ({names})" if names else ""))
    if len(stretches) > NAMED:
        told.append(phrase("more", language, str(len(stretches) - NAMED)))
    return ", ".join(told)


def _report(scene: Scenario, stretches: Sequence[Mapping[str, Any]], language: str) -> str:
    claims = scene.state.claims
    ids = list(dict.fromkeys(one for part in stretches for one in part["claim_ids"]))
    known = [one for one in ids if one in claims.index]
    if not known:
        return phrase("no_report", language)
    newest = max(known, key=lambda one: (_day(claims.at[one, "as_of"]), one))
    row = claims.loc[newest]
    told = phrase("last_report", language, str(row.get("publisher") or ""), _day(row["as_of"]))
    since = _day(row.get("valid_from", ""))
    return f"{told} ({phrase('since', language, since)})" if since else told


def _others(ways: Sequence[Mapping[str, Any]], language: str) -> str:
    if not ways:
        return phrase("no_other", language)
    told = []
    for way in ways:
        words = [phrase(f"way_{way['status']}", language), *way["gateways"]]
        told.append(phrase("way", language, f"{way['minutes']:.0f}", ", ".join(words)))
    return phrase("others", language, "; ".join(told))


def _name(scene: Scenario, kind: str, one: str) -> str:
    subjects = scene.network.subjects
    found = subjects.name[(subjects.type == kind) & (subjects.id == one)]
    return str(found[0]) if len(found) and found[0] else one


def _day(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)[:10]


def _number(value: float, language: str) -> str:
    text = f"{value:.1f}"
    return text if language == "en" else text.replace(".", ",")


def _whole(value: float, language: str) -> str:
    return f"{value:,.0f}" if language == "en" else f"{value:,.0f}".replace(",", "\u00a0")
