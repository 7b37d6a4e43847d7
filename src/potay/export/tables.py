"""Tables for spreadsheets and scripts: CSV with a row of HXL tags, and one workbook of all."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from potay.built import BuiltMap
from potay.export.columns import COLUMNS
from potay.export.fields import indexed, is_missing, plain_values
from potay.export.vectors import index_of, sorted_rows
from potay.export.workbook import workbook_bytes

#: Tables with a file of their own; all others are in the workbook and the GeoPackage.
FILES = ("access", "corridors", "state", "claims", "change", "site_totals", "people")

#: A spreadsheet takes text that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\x00")


def write_tables(built: BuiltMap, folder: Path) -> None:
    """Write `<table>.csv` for each table of FILES that the map has, and `<map>.xlsx` of all.

    The first row names the columns, the second holds HXL tags. UTF-8 without a mark. Text that
    a spreadsheet would take for a formula is preceded by an apostrophe.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {name: sorted_rows(indexed(frame, index_of(frame)))
              for name, frame in sorted(built.tables.items())}  # fmt: skip
    for name in FILES:
        if name in tables:
            (folder / f"{name}.csv").write_bytes(csv_bytes(plain_table(tables[name])))
    sheets = {name: plain_table(briefly(rows)) for name, rows in tables.items()}
    (folder / f"{built.stem}.xlsx").write_bytes(workbook_bytes(built, sheets))


def plain_table(rows: pd.DataFrame) -> dict[str, list[Any]]:
    """A table's columns as plain typed values, text made harmless."""
    return {
        str(name): [harmless(value) for value in plain_values(str(name), rows[name])]
        for name in rows.columns
    }


def briefly(rows: pd.DataFrame) -> pd.DataFrame:
    """The table with its lists as a person would note them, for reading and not for programs."""
    nested = [name for name in rows.columns if rows[name].map(_is_nested).any()]
    return rows.assign(**{str(name): rows[name].map(_brief) for name in nested})


def _is_nested(cell: object) -> bool:
    return isinstance(cell, list | tuple | dict)


def _brief(cell: Any) -> Any:  # noqa: ANN401 - any nested cell
    """Subjects by name, cases as *status minutes*, stretches as *km: status*, lists with `;`."""
    if isinstance(cell, list | tuple):
        joint = " + " if cell and isinstance(cell[0], str) else "; "
        return joint.join(str(_brief(item)) for item in cell)
    if not isinstance(cell, Mapping):
        return cell
    if "from_km" in cell:
        return f"{cell['from_km']:.1f}-{cell['to_km']:.1f} km: {cell.get('status', '')}"
    if cell and all(isinstance(item, Mapping) for item in cell.values()):
        return "; ".join(f"{key}: {_brief(item)}" for key, item in cell.items())
    words = [cell.get("subject") or cell.get("id"), cell.get("status"), _minutes(cell)]
    return " ".join(str(word) for word in words if word)


def _minutes(cell: Mapping[str, Any]) -> str:
    minutes = cell.get("minutes")
    return "" if is_missing(minutes) else f"{minutes:.0f} min"


def harmless(value: Any) -> Any:  # noqa: ANN401 - any plain cell
    """Text that begins like a formula with an apostrophe before it; all else unchanged."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def hxl_tags(names: Iterable[str]) -> list[str]:
    """The HXL tag of each column, empty where the standard has none for it."""
    return [COLUMNS[name].hxl if name in COLUMNS else "" for name in names]


def csv_bytes(columns: Mapping[str, list[Any]]) -> bytes:
    """The table as CSV: names, HXL tags, rows; empty where a value is missing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerow(hxl_tags(columns))
    writer.writerows([_cell(value) for value in row] for row in zip(*columns.values(), strict=True))
    return text.getvalue().encode("utf-8")


def _cell(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
