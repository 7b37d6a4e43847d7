"""Frames as compact JSON: plain values, columns by name, coordinates as whole steps of 1e-5°."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from potay.spec.map import HAITI_TIME

#: Steps per degree in the page: about one metre.
STEPS = 100_000

#: Signs that stand for a code, one or two to a code: none that JSON or HTML writes longer.
SIGNS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<>\\')

_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def json_block(name: str, value: object) -> str:
    """A data block that no HTML parser can leave early: markup signs are written as codes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'<script type="application/json" id="{name}">{text.translate(_UNSAFE)}</script>'


def plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any frame
    """One cell as JSON holds it: missing is None, moments are ISO text, floats keep 3 digits."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, datetime):  # Timestamp is one too
        return value.astimezone(HAITI_TIME).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return _number(float(value))
    return str(value)


def _number(value: float) -> float | int | None:
    if not np.isfinite(value):
        return None
    return int(value) if value.is_integer() else round(value, 3)


def columns(frame: pd.DataFrame, wanted: Iterable[str]) -> dict[str, Any]:
    """The `wanted` columns of a frame that say anything, each a list or a coded list.

    A column with few different values becomes `{"of": values, "is": signs}`, see
    `_coded`. Columns that are absent, or empty in every row, are left out; the page reads them
    as nothing.
    """
    flat = frame.reset_index() if frame.index.name else frame
    kept = {}
    for name in wanted:
        values = [plain(value) for value in flat[name]] if name in flat else []
        if any(value not in (None, "", []) for value in values):
            kept[name] = _coded(values)
    return {"rows": len(frame), "columns": kept}


def _coded(values: list[Any]) -> Any:  # noqa: ANN401 - JSON
    """The values, or the different ones and a sign (two, where there are many) for each row."""
    keys = [json.dumps(value, sort_keys=True) for value in values]
    different = dict.fromkeys(keys)
    if 2 * len(different) > len(values):
        return values
    if len(different) > len(SIGNS) ** 2:
        return values
    wide = len(different) > len(SIGNS)
    place = {key: _sign(number, wide=wide) for number, key in enumerate(different)}
    return {
        "of": [json.loads(key) for key in different],
        "is": "".join(place[key] for key in keys),
    }


def _sign(number: int, *, wide: bool) -> str:
    high, low = divmod(number, len(SIGNS))
    return SIGNS[high] + SIGNS[low] if wide else SIGNS[low]


def shapes(geometry: Iterable[shapely.Geometry | None]) -> list[Any]:
    """Geometries as nested lists of steps: a path is [x, y, dx, dy, dx, dy, …].

    A point is one path of one position, a line a list of paths, a polygon a list of rings;
    parts of multi-polygons follow each other, each with its own list of rings.
    """
    return [_shape(one) for one in geometry]


def _shape(one: shapely.Geometry | None) -> Any:  # noqa: ANN401 - JSON
    if one is None or one.is_empty:
        return []
    parts = shapely.get_parts(one)
    if parts[0].geom_type == "Polygon":
        return [[_path(ring, ring_of=True) for ring in shapely.get_rings(part)] for part in parts]
    if parts[0].geom_type == "Point":
        return _path(parts[0])
    return [_path(part) for part in parts]


def _path(line: shapely.Geometry, *, ring_of: bool = False) -> list[int]:
    steps: NDArray[np.int64] = np.rint(shapely.get_coordinates(line) * STEPS).astype(np.int64)
    if ring_of:
        steps = steps[:-1]  # the page closes rings
    moves = np.diff(steps, axis=0)
    moved = moves.any(axis=1)
    return [*map(int, steps[0]), *map(int, moves[moved].ravel())]
