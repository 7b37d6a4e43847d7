"""What a map shows besides an answer: outlines, roads and signs, to lay answers on and to look at.

Signs are those of the map's own layers; a map of frames has those of the starter workspace.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from potay.built import BuiltLayer
from potay.claims import state_tables
from potay.claims.tables import TABLES
from potay.door.tables import framed
from potay.geo import WGS84, Extent
from potay.holders import colours_of
from potay.inputs import Inputs
from potay.network import road_status, subject_status
from potay.release.allowed import allowed_columns
from potay.render import Chart, Sheet, chart
from potay.spec import StyleSpec

#: Roads with more positions than this are not laid beneath an answer: a notebook stays quick.
MOST_POSITIONS = 200_000
AREA_TOLD = ("name", "control", "coalition", "basis", "reliability", "age_days", "claim_id")
GATEWAY_TOLD = (
    "reading_status",
    "name",
    "status",
    "basis",
    "reliability",
    "age_days",
    "windows",
    "tolls",
    "claim_id",
)
ROAD_TOLD = ("name", "ref", "class", "reading_status", "km", "governors", "claims")
#: How far around an answer a map opens (degrees).
_MARGIN_DEG = 0.005
#: How a line looks that only shows where roads are.
_FAINT = {"road": StyleSpec(color="#b9b4a8", width=1.2)}
_AREA = {"area": StyleSpec(color="#b9b4a8", fill="#ffffff", width=1)}


@dataclass(frozen=True)
class Ground:
    """The inputs of one map, with what every answer about it is drawn with."""

    inputs: Inputs

    @cached_property
    def state(self) -> dict[str, gpd.GeoDataFrame]:
        """The state of every subject type as frames with geometry, by the names of `--json`."""
        said = state_tables(self.inputs.state, self.inputs.frames)
        found = {}
        for kind, (name, _) in TABLES.items():
            rows = self._told(said[name].reset_index(names="id"), "state")
            found[name] = framed("state", rows, self.shapes(kind, said[name].index))
        return found

    @cached_property
    def roads(self) -> gpd.GeoDataFrame:
        """What passes, stretch by stretch, for the map's mover."""
        told = road_status(self.inputs.scenario())
        flat = pd.DataFrame(told.drop(columns="geometry")).reset_index()
        return framed("roads", self._told(flat, "roads"), told.geometry.to_list())

    def _told(self, frame: pd.DataFrame, role: str) -> list[dict[str, Any]]:
        """The rows with the columns that the map's audience has in its bundles."""
        audience = self.inputs.asked.spec.audience
        records: list[dict[str, Any]] = frame[
            allowed_columns(frame.columns, role, audience)
        ].to_dict("records")
        return records

    def shapes(self, kind: str, ids: Iterable[object]) -> list[Any]:
        """The geometries of some subjects of a type; None where nothing is drawn of one."""
        frame = self.inputs.frames.get(kind)
        if frame is None or "geometry" not in frame:
            return [None for _ in ids]
        known = dict(zip(frame.index, frame.geometry.array, strict=True))
        return [known.get(one) for one in ids]

    def places(self, rows: Iterable[Mapping[str, Any]]) -> list[Any]:
        """The geometry of the place of each row, by its `type` and `id`."""
        told = list(rows)
        found: list[Any] = [None] * len(told)
        for kind in {str(row["type"]) for row in told}:
            at = [number for number, row in enumerate(told) if row["type"] == kind]
            shapes = self.shapes(kind, [told[number]["id"] for number in at])
            for number, shape in zip(at, shapes, strict=True):
                found[number] = shape
        return found

    def styles(self, analysis: str, role: str = "") -> Mapping[str, StyleSpec]:
        """The styles by value of the map's layer of an analysis, of a role where one is named."""
        for layer in self.inputs.asked.layers:
            dataset = self.inputs.asked.datasets.get(layer.dataset)
            fits = dataset is not None and role in ("", dataset.role)
            if fits and layer.analysis == analysis and layer.styles:
                return layer.styles
        return {}

    @cached_property
    def passing(self) -> gpd.GeoDataFrame:
        """Gateways with whether the map's mover passes them, in a further column."""
        gateways = self.state["gateways"]
        if "road" not in self.inputs.frames or gateways.empty:
            return gateways.assign(reading_status=gateways["status"])
        verdicts = subject_status(self.inputs.scenario()).loc["gateway", "reading_status"]
        return gateways.assign(reading_status=verdicts.reindex(gateways.index))

    def holders(self) -> Mapping[str, StyleSpec]:
        """A style for everybody who is reported to hold an area."""
        styles, actors = dict(self.styles("control")), self.inputs.state.actors
        drawn = [
            BuiltLayer(layer, "areas", self.state["areas"])
            for layer in self.inputs.asked.layers
            if layer.analysis == "control"
        ]
        for holder, colour in colours_of(drawn).items():
            name = actors.at[holder, "name"] if holder in actors.index else holder
            styles.setdefault(holder, StyleSpec(color=colour, fill=colour, label=name))
        return styles

    def beneath(self) -> list[Sheet]:
        """Outlines of areas and lines of roads, without a word, to lay an answer on."""
        sheets = []
        areas, roads = self.inputs.frames.get("area"), self.inputs.frames.get("road")
        if areas is not None and len(areas):
            drawn = gpd.GeoDataFrame(areas[["name"]], geometry=areas.geometry, crs=WGS84)
            sheets.append(Sheet("Areas", "area", drawn.assign(look="area"), "look",
                                _AREA, ("name",), faint=True))  # fmt: skip
        if roads is not None and int(shapely.get_num_coordinates(roads.geometry).sum()) <= (
            MOST_POSITIONS
        ):
            drawn = gpd.GeoDataFrame(geometry=roads.geometry, crs=WGS84)
            sheets.append(
                Sheet("Roads", "line", drawn.assign(look="road"), "look", _FAINT, faint=True)
            )
        return sheets

    def look(
        self, sheets: Iterable[Sheet], tiles: str | None, near: gpd.GeoDataFrame | None = None
    ) -> Chart:
        """A folium map of some sheets; it opens on the rows of `near`, else as the map does."""
        view = self.inputs.asked.spec.opening_view
        if near is not None and len(near):
            view = Extent.around(tuple(near.total_bounds.tolist()), _MARGIN_DEG)
        return chart([*sheets], tiles=tiles, view=view)
