"""Layers as drawn: rows of a dataset joined with what the reports and analyses say of them."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from potay.access import Common, find_route
from potay.access.reach.summary import best_over_hubs
from potay.built import BuiltLayer, Dataset
from potay.errors import NoAnswerError
from potay.geo import WGS84
from potay.network import Scenario, road_status, subject_status
from potay.phrases import phrase, phrases
from potay.spec import AskedMap, LayerSpec, MapSpec
from potay.terms.statuses import ARRIVES
from potay.tongues import TONGUES

STATE_COLUMNS = (
    "status", "control", "coalition", "basis", "claim_id", "rivals", "reliability", "age_days",
    "stale", "expired", "last", "expired_claims", "probability", "windows", "tolls", "publisher",
)  # fmt: skip


#: The role of the layer of totals, and its fills from few people to many.
TOTALS = "site_totals"
_SHADES = ("#f4eee2", "#e7dabf", "#d6bf95", "#c2a26e", "#a7834d", "#866432")


def layers_of(
    asked: AskedMap,
    datasets: Mapping[str, Dataset],
    frames: Mapping[str, pd.DataFrame],
    scenario: Scenario,
    tables: Mapping[str, pd.DataFrame],
    apart: NDArray[np.int64] | None = None,
) -> tuple[BuiltLayer, ...]:
    """Every layer of a map in drawing order, bottom first.

    Road pieces of different numbers in `apart` are drawn by themselves. Frames keep the
    dataset's index and columns; the joined columns are named after the tables they come from.
    Raster layers carry the checked path only.
    """
    subjects = subject_status(scenario)
    built = []
    for spec in asked.layers:
        dataset = datasets.get(spec.dataset)
        if dataset is None:
            continue
        if spec.analysis == "road_status" and dataset.frame is not None:
            frame = _roads(_marked(dataset), scenario, apart)
            if asked.spec.audience == "partners":
                frame = _with_doubts(frame, scenario)
        else:
            frame = _rows(dataset, spec, scenario, subjects, tables, frames)
        built.append(BuiltLayer(spec, dataset.role, frame, dataset.raster, dataset.sensitivity))
    return tuple(built)


def with_site_totals(
    layers: Sequence[BuiltLayer], totals: pd.DataFrame | None
) -> tuple[BuiltLayer, ...]:
    """The layers, and above the boundaries of communes one of the totals of their sites.

    Communes are found by name or P-code, whatever the letters' case and accents; there is no such
    layer where the map draws no commune that has a total.
    """
    if totals is None or totals.empty:
        return tuple(layers)
    found: list[BuiltLayer] = []
    for layer in layers:
        found.append(layer)
        if layer.role == "boundaries" and layer.frame is not None and layer.spec.draw:
            frame = _communes(layer.frame, totals)
            if len(frame):
                spec = _totals_spec(layer.spec, frame)
                found.append(BuiltLayer(spec, TOTALS, frame, sensitivity=layer.sensitivity))
    return tuple(found)


def _communes(boundaries: gpd.GeoDataFrame, totals: pd.DataFrame) -> gpd.GeoDataFrame:
    """Rows of the boundaries that have a total, with its ranges."""
    told = totals.set_index(totals["commune"].map(_plain)).drop(columns="commune")
    told = told[~told.index.duplicated()]
    names = [boundaries[name].map(_plain) for name in ("name", "pcode") if name in boundaries]
    key = names[0].where(names[0].isin(told.index), names[-1])
    own = ("name", "name_fr", "name_ht", "pcode", "geometry")
    kept = [name for name in own if name in boundaries]
    frame = boundaries[kept].assign(commune=key)
    frame = frame[frame["commune"].isin(told.index)].join(told, on="commune")
    return gpd.GeoDataFrame(frame.assign(commune=frame["name"]), crs=WGS84)


def _plain(name: object) -> str:
    letters = unicodedata.normalize("NFKD", str(name)).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


def _totals_spec(boundaries: LayerSpec, frame: gpd.GeoDataFrame) -> LayerSpec:
    """How the totals look: the more people, the darker; a label per range in three languages."""
    said = phrases("not_told")
    ranges = sorted({(int(low), int(high)) for low, high in
                     frame[["persons_from", "persons_to"]].dropna().to_numpy()})  # fmt: skip
    styles = {
        str(low): {
            "color": "#5d6b78",
            "fill": _SHADES[rank * (len(_SHADES) - 1) // max(len(ranges) - 1, 1)],
            "label": {language: _range(low, high, language) for language in said},
        }
        for rank, (low, high) in enumerate(ranges)
    }
    untold = {language: told["basis_not_told"] for language, told in said.items()}
    return LayerSpec.model_validate({
        "name": "site-totals", "dataset": boundaries.dataset, "by": "persons_from",
        "title": {language: told["totals_layer"] for language, told in said.items()},
        "note": {language: told["totals"] for language, told in said.items()},
        "style": {"color": "#5d6b78", "label": untold}, "styles": styles, "visible": False,
    })  # fmt: skip


def _range(low: int, high: int, language: str) -> str:
    """A range of whole numbers in words, both ends included, as the page tells it."""
    ends = [TONGUES[language].number(value) for value in (low, high)]
    return ends[0] if low == high else phrase("range", language, *ends, silence="not_told")


def routes_of(scenario: Scenario, spec: MapSpec, access: pd.DataFrame) -> gpd.GeoDataFrame:
    """The ways offered for phones: from each hub the best way to every place it reaches.

    One row per hub and place that the chosen mover reaches at least presumably; LineStrings in
    EPSG:4326, with minutes, km, status and the gateways in order.
    """
    wanted = access[(access["mover"] == spec.mover) & access["status"].isin(ARRIVES)]
    rows = []
    common = Common(scenario)
    for row in wanted[wanted["type"] == "site"].itertuples():
        try:
            place = f"{row.type}.{row.id}"
            answer = find_route(scenario, row.hub, place, alternatives=1, common=common).record()
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
    scenario: Scenario,
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
        return _with_access(frame, kind, scenario.mover.name, tables["access"])
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
    frame: gpd.GeoDataFrame, scenario: Scenario, apart: NDArray[np.int64] | None
) -> gpd.GeoDataFrame:
    """The network's pieces dissolved by road and status, with what the dataset says of the road."""
    drawn = road_status(scenario, apart).rename(columns={"road_id": "road"})
    own = ["name_fr", "name_ht", "surface", "practicability", "bridge", "sensitivity", "source"]
    mine = drawn[drawn["road"].isin(frame.index)]
    return gpd.GeoDataFrame(
        mine.join(frame[[column for column in own if column in frame]], on="road"), crs=WGS84
    )


def _with_doubts(drawn: gpd.GeoDataFrame, scenario: Scenario) -> gpd.GeoDataFrame:
    """The roads, and in `ask_first` whether a report that is withheld would close a piece."""
    subjects, verdicts = scenario.network.subjects, scenario.passability.verdicts
    rows = (row for row, verdict in enumerate(verdicts) if verdict.basis == "withheld")
    withheld = {".".join(subjects.key(row)) for row in rows}
    asked = [not withheld.isdisjoint(subjects) for subjects in drawn["governors"]]
    return drawn.assign(ask_first=pd.Series(asked, drawn.index, dtype=bool))


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
    best = best_over_hubs(rows).set_index("id")[["status", "minutes", "km", "hub"]]
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
