"""Sea, air and ferry links: edges between the places they name."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from potay.arrays import Floats, Longs
from potay.errors import Finding
from potay.geo import GEOD, distances_m
from potay.network.arrays import Links, Words
from potay.network.lines import DECIMALS
from potay.network.material import numbers, text, words
from potay.network.places import Sites

#: An end of a drawn link belongs to the nearest infrastructure within this distance (metres).
END_M = 1000.0
#: A link without geometry is drawn along the great circle with a vertex this often (metres).
VERTEX_M = 50_000.0


@dataclass(frozen=True)
class Joined:
    """Links with the rows (in `Sites`) of the places they join, and their lines."""

    table: Links
    a: Longs
    b: Longs
    start: Longs
    lonlat: Floats
    findings: tuple[Finding, ...]


def join_links(frame: gpd.GeoDataFrame | None, sites: Sites) -> Joined:
    """Links of `frame` that join two known places; the others become findings."""
    kept: list[tuple[str, int, int, Floats]] = []
    findings: list[Finding] = []
    if frame is not None:
        frame = frame.sort_index()
        shapes = frame.geometry if "geometry" in frame else [None] * len(frame)
        origins, targets = text(frame, "from"), text(frame, "to")
        for link, shape, origin, target in zip(
            frame.index.astype(str), shapes, origins.tolist(), targets.tolist(), strict=True
        ):
            line = _drawn(shape)
            a, b = _end(sites, origin, line, 0), _end(sites, target, line, -1)
            if a < 0 or b < 0 or a == b:
                findings.append(_unjoined(link, origin, target, a, b))
            else:
                kept.append((link, a, b, _course(line, sites.lonlat[a], sites.lonlat[b])))
    table = _table(frame, [link for link, *_ in kept])
    lines = [line for *_, line in kept]
    start = np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64)
    lonlat = np.concatenate(lines) if lines else np.zeros((0, 2))
    ends = np.array([[a, b] for _, a, b, _ in kept], np.int64).reshape(-1, 2)
    return Joined(table, ends[:, 0], ends[:, 1], start, lonlat, tuple(findings))


def _drawn(shape: shapely.Geometry | None) -> Floats | None:
    if shape is None or shape.is_empty or shape.geom_type != "LineString":
        return None
    drawn: Floats = np.round(shapely.get_coordinates(shape), DECIMALS)
    return drawn


def _end(sites: Sites, name: str, line: Floats | None, end: int) -> int:
    """Row of the place a link ends at: by id, infrastructure first, else by where it is drawn."""
    if name:
        rows = np.flatnonzero(sites.id == name)
        ports = rows[sites.type[rows] == "infrastructure"]
        return int(ports[0] if len(ports) else rows[0]) if len(rows) else -1
    ports = np.flatnonzero(sites.type == "infrastructure")
    if line is None or len(ports) == 0:
        return -1
    here = np.broadcast_to(line[end], (len(ports), 2))
    away = distances_m(*here.T, *sites.lonlat[ports].T)
    nearest = int(np.argmin(away))
    return int(ports[nearest]) if away[nearest] <= END_M else -1


def _unjoined(link: str, origin: str, target: str, a: int, b: int) -> Finding:
    ends = [f"'{name or '(none)'}'" for name, row in ((origin, a), (target, b)) if row < 0]
    wrong = " and ".join(ends) or f"'{origin}' at both ends"
    return Finding(
        "warning",
        f"this link joins nothing: {wrong} is no infrastructure, site, gateway or area of this"
        " map, so the link is left out.",
        layer="links",
        id=link,
        hint="Put the id of an infrastructure point in 'from' and 'to'.",
    )


def _course(line: Floats | None, start: Floats, end: Floats) -> Floats:
    """The drawn line, turned from start to end and tied to both, else the great circle."""
    if line is None:
        away = float(distances_m(start[:1], start[1:], end[:1], end[1:])[0])
        count = int(away // VERTEX_M)
        between = GEOD.npts(start[0], start[1], end[0], end[1], count) if count else []
        return np.array([start, *between, end], dtype=np.float64)
    turned = np.hypot(*(line[0] - end)) + np.hypot(*(line[-1] - start)) < np.hypot(
        *(line[0] - start)
    ) + np.hypot(*(line[-1] - end))
    line = line[::-1] if turned else line
    tied = np.vstack([start, line, end])
    distinct = np.append(True, (np.diff(tied, axis=0) != 0).any(axis=1))
    return np.asarray(tied[distinct], dtype=np.float64)


def _table(frame: gpd.GeoDataFrame | None, ids: list[str]) -> Links:
    if frame is None or not ids:
        empty = Words(np.zeros(0, np.int32), np.zeros(0, "<U1"))
        return Links(
            np.zeros(0, "<U1"), empty, empty, np.zeros(0), np.zeros(0, np.int8), empty, empty
        )
    rows = frame.loc[ids]
    return Links(
        id=np.array(ids, dtype=np.str_),
        name=words(rows, "name"),
        mode=words(rows, "mode"),
        minutes=numbers(rows, "minutes"),
        min_load_class=np.nan_to_num(numbers(rows, "min_load_class")).astype(np.int8),
        capacity=words(rows, "capacity"),
        days=words(rows, "days"),
    )
