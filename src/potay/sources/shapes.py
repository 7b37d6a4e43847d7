"""Geometry as a role wants it: the right family, flat, finite, closed, valid, nothing lost."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

NOT_FINITE = "a coordinate is no number on Earth (NaN, infinite or far too large)."
#: Beyond this a coordinate is neither degrees nor metres of any system.
FARTHEST = 1e9
#: How much of a polygon's area may change when it is made valid.
_MOST_LOST = 0.01
_FAMILY = {0: "point", 4: "point", 1: "line", 5: "line", 2: "line", 3: "polygon", 6: "polygon"}
_NAMES = {
    "point": "a point", "line": "a line", "polygon": "a polygon", "collection": "a collection",
}  # fmt: skip


class ShapeNote(NamedTuple):
    """What was found about the geometry at a position of the array."""

    position: int
    text: str
    hint: str = ""
    is_fault: bool = True


def checked_shapes(
    shapes: NDArray[np.object_], families: tuple[str, ...]
) -> tuple[NDArray[np.object_], list[ShapeNote]]:
    """The geometries flat and valid, with a note for each that was mended or cannot be used.

    Parameters
    ----------
    shapes
        Geometries in any CRS; None and empty ones are faults. Faulty ones come back as None.
    families
        The families the role takes: point, line, polygon.
    """
    shapes = shapes.copy()
    notes: list[ShapeNote] = []
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    for position in np.flatnonzero(empty):
        hint = "Draw it, or delete the row."
        notes.append(ShapeNote(int(position), "the geometry is empty.", hint))
    notes += _flattened(shapes, ~empty)
    notes += _unfinished(shapes, ~empty)
    usable = ~empty
    usable[[note.position for note in notes if note.is_fault]] = False
    for position in np.flatnonzero(usable)[~_plain(shapes[usable], families)]:
        shape, note = _fitted(shapes[position], families)
        if note:
            notes.append(ShapeNote(int(position), *note))
        shapes[position] = shape
    shapes[[note.position for note in notes if note.is_fault]] = None
    return shapes, notes


def family(shape: Any) -> str:  # noqa: ANN401 - a geometry
    """Point, line, polygon or collection."""
    return _FAMILY.get(int(shapely.get_type_id(shape)), "collection")


def _flattened(shapes: NDArray[np.object_], present: NDArray[np.bool_]) -> list[ShapeNote]:
    high = present & shapely.has_z(shapes)
    shapes[high] = shapely.force_2d(shapes[high])
    return [
        ShapeNote(int(position), "heights (Z) were dropped", is_fault=False)
        for position in np.flatnonzero(high)
    ]


def _unfinished(shapes: NDArray[np.object_], present: NDArray[np.bool_]) -> list[ShapeNote]:
    """Geometries with a coordinate that is no number."""
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    wrong = np.unique(owner[~(np.abs(xy) < FARTHEST).all(axis=1)])
    return [
        ShapeNote(int(position), NOT_FINITE, "Draw it again, or delete the row.")
        for position in wrong if present[position]
    ]  # fmt: skip


def _plain(shapes: NDArray[np.object_], families: tuple[str, ...]) -> NDArray[np.bool_]:
    """The geometries that are what a role takes as they are: nearly all, and told at once."""
    kind = shapely.get_type_id(shapes)
    line, area = np.isin(kind, (1, 2, 5)), np.isin(kind, (3, 6))
    line[line] = shapely.length(shapes[line]) > 0
    area[area] = shapely.is_valid(shapes[area]) & (shapely.area(shapes[area]) > 0)
    fitting = {"point": kind == 0, "line": line, "polygon": area}
    plain: NDArray[np.bool_] = np.any([fitting[family] for family in families], axis=0)
    return plain


def _fitted(shape: Any, families: tuple[str, ...]) -> tuple[Any, tuple[str, str, bool] | None]:  # noqa: ANN401
    kind = family(shape)
    if kind == "collection" and len(shape.geoms) == 1:
        shape, kind = shape.geoms[0], family(shape.geoms[0])
    if kind not in families:
        wanted = " or ".join(_NAMES[name] for name in families)
        return shape, (f"the geometry is {_NAMES[kind]}, expected {wanted}.",
                       "Export the right layer.", True)  # fmt: skip
    if kind == "point":
        return _one_point(shape)
    if kind == "polygon":
        return _valid_polygon(shape)
    if shapely.length(shape) == 0:
        return shape, ("the line has no length.", "Draw it again, or delete the row.", True)
    return shape, None


def _one_point(shape: Any) -> tuple[Any, tuple[str, str, bool] | None]:  # noqa: ANN401
    if shapely.get_num_geometries(shape) == 1:
        return shapely.get_geometry(shape, 0), None
    message = f"the row has {shapely.get_num_geometries(shape)} points, expected one."
    return shape, (message, "Give each point its own row and id.", True)


def _valid_polygon(shape: Any) -> tuple[Any, tuple[str, str, bool] | None]:  # noqa: ANN401
    if shapely.is_valid(shape):
        if shapely.area(shape) > 0:
            return shape, None
        return shape, ("the polygon has no area.", "Draw it again, or delete the row.", True)
    reason = shapely.is_valid_reason(shape).partition("[")[0].strip().lower()
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if not shapely.is_valid(mended):  # faces that share an edge come back side by side
        mended = shapely.union_all(shapely.get_parts(mended))
    drawn = _drawn_area(shape)
    after = shapely.area(mended)
    if family(mended) != "polygon" or after <= 0 or abs(after - drawn) > _MOST_LOST * drawn:
        share = abs(after - drawn) / drawn if drawn else 1.0
        message = f"the polygon is invalid ({reason}); mending it would change {share:.0%} of it."
        return shape, (message, "Draw it again in QGIS (Check validity).", True)
    return mended, (f"an invalid polygon was mended ({reason})", "", False)


def _drawn_area(shape: Any) -> float:  # noqa: ANN401
    """The area between the rings as drawn: every part of a crossing ring counts."""
    total = 0.0
    for part in shapely.get_parts(shape):
        holes = range(shapely.get_num_interior_rings(part))
        total += _ring_area(shapely.get_exterior_ring(part))
        total -= sum(_ring_area(shapely.get_interior_ring(part, hole)) for hole in holes)
    return float(total)


def _ring_area(ring: Any) -> float:  # noqa: ANN401
    faces = shapely.get_parts(shapely.polygonize([shapely.node(ring)]))
    return float(np.sum(shapely.area(faces)))
