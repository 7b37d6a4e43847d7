"""Layers and tables of a map as tables of a GeoPackage: names, geometry kinds, order of rows."""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, MultiPolygon
from shapely.geometry.base import BaseGeometry

from potay.built import BuiltLayer, BuiltMap
from potay.export.fields import indexed
from potay.spec import LayerSpec

#: What a table is sorted by, so that the order of rows in an input never reaches a file.
KEYS = ("subject_type", "id", "ref", "claim_id", "source_id", "actor_id", "hub", "mover")

#: The geometry of a layer without a single row, by its role.
ROLE_SHAPES = {
    "areas": 2, "control": 2, "boundaries": 2, "roads": 1, "links": 1, "base": 1,
}  # fmt: skip
KINDS = ("Point", "MultiLineString", "MultiPolygon")
SUFFIXES = ("points", "lines", "areas")


@dataclass(frozen=True)
class VectorTable:
    """One feature table: rows of one dimension (0 point, 1 line, 2 polygon), `id` a column."""

    name: str
    spec: LayerSpec
    role: str
    dimension: int
    frame: gpd.GeoDataFrame

    @property
    def geometry_type(self) -> str:
        """The OGC name of its geometries."""
        return KINDS[self.dimension]

    @property
    def shapes(self) -> NDArray[np.object_]:
        """Its geometries in two dimensions; lines and polygons as multi-geometries."""
        flat = shapely.force_2d(self.frame.geometry.to_numpy())
        return np.array([self._multi(shape) for shape in flat], dtype=object)

    def _multi(self, shape: BaseGeometry | None) -> BaseGeometry | None:
        if shape is None or shape.geom_type == self.geometry_type:
            return shape
        make = {1: MultiLineString, 2: MultiPolygon}.get(self.dimension)
        return make([shape]) if make else shape

    def title(self, language: str) -> str:
        """What readers call it; a split-off part says which part it is."""
        title = self.spec.title.in_language(language)
        return title if self.name == self.spec.name else f"{title} ({self.name})"


def vector_tables(built: BuiltMap) -> tuple[VectorTable, ...]:
    """Every vector layer in drawing order; a layer that mixes dimensions becomes several tables.

    Routes follow as a layer of their own only where the map draws them (analysis `routes`).
    """
    return tuple(table for layer in built.layers for table in _tables_of(layer))


def attribute_tables(built: BuiltMap) -> dict[str, pd.DataFrame]:
    """The map's tables by their name in the file, sorted by their keys.

    A table whose name a layer has taken is called `<name>_table`.
    """
    taken = {table.name for table in vector_tables(built)}
    return {
        f"{name}_table" if name in taken else name: sorted_rows(indexed(frame, index_of(frame)))
        for name, frame in sorted(built.tables.items())
    }


def sorted_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows by their keys; rows with equal keys keep their order."""
    keys = [key for key in KEYS if key in frame.columns]
    if not keys or frame.empty:
        return frame.reset_index(drop=True)
    return frame.sort_values(keys, kind="stable", ignore_index=True)


def index_of(frame: pd.DataFrame) -> str:
    """The name under which a table's index is written; "" where it only counts rows."""
    counts = frame.index.name is None and pd.api.types.is_integer_dtype(frame.index.dtype)
    return "" if counts else str(frame.index.name or "id")


def _tables_of(layer: BuiltLayer) -> Iterator[VectorTable]:
    if layer.frame is None:
        return
    name, frame = layer.spec.name, layer.frame.sort_index(kind="stable")
    dimension = _dimensions(frame)
    present = sorted(set(dimension[dimension >= 0].tolist()))
    main = present[0] if len(present) == 1 else ROLE_SHAPES.get(layer.role, 0)
    for one in {main, *present}:
        rows = frame[(dimension == one) | ((dimension < 0) & (one == main))]
        table = name if one == main else f"{name}_{SUFFIXES[one]}"
        yield VectorTable(table, layer.spec, layer.role, one, rows)


def _dimensions(frame: gpd.GeoDataFrame) -> NDArray[np.int_]:
    """0, 1 or 2 for each row's geometry, -1 where it has none."""
    return np.asarray(shapely.get_dimensions(frame.geometry.to_numpy()), dtype=int)
