"""One paragraph per corridor in three languages, put together from the table of phrases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from potay.network import Scenario
from potay.phrases import phrase
from potay.terms.languages import LANGUAGES
from potay.terms.moments import HAITI_TIME
from potay.tongues import TONGUES

#: Stretches or places that are named; further ones are counted.
NAMED = 3

#: The name of a subject (type and id) in a language.
Namer = Callable[[str, str, str], str]
#: In which order a public paragraph tells what it knows, and by which phrase.
TOLD_AT = {"closed": "closed_at", "restricted": "restricted_at", "open": "open_at",
           "unknown": "unknown_at"}  # fmt: skip
OF_KIND = {"report": "of_report", "holder": "of_holder", "expired": "of_expired"}


def sentences(scenario: Scenario, corridor: Mapping[str, Any], name: Namer) -> dict[str, str]:
    """What is reported of a corridor: status, where, since when, who reports, other ways.

    `corridor` is a record with `people_2km`; the answer has the keys fr, ht, en. Where silence
    is not told, what is told stands in one sentence, each place with its report.
    """
    parts = _told_parts if scenario.state.silence == "not_told" else _parts
    return {
        language: " ".join(f"{part}." for part in parts(scenario, corridor, name, language))
        for language in LANGUAGES
    }


def _parts(
    scenario: Scenario, corridor: Mapping[str, Any], name: Namer, language: str
) -> Iterator[str]:
    yield _head(scenario, corridor, language, [phrase(_word(corridor), language)])
    bad = [
        one
        for one in corridor["stretches"]
        if one["status"] == corridor["status"] and not only_withheld(one)
    ]
    if bad and corridor["status"] != "open":
        yield phrase("where", language, _places(bad, name, language))
    if bad:
        yield _report(scenario, bad, language)
    asked = [one for one in corridor["stretches"] if _is_withheld(one)]
    if asked:
        yield phrase("ask_where", language, _places(asked, name, language))
    yield _others(corridor["alternatives"], name, language)
    yield from _people(corridor, language)


def _told_parts(
    scenario: Scenario, corridor: Mapping[str, Any], name: Namer, language: str
) -> Iterator[str]:
    """What a public map says: each place that a report speaks of, and that the rest is not told."""

    def told(key: str, *values: str) -> str:
        return phrase(key, language, *values, silence="not_told")

    stretches = corridor["stretches"]
    said = []
    for status, key in TOLD_AT.items():
        places = _decided(scenario, [one for one in stretches if one["status"] == status], name,
                          language)  # fmt: skip
        named = [f"{place} ({report})" for place, report in places.items()]
        more = [told("more_places", str(len(named) - NAMED))] if len(named) > NAMED else []
        said += [told(key, ", ".join([*named[:NAMED], *more]))] if named else []
    rest = any(not one["decided_by"] for one in stretches)
    if rest or not said:
        said.append(told("rest" if said else "untold"))
    yield _head(scenario, corridor, language, said)
    yield from _people(corridor, language)


def _decided(
    scenario: Scenario, stretches: Sequence[Mapping[str, Any]], name: Namer, language: str
) -> dict[str, str]:
    """By the name of each place that decides about some stretches, what is reported of it."""
    found: dict[str, str] = {}
    for stretch in stretches:
        for one in stretch["decided_by"]:
            kind, _, subject = one["subject"].partition(".")
            place = _from_to(stretch, language) if kind == "road" else name(kind, subject, language)
            found.setdefault(place, _reported(scenario, one, language))
    return found


def _reported(scenario: Scenario, decided: Mapping[str, Any], language: str) -> str:
    if decided["kind"] not in OF_KIND:
        return phrase("of_contradicted", language, silence="not_told")
    newest = _newest(scenario, decided["claim_ids"])
    if newest is None:
        return phrase("of_assumption", language, silence="not_told")
    by = str(newest.get("publisher") or ""), TONGUES[language].day_of(_day(newest["as_of"]))
    return phrase(OF_KIND[decided["kind"]], language, *by, silence="not_told")


def _head(
    scenario: Scenario, corridor: Mapping[str, Any], language: str, said: Sequence[str]
) -> str:
    name = corridor.get(f"name_{language}") or corridor["name"]
    ref = corridor["ref"].upper()
    title = f"{ref} ({name})" if name and name.casefold() != corridor["ref"] else ref
    parts = list(said)
    if not corridor["usable_by_mover"]:
        parts.append(phrase("too_large", language))
    mover = phrase("for", language, scenario.mover.title.in_language(language))
    day = TONGUES[language].day(scenario.state.as_of.astimezone(HAITI_TIME))
    when = phrase("as_of", language, day) + (" :" if language == "fr" else ":")
    return f"{title}, {mover}, {when} {'; '.join(parts)}"


def _word(corridor: Mapping[str, Any]) -> str:
    """Its status; *silent* where it is open only because nobody reports on a stretch of it.

    *ask* where it is unknown only because of what is withheld.
    """
    status = str(corridor["status"])
    worst = [part for part in corridor["stretches"] if part["status"] == status]
    if worst and all(only_withheld(part) for part in worst):
        return "ask"
    quiet = any(not part["claim_ids"] for part in corridor["stretches"])
    return "silent" if status == "open" and quiet else status


def _is_withheld(stretch: Mapping[str, Any]) -> bool:
    return any(one["kind"] == "withheld" for one in stretch["decided_by"])


def only_withheld(stretch: Mapping[str, Any]) -> bool:
    """Whether nothing makes a stretch what it is but a report that is withheld."""
    return {one["kind"] for one in stretch["decided_by"]} == {"withheld"}


def _places(stretches: Sequence[Mapping[str, Any]], name: Namer, language: str) -> str:
    told = []
    for one in stretches[:NAMED]:
        names = ", ".join(name("area", area, language) for area in one["areas"])
        told.append(_from_to(one, language) + (f" ({names})" if names else ""))
    if len(stretches) > NAMED:
        told.append(phrase("more", language, str(len(stretches) - NAMED)))
    return ", ".join(told)


def _from_to(stretch: Mapping[str, Any], language: str) -> str:
    km = (TONGUES[language].number(stretch[end], 1) for end in ("from_km", "to_km"))
    return phrase("from_to", language, *km)


def _report(scenario: Scenario, stretches: Sequence[Mapping[str, Any]], language: str) -> str:
    row = _newest(scenario, [one for part in stretches for one in part["claim_ids"]])
    if row is None:
        return phrase("no_report", language)
    words = TONGUES[language].day_of
    reporter, day = str(row.get("publisher") or ""), words(_day(row["as_of"]))
    told = phrase("last_report", language, reporter, day)
    since = words(_day(row.get("valid_from", "")))
    return f"{told} ({phrase('since', language, since)})" if since else told


def _newest(scenario: Scenario, ids: Sequence[str]) -> "pd.Series | None":
    """The newest of some claims that are known."""
    claims = scenario.state.claims
    known = [one for one in dict.fromkeys(ids) if one in claims.index]
    if not known:
        return None
    newest: pd.Series = claims.loc[max(known, key=lambda one: (_day(claims.at[one, "as_of"]), one))]
    return newest


def _others(ways: Sequence[Mapping[str, Any]], name: Namer, language: str) -> str:
    if not ways:
        return phrase("no_other", language)
    told = []
    for way in ways:
        by = (name("gateway", one, language) for one in way["gateways"])
        words = [phrase(f"way_{way['status']}", language), *by]
        told.append(phrase("way", language, _time(way["minutes"], language), ", ".join(words)))
    return phrase("others", language, "; ".join(told))


def _people(corridor: Mapping[str, Any], language: str) -> Iterator[str]:
    if corridor.get("people_2km") is not None:
        people = TONGUES[language].number(round(corridor["people_2km"], -2))
        yield phrase("people", language, people)


def _time(minutes: float, language: str) -> str:
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return phrase("minutes", language, str(rest))
    return phrase("hours", language, str(hours), f"{rest:02}")


def _day(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)[:10]
