"""What lies within so many metres of lines: buffers in the right UTM zone."""

import geopandas as gpd
import numpy as np
import shapely

from potay.arrays import Shapes
from potay.geo import WGS84, utm_epsg


def surroundings(shapes: Shapes, within_m: float, *, quarter_steps: int = 8) -> Shapes:
    """The ground within `within_m` metres of each shape (EPSG:4326 in and out).

    Each is drawn in the UTM zone of the middle of its box, where a metre is true to 0.1 percent
    (up to 1 percent for a shape that reaches 6 degrees away). `quarter_steps` is how many
    segments draw a quarter of a circle; a circle of 8 lacks 0.6 percent of its area. Lines are
    simplified by 1 percent of the distance first: hairpins would take ten times as long.
    Empty and missing shapes have empty surroundings.
    """
    found = np.full(len(shapes), shapely.Polygon(), dtype=object)
    zones = _zones(shapes)
    for zone in np.unique(zones[zones != ""]):
        rows = zones == zone
        metric = gpd.GeoSeries(shapes[rows], crs=WGS84).to_crs(str(zone))
        drawn = metric.where(
            shapely.get_dimensions(metric.array) != 1, metric.simplify(within_m / 100)
        )
        around = shapely.buffer(drawn.to_numpy(), within_m, quad_segs=quarter_steps)
        degrees = gpd.GeoSeries(around, crs=str(zone)).to_crs(WGS84)
        found[rows] = np.asarray(degrees.array, dtype=object)
    return found


def areas_km2(shapes: Shapes) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The area of polygons in EPSG:4326, in the cylindrical equal-area projection; km²."""
    flat = gpd.GeoSeries(shapes, crs=WGS84).to_crs("EPSG:6933")
    return np.asarray(flat.area) / 1e6


def polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a shape, without the points and lines that cutting and mending leave."""
    if shape is None or isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _zones(shapes: Shapes) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    west, south, east, north = shapely.bounds(shapes).T
    return np.array(
        [
            "" if np.isnan(lon) else utm_epsg(lon, lat)
            for lon, lat in zip((west + east) / 2, (south + north) / 2, strict=True)
        ],
        dtype=np.str_,
    )
