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

from potay.arrays import Flags, Floats, Longs, ranges
from potay.network.lines import Lines

#: A stretch this near to a polygon (metres) runs along its border, not beside it.
ALONG_M = 0.05
#: A stretch shorter than this only touches a border (metres).
SLIVER_M = 0.001
#: So many edges of a border are looked for at once: fewer boxes, but more roads in each.
TOGETHER = 4


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


def stretches_inside(
    lines: Lines, polygons: NDArray[np.object_], *, along_m: float = ALONG_M
) -> Stretches:
    """The stretches of `lines` inside each of `polygons` (plane coordinates, borders included).

    What runs outside a border but no farther off than `along_m` counts as inside.
    """
    drawn = np.flatnonzero(~shapely.is_empty(polygons))
    if len(drawn) == 0 or lines.count == 0:
        return Stretches.none()
    shapely.prepare(polygons)
    met = _meetings(lines, polygons[drawn])
    area, line = lines.near(shapely.bounds(polygons[drawn]))
    whole = ~_among(area * lines.count + line, met.pairs)
    area, line = area[whole], line[whole]
    first = lines.plane.xy(lines.lonlat[lines.start[line]])
    inner = shapely.intersects_xy(polygons[drawn[area]], *first.T)
    area, line = area[inner], line[inner]
    found = Stretches(area, lines.first_mark[line], lines.last_mark[line])
    found = found.joined(_border_stretches(lines, polygons[drawn], met, along_m))
    return Stretches(drawn[found.subject], found.begin, found.end)


@dataclass(frozen=True)
class _Meetings:
    """Where lines touch borders: `pairs` of them, sorted (polygon * number of lines + line).

    `mark` is a possible change of side of the pair in row `pair`.
    """

    pairs: Longs
    pair: Longs
    mark: Floats


def _meetings(lines: Lines, polygons: NDArray[np.object_]) -> _Meetings:
    owner, edge = _edges(polygons)
    first = _first_edges(edge)
    low = np.minimum.reduceat(edge.min(axis=1), first)
    high = np.maximum.reduceat(edge.max(axis=1), first)
    some, near = (np.unique(each) for each in lines.near(np.hstack([low, high])))
    _, some = ranges(first[some], np.append(first[1:], len(edge))[some])
    owner, edge = owner[some], edge[some]
    _, before = ranges(lines.start[near], lines.start[near + 1] - 1)
    way = lines.plane.xy(np.stack([lines.lonlat[before], lines.lonlat[before + 1]], axis=1))
    edges, ways = shapely.linestrings(edge), shapely.linestrings(way)
    e, w = shapely.STRtree(ways).query(edges)
    key = owner[e] * lines.count + lines.owner[before[w]]
    pairs = np.unique(key[shapely.intersects(edges[e], ways[w])])
    touching = _among(key, pairs)
    e, w, key = e[touching], w[touching], key[touching]
    part, which = _meeting(way[w, 0], way[w, 1], edge[e, 0], edge[e, 1])
    vertex = before[w[which]]
    step = lines.mark[vertex + 1] - lines.mark[vertex]
    mark = lines.mark[vertex] + part * step
    return _Meetings(pairs, np.searchsorted(pairs, key[which]), mark)


def _first_edges(edge: Floats) -> Longs:
    """The edges that each few of a ring, which are looked for together, begin with."""
    row = np.arange(len(edge))
    new = np.append(True, (edge[1:, 0] != edge[:-1, 1]).any(axis=1))
    since = row - np.maximum.accumulate(np.where(new, row, 0))
    return np.flatnonzero(since % TOGETHER == 0)


def _among(keys: Longs, some: Longs) -> Flags:
    """Which of the keys are in `some` (sorted)."""
    if len(some) == 0:
        return np.zeros(len(keys), dtype=np.bool_)
    found: Flags = some[np.minimum(np.searchsorted(some, keys), len(some) - 1)] == keys
    return found


def _border_stretches(
    lines: Lines, polygons: NDArray[np.object_], met: _Meetings, along_m: float
) -> Stretches:
    area, line = np.divmod(met.pairs, lines.count)
    pair = np.concatenate([np.arange(len(area)), np.arange(len(area)), met.pair])
    marks = np.concatenate([lines.first_mark[line], lines.last_mark[line], met.mark])
    order = np.lexsort((marks, pair))
    pair, marks = pair[order], marks[order]
    same = (pair[1:] == pair[:-1]) & (marks[1:] > marks[:-1] + SLIVER_M)
    pair, begin, end = pair[:-1][same], marks[:-1][same], marks[1:][same]
    middle = shapely.points(lines.plane.xy(lines.lonlat_at((begin + end) / 2)))
    inside = shapely.dwithin(polygons[area[pair]], middle, along_m)
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


def _edges(polygons: NDArray[np.object_]) -> tuple[Longs, Floats]:
    """Border edges (two points each) of the polygons, all rings, and whose they are."""
    parts, polygon = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    within = ring[1:] == ring[:-1]
    edges = np.stack([xy[:-1], xy[1:]], axis=1)[within]
    return polygon[part[ring[:-1][within]]], edges


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
