"""One paragraph per corridor in three languages, put together from the table of phrases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from potay.network import Scenario
from potay.phrases import phrase
from potay.spec.map import HAITI_TIME
from potay.spec.text import LANGUAGES
from potay.tongues import TONGUES

#: Stretches that are named; further ones are counted.
NAMED = 3

#: The name of a subject (type and id) in a language.
Namer = Callable[[str, str, str], str]


def sentences(scene: Scenario, corridor: Mapping[str, Any], name: Namer) -> dict[str, str]:
    """What is reported of a corridor: status, where, since when, who reports, other ways.

    `corridor` is a record with `people_2km`; the answer has the keys fr, ht, en.
    """
    return {
        language: " ".join(f"{part}." for part in _parts(scene, corridor, name, language))
        for language in LANGUAGES
    }


def _parts(
    scene: Scenario, corridor: Mapping[str, Any], name: Namer, language: str
) -> Iterator[str]:
    yield _head(scene, corridor, language)
    bad = [one for one in corridor["stretches"] if one["status"] == corridor["status"]]
    if corridor["status"] != "open":
        yield phrase("where", language, _places(bad, name, language))
    yield _report(scene, bad, language)
    yield _others(corridor["alternatives"], name, language)
    if corridor.get("people_2km") is not None:
        people = TONGUES[language].number(round(corridor["people_2km"], -2))
        yield phrase("people", language, people)


def _head(scene: Scenario, corridor: Mapping[str, Any], language: str) -> str:
    name = corridor.get(f"name_{language}") or corridor["name"]
    ref = corridor["ref"].upper()
    title = f"{ref} ({name})" if name and name.casefold() != corridor["ref"] else ref
    parts = [phrase(_word(corridor), language)]
    if not corridor["usable_by_mover"]:
        parts.append(phrase("too_large", language))
    mover = phrase("for", language, scene.mover.title.in_language(language))
    day = TONGUES[language].day(scene.state.as_of.astimezone(HAITI_TIME))
    when = phrase("as_of", language, day) + (" :" if language == "fr" else ":")
    return f"{title}, {mover}, {when} {'; '.join(parts)}"


def _word(corridor: Mapping[str, Any]) -> str:
    """Its status; *silent* where it is open only because nobody reports on a stretch of it."""
    quiet = any(not part["claim_ids"] for part in corridor["stretches"])
    return "silent" if corridor["status"] == "open" and quiet else str(corridor["status"])


def _places(stretches: Sequence[Mapping[str, Any]], name: Namer, language: str) -> str:
    told = []
    for one in stretches[:NAMED]:
        km = (TONGUES[language].number(one[end], 1) for end in ("from_km", "to_km"))
        names = ", ".join(name("area", area, language) for area in one["areas"])
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
    words = TONGUES[language].day_of
    reporter, day = str(row.get("publisher") or ""), words(_day(row["as_of"]))
    told = phrase("last_report", language, reporter, day)
    since = words(_day(row.get("valid_from", "")))
    return f"{told} ({phrase('since', language, since)})" if since else told


def _others(ways: Sequence[Mapping[str, Any]], name: Namer, language: str) -> str:
    if not ways:
        return phrase("no_other", language)
    told = []
    for way in ways:
        by = (name("gateway", one, language) for one in way["gateways"])
        words = [phrase(f"way_{way['status']}", language), *by]
        told.append(phrase("way", language, _time(way["minutes"], language), ", ".join(words)))
    return phrase("others", language, "; ".join(told))


def _time(minutes: float, language: str) -> str:
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return phrase("minutes", language, str(rest))
    return phrase("hours", language, str(hours), f"{rest:02}")


def _day(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)[:10]
