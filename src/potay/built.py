"""What was made: the values that rooms hand to each other.

Every vector frame is EPSG:4326 with the text index `id`. Nothing here opens a file or draws.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from potay.errors import Finding
from potay.geo import Extent
from potay.spec import LayerSpec, MapSpec
from potay.terms.hours import Season, Window
from potay.terms.moments import HAITI_TIME
from potay.terms.statuses import Basis
from potay.terms.values import Toll, Value

SubjectKey = tuple[str, str]  # (subject_type, id), written gateway.canaan


@dataclass(frozen=True)
class RowCount:
    """Conservation of rows: `rows_in == used + refused`; `repaired` are among the used."""

    rows_in: int
    used: int
    repaired: int
    refused: int


@dataclass(frozen=True)
class Dataset:
    """One input as read: either `frame` (vector or table) or `raster` (a checked path)."""

    name: str
    role: str
    sha256: str
    rows: RowCount
    findings: tuple[Finding, ...]
    sensitivity: str = "high"
    title: str = ""
    source: str = ""
    licence: str = ""
    frame: pd.DataFrame | None = None
    raster: Path | None = None


@dataclass(frozen=True)
class Aspect:
    """What the ledger says of one question (control or status) about one subject at a moment.

    `value` is None unless `basis` is *claim* or *contradicted* (then the most cautious rival).
    `last` is what the newest expired claim said. `reliability` is after staleness, 0 where the
    source is not rated; `probability` that the value is right comes from the map's rules.
    """

    value: str | None = None
    basis: Basis = "no_report"
    claim_id: str | None = None
    rivals: tuple[str, ...] = ()
    expired_claims: tuple[str, ...] = ()
    last: str | None = None
    reliability: int | None = None
    age_days: int | None = None
    stale: bool = False
    probability: float = 0.5


@dataclass(frozen=True)
class SubjectState:
    """The derived state of one area, gateway, road, link, place or obstacle at a moment."""

    subject: SubjectKey
    control: Aspect = Aspect()
    status: Aspect = Aspect()
    coalition: str | None = None
    windows: tuple[Window, ...] = ()
    curfews: tuple[Window, ...] = ()
    tolls: tuple[Toll, ...] = ()
    delay_min: float = 0.0
    seasons: tuple[Season, ...] = ()
    claim_ids: tuple[str, ...] = ()  # every claim known at the moment, newest first


@dataclass(frozen=True)
class State:
    """The ground at `as_of`, as reported: one entry per subject the ledger or the map names.

    `actors` has the index actor_id and the columns name, name_fr, name_ht, kind and coalition
    (the coalition it is reported in at `as_of`, or ""). `claims` are the claims known at
    `as_of` with `holds`, `age_days`, `stale`, `expired`, `reliability_now`, and the source's
    publisher, title and published date; `values` what each says, by its id. `silence` is what
    it means that no report speaks: *no_report*, or for a public map *not_told*, where a report
    may be withheld.
    """

    as_of: datetime
    subjects: Mapping[SubjectKey, SubjectState]
    actors: pd.DataFrame
    claims: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    silence: Basis = "no_report"
    values: Mapping[str, Value] = field(default_factory=dict)

    def known(self, key: SubjectKey) -> SubjectState:
        """What is known of a subject; silence where the state has no entry of it."""
        silent = Aspect(basis=self.silence)
        return self.subjects.get(key) or SubjectState(key, silent, silent)

    @cached_property
    def claim_rows(self) -> dict[str, dict[str, Any]]:
        """The claims by id, looked up for every reason that is told."""
        rows: dict[str, dict[str, Any]] = self.claims.to_dict("index")
        return rows


@dataclass(frozen=True)
class BuiltLayer:
    """One layer as drawn: its spec, its role (or the analysis that made it) and its rows."""

    spec: LayerSpec
    role: str
    frame: gpd.GeoDataFrame | None = None
    raster: Path | None = None
    sensitivity: str = "high"


@dataclass(frozen=True)
class Provenance:
    """Where a bundle comes from: inputs with hashes, versions, moment, audience."""

    inputs: tuple[dict[str, Any], ...]
    versions: Mapping[str, str]
    as_of: datetime
    audience: str
    expires: datetime
    sensitivity: str
    fingerprint: str  # hash over inputs, spec and version: the cache and manifest key


@dataclass(frozen=True)
class BuiltMap:
    """Everything a bundle shows, before and after it is reduced for an audience.

    `layers` are in drawing order, bottom first. `tables` maps a table's name (access,
    corridors, state, claims, sources, actors, change) to its frame. `routes` are drawn ways
    offered for phones. `network` is the plain-value form of the network that the page may
    embed (None where it carries none; `unasked` pieces were then too many to carry).

    `illustrative` are titles of datasets that only show what could be there, `attribution` a line
    per dataset. `timeline` are the map's other moments, `relief` the tones it is drawn on,
    `people` the sums of people as modelled, `evacuation` how many each way out would carry; None
    where the map has none. `released_totals` are what the release log keeps of the totals told,
    by commune. `home` is the workspace it was built in, whose key signs it and
    whose log records it; no bundle tells it.
    """

    name: str
    spec: MapSpec
    extent: Extent
    state: State
    layers: tuple[BuiltLayer, ...]
    tables: Mapping[str, pd.DataFrame]
    summary: Mapping[str, Any]
    findings: tuple[Finding, ...]
    provenance: Provenance
    routes: gpd.GeoDataFrame | None = None
    network: Mapping[str, Any] | None = None
    illustrative: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()
    timeline: Mapping[str, Any] | None = None
    relief: Mapping[str, Any] | None = None
    people: Mapping[str, Any] | None = None
    evacuation: Mapping[str, Any] | None = None
    unasked: int = 0
    released_totals: Mapping[str, Any] = field(default_factory=dict)
    home: Path | None = None

    @property
    def stem(self) -> str:
        """What names of files begin with, so that no two bundles are mixed: map, audience, day."""
        audience = self.provenance.audience
        return f"{self.name}_{audience}_{named_moment(self.provenance.as_of)}"


def named_moment(moment: datetime) -> str:
    """A moment in the name of a file: the day in Haiti, with the time where it is not its end.

    `2026-11-22` is as of the end of that day, `2026-11-22T0930` as of half past nine.
    """
    local = moment.astimezone(HAITI_TIME)
    ends = (local.hour, local.minute) == (23, 59)
    return local.strftime("%Y-%m-%d" if ends else "%Y-%m-%dT%H%M")
