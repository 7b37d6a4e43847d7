"""Frames as typed columns: real dates, whole numbers that may be empty, lists as JSON text."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from potay.export.columns import COLUMNS, Kind
from potay.terms.moments import HAITI_TIME

ARROW: Mapping[Kind, pa.DataType] = {
    "text": pa.string(),
    "list": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "yes_no": pa.bool_(),
    "day": pa.date32(),
}


def kind_of(name: str, values: pd.Series) -> Kind:
    """The kind of a column: by its name where potay knows it, else by its dtype."""
    if name in COLUMNS:
        return COLUMNS[name].kind
    if pd.api.types.is_bool_dtype(values.dtype):
        return "yes_no"
    if pd.api.types.is_integer_dtype(values.dtype):
        return "whole"
    if pd.api.types.is_float_dtype(values.dtype):
        return "number"
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return "day"
    nested = any(isinstance(value, list | tuple | dict) for value in values)
    return "list" if nested else "text"


def plain_values(name: str, values: pd.Series) -> list[Any]:
    """The column as str, int, float, bool, date or None: what every format can hold."""
    convert = _CONVERT[kind_of(name, values)]
    return [convert(value) for value in values]


def arrow_columns(frame: pd.DataFrame) -> dict[str, pa.Array]:
    """Every column of `frame` as an Arrow array of its kind, in the frame's order."""
    return {
        str(name): pa.array(
            plain_values(str(name), frame[name]), type=ARROW[kind_of(str(name), frame[name])]
        )
        for name in frame.columns
    }


def indexed(frame: pd.DataFrame, index_name: str = "id") -> pd.DataFrame:
    """The frame with its text index as the first column; an index without a name is dropped."""
    if not index_name or index_name in frame.columns:
        return frame.reset_index(drop=True)
    plain = frame.copy()
    plain.insert(0, index_name, plain.index.astype(str))
    return plain.reset_index(drop=True)


def json_text(value: Any) -> str:  # noqa: ANN401 - any nested plain value
    """Compact JSON with sorted keys; NaN and NA become null."""
    return json.dumps(_jsonable(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def is_missing(value: Any) -> bool:  # noqa: ANN401 - any cell
    """Whether a cell holds nothing: None, NaN, NA, NaT."""
    return value is None or value is pd.NA or (pd.api.types.is_scalar(value) and pd.isna(value))


def _jsonable(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Mapping):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable):
        return [_jsonable(item) for item in value]
    if is_missing(value):
        return None
    if isinstance(value, np.generic):
        return value.item()
    return value if isinstance(value, bool | int | float) else str(value)


def _text(value: Any) -> str:  # noqa: ANN401
    if is_missing(value):
        return ""
    if isinstance(value, list | tuple | dict):
        return json_text(value)
    text = unicodedata.normalize("NFC", str(value)).replace("\x00", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")  # a lone CR would end a CSV row


def _list(value: Any) -> str:  # noqa: ANN401
    if is_missing(value):
        return ""
    return value if isinstance(value, str) else json_text(value)


def _whole(value: Any) -> int | None:  # noqa: ANN401
    return None if is_missing(value) or value == "" else int(value)


def _number(value: Any) -> float | None:  # noqa: ANN401
    if is_missing(value) or value == "":
        return None
    number = float(value)
    return number if np.isfinite(number) else None


def _yes_no(value: Any) -> bool | None:  # noqa: ANN401
    return None if is_missing(value) or value == "" else bool(value)


def _day(value: Any) -> date | None:  # noqa: ANN401
    """The day in Haiti; text that is no ISO date gives nothing (sources refuses such text)."""
    if is_missing(value) or value == "":
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return (value.astimezone(HAITI_TIME) if value.tzinfo else value).date()
    return value if isinstance(value, date) else None


_CONVERT: Mapping[Kind, Any] = {
    "text": _text,
    "list": _list,
    "whole": _whole,
    "number": _number,
    "yes_no": _yes_no,
    "day": _day,
}
