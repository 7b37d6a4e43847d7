"""Where the rows lie: one CRS at the door, and the likely cause when they lie elsewhere."""

import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from potay.errors import SourceError
from potay.geo import HAITI, WGS84, Extent, utm_epsg
from potay.sources.asked import OF_A_FILE, Wording

_SAME_PLACE_DEG = 1e-5  # two CRS that place the middle of Haiti within a metre are one CRS
_AS_CODE = 'Write it as an EPSG code, e.g. crs = "EPSG:4326" or "EPSG:32618".'
_NO_FILE = "@null"  # how web maps say that there is none
#: Keys of PROJ whose value is a file, in whatever notation they are embedded.
_OWN_FILE = re.compile(
    r"(?:grids|init|file|model|catalog)\s*=\s*(?!@null\b|epsg:\d)([^\s\"'+]+)", re.IGNORECASE
)
_MOST_DEGREES = 400.0  # beyond it, numbers are metres rather than degrees


@dataclass(frozen=True)
class Place:
    """A point that lies outside the study area: in degrees, and as the file wrote it."""

    lon: float
    lat: float
    x: float
    y: float


def read_crs(text: str, label: str) -> CRS:
    """A coordinate system from what a file or dataset.toml says, as far as it says it itself.

    A definition may name files (grids of shifts, heights, lists of definitions), which PROJ would
    open wherever they lie. Such a definition is refused before anything is opened; the systems
    of EPSG have the grids that PROJ ships.

    Raises
    ------
    SourceError
        Where nothing known is named, or a file.
    """
    if own := _OWN_FILE.search(text):
        raise _names_file(own.group(1), label)
    try:
        with warnings.catch_warnings(action="ignore"):  # of the old notation +init=epsg:…
            crs = CRS.from_user_input(text)
        definition = json.loads(crs.to_json())
    except (CRSError, ValueError, RecursionError):
        raise SourceError(
            f"'{text[:80]}' is no coordinate system that is known.", file=label, hint=_AS_CODE
        ) from None
    for file in _files_named(definition):
        raise _names_file(file, label)
    return crs


def _files_named(part: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """The parameters of a definition that are no numbers: names of files."""
    if isinstance(part, dict):
        value = part.get("value")
        if isinstance(value, str) and value != _NO_FILE:
            yield value
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _files_named(inner)


def _names_file(file: str, label: str) -> SourceError:
    return SourceError(
        f"the coordinate system names a file of its own ('{file[:80]}'), which is not opened.",
        file=label,
        hint=_AS_CODE,
    )


def agreed_crs(in_file: str, stated: str, label: str, wording: Wording = OF_A_FILE) -> CRS:
    """The CRS of a layer from the file and dataset.toml, which must not contradict each other.

    Raises
    ------
    SourceError
        Where neither names one, or they place the same numbers differently.
    """
    if not in_file and not stated:
        raise SourceError(
            f"the {wording.thing} names no coordinate system (CRS), and none is guessed.",
            file=label,
            hint=wording.crs,
        )
    if not in_file or not stated:
        return read_crs(in_file or stated, label)
    own, said = read_crs(in_file, label), read_crs(stated, label)
    if not _same(own, said):
        raise SourceError(
            f"the file says its coordinates are {crs_name(own)}, dataset.toml (-"
            f"-crs) says {stated}.",
            file=label,
            hint="Correct the wrong one of the two.",
        )
    return own


def crs_name(crs: CRS) -> str:
    """A CRS as people write it: its EPSG code where it has one, else its name."""
    code = crs.to_epsg(min_confidence=60)
    return f"EPSG:{code}" if code else crs.name


def to_degrees(shapes: NDArray[np.object_], crs: CRS, label: str) -> NDArray[np.object_]:
    """Geometries of `crs` in EPSG:4326 (lon, lat); what cannot be placed gets infinite ends.

    Raises
    ------
    SourceError
        Where the CRS is not tied to the Earth, such as that of a building plan.
    """
    if _is_wgs84(crs):
        return shapes
    try:
        transformer = Transformer.from_crs(crs, WGS84, always_xy=True)
    except ProjError:
        raise _not_of_earth(crs, label) from None

    def moved(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    return np.asarray(shapely.transform(shapes, moved), dtype=object)


def bounds_in_degrees(
    crs: str, bounds: tuple[float, float, float, float], label: str
) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees of a box in another CRS.

    Raises
    ------
    SourceError
        Where the CRS is unknown or not tied to the Earth.
    """
    read = read_crs(crs, label)
    try:
        west, south, east, north = Transformer.from_crs(
            read, WGS84, always_xy=True
        ).transform_bounds(*bounds)
    except ProjError:
        raise _not_of_earth(read, label) from None
    return west, south, east, north


def is_within(shapes: NDArray[np.object_], area: Extent) -> NDArray[np.bool_]:
    """Which geometries lie in the study area.

    Points lie inside it; lines and polygons meet it and reach no farther beyond it than it is
    large, so that a road across the border is fine and one stray vertex is not.
    """
    bounds = shapely.bounds(shapes)
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    meets = (
        (bounds[:, 0] <= area.east) & (bounds[:, 2] >= area.west)
        & (bounds[:, 1] <= area.north) & (bounds[:, 3] >= area.south)
    )  # fmt: skip
    inside = area.holds(bounds[:, 0], bounds[:, 1])
    return np.where(is_point, inside, meets & is_near(shapes, area))


def is_near(shapes: NDArray[np.object_], area: Extent) -> NDArray[np.bool_]:
    """Which geometries reach no farther beyond the study area than it is large, or a degree."""
    bounds = shapely.bounds(shapes)
    wide = area.grown(max(area.east - area.west, area.north - area.south, 1.0))
    return wide.holds(bounds[:, 0], bounds[:, 1]) & wide.holds(bounds[:, 2], bounds[:, 3])


def accepted_area(area: Extent) -> Extent:
    """The study area, or all of Haiti where it lies in Haiti: a map may show part of a file."""
    west, south, east, north = area.bounds
    inside = (
        HAITI.west <= west and HAITI.south <= south and east <= HAITI.east and north <= HAITI.north
    )
    return HAITI if inside else area


def stray_places(
    shapes: NDArray[np.object_], own: NDArray[np.object_], area: Extent
) -> list[Place]:
    """The vertex of each geometry that lies farthest outside; `own` are they as in the file."""
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    lon, lat = area.centre
    far = np.nan_to_num(np.abs(xy[:, 0] - lon) + np.abs(xy[:, 1] - lat), nan=np.inf)
    order = np.lexsort((-far, owner))
    worst = order[np.unique(owner[order], return_index=True)[1]]
    both = np.hstack([xy[worst], shapely.get_coordinates(own)[worst]])
    return [Place(*row) for row in both.tolist()]


def common_systems(area: Extent) -> dict[str, Transformer]:
    """The metric systems in use around an area, by EPSG code: its UTM zones, Mercator, NAD27."""
    lons = (area.centre[0], area.west, area.east)
    zones = list(dict.fromkeys(utm_epsg(lon, area.centre[1]) for lon in lons))
    old = [f"EPSG:267{zone[-2:]}" for zone in zones if zone.startswith("EPSG:326")]
    systems = {}
    for code in (*zones, "EPSG:3857", *old):
        try:
            systems[code] = Transformer.from_crs(code, WGS84, always_xy=True)
        except (CRSError, ProjError):
            continue  # NAD27 has no zone there
    return systems


def likely_causes(
    places: Sequence[Place], crs: CRS, area: Extent, systems: Mapping[str, Transformer]
) -> list[tuple[str, str]]:
    """The likely cause for each of many places: those that nothing fits are told at once."""
    x, y = np.array([(place.x, place.y) for place in places], dtype=np.float64).T
    readings = [reading[:2] for reading in _readings(x, y)] if crs.is_geographic else []
    readings += [(x, y), (y, x), *(system.transform(x, y) for system in systems.values())]
    fitting = (x == 0) | (y == 0)
    for lon, lat in readings:
        fitting |= area.holds(lon, lat)
    return [
        likely_cause(place, crs, area, systems) if fits else ("", "")
        for place, fits in zip(places, fitting.tolist(), strict=True)
    ]


def likely_cause(
    place: Place, crs: CRS, area: Extent, systems: Mapping[str, Transformer]
) -> tuple[str, str]:
    """Why a point may lie outside the study area, and what to do; ("", "") if nothing fits.

    `systems` are the `common_systems` of the area.
    """
    x, y = place.x, place.y
    if x == 0 and y == 0:
        return "it is 0, 0, so the position is missing", "Fill in the position."
    if x == 0 or y == 0:
        return "one coordinate is 0", "Fill in the position."
    if not crs.is_geographic:
        return _metres_cause(x, y, crs, area, systems)
    causes = [_degrees_cause(x, y, area), _metres_cause(x, y, crs, area, systems)]
    if abs(x) > _MOST_DEGREES or abs(y) > _MOST_DEGREES:
        causes.reverse()
    return next((found for found in causes if found[0]), ("", ""))


def box(area: Extent) -> str:
    """The study area as it stands in messages: (west, south, east, north)."""
    return f"({', '.join(f'{number:g}' for number in area.bounds)})"


def _not_of_earth(crs: CRS, label: str) -> SourceError:
    message = f"'{crs.name}' is no coordinate system of the Earth."
    return SourceError(message, file=label, hint="Ask for the right one.")


def _degrees_cause(x: float, y: float, area: Extent) -> tuple[str, str]:
    for lon, lat, cause, hint in _readings(x, y):
        if _inside(area, lon, lat):
            return cause, hint.format(lon=lon, lat=lat)
    return "", ""


def _readings(x: Any, y: Any) -> Iterator[tuple[Any, Any, str, str]]:  # noqa: ANN401
    """What numbers (one or many) that were taken for lon, lat may have been, and what to do."""
    yield y, x, "latitude and longitude are swapped", "Exchange the two."
    yield -x, y, "the minus sign of the longitude is lost", "Write it as {lon:.10g}."
    yield x, -y, "the latitude has a wrong minus sign", "Write it as {lat:.10g}."
    yield -x, -y, "both signs are wrong", "Write it as {lon:.10g}, {lat:.10g}."
    swapped = "latitude and longitude are swapped and "
    yield -y, x, f"{swapped}the minus sign is lost", "Write it as {lon:.10g}, {lat:.10g}."
    yield y, -x, f"{swapped}a sign is wrong", "Write it as {lon:.10g}, {lat:.10g}."
    for power in range(1, 8):
        for lon_power, lat_power in ((power, power), (power, 0), (0, power), (-power, -power)):
            lon, lat = x / 10.0**lon_power, y / 10.0**lat_power
            yield lon, lat, "the decimal point is lost or misplaced", "Write degrees like -72.3388."


def _metres_cause(
    x: float, y: float, crs: CRS, area: Extent, systems: Mapping[str, Transformer]
) -> tuple[str, str]:
    """Whether the numbers fit when read in another CRS that is common for the area."""
    if not (np.isfinite(x) and np.isfinite(y)):
        return "", ""
    if not crs.is_geographic:
        if _inside(area, x, y):
            return "the coordinates are degrees, not metres", 'The CRS is "EPSG:4326".'
        if _inside(area, y, x):
            return "the coordinates are degrees, swapped", 'Exchange them; the CRS is "EPSG:4326".'
    fitting = [code for code, system in systems.items() if _inside(area, *system.transform(x, y))]
    if not fitting:
        return "", ""
    first, others = fitting[0], [code for code in fitting[1:] if code != fitting[0]]
    also = f" (or {', '.join(others)})" if others else ""
    cause = (
        f"the coordinates are metres and fit {first}{also}"
        if crs.is_geographic
        else f"the zone is wrong: the coordinates fit {first}{also}, not {crs_name(crs)}"
    )
    return cause, f'Ask which it is, then give that CRS, e.g. crs = "{first}".'


def _inside(area: Extent, lon: float, lat: float) -> bool:
    return bool(area.holds(np.asarray([lon]), np.asarray([lat]))[0])


def _is_wgs84(crs: CRS) -> bool:
    is_code = crs.is_geographic and crs.to_epsg(min_confidence=60) == 4326
    return is_code or crs.name == "WGS 84 (CRS84)"


def _same(one: CRS, other: CRS) -> bool:
    if one == other or crs_name(one) == crs_name(other):
        return True
    lon, lat = HAITI.centre
    try:
        start = Transformer.from_crs(WGS84, one, always_xy=True).transform(lon, lat)
        end = Transformer.from_crs(other, WGS84, always_xy=True).transform(*start)
    except ProjError:
        return False
    return bool(np.hypot(end[0] - lon, end[1] - lat) < _SAME_PLACE_DEG)
