"""Frames as compact JSON: plain values, columns by name, whole numbers as few signs."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from potay.terms.moments import HAITI_TIME

#: What whole numbers are written with: no sign that JSON or HTML would write longer.
SIGNS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<>\\')
#: Digits. The first so many signs end a number; as many after them tell that more follow.
BASE = len(SIGNS) // 2

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


def signs(numbers: Iterable[int]) -> str:
    """Whole numbers as one text, the small ones with one sign each; base.js reads them back.

    A number is written by its distance from nought, doubled, one less where it is negative: in
    digits of `BASE`, the lowest first.
    """
    said = []
    for number in numbers:
        left = 2 * number if number >= 0 else -2 * number - 1
        while left >= BASE:
            left, digit = divmod(left, BASE)
            said.append(SIGNS[BASE + digit])
        said.append(SIGNS[left])
    return "".join(said)


def columns(frame: pd.DataFrame, wanted: Iterable[str]) -> dict[str, Any]:
    """The `wanted` columns of a frame that say anything, each a list or a coded list.

    A column with few different values becomes `{"of": values, "is": signs}`: for each row the
    place of its value. Columns that are absent, or empty in every row, are left out; the page
    reads them as nothing.
    """
    flat = frame.reset_index() if frame.index.name else frame
    kept = {}
    for name in wanted:
        values = [plain(value) for value in flat[name]] if name in flat else []
        if any(value not in (None, "", []) for value in values):
            kept[name] = _coded(values)
    return {"rows": len(frame), "columns": kept}


def _coded(values: list[Any]) -> Any:  # noqa: ANN401 - JSON
    """The values, or the different ones, the frequent first, and which of them each row has."""
    keys = [json.dumps(value, sort_keys=True) for value in values]
    different = Counter(keys).most_common()
    if 2 * len(different) > len(values):
        return values
    place = {key: number for number, (key, _) in enumerate(different)}
    return {
        "of": [json.loads(key) for key, _ in different],
        "is": signs(place[key] for key in keys),
    }
