"""One workbook of all tables, with typed cells, a frozen head and the same bytes every time."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from potay.built import BuiltMap
from potay.export.archive import zip_bytes
from potay.export.columns import COLUMNS
from potay.export.moment import shown
from potay.export.words import for_whom, glossary, title, word

#: What a cell of the format can hold.
LONGEST = 32_767
CUT = "… (see CSV)"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def workbook_bytes(built: BuiltMap, tables: Mapping[str, Mapping[str, list[Any]]]) -> bytes:
    """The workbook: a sheet that says what this is, then a sheet for each table.

    The third row of a table's sheet is its first row of data: titles in the map's language
    and HXL tags stand above it and stay in sight.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    moment = built.provenance.as_of.replace(tzinfo=None)
    name = built.spec.title.in_language(built.spec.language)
    book.set_properties({"author": "potay", "title": name, "created": moment})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    _write_about(book.add_worksheet("about"), built)
    for name, columns in tables.items():
        _write_table(book.add_worksheet(name[:31]), columns, built.spec.language, (bold, day))
    book.close()
    return zip_bytes(dict(_members(buffer)))


def _write_about(sheet: Worksheet, built: BuiltMap) -> None:
    language, provenance = built.spec.language, built.provenance
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    facts = [
        (built.spec.title.in_language(language), word("warning", language)),
        (word("as_of", language), shown(provenance.as_of, language)),
        (word("expires", language), shown(provenance.expires, language)),
        (title("sensitivity", language), f"{provenance.sensitivity} · {provenance.audience}"),
        (provenance.audience, for_whom(built)),
        (title("mover", language), built.spec.chosen_mover.title.in_language(language)),
    ]
    facts += glossary(built).items()
    facts += [(title("source", language), text) for text in built.attribution]
    for row, (label, text) in enumerate(facts):
        sheet.write_string(row, 0, _fitting(label))
        sheet.write_string(row, 1, _fitting(text))


def _write_table(
    sheet: Worksheet,
    columns: Mapping[str, list[Any]],
    language: str,
    formats: tuple[Format, Format],
) -> None:
    bold, day = formats
    sheet.freeze_panes(2, 0)
    for at, (name, values) in enumerate(columns.items()):
        sheet.write_string(0, at, title(name, language), bold)
        sheet.write_string(1, at, COLUMNS[name].hxl if name in COLUMNS else "")
        for row, value in enumerate(values, start=2):
            _write(sheet, row, at, value, day)


def _write(sheet: Worksheet, row: int, column: int, value: Any, day: Format) -> None:  # noqa: ANN401
    """Any plain value as a typed cell: text is text, whatever it begins with."""
    if value is None or value == "":
        return  # an empty cell needs no bytes
    if isinstance(value, str):
        sheet.write_string(row, column, _fitting(value))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_number(row, column, value)


def _fitting(text: str) -> str:
    """Text as a cell can hold it."""
    text = _CONTROL.sub("", text)
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def _members(buffer: io.BytesIO) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(buffer) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
