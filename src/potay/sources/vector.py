"""GeoPackage, FlatGeobuf and GeoParquet: binary formats, each with its one driver."""

import json
import re
import sqlite3
import warnings
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from numpy.typing import NDArray

from potay.errors import Finding, SourceError
from potay.signs import without_hidden
from potay.sources.limits import refuse_beyond
from potay.sources.rows import RawRows, Verdict, raw_rows
from potay.spec.toml import suggestion

_COMPUTED = re.compile(r"\s*CREATE\s+VIRTUAL", re.IGNORECASE)
_CRS84 = "EPSG:4326"  # GeoParquet without a crs is OGC:CRS84: lon, lat on WGS 84
#: What pyogrio raises for broken files; the last three are slips of its own on such files.
DRIVER_ERRORS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
    pyogrio.errors.CRSError,
    pa.ArrowException,
    UnicodeDecodeError,
    IndexError,
    UnboundLocalError,
)
_DRIVERS = {"gpkg": "GPKG", "fgb": "FlatGeobuf", "shp": "ESRI Shapefile"}


def read_geopackage(path: Path, label: str, layer: str = "") -> RawRows:
    """Rows of one layer of a GeoPackage, opened read-only and immutable.

    Raises
    ------
    SourceError
        Where it holds several layers and none is named, where the layer is a view (its query
        would run here), or where changes wait in a write-ahead file beside it.
    """
    wal = path.with_name(path.name + "-wal")
    if wal.is_file() and wal.stat().st_size:
        raise SourceError(
            f"'{wal.name}' beside it holds changes that are not yet in the file.",
            file=label,
            hint="Close the file in QGIS, then try again.",
        )
    return read_driver(path, "gpkg", label, layer=_layer(path, label, layer), IMMUTABLE="YES",
                       LIST_ALL_TABLES="NO")  # fmt: skip


def read_driver(path: Path, kind: str, label: str, *, layer: str = "", **options: str) -> RawRows:
    """Rows of a GeoPackage layer or FlatGeobuf file; the driver that answers must be the one.

    Raises
    ------
    SourceError
        Where the file is broken, or another driver than the one of its kind would open it.
    """
    name = layer or None
    try:
        with warnings.catch_warnings(action="ignore"):  # of measures (M), which are not used
            found = pyogrio.read_info(path, layer=name, **options)
            if found["driver"] != _DRIVERS[kind]:
                raise SourceError(f"the driver {found['driver']} answers for it.", file=label)
            meta, table = pyogrio.read_arrow(path, layer=name, **options)
    except DRIVER_ERRORS as error:
        raise SourceError(
            f"cannot be read: {said_by(error)}.", file=label, hint="Fetch or save it again."
        ) from None
    if meta["geometry_type"] is None:
        return raw_rows(plain_columns(table, label))
    geometry = meta["geometry_name"] or "wkb_geometry"
    shapes, verdict = wkb_shapes(table.column(geometry), label)
    return raw_rows(
        plain_columns(table, label, geometry), shapes, crs=meta["crs"] or "", verdict=verdict
    )


def read_geoparquet(path: Path, label: str) -> RawRows:
    """Rows of a GeoParquet file (or of a Parquet table without geometry).

    Raises
    ------
    SourceError
        Where the file is broken or its geometry metadata make no sense.
    """
    try:
        with pq.ParquetFile(path) as opened:
            _check_size(opened.metadata, label)
            table = opened.read()
        about = json.loads((table.schema.metadata or {}).get(b"geo", b"null"))
        if about is None:
            return raw_rows(plain_columns(table, label))
        geometry = about["primary_column"]
        described = about["columns"][geometry]
        shapes, verdict = _parquet_shapes(path, table, geometry, described, label)
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(
            f"cannot be read as GeoParquet: {said_by(error)}.", file=label, hint="Save it again."
        ) from None
    fields = plain_columns(table, label, *about["columns"])
    return raw_rows(fields, shapes, crs=_parquet_crs(described), verdict=verdict)


def _check_size(about: pq.FileMetaData, label: str) -> None:
    refuse_beyond("columns", about.num_columns, label)
    refuse_beyond("rows", about.num_rows, label)
    refuse_beyond("cells", about.num_columns * about.num_rows, label)
    sizes = [about.row_group(group).total_byte_size for group in range(about.num_row_groups)]
    refuse_beyond("inflated columns", sum(sizes), label)


def plain_columns(table: pa.Table, label: str, *left_out: str) -> dict[str, list[Any]]:
    """The columns of an Arrow table as plain values, nested ones as JSON text."""
    check_names(table, label)
    refuse_beyond("columns", table.num_columns, label)
    refuse_beyond("cells", table.num_columns * table.num_rows, label)
    names = [name for name in table.schema.names if name not in left_out]
    columns = {}
    for name in names:
        kind = table.schema.field(name).type
        if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            continue  # pictures and the like are no text that a role could want
        try:
            values = table.column(name).to_pylist()
        except UnicodeDecodeError:
            raise SourceError(
                f"a text in the column '{name}' is not UTF-8.",
                file=label,
                hint="Save the file again in QGIS.",
            ) from None
        if pa.types.is_nested(kind):
            values = [None if v is None else json.dumps(v, default=str, ensure_ascii=False)
                      for v in values]  # fmt: skip
        columns[name] = values
    return columns


def check_names(table: pa.Table, label: str) -> None:
    """Refuse a table that calls two columns the same.

    Raises
    ------
    SourceError
        With the names.
    """
    names = table.schema.names
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        message = f"the file has several columns called '{twice[0]}'."
        raise SourceError(message, file=label, hint="Give each column its own name.")


def wkb_shapes(column: pa.ChunkedArray, label: str) -> tuple[NDArray[np.object_], Verdict]:
    """Geometries from well-known binary; a row whose bytes make none is refused by number."""
    blobs = np.array(column.to_pylist(), dtype=object)
    with np.errstate(all="ignore"):  # of numbers that no coordinate can be: judged later
        shapes = shapely.from_wkb(blobs, on_invalid="ignore")
    broken = np.flatnonzero(
        shapely.is_missing(shapes) & np.array([blob is not None for blob in blobs], dtype=bool)
    )
    faults = [
        Finding("error", "the geometry cannot be built from its bytes.", file=label, row=int(n) + 1,
                hint="Draw it again, or delete the row.")
        for n in broken
    ]  # fmt: skip
    return shapes, Verdict(tuple(faults), frozenset(int(n) + 1 for n in broken))


def _layer(path: Path, label: str, wanted: str) -> str:
    """The layer to read: the one named, or the only one. Nothing but the catalogue is asked."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as base:
            base.execute("PRAGMA trusted_schema = OFF")
            listed = base.execute(
                "SELECT c.table_name, m.type, m.sql FROM gpkg_contents c JOIN sqlite_master m "
                "ON lower(m.name) = lower(c.table_name) "
                "WHERE c.data_type IN ('features', 'attributes') ORDER BY c.table_name"
            ).fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise SourceError(
            f"the GeoPackage cannot be read: {said_by(error)}.",
            file=label,
            hint="Fetch or save it again.",
        ) from None
    names = [str(name) for name, *_ in listed if name != "layer_styles"]
    layer = chosen_layer(names, wanted, label)
    kind, definition = next((kind, sql) for name, kind, sql in listed if name == layer)
    if kind != "table" or _COMPUTED.match(str(definition)):
        what = "a view, whose query" if kind == "view" else "computed by a program, which"
        raise SourceError(
            f"the layer '{layer}' is {what} would run while reading.",
            file=label,
            hint="Export it as a layer of its own.",
        )
    return layer


def chosen_layer(names: list[str], wanted: str, label: str, what: str = "layer") -> str:
    """The layer (or sheet) named, or the only one there is; case does not matter.

    Raises
    ------
    SourceError
        Where there is none, where several and none is named, or where the name is unknown.
    """
    if not names:
        raise SourceError(f"the file holds no {what}.", file=label)
    if wanted:
        for name in names:
            if without_hidden(name).strip().casefold() == without_hidden(wanted).strip().casefold():
                return name
        raise SourceError(
            f"no {what} '{wanted}' in the file.", file=label, hint=suggestion(wanted, names)
        )
    if len(names) > 1:
        listed = ", ".join(f"'{name}'" for name in names[:20])
        raise SourceError(
            f"the file holds {len(names)} {what}s: {listed}.",
            file=label,
            hint=f'Name the one to read: {what} = "{names[0]}".',
        )
    return names[0]


def _parquet_shapes(
    path: Path, table: pa.Table, geometry: str, described: dict[str, Any], label: str
) -> tuple[NDArray[np.object_], Verdict]:
    if described.get("encoding", "WKB").upper() == "WKB":
        return wkb_shapes(table.column(geometry), label)
    frame = gpd.read_parquet(path, columns=[geometry])
    return np.asarray(frame.geometry.to_numpy(), dtype=object), Verdict()


def _parquet_crs(described: dict[str, Any]) -> str:
    if "crs" not in described:
        return _CRS84
    crs = described["crs"]
    if crs is None:
        return ""
    return json.dumps(crs) if isinstance(crs, dict) else str(crs)


def said_by(error: Exception) -> str:
    """The first line of what a library says, or its silence in words."""
    if isinstance(error, IndexError | UnboundLocalError | UnicodeDecodeError):
        return "the file is broken"
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
