"""One workbook of all tables, with typed cells, a frozen head and the same bytes every time."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from potay.built import BuiltMap
from potay.export.archive import zip_bytes
from potay.export.columns import COLUMNS
from potay.export.moment import shown, stamp
from potay.export.words import title, word

#: What a cell of the format can hold.
LONGEST = 32_767
CUT = "… (see CSV)"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def workbook_bytes(built: BuiltMap, tables: Mapping[str, Mapping[str, list[Any]]]) -> bytes:
    """The workbook: a sheet that says what this is, then a sheet for each table.

    The third row of a table's sheet is its first row of data: titles in the map's language
    and HXL tags stand above it and stay in sight.
    """
    book = Workbook(write_only=True)
    book.properties.creator = "potay"
    book.properties.title = built.spec.title.in_language(built.spec.language)
    _write_about(book.create_sheet("about"), built)
    for name, columns in tables.items():
        _write_table(book.create_sheet(name[:31]), columns, built.spec.language)
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_clock(buffer, stamp(built.provenance.as_of))


def _write_about(sheet: WriteOnlyWorksheet, built: BuiltMap) -> None:
    language, provenance = built.spec.language, built.provenance
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 90
    facts = [
        (built.spec.title.in_language(language), word("warning", language)),
        (word("as_of", language), shown(provenance.as_of)),
        (word("expires", language), shown(provenance.expires)),
        (title("sensitivity", language), f"{provenance.sensitivity} · {provenance.audience}"),
        (title("mover", language), built.spec.chosen_mover.title.in_language(language)),
    ]
    facts += [(title("source", language), text) for text in built.extras.get("attribution", ())]
    for label, text in facts:
        sheet.append([_written(sheet, label), _written(sheet, text)])


def _write_table(
    sheet: WriteOnlyWorksheet, columns: Mapping[str, list[Any]], language: str
) -> None:
    sheet.freeze_panes = "A3"
    sheet.append([_bold(sheet, title(name, language)) for name in columns])
    sheet.append([COLUMNS[name].hxl if name in COLUMNS else "" for name in columns])
    for row in zip(*columns.values(), strict=True):
        sheet.append([_written(sheet, value) for value in row])


def _bold(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _written(sheet: WriteOnlyWorksheet, value: Any) -> Any:  # noqa: ANN401 - any plain cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    if not isinstance(value, str):
        return value
    if not value:
        return None  # an empty cell needs no bytes
    text = _CONTROL.sub("", value)
    if len(text) > LONGEST:
        text = text[: LONGEST - len(CUT)] + CUT
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # never a formula, whatever it begins with
    return cell


def _without_clock(buffer: io.BytesIO, moment: str) -> bytes:
    return zip_bytes(dict(_members(buffer, moment)))


def _members(buffer: io.BytesIO, moment: str) -> Iterator[tuple[str, bytes]]:
    told = moment.replace(".000Z", "Z").encode()
    with zipfile.ZipFile(buffer) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + told, content)
            yield name, content
