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

from potay.arrays import Floats, Ints, Longs, ranges
from potay.geo import distances_m

#: Coordinates are rounded to this many decimals of a degree (about a centimetre).
DECIMALS = 7
#: Metres of nothing between two lines on the axis of marks.
GAP_M = 1.0
#: Lines are searched as they were drawn: so far (degrees) may rounding have moved a vertex.
ROUNDED = 10.0**-DECIMALS


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

    `mark` is the position of each vertex on the axis of marks (geodesic metres). `drawn` are the
    lines as shapes in degrees, perhaps not yet rounded: they are only there to be found.
    """

    lonlat: Floats
    start: Longs
    mark: Floats
    plane: Plane
    drawn: NDArray[np.object_]

    @cached_property
    def count(self) -> int:
        """Number of lines."""
        return len(self.start) - 1

    @cached_property
    def owner(self) -> Ints:
        """The line of each vertex."""
        return np.repeat(np.arange(self.count, dtype=np.int32), np.diff(self.start))

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
    def tree(self) -> shapely.STRtree:
        """The lines in degrees, to be searched by extent (see `near`)."""
        return shapely.STRtree(self.drawn)

    def near(self, boxes: Floats, tree: shapely.STRtree | None = None) -> tuple[Longs, Longs]:
        """Pairs of box (west, south, east, north in the plane) and line whose extents meet.

        With a `tree` of some of the lines it is their row in the tree. Boxes are searched a
        little wider than they are; what really meets is for the caller to see.
        """
        low = self.plane.lonlat(boxes[:, :2]) - ROUNDED
        high = self.plane.lonlat(boxes[:, 2:]) + ROUNDED
        across = shapely.linestrings(np.stack([low, high], axis=1))  # their extents are the boxes
        box, line = (tree or self.tree).query(across)
        return box, line

    def shapes(self, lines: NDArray[np.integer]) -> NDArray[np.object_]:
        """Some of the lines in the plane."""
        which, vertex = ranges(self.start[lines], self.start[lines + 1])
        shapes: NDArray[np.object_] = shapely.linestrings(
            self.plane.xy(self.lonlat[vertex]), indices=which
        )
        return shapes

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
        row, vertex = ranges(self.start[line], self.start[line + 1])
        xy = self.plane.xy(self.lonlat[vertex])
        along = shapely.line_locate_point(shapely.linestrings(xy, indices=row), points)
        # Laid end to end in metres of the plane, the lines can be searched like marks.
        steps = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
        first = np.searchsorted(row, np.arange(len(line)))
        steps[first] = GAP_M
        reach = np.cumsum(steps)
        at = np.searchsorted(reach, reach[first] + along, side="right") - 1
        at = np.clip(at, first, np.append(first[1:], len(row)) - 2)
        part = (reach[first] + along - reach[at]) / (reach[at + 1] - reach[at])
        before = vertex[at]
        step = self.mark[before + 1] - self.mark[before]
        found: Floats = self.mark[before] + np.clip(part, 0, 1) * step
        return found


def lines_of(shapes: NDArray[np.object_]) -> Lines:
    """LineStrings (EPSG:4326) as arrays; coordinates rounded, repeated vertices dropped.

    Lines that shrink to a point by rounding must have been taken out before.
    """
    lonlat, owner = shapely.get_coordinates(shapes, return_index=True)
    np.round(lonlat, DECIMALS, out=lonlat)
    middle = (lonlat.min(axis=0) + lonlat.max(axis=0)) / 2
    return lines_from(lonlat, owner, shapes, Plane.at(float(middle[0]), float(middle[1])))


def lines_from(
    lonlat: Floats, owner: NDArray[np.integer], drawn: NDArray[np.object_], plane: Plane
) -> Lines:
    """Lines from vertices (rounded lon, lat) and the line each belongs to, in order."""
    within = owner[1:] == owner[:-1]
    repeat = within & (lonlat[1:] == lonlat[:-1]).all(axis=1)
    if repeat.any():
        kept = np.append(True, ~repeat)
        lonlat, owner = lonlat[kept], owner[kept]
        within = owner[1:] == owner[:-1]
    mark = np.zeros(len(lonlat))
    mark[1:] = GAP_M
    before = np.flatnonzero(within)
    mark[before + 1] = distances_m(*lonlat[before].T, *lonlat[before + 1].T)
    start = np.concatenate([[0], np.flatnonzero(~within) + 1, [len(lonlat)]])
    return Lines(lonlat, start, np.cumsum(mark, out=mark), plane, drawn)
