"""Places and measures on the ellipsoid: extents, the right metric CRS, geodesic lengths.

Order is always west, south, east, north and lon, lat. Vectors are EPSG:4326 everywhere in
potay; metres come from geodesics (Karney, through pyproj) or from the UTM zone named here.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

WGS84 = "EPSG:4326"
#: Whole numbers that stand for degrees count these: about one metre.
STEPS = 100_000
GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Extent:
    """A box in degrees (EPSG:4326). `west < east` and `south < north`."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, bounds: tuple[float, float, float, float], margin_deg: float = 0.0) -> Self:
        """The box of `bounds` (west, south, east, north), grown by `margin_deg` on every side."""
        west, south, east, north = bounds
        return cls(west - margin_deg, south - margin_deg, east + margin_deg, north + margin_deg)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees."""
        return (self.west, self.south, self.east, self.north)

    @property
    def centre(self) -> tuple[float, float]:
        """Lon, lat of the middle."""
        return ((self.west + self.east) / 2, (self.south + self.north) / 2)

    def grown(self, margin_deg: float) -> "Extent":
        """The same box, larger by `margin_deg` on every side."""
        return Extent.around(self.bounds, margin_deg)

    def holds(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which points lie in the box, borders included; NaN lies nowhere."""
        inside: NDArray[np.bool_] = (
            (lon >= self.west) & (lon <= self.east) & (lat >= self.south) & (lat <= self.north)
        )
        return inside


#: Haiti with a margin: what a file may cover when no map says otherwise.
HAITI = Extent(-75.2, 17.5, -71.0, 20.8)


def utm_epsg(lon: float, lat: float) -> str:
    """The WGS 84 / UTM zone of a point, e.g. `EPSG:32618` for Port-au-Prince."""
    zone = min(int((lon + 180) // 6) + 1, 60)
    return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


def line_lengths_m(lines: NDArray[np.object_]) -> NDArray[np.float64]:
    """Geodesic length in metres of each (multi)line in EPSG:4326; 0 where empty."""
    lengths = np.zeros(len(lines))
    parts, part_owner = shapely.get_parts(lines, return_index=True)
    xy, part = shapely.get_coordinates(parts, return_index=True)
    same = part[1:] == part[:-1]
    start, end = xy[:-1][same], xy[1:][same]
    metres = distances_m(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    np.add.at(lengths, part_owner[part[1:][same]], metres)
    return lengths


def distances_m(
    lon1: NDArray[np.float64],
    lat1: NDArray[np.float64],
    lon2: NDArray[np.float64],
    lat2: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Geodesic distance in metres between points, pair by pair."""
    return np.asarray(GEOD.inv(lon1, lat1, lon2, lat2)[2], dtype=np.float64)
