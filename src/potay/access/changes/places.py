"""What changed for people between two moments: places newly cut off, and reached again."""

from typing import Any

import pandas as pd

from potay.access.reach.summary import best_over_hubs, rank

CHANGE_COLUMNS = ("type", "id", "mover", "name", "commune", "before", "after", "persons")

_PLACE = ["type", "id", "mover"]


def access_change(before_rows: pd.DataFrame, after_rows: pd.DataFrame) -> pd.DataFrame:
    """The places whose best status over all hubs differs between two access tables.

    Parameters
    ----------
    before_rows, after_rows
        Rows of two access answers (columns type, id, mover, status and, where there are,
        name, commune, persons); the statuses of a place from all hubs count as one, the best.

    Returns
    -------
    pandas.DataFrame
        One row per place and mover that changed: type, id, mover, name, commune, before, after,
        persons. A place that only one table names is *absent* in the other. Those that got
        worse come first, those with most persons first among them.
    """
    old, new = _best(before_rows), _best(after_rows)
    both = old.add_suffix("_before").join(new.add_suffix("_after"), how="outer")
    told = pd.DataFrame(index=both.index)
    told["before"] = both["status_before"].fillna("absent")
    told["after"] = both["status_after"].fillna("absent")
    for name in ("name", "commune", "persons"):
        later, earlier = both[f"{name}_after"], both[f"{name}_before"]
        told[name] = later.where(later.notna(), earlier)
    changed = told[told["before"] != told["after"]].reset_index()
    worse = changed["after"].map(rank) > changed["before"].map(rank)
    people = pd.to_numeric(changed["persons"]).fillna(0)
    order = changed.assign(_worse=~worse, _people=-people).sort_values(
        ["_worse", "_people", *_PLACE], kind="stable"
    )
    return order[list(CHANGE_COLUMNS)].reset_index(drop=True)


def change_summary(changes: pd.DataFrame) -> dict[str, Any]:
    """Counts over the rows of `access_change` for one mover: sites and persons, each site once.

    *newly_cut_off* were reached in some reading before and are in none now; *no_longer_cut_off*
    the other way round; *worse* and *better* moved along reachable, restricted, presumed,
    unknown, cut_off. Sites that one moment does not know are not counted.
    """
    sites = changes[changes["type"] == "site"]
    known = sites[(sites["before"] != "absent") & (sites["after"] != "absent")]
    rank_before, rank_after = known["before"].map(rank), known["after"].map(rank)
    groups = {
        "newly_cut_off": known[known["after"] == "cut_off"],
        "no_longer_cut_off": known[known["before"] == "cut_off"],
        "worse": known[rank_after > rank_before],
        "better": known[rank_after < rank_before],
    }
    return {
        name: {"sites": len(rows), "persons": int(pd.to_numeric(rows["persons"]).sum())}
        for name, rows in groups.items()
    }


def _best(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per place and mover: the best status over its hubs."""
    told = rows.reindex(columns=[*_PLACE, "status", "name", "commune", "persons"])
    return best_over_hubs(told).set_index(_PLACE).sort_index()
