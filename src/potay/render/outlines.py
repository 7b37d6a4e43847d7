"""The shapes of a layer as two lists of numbers: a border that two outlines share is told once.

Outlines are cut where borders meet. Each piece is a course of positions; an outline is a list of
pieces, a piece that was told before read the way back where it has to be.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import shapely

from potay.geo import STEPS

Position = tuple[int, int]
Course = tuple[Position, ...]

POINT, LINE, AREA = range(3)


def outlines(geometry: Iterable[shapely.Geometry | None], step: int = 1) -> dict[str, Any]:
    """Geometries of any kind, on a grid of `step` steps of 1e-5°, as web/data/rows.ts reads them.

    `courses` has for each course the number of its positions and their moves, the first from
    where the course before it ended. `of` has for each geometry three times its number of parts
    plus its dimension; then for each part its course, or for a polygon the number of its rings
    and for each the number of its courses and these: 0 for the next one not told yet, n for the
    n-th last one told, -n for the same backwards.
    """
    parts = [_parts(one) for one in geometry]
    told = _Courses()
    told.meet(
        _ring(ring, step) for one in parts for part in one if _dimension(part) == AREA
        for ring in shapely.get_rings(part)
    )  # fmt: skip
    of: list[int] = []
    for one in parts:
        of.append(3 * len(one) + (_dimension(one[0]) if one else POINT))
        for part in one:
            if _dimension(part) == AREA:
                rings = shapely.get_rings(part)
                of.append(len(rings))
                for ring in rings:
                    of += told.around(_ring(ring, step))
            else:
                of.append(told.along(_positions(part, step)))
    return {"step": step, "courses": list(told.moves()), "of": of}


def _parts(one: shapely.Geometry | None) -> list[shapely.Geometry]:
    return [] if one is None or one.is_empty else list(shapely.get_parts(one))


def _dimension(part: shapely.Geometry) -> int:
    return int(shapely.get_dimensions(part))


def _positions(line: shapely.Geometry, step: int) -> Course:
    """Positions in whole steps, none twice running."""
    at = np.rint(shapely.get_coordinates(line) * (STEPS / step)).astype(np.int64)
    moved = np.append(True, np.diff(at, axis=0).any(axis=1))
    return tuple(map(tuple, at[moved].tolist()))


def _ring(ring: shapely.Geometry, step: int) -> Course:
    """The same without the way back to the first."""
    closed = _positions(ring, step)
    return closed[:-1] or closed


class _Courses:
    """The courses told so far, by themselves and by where borders meet."""

    def __init__(self) -> None:
        self._number: dict[Course, int] = {}
        self._beside: dict[Position, set[Position]] = {}

    def meet(self, rings: Iterable[Course]) -> None:
        """Learn between which positions the borders run."""
        for ring in rings:
            for before, at, after in zip(ring[-1:] + ring, ring, ring[1:] + ring[:1], strict=False):
                self._beside.setdefault(at, set()).update((before, after))

    def along(self, course: Course) -> int:
        """How a course is named: see `outlines`."""
        if course in self._number:
            return len(self._number) - self._number[course]
        if course[::-1] in self._number:
            return self._number[course[::-1]] - len(self._number)
        self._number[course] = len(self._number)
        return 0

    def around(self, ring: Course) -> list[int]:
        """How many courses an outline has, and their names."""
        named = [self.along(course) for course in self._cut(ring)]
        return [len(named), *named]

    def _cut(self, ring: Course) -> Iterator[Course]:
        meeting = [place for place, at in enumerate(ring) if len(self._beside[at]) > 2]
        meeting = meeting or [ring.index(min(ring))]
        twice = ring + ring
        for place, until in zip(meeting, [*meeting[1:], meeting[0] + len(ring)], strict=True):
            yield twice[place : until + 1]

    def moves(self) -> Iterator[int]:
        """Every course: the number of its positions, then the moves to each."""
        x = y = 0
        for course in self._number:
            yield len(course)
            for east, north in course:
                yield east - x
                yield north - y
                x, y = east, north
