"""The columns of every frame that comes out: one table, by which frames are made and explained.

The table is `columns.csv` beside this file. Its kinds are those of `DTYPES`, and *geometry*; an
*index* is the text or number by which rows are called.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from potay.errors import SpecError
from potay.geo import WGS84
from potay.spec.toml import suggestion
from potay.terms.rows import shipped_rows

#: How each kind of column comes out. Lists and records are Python's own.
DTYPES: Mapping[str, Any] = {
    "text": pd.StringDtype(na_value=np.nan), "whole": pd.Int64Dtype(),
    "number": np.dtype("float64"), "yes_no": np.dtype("bool"), "list": np.dtype("object"),
    "record": np.dtype("object"),
}  # fmt: skip


@dataclass(frozen=True)
class FrameColumn:
    """One column of a table that comes out."""

    table: str
    column: str
    kind: str
    unit: str
    meaning: str


@cache
def tables() -> Mapping[str, tuple[FrameColumn, ...]]:
    """The columns of every table, in their order."""
    found: dict[str, list[FrameColumn]] = {}
    for row in shipped_rows("columns.csv", "potay.door"):
        found.setdefault(row["table"], []).append(FrameColumn(**row))
    return {name: tuple(columns) for name, columns in found.items()}


def columns(table: str = "") -> pd.DataFrame:
    """What the columns of a frame mean, in which unit, of which kind.

    Parameters
    ----------
    table
        One of the tables, e.g. *access*; all of them where none is named.

    Returns
    -------
    pandas.DataFrame
        One row per column in its order: table, column, kind, unit, meaning. Kinds: *index*,
        *text* (dtype `str`), *whole* (`Int64`), *number* (`float64`), *yes_no* (`bool`), *list*
        and *record* (`object`: a Python list or dict), *geometry* (EPSG:4326). What is missing is
        missing, never 0 or "".

    Raises
    ------
    SpecError
        Where there is no such table.

    Examples
    --------
    >>> import potay
    >>> print(potay.columns("openings")[["column", "kind", "unit"]].to_string(index=False))
            column  kind    unit
              step index
          subjects  list
          gateways  list
             areas  list
    persons_gained whole persons
     persons_total whole persons
          openings whole
           at_most whole persons
    """
    known = tables()
    if table and table not in known:
        raise SpecError(f"no table '{table}'.", hint=suggestion(table, known))
    told = known[table] if table else [one for rows in known.values() for one in rows]
    return pd.DataFrame([vars(one) for one in told], columns=list(FrameColumn.__annotations__))


def framed(
    table: str, records: Iterable[Mapping[str, Any]], shapes: Sequence[Any] | None = None
) -> Any:  # noqa: ANN401 - a DataFrame, or a GeoDataFrame where there are shapes
    """Records as the frame of a table: its columns, order and dtypes, whatever the records hold.

    `shapes` are the geometries of the rows, for tables that have them.
    """
    rows = list(records)
    told = [one for one in tables()[table] if one.kind != "geometry"]
    names = [one.column for one in told]
    unknown = {key for row in rows for key in row} - {*names}
    assert not unknown, f"columns.csv does not explain {sorted(unknown)} of the table {table}"
    cells = {one.column: [row.get(one.column) for row in rows] for one in told}
    index = None
    if told[0].kind == "index":
        index = pd.Index(cells.pop(told[0].column), name=told[0].column)
    data = {one.column: _MADE[one.kind](cells[one.column]) for one in told if one.column in cells}
    frame = pd.DataFrame(data, index=index, columns=list(data))
    if shapes is None:
        return frame
    return gpd.GeoDataFrame(frame, geometry=_objects(shapes), crs=WGS84)


def _objects(values: Iterable[Any]) -> NDArray[np.object_]:
    cells = list(values)
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return array


def _is_missing(value: Any) -> bool:  # noqa: ANN401 - any cell
    return value is None or value is pd.NA or value != value


def _texts(values: Sequence[Any]) -> Any:  # noqa: ANN401 - an array of pandas
    said = [None if _is_missing(value) else str(value) for value in values]
    return pd.array(said, dtype=DTYPES["text"])


def _wholes(values: Sequence[Any]) -> Any:  # noqa: ANN401 - an array of pandas
    said = [pd.NA if _is_missing(value) else int(value) for value in values]
    return pd.array(said, dtype=DTYPES["whole"])


def _numbers(values: Sequence[Any]) -> NDArray[np.float64]:
    return np.array([np.nan if _is_missing(one) else float(one) for one in values], np.float64)


def _flags(values: Sequence[Any]) -> NDArray[np.bool_]:
    return np.array([bool(value) for value in values], np.bool_)


def _lists(values: Sequence[Any]) -> NDArray[np.object_]:
    return _objects(list(value or ()) for value in values)


_MADE: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "text": _texts, "whole": _wholes, "number": _numbers, "yes_no": _flags, "list": _lists,
    "record": _objects,
}  # fmt: skip
