"""What a table of access comes to: pairs, places and persons by status."""

from typing import Any

import pandas as pd

#: From the best to the worst. A place counts under its best status over all hubs.
ORDER = ("reachable", "restricted", "presumed", "unknown", "cut_off", "misplaced")


def summarise(rows: pd.DataFrame) -> dict[str, Any]:
    """Counts over the rows of one mover; persons are those of sites, each site once."""
    rank = rows["status"].map({status: number for number, status in enumerate(ORDER)})
    best = rows.assign(rank=rank.astype(float)).sort_values("rank", kind="stable")
    best = best.drop_duplicates(["type", "id"])
    sites = best[best["type"] == "site"]
    persons = {
        status: int(sites.loc[sites["status"] == status, "persons"].fillna(0).sum())
        for status in ORDER
    }
    cut_off = sorted(sites.loc[sites["status"] == "cut_off", "id"])
    return {
        "disconnected_pairs": int((rows["status"] == "cut_off").sum()),
        "cut_off_sites": len(cut_off),
        "cut_off_site_ids": cut_off,
        "persons_cut_off": persons["cut_off"],
        "persons_unknown": persons["unknown"],
        "persons_presumed": persons["presumed"],
        "persons": persons,
        "places": {status: int((best["status"] == status).sum()) for status in ORDER},
        "probability_is": "lower bound: the chance that the way named is passable",
    }
