"""The tables a page shows and answers from: exactly what `release` left in the built map.

Records that name a subject again and again are told once: subjects are numbered, and a list of
them is a list of numbers. The page finds what is known of each in the states and reports.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from potay.built import BuiltMap
from potay.geo import STEPS
from potay.render.encode import columns, plain
from potay.terms.statuses import REACHED, SILENT
from potay.terms.subjects import SUBJECT_OF_ROLE

#: What the page reads of each table; anything else stays in the tables and the GeoPackage.
WANTED = {
    "access": (
        "type", "id", "hub", "mover", "status", "minutes", "km", "detour_minutes", "gateways",
        "blocked_by", "would_open", "probability", "best_case", "presumed_case", "worst_case",
        "latest_departure",
    ),
    "corridors": (
        "ref", "name", "name_fr", "name_ht", "status", "km", "usable", "stretches", "gateways",
        "obstacles", "bridges", "others", "people_2km", "climb",
    ),
    "state": (
        "subject_type", "id", "name", "name_fr", "name_ht", "status", "control", "coalition",
        "basis", "status_basis", "claim_id", "rivals", "last", "windows", "tolls", "curfews",
    ),
    "claims": (
        "claim_id", "subject_type", "subject", "kind", "value", "valid_from", "valid_to",
        "as_of", "source_id", "reliability", "note", "holds", "stale", "age_days", "publisher",
        "title", "published",
    ),
    "sources": ("source_id", "publisher", "title", "published", "language", "url"),
    "actors": ("actor_id", "name", "name_fr", "name_ht", "kind", "coalition"),
    "change": (
        "subject_type", "id", "kind", "before", "after", "basis_before", "basis_after", "claims",
        "persons",
    ),
    "people": ("area", "persons_modelled", "status", "minutes", "hub"),
    "site_totals": (
        "commune", "sites_from", "sites_to", "households_from", "households_to", "persons_from",
        "persons_to",
    ),
}  # fmt: skip

#: What of a corridor's heights the page tells.
_HEIGHTS = ("climb_m", "descent_m", "max_grade_pct")

Number = Callable[[str], int]


def tables_block(built: BuiltMap) -> dict[str, Any]:
    """Every table the page knows, by name, and `keys`, the subjects that numbers stand for."""
    numbers: dict[str, int] = {}

    def number(key: str) -> int:
        return numbers.setdefault(key, len(numbers))

    tables = {name: built.tables.get(name, pd.DataFrame()) for name in WANTED}
    tables["access"] = _with_numbers(tables["access"], number)
    tables["corridors"] = _by_kilometre(tables["corridors"], number)
    tables["state"] = _told_of(tables["state"], _drawn(built))
    tables["people"] = _by_area(tables["people"], tables["state"])
    tables["claims"] = _said_once(tables["claims"], tables["sources"])
    told: dict[str, Any] = {name: columns(tables[name], WANTED[name]) for name in WANTED}
    told["access"] = _access_block(tables["access"], number)
    return told | {"keys": list(numbers)}


def _with_numbers(access: pd.DataFrame, number: Number) -> pd.DataFrame:
    """Lists of subjects as lists of numbers, readings as their minutes, no idle decimals."""
    told = access.copy()
    for name in ("gateways", "blocked_by", "would_open"):
        if name in told:
            kind = _TYPES.get(name, "")
            told[name] = [_numbers(items, number, kind) for items in told[name]]
    for name in ("best_case", "presumed_case", "worst_case"):
        if name in told:
            told[name] = [_rounded(case["minutes"]) if case else None for case in told[name]]
    for name, digits in _DIGITS.items():
        if name in told:
            told[name] = [_rounded(value, digits) for value in told[name]]
    return told


#: What a row of access is about, and in this order the rows of a complete table.
_ABOUT = ["mover", "hub", "type", "id"]


def _access_block(access: pd.DataFrame, number: Number) -> dict[str, Any]:
    """Answers for every vehicle, departure point and place: in order, so that none is named.

    `by` tells the vehicles, the departure points and the numbers of the places. Where the table
    lacks many of the combinations, or names one twice, rows name what they are about.
    """
    if access.empty or not {*_ABOUT} <= set(access) or access.duplicated(_ABOUT).any():
        return columns(access, WANTED["access"])
    movers, hubs = (list(dict.fromkeys(access[name])) for name in ("mover", "hub"))
    places = list(dict.fromkeys(zip(access["type"], access["id"], strict=True)))
    order = [(mover, hub, *place) for mover in movers for hub in hubs for place in places]
    if len(order) > 1.1 * len(access):
        return columns(access, WANTED["access"])
    whole = access.set_index(_ABOUT).reindex(pd.MultiIndex.from_tuples(order))
    rest = [name for name in WANTED["access"] if name not in _ABOUT]
    told = columns(whole.reset_index(drop=True), rest)
    keys = [number(".".join(place)) for place in places]
    return told | {"by": {"mover": movers, "hub": hubs, "place": keys}}


def _by_area(people: pd.DataFrame, state: pd.DataFrame) -> pd.DataFrame:
    """People by quarter, each named by the number of its row in the states."""
    if people.empty or "subject_type" not in state:
        return people.iloc[:0]
    subjects = zip(state["subject_type"], state["id"], strict=True)
    row = {one: at for at, (kind, one) in enumerate(subjects) if kind == "area"}
    told = people.assign(area=[row.get(one) for one in people["id"]])
    if "minutes" in told:
        told["minutes"] = [_rounded(one) for one in told["minutes"]]
    return told[told["area"].notna()]


#: How exactly the page tells a figure; the tables of the bundle keep them all.
_DIGITS = {"minutes": 0, "detour_minutes": 0, "km": 1, "probability": 2}


def _rounded(value: Any, digits: int = 0) -> Any:  # noqa: ANN401 - a number, or nothing
    told = plain(value)
    return None if told is None else round(told, digits)


#: The subject type of lists that hold bare ids.
_TYPES = {"gateways": "gateway", "areas": "area", "obstacles": "obstacle"}


def _numbers(items: Iterable[Any] | None, number: Number, kind: str = "") -> list[int]:
    return [number(_key(item, kind)) for item in plain(items) or ()]


def _key(item: Any, kind: str) -> str:  # noqa: ANN401 - an id, a key, or a record with a subject
    key = str(item["subject"] if isinstance(item, Mapping) else item)
    return key if not kind or key.startswith(f"{kind}.") else f"{kind}.{key}"


def _by_kilometre(corridors: pd.DataFrame, number: Number) -> pd.DataFrame:
    """Stretches as [from, to, status, subjects, claim ids, place, what decides].

    What decides as [subject, kind, claim ids] each; signs on the way as [km, subject]; other ways
    as [minutes, level, gateways]; heights as metres up, down and the steepest percent.
    """
    told = corridors.copy()
    if "stretches" in told:
        told["stretches"] = [_stretches(parts, number) for parts in told["stretches"]]
    for name in ("gateways", "obstacles"):
        if name in told:
            told[name] = [_standing(items, number, _TYPES[name]) for items in told[name]]
    if "bridges" in told:
        told["bridges"] = [_bridges(items) for items in told["bridges"]]
    if "alternatives" in told:
        told["others"] = [_others(ways, number) for ways in told["alternatives"]]
    if "usable_by_mover" in told:
        told["usable"] = [None if usable else False for usable in told["usable_by_mover"]]
    if "people_2km" in told:
        told["people_2km"] = [_rounded(value, -2) for value in told["people_2km"]]
    if "climb_m" in told:
        heights = zip(*(told[name] for name in _HEIGHTS), strict=True)
        told["climb"] = [[_rounded(value) for value in row] for row in heights]
        told["climb"] = told["climb"].where(told["climb_m"].notna(), None)
    return told


def _stretches(parts: Sequence[Mapping[str, Any]], number: Number) -> list[Any]:
    return [
        [
            plain(part["from_km"]),
            plain(part["to_km"]),
            part["status"],
            _numbers(part.get("areas"), number, "area"),
            plain(part.get("claim_ids") or []),
            [round(STEPS * value) for value in part.get("at") or ()],
            [
                [number(one["subject"]), one["kind"], plain(one["claim_ids"])]
                for one in part.get("decided_by") or ()
            ],
        ]
        for part in parts
    ]


def _bridges(items: Iterable[Mapping[str, Any]] | None) -> list[Any]:
    names = ("from_km", "to_km", "max_weight_t", "max_height_m")
    return [[plain(item.get(name)) for name in names] for item in items or ()]


def _others(ways: Iterable[Mapping[str, Any]] | None, number: Number) -> list[Any] | None:
    if ways is None:
        return None
    return [
        [_rounded(way["minutes"]), REACHED.index(way["status"]),
         _numbers(way["gateways"], number, "gateway")]
        for way in ways
    ]  # fmt: skip


def _standing(items: Iterable[Mapping[str, Any]], number: Number, kind: str) -> list[Any]:
    return [[plain(item.get("km")), number(_key(item, kind))] for item in items]


def _said_once(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The claims without what their sources tell, where the page has every source they name."""
    known = set(sources.get("source_id", sources.index))
    if "source_id" not in claims or not set(claims["source_id"]) <= known:
        return claims
    repeated = [name for name in ("publisher", "title", "published")
                if name in claims and name in sources]  # fmt: skip
    return claims.drop(columns=repeated)


def _drawn(built: BuiltMap) -> set[tuple[str, str]]:
    """The areas and gateways that a layer of the page names."""
    layers = [
        one
        for one in built.layers
        if one.spec.draw and SUBJECT_OF_ROLE.get(one.role) in ("area", "gateway")
    ]
    return {
        (SUBJECT_OF_ROLE[layer.role], str(one))
        for layer in layers if layer.frame is not None
        for one in layer.frame.index
    }  # fmt: skip


def _told_of(state: pd.DataFrame, drawn: set[tuple[str, str]]) -> pd.DataFrame:
    """The states without roads that nobody reports on: their pieces on the map say all there is.

    What a layer draws is named there.
    """
    if "subject_type" not in state:
        return state
    kept = state[(state["subject_type"] != "road") | ~state["basis"].isin(SILENT)]
    named = pd.Series(
        [key in drawn for key in zip(kept["subject_type"], kept["id"], strict=True)],
        index=kept.index, dtype=bool,
    )  # fmt: skip
    names = [name for name in ("name", "name_fr", "name_ht") if name in kept]
    return kept.assign(**{name: kept[name].mask(named, "") for name in names})
