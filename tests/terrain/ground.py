"""Tiny grids drawn by hand, as values and as files, for the tests of terrain."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import rasterio
import shapely
from hypothesis import settings
from pyproj import CRS
from rasterio.transform import Affine

from potay.terrain import Grid

WEST, NORTH, CELL = -72.40, 18.60, 0.01
NONE = -9999.0
#: Laws are not timed: the machine may be busy.
law = settings(deadline=None)
SHARED = Path(__file__).parents[3] / "shared" / "data"


def grid(picture: str | np.ndarray, *, west=WEST, north=NORTH, cell=CELL) -> Grid:
    """Rows of numbers, `.` for no data, as a grid with its north-west corner in Port-au-Prince."""
    values = picture if isinstance(picture, np.ndarray) else numbers(picture)
    return Grid(values, west, north, cell, cell)


def numbers(picture: str) -> np.ndarray:
    rows = [line.split() for line in picture.strip().splitlines()]
    return np.array([[np.nan if cell == "." else float(cell) for cell in row] for row in rows])


def written(
    path: Path, picture: str | np.ndarray, *, crs="EPSG:4326", nodata=NONE, transform=None, **more
) -> Path:
    """The picture as a GeoTIFF."""
    values = picture if isinstance(picture, np.ndarray) else numbers(picture)
    values = np.where(np.isnan(values), NONE, values).astype(more.pop("dtype", "float64"))
    profile = {
        "driver": "GTiff", "dtype": values.dtype.name, "count": more.pop("count", 1),
        "height": values.shape[0], "width": values.shape[1], "crs": crs and CRS(crs).to_wkt(),
        "nodata": nodata, "transform": transform or Affine(CELL, 0, WEST, 0, -CELL, NORTH), **more,
    }  # fmt: skip
    with rasterio.open(path, "w", **profile) as raster:
        for band in range(1, profile["count"] + 1):
            raster.write(values, band)
    return path


def at(row: float, column: float, *, west=WEST, north=NORTH, cell=CELL) -> tuple[float, float]:
    """Lon, lat of a fractional row and column."""
    return west + column * cell, north - row * cell


def line(*places: tuple[float, float]) -> shapely.LineString:
    """A line through (row, column) places."""
    return shapely.LineString([at(*place) for place in places])


def cells(row0: float, column0: float, row1: float, column1: float) -> shapely.Polygon:
    """The box from one (row, column) corner to another."""
    (west, north), (east, south) = at(row0, column0), at(row1, column1)
    return shapely.box(west, south, east, north)


def series(shapes: dict[str, object]) -> gpd.GeoSeries:
    index = pd.Index(list(shapes), name="id", dtype=object)
    return gpd.GeoSeries(list(shapes.values()), index=index, crs=4326)


def frame(shapes: dict[str, object], **columns: list) -> gpd.GeoDataFrame:
    shaped = series(shapes)
    return gpd.GeoDataFrame(columns, index=shaped.index, geometry=shaped, crs=4326)
