"""Layers as drawn: rows of a dataset joined with what the reports and analyses say of them."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from potay.access import Common, find_route
from potay.built import BuiltLayer, Dataset
from potay.errors import NoAnswerError
from potay.geo import WGS84
from potay.network import Scenario, road_status, subject_status
from potay.spec import AskedMap, LayerSpec, MapSpec

#: Best first: what a place's mark on the map shows when hubs differ.
BEST_FIRST = ("reachable", "restricted", "presumed", "unknown", "cut_off", "misplaced")
STATE_COLUMNS = (
    "status", "control", "coalition", "basis", "claim_id", "rivals", "reliability", "age_days",
    "stale", "expired", "last", "expired_claims", "probability", "windows", "tolls", "publisher",
)  # fmt: skip


def layers_of(
    asked: AskedMap,
    datasets: Mapping[str, Dataset],
    frames: Mapping[str, pd.DataFrame],
    scene: Scenario,
    tables: Mapping[str, pd.DataFrame],
    apart: NDArray[np.int64] | None = None,
) -> tuple[BuiltLayer, ...]:
    """Every layer of a map in drawing order, bottom first.

    Road pieces of different numbers in `apart` are drawn by themselves. Frames keep the
    dataset's index and columns; the joined columns are named after the tables they come from.
    Raster layers carry the checked path only.
    """
    subjects = subject_status(scene)
    built = []
    for spec in asked.layers:
        dataset = datasets.get(spec.dataset)
        if dataset is None:
            continue
        if spec.analysis == "road_status" and dataset.frame is not None:
            frame = _roads(_marked(dataset), scene, apart)
        else:
            frame = _rows(dataset, spec, scene, subjects, tables, frames)
        built.append(BuiltLayer(spec, dataset.role, frame, dataset.raster, dataset.sensitivity))
    return tuple(built)


def routes_of(scene: Scenario, spec: MapSpec, access: pd.DataFrame) -> gpd.GeoDataFrame:
    """The ways offered for phones: from each hub the best way to every place it reaches.

    One row per hub and place that the chosen mover reaches at least presumably; LineStrings in
    EPSG:4326, with minutes, km, status and the gateways in order.
    """
    wanted = access[(access["mover"] == spec.mover) & access["status"].isin(BEST_FIRST[:3])]
    rows = []
    common = Common(scene)
    for row in wanted[wanted["type"] == "site"].itertuples():
        try:
            place = f"{row.type}.{row.id}"
            answer = find_route(scene, row.hub, place, alternatives=1, common=common).record()
        except NoAnswerError:
            continue
        for way in answer["routes"][:1]:
            rows.append(_route_row(row.hub, row.type, row.id, spec.mover, way))
    columns = ["id", "name", "from", "to", "from_type", "to_type", "mover", "status", "minutes",
               "km", "gateways", "areas", "claims", "geometry"]  # fmt: skip
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=WGS84)


def _route_row(
    hub: str, kind: str, place: str, mover: str, way: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "id": f"{hub}--{place}", "name": f"{hub} → {place}", "from": hub, "to": place,
        "from_type": "infrastructure", "to_type": kind, "mover": mover,
        "geometry": shapely.geometry.shape(way["geometry"]),
        **{key: way[key] for key in ("status", "minutes", "km", "gateways", "areas", "claims")},
    }  # fmt: skip


def _rows(
    dataset: Dataset,
    spec: LayerSpec,
    scene: Scenario,
    subjects: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    frames: Mapping[str, pd.DataFrame],
) -> gpd.GeoDataFrame | None:
    if dataset.frame is None:
        return None
    frame = _marked(dataset)
    if spec.analysis in ("control", "gateway_status"):
        kind = "area" if spec.analysis == "control" else "gateway"
        return _with_state(frame, kind, tables["state"], subjects)
    if spec.analysis == "access":
        kind = "site" if dataset.role == "sites" else "infrastructure"
        return _with_access(frame, kind, scene.mover.name, tables["access"])
    if dataset.role == "links":
        return _drawn_links(frame, frames.get("infrastructure"))
    return frame


def _marked(dataset: Dataset) -> gpd.GeoDataFrame:
    frame = dataset.frame
    assert frame is not None
    if "sensitivity" not in frame:
        return frame
    blank = frame["sensitivity"] == ""
    return frame.assign(sensitivity=frame["sensitivity"].mask(blank, dataset.sensitivity))


def _roads(
    frame: gpd.GeoDataFrame, scene: Scenario, apart: NDArray[np.int64] | None
) -> gpd.GeoDataFrame:
    """The network's pieces dissolved by road and status, with what the dataset says of the road."""
    drawn = road_status(scene, apart).rename(columns={"road_id": "road"})
    own = ["name_fr", "name_ht", "surface", "practicability", "bridge", "sensitivity", "source"]
    mine = drawn[drawn["road"].isin(frame.index)]
    return gpd.GeoDataFrame(
        mine.join(frame[[column for column in own if column in frame]], on="road"), crs=WGS84
    )


def _with_state(
    frame: gpd.GeoDataFrame, kind: str, state: pd.DataFrame, subjects: pd.DataFrame
) -> gpd.GeoDataFrame:
    said = state[state["subject_type"] == kind].set_index("id")
    columns = [column for column in STATE_COLUMNS if column in said]
    joined = frame.drop(columns=[c for c in columns if c in frame]).join(said[columns])
    if kind in subjects.index.get_level_values(0):
        joined = joined.join(subjects.loc[kind][["reading_status", "reason"]])
    return joined


def _with_access(
    frame: gpd.GeoDataFrame, kind: str, mover: str, access: pd.DataFrame
) -> gpd.GeoDataFrame:
    """The best status over all hubs for one mover, with its minutes and hub."""
    rows = access[(access["mover"] == mover) & (access["type"] == kind)]
    order = rows.assign(
        rank=rows["status"].map(BEST_FIRST.index), time=rows["minutes"].astype(float)
    ).sort_values(["rank", "time", "hub"], kind="stable")
    best = order.drop_duplicates("id").set_index("id")[["status", "minutes", "km", "hub"]]
    return frame.rename(columns={"status": "own_status"}).join(best)


def _drawn_links(frame: pd.DataFrame, places: pd.DataFrame | None) -> gpd.GeoDataFrame:
    """Links without a course of their own as straight lines between their two ends."""
    if places is None:
        return gpd.GeoDataFrame(frame)
    at = places.geometry
    known = frame[frame["from"].isin(places.index) & frame["to"].isin(places.index)]
    lines = [
        shapely.LineString([at[start], at[end]])
        for start, end in zip(known["from"], known["to"], strict=True)
    ]
    return gpd.GeoDataFrame(known, geometry=lines, crs=WGS84)
