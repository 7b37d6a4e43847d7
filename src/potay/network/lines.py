"""Road lines as arrays, with one coordinate for "where along which road".

All lines are laid end to end with a gap between them, so that a position on any road is a single
number: the *mark*. Cuts, gateways, borders and places are marks, intervals of marks, and nothing
else; a line that crosses itself has no ambiguity.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from potay.geo import distances_m
from potay.network.arrays import Floats, Longs

#: Coordinates are rounded to this many decimals of a degree (about a centimetre).
DECIMALS = 7
#: Metres of nothing between two lines on the axis of marks.
GAP_M = 1.0


@dataclass(frozen=True)
class Plane:
    """Degrees turned into near metres by one factor per axis: affine, so it bends no line."""

    lon: float
    lat: float
    x_m: float
    y_m: float

    @classmethod
    def at(cls, lon: float, lat: float) -> "Plane":
        """The plane that is true to scale at a point (WGS 84 ellipsoid)."""
        here, lons, lats = np.array([lon]), np.array([lon + 0.01]), np.array([lat + 0.01])
        x_m = distances_m(here, np.array([lat]), lons, np.array([lat]))[0] / 0.01
        y_m = distances_m(here, np.array([lat]), here, lats)[0] / 0.01
        return cls(lon, lat, float(x_m), float(y_m))

    def xy(self, lonlat: Floats) -> Floats:
        """Plane coordinates of lon, lat rows."""
        return (lonlat - (self.lon, self.lat)) * (self.x_m, self.y_m)

    def lonlat(self, xy: Floats) -> Floats:
        """Lon, lat of plane coordinates."""
        return xy / (self.x_m, self.y_m) + (self.lon, self.lat)

    def shapes(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """Geometries moved into the plane, after rounding as roads are rounded."""
        moved: NDArray[np.object_] = shapely.transform(
            shapes, lambda lonlat: self.xy(np.round(lonlat[:, :2], DECIMALS))
        )
        return moved


@dataclass(frozen=True)
class Lines:
    """All road lines. Vertices of line i are `start[i]:start[i + 1]`.

    `mark` is the position of each vertex on the axis of marks (geodesic metres); `reach` the
    same in metres of the plane, from the beginning of its line.
    """

    lonlat: Floats
    start: Longs
    mark: Floats
    reach: Floats
    xy: Floats
    plane: Plane

    @cached_property
    def count(self) -> int:
        """Number of lines."""
        return len(self.start) - 1

    @cached_property
    def owner(self) -> Longs:
        """The line of each vertex."""
        return np.repeat(np.arange(self.count), np.diff(self.start))

    def owner_of(self, vertex: int) -> int:
        """The line of one vertex."""
        return int(np.searchsorted(self.start, vertex, side="right")) - 1

    @cached_property
    def first_mark(self) -> Floats:
        """Mark of each line's first vertex."""
        return self.mark[self.start[:-1]]

    @cached_property
    def last_mark(self) -> Floats:
        """Mark of each line's last vertex."""
        return self.mark[self.start[1:] - 1]

    @cached_property
    def shapes(self) -> NDArray[np.object_]:
        """The lines in the plane."""
        shapes: NDArray[np.object_] = shapely.linestrings(self.xy, indices=self.owner)
        return shapes

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The lines in the plane, to be searched."""
        return shapely.STRtree(self.shapes)

    @cached_property
    def _reach_offset(self) -> Floats:
        """Where each line begins when lines are laid end to end in metres of the plane."""
        length = self.reach[self.start[1:] - 1] + GAP_M
        return np.cumsum(length) - length

    @cached_property
    def _reach_mark(self) -> Floats:
        """The reach of every vertex when lines are laid end to end."""
        return self.reach + np.repeat(self._reach_offset, np.diff(self.start))

    def line_at(self, marks: Floats) -> Longs:
        """The line on which each mark lies."""
        return np.searchsorted(self.first_mark, marks + GAP_M / 4, side="right") - 1

    def lonlat_at(self, marks: Floats) -> Floats:
        """Lon, lat at marks, on the straight between the vertices around each."""
        line = self.line_at(marks)
        before = np.searchsorted(self.mark, marks, side="right") - 1
        before = np.clip(before, self.start[line], self.start[line + 1] - 2)
        span = self.mark[before + 1] - self.mark[before]
        part = np.clip((marks - self.mark[before]) / span, 0.0, 1.0)[:, None]
        at: Floats = self.lonlat[before] * (1 - part) + self.lonlat[before + 1] * part
        return at

    def locate(self, line: NDArray[np.integer], points: NDArray[np.object_]) -> Floats:
        """Marks on given lines nearest to points of the plane, pair by pair."""
        along = shapely.line_locate_point(self.shapes[line], points)
        # Line by line the reach begins at 0; laid end to end it can be searched like marks.
        reach, wanted = self._reach_mark, self._reach_offset[line] + along
        before = np.searchsorted(reach, wanted, side="right") - 1
        before = np.clip(before, self.start[line], self.start[line + 1] - 2)
        part = (wanted - reach[before]) / (reach[before + 1] - reach[before])
        at: Floats = self.mark[before] + np.clip(part, 0, 1) * (
            self.mark[before + 1] - self.mark[before]
        )
        return at


def lines_of(shapes: NDArray[np.object_], plane: Plane | None = None) -> Lines:
    """LineStrings (EPSG:4326) as arrays; coordinates rounded, repeated vertices dropped.

    Lines that shrink to a point by rounding must have been taken out before.
    """
    lonlat, owner = shapely.get_coordinates(shapes, return_index=True)
    return lines_from(np.round(lonlat, DECIMALS), owner, len(shapes), plane)


def lines_from(lonlat: Floats, owner: Longs, count: int, plane: Plane | None = None) -> Lines:
    """Lines from vertices (rounded lon, lat) and the line each belongs to, in order."""
    repeat = np.zeros(len(lonlat), dtype=np.bool_)
    repeat[1:] = (owner[1:] == owner[:-1]) & (lonlat[1:] == lonlat[:-1]).all(axis=1)
    lonlat, owner = lonlat[~repeat], owner[~repeat]
    start = np.searchsorted(owner, np.arange(count + 1))
    if plane is None:
        middle = (lonlat.min(axis=0) + lonlat.max(axis=0)) / 2
        plane = Plane.at(float(middle[0]), float(middle[1]))
    xy = plane.xy(lonlat)
    within = owner[1:] == owner[:-1]
    steps = distances_m(lonlat[:-1, 0], lonlat[:-1, 1], lonlat[1:, 0], lonlat[1:, 1])
    mark = np.concatenate([[0.0], np.cumsum(np.where(within, steps, GAP_M))])
    flat = np.concatenate([[0.0], np.cumsum(np.where(within, np.hypot(*np.diff(xy.T)), 0.0))])
    reach = flat - np.repeat(flat[start[:-1]], np.diff(start))
    return Lines(lonlat, start, mark, reach, xy, plane)
