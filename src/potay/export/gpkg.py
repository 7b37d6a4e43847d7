"""The GeoPackage of a map: every layer styled, titled and dated, and a QGIS project inside."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyogrio
import shapely

from potay.built import BuiltMap
from potay.errors import BundleError
from potay.export.fields import arrow_columns, indexed
from potay.export.moment import stamp
from potay.export.vectors import VectorTable, attribute_tables, vector_tables

GEOMETRY = "geom"
VERSION = {"VERSION": "1.2"}  # what QGIS 3.22 and GDAL 3.6 read without a warning
#: Written over the SQLite version in the file's header, which else differs between machines.
SQLITE_VERSION = (3040001).to_bytes(4, "big")


def write_gpkg(built: BuiltMap, path: Path) -> None:
    """Write all vector layers and tables of `built` to a new GeoPackage 1.2 at `path`.

    Coordinates are EPSG:4326. The same map gives the same bytes.

    Raises
    ------
    BundleError
        Where the file cannot be written, or reads back other than it was written.
    """
    vectors, tables = vector_tables(built), attribute_tables(built)
    try:
        with _gdal_clock(built.provenance.as_of):
            for table in vectors:
                _write_features(table, path, built.spec.language)
            for name, rows in tables.items():
                _write_attributes(name, rows, path)
        with closing(sqlite3.connect(path, isolation_level=None)) as con:
            con.execute("VACUUM")
        _pin_header(path)
    except (OSError, sqlite3.Error, pyogrio.errors.DataSourceError) as error:
        raise BundleError(f"{path.name}: the GeoPackage cannot be written: {error}.") from error


@contextmanager
def _gdal_clock(moment: datetime) -> Iterator[None]:
    """Let GDAL write `moment` where it would write the time of day."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp(moment)})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _write_features(table: VectorTable, path: Path, language: str) -> None:
    rows = indexed(table.frame)
    columns = arrow_columns(pd.DataFrame(rows.drop(columns=rows.geometry.name)))
    columns[GEOMETRY] = pa.array(shapely.to_wkb(table.shapes), type=pa.binary())
    pyogrio.write_arrow(
        pa.table(columns), path, layer=table.name, driver="GPKG", append=path.exists(),
        geometry_name=GEOMETRY, geometry_type=table.geometry_type, crs="EPSG:4326",
        dataset_options=VERSION,
        layer_options={
            "IDENTIFIER": table.title(language), "FID": "fid",
            "GEOMETRY_NAME": GEOMETRY, "SPATIAL_INDEX": "YES",
        },
    )  # fmt: skip


def _write_attributes(name: str, rows: pd.DataFrame, path: Path) -> None:
    pyogrio.write_arrow(
        pa.table(arrow_columns(rows)), path, layer=name, driver="GPKG", append=path.exists(),
        dataset_options=VERSION, layer_options={"FID": "fid"},
    )  # fmt: skip


def _pin_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(96)
        file.write(SQLITE_VERSION)
