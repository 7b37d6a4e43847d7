"""What is within 30, 60, 120 minutes: bands of service around the lines that are reached."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from potay.arrays import Floats, Longs, Shapes
from potay.errors import SpecError
from potay.geo import WGS84
from potay.terrain.lines import Laid, lay
from potay.terrain.near import areas_km2, polygonal, surroundings


@dataclass(frozen=True)
class ReachedLines:
    """Pieces of road between nodes, with the hours at which they are met.

    `lines` are single LineStrings (EPSG:4326) from node `a` to node `b`; `arrival_min` is the
    arrival at each node in minutes (infinite where it is not reached); `forward_min` and
    `backward_min` are the minutes along each line from a to b and from b to a (infinite where
    it is closed or one-way). Leave sea and air links out: nobody is served along them.
    """

    lines: Shapes
    a: Longs
    b: Longs
    arrival_min: Floats
    forward_min: Floats
    backward_min: Floats

    def within(self, minutes: float) -> Shapes:
        """The parts of the lines that are met within so many minutes; at most two per line.

        Speed is even along a line. A node that is reached while no line leads on from it
        counts as a line of no length.
        """
        laid = lay(self.lines)
        from_a = self._share(self.arrival_min[self.a], self.forward_min, minutes)
        from_b = self._share(self.arrival_min[self.b], self.backward_min, minutes)
        whole = from_a + from_b >= 1
        begin = np.concatenate([np.zeros(len(whole)), 1 - from_b])
        end = np.concatenate([np.where(whole, 1.0, from_a), np.ones(len(whole))])
        row = np.tile(np.arange(len(whole)), 2)
        met = np.concatenate([whole | (from_a >= 0), ~whole & (from_b >= 0)])
        return _cut(laid, row[met], begin[met], end[met])

    @staticmethod
    def _share(arrival: Floats, through: Floats, minutes: float) -> Floats:
        """The share of each line met from one of its ends; -1 where that end is not reached."""
        left = minutes - arrival
        with np.errstate(invalid="ignore"):  # an end never reached, on a line never open
            share = np.divide(left, through, out=np.ones(len(left)), where=through > 0)
        return np.where(left >= 0, np.clip(share, 0, 1), -1.0)


def service_bands(
    reached: ReachedLines,
    minutes: Sequence[float],
    *,
    beside_m: float,
    study_area: shapely.Geometry | None = None,
) -> gpd.GeoDataFrame:
    """Polygons of what lies beside the lines met within each of some numbers of minutes.

    Parameters
    ----------
    reached
        Lines with arrivals.
    minutes
        The limits, e.g. 30, 60, 120; above 0.
    beside_m
        How far from a road a place counts as served, in metres along the ground, e.g. 500.
    study_area
        Polygon (EPSG:4326) that the bands are clipped to.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, index `id` (`within-30`), columns `minutes`, `km2`; ascending. Bands are
        nested: each holds all smaller ones (to 0.1 m²). One that meets nothing is empty.

    Raises
    ------
    SpecError
        Where there is no limit or one is not above 0, or `beside_m` is not.
    """
    limits = sorted(set(minutes))
    if not limits or limits[0] <= 0 or not beside_m > 0:
        raise SpecError(
            "service bands need limits above 0 minutes and a width above 0 metres.",
            hint="Give e.g. 30, 60, 120 minutes and 500 metres.",
        )
    shapes, inner = [], shapely.Polygon()
    for limit in limits:
        around = _dissolved(reached.within(limit), beside_m)
        if study_area is not None:
            around = shapely.intersection(around, study_area)
        inner = polygonal(shapely.union(inner, around))
        shapes.append(inner)
    bands = np.array(shapes, dtype=object)
    index = pd.Index([f"within-{limit:g}" for limit in limits], name="id", dtype=object)
    columns = {"minutes": [float(limit) for limit in limits], "km2": areas_km2(bands)}
    return gpd.GeoDataFrame(columns, index=index, geometry=bands, crs=WGS84)


def rings(bands: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Nested bands as rings that do not overlap: each without the one before it.

    Same index and columns, with `from_minutes`; for colouring and for people per ring.
    """
    whole = np.asarray(bands.geometry.array, dtype=object)
    before = np.concatenate([np.array([shapely.Polygon()], dtype=object), whole[:-1]])
    apart = np.array([polygonal(each) for each in shapely.difference(whole, before)], dtype=object)
    return bands.assign(
        from_minutes=np.concatenate([[0.0], bands["minutes"].to_numpy()[:-1]]),
        km2=areas_km2(apart),
    ).set_geometry(gpd.GeoSeries(apart, index=bands.index, crs=WGS84))


def _cut(laid: Laid, part: Longs, begin: Floats, end: Floats) -> Shapes:
    """Shares of lines as lines; of no length where begin and end are equal."""
    first, metres = laid.first[part], laid.metres[part]
    last = np.where(end == 1, laid.mark[laid.start[part + 1] - 1], first + end * metres)
    return laid.between(first + begin * metres, last)


def _dissolved(lines: Shapes, beside_m: float) -> shapely.Geometry:
    if len(lines) == 0:
        return shapely.Polygon()
    return shapely.union_all(surroundings(lines, beside_m, quarter_steps=4))
