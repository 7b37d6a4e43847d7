"""Lines cut into pieces at marks: at junctions, borders, gateways and places."""

from dataclasses import dataclass

import numpy as np

from potay.network.arrays import Floats, Longs
from potay.network.lines import Lines
from potay.network.noding import Noding

#: A cut this near (metres) to a junction or another cut is that junction or cut.
SAME_M = 0.02


@dataclass(frozen=True)
class Cut:
    """Pieces of lines between cuts, in order of marks.

    `a` and `b` are points: junctions first, then the cuts that are no junction, whose marks are
    `extra`. Piece i has the vertices `lonlat[start[i]:start[i + 1]]`.
    """

    a: Longs
    b: Longs
    line: Longs
    begin: Floats
    end: Floats
    start: Longs
    lonlat: Floats
    junctions: int
    junction_marks: Floats
    extra: Floats
    mark_of_junction: Longs

    def points_at(self, marks: Floats) -> Longs:
        """The points at marks that were asked to be cuts."""
        every = np.concatenate([self.junction_marks, self.extra])
        point = np.concatenate([self.mark_of_junction, self.junctions + np.arange(len(self.extra))])
        order = np.argsort(every, kind="stable")
        every, point = every[order], point[order]
        right = np.clip(np.searchsorted(every, marks), 0, len(every) - 1)
        left = np.maximum(right - 1, 0)
        nearer = np.abs(every[left] - marks) <= np.abs(every[right] - marks)
        at: Longs = point[np.where(nearer, left, right)]
        return at


def split(lines: Lines, noding: Noding, marks: Floats) -> Cut:
    """Cut lines at their junctions and at `marks`; nothing is lost, lengths add up."""
    at_junction = noding.junction >= 0
    fixed = lines.mark[at_junction]
    extra = _distinct(np.unique(marks), fixed)
    line = lines.line_at(extra)
    every = np.concatenate([lines.mark, extra])
    point = np.concatenate([noding.junction, noding.count + np.arange(len(extra))])
    lonlat = np.concatenate([lines.lonlat, lines.lonlat_at(extra)])
    owner = np.concatenate([lines.owner, line])
    order = np.argsort(every, kind="stable")
    every, point, lonlat, owner = every[order], point[order], lonlat[order], owner[order]
    stops = np.flatnonzero(point >= 0)
    first, last = stops[:-1], stops[1:]
    same = owner[first] == owner[last]
    first, last = first[same], last[same]
    counts = last - first + 1
    start = np.concatenate([[0], np.cumsum(counts)])
    vertices = np.repeat(first - start[:-1], counts) + np.arange(start[-1])
    return Cut(
        a=point[first],
        b=point[last],
        line=owner[first],
        begin=every[first],
        end=every[last],
        start=start,
        lonlat=lonlat[vertices],
        junctions=noding.count,
        junction_marks=fixed,
        extra=extra,
        mark_of_junction=noding.junction[at_junction],
    )


def _distinct(marks: Floats, fixed: Floats) -> Floats:
    """Those of `marks` (sorted) that are neither at a fixed mark nor at one another."""
    right = np.clip(np.searchsorted(fixed, marks), 0, len(fixed) - 1)
    left = np.maximum(right - 1, 0)
    away = np.minimum(np.abs(fixed[right] - marks), np.abs(marks - fixed[left]))
    marks = marks[away > SAME_M]
    if len(marks) == 0:
        return marks
    cell = np.concatenate([[True], np.diff(marks) > SAME_M])
    kept: Floats = marks[cell]
    return kept
