"""OpenStreetMap extracts (PBF or XML): one road per way with a `highway` that carries traffic."""

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely
from numpy.typing import NDArray
from osmium.filter import EntityFilter, KeyFilter
from osmium.geom import WKBFactory
from osmium.osm import WAY

from potay.errors import Finding, SourceError
from potay.geo import WGS84, Extent
from potay.sources.coordinates import box
from potay.sources.limits import most, refusal, refuse_beyond
from potay.sources.markup import declares_entities, entities_refused
from potay.sources.measures import measure
from potay.sources.rows import RawRows, Verdict, raw_rows
from potay.terms.roads import CLASS_PRACTICABILITY, ROAD_CLASSES
from potay.terms.vehicles import LIGHT, ON_FOOT, WHEELED, strictest

_NAMES = {"name": "name", "name_fr": "name:fr", "name_ht": "name:ht", "ref": "ref"}
_MEASURES = {
    "max_weight_t": ("maxweight", "weight"),
    "max_height_m": ("maxheight", "length"),
    "width_m": ("width", "length"),
    "speed_kmh": ("maxspeed", "speed"),
}
_FORMATS = {"pbf": "pbf", "osm": "osm", "osmgz": "osm.gz"}
_PROGRESS_EVERY = 50_000
#: Smoothness that stops lorries and cars (UNSDI-T CurntPrac).
_SMOOTHNESS = {
    "very_bad": LIGHT, "horrible": LIGHT, "very_horrible": WHEELED, "impassable": ON_FOOT,
}  # fmt: skip
_ONEWAY = {"yes": "yes", "true": "yes", "1": "yes", "-1": "-1", "reverse": "-1"}
#: All tags that a road's attributes are read from: ways tagged alike in these are judged once.
_JUDGED = (
    "highway", "surface", "oneway", "junction", "bridge", "tunnel", "layer", "smoothness", "hgv",
    "motor_vehicle", "vehicle", "access", *(key for key, _ in _MEASURES.values()),
)  # fmt: skip
_CHUNK = 4 << 20
_SMALL = 64 << 20  # below this no ratio harms
_LONGEST_MARK = 16
_HEADER = 18  # what comes before the coordinates of a line in hexadecimal WKB


def read_osm(
    path: Path,
    kind: str,
    label: str,
    *,
    area: Extent,
    anywhere: bool = False,
    progress: Callable[[int], None] | None = None,
) -> RawRows:
    """Road ways of an extract with their tags in our columns, streamed; ids are `way/<number>`.

    Ways that are no roads (steps, cycleways, …) and ways that do not touch `area` are not what
    was asked for: they are left out and counted in one finding. With `anywhere` an extract of
    another country is taken whole. `progress` is called with the number of road ways so far.

    Raises
    ------
    SourceError
        Where the file is broken, or no road of it touches `area` and it must.
    """
    if kind == "osmgz":
        _check_inflated(path, label)
    found = _Found()
    left_out: Counter[str] = Counter()
    try:
        for way in _ways(path, kind):
            tags = way.tags
            if tags["highway"] not in ROAD_CLASSES or tags.get("area") == "yes":
                left_out[tags["highway"] + (" area" if "area" in tags else "")] += 1
                continue
            found.add(way)
            if progress and len(found.ids) % _PROGRESS_EVERY == 0:
                progress(len(found.ids))
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        said = str(error).strip().rstrip(".")
        raise SourceError(f"cannot be read: {said}.", file=label, hint="Fetch it again.") from None
    return _touching(found, left_out, label, None if anywhere else area)


def practicability(tags: Mapping[str, str]) -> int:
    """The largest vehicle class that tags let on a way (UNSDI-T CurntPrac); 0: they say none.

    A path carries motorcycles, a footway people; a ban on motor vehicles leaves people, a ban
    on lorries leaves light vehicles; bad smoothness stops what it stops.
    """
    limits = [
        CLASS_PRACTICABILITY.get(tags["highway"], 0),
        _SMOOTHNESS.get(tags.get("smoothness", ""), 0),
        LIGHT if tags.get("hgv") == "no" else 0,
    ]
    if "no" in (tags.get("motor_vehicle"), tags.get("vehicle"), tags.get("access")):
        limits.append(ON_FOOT)
    return strictest(limits)


def _check_inflated(path: Path, label: str) -> None:
    """Refuse what inflates beyond belief before it is parsed, and XML that declares entities."""
    most_times = path.stat().st_size * most("times inflated")
    inflated, end = 0, b""
    try:
        with gzip.open(path) as opened:
            while chunk := opened.read(_CHUNK):
                if declares_entities(end + chunk):
                    raise entities_refused(label)
                inflated, end = inflated + len(chunk), chunk[-_LONGEST_MARK:]
                refuse_beyond("inflated gzip", inflated, label)
                if inflated > max(most_times, _SMALL):
                    raise refusal("times inflated", inflated, label)
    except (OSError, EOFError, zlib.error):
        raise SourceError(
            "the gzip file is broken or cut short.", file=label, hint="Fetch it again."
        ) from None


def _ways(path: Path, kind: str) -> Any:  # noqa: ANN401 - an iterator of osmium ways
    opened = osmium.io.File(str(path), _FORMATS[kind])
    processor = osmium.FileProcessor(opened).with_locations()
    return processor.with_filter(EntityFilter(WAY)).with_filter(KeyFilter("highway"))


@dataclass(frozen=True)
class _Found:
    """The road ways so far: what is long is kept once, coordinates as bare numbers."""

    ids: list[str] = field(default_factory=list)
    names: list[tuple[str | None, ...]] = field(default_factory=list)
    attributes: list[dict[str, Any]] = field(default_factory=list)
    alike: dict[tuple[str | None, ...], dict[str, Any]] = field(default_factory=dict)
    coordinates: bytearray = field(default_factory=bytearray)
    counts: list[int] = field(default_factory=list)
    broken: dict[int, shapely.MultiLineString] = field(default_factory=dict)
    factory: WKBFactory = field(default_factory=WKBFactory)

    def add(self, way: Any) -> None:  # noqa: ANN401 - an osmium way
        """One more way."""
        tag = way.tags.get  # asked for by name: to go through all tags takes longer
        said = tuple(map(tag, _JUDGED))
        judged = self.alike.get(said)
        if judged is None:
            told = {
                key: value for key, value in zip(_JUDGED, said, strict=True) if value is not None
            }
            judged = self.alike[said] = _attributes(told)
        line = self._line(way)
        self.counts.append(len(line) // 16)
        self.coordinates.extend(line)
        self.ids.append(f"way/{way.id}")
        self.names.append(tuple(map(tag, _NAMES.values())))
        self.attributes.append(judged)

    def _line(self, way: Any) -> bytes:  # noqa: ANN401 - an osmium way
        """The coordinates of a way; none where it has fewer than two different nodes.

        Where an extract lacks nodes, the pieces between the gaps are kept apart.
        """
        try:
            return bytes.fromhex(self.factory.create_linestring(way)[_HEADER:])
        except osmium.InvalidLocationError:
            pieces = _pieces(way)
            if pieces is not None:
                self.broken[len(self.ids)] = pieces
        except RuntimeError:
            pass
        return b""

    def lines(self) -> NDArray[np.object_]:
        """The lines of all ways, None where an extract lacks all nodes."""
        counts = np.array(self.counts, dtype=np.int64)
        lines = np.full(len(counts), None, dtype=object)
        xy = np.frombuffer(self.coordinates, dtype="<f8").reshape(-1, 2)
        owner = np.repeat(np.arange(np.count_nonzero(counts)), counts[counts > 0])
        lines[counts > 0] = shapely.linestrings(xy, indices=owner)
        for position, pieces in self.broken.items():
            lines[position] = pieces
        return lines

    def columns(self, rows: NDArray[np.int64]) -> dict[str, list[Any]]:
        """Our columns of some of the ways."""
        chosen = rows.tolist()
        columns: dict[str, list[Any]] = {"id": [self.ids[row] for row in chosen]}
        for place, name in enumerate(_NAMES):
            columns[name] = [self.names[row][place] for row in chosen]
        for name in self.attributes[0]:
            columns[name] = [self.attributes[row][name] for row in chosen]
        return columns


def _pieces(way: Any) -> shapely.MultiLineString | None:  # noqa: ANN401 - an osmium way
    pieces: list[list[tuple[float, float]]] = [[]]
    for node in way.nodes:
        if node.location.valid():
            pieces[-1].append((node.lon, node.lat))
        elif pieces[-1]:
            pieces.append([])
    lines = [shapely.LineString(piece) for piece in pieces if len(set(piece)) > 1]
    return shapely.MultiLineString(lines) if lines else None


def _attributes(tags: Mapping[str, str]) -> dict[str, Any]:
    """What the tags of a way, without its names, say in our columns."""
    measures = {
        name: measure(tags[key], quantity) if key in tags else None
        for name, (key, quantity) in _MEASURES.items()
    }
    return measures | {
        "class": tags["highway"],
        "surface": tags.get("surface"),
        "oneway": _oneway(tags),
        "bridge": tags.get("bridge", "no") != "no",
        "tunnel": tags.get("tunnel", "no") != "no",
        "layer": int(tags["layer"]) if _is_layer(tags.get("layer", "")) else 0,
        "practicability": practicability(tags),
    }


def _oneway(tags: Mapping[str, str]) -> str:
    said = tags.get("oneway")
    if said is None and (tags.get("junction") == "roundabout" or tags["highway"] == "motorway"):
        return "yes"
    return _ONEWAY.get(said or "", "no")


def _is_layer(text: str) -> bool:
    digits = text.removeprefix("-")
    return len(digits) == 1 and digits.isdecimal()


def _touching(found: _Found, left_out: Counter[str], label: str, area: Extent | None) -> RawRows:
    """The rows that touch the area; all of them where there is none."""
    if not found.ids:
        return raw_rows({"id": []}, [], crs=WGS84, verdict=_told(left_out, 0, label))
    lines = found.lines()
    beyond = np.zeros(len(lines), dtype=np.bool_) if area is None else _beyond(lines, area)
    if area is not None and beyond.all():
        west, south, east, north = shapely.total_bounds(lines)
        raise SourceError(
            f"the extract covers {west:.4g}, {south:.4g}, {east:.4g}, {north:.4g} and none of its "
            f"{len(lines):,} roads touches the study area {box(area)}.",
            file=label,
            hint="Take the extract of the right country.",
        )
    rows = np.flatnonzero(~beyond)
    placed = ~shapely.is_missing(lines[rows])
    verdict = _told(left_out, int(beyond.sum()), label)
    unplaced = np.flatnonzero(~placed)
    verdict += _without_nodes(unplaced, [found.ids[row] for row in rows[unplaced]], label)
    return raw_rows(
        found.columns(rows[placed]),
        lines[rows[placed]],
        crs=WGS84,
        numbers=np.flatnonzero(placed) + 1,
        total=len(rows),
        verdict=verdict,
    )


def _beyond(lines: NDArray[np.object_], area: Extent) -> NDArray[np.bool_]:
    bounds = shapely.bounds(lines)
    outside: NDArray[np.bool_] = (
        (bounds[:, 0] > area.east) | (bounds[:, 2] < area.west)
        | (bounds[:, 1] > area.north) | (bounds[:, 3] < area.south)
    )  # fmt: skip
    return outside


def _without_nodes(positions: NDArray[np.int64], ids: list[str], label: str) -> Verdict:
    """Roads of which the extract has no node: clipping leaves them at its border."""
    message = "the extract holds no position of this road."
    hint = "Take an extract with complete ways."
    found = [
        Finding("warning", message, file=label, row=int(position) + 1, id=name, hint=hint)
        for position, name in zip(positions, ids, strict=True)
    ]
    return Verdict(tuple(found), frozenset(int(n) + 1 for n in positions))


def _told(left_out: Counter[str], beyond: int, label: str) -> Verdict:
    found = []
    if left_out:
        counts = ", ".join(f"{word} {count:,}" for word, count in left_out.most_common(12))
        message = f"{left_out.total():,} ways that are no roads were left out ({counts})."
        found.append(Finding("info", message, file=label))
    if beyond:
        message = f"{beyond:,} roads outside the study area were left out."
        found.append(Finding("info", message, file=label))
    return Verdict(tuple(found))
