"""Lines measured along the ground: every place on them is a number of metres.

All lines are laid end to end with a gap between them, so that one number, the *mark*, names a
line and a place on it, and many lines are measured, sampled and cut at once.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from potay.arrays import Floats, Longs, Shapes, ranges
from potay.geo import distances_m

#: Metres of nothing between two lines on the axis of marks.
_GAP_M = 1.0


@dataclass(frozen=True)
class Laid:
    """Single lines laid end to end. Vertices of part i are `start[i]:start[i + 1]`.

    `lonlat` are vertices (EPSG:4326), `mark` their places in geodesic metres, `owner` the row
    of the (multi)line that each part comes from.
    """

    lonlat: Floats
    mark: Floats
    start: Longs
    owner: Longs

    @property
    def first(self) -> Floats:
        """The mark of each part's beginning."""
        return self.mark[self.start[:-1]]

    @property
    def metres(self) -> Floats:
        """The geodesic length of each part."""
        return self.mark[self.start[1:] - 1] - self.first

    def at(self, mark: Floats) -> Floats:
        """Lon, lat rows of places; even in degrees between two vertices (0.5 m off in 15 km)."""
        begin = np.clip(np.searchsorted(self.mark, mark, side="right") - 1, 0, len(self.mark) - 2)
        span = self.mark[begin + 1] - self.mark[begin]
        share = np.divide(mark - self.mark[begin], span, out=np.zeros(len(mark)), where=span > 0)
        share = np.clip(share, 0, 1)[:, None]
        found: Floats = self.lonlat[begin] * (1 - share) + self.lonlat[begin + 1] * share
        return found

    def between(self, begin: Floats, end: Floats) -> Shapes:
        """The stretch of line from each mark `begin` to its `end`, on one part each.

        Where both are equal the stretch is a line of no length between two equal points.
        """
        low = np.searchsorted(self.mark, begin, side="right")
        high = np.searchsorted(self.mark, end, side="left")
        inner, vertex = ranges(low, high)
        order = np.concatenate([np.arange(len(begin)), inner, np.arange(len(begin))])
        xy = np.concatenate([self.at(begin), self.lonlat[vertex], self._last(end)])
        sorting = np.argsort(order, kind="stable")
        found: Shapes = shapely.linestrings(xy[sorting], indices=order[sorting])
        return found

    def _last(self, mark: Floats) -> Floats:
        """As `at`, but a vertex is met from behind: it is exact, also at the end of a part."""
        vertex = np.minimum(np.searchsorted(self.mark, mark, side="left"), len(self.mark) - 1)
        exact = self.mark[vertex] == mark
        found: Floats = np.where(exact[:, None], self.lonlat[vertex], self.at(mark))
        return found


def lay(lines: Shapes) -> Laid:
    """Measure (multi)lines in EPSG:4326; empty and missing ones have no part."""
    parts, owner = shapely.get_parts(lines, return_index=True)
    parts, owner = parts[~shapely.is_empty(parts)], owner[~shapely.is_empty(parts)]
    lonlat, part = shapely.get_coordinates(parts, return_index=True)
    start = np.searchsorted(part, np.arange(len(parts) + 1))
    steps = np.zeros(len(lonlat))
    if len(lonlat) > 1:
        (x0, y0), (x1, y1) = lonlat[:-1].T, lonlat[1:].T
        same = part[1:] == part[:-1]
        steps[1:] = _GAP_M
        steps[1:][same] = distances_m(x0[same], y0[same], x1[same], y1[same])
    return Laid(lonlat, np.cumsum(steps), start.astype(np.int64), owner.astype(np.int64))
