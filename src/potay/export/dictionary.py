"""What a GeoPackage says of itself: column titles, coded values, metadata, styles, the project."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from potay.built import BuiltMap
from potay.export.moment import stamp
from potay.export.words import codes, for_whom, title, word

_SPEC = "http://www.geopackage.org/spec121/"

_SCHEMA = (
    "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, "
    "name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, "
    "CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), "
    "CONSTRAINT gdc_tn UNIQUE (table_name, name))",
    "CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, "
    "constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, "
    "max NUMERIC, max_is_inclusive BOOLEAN, description TEXT, "
    "CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))",
    "CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, "
    "md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL, "
    "mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, "
    "column_name TEXT, row_id_value INTEGER, "
    "timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), "
    "md_file_id INTEGER NOT NULL, md_parent_id INTEGER, "
    "CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id))",
    "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
    "f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), "
    "f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, "
    "useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
    "update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))",
    "CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)",
)
_EXTENSIONS = (
    ("gpkg_data_columns", "gpkg_schema", f"{_SPEC}#extension_schema"),
    ("gpkg_data_column_constraints", "gpkg_schema", f"{_SPEC}#extension_schema"),
    ("gpkg_metadata", "gpkg_metadata", f"{_SPEC}#extension_metadata"),
    ("gpkg_metadata_reference", "gpkg_metadata", f"{_SPEC}#extension_metadata"),
)


def create_tables(con: sqlite3.Connection, moment: str) -> None:
    """Create the tables of the schema and metadata extensions, of styles and of projects."""
    for statement in _SCHEMA:
        con.execute(statement)
    con.executemany("INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')", _EXTENSIONS)
    con.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, "
        "srs_id) VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, 0)", (moment,)
    )  # fmt: skip


def describe_columns(
    con: sqlite3.Connection, built: BuiltMap, table: str, names: Iterable[str],
    coded: Mapping[str, str],
) -> None:  # fmt: skip
    """Give each column its title, and each coded one (column → domain) its list of values."""
    con.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, constraint_name) "
        "VALUES (?, ?, ?, ?, ?)",
        [
            (table, name, text, text, coded.get(name))
            for name in names
            for text in (title(name, built.spec.language),)
        ],
    )


def describe_codes(con: sqlite3.Connection, built: BuiltMap, domains: Iterable[str]) -> None:
    """Write the values of each domain with their words."""
    con.executemany(
        "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, "
        "description) VALUES (?, 'enum', ?, ?)",
        [
            (domain, code, text)
            for domain in sorted(set(domains))
            for code, text in sorted(codes(domain, built).items())
        ],
    )


def write_metadata(con: sqlite3.Connection, built: BuiltMap, datasets: Mapping[str, str]) -> None:
    """Say of the file, and of each table with a dataset behind it, where it comes from.

    `datasets` maps a table to the name of its dataset.
    """
    moment = stamp(built.provenance.as_of)
    _tell(con, moment, _whole(built), None)
    inputs = {entry["name"]: entry for entry in built.provenance.inputs}
    for table, dataset in sorted(datasets.items()):
        if dataset in inputs:
            _tell(con, moment, inputs[dataset], table)


def _whole(built: BuiltMap) -> dict[str, Any]:
    provenance, spec = built.provenance, built.spec
    return {
        "name": spec.title.in_language(spec.language),
        "warning": word("warning", spec.language),
        "for_whom": for_whom(built),
        "as_of": provenance.as_of.isoformat(),
        "expires": provenance.expires.isoformat(),
        "audience": provenance.audience,
        "sensitivity": provenance.sensitivity,
        "mover": spec.chosen_mover.title.in_language(spec.language),
        "illustrative": [e["name"] for e in provenance.inputs if e.get("illustrative")],
        "sources": [
            {key: entry.get(key, "") for key in ("name", "title", "source", "licence")}
            for entry in provenance.inputs
        ],
        "versions": dict(provenance.versions),
        "fingerprint": provenance.fingerprint,
    }


def _tell(
    con: sqlite3.Connection, moment: str, facts: Mapping[str, Any], table: str | None
) -> None:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    added = con.execute(
        "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) "
        "VALUES ('dataset', 'https://schema.org/Dataset', 'application/json', ?)", (text,)
    )  # fmt: skip
    con.execute(
        "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, timestamp, md_file_id) "
        "VALUES (?, ?, ?, ?)",
        ("table" if table else "geopackage", table, moment, added.lastrowid),
    )


def write_style(con: sqlite3.Connection, table: str, geometry: str, qml: str, moment: str) -> None:
    """Store the style of a table as its default."""
    con.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
        "update_time) VALUES ('', '', ?, ?, 'default', ?, '', 1, '', '', ?)",
        (table, geometry, qml, moment),
    )


def write_project(con: sqlite3.Connection, row: tuple[str, str, str]) -> None:
    """Store a project: name, metadata, content."""
    con.execute("INSERT INTO qgis_projects (name, metadata, content) VALUES (?, ?, ?)", row)
