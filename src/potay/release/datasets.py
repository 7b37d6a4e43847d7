"""Datasets as an audience has them: what may not leave is gone before anything is computed.

Nothing here looks at what is gone to decide about what is left. So the bundle of a reduced map is
the bundle of a workspace that never held the rest: change, move or remove it, and no byte changes.
"""

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from potay.built import Dataset
from potay.claims.known import Known, known_ids, subject_frames
from potay.errors import Finding
from potay.release.allowed import (
    CLAIM,
    KIND_OF_ROLE,
    allowed_columns,
    allowed_kinds,
    has_list,
)
from potay.release.levels import taken, takes
from potay.release.totals import CommuneTotal, commune_totals
from potay.spec import MapSpec
from potay.terms.audiences import CEILING, Audience
from potay.terms.holders import NO_HOLDER
from potay.terms.kinds import NAMING, deed
from potay.terms.subjects import counts_everywhere

#: All that a place tells that stands in a public bundle only because the map lists its kind.
LISTED_COLUMNS = ("name", "name_fr", "name_ht", "kind", "commune", "geometry", "sensitivity")


@dataclass(frozen=True)
class Released:
    """The datasets that an audience has something of, by name, and totals of its sites.

    `site_totals` are those of a public bundle, over all sites but *severe* ones; None else.
    """

    datasets: Mapping[str, Dataset]
    site_totals: tuple[CommuneTotal, ...] | None = None


def reduce_datasets(datasets: Mapping[str, Dataset], spec: MapSpec) -> Released:
    """What the audience of a map may have of its datasets.

    Rows above its level are gone, and sites from a public bundle whatever their mark; columns
    that it may not have are empty; links go with their ends, and claims with whatever they name.
    A dataset of which no row is left is gone too. `sha256` is that of the rows that are left.

    Parameters
    ----------
    datasets
        As read, by name.
    spec
        Whose `audience` and `release` decide.
    """
    audience = spec.audience
    kept = {name: _kept(dataset, spec) for name, dataset in datasets.items()}
    told = {name: dataset for name, dataset in kept.items() if dataset is not None}
    told = _without_mute_claims(_without_loose_links(told), datasets, audience)
    left = {name: one for name, one in told.items() if not _is_gone(one, audience)}
    totals = _totals(datasets) if audience == "public" else None
    return Released({name: _stamped(one, audience) for name, one in left.items()}, totals)


def names_gone(datasets: Mapping[str, Dataset], told: Mapping[str, Dataset]) -> frozenset[str]:
    """Ids and names of rows that are gone: what no finding for this audience may quote."""
    words: set[str] = set()
    for name, dataset in datasets.items():
        if dataset.frame is None:
            continue
        kept = told[name].frame if name in told else None
        gone = dataset.frame if kept is None else dataset.frame.drop(index=kept.index)
        words |= {str(one) for one in gone.index}
        words |= {str(one) for one in gone.get("name", ()) if one}
    return frozenset(words)


def told_findings(
    findings: Iterable[Finding], gone: frozenset[str], audience: Audience
) -> tuple[Finding, ...]:
    """The findings that an audience may have: they quote the data they are about.

    Below *internal* none about the reading of a file: it counts rows that are gone.
    """
    kept = (one for one in findings if audience == "internal" or not one.where)
    return tuple(
        one for one in kept if not any(word in f"{one.sentence()} {one.value}" for word in gone)
    )


def _kept(dataset: Dataset, spec: MapSpec) -> Dataset | None:
    audience, frame = spec.audience, dataset.frame
    if frame is None:
        return dataset if takes(audience, dataset.sensitivity) else None
    if not has_list(dataset.role, audience):
        return None
    may = taken(frame, audience, dataset.sensitivity)
    listed = _listed(dataset, spec)
    rows = frame[may | listed]
    if dataset.role in KIND_OF_ROLE:
        kinds = KIND_OF_ROLE[dataset.role]
        rows = rows[allowed_kinds(rows["kind"], kinds, audience)]
    rows = _emptied(rows, allowed_columns(rows.columns, dataset.role, audience))
    only = listed[rows.index] & ~may[rows.index]
    if only.any():
        rows = pd.concat([rows[~only], _emptied(rows[only], LISTED_COLUMNS)]).loc[rows.index]
    return replace(dataset, frame=rows)


def _is_gone(dataset: Dataset, audience: Audience) -> bool:
    """Whether no row is left; who has every row but *severe* ones is told of an empty file."""
    return audience != "internal" and dataset.frame is not None and dataset.frame.empty


def _listed(dataset: Dataset, spec: MapSpec) -> pd.Series:
    """Places up to *moderate* that stand in a public bundle because the map lists their kind."""
    frame = dataset.frame
    assert frame is not None
    if dataset.role != "infrastructure" or spec.audience != "public":
        return pd.Series(False, index=frame.index)
    known = frame["kind"].isin(spec.release.kinds)
    return known & taken(frame, "partners", dataset.sensitivity)


def _emptied(frame: pd.DataFrame, allowed: Iterable[str]) -> pd.DataFrame:
    """The frame with nothing in the columns that are not allowed."""
    told = frame.copy()
    for name in frame.columns.difference(list(allowed)):
        column = frame[name]
        if pd.api.types.is_bool_dtype(column.dtype):
            told[name] = False
        elif pd.api.types.is_numeric_dtype(column.dtype):
            told[name] = math.nan
        else:  # a moment without text is none
            told[name] = pd.Series("", index=frame.index, dtype=column.dtype)
    return told


def _without_loose_links(told: Mapping[str, Dataset]) -> dict[str, Dataset]:
    """Links of which an end is no place of the reduced map go with it."""
    places = {
        str(one)
        for dataset in told.values()
        if dataset.role in ("infrastructure", "gateways") and dataset.frame is not None
        for one in dataset.frame.index
    }
    left = {}
    for name, dataset in told.items():
        if dataset.role == "links" and dataset.frame is not None:
            ends = dataset.frame["from"].isin(places) & dataset.frame["to"].isin(places)
            dataset = replace(dataset, frame=dataset.frame[ends])
        left[name] = dataset
    return left


def _without_mute_claims(
    told: Mapping[str, Dataset], datasets: Mapping[str, Dataset], audience: Audience
) -> dict[str, Dataset]:
    """Claims of kinds that the audience may have, and of which it may have all they name."""
    known = known_of(told)
    whole = known_of(datasets) if audience == "internal" else None
    left = {}
    for name, dataset in told.items():
        if dataset.role == "claims" and dataset.frame is not None:
            rows = dataset.frame[allowed_kinds(dataset.frame["kind"], CLAIM, audience)]
            may = [_may_say(row, known, whole) for row in rows.to_dict("records")]
            dataset = replace(dataset, frame=rows[pd.Series(may, index=rows.index, dtype=bool)])
        left[name] = dataset
    return left


def _may_say(row: Mapping[str, object], known: Known, whole: Known | None) -> bool:
    """Whether the audience has the subject, the source and every actor of a claim.

    `whole` are all ids, for an internal bundle: a report about a place that no dataset has is
    kept there. Elsewhere nobody can tell it from one about a place that is withheld.
    """
    kind, subject = str(row["subject_type"]), str(row["subject"])
    here = known.has_subject(kind, subject)
    if not here and whole is not None:
        here = not whole.has_subject(kind, subject)
    everywhere = kind == "area" and counts_everywhere(subject)
    actors = {one.strip() for one in str(row.get("actor") or "").split(";")} - {""}
    if deed(str(row["kind"])) in NAMING and str(row["value"]).lower() not in NO_HOLDER:
        actors.add(str(row["value"]).strip())
    return (here or everywhere) and row["source_id"] in known.sources and actors <= known.actors


def known_of(datasets: Mapping[str, Dataset]) -> Known:
    """All that the rows of some datasets let a report name."""

    def ids(role: str) -> pd.DataFrame:
        frames = [one.frame for one in datasets.values() if one.role == role]
        return pd.concat([pd.DataFrame(), *(one for one in frames if one is not None)])

    return known_ids(ids("sources"), ids("actors"), subject_frames(datasets.values(), {}))


def _totals(datasets: Mapping[str, Dataset]) -> tuple[CommuneTotal, ...] | None:
    """Totals over all sites but *severe* ones, each once."""
    frames = [
        one.frame[taken(one.frame, "internal", one.sensitivity)]
        for one in datasets.values()
        if one.role == "sites" and one.frame is not None
    ]
    if not frames:
        return None
    sites = pd.concat([pd.DataFrame(frame.drop(columns="geometry")) for frame in frames])
    return tuple(commune_totals(sites[~sites.index.duplicated()]))


def _stamped(dataset: Dataset, audience: Audience) -> Dataset:
    """The dataset with the hash of what is left of it, and without counts of what is gone."""
    if dataset.frame is None:
        return dataset
    if audience == "internal" and len(dataset.frame) == dataset.rows.used:
        return dataset  # whole, so that the hash of its file tells nothing more
    findings = told_findings(dataset.findings, frozenset(), audience)
    may = takes(audience, dataset.sensitivity)
    return replace(
        dataset,
        sha256=rows_sha256(dataset.frame),
        findings=findings,
        sensitivity=dataset.sensitivity if may else CEILING[audience],
    )


def rows_sha256(frame: pd.DataFrame) -> str:
    """The sha256 of the rows of a frame as text, in order of id: the same for any order of rows."""
    ordered = frame.sort_index()
    if isinstance(ordered, gpd.GeoDataFrame):
        ordered = pd.DataFrame(ordered).assign(geometry=ordered.geometry.to_wkb(hex=True))
    text = ordered[sorted(map(str, ordered.columns))].to_csv(lineterminator="\n")
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
