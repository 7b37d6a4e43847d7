"""Lines and areas that run through a withheld place do not mark where it stands.

Whoever digitises a checkpoint sets it on a vertex of its road. Released as it is, the road would
hold the checkpoint's coordinates to the last digit, and a test of candidate places against the
vertices would find it. So such a vertex is moved a little. The same vertex is moved alike in
every geometry: roads still meet and borders still fit.
"""

import hashlib
import math
import struct

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: A vertex nearer than this to a withheld place stands for it: about two metres.
NEAR_DEG = 2e-5
#: By how much it is moved, in metres.
LEAST_M, MOST_M = 12.0, 28.0
METRES_PER_DEG = 111_320.0
#: Places as precise as drawn coordinates are, so that a moved vertex does not stand out.
DIGITS = 6


def hide_places(frame: gpd.GeoDataFrame, places: Floats) -> gpd.GeoDataFrame:
    """The frame with every vertex of a line or area that lies on one of `places` moved.

    `places` are lon, lat in degrees, one row each. Points are not touched: whether they may be
    shown was decided with their row.
    """
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
    drawn = shapely.get_dimensions(shapes) > 0
    if len(places) == 0 or not drawn.any():
        return frame
    coordinates = shapely.get_coordinates(shapes[drawn])
    near = _near(coordinates, places)
    if not near.any():
        return frame
    coordinates[near] = [_moved(lon, lat) for lon, lat in coordinates[near].tolist()]
    told = shapes.copy()
    told[drawn] = shapely.set_coordinates(shapely.force_2d(shapes[drawn]), coordinates)
    return frame.set_geometry(gpd.GeoSeries(told, index=frame.index, crs=frame.crs))


def _near(coordinates: Floats, places: Floats) -> NDArray[np.bool_]:
    tree = shapely.STRtree(shapely.points(places))
    found = tree.query(shapely.points(coordinates), predicate="dwithin", distance=NEAR_DEG)
    near = np.zeros(len(coordinates), dtype=bool)
    near[found[0]] = True
    return near


def _moved(lon: float, lat: float) -> tuple[float, float]:
    """The vertex some metres away, in a direction that only its own coordinates decide."""
    digest = hashlib.sha256(struct.pack("<dd", round(lon, 7), round(lat, 7))).digest()
    turn = int.from_bytes(digest[:8], "big") / 2**64 * math.tau
    share = int.from_bytes(digest[8:16], "big") / 2**64
    degrees = (LEAST_M + share * (MOST_M - LEAST_M)) / METRES_PER_DEG
    east = degrees * math.cos(turn) / math.cos(math.radians(lat))
    return round(lon + east, DIGITS), round(lat + degrees * math.sin(turn), DIGITS)
