"""GeoJSON, read as JSON and nothing else: no driver is asked, so no driver can be misled."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import shapely

from potay.errors import Finding, SourceError
from potay.sources.columns import check_names
from potay.sources.limits import most, refuse_beyond, told
from potay.sources.rows import RawRows, Verdict, raw_rows
from potay.sources.shapes import FARTHEST, NOT_FINITE

_CRS84 = "EPSG:4326"  # RFC 7946: lon, lat on WGS 84 unless an old 'crs' member says otherwise
_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2,
          "MultiPolygon": 3}  # fmt: skip
_BUILD = {
    "Point": shapely.Point,
    "MultiPoint": shapely.MultiPoint,
    "LineString": shapely.LineString,
    "MultiLineString": shapely.MultiLineString,
    "Polygon": lambda rings: shapely.Polygon(rings[0], rings[1:]),
    "MultiPolygon": lambda parts: shapely.MultiPolygon([(part[0], part[1:]) for part in parts]),
}


class _Shape(NamedTuple):
    geometry: Any
    fault: str = ""
    repair: str = ""


def read_geojson(path: Path, label: str) -> RawRows:
    """Rows of a GeoJSON file; a feature's own `id` counts where no property is called so.

    Raises
    ------
    SourceError
        Where the file is not JSON or not GeoJSON.
    """
    features, crs = _features(_parsed(path, label), label)
    shapes = [_shape(feature) for feature in features]
    kept = [place for place, shape in enumerate(shapes) if not shape.fault]
    return raw_rows(
        _columns(features, kept, label),
        [shapes[place].geometry for place in kept],
        crs=crs,
        numbers=[place + 1 for place in kept],
        total=len(features),
        verdict=_verdict(features, shapes, label),
    )


def _parsed(path: Path, label: str) -> Any:  # noqa: ANN401 - any JSON
    refuse_beyond("bytes of JSON", path.stat().st_size, label)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return json.loads(text, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8, which GeoJSON must be."
        raise SourceError(message, file=label, hint="Save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        message = f"not JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        hint = "The file may be cut short: fetch it again."
        raise SourceError(message, file=label, hint=hint) from None
    except RecursionError:
        raise SourceError("nested too deeply to be GeoJSON.", file=label) from None
    except ValueError:  # Python's own limit, against numbers that take hours to convert
        raise SourceError("a number in it has thousands of digits.", file=label) from None


def _no_number(token: str) -> float:
    """NaN and Infinity are no JSON, but writers leave them; they are judged where they stand."""
    return float(token.replace("Infinity", "inf"))


def _features(document: Any, label: str) -> tuple[list[dict[str, Any]], str]:  # noqa: ANN401
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Feature":
        features = [document]
    elif kind in _DEPTH:
        features = [{"type": "Feature", "properties": {}, "geometry": document}]
    elif kind == "FeatureCollection" and isinstance(document.get("features"), list):
        features = document["features"]
    else:
        found = "TopoJSON" if kind == "Topology" else "JSON, but not a FeatureCollection"
        raise SourceError(f"this is {found}.", file=label, hint="Export it as GeoJSON.")
    wrong = [
        Finding("error", "this is no GeoJSON feature.", file=label, row=number)
        for number, feature in enumerate(features, start=1)
        if not _is_feature(feature)
    ]
    if wrong:
        raise SourceError(wrong)
    return features, _crs(document, label)


def _is_feature(feature: object) -> bool:
    return (
        isinstance(feature, dict)
        and isinstance(feature.get("properties") or {}, dict)
        and isinstance(feature.get("geometry") or {}, dict)
    )


def _crs(document: dict[str, Any], label: str) -> str:
    member = document.get("crs")
    if member is None:
        return _CRS84
    name = member.get("properties", {}).get("name") if isinstance(member, dict) else None
    if not isinstance(name, str):
        raise SourceError("the 'crs' member names no coordinate system.", file=label)
    return _CRS84 if name.upper().endswith("CRS84") else name


def _columns(features: list[dict[str, Any]], kept: list[int], label: str) -> dict[str, list[Any]]:
    """The properties that any feature has, with the values of those that are kept."""
    names: dict[str, None] = {}
    for feature in features:
        names.update(dict.fromkeys(feature.get("properties") or {}))
        refuse_beyond("columns", len(names), label)
    refuse_beyond("cells", len(names) * len(kept), label)
    check_names(names, label)
    properties = [features[place].get("properties") or {} for place in kept]
    columns = {name: [_plain(row.get(name)) for row in properties] for name in names}
    if not any(name.casefold() == "id" for name in names) and any("id" in f for f in features):
        columns["id"] = [_plain(features[place].get("id")) for place in kept]
    return columns


def _plain(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _shape(feature: dict[str, Any], depth: int = 0) -> _Shape:
    geometry = feature.get("geometry")
    if not geometry:
        return _Shape(None)
    kind, places = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        return _collection(geometry, depth + 1)
    if kind not in _DEPTH:
        return _Shape(None, fault=f"'{kind}' is no geometry type.")
    if not places:
        return _Shape(None)
    if not _well_formed(places, _DEPTH[kind]):
        return _Shape(None, fault="the coordinates are not lists of numbers (lon, lat).")
    if not _finite(places, _DEPTH[kind]):
        return _Shape(None, fault=NOT_FINITE)
    repair = ""
    if kind in ("Polygon", "MultiPolygon"):
        places, repair = _closed(places, kind)
    if not _same_heights(places, _DEPTH[kind]):
        places, repair = _flat(places, _DEPTH[kind]), repair or "incomplete heights were dropped"
    try:
        return _Shape(_BUILD[kind](places), repair=repair)
    except (ValueError, OverflowError, shapely.errors.GEOSException) as error:
        return _Shape(None, fault=f"the geometry cannot be built: {_said(error)}.")


def _collection(geometry: dict[str, Any], depth: int) -> _Shape:
    if depth > most("depth"):
        return _Shape(None, fault=told("depth", depth))
    members = geometry.get("geometries")
    if not isinstance(members, list) or not all(isinstance(member, dict) for member in members):
        return _Shape(None, fault="the geometry collection lists no geometries.")
    parts = [_shape({"geometry": {**member}}, depth) for member in members]
    fault = next((part.fault for part in parts if part.fault), "")
    if fault:
        return _Shape(None, fault=fault)
    return _Shape(shapely.GeometryCollection([part.geometry for part in parts if part.geometry]))


def _well_formed(places: Any, depth: int) -> bool:  # noqa: ANN401 - any JSON
    if not isinstance(places, list) or not places:
        return False
    if depth:
        return all(_well_formed(inner, depth - 1) for inner in places)
    return 2 <= len(places) <= 4 and all(
        _is_number(number) or (place > 1 and number is None) for place, number in enumerate(places)
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _finite(places: Any, depth: int) -> bool:  # noqa: ANN401 - nested lists
    if depth:
        return all(_finite(inner, depth - 1) for inner in places)
    return all(number is None or abs(number) < FARTHEST for number in places)


def _same_heights(places: Any, depth: int) -> bool:  # noqa: ANN401 - nested lists
    """Whether all positions have the same number of coordinates, none of them null."""
    sizes: set[int] = set()
    waiting = [(places, depth)]
    while waiting:
        inner, left = waiting.pop()
        if left:
            waiting.extend((each, left - 1) for each in inner)
        else:
            sizes.add(0 if None in inner else len(inner))
    return len(sizes) == 1 and 0 not in sizes


def _flat(places: Any, depth: int) -> Any:  # noqa: ANN401 - nested lists
    return [_flat(inner, depth - 1) for inner in places] if depth else places[:2]


def _closed(places: Any, kind: str) -> tuple[Any, str]:  # noqa: ANN401 - nested lists
    """The rings closed, and what was done to them."""
    polygons = [places] if kind == "Polygon" else places
    is_open = any(ring[0][:2] != ring[-1][:2] for rings in polygons for ring in rings)
    if not is_open:
        return places, ""
    closed = [
        [ring if ring[0][:2] == ring[-1][:2] else [*ring, ring[0]] for ring in rings]
        for rings in polygons
    ]
    return (closed[0] if kind == "Polygon" else closed), "a ring that did not close was closed"


def _verdict(features: list[dict[str, Any]], shapes: list[_Shape], label: str) -> Verdict:
    findings, refused, repaired = [], set(), set()
    for number, (feature, shape) in enumerate(zip(features, shapes, strict=True), start=1):
        name = str((feature.get("properties") or {}).get("id") or feature.get("id") or "")
        if shape.fault:
            refused.add(number)
            findings.append(
                Finding("error", shape.fault, file=label, row=number, id=name,
                        hint="Draw the feature again.")
            )  # fmt: skip
        elif shape.repair:
            repaired.add(number)
            findings.append(
                Finding("repair", f"{shape.repair}.", file=label, row=number, id=name,
                        hint="Look at it on the map.")
            )  # fmt: skip
    return Verdict(tuple(findings), frozenset(refused), frozenset(repaired))


def _said(error: Exception) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__
