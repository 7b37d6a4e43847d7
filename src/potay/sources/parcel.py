"""What a reading process hands back: JSON and Arrow tables in a folder, never a pickle.

The bytes come from a process that has read somebody's file and may have been taken over by it.
So nothing in them can run: JSON, and Arrow tables of five plain kinds of column, whose inner
offsets are checked before they are used. Geometry travels as well-known binary.
"""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from potay.built import Dataset, RowCount
from potay.errors import Finding
from potay.geo import WGS84

_TOLD = "told.json"
_INDEX = "\x00index"
_KINDS = {
    "text": pa.large_string(),
    "any text": pa.large_string(),
    "number": pa.float64(),
    "whole": pa.int64(),
    "perhaps whole": pa.int64(),
    "flag": pa.bool_(),
    "shape": pa.large_binary(),
}

#: The fields of a dataset that are frames.
_FRAMES = frozenset(each.name for each in fields(Dataset) if "DataFrame" in str(each.type))


class ParcelError(Exception):
    """What came back is not what a reading process of ours writes."""


@dataclass(frozen=True)
class Parcel:
    """Plain values (as JSON knows them) and tables by name."""

    told: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, pa.Table] = field(default_factory=dict)


def write_parcel(parcel: Parcel, folder: Path) -> None:
    """Write a parcel; `told.json` comes last, so that a parcel that has it is whole."""
    for name, table in parcel.tables.items():
        with (
            pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink,
            pa.ipc.new_file(sink, table.schema) as writer,
        ):
            writer.write_table(table)
    last = folder / f"{_TOLD}.new"
    last.write_text(json.dumps(parcel.told), encoding="utf-8")
    last.rename(folder / _TOLD)


def read_parcel(folder: Path) -> Parcel:
    """The parcel in a folder.

    Raises
    ------
    ParcelError
        Where there is none, or it is not whole.
    """
    try:
        told = json.loads((folder / _TOLD).read_text(encoding="utf-8"))
        tables = {path.stem: _read_table(path) for path in sorted(folder.glob("*.arrow"))}
    except (OSError, ValueError, RecursionError, pa.ArrowException) as error:
        raise ParcelError(str(error)) from None
    if not isinstance(told, dict):
        raise ParcelError("no table of values")
    return Parcel(told, tables)


def _read_table(path: Path) -> pa.Table:
    with pa.OSFile(str(path), "rb") as source, pa.ipc.open_file(source) as opened:
        table = opened.read_all()
    table.validate(full=True)
    return table


def is_whole(folder: Path) -> bool:
    """Whether a parcel was written to its end."""
    return (folder / _TOLD).is_file()


def packed_dataset(dataset: Dataset) -> Parcel:
    """What reading a file gives: its rows, what was found, and whether it is a raster.

    All else in a dataset is known without opening the file, and stays where it is known.
    """
    told = {
        "rows": astuple(dataset.rows),
        "findings": [astuple(finding) for finding in dataset.findings],
        "raster": dataset.raster is not None,
    }
    frames = {name: getattr(dataset, name) for name in _FRAMES}
    return Parcel(
        told, {name: packed_frame(frame) for name, frame in frames.items() if frame is not None}
    )


def dataset_of(parcel: Parcel, known: Dataset, raster: Path) -> Dataset:
    """The dataset that `known` begins, with what a parcel says of its file.

    Raises
    ------
    ParcelError
        Where it says nothing of the kind.
    """
    try:
        if not parcel.tables.keys() <= _FRAMES:
            raise ParcelError("tables of other names than told")
        return replace(
            known,
            rows=RowCount(*map(int, parcel.told["rows"])),
            findings=known.findings + findings_of(parcel.told["findings"]),
            raster=raster if parcel.told["raster"] is True else None,
            **{name: frame_of(table) for name, table in parcel.tables.items()},
        )
    except (KeyError, TypeError, ValueError, pa.ArrowException, shapely.GEOSException) as error:
        raise ParcelError(str(error)) from None


def findings_of(rows: list[list[Any]]) -> tuple[Finding, ...]:
    """Findings from the values of their fields.

    Raises
    ------
    ParcelError
        Where a value is not of its kind.
    """
    return tuple(_finding(row) for row in rows)


def _finding(row: list[Any]) -> Finding:
    finding = Finding(*row)
    texts = (part for part in row if part is not finding.row)
    if not all(isinstance(text, str) for text in texts) or not isinstance(finding.row, int | None):
        raise ParcelError("a finding of other kinds than told")
    return finding


def packed_frame(frame: pd.DataFrame) -> pa.Table:
    """A frame as a table of plain columns; its index comes first."""
    kinds = {_INDEX: "any text"} | {str(name): _kind(frame[name]) for name in frame.columns}
    columns = [pa.array(frame.index.to_numpy(dtype=object), type=pa.large_string())]
    columns += [_packed(frame[name], kinds[str(name)]) for name in frame.columns]
    about = {"index": frame.index.name, "kinds": list(kinds.values())}
    schema = pa.schema(
        [pa.field(name, _KINDS[kind]) for name, kind in kinds.items()],
        metadata={b"potay": json.dumps(about).encode()},
    )
    return pa.Table.from_arrays(columns, schema=schema)


def frame_of(table: pa.Table) -> pd.DataFrame:
    """The frame that was packed: the same index, columns and kinds of value.

    Raises
    ------
    KeyError, TypeError, ValueError
        Where the table is not one of `packed_frame`.
    """
    about = json.loads(table.schema.metadata[b"potay"])
    index, *names = table.schema.names
    kinds = dict(zip(table.schema.names, about["kinds"], strict=True))
    if index != _INDEX or any(table.schema.field(n).type != _KINDS[k] for n, k in kinds.items()):
        raise ValueError("columns of other kinds than told")
    labels = pd.Index(_texts(table.column(_INDEX)), name=about["index"], dtype=object)
    columns = {name: _unpacked(table.column(name), kinds[name]) for name in names}
    frame = pd.DataFrame(columns, index=labels)
    if "shape" not in kinds.values():
        return frame
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=WGS84)


def _kind(column: pd.Series) -> str:
    kinds = {"float64": "number", "Int64": "perhaps whole", "int64": "whole", "bool": "flag",
             "geometry": "shape", "str": "text", "object": "any text"}  # fmt: skip
    return kinds[str(column.dtype)]


def _packed(column: pd.Series, kind: str) -> pa.Array:
    if kind == "shape":
        shapes = np.asarray(column.array, dtype=object)
        return pa.array(shapely.to_wkb(shapes), type=_KINDS[kind])
    return pa.array(column, type=_KINDS[kind], from_pandas=kind == "perhaps whole")


def _unpacked(column: pa.ChunkedArray, kind: str) -> Any:  # noqa: ANN401 - an array of the kind
    if kind in ("text", "any text"):
        return pd.Series(_texts(column), dtype=str if kind == "text" else object).array
    if kind == "shape":
        return gpd.array.from_wkb(column.to_numpy(zero_copy_only=False), crs=WGS84)
    if kind == "perhaps whole":
        return pd.array(column.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get))
    if column.null_count and kind != "number":
        raise ValueError("a value is missing")
    return column.to_numpy(zero_copy_only=False).copy()


def _texts(column: pa.ChunkedArray) -> np.ndarray:
    """Text as one object array; equal texts are one object, as they are where they were read."""
    return np.asarray(column.to_pandas(strings_to_categorical=False), dtype=object)
