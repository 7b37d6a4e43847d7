"""The place of each row: its geometry, from the file or from columns, in EPSG:4326, checked."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from potay.errors import Finding, SourceError
from potay.geo import WGS84, Extent
from potay.sources.asked import Asked
from potay.sources.coordinates import (
    Place,
    accepted_area,
    agreed_crs,
    box,
    common_systems,
    is_near,
    is_within,
    likely_causes,
    stray_places,
    to_degrees,
)
from potay.sources.rows import RawRows, RowNames, Verdict
from potay.sources.shapes import checked_shapes
from potay.sources.values import number_of, read_text

#: Roles that only show where things are: what lies next to the study area does no harm.
_CONTEXT = ("base", "boundaries")


def located(
    raw: RawRows, theirs: Mapping[str, str], asked: Asked, names: RowNames
) -> tuple[NDArray[np.object_] | None, Verdict]:
    """Geometries of the rows in EPSG:4326, and what was wrong with or done to them."""
    if not asked.role.shapes:
        return None, Verdict()
    own, verdict = _own_shapes(raw, theirs, asked, names)
    if own is None:
        return None, verdict
    if not asked.role.needs_shape and shapely.is_missing(own).all():
        return own, verdict
    own = own.copy()
    own[np.isin(names.numbers, list(verdict.refused))] = None
    flat, checked = _checked(own, asked, names, verdict.refused)
    verdict += checked
    in_file = raw.crs or (WGS84 if raw.geometry is None and not asked.crs else "")
    try:
        crs = agreed_crs(in_file, asked.crs, asked.label, asked.wording)
        shapes = to_degrees(flat, crs, asked.label)
    except SourceError as error:
        return None, verdict + Verdict(error.findings)
    return shapes, verdict + _within(shapes, flat, crs, asked, names, verdict.refused)


def _own_shapes(
    raw: RawRows, theirs: Mapping[str, str], asked: Asked, names: RowNames
) -> tuple[NDArray[np.object_] | None, Verdict]:
    if raw.geometry is not None:
        return raw.geometry, Verdict()
    if "wkt" in theirs:
        return _from_wkt(raw.fields[theirs["wkt"]].tolist(), theirs["wkt"], names)
    if "lat" in theirs and "lon" in theirs and "point" in asked.role.shapes:
        return _from_columns(raw, theirs, names)
    if not asked.role.needs_shape:
        return np.full(len(raw.numbers), None, dtype=object), Verdict()
    if "point" in asked.role.shapes:
        message = "the table has no columns 'lat' and 'lon', so nothing can be placed."
        hint = asked.wording.places
    else:
        wanted = " or ".join(asked.role.shapes)
        message = f"this is a table without geometry, and {asked.role.name} are drawn as {wanted}."
        hint = asked.wording.drawn
    return None, Verdict((Finding("error", message, file=asked.label, hint=hint),))


def _from_wkt(
    cells: list[Any], column: str, names: RowNames
) -> tuple[NDArray[np.object_], Verdict]:
    texts = np.array([read_text(cell) or None for cell in cells], dtype=object)
    with np.errstate(all="ignore"):  # of numbers that no coordinate can be: judged later
        shapes = shapely.from_wkt(texts, on_invalid="ignore")
    faults = [
        names.finding(int(position), "error", "this is no geometry as text (WKT).",
                      "Write e.g. POINT (-72.3 18.5).", column=column,
                      value=str(texts[position])[:80])
        for position in np.flatnonzero(shapely.is_missing(shapes))
        if texts[position] is not None
    ]  # fmt: skip
    return shapes, names.refusal(faults)


def _from_columns(
    raw: RawRows, theirs: Mapping[str, str], names: RowNames
) -> tuple[NDArray[np.object_], Verdict]:
    faults = []
    numbers: dict[str, list[float]] = {}
    for axis in ("lon", "lat"):
        numbers[axis] = []
        for position, cell in enumerate(raw.fields[theirs[axis]].tolist()):
            number = number_of(cell)
            numbers[axis].append(np.nan if number is None else number)
            if number is None or not np.isfinite(number):
                faults.append(_bad_coordinate(position, cell, axis, theirs[axis], names))
    return shapely.points(numbers["lon"], numbers["lat"]), names.refusal(faults)


def _bad_coordinate(
    position: int,
    cell: Any,  # noqa: ANN401 - any cell
    axis: str,
    column: str,
    names: RowNames,
) -> Finding:
    text = read_text(cell, name=False)
    message = f"'{text}' is no coordinate." if text else f"the {axis} is empty."
    example = "-72.3388" if axis == "lon" else "18.5392"
    hint = f"Write decimal degrees, e.g. {example}."
    return names.finding(position, "error", message, hint, column=column, value=text)


def _checked(
    own: NDArray[np.object_], asked: Asked, names: RowNames, refused: frozenset[int]
) -> tuple[NDArray[np.object_], Verdict]:
    shapes, notes = checked_shapes(own, asked.role.shapes)
    faults, repairs = [], defaultdict(list)
    for note in notes:
        if int(names.numbers[note.position]) in refused:
            continue  # said already, by the column that the place came from
        if not note.is_fault:
            repairs[note.text].append(note.position)
        elif asked.role.needs_shape or "empty" not in note.text:
            faults.append(names.finding(note.position, "error", note.text, note.hint))
    texts = {fault.message for fault in faults}
    if len(texts) == 1 and len(faults) == len(names.ids) > 1:
        message = f"in all {len(faults):,} rows, {texts.pop()}"
        return shapes, Verdict((Finding("error", message, file=asked.label, hint=faults[0].hint),))
    return shapes, names.refusal(faults) + names.repairs(repairs)


def _within(
    shapes: NDArray[np.object_],
    own: NDArray[np.object_],
    crs: CRS,
    asked: Asked,
    names: RowNames,
    refused: frozenset[int],
) -> Verdict:
    """The rows outside the study area, each with its likely cause.

    A road that simply lies elsewhere, while most lie inside, is left out with a warning: networks
    are cut by the kilometre. Everything else is an error: it was meant to be on the map.
    """
    area = accepted_area(asked.area)
    judged = ~np.isin(names.numbers, list(refused)) & ~shapely.is_missing(shapes)
    inside = is_within(shapes, area)
    if asked.role.name in _CONTEXT and inside[judged].any():
        inside |= is_near(shapes, area)
    outside = np.flatnonzero(judged & ~inside)
    if not len(outside):
        return Verdict()
    mostly_inside = 2 * len(outside) <= int(judged.sum())
    systems = common_systems(area)
    strays = stray_places(shapes[outside], own[outside], area)
    causes = likely_causes(strays, crs, area, systems)
    found = [
        (position, where, cause, hint)
        for position, where, (cause, hint) in zip(outside.tolist(), strays, causes, strict=True)
    ]
    if len(outside) == len(names.ids) > 1 and len({cause for _, _, cause, _ in found}) == 1:
        return _all_outside(found[0], area, len(outside), asked)
    findings = []
    for position, where, cause, hint in found:
        harmless = asked.role.name == "roads" and mostly_inside and not cause
        message = f"{_at(where)} lies outside the study area {box(area)}"
        findings.append(
            names.finding(
                position,
                "warning" if harmless else "error",
                f"{message}: {cause}." if cause else f"{message}.",
                hint or "Correct the position, or take the row out.",
            )
        )
    return names.refusal(findings)


def _all_outside(
    first: tuple[int, Place, str, str], area: Extent, count: int, asked: Asked
) -> Verdict:
    """One finding for a file of which every row lies outside for the same reason."""
    _, where, cause, hint = first
    message = (
        f"all {count:,} rows lie outside the study area {box(area)}, the first at {_at(where)}"
    )
    if asked.anywhere and not cause:
        return Verdict((elsewhere(f"{message}.", asked.label),))
    found = Finding(
        "error",
        f"{message}: {cause}." if cause else f"{message}.",
        file=asked.label,
        hint=hint or "Check the CRS, or name the map whose extent it should lie in.",
    )
    return Verdict((found,))


def elsewhere(message: str, label: str) -> Finding:
    """The warning about a file that lies wholly outside Haiti, where no map says it must not."""
    hint = "A map that uses it must have an extent there."
    return Finding("warning", message, file=label, hint=hint)


def _at(where: Place) -> str:
    return f"({where.x:.10g}, {where.y:.10g})"
