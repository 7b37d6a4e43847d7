"""XLSX: one sheet, one header row, and no formula whose result was never stored."""

import warnings
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from potay.errors import Finding, SourceError
from potay.sources.archive import checked_members, opened_archive
from potay.sources.delimited import table_rows
from potay.sources.rows import RawRows, Verdict
from potay.sources.vector import chosen_layer

_HEAD = 4096
_ERRORS = ("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")


def read_workbook(path: Path, label: str, *, sheet: str = "", header_row: int = 1) -> RawRows:
    """Rows of one sheet of a workbook.

    Cells keep their kind: text, number, date, yes or no. A workbook with one visible sheet
    needs no `sheet`.

    Raises
    ------
    SourceError
        Where several sheets are visible and none is named, or a formula has no stored result.
    """
    _check_archive(path, label)
    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and charts, which are not read
            values = openpyxl.load_workbook(path, read_only=True, data_only=True)
            formulas = openpyxl.load_workbook(path, read_only=True, data_only=False)
            with closing(values), closing(formulas):
                name = _sheet(values, sheet, label)
                lines = [list(line) for line in _cells(values[name])]
                faults = _without_result(lines, _cells(formulas[name]), label)
                hidden = _hidden(values, name, label)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError) as error:
        raise SourceError(
            f"the workbook cannot be read: {error}.", file=label, hint="Save it again as .xlsx."
        ) from None
    if faults:
        raise SourceError(faults)
    width = max((_width(line) for line in lines), default=0)
    return table_rows(
        [[_plain(cell) for cell in (*line, *[None] * width)[:width]] for line in lines],
        label,
        header_row=header_row,
        verdict=hidden,
    )


def _check_archive(path: Path, label: str) -> None:
    with opened_archive(path, label) as archive:
        for info in checked_members(archive, label):
            if info.filename.endswith((".xml", ".rels")):
                head = archive.read(info)[:_HEAD]  # all of it: its checksum is tested so
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    message = f"'{info.filename}' declares entities, which no workbook needs."
                    raise SourceError(message, file=label, hint="Save it again in Excel.")


def _sheet(book: Any, wanted: str, label: str) -> str:  # noqa: ANN401 - a workbook
    sheets = [sheet for sheet in book.worksheets if wanted or sheet.sheet_state == "visible"]
    return chosen_layer([sheet.title for sheet in sheets], wanted, label, "sheet")


def _hidden(book: Any, name: str, label: str) -> Verdict:  # noqa: ANN401 - a workbook
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    hidden = [title for title in hidden if title != name]
    if not hidden:
        return Verdict()
    message = f"hidden sheets were not read: {', '.join(hidden)}."
    return Verdict((Finding("info", message, file=label),))


def _cells(sheet: Any) -> Any:  # noqa: ANN401 - a sheet, an iterator of tuples
    sheet.reset_dimensions()  # the size that the file declares may be wrong
    return sheet.iter_rows(values_only=True)


def _without_result(lines: list[list[Any]], formulas: Any, label: str) -> list[Finding]:  # noqa: ANN401
    faults = []
    for number, (line, written) in enumerate(zip(lines, formulas, strict=True), start=1):
        for place, (value, formula) in enumerate(zip(line, written, strict=False)):
            is_formula = isinstance(formula, str) and formula.startswith("=")
            if (is_formula and value is None) or value in _ERRORS:
                cell = f"{openpyxl.utils.get_column_letter(place + 1)}{number}"
                what = (
                    f"the cell {cell} holds {value}"
                    if value is not None
                    else f"the formula in cell {cell} has no stored result"
                )
                faults.append(
                    Finding("error", f"{what}.", file=label, value=str(formula)[:80],
                            hint="Open and save it in Excel, or replace it by its value.")
                )  # fmt: skip
    return faults


def _width(line: list[Any]) -> int:
    return max((place + 1 for place, cell in enumerate(line) if cell not in (None, "")), default=0)


def _plain(cell: Any) -> Any:  # noqa: ANN401 - any cell
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, datetime | int | float) or cell is None:
        return cell
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
