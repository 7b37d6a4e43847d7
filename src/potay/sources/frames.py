"""A frame of the caller's own, judged by the rules for files: nothing in it is taken on trust."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from pandas.api.types import is_object_dtype
from shapely.geometry.base import BaseGeometry

from potay.built import Dataset, RowCount
from potay.errors import Finding, SourceError
from potay.geo import HAITI, Extent
from potay.sources.asked import OF_A_FRAME, Asked
from potay.sources.roles import ROLES
from potay.sources.rows import RawRows, raw_rows
from potay.sources.table import role_frame

#: What a cell may be as it is; anything else becomes text.
_PLAIN = frozenset({str, int, float, bool, date, datetime, type(None)})


def read_frame(frame: object, role: str, name: str, *, study_area: Extent | None = None) -> Dataset:
    """A frame of rows as a dataset of a role (EPSG:4326, index `id`), by the rules for files.

    Nothing is raised for what it holds: faults are findings, and `frame` of the dataset holds the
    rows that can be used; it is None where none can. The caller's frame is left as it is.

    Parameters
    ----------
    frame
        A GeoDataFrame in any CRS, or a DataFrame for roles that are tables and for points in
        columns `lat` and `lon`. Ids stand in a column or in a named index; an index without a
        name says nothing.
    role
        One of the roles that have rows.
    name
        What findings call it.
    study_area
        Where the rows must lie; Haiti, or all of them elsewhere, where none is given.
    """
    asked = Asked(
        path=Path(name),
        label=name,
        role=ROLES[role],
        area=study_area or HAITI,
        anywhere=study_area is None,
        wording=OF_A_FRAME,
    )
    nothing = Dataset(name, role, "", RowCount(0, 0, 0, 0), tuple(_unreadable(frame, name)))
    if nothing.findings:
        return nothing
    try:
        told, verdict, total = role_frame(_rows(frame), asked)
    except SourceError as error:
        return replace(nothing, findings=error.findings)
    return Dataset(
        name=name,
        role=role,
        sha256="",
        rows=verdict.counted(total, usable=told is not None),
        findings=verdict.findings,
        frame=told,
    )


def _unreadable(frame: object, name: str) -> Iterator[Finding]:
    """Why a frame cannot be read as rows with columns."""
    if not isinstance(frame, pd.DataFrame):
        message = f"expected a GeoDataFrame or a DataFrame, found {type(frame).__name__}."
        hint = "Read a file with geopandas.read_file, or keep it in a workspace (potay.open)."
        yield Finding("error", message, file=name, hint=hint)
        return
    names = [*map(str, frame.columns)]
    for twice in sorted({one for one in names if names.count(one) > 1}):
        message = f"the frame has several columns called '{twice}'."
        yield Finding("error", message, file=name, hint="Give each column its own name.")
    for level in set(names) & {str(one) for one in frame.index.names if one is not None}:
        if names.count(level) == 1 and list(frame.index.get_level_values(level)) != list(
            frame[level]
        ):
            message = f"a column and the index are both called '{level}', and differ."
            yield Finding("error", message, file=name, hint="Rename or drop one of them.")
    if _shapes_of(frame) is None:
        for column in _with_shapes(frame):
            message = f"the column '{column}' holds geometries, but the frame has no CRS for them."
            hint = f'Make it a GeoDataFrame: GeoDataFrame(frame, geometry="{column}", crs=…).'
            yield Finding("error", message, file=name, hint=hint)


def _rows(frame: Any) -> RawRows:  # noqa: ANN401 - a DataFrame
    """The rows of a frame as a file would give them; named levels of the index are columns."""
    named = [one for one in frame.index.names if one is not None and one not in frame.columns]
    flat = frame.reset_index(level=named) if named else frame
    shapes = _shapes_of(flat)
    left_out = set(_with_shapes(flat))
    fields = {str(name): _cells(flat[name]) for name in flat.columns if str(name) not in left_out}
    if shapes is None:
        return raw_rows(fields)
    crs = "" if shapes.crs is None else shapes.crs.to_wkt()
    return raw_rows(fields, np.asarray(shapes.array, dtype=object), crs=crs)


def _shapes_of(frame: pd.DataFrame) -> gpd.GeoSeries | None:
    """The geometry that counts; None where the frame is a table."""
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None:
        return frame.geometry
    return None


def _with_shapes(frame: pd.DataFrame) -> list[str]:
    """Names of the columns that hold geometries."""
    return [
        str(name)
        for place, name in enumerate(frame.columns)
        if frame.dtypes.iloc[place] == "geometry"
        or (
            is_object_dtype(frame.dtypes.iloc[place])
            and any(isinstance(cell, BaseGeometry) for cell in frame.iloc[:, place])
        )
    ]


def _cells(column: pd.Series) -> list[Any]:
    """The cells of a column as plain values; None where nothing is written."""
    cells: list[Any] = column.astype(object).where(column.notna(), None).to_list()
    if {*map(type, cells)} <= _PLAIN:
        return cells
    return [cell if type(cell) in _PLAIN else _plain(cell) for cell in cells]


def _plain(cell: Any) -> Any:  # noqa: ANN401 - any cell
    if isinstance(cell, pd.Timestamp):
        return cell.to_pydatetime(warn=False)
    if isinstance(cell, np.generic):
        return cell.item()
    if isinstance(cell, list | tuple | dict | set | np.ndarray):
        several = sorted(cell, key=str) if isinstance(cell, set) else cell
        nested = several.tolist() if isinstance(several, np.ndarray) else several
        return json.dumps(nested, default=str, ensure_ascii=False)
    return str(cell)
