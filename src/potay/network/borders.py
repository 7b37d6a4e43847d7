"""Which stretches of which roads lie inside which polygons.

Only lines that touch a border are looked at closely, segment by segment: every crossing of a
segment with a border edge is a possible change of side, and the middle of each stretch between
two crossings tells its side. Every part of a multipolygon counts, holes are outside, and a road
that runs along a border belongs to the areas on both sides.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from potay.network.arrays import Flags, Floats, Longs, ranges
from potay.network.lines import Lines

#: A stretch this near to a polygon (metres) runs along its border, not beside it.
ALONG_M = 0.05
#: A stretch shorter than this only touches a border (metres).
SLIVER_M = 0.001


@dataclass(frozen=True)
class Stretches:
    """Intervals of marks, each governed by one subject (a row number the caller gave)."""

    subject: Longs
    begin: Floats
    end: Floats

    @classmethod
    def none(cls) -> "Stretches":
        """No stretch."""
        return cls(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))

    def where(self, chosen: Flags) -> "Stretches":
        """Some of them."""
        return Stretches(self.subject[chosen], self.begin[chosen], self.end[chosen])

    def of_rows(self, first: int) -> "Stretches":
        """The same with subjects counted from `first`."""
        return Stretches(self.subject + first, self.begin, self.end)

    def of_subject(self, subject: int) -> "Stretches":
        """The same, all governed by one subject."""
        return Stretches(np.full(len(self.subject), subject), self.begin, self.end)

    def joined(self, *others: "Stretches") -> "Stretches":
        """These and the others."""
        every = (self, *others)
        return Stretches(
            np.concatenate([each.subject for each in every]),
            np.concatenate([each.begin for each in every]),
            np.concatenate([each.end for each in every]),
        )


def stretches_inside(lines: Lines, polygons: NDArray[np.object_]) -> Stretches:
    """The stretches of `lines` inside each of `polygons` (plane coordinates, borders included)."""
    if len(polygons) == 0 or lines.count == 0:
        return Stretches.none()
    tree = lines.tree
    shapely.prepare(polygons)
    area, line = tree.query(polygons, predicate="intersects")
    borders = shapely.boundary(polygons)
    shapely.prepare(borders)
    crossed_area, crossed_line = tree.query(borders, predicate="intersects")
    # The pairs are few; one number each makes the difference of the two sets cheap.
    whole = ~np.isin(area * lines.count + line, crossed_area * lines.count + crossed_line)
    inner = Stretches(area[whole], lines.first_mark[line[whole]], lines.last_mark[line[whole]])
    return inner.joined(_border_stretches(lines, polygons, crossed_area, crossed_line))


def _border_stretches(
    lines: Lines, polygons: NDArray[np.object_], area: Longs, line: Longs
) -> Stretches:
    if len(area) == 0:
        return Stretches.none()
    order = np.lexsort((line, area))
    area, line = area[order], line[order]
    pair, marks = _changes(lines, polygons, area, line)
    pair = np.concatenate([np.arange(len(area)), np.arange(len(area)), pair])
    marks = np.concatenate([lines.first_mark[line], lines.last_mark[line], marks])
    order = np.lexsort((marks, pair))
    pair, marks = pair[order], marks[order]
    same = (pair[1:] == pair[:-1]) & (marks[1:] > marks[:-1] + SLIVER_M)
    pair, begin, end = pair[:-1][same], marks[:-1][same], marks[1:][same]
    middle = shapely.points(lines.plane.xy(lines.lonlat_at((begin + end) / 2)))
    inside = shapely.dwithin(polygons[area[pair]], middle, ALONG_M)
    return _merged(area[pair[inside]], begin[inside], end[inside])


def _merged(area: Longs, begin: Floats, end: Floats) -> Stretches:
    """Neighbouring stretches of one area made one (they come in order)."""
    if len(area) == 0:
        return Stretches.none()
    starts = np.ones(len(area), dtype=np.bool_)
    starts[1:] = (area[1:] != area[:-1]) | (begin[1:] != end[:-1])
    first = np.flatnonzero(starts)
    last = np.append(first[1:], len(area)) - 1
    return Stretches(area[first], begin[first], end[last])


def _changes(
    lines: Lines, polygons: NDArray[np.object_], area: Longs, line: Longs
) -> tuple[Longs, Floats]:
    """Marks where a line meets a border edge: the pair (row of `area`, `line`) and the mark."""
    used = np.unique(line)
    _, before = ranges(lines.start[used], lines.start[used + 1] - 1)
    ends = np.stack([lines.xy[before], lines.xy[before + 1]], axis=1)
    tree = shapely.STRtree(shapely.linestrings(ends))
    edge_area, edge = _edges(polygons, np.unique(area))
    e, s = tree.query(shapely.linestrings(edge))
    p, q, a, b = ends[s, 0], ends[s, 1], edge[e, 0], edge[e, 1]
    part, which = _meeting(p, q, a, b)
    segment, owner = before[s[which]], edge_area[e[which]]
    key = area * lines.count + line
    wanted = owner * lines.count + lines.owner[segment]
    pair = np.searchsorted(key, wanted)
    known = key[np.minimum(pair, len(key) - 1)] == wanted
    step = lines.mark[segment + 1] - lines.mark[segment]
    marks = lines.mark[segment] + part * step
    return pair[known], marks[known]


def _edges(polygons: NDArray[np.object_], chosen: Longs) -> tuple[Longs, Floats]:
    """Border edges (two points each) of the chosen polygons, all rings, and whose they are."""
    parts, polygon = shapely.get_parts(polygons[chosen], return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[1:] == ring[:-1]
    edges = np.stack([xy[:-1], xy[1:]], axis=1)[within]
    return chosen[polygon[part[ring[:-1][within]]]], edges


def _meeting(p: Floats, q: Floats, a: Floats, b: Floats) -> tuple[Floats, Longs]:
    """Where segments p-q meet edges a-b: the part of the way from p to q, and which pair.

    Edges along a segment give the places where they begin and end.
    """
    way, edge, gap = q - p, b - a, a - p
    turn = _cross(way, edge)
    size = np.hypot(*way.T) * np.hypot(*edge.T)
    parallel = np.abs(turn) <= 1e-9 * np.maximum(size, 1e-300)
    with np.errstate(divide="ignore", invalid="ignore"):
        on_way, on_edge = _cross(gap, edge) / turn, _cross(gap, way) / turn
    slack = 1e-9
    crossing = ~parallel & (on_way >= -slack) & (on_way <= 1 + slack)
    crossing &= (on_edge >= -slack) & (on_edge <= 1 + slack)
    length = np.maximum(np.hypot(*way.T), 1e-300)
    beside = parallel & (np.abs(_cross(way, gap)) / length <= ALONG_M)
    parts, rows = [on_way[crossing]], [np.flatnonzero(crossing)]
    for corner in (a, b):
        along = ((corner - p) * way).sum(axis=1) / length**2
        on = beside & (along > 0) & (along < 1)
        parts.append(along[on])
        rows.append(np.flatnonzero(on))
    return np.clip(np.concatenate(parts), 0.0, 1.0), np.concatenate(rows)


def _cross(one: Floats, other: Floats) -> Floats:
    turn: Floats = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    return turn
