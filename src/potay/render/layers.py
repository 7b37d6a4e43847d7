"""Layers as the page draws them: what kind of thing, which columns, which shapes, which style."""

from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from potay.built import BuiltLayer
from potay.render.encode import columns
from potay.render.outlines import outlines
from potay.spec import StyleSpec, Text
from potay.terms.languages import LANGUAGES

_NAMES = ("id", "name", "name_fr", "name_ht", "commune", "note")
_STATE = ("status", "reading_status", "basis", "stale", "expired", "reliability", "age_days")

#: What the page reads of a layer's frame, by the kind of thing it draws.
WANTED = {
    "area": (*_NAMES, *_STATE, "control", "coalition"),
    "road": (
        *_NAMES[1:], "road", "ref", "corridor", "class", "reading_status", "governors",
        "surface", "bridge", "usable", "silent", "apart",
    ),
    "gateway": (*_NAMES, *_STATE, "corridor", "kind", "windows", "tolls"),
    "place": (*_NAMES, "kind", "own_status", "persons", "households"),
    "obstacle": (*_NAMES, "kind", "status", "as_of", "source"),
    "link": (*_NAMES, "mode", "from", "to", "minutes", "reading_status"),
    "base": (*_NAMES, "kind", "level", "persons_from"),
}  # fmt: skip

_BY_ANALYSIS = {
    "control": "area", "road_status": "road", "gateway_status": "gateway", "access": "place",
    "routes": "link",
}  # fmt: skip
_BY_ROLE = {
    "links": "link", "obstacles": "obstacle", "sites": "place", "infrastructure": "place",
    "gateways": "gateway",
}  # fmt: skip

#: How far a drawn outline may lie beside the one in the data: less than a line is broad where
#: one looks at quarters, more for the ground far around them.
AREA_METRES, GROUND_METRES = 15.0, 60.0
#: More outlines than this are not looked at one by one.
MOST_AREAS = 5_000

#: A page stays quick on a cheap phone up to about this many road positions.
ROAD_POSITIONS = 200_000
#: How far roads may lie beside those in the data, in metres, where there are more of them.
ROAD_METRES = (5.0, 10.0, 20.0)
_BIG, _MIDDLE = frozenset({"motorway", "trunk", "primary"}), frozenset({"secondary", "tertiary"})


def layers_block(layers: Sequence[BuiltLayer]) -> dict[str, Any]:
    """The layers to draw, bottom first, and what had to be generalised to keep the page light.

    Layers without rows on the map (tables, rasters, `draw = false`) are left out.
    """
    shown = [layer for layer in layers if layer.spec.draw and _rows(layer)]
    drawn, notes = [], []
    for layer in shown:
        frame, note = _within_budget(layer)
        drawn.append(_drawn(layer, frame))
        if note:
            notes.append({"layer": words(layer.spec.title), **note})
    return {"drawn": drawn, "notes": notes}


def words(text: Text | None) -> Any:  # noqa: ANN401 - JSON
    """Words of a spec by language; one string where all languages say the same."""
    if text is None:
        return ""
    said = {language: text.in_language(language) for language in LANGUAGES}
    return said["fr"] if len(set(said.values())) == 1 else said


def _rows(layer: BuiltLayer) -> bool:
    return layer.frame is not None and len(layer.frame) > 0


def _kind(layer: BuiltLayer) -> str:
    analysis = layer.spec.analysis
    return _BY_ANALYSIS.get(analysis or "") or _BY_ROLE.get(layer.role, "base")


def _drawn(layer: BuiltLayer, frame: gpd.GeoDataFrame) -> dict[str, Any]:
    kind, spec = _kind(layer), layer.spec
    if kind == "obstacle":  # points and lines alike are drawn as one sign
        frame = frame.set_geometry(shapely.point_on_surface(frame.geometry.to_numpy()))
    drawn = {
        "name": spec.name,
        "kind": kind,
        "role": layer.role,
        "title": words(spec.title),
        "note": words(spec.note),
        "visible": spec.visible,
        "by": spec.by,
        "style": _style(spec.style),
        "styles": {value: _style(style) for value, style in spec.styles.items()},
        "data": columns(_named_once(frame), WANTED[kind]),
        "shapes": outlines(frame.geometry, _step(frame, kind)),
    }
    if _has_polygons(frame):
        drawn["anchors"] = outlines(shapely.point_on_surface(frame.geometry.to_numpy()))
    return drawn


def _step(frame: gpd.GeoDataFrame, kind: str) -> int:
    """The grid of outlines: an eighth of how far they may lie beside the ones in the data."""
    return round(_tolerance(kind) / 8) if _is_outlined(frame) else 1


def _named_once(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The French name only where it is another: the page falls back on the name."""
    if not {"name", "name_fr"} <= set(frame.columns):
        return frame
    return frame.assign(name_fr=frame["name_fr"].mask(frame["name_fr"] == frame["name"], ""))


def _style(style: StyleSpec) -> dict[str, Any]:
    said = style.model_dump(exclude_defaults=True, exclude={"label"})
    return said | ({"label": words(style.label)} if style.label else {})


def _has_polygons(frame: gpd.GeoDataFrame) -> bool:
    return bool((shapely.get_dimensions(frame.geometry.to_numpy()) == 2).any())


def _is_outlined(frame: gpd.GeoDataFrame) -> bool:
    return _has_polygons(frame) and len(frame) < MOST_AREAS


def _within_budget(layer: BuiltLayer) -> tuple[gpd.GeoDataFrame, dict[str, float]]:
    """The frame, light enough, and what was done to roads for it.

    Roads are first drawn plainer, by up to so many `metres`; where that is not enough, so many
    are `left` out, the smallest first, and last those that a report restricts or closes.
    """
    frame = layer.frame
    assert frame is not None
    if _is_outlined(frame):
        return _plainer(frame, _tolerance(_kind(layer))), {}
    lines = frame.geometry.to_numpy()
    if _kind(layer) != "road" or _positions(lines) <= ROAD_POSITIONS:
        return frame, {}
    metres = 0.0
    for metres in ROAD_METRES:
        lines = shapely.simplify(lines, metres / 111_000, preserve_topology=False)
        if _positions(lines) <= ROAD_POSITIONS:
            break
    frame = frame.set_geometry(lines, crs=frame.crs)
    kept = _most_that_fit(frame)
    left = len(frame) - len(kept)
    return kept, {"metres": metres, **({"left": left} if left else {})}


def _most_that_fit(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    for small in _smallest_first(frame):
        if _positions(frame.geometry.to_numpy()[~small]) <= ROAD_POSITIONS:
            return frame[~small]
    return frame[~small]


def _smallest_first(frame: gpd.GeoDataFrame) -> Iterator[NDArray[np.bool_]]:
    """Ever more roads that a page can do without; those with a name of their own never."""
    empty = pd.Series("", index=frame.index)
    named = (frame.get("ref", empty) != "") | (frame.get("corridor", empty) != "")
    big = frame.get("class", empty).isin(_BIG) | named
    middle = frame.get("class", empty).isin(_MIDDLE) & ~big
    told = frame.get("reading_status", empty).isin(["restricted", "closed"])
    small = ~big & ~middle
    nobody = np.zeros(len(frame), np.bool_)
    for left_out in (nobody, small & ~told, small, small | (middle & ~told), ~big):
        yield np.asarray(left_out, np.bool_)


def _tolerance(kind: str) -> float:
    return AREA_METRES if kind == "area" else GROUND_METRES


def _plainer(frame: gpd.GeoDataFrame, metres: float) -> gpd.GeoDataFrame:
    """Outlines with fewer positions, the same on both sides of a border; lines likewise."""
    shapes_, tolerance = frame.geometry.to_numpy().copy(), metres / 111_000
    flat = shapely.get_dimensions(shapes_) == 2
    # Of a triangle left out: its area in square degrees, so the square of the tolerance.
    shapes_[flat] = shapely.coverage_simplify(shapes_[flat], tolerance)
    lines = shapely.get_dimensions(shapes_) == 1
    shapes_[lines] = shapely.simplify(shapes_[lines], tolerance)
    return frame.set_geometry(shapes_, crs=frame.crs)


def _positions(lines: np.ndarray[Any, Any]) -> int:
    return int(shapely.get_num_coordinates(lines).sum())
