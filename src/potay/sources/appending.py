"""One more row at the end of a CSV or TSV file, in the file's own manner, and read back.

A row counts as added when the file, as a build reads it, holds that row cell by cell and every
former row as before. That is looked at before the new file takes the place of the old one.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

from potay.built import Dataset
from potay.errors import Finding, SourceError, raise_errors
from potay.signs import half_letters, hidden_signs, named_signs
from potay.sources.columns import match_columns
from potay.sources.dataset import check_file, read_dataset
from potay.sources.delimited import delimiter_of, header_names, lines_of, unquoted
from potay.sources.limits import advice, most, told
from potay.sources.registered import Say, change_file, finish, label_of, writing
from potay.sources.roles import ROLES
from potay.sources.signature import FORMATS, sniff
from potay.sources.text import decode, tidy
from potay.spec.dataset import DatasetSpec

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@")

#: They end a line where they are shown; `tidy` makes spaces of them.
_LINE_SIGNS = ("\u2028", "\u2029")
_LONG = "characters of a text"
_LINE_END = re.compile(r"\r\n|\n|\r")


def append_row(
    spec: DatasetSpec,
    row_for: Callable[[frozenset[str]], Mapping[str, str]],
    say: Say | None = None,
) -> Dataset:
    """Add one row to the file of a dataset; all others who write in data/ are waited for.

    Parameters
    ----------
    spec
        The dataset; its file is CSV or TSV.
    row_for
        Makes the row, texts by our column names, from the ids in use. It is called while nobody
        else writes, and may refuse.
    say
        Told for whom we wait.

    Returns
    -------
    The dataset as read back; the new row is its last.

    Raises
    ------
    SourceError
        Where the file is refused as it is, cannot carry the row, or would not give it back.
        Nothing has been written then.
    BundleError
        Where another process goes on writing in data/, or it cannot be written.
    """
    label = label_of(spec)
    with writing(spec.folder.parent, label, say):
        finish(spec)
        before = read_dataset(spec)
        content = spec.path.read_bytes()
        if sha256(content).hexdigest() != before.sha256:
            raise SourceError("the file changed while it was read.", file=label, hint="Try again.")
        ids = () if before.frame is None else before.frame.index
        row = row_for(frozenset(ids))
        new = _with_row(content, _manner(content, spec), row, label)
        read: list[Dataset] = []
        change_file(spec, new, lambda path: read.append(_read_back(path, spec, before, row)))
    return read[0]


def unfit_texts(row: Mapping[str, str], label: str) -> list[Finding]:
    """The texts that a file would not give back as they are, or a spreadsheet would not keep."""
    return [
        Finding("error", message, file=label, column=name, hint=hint)
        for name, text in row.items()
        for message, hint in _unfit(text)
    ]


def _unfit(text: str) -> list[tuple[str, str]]:
    found = []
    lost = (*hidden_signs(text), *(sign for sign in _LINE_SIGNS if sign in text))
    if half_letters(text):
        found.append(("it holds bytes that are no letters.", "Type it anew."))
    if lost:
        found.append((f"it holds {named_signs(lost)}, which nobody sees.", "Type it anew."))
    elif tidy(text).startswith(FORMULA):
        message = f"it begins with '{tidy(text)[0]}', which a spreadsheet would compute."
        found.append((message, "Begin it with a word."))
    if len(text) > most(_LONG):
        found.append((told(_LONG, len(text)), advice(_LONG)))
    return found


@dataclass(frozen=True)
class Manner:
    """How a file is written: encoding, separator, quotes, ends of lines.

    `header` has our names of the columns, "" for those we do not know.
    """

    encoding: str
    delimiter: str
    all_quoted: bool
    line_end: str
    ended: bool
    header: tuple[str, ...]


def _manner(content: bytes, spec: DatasetSpec) -> Manner:
    label = label_of(spec)
    kind = sniff(spec.path, label)
    if kind != "csv":
        message = f"rows can only be added to CSV or TSV, and this is {FORMATS[kind]}."
        raise SourceError(message, file=label, hint="Add the row in the program that made it.")
    text, encoding, _ = decode(content, spec.encoding, label)
    encoding = re.sub(r"^utf[-_]?8[-_]sig$", "utf-8", encoding, flags=re.IGNORECASE)
    if "a,\n".encode(encoding) != b"a,\n":
        message = f"rows cannot be added to {encoding.upper()}."
        raise SourceError(message, file=label, hint="Save it as UTF-8.")
    names = header_names(lines_of(text, label)[spec.header_row - 1], label)
    matching = match_columns(ROLES[spec.role], names, spec.columns, label, is_table=True)
    ours = {theirs: name for name, theirs in matching.theirs.items()}
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = delimiter_of(text)
    ends = _LINE_END.findall(text)
    return Manner(
        encoding=encoding,
        delimiter=delimiter,
        all_quoted=_all_quoted(first, delimiter),
        line_end=ends[-1] if ends else "\n",
        ended=text.endswith(("\n", "\r")),
        header=tuple(ours.get(name, "") for name in names),
    )


def _all_quoted(line: str, delimiter: str) -> bool:
    return '"' in line and not unquoted(line).replace(delimiter, "").strip()


def _with_row(content: bytes, manner: Manner, row: Mapping[str, str], label: str) -> bytes:
    """The file with one more row at its end."""
    lost = sorted(name for name, value in row.items() if value and name not in manner.header)
    raise_errors(SourceError, [_no_column(name, row[name], label) for name in lost])
    line = _line([row.get(name, "") for name in manner.header], manner)
    gap = "" if manner.ended else manner.line_end
    try:
        return content + f"{gap}{line}{manner.line_end}".encode(manner.encoding)
    except UnicodeEncodeError as error:
        raise SourceError(
            f"the encoding {manner.encoding} has no letter '{error.object[error.start]}'.",
            file=label, hint="Save the file as UTF-8 and register it.",
        ) from None  # fmt: skip


def _line(cells: Sequence[str], manner: Manner) -> str:
    line = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if manner.all_quoted else csv.QUOTE_MINIMAL
    # Which cells are quoted hangs on the end of lines: with "" those that hold one are not.
    writer = csv.writer(line, delimiter=manner.delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerow(cells)
    return line.getvalue().removesuffix("\r\n")


def _no_column(name: str, value: str, label: str) -> Finding:
    return Finding(
        "error",
        f"the file has no column '{name}'.",
        file=label,
        column=name,
        value=value,
        hint="Add the column to its header, or leave the value out.",
    )


def _read_back(path: Path, spec: DatasetSpec, before: Dataset, row: Mapping[str, str]) -> Dataset:
    """The new file as the reader of a build gives it, which must hold what it should."""
    label = label_of(spec)
    after = check_file(
        path, spec.role, columns=spec.columns, encoding=spec.encoding, header_row=spec.header_row
    )
    raise_errors(SourceError, [replace(fault, file=label) for fault in after.findings])
    raise_errors(SourceError, _differences(before, after, row, label))
    return replace(after, name=spec.name)


def _differences(
    before: Dataset, after: Dataset, row: Mapping[str, str], label: str
) -> list[Finding]:
    """What the new file would read otherwise than it should: former rows, cells of the new one."""
    frame, former = after.frame, before.frame
    assert frame is not None  # the new row is there, or was refused
    kept = frame.iloc[:-1]
    if not (kept.empty if former is None else kept.equals(former)):
        message = "with the new row, the rows before it would read otherwise than now."
        return [Finding("error", message, file=label, hint="Save the file anew as UTF-8 CSV.")]
    cells = {str(frame.index.name): frame.index[-1], **frame.iloc[-1]}
    return [
        Finding("error", f"{text!r} would be read back as {cells[name]!r}.", file=label,
                column=name, value=text, hint="Write it in other words.")
        for name, text in row.items() if cells[name] != text
    ]  # fmt: skip
