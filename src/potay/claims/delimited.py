"""A CSV or TSV file to which a row can be added without touching what stands in it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from potay.errors import Finding, SourceError, raise_errors
from potay.spec import DatasetSpec

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class DelimitedFile:
    """The bytes of a file, and its manner: encoding, separator, quotes, ends of lines.

    `header` has our names of the columns ("" for those we do not know); `ids` the values of
    the column `key`.
    """

    content: bytes
    encoding: str
    delimiter: str
    all_quoted: bool
    line_end: str
    header: tuple[str, ...]
    ids: frozenset[str]

    def with_row(self, row: Mapping[str, str], label: str) -> bytes:
        """The file with one more row at its end.

        Raises
        ------
        SourceError
            Where the file has no column for a value, or no letters for it in its encoding.
        """
        lost = sorted(name for name, value in row.items() if value and name not in self.header)
        raise_errors(SourceError, [_no_column(name, row[name], label) for name in lost])
        cells = [row.get(name, "") for name in self.header]
        line = _line(cells, self.delimiter, all_quoted=self.all_quoted) + self.line_end
        gap = "" if self.content.endswith((b"\n", b"\r")) else self.line_end
        try:
            return self.content + (gap + line).encode(self.encoding)
        except UnicodeEncodeError as error:
            raise SourceError(
                f"the encoding {self.encoding} has no letter '{error.object[error.start]}'.",
                file=label, hint="Save the file as UTF-8 and update its sha256.",
            ) from None  # fmt: skip


def read_delimited(content: bytes, spec: DatasetSpec, key: str, label: str) -> DelimitedFile:
    """Read the manner, the header and the ids of a file.

    Raises
    ------
    SourceError
        Where it is not CSV or TSV, or not text in a known encoding.
    """
    if spec.path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        raise SourceError(f"rows can only be added to CSV or TSV, and this is {spec.path.suffix}.",
                          file=label, hint="Add the row in the program that made it.")  # fmt: skip
    encoding, text = _text(content, spec.encoding, label)
    first = next((line for line in text.splitlines(keepends=True) if line.strip()), "")
    delimiter = max((",", ";", "\t"), key=_unquoted(first).count)
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    header = _our_names(rows[spec.header_row - 1 : spec.header_row], spec)
    if key not in header:
        raise SourceError(f"there is no column '{key}'.", file=label)
    place = header.index(key)
    return DelimitedFile(
        content=content,
        encoding=encoding,
        delimiter=delimiter,
        all_quoted=_all_quoted(first, delimiter),
        line_end="\r\n" if first.endswith("\r\n") else "\n",
        header=header,
        ids=frozenset(row[place].strip() for row in rows[spec.header_row :] if len(row) > place),
    )


def _line(cells: list[str], delimiter: str, *, all_quoted: bool) -> str:
    line = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    csv.writer(line, delimiter=delimiter, quoting=quoting, lineterminator="").writerow(cells)
    return line.getvalue()


def _text(content: bytes, encoding: str, label: str) -> tuple[str, str]:
    if content.startswith(_BOM):
        return "utf-8", content.decode("utf-8-sig")
    if encoding.lower().replace("_", "-").startswith("utf-16") or content[:2] in (
        b"\xff\xfe",
        b"\xfe\xff",
    ):
        raise SourceError("rows cannot be added to UTF-16.", file=label, hint="Save it as UTF-8.")
    for name in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            return name, content.decode(name)
        except UnicodeDecodeError:
            continue
    raise SourceError("the file is not text in a known encoding.", file=label,
                      hint="Save it as UTF-8.")  # fmt: skip


def _our_names(header: list[list[str]], spec: DatasetSpec) -> tuple[str, ...]:
    ours = {theirs.casefold(): name for name, theirs in spec.columns.items()}
    names = [name.strip().casefold() for name in header[0]] if header else []
    return tuple(ours.get(name, name) for name in names)


def _unquoted(line: str) -> str:
    return "".join(part for place, part in enumerate(line.split('"')) if place % 2 == 0)


def _all_quoted(line: str, delimiter: str) -> bool:
    return all(part.strip() == "" for part in _unquoted(line).split(delimiter)) and '"' in line


def _no_column(name: str, value: str, label: str) -> Finding:
    return Finding(
        "error",
        f"the file has no column '{name}'.",
        file=label,
        column=name,
        value=value,
        hint="Add the column to its header, or leave the value out.",
    )
