"""Ways and gateways for phones and handheld receivers: GPX and KMZ.

A way is written as a *track*, which every receiver follows as drawn. A GPX *route* would let the
receiver find its own way between the points, along a road that may be closed.
"""

import html
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gpxpy.gpx
import pandas as pd
import shapely
import simplekml

from potay.built import BuiltMap
from potay.export.archive import zip_bytes
from potay.export.dot import dot_png
from potay.export.fields import is_missing
from potay.export.moment import shown
from potay.export.symbols import kml_colour
from potay.export.words import codes, for_whom, word

ICON = "files/dot.png"

Coordinates = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Mark:
    """A way (many points) or a gateway (one point), with what is said of it."""

    name: str
    told: str
    status: str
    points: Coordinates  # lon, lat


def write_routes(built: BuiltMap, folder: Path) -> None:
    """Write `<map>.gpx` and `<map>.kmz` into `folder`: ways as tracks, gateways as waypoints."""
    ways, gateways = tuple(_ways(built)), tuple(_gateways(built))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{built.stem}.gpx").write_bytes(_gpx(built, ways, gateways))
    (folder / f"{built.stem}.kmz").write_bytes(_kmz(built, ways, gateways))


def _ways(built: BuiltMap) -> Iterator[_Mark]:
    if built.routes is None:
        return
    rows = built.routes.sort_index(kind="stable")
    for (_, row), shape in zip(rows.iterrows(), rows.geometry, strict=True):
        figures = [f"{row[name]:.0f} {unit}" for name, unit in (("minutes", "min"), ("km", "km"))
                   if not is_missing(row.get(name)) and math.isfinite(row[name])]  # fmt: skip
        for line in shapely.get_parts(shape):
            yield _mark(built, row, figures, tuple(map(tuple, shapely.get_coordinates(line))))


def _gateways(built: BuiltMap) -> Iterator[_Mark]:
    for layer in built.layers:
        if layer.role != "gateways" or layer.frame is None:
            continue
        rows = layer.frame.sort_index(kind="stable")
        for (_, row), shape in zip(rows.iterrows(), rows.geometry, strict=True):
            if shape is not None and not shape.is_empty:
                yield _mark(built, row, [], ((shape.x, shape.y),))


def _mark(built: BuiltMap, row: pd.Series, figures: list[str], points: Coordinates) -> _Mark:
    language = built.spec.language
    status = str(row.get("reading_status", row.get("status", "unknown")) or "unknown")
    words = {**codes("access", built), **codes("passage", built)}
    known = codes("basis", built)["withheld"] if row.get("basis") == "withheld" else ""
    meant = known if known and status == "unknown" else words.get(status, status)
    day = f"{word('as_of', language)} {shown(built.provenance.as_of, language)}"
    told = " · ".join([meant, *figures, day])
    own = row.get(f"name_{language}", "")
    return _Mark(str(own or row.get("name", "") or row.name), told, status, points)


def _gpx(built: BuiltMap, ways: tuple[_Mark, ...], gateways: tuple[_Mark, ...]) -> bytes:
    language = built.spec.language
    file = gpxpy.gpx.GPX()
    file.creator = "potay"
    file.name = built.spec.title.in_language(language)
    file.description = _caution(built)
    file.time = built.provenance.as_of
    for gateway in gateways:
        (lon, lat) = gateway.points[0]
        file.waypoints.append(
            gpxpy.gpx.GPXWaypoint(lat, lon, name=gateway.name, description=gateway.told)
        )
    for way in ways:
        track = gpxpy.gpx.GPXTrack(name=way.name, description=way.told)
        points = [gpxpy.gpx.GPXTrackPoint(lat, lon) for lon, lat in way.points]
        track.segments.append(gpxpy.gpx.GPXTrackSegment(points))
        file.tracks.append(track)
    return file.to_xml(version="1.1").encode()


def _kmz(built: BuiltMap, ways: tuple[_Mark, ...], gateways: tuple[_Mark, ...]) -> bytes:
    simplekml.Kml.resetidcounter()  # else ids count on over all files of a process
    kml = simplekml.Kml(name=_plain(built.spec.title.in_language(built.spec.language)))
    kml.document.description = html.escape(_caution(built))
    for way in ways:
        line = kml.newlinestring(name=_plain(way.name), coords=way.points)
        line.description = html.escape(_plain(way.told))
        line.style.linestyle.color, line.style.linestyle.width = kml_colour(way.status), 4
    for gateway in gateways:
        point = kml.newpoint(name=_plain(gateway.name), coords=gateway.points)
        point.description = html.escape(_plain(gateway.told))
        point.style.iconstyle.color = kml_colour(gateway.status)
        point.style.iconstyle.icon.href = ICON  # the default one is fetched from the network
    return zip_bytes({"doc.kml": kml.kml().encode(), ICON: dot_png(24)})


def _plain(name: str) -> str:
    """A name as text: viewers of KML show names as HTML, and some decode it once more.

    So it holds neither tags nor what becomes one when it is decoded, however often.
    """
    if html.unescape(name) != name:
        name = name.replace("&", "＆")
    return name.replace("<", "‹").replace(">", "›")


def _caution(built: BuiltMap) -> str:
    language, provenance = built.spec.language, built.provenance
    since, until = (shown(one, language) for one in (provenance.as_of, provenance.expires))
    return (
        f"{word('warning', language)} {word('as_of', language)} {since}. "
        f"{word('expires', language)} {until}. {for_whom(built)}"
    )
