"""Gateways and obstacles on the roads: where they stand and which stretches they govern.

A gateway stands on the nearest road, on one of its own corridor if there is one near. It governs
so many metres of the roads that pass it, both carriageways of a divided road, and nothing of the
streets that merely branch off.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import shapely
from numpy.typing import NDArray

from potay.arrays import Flags, Floats, Ints, Longs
from potay.network.arrays import Words
from potay.network.borders import Stretches
from potay.network.lines import Lines
from potay.network.noding import Noding

#: A gateway farther than this from every road stands on none (metres).
NEAR_M = 300.0
#: The other carriageway of a divided road is within this distance of a gateway's (metres).
CARRIAGEWAY_M = 40.0
#: Whatever road passes a gateway within this distance passes the gateway: the same road drawn
#: twice must not lead round it (metres).
PASSING_M = 5.0


@dataclass(frozen=True)
class RoadKeys:
    """What makes lines one road: per line the corridor, the ref and a code of its whole name.

    All in lower case; `course` is equal for lines that continue each other under one name.
    """

    corridor: Words
    ref: Words
    course: Longs
    named: Flags

    def of_corridor(self, corridor: str) -> Flags:
        """Lines of a corridor, by its slug or its number."""
        word = {corridor.casefold()} - {""}
        return self.corridor.which(word) | self.ref.which(word)


@dataclass(frozen=True)
class Placed:
    """Where points stand: gate marks and governed stretches, each with the point's row.

    `line` is the road a point stands on, -1 where none is near; `distance_m` how far off.
    """

    row: Longs
    mark: Floats
    stretches: Stretches
    line: Longs
    distance_m: Floats


@dataclass(frozen=True)
class Ground:
    """What is needed to stand points on roads: the lines, where they meet, what they are called.

    `walked` are those for people on foot only, `ridden` those for motorcycles at most.
    """

    lines: Lines
    noding: Noding
    keys: RoadKeys
    walked: Flags
    ridden: Flags


def place_on_roads(
    ground: Ground, points: Floats, corridors: NDArray[np.object_], reach_m: float
) -> Placed:
    """Stand points (plane coordinates, NaN for none) on roads; `corridors` may be empty text."""
    gates: list[tuple[int, float]] = []
    spans: list[tuple[int, float, float]] = []
    line_of = np.full(len(points), -1, dtype=np.int64)
    distance = np.full(len(points), np.inf)
    for row in np.flatnonzero(np.isfinite(points).all(axis=1)).tolist():
        point = shapely.Point(points[row])
        near, shapes = _around(ground.lines, points[row])
        if len(near) == 0:
            continue
        away = shapely.distance(shapes, point)
        foreign = ~ground.keys.of_corridor(corridors[row])[near]
        best = near[np.lexsort((near, away, ground.walked[near], foreign))[0]]
        line_of[row], distance[row] = best, away[near == best][0]
        stands = _carriageways(ground, int(best), (near, shapes), point)
        starts = list(chain.from_iterable(_starts(ground, *each) for each in stands))
        starts = _own(ground, starts, corridors[row])
        gates += [(row, mark) for _, mark in stands]
        spans += [(row, *span) for span in _walk(ground, starts, reach_m)]
    return Placed(
        np.array([row for row, _ in gates], np.int64),
        np.array([mark for _, mark in gates], np.float64),
        _stretches(spans),
        line_of,
        distance,
    )


def _around(lines: Lines, point: Floats) -> tuple[Longs, NDArray[np.object_]]:
    """The lines within `NEAR_M` of a point, in order, and their shapes."""
    near = np.sort(lines.near(np.append(point - NEAR_M, point + NEAR_M)[None])[1])
    shapes = lines.shapes(near)
    within = shapely.dwithin(shapes, shapely.Point(point), NEAR_M)
    return near[within], shapes[within]


def _stretches(spans: list[tuple[int, float, float]]) -> Stretches:
    table = np.array(spans, dtype=np.float64).reshape(-1, 3)
    return Stretches(table[:, 0].astype(np.int64), table[:, 1], table[:, 2])


def _carriageways(
    ground: Ground, best: int, around: tuple[Longs, NDArray[np.object_]], point: shapely.Point
) -> list[tuple[int, float]]:
    """The line a point stands on, and the lines that pass with it, with marks."""
    lines, keys = ground.lines, ground.keys
    near, shapes = around
    mark = float(lines.locate(np.array([best]), np.array([point]))[0])
    stands = [(best, mark)]
    here = shapely.Point(lines.plane.xy(lines.lonlat_at(np.array([mark])))[0])
    road = keys.named[best] & (keys.course[near] == keys.course[best])
    within = np.where(road, CARRIAGEWAY_M, PASSING_M)
    away = shapely.distance(shapes, here)
    same = np.flatnonzero((near != best) & (away <= within))
    for other in near[same[np.argsort(away[same], kind="stable")]]:
        theirs = float(lines.locate(np.array([other]), np.array([here]))[0])
        inner = lines.first_mark[other] + 1 < theirs < lines.last_mark[other] - 1
        # A line that only continues this one is met by walking, not stood on again.
        if inner or not _touches(ground, int(other), best):
            stands.append((int(other), theirs))
    return stands


def _touches(ground: Ground, one: int, other: int) -> bool:
    def junctions(line: int) -> Ints:
        found = ground.noding.junction[ground.lines.start[line] : ground.lines.start[line + 1]]
        return found[found >= 0]

    return bool(np.isin(junctions(one), junctions(other)).any())


def _starts(ground: Ground, line: int, mark: float) -> Iterator[tuple[int, float]]:
    """A stand, or every line that passes the junction it is at."""
    lines = ground.lines
    vertices = np.arange(lines.start[line], lines.start[line + 1])
    at = vertices[np.abs(lines.mark[vertices] - mark) < 1.0]
    at = at[ground.noding.junction[at] >= 0]
    if len(at) == 0:
        yield line, mark
        return
    for vertex in ground.noding.at(int(ground.noding.junction[at[0]])):
        yield int(lines.owner_of(vertex)), float(lines.mark[vertex])


def _own(ground: Ground, starts: list[tuple[int, float]], corridor: str) -> list[tuple[int, float]]:
    """Only the lines of the gateway's corridor, where one of its stands is on it."""
    named = ground.keys.of_corridor(corridor)
    own = [(line, mark) for line, mark in starts if named[line]]
    return own or starts


def _walk(
    ground: Ground, starts: list[tuple[int, float]], reach_m: float
) -> Iterator[tuple[float, float]]:
    """Stretches within `reach_m` of the starts, along roads that continue under one name."""
    lines = ground.lines
    left: list[tuple[int, float, float]] = [(line, mark, reach_m) for line, mark in starts]
    best: dict[tuple[int, float], float] = {}
    while left:
        line, mark, rest = left.pop()
        if best.get((line, mark), 0.0) >= rest:
            continue
        best[line, mark] = rest
        for end in (lines.first_mark[line], lines.last_mark[line]):
            away = abs(end - mark)
            yield tuple(sorted((mark, mark + np.sign(end - mark) * min(rest, away))))
            if away < rest:
                left += [(*on, rest - away) for on in _onward(ground, line, float(end))]


def _onward(ground: Ground, line: int, end: float) -> Iterator[tuple[int, float]]:
    """Where the road of `line` goes on at its end: under its name, or where nothing branches."""
    lines, noding = ground.lines, ground.noding
    first = end == lines.first_mark[line]
    vertex = lines.start[line] if first else lines.start[line + 1] - 1
    met = noding.at(int(noding.junction[vertex]))
    for other in met[met != vertex]:
        theirs = int(lines.owner_of(other))
        if len(met) == 2 or ground.keys.course[theirs] == ground.keys.course[line]:
            yield theirs, float(lines.mark[other])
