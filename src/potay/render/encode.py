"""Frames as compact JSON: plain values, columns by name; and blocks of it in a page."""

import base64
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from potay.terms.moments import HAITI_TIME

#: What whole numbers are written with: no sign that JSON or HTML would write longer.
SIGNS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<>\\')
#: Digits. The first so many signs end a number; as many after them tell that more follow.
BASE = len(SIGNS) // 2

#: The only key of an object that stands for a list. No id and no name of a column is this: signs
#: that nobody sees are refused at the door.
SHORT = "\x1f"
#: Shorter lists stay as they are.
_FEW = 4

_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def json_block(name: str, value: object) -> str:
    """A data block that no HTML parser can leave early: markup signs are written as codes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'<script type="application/json" id="{name}">{text.translate(_UNSAFE)}</script>'


def data_block(name: str, value: object) -> str:
    """The data of a page, deflated: JSON with its whole numbers as signs, deflate, base64.

    Arrow brings its own zlib, pinned with it. Python's is the machine's, and zlib and its rivals
    deflate the same bytes differently.
    """
    text = json.dumps(_short(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    packed = pa.Codec("gzip", compression_level=9).compress(text.encode("utf-8"), asbytes=True)
    bare = packed[_GZIP_HEAD:-_GZIP_TAIL]  # the head names the system that wrote it
    return f'<script type="text/plain" id="{name}">{base64.b64encode(bare).decode()}</script>'


#: Bytes around what is deflated in a gzip file that names no file.
_GZIP_HEAD, _GZIP_TAIL = 10, 8


def _short(value: Any) -> Any:  # noqa: ANN401 - JSON
    """The same with its longer lists as texts, which deflate better.

    Whole numbers as signs, or, where that is shorter, the steps from each to the next; of few
    different values these, the frequent first, and as signs which of them each is.
    """
    if isinstance(value, dict):
        return {name: _short(item) for name, item in value.items()}
    if not isinstance(value, list | tuple):
        return value
    if len(value) < _FEW:
        return [_short(item) for item in value]
    if all(type(item) is int for item in value):
        steps = [after - before for before, after in pairwise([0, *value])]
        whole, between = signs(value), signs(steps)
        return {SHORT: [between, 1] if len(between) < len(whole) else [whole]}
    keys = [json.dumps(item, sort_keys=True) for item in value]
    different = [key for key, _ in Counter(keys).most_common()]
    if 2 * len(different) > len(value):
        return [_short(item) for item in value]
    place = {key: number for number, key in enumerate(different)}
    return {SHORT: [signs(place[key] for key in keys), [json.loads(key) for key in different]]}


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
    """Whole numbers as one text, the small ones with one sign each; web/data/inflate.ts reads them.

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
    """The `wanted` columns of a frame that say anything, each a list.

    Columns that are absent, or empty in every row, are left out; the page reads them as nothing.
    """
    flat = frame.reset_index() if frame.index.name else frame
    kept = {}
    for name in wanted:
        values = [plain(value) for value in flat[name]] if name in flat else []
        if any(value not in (None, "", []) for value in values):
            kept[name] = values
    return {"rows": len(frame), "columns": kept}
