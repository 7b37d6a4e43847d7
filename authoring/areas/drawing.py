"""Read the hand-drawn lines and turn them into faces.

A drawing is a text file of named vertices and named lines (see ``limits.txt``).
Lines are drawn as curves through their points, noded together on a grid of
0.00001 degrees (about one metre) and polygonized, so that two neighbours share
their border vertex for vertex.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely import Point, Polygon, STRtree

Coordinate = tuple[float, float]

GRID = 1e-5
KINDS = frozenset({"coast", "limit", "outer", "edge", "river", "ravine", "land", "lake"})
_HEADER = re.compile(r"\[(?P<name>[^\]]+)\]\s*(?P<kind>\w+)(?P<straight>\s+straight)?\s*")
_STEPS = (0.25, 0.5, 0.75)


class DrawingError(ValueError):
    """A drawing that cannot be used, with every fault found in it."""


@dataclass(frozen=True)
class Line:
    """One named line of a drawing: its points by hand and the curve through them."""

    name: str
    kind: str
    points: tuple[Coordinate, ...]
    curve: tuple[Coordinate, ...]

    @property
    def geometry(self) -> shapely.LineString:
        """The curve as a line, EPSG:4326."""
        return shapely.LineString(self.curve)


def read_drawing(paths: Iterable[Path]) -> tuple[Line, ...]:
    """Read the lines of several drawing files that share their named vertices.

    Parameters
    ----------
    paths : iterable of Path
        Files of ``[name] kind`` blocks, coordinates as ``lon lat`` in EPSG:4326.

    Returns
    -------
    tuple of Line
        In the order of the files.

    Raises
    ------
    DrawingError
        For an unknown kind, an unknown vertex, a double name or a bad coordinate.
    """
    blocks = [block for path in paths for block in _blocks(path)]
    vertices = {
        name[2:].strip(): _coordinate(body.strip(), {}, name)
        for name, kind, _, body in blocks
        if kind == "vertex"
    }
    lines = []
    for name, kind, straight, body in blocks:
        if kind == "vertex":
            continue
        if kind not in KINDS:
            raise DrawingError(f"{name}: kind {kind!r} is not one of {sorted(KINDS)}")
        points = tuple(_coordinate(part, vertices, name) for part in body.split(",") if part)
        lines.append(Line(name, kind, points, points if straight else curve_through(points)))
    names = [line.name for line in lines]
    if double := sorted({name for name in names if names.count(name) > 1}):
        raise DrawingError(f"drawn twice: {', '.join(double)}")
    return tuple(lines)


def _blocks(path: Path) -> Iterator[tuple[str, str, bool, str]]:
    header, body = None, ""
    for row in [*path.read_text(encoding="utf-8").splitlines(), "[end] vertex"]:
        text = row.split("#", 1)[0].strip()
        if match := _HEADER.fullmatch(text):
            if header is not None:
                yield header["name"], header["kind"], bool(header["straight"]), body
            header, body = match, ""
        else:
            body = f"{body} {text}".strip()


def _coordinate(text: str, vertices: dict[str, Coordinate], name: str) -> Coordinate:
    part = text.strip()
    try:
        if part.startswith("@"):
            return vertices[part[1:]]
        lon, lat = part.split()
        return float(lon), float(lat)
    except (KeyError, ValueError):
        raise DrawingError(
            f"{name}: {part!r} is neither 'lon lat' nor the name of a vertex"
        ) from None


def curve_through(points: tuple[Coordinate, ...]) -> tuple[Coordinate, ...]:
    """Return a smooth curve through the points (uniform Catmull-Rom, three steps each).

    The steps are exact binary fractions and only sums and products are used, so
    that every machine computes the same coordinates. A ring stays a ring.
    """
    if len(points) < 3:
        return points
    closed = points[0] == points[-1]
    before, after = (points[-2], points[1]) if closed else (points[0], points[-1])
    padded = (before, *points, after)
    curve: list[Coordinate] = []
    for quad in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        curve.append(quad[1])
        curve.extend(_between(quad, step) for step in _STEPS)
    return (*(_rounded(point) for point in curve), _rounded(points[-1]))


def _between(quad: tuple[Coordinate, ...], step: float) -> Coordinate:
    def axis(i: int) -> float:
        a, b, c, d = (point[i] for point in quad)
        linear, square, cube = c - a, 2 * a - 5 * b + 4 * c - d, 3 * b - 3 * c + d - a
        return b + 0.5 * step * (linear + step * (square + step * cube))

    return axis(0), axis(1)


def _rounded(point: Coordinate) -> Coordinate:
    return round(point[0], 5), round(point[1], 5)


def faces(lines: Iterable[Line], longest_overshoot: float = 0.0015) -> list[Polygon]:
    """Polygonize the lines, noded on the grid.

    Parameters
    ----------
    lines : iterable of Line
        Borders; a line may overshoot the border it ends on by a little.
    longest_overshoot : float
        Length in degrees above which a loose end is a fault (a line that does
        not reach its border).

    Raises
    ------
    DrawingError
        Naming every line that ends in the void, and where.
    """
    drawn = list(lines)
    noded = shapely.union_all([line.geometry for line in drawn], grid_size=GRID)
    polygons, cuts, loose, invalid = shapely.polygonize_full(shapely.get_parts(noded))
    ends = shapely.get_parts(shapely.GeometryCollection([cuts, loose, invalid]))
    long = [piece for group in ends for piece in shapely.get_parts(group)]
    faults = [
        f"{line.name}: ends in the void at {end[0]} {end[1]}"
        for line in drawn
        for end in (line.points[0], line.points[-1])
        if any(
            piece.length > longest_overshoot and piece.boundary.distance(Point(end)) < 2 * GRID
            for piece in long
        )
    ]
    if faults:
        raise DrawingError("\n".join(faults))
    return list(shapely.get_parts(polygons))


def name_faces(polygons: list[Polygon], seeds: dict[str, Coordinate]) -> dict[str, Polygon]:
    """Give each face the name of the one seed point inside it.

    Raises
    ------
    DrawingError
        For a face without a seed or with several, and a seed outside all faces.
    """
    tree = STRtree(polygons)
    owners: dict[int, list[str]] = {i: [] for i in range(len(polygons))}
    faults = []
    for name, seed in sorted(seeds.items()):
        hits = tree.query(Point(seed), predicate="intersects")
        if len(hits) != 1:
            faults.append(f"seed {name} at {seed[0]} {seed[1]} lies in {len(hits)} faces, not one")
        for hit in hits:
            owners[int(hit)].append(name)
    for i, names in owners.items():
        if len(names) != 1:
            spot = polygons[i].representative_point()
            size = polygons[i].area * 105.5 * 110.7
            who = " and ".join(names) or "no seed"
            faults.append(f"face near {spot.x:.5f} {spot.y:.5f} ({size:.4f} km2) has {who}")
    if faults:
        raise DrawingError("\n".join(faults))
    return {names[0]: polygons[i] for i, names in owners.items()}


def rounded(geometry: Polygon) -> Polygon:
    """Return the polygon with coordinates of five decimals, rings in a fixed order.

    The exterior runs counter-clockwise and starts at its smallest vertex, so that
    equal shapes are equal bytes.
    """
    rings = [geometry.exterior, *geometry.interiors]
    shell, *holes = (_ring([_rounded(point) for point in ring.coords[:-1]]) for ring in rings)
    return shapely.orient_polygons(Polygon(shell, sorted(holes)))


def _ring(points: list[Coordinate]) -> list[Coordinate]:
    thin = [point for point, _ in itertools.groupby(points)]
    start = thin.index(min(thin))
    turned = thin[start:] + thin[:start]
    return [*turned, turned[0]]
