"""Site figures that the public may have: totals per commune in bands, where nobody stands out.

The limits are potay's contract, not a law of the field: at least 3 sites with figures and 10
households, no site above 80 % of its commune, and all but the two largest sites together at least
15 % of the largest, so that whoever runs the second cannot work out the first. What is told is the
band of a total (1, 2, 5, 10, 20, 50 …), never the total. No total over communes is told, so that
none that is left out can be had by subtraction.

One total says little of a site; two of different days may say all of it. So a band that was told
stays until at least three sites of the commune have come, gone or changed their figures since.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

LEAST_SITES = 3
LEAST_HOUSEHOLDS = 10
LARGEST_SHARE = 0.80
#: How much, of the largest site, those beyond the second must hold together.
LEAST_REST = 0.15
#: So many sites must differ before another band is told.
LEAST_CHANGED = 3
FIGURES = ("sites", "households", "persons")
COLUMNS = ("commune", *(f"{name}_{end}" for name in FIGURES for end in ("from", "to")))

Band = tuple[int, int]


@dataclass(frozen=True)
class CommuneTotal:
    """What is told of the sites of a commune: bands by figure; one that is not told is left out.

    `members` has the figures of each site; it never leaves the workspace.
    """

    commune: str
    bands: Mapping[str, Band] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)


def commune_totals(sites: pd.DataFrame) -> list[CommuneTotal]:
    """The communes that may be shown, in order of their names.

    Parameters
    ----------
    sites
        With the columns commune, households and persons; index `id`. A site without a commune
        counts nowhere; one without households does not count towards the least number.
    """
    return list(_totals(sites))


def totals_table(totals: Iterable[CommuneTotal]) -> pd.DataFrame:
    """Totals as a table, one row per commune.

    Returns
    -------
    DataFrame
        commune, and of sites, households and persons the band (`sites_from`, `sites_to` …, whole
        numbers, both ends included); missing where that figure may not be told.
    """
    rows = [
        {"commune": one.commune}
        | {f"{name}_from": band[0] for name, band in one.bands.items()}
        | {f"{name}_to": band[1] for name, band in one.bands.items()}
        for one in totals
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype(dict.fromkeys(COLUMNS[1:], "Int64"))


def kept_until_enough_changed(
    now: Iterable[CommuneTotal], before: Mapping[str, CommuneTotal]
) -> list[CommuneTotal]:
    """The totals, each commune as it was told last unless enough of its sites differ since.

    A commune that may no longer be told is not told, however it was told before.
    """
    return [_as_before(one, before.get(one.commune)) for one in now]


def _as_before(one: CommuneTotal, last: CommuneTotal | None) -> CommuneTotal:
    if last is None:
        return one
    sites = {*one.members, *last.members}
    changed = sum(one.members.get(site) != last.members.get(site) for site in sites)
    return one if changed >= LEAST_CHANGED else last


def band(total: float) -> Band:
    """The band of 1, 2, 5, 10, 20, 50 … that a whole number from 1 on lies in."""
    power = 10 ** (len(str(int(total))) - 1)
    low = max(step * power for step in (1, 2, 5) if step * power <= total)
    return low, min(step * power for step in (2, 5, 10) if step * power > total) - 1


def _totals(sites: pd.DataFrame) -> Iterator[CommuneTotal]:
    known = sites[sites["commune"].astype(str).str.strip() != ""]
    for commune, members in known.groupby("commune"):
        households, persons = (_figures(members, name) for name in ("households", "persons"))
        if not _protected(households) or households.sum() < LEAST_HOUSEHOLDS:
            continue
        low, high = band(len(members))
        told = {"sites": (max(low, LEAST_SITES), high), "households": band(households.sum())}
        if _protected(persons):
            told["persons"] = band(persons.sum())
        yield CommuneTotal(str(commune), told, dict(_figures_by_site(members)))


def _figures_by_site(members: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Each site and its figures, as text."""
    for one, households, persons in members[["households", "persons"]].itertuples():
        yield str(one), f"{households}:{persons}"


def _protected(figures: pd.Series) -> bool:
    """Whether the sum of these figures tells of none of them."""
    largest = sorted(figures, reverse=True)
    total = sum(largest)
    enough = sum(figure > 0 for figure in largest) >= LEAST_SITES
    return (
        enough
        and bool(largest[0] <= LARGEST_SHARE * total)
        and bool(sum(largest[2:]) >= LEAST_REST * largest[0])
    )


def _figures(members: pd.DataFrame, name: str) -> pd.Series:
    return pd.to_numeric(members[name], errors="coerce").fillna(0)
