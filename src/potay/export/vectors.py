"""Layers and tables of a map as tables of a GeoPackage: names, geometry kinds, order of rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, MultiPoint, MultiPolygon
from shapely.geometry.base import BaseGeometry

from potay.built import BuiltLayer, BuiltMap
from potay.errors import BundleError, Finding, raise_errors
from potay.export.fields import indexed
from potay.export.words import word
from potay.spec import LayerSpec

#: What a table is sorted by, so that the order of rows in an input never reaches a file.
KEYS = ("subject_type", "type", "id", "ref", "commune", "hub", "mover")
#: Columns that tell rows apart; a table without one is sorted by its first column.
OWN = frozenset({"id", "ref", "commune"})

#: The geometry of a layer without a single row, by its role.
ROLE_SHAPES = {
    "areas": 2, "control": 2, "boundaries": 2, "roads": 1, "links": 1, "base": 1,
}  # fmt: skip
KINDS = ("Point", "MultiLineString", "MultiPolygon")
_MULTI = {
    "MultiPoint": MultiPoint, "MultiLineString": MultiLineString, "MultiPolygon": MultiPolygon,
}  # fmt: skip
SUFFIXES = ("points", "lines", "areas")


@dataclass(frozen=True)
class VectorTable:
    """One feature table: rows of one dimension (0 point, 1 line, 2 polygon), `id` a column."""

    name: str
    spec: LayerSpec
    role: str
    dimension: int
    frame: gpd.GeoDataFrame
    split: bool = False  # whether the layer's rows of other dimensions are in other tables

    @property
    def geometry_type(self) -> str:
        """The OGC name of its geometries; points are single unless one row has several."""
        several = self.dimension == 0 and (self.frame.geom_type == "MultiPoint").any()
        return "MultiPoint" if several else KINDS[self.dimension]

    @property
    def shapes(self) -> NDArray[np.object_]:
        """Its geometries in two dimensions; lines and polygons as multi-geometries."""
        flat = shapely.force_2d(self.frame.geometry.to_numpy())
        wanted = self.geometry_type
        return np.array([_as(shape, wanted) for shape in flat], dtype=object)

    def title(self, language: str) -> str:
        """What readers call it; a split-off part says which part it is."""
        title = self.spec.title.in_language(language)
        return f"{title} ({word(SUFFIXES[self.dimension], language)})" if self.split else title


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


def identifiers(vectors: tuple[VectorTable, ...], language: str) -> dict[str, str]:
    """The title of each table, with its name where another has the same: a file wants them unique.

    Tables without geometry are titled by their names.
    """
    titles = {table.name: table.title(language) for table in vectors}
    seen = Counter(titles.values())
    return {
        name: title if seen[title] == 1 else f"{title} ({name})" for name, title in titles.items()
    }


def sorted_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows by their keys; rows with equal keys keep their order."""
    if frame.empty:
        return frame.reset_index(drop=True)
    told = not OWN.isdisjoint(frame.columns)
    keys = [key for key in KEYS if key in frame.columns] if told else [frame.columns[0]]
    return frame.sort_values(keys, kind="stable", ignore_index=True)


def index_of(frame: pd.DataFrame) -> str:
    """The name under which a table's index is written; "" where it only counts rows."""
    counts = frame.index.name is None and pd.api.types.is_integer_dtype(frame.index.dtype)
    return "" if counts else str(frame.index.name or "id")


def _as(shape: BaseGeometry | None, wanted: str) -> BaseGeometry | None:
    return shape if shape is None or shape.geom_type == wanted else _MULTI[wanted]([shape])


def _tables_of(layer: BuiltLayer) -> Iterator[VectorTable]:
    if layer.frame is None:
        return
    name, frame = layer.spec.name, layer.frame.sort_index(kind="stable")
    _refuse_collections(name, frame)
    dimension = _dimensions(frame)
    present = sorted(set(dimension[dimension >= 0].tolist()))
    main = present[0] if len(present) == 1 else ROLE_SHAPES.get(layer.role, 0)
    for one in sorted({main, *present}, reverse=True):  # areas below lines below points
        rows = frame[(dimension == one) | ((dimension < 0) & (one == main))]
        table = name if one == main else f"{name}_{SUFFIXES[one]}"
        yield VectorTable(table, layer.spec, layer.role, one, rows, split=len(present) > 1)


def _refuse_collections(name: str, frame: gpd.GeoDataFrame) -> None:
    mixed = frame.index[frame.geom_type == "GeometryCollection"]
    raise_errors(BundleError, [
        Finding("error", "a GeometryCollection; a point, line or polygon was expected.",
                layer=name, id=str(one), hint="Split it into rows of one kind.")
        for one in mixed
    ])  # fmt: skip


def _dimensions(frame: gpd.GeoDataFrame) -> NDArray[np.int_]:
    """0, 1 or 2 for each row's geometry, -1 where it has none."""
    return np.asarray(shapely.get_dimensions(frame.geometry.to_numpy()), dtype=int)
