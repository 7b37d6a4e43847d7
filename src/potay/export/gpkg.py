"""The GeoPackage of a map: every layer styled, titled and dated, and a QGIS project inside."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyogrio
import shapely

from potay.built import BuiltMap
from potay.errors import BundleError
from potay.export.dictionary import (
    create_tables,
    describe_codes,
    describe_columns,
    write_metadata,
    write_project,
    write_style,
)
from potay.export.fields import arrow_columns, indexed
from potay.export.moment import stamp
from potay.export.project import ProjectLayer, project_row
from potay.export.qml import feature_parts, field_parts, style_text
from potay.export.vectors import VectorTable, attribute_tables, identifiers, vector_tables
from potay.export.words import domain_of

GEOMETRY = "geom"
VERSION = {"VERSION": "1.2"}  # what QGIS 3.22 and GDAL 3.6 read without a warning
_GDAL_FAULTS = (
    pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError,
)  # fmt: skip
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
    titles = identifiers(vectors, built.spec.language)
    try:
        with _gdal_settings(built.provenance.as_of):
            for table in vectors:
                _write_features(table, path, titles[table.name])
            for name, rows in tables.items():
                _write_attributes(name, rows, path)
        with closing(sqlite3.connect(path, isolation_level=None)) as con:
            con.execute("BEGIN")
            _describe(con, built, vectors, tables, path.name)
            con.execute("COMMIT")
            con.execute("VACUUM")
            _check(con, {table.name: len(table.frame) for table in vectors})
        _pin_header(path)
    except (OSError, sqlite3.Error, *_GDAL_FAULTS) as error:
        raise BundleError(f"{path.name}: the GeoPackage cannot be written: {error}.") from error


def _describe(
    con: sqlite3.Connection,
    built: BuiltMap,
    vectors: tuple[VectorTable, ...],
    tables: Mapping[str, pd.DataFrame],
    file_name: str,
) -> None:
    moment = stamp(built.provenance.as_of)
    create_tables(con, moment)
    entries = [_feature_entry(con, built, table, moment) for table in vectors]
    shown = [_attribute_entry(con, built, name, rows) for name, rows in tables.items()]
    describe_codes(con, built, {domain for _, coded in (*entries, *shown) for domain in coded})
    write_metadata(con, built, {table.name: table.spec.dataset for table in vectors})
    layers = [layer for layer, _ in (*shown, *entries)]
    write_project(con, project_row(built, layers, file_name))


def _feature_entry(
    con: sqlite3.Connection, built: BuiltMap, table: VectorTable, moment: str
) -> tuple[ProjectLayer, set[str]]:
    rows = indexed(pd.DataFrame(table.frame.drop(columns=table.frame.geometry.name)))
    coded = _coded(rows, built)
    describe_columns(con, built, table.name, map(str, rows.columns), coded)
    parts = feature_parts(table, built, coded)
    write_style(con, table.name, GEOMETRY, style_text(parts), moment)
    visible = table.spec.visible and table.spec.draw
    name = table.title(built.spec.language)
    layer = ProjectLayer(table.name, name, table.role, table.dimension, visible, parts)
    return layer, set(coded.values())


def _attribute_entry(
    con: sqlite3.Connection, built: BuiltMap, name: str, rows: pd.DataFrame
) -> tuple[ProjectLayer, set[str]]:
    coded = _coded(rows, built)
    describe_columns(con, built, name, map(str, rows.columns), coded)
    parts = field_parts([str(column) for column in rows.columns], built, coded)
    return ProjectLayer(name, name, "table", None, True, parts), set(coded.values())


def _coded(rows: pd.DataFrame, built: BuiltMap) -> dict[str, str]:
    """The coded columns with the domain that explains each."""
    domains = {str(name): domain_of(str(name), rows[name], built) for name in rows.columns}
    return {name: domain for name, domain in domains.items() if domain}


def _check(con: sqlite3.Connection, counts: Mapping[str, int]) -> None:
    """Read the file back: sound, and every row there."""
    (sound,) = con.execute("PRAGMA integrity_check").fetchone()
    if sound != "ok":
        raise sqlite3.DatabaseError(f"it reads back damaged ({sound})")
    for name, count in counts.items():
        quoted = name.replace('"', '""')
        (there,) = con.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()
        if there != count:
            raise sqlite3.DatabaseError(f"layer {name} has {there} of {count} rows")


@contextmanager
def _gdal_settings(moment: datetime) -> Iterator[None]:
    """Let GDAL write `moment` where it would write the time of day.

    It need not wait for the disk after each table: who publishes the file flushes it once.
    """
    options = {"OGR_CURRENT_DATE": stamp(moment), "OGR_SQLITE_SYNCHRONOUS": "OFF"}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(options))


def _write_features(table: VectorTable, path: Path, title: str) -> None:
    rows = indexed(table.frame)
    columns = arrow_columns(pd.DataFrame(rows.drop(columns=rows.geometry.name)))
    columns[GEOMETRY] = pa.array(shapely.to_wkb(table.shapes), type=pa.binary())
    pyogrio.write_arrow(
        pa.table(columns), path, layer=table.name, driver="GPKG", append=path.exists(),
        geometry_name=GEOMETRY, geometry_type=table.geometry_type, crs="EPSG:4326",
        dataset_options=VERSION,
        layer_options={
            "IDENTIFIER": title, "FID": "fid",
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
