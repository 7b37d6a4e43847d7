"""The ledger: all dated reports of a map, checked, in one fixed order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from potay.built import Dataset, SubjectKey, SubjectState
from potay.claims.check import Row, check_row, check_subjects
from potay.claims.claim import COLUMNS, Claim
from potay.claims.implied import implied_rows
from potay.claims.known import Known, known_ids, subject_frames
from potay.errors import Finding, SourceError, raise_errors

ACTOR_COLUMNS = ("name", "name_fr", "name_ht", "kind")
SOURCE_COLUMNS = ("publisher", "title", "published", "url", "language")


@dataclass(frozen=True)
class Ledger:
    """Claims in the order in which they became known, and all that they name.

    `frame` shows the claims as text (index claim_id, the columns of a claims file, then
    dataset, publisher, title, published, url). `touching` gives for each subject that is
    reported on the places in `claims` of the claims about it, newest first; a road is touched
    by those about its id, corridor or ref. `silent` has every subject of the map and the
    ledger, as it is where nobody reports on it.
    """

    claims: tuple[Claim, ...]
    frame: pd.DataFrame
    sources: pd.DataFrame
    actors: pd.DataFrame
    known: Known
    touching: Mapping[SubjectKey, tuple[int, ...]]
    silent: Mapping[SubjectKey, SubjectState]
    findings: tuple[Finding, ...] = ()


def read_ledger(
    datasets: Sequence[Dataset], subjects: Mapping[str, pd.DataFrame] | None = None
) -> Ledger:
    """Check all claims of some datasets and put them together.

    Parameters
    ----------
    datasets
        Datasets as read, several of a role allowed. Roles claims, sources and actors fill the
        ledger; control, gateways, roads, links, infrastructure and obstacles imply a claim for
        each row with a `control` or `status`; all vector roles tell which subjects exist.
    subjects
        Further frames by subject type (area, gateway, road, link, infrastructure, site,
        obstacle) whose rows exist but imply nothing.

    Raises
    ------
    SourceError
        With every fault of every claim: dates, words, values, unknown sources and actors,
        ids used twice. A claim about an unknown subject is only a warning.
    """
    sources = _table(datasets, "sources", SOURCE_COLUMNS)
    actors = _table(datasets, "actors", ACTOR_COLUMNS)
    known = known_ids(sources, actors, subject_frames(datasets, subjects or {}))
    claims: list[Claim] = []
    findings: list[Finding] = []
    seen: dict[str, str] = {}
    for claim_id, row, dataset, implied in _rows(datasets, known):
        claim, faults = check_row(claim_id, row, known, dataset=dataset, implied=implied)
        if claim_id in seen:
            faults.append(_twice(claim_id, dataset, seen[claim_id]))
        seen[claim_id] = dataset
        findings += faults
        if claim:
            claims.append(claim)
    findings += check_subjects(claims, known)
    findings.sort(key=lambda fault: (fault.file, fault.id, fault.column))
    raise_errors(SourceError, findings)
    ordered = tuple(sorted(claims, key=lambda claim: (claim.known_from, claim.claim_id)))
    touching = _touching(ordered, known)
    return Ledger(
        claims=ordered,
        frame=_shown(ordered, sources),
        sources=sources,
        actors=actors,
        known=known,
        touching=touching,
        silent=_silent(known, touching),
        findings=tuple(findings),
    )


def _rows(datasets: Iterable[Dataset], known: Known) -> Iterator[tuple[str, Row, str, bool]]:
    for dataset in datasets:
        if dataset.role == "claims" and dataset.frame is not None:
            records = dataset.frame.to_dict("records")
            for claim_id, row in zip(dataset.frame.index, records, strict=True):
                yield str(claim_id), row, dataset.name, False
        for claim_id, row in implied_rows(dataset, known):
            yield claim_id, row, dataset.name, True


def _twice(claim_id: str, dataset: str, first: str) -> Finding:
    where = "in this dataset" if first == dataset else f"in '{first}'"
    return Finding("error", f"claim_id '{claim_id}' is already used {where}.", file=dataset,
                   id=claim_id, column="claim_id", value=claim_id,
                   hint="Give each claim an id of its own.")  # fmt: skip


def _table(datasets: Iterable[Dataset], role: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """All rows of a role under each other, the first of an id, in the order of ids."""
    frames = [data.frame for data in datasets if data.role == role and data.frame is not None]
    rows: dict[str, dict[str, str]] = {}
    for frame in frames:
        for key, row in zip(frame.index, frame.to_dict("records"), strict=True):
            rows.setdefault(str(key), {c: _plain(row.get(c)) for c in columns})
    index = pd.Index(sorted(rows), name=f"{role.removesuffix('s')}_id", dtype="str")
    return pd.DataFrame(
        [rows[key] for key in index], index=index, columns=list(columns), dtype="str"
    )


def _plain(value: object) -> str:
    return value if isinstance(value, str) else ""


def _shown(claims: Sequence[Claim], sources: pd.DataFrame) -> pd.DataFrame:
    index = pd.Index([claim.claim_id for claim in claims], name="claim_id", dtype="str")
    columns = {name: [_cell(claim, name) for claim in claims] for name in COLUMNS}
    frame = pd.DataFrame(columns, index=index, dtype="str")
    frame["reliability"] = pd.array([claim.reliability for claim in claims], dtype="Int64")
    frame["dataset"] = pd.array([claim.dataset for claim in claims], dtype="str")
    told = sources.reindex(frame["source_id"]).fillna("")
    for name in ("publisher", "title", "published", "url"):
        frame[name] = told[name].to_numpy()
    free = frame["source_id"] == ""
    frame.loc[free, "publisher"] = [claim.source for claim in claims if not claim.source_id]
    return frame


def _cell(claim: Claim, name: str) -> str:
    if name in ("valid_from", "valid_to", "as_of"):
        return claim.dates[("valid_from", "valid_to", "as_of").index(name)]
    if name == "actor":
        return "; ".join(claim.actors)
    if name == "value":
        return claim.value.text
    return "" if name == "reliability" else str(getattr(claim, name))


def _touching(claims: Sequence[Claim], known: Known) -> dict[SubjectKey, tuple[int, ...]]:
    found: dict[SubjectKey, list[int]] = {}
    for place, claim in enumerate(claims):
        keys = {claim.key}
        if claim.subject_type == "road":
            keys |= {("road", road) for road in known.road_names.get(claim.subject.casefold(), ())}
        for key in keys:
            found.setdefault(key, []).append(place)

    def newest_first(place: int) -> tuple[int, str]:
        return -claims[place].known_from, claims[place].claim_id

    return {key: tuple(sorted(found[key], key=newest_first)) for key in sorted(found)}


def _silent(known: Known, touching: Iterable[SubjectKey]) -> dict[SubjectKey, SubjectState]:
    on_the_map = {(kind, subject) for kind, ids in known.subjects.items() for subject in ids}
    return {key: SubjectState(key) for key in sorted(on_the_map.union(touching))}
