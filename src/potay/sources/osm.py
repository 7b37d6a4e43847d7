"""OpenStreetMap extracts (PBF or XML): one road per way with a `highway` that carries traffic."""

from collections import Counter
from collections.abc import Callable, Mapping
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
from potay.sources.measures import measure
from potay.sources.rows import RawRows, Verdict, raw_rows
from potay.sources.vocabulary import CLASS_PRACTICABILITY, ROAD_CLASS

#: Told now and then how many road ways have been read.
Progress = Callable[[int], None]

_TEXTS = {"name": "name", "name_fr": "name:fr", "name_ht": "name:ht", "ref": "ref",
          "class": "highway", "surface": "surface"}  # fmt: skip
_MEASURES = {
    "max_weight_t": ("maxweight", "weight"),
    "max_height_m": ("maxheight", "length"),
    "width_m": ("width", "length"),
    "speed_kmh": ("maxspeed", "speed"),
}
_FORMATS = {"pbf": "pbf", "osm": "osm", "osmgz": "osm.gz"}
_PROGRESS_EVERY = 50_000
_ON_FOOT, _LIGHT = 6, 4
#: Smoothness that stops lorries and cars (UNSDI-T CurntPrac, in our reading).
_SMOOTHNESS = {"very_bad": 4, "horrible": 4, "very_horrible": 5, "impassable": 6}
_ONEWAY = {"yes": "yes", "true": "yes", "1": "yes", "-1": "-1", "reverse": "-1"}


def read_osm(
    path: Path,
    kind: str,
    label: str,
    *,
    area: Extent,
    anywhere: bool = False,
    progress: Progress | None = None,
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
    rows: list[dict[str, Any]] = []
    lines: list[Any] = []
    left_out: Counter[str] = Counter()
    factory = WKBFactory()
    try:
        for way in _ways(path, kind):
            tags = {tag.k: tag.v for tag in way.tags}
            if tags["highway"] not in ROAD_CLASS or tags.get("area") == "yes":
                left_out[tags["highway"] + (" area" if "area" in tags else "")] += 1
                continue
            lines.append(_line(way, factory))
            rows.append(_row(way.id, tags))
            if progress and len(rows) % _PROGRESS_EVERY == 0:
                progress(len(rows))
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        said = str(error).strip().rstrip(".")
        raise SourceError(f"cannot be read: {said}.", file=label, hint="Fetch it again.") from None
    return _touching(rows, lines, left_out, label, None if anywhere else area)


def practicability(tags: Mapping[str, str]) -> int:
    """The least vehicle class that tags keep off a way (UNSDI-T CurntPrac); 0 where they say none.

    A path carries motorcycles, a footway people; a ban on motor vehicles leaves people, a ban
    on lorries leaves light vehicles; bad smoothness stops what it stops.
    """
    limits = [
        CLASS_PRACTICABILITY.get(tags["highway"], 0),
        _SMOOTHNESS.get(tags.get("smoothness", ""), 0),
        _LIGHT if tags.get("hgv") == "no" else 0,
    ]
    if "no" in (tags.get("motor_vehicle"), tags.get("vehicle"), tags.get("access")):
        limits.append(_ON_FOOT)
    return max(limits)


def _ways(path: Path, kind: str) -> Any:  # noqa: ANN401 - an iterator of osmium ways
    opened = osmium.io.File(str(path), _FORMATS[kind])
    processor = osmium.FileProcessor(opened).with_locations()
    return processor.with_filter(EntityFilter(WAY)).with_filter(KeyFilter("highway"))


def _line(way: Any, factory: Any) -> Any:  # noqa: ANN401 - an osmium way
    """The line of a way as WKB; where an extract lacks nodes, the pieces between the gaps."""
    try:
        return factory.create_linestring(way)
    except osmium.InvalidLocationError:
        return _pieces(way)
    except RuntimeError:  # fewer than two different nodes
        return None


def _pieces(way: Any) -> Any:  # noqa: ANN401 - text or None
    pieces: list[list[tuple[float, float]]] = [[]]
    for node in way.nodes:
        if node.location.valid():
            pieces[-1].append((node.lon, node.lat))
        elif pieces[-1]:
            pieces.append([])
    lines = [shapely.LineString(piece) for piece in pieces if len(set(piece)) > 1]
    return shapely.to_wkb(shapely.MultiLineString(lines), hex=True) if lines else None


def _row(number: int, tags: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"id": f"way/{number}"}
    row |= {name: tags.get(key) for name, key in _TEXTS.items()}
    for name, (key, quantity) in _MEASURES.items():
        row[name] = measure(tags[key], quantity) if key in tags else None
    row["oneway"] = _oneway(tags)
    row["bridge"] = tags.get("bridge", "no") != "no"
    row["tunnel"] = tags.get("tunnel", "no") != "no"
    row["layer"] = int(tags["layer"]) if _is_layer(tags.get("layer", "")) else 0
    row["practicability"] = practicability(tags)
    return row


def _oneway(tags: Mapping[str, str]) -> str:
    said = tags.get("oneway")
    if said is None and (tags.get("junction") == "roundabout" or tags["highway"] == "motorway"):
        return "yes"
    return _ONEWAY.get(said or "", "no")


def _is_layer(text: str) -> bool:
    digits = text.removeprefix("-")
    return len(digits) == 1 and digits.isdecimal()


def _touching(
    rows: list[dict[str, Any]],
    lines: list[Any],
    left_out: Counter[str],
    label: str,
    area: Extent | None,
) -> RawRows:
    """The rows that touch the area; all of them where there is none."""
    if not rows:
        return raw_rows({"id": []}, [], crs=WGS84, verdict=_told(left_out, 0, label))
    array = shapely.from_wkb(np.array(lines, dtype=object))
    beyond = np.zeros(len(array), dtype=np.bool_) if area is None else _beyond(array, area)
    if area is not None and beyond.all():
        west, south, east, north = shapely.total_bounds(array)
        raise SourceError(
            f"the extract covers {west:.4g}, {south:.4g}, {east:.4g}, {north:.4g} and none of its "
            f"{len(rows):,} roads touches the study area {box(area)}.",
            file=label,
            hint="Take the extract of the right country.",
        )
    rows = [row for row, is_beyond in zip(rows, beyond, strict=True) if not is_beyond]
    array = array[~beyond]
    placed = ~shapely.is_missing(array)
    verdict = _told(left_out, int(beyond.sum()), label)
    verdict += _without_nodes(np.flatnonzero(~placed), rows, label)
    return raw_rows(
        {name: [row[name] for row, is_placed in zip(rows, placed, strict=True) if is_placed]
         for name in rows[0]},
        array[placed],
        crs=WGS84,
        numbers=np.flatnonzero(placed) + 1,
        total=len(rows),
        verdict=verdict,
    )  # fmt: skip


def _beyond(lines: NDArray[np.object_], area: Extent) -> NDArray[np.bool_]:
    bounds = shapely.bounds(lines)
    outside: NDArray[np.bool_] = (
        (bounds[:, 0] > area.east) | (bounds[:, 2] < area.west)
        | (bounds[:, 1] > area.north) | (bounds[:, 3] < area.south)
    )  # fmt: skip
    return outside


def _without_nodes(positions: Any, rows: list[dict[str, Any]], label: str) -> Verdict:  # noqa: ANN401
    """Roads of which the extract has no node: clipping leaves them at its border."""
    message = "the extract holds no position of this road."
    hint = "Take an extract with complete ways."
    found = [
        Finding("warning", message, file=label, row=int(n) + 1, id=rows[n]["id"], hint=hint)
        for n in positions
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
