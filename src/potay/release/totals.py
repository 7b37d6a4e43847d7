"""Site figures that the public may have: totals per commune, and only where nobody stands out.

The limits are potay's contract, not a law of the field: at least 3 sites and 10 households, no
site above 80 % of its commune. No total over communes is shown, so that a commune that is left
out cannot be had by subtraction; complementary suppression is then not needed.
"""

import pandas as pd

LEAST_SITES = 3
LEAST_HOUSEHOLDS = 10
LARGEST_SHARE = 0.80
COLUMNS = ("commune", "sites", "households", "persons")


def commune_totals(sites: pd.DataFrame) -> pd.DataFrame:
    """One row per commune that may be shown: commune, sites, households, persons.

    `sites` has commune, households and persons. A site without a commune counts nowhere; one
    without households does not count towards the least number. Persons are missing where one
    site holds more than 80 % of them, or fewer than 3 sites have a figure.
    """
    known = sites[sites["commune"].astype(str).str.strip() != ""]
    rows = [
        _total(str(commune), members)
        for commune, members in known.groupby("commune", sort=True)
        if _may_show(members)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype({"sites": "Int64", "households": "Int64", "persons": "Int64"})


def _may_show(members: pd.DataFrame) -> bool:
    households = _figures(members, "households")
    return _enough(households) and households.sum() >= LEAST_HOUSEHOLDS and _spread(households)


def _total(commune: str, members: pd.DataFrame) -> dict[str, object]:
    persons = _figures(members, "persons")
    return {
        "commune": commune,
        "sites": len(members),
        "households": int(_figures(members, "households").sum()),
        "persons": int(persons.sum()) if _enough(persons) and _spread(persons) else None,
    }


def _enough(figures: pd.Series) -> bool:
    """A sum over sites of which only one or two have a figure is that of those sites."""
    return int((figures > 0).sum()) >= LEAST_SITES


def _spread(figures: pd.Series) -> bool:
    total = figures.sum()
    return bool(total > 0 and figures.max() <= LARGEST_SHARE * total)


def _figures(members: pd.DataFrame, name: str) -> pd.Series:
    return pd.to_numeric(members[name], errors="coerce").fillna(0).astype(float)
