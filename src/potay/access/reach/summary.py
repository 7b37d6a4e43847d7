"""What a table of access comes to: pairs, places and persons by status."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from potay.terms.statuses import ACCESS

PROBABILITY = (
    "the chance that any way is passable, one draw per subject; probability_se is its standard"
    " error, 0 where exact"
)


#: What a place is, for whom.
_PLACE = ["type", "id", "mover"]


def rank(status: object) -> int:
    """How far from the best a status is; one of no place (*absent*) comes last."""
    return ACCESS.index(str(status)) if status in ACCESS else len(ACCESS)


def best_over_hubs(rows: pd.DataFrame) -> pd.DataFrame:
    """The row of each place and mover from the hub that serves it best, in the order of rows.

    Parameters
    ----------
    rows
        Of an access table: type, id, mover, status, and minutes where they are known. The best
        status counts, of those the fewest minutes, of those the hub that comes first.
    """
    minutes = pd.to_numeric(rows["minutes"]) if "minutes" in rows else np.zeros(len(rows))
    order = np.lexsort((minutes, rows["status"].map(rank)))  # stable, what is missing last
    kept = np.zeros(len(rows), np.bool_)
    kept[order[~rows[_PLACE].iloc[order].duplicated().to_numpy()]] = True
    return rows[kept]


def summarise(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Counts over the rows of one mover; persons are those of sites, each site once.

    A place counts under its best status over all hubs.
    """
    rows = list(rows)
    told = pd.DataFrame(rows, columns=[*_PLACE, "status", "minutes", "persons"], dtype=object)
    best = best_over_hubs(told).to_dict("records")
    persons: Counter[str] = Counter(dict.fromkeys(ACCESS, 0))
    places: Counter[str] = Counter(dict.fromkeys(ACCESS, 0))
    for row in best:
        places[row["status"]] += 1
        persons[row["status"]] += (row["persons"] or 0) if row["type"] == "site" else 0
    cut_off = sorted(
        row["id"] for row in best if (row["type"], row["status"]) == ("site", "cut_off")
    )
    single = _single_corridor(rows)
    if not any(row["type"] == "site" for row in best):  # a nought would say that nobody is cut off
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
        "persons": dict.fromkeys(ACCESS),
    }


def _single_corridor(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Sites that are reached, but from every hub over one way only."""
    ways: dict[str, int] = {}
    for row in rows:
        if row["type"] == "site" and row["independent_corridors"] is not None:
            known = ways.get(row["id"], 0)
            ways[row["id"]] = max(known, row["independent_corridors"])
    return sorted(site for site, count in ways.items() if count == 1)
