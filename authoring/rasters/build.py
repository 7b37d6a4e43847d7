"""Write the modelled grids ``population.tif``, ``terrain.tif`` and ``flood.tif``.

Run ``python authoring/rasters/build.py``. Nothing here is measured: the grids follow
from the tables beside this script and from our own drawings, by the rules below.

terrain
    Known heights (``heights.csv``) and the coast at 0, joined by a linear radial
    surface, in whole metres, at least 1 on land.
population
    A stated total per commune (``persons.csv``) spread over its cells by a weight: 0 on a
    lake, 1 in the country, 120 in a quarter unless ``density.csv`` says otherwise. Whole
    persons; each commune adds up to its total exactly.
flood
    Depth classes in metres: near rivers and ravines that are known to flood, on the low
    shore, and round Lake Azuéi, where the ground is low enough.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize
from scipy.interpolate import RBFInterpolator

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "data"

WEST, NORTH, STEP, COLUMNS, ROWS = -72.75, 18.95, 0.002, 450, 325
TRANSFORM = rasterio.Affine(STEP, 0.0, WEST, 0.0, -STEP, NORTH)
METRES = (105_400.0, 110_700.0)  # of one degree of longitude and latitude at 18.6 N
NODATA = -9999
BORDER_LON = -72.0  # what is neither land nor west of this lies in the Dominican Republic
COUNTRY, QUARTER = 1.0, 120.0
#: How far from the shore (degrees) a cell still counts as land, so that quays are in a cell.
SHORE = 0.003
#: Watercourses: ground below this height (m) and within each distance (m) gets this depth (m).
COURSES: Mapping[str, tuple[float, tuple[tuple[float, float], ...]]] = {
    "river-grise": (140.0, ((150, 1.5), (350, 1.0), (600, 0.5))),
    "river-mariani": (60.0, ((200, 1.5), (450, 1.0), (800, 0.5))),
    "river-froide": (60.0, ((150, 1.0), (350, 0.5))),
    "river-momance": (60.0, ((200, 1.0), (600, 0.5), (1200, 0.2))),
    "ravine-bois-de-chene": (60.0, ((120, 1.0), (220, 0.5))),
    "ravine-grande-ravine": (60.0, ((120, 0.5),)),
    "ravine-martissant": (60.0, ((120, 0.5),)),
    "lake-azuei": (24.0, ((450, 0.5),)),
    "lake-trou-caiman": (24.0, ((600, 0.5),)),
}
#: Low shore: ground up to this height (m), within this distance of the coast (m), this depth (m).
LOW_SHORE = ((2.0, 1200.0, 0.5), (4.0, 1800.0, 0.2))

Grid = NDArray[np.float64]


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this script."""
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def drawn(name: str, index: str = "id") -> gpd.GeoSeries:
    """Return the shapes of one of our drawings, by id."""
    return gpd.read_file(DATA / name / f"{name}.geojson").set_index(index).geometry


def centres() -> tuple[Grid, Grid]:
    """Return the longitude and latitude of every cell's centre."""
    lon = WEST + STEP * (np.arange(COLUMNS) + 0.5)
    lat = NORTH - STEP * (np.arange(ROWS) + 0.5)
    grid_lon, grid_lat = np.meshgrid(lon, lat)
    return grid_lon, grid_lat


def numbered(shapes: Iterable[shapely.Geometry]) -> NDArray[np.int32]:
    """Return, for every cell, the number (from 1) of the shape that holds its centre, or 0."""
    pairs = [(shape, number) for number, shape in enumerate(shapes, start=1)]
    return rasterize(pairs, (ROWS, COLUMNS), transform=TRANSFORM, dtype="int32")


def distance_m(shape: shapely.Geometry) -> Grid:
    """Return the distance of every cell's centre from a shape in metres (flat, at 18.6 N)."""
    flat = shapely.transform(shape, lambda xy: xy * METRES)
    shapely.prepare(flat)
    lon, lat = centres()
    return shapely.distance(flat, shapely.points(lon * METRES[0], lat * METRES[1]))


def terrain(land: NDArray[np.int32], coast: shapely.Geometry) -> NDArray[np.int16]:
    """Return heights in whole metres: 0 at sea, at least 1 on land, no data beyond the border."""
    spots = [(float(row["lon"]), float(row["lat"]), float(row["metres"]))
             for row in rows_of("heights.csv")]  # fmt: skip
    shore = shapely.get_coordinates(shapely.segmentize(coast, 0.01))[::3]
    known = np.array([*spots, *((x, y, 0.0) for x, y in shore)])
    surface = RBFInterpolator(known[:, :2] * METRES / 1000, known[:, 2], kernel="linear")
    lon, lat = centres()
    at = np.column_stack([lon.ravel(), lat.ravel()]) * METRES / 1000
    height = np.rint(surface(at)).reshape(lon.shape)
    height = np.where(land > 0, np.maximum(height, 1), 0)
    return np.where(beyond(land), NODATA, height).astype(np.int16)


def beyond(land: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which cells lie across the border, where nothing is modelled."""
    return (land == 0) & (centres()[0] > BORDER_LON)


def population(land: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return persons per cell: 0 at sea, no data on land outside the drawn communes."""
    shapes = drawn("communes", "pcode")
    quarters = drawn("areas")
    dense = {row["area"]: float(row["weight"]) for row in rows_of("density.csv")}
    weights = np.array([COUNTRY, *(dense.get(area, QUARTER) for area in quarters.index)])
    base = drawn("base")
    lakes = numbered(base[base.index.str.startswith("lake-")]) > 0
    weight = np.where(lakes, 0.0, weights[numbered(quarters)])
    commune = numbered(shapes)
    persons = np.where((land > 0) | beyond(land), NODATA, 0).astype(np.int32)
    totals = {row["pcode"]: int(row["persons"]) for row in rows_of("persons.csv")}
    for number, pcode in enumerate(shapes.index, start=1):
        persons[commune == number] = shared_out(totals[pcode], weight[commune == number])
    return persons


def shared_out(total: int, weight: Grid) -> NDArray[np.int64]:
    """Return `total` in whole parts after the weights, largest remainders first."""
    exact = total * weight / weight.sum()
    whole = np.floor(exact).astype(np.int64)
    left = total - int(whole.sum())
    first = np.argsort(np.round(whole - exact, 9), kind="stable")[:left]
    whole[first] += 1
    return whole


def flood(height: NDArray[np.int16], base: gpd.GeoSeries) -> NDArray[np.float32]:
    """Return depths in metres: 0 is dry, no data out at sea and across the border."""
    depth = np.zeros(height.shape)
    for course, (highest, bands) in COURSES.items():
        far = distance_m(base[course])
        for reach, metres in bands:
            depth = np.where((far <= reach) & (height <= highest), np.maximum(depth, metres), depth)
    from_coast = distance_m(base["coast-bay"])
    for highest, reach, metres in LOW_SHORE:
        low = (height <= highest) & (from_coast <= reach)
        depth = np.where(low, np.maximum(depth, metres), depth)
    near_land = numbered([base["land-haiti"].buffer(SHORE)]) > 0
    return np.where(near_land & (height != NODATA), depth, NODATA).astype(np.float32)


def tiff(values: NDArray[np.generic]) -> bytes:
    """Return a GeoTIFF with deflate, its CRS and its nodata tag."""
    buffer = io.BytesIO()
    with rasterio.open(
        buffer, "w", driver="GTiff", width=COLUMNS, height=ROWS, count=1, dtype=values.dtype,
        crs="EPSG:4326", transform=TRANSFORM, nodata=NODATA, compress="deflate",
        predictor=3 if values.dtype.kind == "f" else 2, zlevel=9, num_threads=1,
    ) as out:  # fmt: skip
        out.write(values, 1)
    return buffer.getvalue()


def grids() -> dict[str, NDArray[np.generic]]:
    """Return the three grids by name."""
    base = drawn("base")
    land = numbered([base["land-haiti"]])
    height = terrain(land, base["coast-bay"])
    return {"terrain": height, "population": population(land), "flood": flood(height, base)}


def main() -> None:
    """Write the three files."""
    for name, values in grids().items():
        (DATA / name / f"{name}.tif").write_bytes(tiff(values))


if __name__ == "__main__":
    main()
