"""Modelled water on roads as obstacles of the map, each with claims that say where it is from."""

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from potay.built import Dataset, RowCount
from potay.errors import Finding, SpecError
from potay.spec import MapSpec
from potay.terms.hours import parse_season
from potay.terms.moments import HAITI_TIME
from potay.terrain.rasters import raster_of
from potay.terrain.water import flood_claims, flooding

#: Datasets that are made, not read.
OBSTACLES, CLAIMS, SOURCES = "flooded-roads", "flooded-roads-claims", "flooded-roads-sources"


def flood_datasets(
    spec: MapSpec, datasets: Mapping[str, Dataset], roads: gpd.GeoDataFrame | None
) -> dict[str, Dataset]:
    """Obstacles, claims and their source, for roads under `flood_depth_m` of water or more.

    Empty where the rules name no depth or the map has no roads. Each flooded stretch is an
    obstacle that is reported *closed*, as of the map's moment, by the flood raster; a report of
    somebody who was there beats it as any other. With a `flood_season` the water is there only
    in its months, at the moment at which the roads are used: it is a claim of kind *season*.
    Where the map's moment lies outside of them a finding says so.

    Raises
    ------
    SpecError
        Where there is no flood raster, or several.
    SourceError
        Where the raster cannot be used.
    """
    rules = spec.rules
    if rules.flood_depth_m is None or roads is None:
        return {}
    raster = raster_of(datasets, "flood")
    if raster is None:
        raise SpecError(
            "flood_depth_m is set, but the map has no flood raster.",
            file=f"maps/{spec.name}.toml",
            hint="Add a layer whose dataset has the role flood, or leave flood_depth_m out.",
        )
    flood = next(one for one in datasets.values() if one.raster == raster)
    in_season = _in_season(spec)
    moment = spec.as_of.isoformat()
    wet = flooding(
        roads, raster, depth_m=rules.flood_depth_m, source=flood.source, as_of=moment[:10]
    )
    claims = flood_claims(
        wet.obstacles,
        source_id=_source_id(flood),
        as_of=moment,
        season=rules.flood_season,
    )
    note = f"{wet.km:,.1f} km of road are under {rules.flood_depth_m:g} m of water or more (model)."
    if not in_season:
        note += f" Water of {rules.flood_season}: it is not the season at this moment."
    found = (*wet.findings, Finding("info", note, file=f"data/{flood.name}"))
    return {
        OBSTACLES: _with(_made(OBSTACLES, "obstacles", wet.obstacles, flood), found),
        CLAIMS: _made(CLAIMS, "claims", claims, flood),
        SOURCES: _made(SOURCES, "sources", _source(flood), flood),
    }


def _in_season(spec: MapSpec) -> bool:
    text = spec.rules.flood_season
    day = spec.as_of.astimezone(HAITI_TIME).date()
    return not text or parse_season(text).covers(day)


def _source_id(flood: Dataset) -> str:
    return f"raster-{flood.name}"


def _source(flood: Dataset) -> pd.DataFrame:
    row = {"publisher": flood.source, "title": flood.title, "published": "", "url": "",
           "language": ""}  # fmt: skip
    index = pd.Index([_source_id(flood)], name="source_id", dtype=object)
    return pd.DataFrame([row], index=index, dtype=object)


def _made(name: str, role: str, frame: pd.DataFrame, flood: Dataset) -> Dataset:
    count = len(frame)
    return Dataset(
        name=name, role=role, sha256=flood.sha256, rows=RowCount(count, count, 0, 0), findings=(),
        sensitivity=flood.sensitivity, title=flood.title, source=flood.source,
        licence=flood.licence, frame=frame,
    )  # fmt: skip


def _with(dataset: Dataset, findings: tuple[Finding, ...]) -> Dataset:
    return Dataset(**{**dataset.__dict__, "findings": findings})
