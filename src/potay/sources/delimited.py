"""CSV and TSV: every row must have as many fields as the header, or it is refused by number."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from potay.errors import Finding, SourceError
from potay.sources.limits import most, refusal, refuse_beyond
from potay.sources.rows import RawRows, Verdict, raw_rows
from potay.sources.text import Decoded, decode, mended, neat

_DELIMITERS = (",", ";", "\t")


def read_delimited(path: Path, label: str, *, encoding: str = "", header_row: int = 1) -> RawRows:
    """Rows of a CSV or TSV file, all cells as text.

    Raises
    ------
    SourceError
        Where the file is not text, has no header, or its quotes do not close.
    """
    refuse_beyond("bytes of CSV", path.stat().st_size, label)
    decoded = decode(path.read_bytes(), encoding, label)
    if "\x00" in decoded.text:
        raise SourceError("holds zero bytes, so it is not text.", file=label, hint="Save it again.")
    lines = lines_of(decoded.text, label)
    return table_rows(lines, label, header_row=header_row, verdict=_about_encoding(decoded, label))


def table_rows(
    lines: list[list[Any]],
    label: str,
    *,
    header_row: int = 1,
    verdict: Verdict | None = None,
) -> RawRows:
    """Rows from lines of cells, of which `header_row` names the columns.

    Lines with nothing in them and HXL tag lines are no rows. A row with more or fewer cells
    than the header is refused: its values would stand under the wrong names.
    """
    if len(lines) < header_row:
        raise SourceError(f"there is no header in row {header_row}.", file=label)
    names = header_names(lines[header_row - 1], label)
    body, skipped = _body(lines[header_row:], label)
    kept, uneven = [], []
    for number, line in enumerate(body, start=1):
        if len(line) == len(names):
            kept.append((number, line))
        else:
            uneven.append(_uneven(number, line, names, label))
    columns = [(name, [line[place] for _, line in kept]) for place, name in enumerate(names)]
    _check_unnamed(columns, label)
    return raw_rows(
        {name: values for name, values in columns if name},
        numbers=[number for number, _ in kept],
        total=len(body),
        verdict=(verdict or Verdict())
        + Verdict(tuple(skipped))
        + Verdict(tuple(uneven), frozenset(fault.row for fault in uneven if fault.row)),
    )


def lines_of(text: str, label: str) -> list[list[str | None]]:
    """The lines of a file as cells, without empty ones; None where nothing is written.

    Raises
    ------
    SourceError
        Where quotes do not close, or there are too many lines or cells.
    """
    longest = most("characters of a field")  # a commune drawn as WKT is beyond csv's own limit
    csv.field_size_limit(longest)
    delimiter = delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [[_cell(cell) for cell in line] for line in _counted(reader, label) if line]
    except csv.Error as error:
        if "field limit" in str(error):
            place = f"{reader.line_num:,}"
            raise refusal("characters of a field", longest + 1, label, place=place) from None
        raise SourceError(
            f"the quotes are wrong near line {reader.line_num}: {error}.",
            file=label,
            hint='A quote inside a quoted field is written twice (""), and every quote closes.',
        ) from None


def _counted(lines: Iterable[list[str]], label: str) -> Iterator[list[str]]:
    """The lines, of which there may be only so many, and of so many cells."""
    cells = 0
    for number, line in enumerate(lines, start=1):
        cells += len(line)
        refuse_beyond("columns", len(line), label)
        refuse_beyond("cells", cells, label)
        refuse_beyond("rows", number, label)
        yield line


def delimiter_of(text: str) -> str:
    """The separator of a file: what stands most often in its first line, outside of quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=unquoted(first).count)


def unquoted(line: str) -> str:
    """What of a line stands outside of quotes."""
    return "".join(part for place, part in enumerate(line.split('"')) if place % 2 == 0)


def _cell(cell: str) -> str | None:
    return cell if cell.strip() else None


def header_names(cells: list[Any], label: str) -> list[str]:
    """The names of the columns, in the order of the file; "" for one without a name.

    Raises
    ------
    SourceError
        Where two columns have one name, or none has any.
    """
    names = [_name(cell) for cell in cells]
    faults = [
        Finding("error", f"the header names two columns '{name}'.", file=label,
                hint="Give each column its own name.")
        for name, times in sorted(Counter(names).items()) if name and times > 1
    ]  # fmt: skip
    if not any(names):
        faults = [Finding("error", "the header row is empty.", file=label)]
    if faults:
        raise SourceError(faults)
    return names


def _name(cell: Any) -> str:  # noqa: ANN401 - any cell
    return neat(mended("" if cell is None else str(cell))).replace("\n", " ")


def _body(lines: list[list[Any]], label: str) -> tuple[list[list[Any]], list[Finding]]:
    body = [line for line in lines if any(cell is not None for cell in line)]
    found = []
    if body and all(str(cell).startswith("#") for cell in body[0] if cell is not None):
        body = body[1:]
        message = "the HXL tag row below the header is no data row."
        found.append(Finding("info", message, file=label))
    return body, found


def _check_unnamed(columns: list[tuple[str, list[Any]]], label: str) -> None:
    """Spreadsheets leave empty columns without a name; values there would be lost."""
    faults = [
        Finding("error", f"column {place} holds values but has no name in the header.", file=label,
                hint="Name it, or empty it.")
        for place, (name, values) in enumerate(columns, start=1)
        if not name and any(value is not None for value in values)
    ]  # fmt: skip
    if faults:
        raise SourceError(faults)


def _uneven(number: int, line: list[Any], names: list[str], label: str) -> Finding:
    return Finding(
        "error",
        f"the row has {len(line)} fields and the header {len(names)}, so values may stand under "
        "the wrong names.",
        file=label,
        row=number,
        value="" if line[0] is None else str(line[0]),
        hint="Quote fields that hold the separator, or add the missing one.",
    )


def _about_encoding(decoded: Decoded, label: str) -> Verdict:
    if not decoded.odd_line:
        return Verdict()
    message = f"line {decoded.odd_line} is not UTF-8; the file was read as Windows-1252."
    hint = "Check the accents, and save the file as UTF-8 or set 'encoding' in dataset.toml."
    return Verdict((Finding("repair", message, file=label, hint=hint),))
