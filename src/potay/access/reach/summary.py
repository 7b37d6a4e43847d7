"""What a table of access comes to: pairs, places and persons by status."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

PROBABILITY = (
    "the chance that any way is passable, one draw per subject; probability_se is its standard"
    " error, 0 where exact"
)
#: From the best to the worst. A place counts under its best status over all hubs.
ORDER = ("reachable", "restricted", "presumed", "unknown", "cut_off", "misplaced")


def summarise(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Counts over the rows of one mover; persons are those of sites, each site once."""
    rows = list(rows)
    best: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in rows:
        place = (row["type"], row["id"])
        known = best.get(place)
        if known is None or ORDER.index(row["status"]) < ORDER.index(known["status"]):
            best[place] = row
    persons: Counter[str] = Counter(dict.fromkeys(ORDER, 0))
    places: Counter[str] = Counter(dict.fromkeys(ORDER, 0))
    for (kind, _), row in best.items():
        places[row["status"]] += 1
        persons[row["status"]] += (row["persons"] or 0) if kind == "site" else 0
    cut_off = sorted(
        name for (kind, name), row in best.items() if (kind, row["status"]) == ("site", "cut_off")
    )
    single = _single_corridor(rows)
    if not any(kind == "site" for kind, _ in best):  # a nought would say that nobody is cut off
        return {**_nothing_of_sites(), **_pairs_and_places(rows, places)}
    return {
        "cut_off_sites": len(cut_off),
        "cut_off_site_ids": cut_off,
        "single_corridor_sites": len(single),
        "single_corridor_site_ids": single,
        "persons_cut_off": persons["cut_off"],
        "persons_unknown": persons["unknown"],
        "persons_presumed": persons["presumed"],
        "persons": dict(persons),
        **_pairs_and_places(rows, places),
    }


def _pairs_and_places(
    rows: Iterable[Mapping[str, Any]], places: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "disconnected_pairs": sum(row["status"] == "cut_off" for row in rows),
        "places": dict(places),
        "probability_is": PROBABILITY
        if any(row.get("probability") is not None for row in rows)
        else None,
    }


def _nothing_of_sites() -> dict[str, Any]:
    """What is said of sites where the map has none."""
    figures = ("cut_off_sites", "single_corridor_sites", "persons_cut_off", "persons_unknown",
               "persons_presumed")  # fmt: skip
    return {
        **dict.fromkeys(figures),
        "cut_off_site_ids": [],
        "single_corridor_site_ids": [],
        "persons": dict.fromkeys(ORDER),
    }


def _single_corridor(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Sites that are reached, but from every hub over one way only."""
    ways: dict[str, int] = {}
    for row in rows:
        if row["type"] == "site" and row["independent_corridors"] is not None:
            known = ways.get(row["id"], 0)
            ways[row["id"]] = max(known, row["independent_corridors"])
    return sorted(site for site, count in ways.items() if count == 1)
