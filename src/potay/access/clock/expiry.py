"""What changes before one arrives because a report ends, begins or grows too old, in sentences."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time
from itertools import pairwise
from typing import Any

import numpy as np

from potay.access.clock.outlook import Outlook, passing
from potay.arrays import Longs
from potay.built import Aspect, State, SubjectKey, SubjectState
from potay.network.arrays import ROAD
from potay.network.reasons import claims_of
from potay.network.scenario import Scenario
from potay.search.engine import grow, path_to
from potay.terms.kinds import kinds_that
from potay.terms.moments import HAITI_TIME
from potay.terms.statuses import READINGS
from potay.terms.subjects import counts_everywhere

_ASPECTS: Mapping[str, Callable[[SubjectState], Aspect]] = {
    "status": lambda known: known.status, "control": lambda known: known.control,
}  # fmt: skip
_HOURS: Mapping[str, Callable[[SubjectState], str]] = {
    "window": lambda known: next((one.text for one in known.windows), ""),
    "curfew": lambda known: next((one.text for one in known.curfews), ""),
    "delay": lambda known: f"{known.delay_min:g} minutes" if known.delay_min else "",
}


def changes_ahead(
    outlook: Outlook, start: int, goal: int, edges: Longs, until: datetime
) -> list[dict[str, Any]]:
    """Changes from the scenario's own moment to `until`, about what governs the way.

    The way is that of the scenario, that at the time asked about, and the given `edges`.

    Returns
    -------
    list
        In order of time, one dict per change: `at`, `subject`, `aspect` (status, control,
        window, curfew or delay), `before`, `after` (words; *unknown* where nobody vouches any
        more), `claims` (ids: those that count afterwards, then those that did), `sentence`.
    """
    as_of = outlook.scenario.state.as_of
    if outlook.ahead is None or until <= as_of:
        return []
    keys: dict[SubjectKey, None] = {}
    for scenario in (outlook.scenario, outlook.at(until)):
        keys |= dict.fromkeys(
            _governing_subjects(scenario, [*_best(scenario, start, goal), *edges.tolist()])
        )
    states = [(as_of, outlook.scenario.state), *outlook.ahead(as_of, until)]
    found: dict[str, dict[str, Any]] = {}
    for (_, before), (at, after) in pairwise(states):
        for key in _spoken(keys, after):
            for change in _changes(key, before, after, at):
                found.setdefault(change["sentence"], change)
    return list(found.values())


def _best(scenario: Scenario, start: int, goal: int) -> list[int]:
    """The edges of the best way in the strictest reading that has one, whatever the hour."""
    edges, weights = scenario.network.edges, scenario.weights
    for level in READINGS.values():
        tree = grow(edges, np.where(weights.level <= level, weights.cost, np.inf), start)
        if tree.meets(goal):
            found: list[int] = path_to(edges, tree, goal).tolist()
            return found
    return []


def _governing_subjects(scenario: Scenario, edges: list[int]) -> Iterator[SubjectKey]:
    """What governs some edges; of roads the pieces' own, which a report may call otherwise."""
    network = scenario.network
    for piece in network.edges.piece[edges].tolist():
        if network.pieces.kind[piece] == ROAD:
            road = str(network.roads.id[network.pieces.owner[piece]])
            yield "road", road
            yield "road", road.partition("#")[0]
        for row in network.governing_subjects(int(network.pieces.governing[piece])).tolist():
            yield network.subjects.key(row)


def _spoken(keys: Mapping[SubjectKey, None], state: State) -> list[SubjectKey]:
    """The keys of which a state knows, and the areas whose curfews count everywhere."""
    wide = [key for key in state.subjects if key[0] == "area" and counts_everywhere(key[1])]
    return [key for key in [*keys, *wide] if key in state.subjects]


def _changes(
    key: SubjectKey, before: State, after: State, at: datetime
) -> Iterator[dict[str, Any]]:
    silent = SubjectState(key)
    old, new = before.subjects.get(key, silent), after.subjects[key]
    if passing(old) == passing(new):
        return
    for name, aspect_of in _ASPECTS.items():
        one, other = aspect_of(old), aspect_of(new)
        if (one.value, one.basis) != (other.value, other.basis):
            subject = _subject(key, other, after)
            said = f"{subject}: {_of_aspect(name, one, new, after, at)}"
            words = (one.value or "unknown", other.value or "unknown")
            yield _change(at, subject, name, words, [*claims_of(other), *claims_of(one)], said)
    for name, text_of in _HOURS.items():
        was, now = text_of(old), text_of(new)
        if was != now:
            subject = ".".join(key)
            ids = [*_saying(after, key, name, now), *_saying(before, key, name, was)]
            reports = f" ({', '.join(_report(claim, after) for claim in ids)})" if ids else ""
            said = (
                f"from {_day(at)} on {_hours(name, now)} instead of {_hours(name, was)}{reports}."
            )
            yield _change(at, subject, name, (was, now), ids, f"{subject}: {said}")


def _change(
    at: datetime, subject: str, aspect: str, words: tuple[str, str], claims: list[str], said: str
) -> dict[str, Any]:
    return {
        "at": at.isoformat(), "subject": subject, "aspect": aspect, "before": words[0],
        "after": words[1], "claims": list(dict.fromkeys(claims)), "sentence": said,
    }  # fmt: skip


def _of_aspect(name: str, one: Aspect, new: SubjectState, state: State, at: datetime) -> str:
    """What happens to one question about one subject, and which report makes it so."""
    other = _ASPECTS[name](new)
    if other.basis == "expired":
        last = next(iter(other.expired_claims), "")
        if one.claim_id and one.claim_id not in other.expired_claims:
            season = f"from {_day(at)} on it is its season ({_report(one.claim_id, state)})"
            return f"{season}, and {_report(last, state)} is over: unknown, not open."
        return (
            f"{_report(last, state)} {_why_over(last, state, at)}; {_after_that(name, new, state)}"
        )
    if other.basis == "contradicted":
        reports = ", ".join(_report(claim, state) for claim in claims_of(other))
        return f"from {_day(at)} on {reports} contradict each other: unknown, not open."
    if other.claim_id is None:
        return f"from {_day(at)} on {other.value or 'unknown'}."
    return f"from {_day(at)} on {_report(other.claim_id, state)} counts."


def _after_that(name: str, new: SubjectState, state: State) -> str:
    """What decides once the last report about a question is over."""
    if name == "status" and new.control.claim_id:
        holder = _report(new.control.claim_id, state)
        return f"after that it counts who is reported to hold it: {holder}."
    if name == "status":
        return "after that nobody reports on it: unknown, not open."
    if new.status.claim_id:
        return "after that nobody reports who holds it; its passage is reported by itself."
    return "after that nobody reports who holds it: unknown, not open."


def _saying(state: State, key: SubjectKey, does: str, text: str) -> list[str]:
    """The claims that hold and say hours or a delay of a subject in these words."""
    told = state.claims[state.claims["holds"].astype(bool)]
    value = text.removesuffix(" minutes")
    about = (told["subject_type"] == key[0]) & (told["subject"] == key[1])
    same = about & told["kind"].isin(kinds_that(does))
    return [str(claim) for claim in told.index[same & (told["value"] == value)]] if text else []


def _subject(key: SubjectKey, aspect: Aspect, state: State) -> str:
    """A subject as its report names it: one about a whole road is told once."""
    claim = next(iter(claims_of(aspect)), None)
    if key[0] == "road" and claim in state.claims.index:
        return f"road.{state.claims.at[claim, 'subject']}"
    return ".".join(key)


def _report(claim: str, state: State) -> str:
    """A claim in a few words: `report C12 (OCHA, 2024-07-01: open)`."""
    if claim not in state.claims.index:
        return f"report {claim}"
    row = state.claims.loc[claim]
    kind = "" if row["kind"] == "status" else f"{row['kind']} "
    who = row["publisher"] or row["source_id"] or "source not named"
    return f"report {claim} ({who}, {str(row['as_of'])[:10]}: {kind}{row['value']})"


def _why_over(claim: str, state: State, at: datetime) -> str:
    """Whether a report ends by its own words, or has grown too old."""
    ends = str(state.claims.at[claim, "valid_to"]) if claim in state.claims.index else ""
    if ends and ends[:10] <= at.astimezone(HAITI_TIME).date().isoformat():
        return f"ends on {_day(at)}"
    return f"is too old to count from {_day(at)} on"


def _hours(name: str, text: str) -> str:
    return f"{name} {text}" if text else f"no {name}"


def _day(at: datetime) -> str:
    local = at.astimezone(HAITI_TIME)
    return f"{local:%Y-%m-%d}" if local.time() == time(0) else f"{local:%Y-%m-%d %H:%M}"
