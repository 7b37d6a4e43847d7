"""Lines cut into pieces at marks: at junctions, borders, gateways and places."""

from dataclasses import dataclass

import numpy as np

from potay.arrays import Flags, Floats, Ints, Longs
from potay.network.lines import Lines
from potay.network.noding import Noding

#: A cut this near (metres) to a junction or another cut is that junction or cut.
SAME_M = 0.02


@dataclass(frozen=True)
class Cut:
    """Pieces of lines between cuts, in order of marks.

    `a` and `b` are points: junctions first, then the cuts that are no junction, whose marks are
    `extra`. Piece i has the vertices `lonlat[start[i]:start[i + 1]]`; where it is `fresh`, the
    first of them is a cut that its line was not drawn with.
    """

    a: Ints
    b: Ints
    line: Ints
    begin: Floats
    end: Floats
    start: Longs
    lonlat: Floats
    junctions: int
    junction_marks: Floats
    extra: Floats
    mark_of_junction: Ints
    fresh: Flags

    def points_at(self, marks: Floats) -> Longs:
        """The points at marks that were asked to be cuts."""
        junction, away = _nearest(self.junction_marks, marks)
        extra, nearer = _nearest(self.extra, marks)
        return np.where(nearer < away, self.junctions + extra, self.mark_of_junction[junction])


def split(lines: Lines, noding: Noding, marks: Floats) -> Cut:
    """Cut lines at their junctions and at `marks`; nothing is lost, lengths add up."""
    at_junction = np.flatnonzero(noding.junction >= 0)
    fixed = lines.mark[at_junction]
    extra = _distinct(np.unique(marks), fixed)
    place = np.searchsorted(lines.mark, extra, side="right")
    every = np.insert(lines.mark, place, extra)
    point = np.insert(noding.junction, place, noding.count + np.arange(len(extra)))
    lonlat = np.insert(lines.lonlat, place, lines.lonlat_at(extra), axis=0)
    stops = np.flatnonzero(point >= 0)
    owner = np.insert(lines.owner, place, lines.line_at(extra))[stops]
    same = owner[1:] == owner[:-1]
    first, last, line = stops[:-1][same], stops[1:][same], owner[:-1][same]
    counts = last - first + 1
    start = np.concatenate([[0], np.cumsum(counts)])
    vertices = np.repeat(first - start[:-1], counts) + np.arange(start[-1])
    return Cut(
        a=point[first],
        b=point[last],
        line=line,
        begin=every[first],
        end=every[last],
        start=start,
        lonlat=lonlat[vertices],
        junctions=noding.count,
        junction_marks=fixed,
        extra=extra,
        mark_of_junction=noding.junction[at_junction],
        fresh=np.insert(np.zeros(len(lines.mark), np.bool_), place, True)[first],
    )


def _distinct(marks: Floats, fixed: Floats) -> Floats:
    """Those of `marks` (sorted) that are neither at a fixed mark nor at one another."""
    marks = marks[_nearest(fixed, marks)[1] > SAME_M]
    if len(marks) == 0:
        return marks
    cell = np.concatenate([[True], np.diff(marks) > SAME_M])
    kept: Floats = marks[cell]
    return kept


def _nearest(fixed: Floats, marks: Floats) -> tuple[Longs, Floats]:
    """The nearest of the fixed marks (sorted), and how far off it is: infinitely, if none is."""
    if len(fixed) == 0:
        return np.zeros(len(marks), np.int64), np.full(len(marks), np.inf)
    right = np.clip(np.searchsorted(fixed, marks), 0, len(fixed) - 1)
    left = np.maximum(right - 1, 0)
    to_left, to_right = np.abs(fixed[left] - marks), np.abs(fixed[right] - marks)
    return np.where(to_left <= to_right, left, right), np.minimum(to_left, to_right)
