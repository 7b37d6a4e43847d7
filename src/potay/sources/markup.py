"""KML, KMZ and GPX: XML read by a plain parser that refuses document types and entities."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

import gpxpy
import numpy as np
import shapely
from gpxpy.gpx import GPX, GPXException

from potay.errors import Finding, SourceError
from potay.sources.archive import checked_members, opened_archive
from potay.sources.columns import fold
from potay.sources.limits import most, refuse_beyond, told
from potay.sources.rows import RawRows, Verdict, raw_rows

_WGS84 = "EPSG:4326"  # KML and GPX have no other
_SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track")


def read_kml(path: Path, label: str) -> RawRows:
    """Rows of a KML file, one per placemark, with its folder, name, description and data.

    Raises
    ------
    SourceError
        Where it is broken, or only points to data elsewhere (network links).
    """
    return _placemarks(_content(path, label), label)


def read_kmz(path: Path, label: str) -> RawRows:
    """Rows of the KML document in a KMZ archive.

    Raises
    ------
    SourceError
        As `read_kml`, and where the archive is hostile or holds several documents.
    """
    with opened_archive(path, label) as archive:
        members = checked_members(archive, label)
        found = [info for info in members if info.filename.lower().endswith(".kml")]
        main = [info for info in found if info.filename.lower() == "doc.kml"] or found
        if len(main) != 1:
            message = f"the KMZ holds {len(main)} KML documents, expected one."
            raise SourceError(message, file=label)
        refuse_beyond("inflated XML", main[0].file_size, label)
        content = archive.read(main[0])
    return _placemarks(content, label)


def read_gpx(path: Path, label: str, *, shapes: tuple[str, ...]) -> RawRows:
    """Rows of a GPX file: its waypoints where points are wanted, else its routes and tracks.

    `shapes` are the geometry families wanted. What is not read is told.

    Raises
    ------
    SourceError
        Where it is broken or declares a document type.
    """
    content = _content(path, label)
    _tree(content, label)
    try:
        opened = gpxpy.parse(content)
    except (GPXException, UnicodeDecodeError, ValueError) as error:
        raise SourceError(f"not GPX: {error}.", file=label, hint="Export it again.") from None
    points, lines = list(_waypoints(opened)), list(_lines(opened))
    as_points = "point" in shapes and (bool(points) or "line" not in shapes)
    rows, others = (points, lines) if as_points else (lines, points)
    told: tuple[Finding, ...] = ()
    if others:
        what = "routes and tracks" if as_points else "waypoints"
        told = (Finding("info", f"{len(others):,} {what} were not read.", file=label),)
    names = ("name", "note", "kind")
    return raw_rows(
        {name: [row[place] for row in rows] for place, name in enumerate(names)},
        [row[3] for row in rows],
        crs=_WGS84,
        verdict=Verdict(told),
    )


def _content(path: Path, label: str) -> bytes:
    refuse_beyond("bytes of XML", path.stat().st_size, label)
    return path.read_bytes()


def declares_entities(content: bytes) -> bool:
    """Whether XML declares a document type or entities, in whatever width its letters have."""
    letters = content.replace(b"\x00", b"") if b"\x00" in content[:4] else content
    return b"<!DOCTYPE" in letters or b"<!ENTITY" in letters


def entities_refused(label: str) -> SourceError:
    """That XML declares what could open other files or unfold without end."""
    return SourceError(
        "the XML declares a document type or entities, which can open other files.",
        file=label,
        hint="Remove the <!DOCTYPE …> part.",
    )


def _waypoints(opened: GPX) -> Iterator[tuple[Any, ...]]:
    for point in opened.waypoints:
        place = shapely.Point(point.longitude, point.latitude)
        yield point.name, point.description, point.type, place


def _lines(opened: GPX) -> Iterator[tuple[Any, ...]]:
    for route in opened.routes:
        yield route.name, route.description, route.type, _joined([route.points])
    for track in opened.tracks:
        parts = [segment.points for segment in track.segments]
        yield track.name, track.description, track.type, _joined(parts)


def _joined(parts: list[list[Any]]) -> Any:  # noqa: ANN401 - a geometry or None
    lines = [
        shapely.LineString([(point.longitude, point.latitude) for point in points])
        for points in parts
        if len(points) > 1
    ]
    if len(lines) < 2:
        return lines[0] if lines else None
    return shapely.MultiLineString(lines)


def _placemarks(content: bytes, label: str) -> RawRows:
    root = _tree(content, label)
    if next(_named(root, "NetworkLink"), None) is not None:
        raise SourceError(
            "the KML holds network links: it points to data elsewhere, which is not fetched.",
            file=label,
            hint="Open it in Google Earth and save the places themselves as KML.",
        )
    rows: list[dict[str, Any]] = []
    shapes: list[Any] = []
    faults: list[Finding] = []
    for folder, placemark in _with_folders(root, ""):
        row = _described(placemark)
        rows.append({**row, "folder": folder or None})
        shape, fault = _placed(placemark)
        shapes.append(shape)
        if fault:
            faults.append(
                Finding("error", fault, file=label, row=len(rows), value=row.get("name") or "",
                        hint="Draw it again, or delete the placemark.")
            )  # fmt: skip
    columns = dict.fromkeys(name for row in rows for name in row)
    refuse_beyond("columns", len(columns), label)
    refuse_beyond("cells", len(columns) * len(rows), label)
    return raw_rows(
        {name: [row.get(name) for row in rows] for name in columns},
        shapes,
        crs=_WGS84,
        verdict=Verdict(tuple(faults), frozenset(f.row for f in faults if f.row is not None)),
    )


class _PlainTree(ElementTree.TreeBuilder):
    """A tree of elements that stops at a document type, in whatever encoding it is written."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> NoReturn:
        """Refuse it: it could declare entities."""
        raise _DoctypeError


class _DoctypeError(Exception):
    """A document type was declared."""


def _tree(content: bytes, label: str) -> ElementTree.Element:
    try:
        parser = ElementTree.XMLParser(target=_PlainTree())
        return ElementTree.fromstring(content, parser=parser)
    except _DoctypeError:
        raise entities_refused(label) from None
    except (ElementTree.ParseError, ExpatError, ValueError, LookupError) as error:
        raise SourceError(f"not XML: {error}.", file=label, hint="Export it again.") from None


def _plain_name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _named(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (inner for inner in element.iter() if _plain_name(inner) == name)


def _with_folders(
    element: ElementTree.Element, folder: str
) -> Iterator[tuple[str, ElementTree.Element]]:
    """Every placemark with the path of folders it lies in."""
    waiting = [(element, folder)]
    while waiting:
        inner, path = waiting.pop()
        if _plain_name(inner) == "Placemark":
            yield path, inner
            continue
        if _plain_name(inner) == "Folder":
            path = "/".join(part for part in (path, _child_text(inner, "name") or "") if part)
            path = path[-most("characters of a text") :]  # each of many nested folders adds to it
        waiting.extend((child, path) for child in reversed(inner))


def _child_text(element: ElementTree.Element, name: str) -> str | None:
    for child in element:
        if _plain_name(child) == name:
            return (child.text or "").strip() or None
    return None


def _described(placemark: ElementTree.Element) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": placemark.get("id"),
        "name": _child_text(placemark, "name"),
        "description": _child_text(placemark, "description"),
    }
    for data in _named(placemark, "Data"):
        row[data.get("name") or ""] = _child_text(data, "value")
    for data in _named(placemark, "SimpleData"):
        row[data.get("name") or ""] = (data.text or "").strip() or None
    row.pop("", None)
    if any(fold(name) == "id" for name in row if name != "id"):
        del row["id"]  # the placemark's own data say the id, not the editor's numbering
    return row


def _placed(placemark: ElementTree.Element) -> tuple[Any, str]:
    """The geometry of a placemark, or why it has none that can be built."""
    child = next((inner for inner in placemark if _plain_name(inner) in _SHAPES), None)
    if child is None:
        return None, ""
    try:
        return _shape(child), ""
    except (ValueError, shapely.errors.GEOSException) as error:
        return None, f"the geometry cannot be built: {str(error).rstrip('.')}."


def _shape(element: ElementTree.Element, depth: int = 0) -> Any:  # noqa: ANN401 - a geometry
    if depth > most("depth"):
        raise ValueError(told("depth", depth))
    kind = _plain_name(element)
    if kind == "MultiGeometry":
        parts = [_shape(child, depth + 1) for child in element if _plain_name(child) in _SHAPES]
        return _collected(parts)
    if kind == "Polygon":
        rings = {"outer": [], "inner": []}  # type: dict[str, list[Any]]
        for side, ring in rings.items():
            for border in _named(element, f"{side}BoundaryIs"):
                ring.extend(_positions(inner) for inner in _named(border, "LinearRing"))
        if len(rings["outer"]) != 1:
            raise ValueError(f"a polygon with {len(rings['outer'])} outer borders")
        return shapely.Polygon(rings["outer"][0], rings["inner"])
    places = _positions(element)
    return shapely.Point(places[0]) if kind == "Point" else shapely.LineString(places)


def _collected(parts: list[Any]) -> Any:  # noqa: ANN401 - geometries
    kinds = {part.geom_type for part in parts}
    if kinds == {"Polygon"}:
        return shapely.MultiPolygon(parts)
    if kinds == {"LineString"}:
        return shapely.MultiLineString(parts)
    if kinds == {"Point"}:
        return shapely.MultiPoint(parts)
    return shapely.GeometryCollection(parts)


def _positions(element: ElementTree.Element) -> Any:  # noqa: ANN401 - an array
    texts = [inner.text or "" for inner in element.iter()
             if _plain_name(inner) in ("coordinates", "coord")]  # fmt: skip
    split = [part.split(",") for text in texts for part in text.split()]
    if not split:
        raise ValueError("no coordinates")
    if any(len(part) < 2 for part in split):
        raise ValueError("coordinates are not written as lon,lat")
    return np.array([[float(part[0]), float(part[1])] for part in split])
