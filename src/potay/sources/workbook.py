"""XLSX: one sheet, one header row, and no formula whose result was never stored."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import openpyxl

from potay.errors import Finding, SourceError
from potay.sources.archive import checked_members, opened_archive
from potay.sources.delimited import table_rows
from potay.sources.limits import refuse_beyond
from potay.sources.markup import declares_entities
from potay.sources.rows import RawRows, Verdict
from potay.sources.vector import chosen_layer

#: The last row that a sheet can have.
_LAST_ROW = 1_048_576
#: How an element of a cell or of a formula begins in XML; counting bytes takes no time.
_CELL = (b"<c ", b":c ", b"<c>", b":c>")
_FORMULA = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b"\x00f")
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
    formulas = _has_formulas(path, label)
    try:
        with warnings.catch_warnings(action="ignore"):  # of styles and charts, which are not read
            lines, faults, hidden = _read(path, label, sheet, formulas=formulas)
    except (SourceError, MemoryError, RecursionError):
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl lets through whatever its parts raise
        said = str(error).strip().rstrip(".") or type(error).__name__
        raise SourceError(
            f"the workbook is damaged: {said}.",
            file=label,
            hint="Open it in the program it comes from and save it again as .xlsx.",
        ) from None
    if faults:
        raise SourceError(faults)
    width = max(map(len, lines), default=0)
    refuse_beyond("cells", width * len(lines), label)
    return table_rows(
        [[_plain(cell) for cell in (*line, *[None] * width)[:width]] for line in lines],
        label,
        header_row=header_row,
        verdict=hidden,
    )


def _has_formulas(path: Path, label: str) -> bool:
    """Whether any inner file holds a formula; all are looked through, their checksums tested."""
    cells, formulas = 0, False
    with opened_archive(path, label) as archive:
        for info in checked_members(archive, label):
            if not info.filename.endswith((".xml", ".rels")):
                continue
            refuse_beyond("inflated XML", info.file_size, label)
            content = archive.read(info)
            if declares_entities(content):
                message = f"'{info.filename}' declares entities, which no workbook needs."
                raise SourceError(message, file=label, hint="Save it again in Excel.")
            cells += sum(map(content.count, _CELL))
            refuse_beyond("cells of a workbook", cells, label)
            formulas = formulas or any(mark in content for mark in _FORMULA)
    return formulas


def _read(
    path: Path, label: str, sheet: str, *, formulas: bool
) -> tuple[list[list[Any]], list[Finding], Verdict]:
    """The lines of the sheet, the formulas that have no result, and what is hidden."""
    with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as values:
        name = _sheet(values, sheet, label)
        lines = _lines(values[name], label)
        hidden = _hidden(values, name, label)
    if not formulas:
        return lines, _without_result(lines, iter(()), label), hidden
    with closing(openpyxl.load_workbook(path, read_only=True, data_only=False)) as written:
        return lines, _without_result(lines, _cells(written[name]), label), hidden


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


def _lines(sheet: Any, label: str) -> list[list[Any]]:  # noqa: ANN401 - a sheet
    """The cells of each line up to its last that is filled, up to the last line that has one.

    Some programs write an empty last row of the 1,048,576 that a sheet can have.
    """
    lines: list[list[Any]] = []
    for number, line in enumerate(_cells(sheet), start=1):
        width = _width(line)
        if width or number > _LAST_ROW:
            refuse_beyond("rows of a sheet", number, label)
            refuse_beyond("columns", width, label)
            lines += [[] for _ in range(number - 1 - len(lines))]
            lines.append(list(line[:width]))
    return lines


def _without_result(
    lines: list[list[Any]], formulas: Iterator[tuple[Any, ...]], label: str
) -> list[Finding]:
    faults = []
    for number, (line, written) in enumerate(zip_longest(lines, formulas, fillvalue=()), start=1):
        for place, (value, formula) in enumerate(zip_longest(line, written)):
            is_formula = isinstance(formula, str) and formula.startswith("=")
            if (is_formula and value is None) or value in _ERRORS:
                cell = f"{openpyxl.utils.get_column_letter(place + 1)}{number}"
                what = (
                    f"the cell {cell} holds {value}"
                    if value is not None
                    else f"the formula in cell {cell} has no stored result"
                )
                shown = "" if formula is None else str(formula)[:80]
                faults.append(
                    Finding("error", f"{what}.", file=label, value=shown,
                            hint="Open and save it in Excel, or replace it by its value.")
                )  # fmt: skip
    return faults


def _width(line: Sequence[Any]) -> int:
    return max((place + 1 for place, cell in enumerate(line) if cell not in (None, "")), default=0)


def _plain(cell: Any) -> Any:  # noqa: ANN401 - any cell
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, datetime | int | float) or cell is None:
        return cell
    return cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
