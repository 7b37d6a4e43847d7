"""Cells to values, column by column; every distinct cell is judged once."""

import difflib
import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from potay.signs import half_letters, hidden_signs, is_plain, named_signs, without_hidden
from potay.sources.limits import advice, most, told
from potay.sources.measures import measure
from potay.sources.roles import Column
from potay.sources.text import is_missing, is_missing_name, mended, tidy
from potay.spec.map import moment

_TRUE = frozenset({"yes", "true", "1", "y", "oui", "wi", "t", "vrai"})
_FALSE = frozenset({"no", "false", "0", "n", "non", "f", "faux"})
_ONEWAY = {
    "yes": "yes", "true": "yes", "1": "yes", "t": "yes", "ft": "yes", "f": "yes", "oui": "yes",
    "no": "no", "false": "no", "0": "no", "n": "no", "b": "no", "non": "no", "": "no",
    "reversible": "no", "alternating": "no",
    "-1": "-1", "reverse": "-1", "tf": "-1",
}  # fmt: skip
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([.,\u00a0\u202f ’']\d{3})+")
_PLAIN_ID = re.compile(r"[A-Za-z]+[-_/]?\d+", re.ASCII)
_SHORT = 200
_MOST = 10**300  # beyond it a whole number is no float
_CLOSE = 0.75  # below this a suggestion misleads more than it helps


class Cell(NamedTuple):
    """One distinct cell as read: its value, or a fault; `repair` says what was changed.

    `unseen` are the signs that nobody sees and that the value is without.
    """

    value: Any
    fault: str = ""
    hint: str = ""
    repair: str = ""
    unseen: tuple[str, ...] = ()


class ColumnCells(NamedTuple):
    """The values of a column, and the cells with a fault, a repair or signs unseen by position."""

    values: list[Any]
    remarkable: dict[int, Cell]


def read_cells(column: Column, raw: Sequence[Any]) -> ColumnCells:
    """The values of one column: "" for missing words, NaN for missing numbers, or the default."""
    reader = _READERS[column.kind]
    # True, 1 and 1.0 are one key: only where no two such types occur are cells their own keys.
    several = len({*map(type, raw)} - {str, type(None)}) > 1
    keys: Sequence[Any] = [(type(cell), cell) for cell in raw] if several else raw
    judged = {key: _judged(column, key[1] if several else key, reader) for key in {*keys}}
    values = {key: cell.value for key, cell in judged.items()}
    odd = {key: cell for key, cell in judged.items() if cell.fault or cell.repair or cell.unseen}
    remarkable = {row: odd[key] for row, key in enumerate(keys) if key in odd} if odd else {}
    return ColumnCells([values[key] for key in keys], remarkable)


def read_text(cell: Any, *, name: bool = True) -> str:  # noqa: ANN401 - any cell
    """A cell as text, as a person would write it; "" where nothing is written."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, datetime | date):
        return _iso(cell)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    text = tidy(str(cell))
    return "" if (is_missing_name(text) if name else is_missing(text)) else text


def number_of(cell: Any) -> float | None:  # noqa: ANN401 - any cell
    """A cell as a number, decimal commas understood; NaN if empty, None if it is no number."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell) if abs(cell) < _MOST else math.copysign(math.inf, cell)
    if isinstance(cell, str) and _NUMBER.fullmatch(cell):
        return float(cell)
    text = read_text(cell, name=False)
    if not text:
        return math.nan
    text = text.replace("−", "-")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else None


def _judged(column: Column, cell: Any, reader: Callable[[Column, Any], Cell]) -> Cell:  # noqa: ANN401
    if isinstance(cell, str) and not (is_plain(cell) and len(cell) < _SHORT):
        judged = _odd_text(column, cell, reader)
    else:
        judged = reader(column, cell)
    if not judged.fault and column.filled and judged.value == "":
        return judged._replace(fault="nothing is written here.", hint="Fill the cell.")
    return judged


def _odd_text(column: Column, cell: str, reader: Callable[[Column, Any], Cell]) -> Cell:
    """A cell that is long, or holds more than plain letters."""
    limit = "characters of an id" if column.kind == "id" else "characters of a text"
    if len(cell) > most(limit):
        return Cell("", told(limit, len(cell)), advice(limit))
    if half_letters(cell):
        return Cell("", "the text is no Unicode: it holds half a letter.", "Save it as UTF-8.")
    unseen = hidden_signs(mended(cell))
    if column.kind == "id" and without_hidden(cell) != cell:
        message = f"the id holds {named_signs(unseen)}, which nobody sees."
        return Cell("", message, "Type it anew, here and wherever it is named.")
    return reader(column, cell)._replace(unseen=unseen)


def _text(column: Column, cell: Any) -> Cell:  # noqa: ANN401
    text = read_text(cell)
    says_nothing = is_missing(text) and text.casefold() != "none"  # nobody holds it: a report
    if column.default is not None and says_nothing:
        return Cell(column.default, repair=f"an empty cell was read as {column.default}")
    better = tidy(mended(text))
    if better != text:
        return Cell(better, repair="accents were garbled (UTF-8 read as Windows-1252)")
    return Cell(text)


def _id(column: Column, cell: Any) -> Cell:  # noqa: ANN401
    if isinstance(cell, str) and _PLAIN_ID.fullmatch(cell):  # nearly every id
        return Cell(cell)
    if isinstance(cell, bool):
        return Cell("", "an id is text, not yes or no.", "Write an id such as 'canaan'.")
    if isinstance(cell, float) and not math.isnan(cell):
        return Cell(
            "", f"the id is stored as the decimal number {cell}, which loses leading zeros and "
            "long ids.", "Store ids as text (in a spreadsheet: format the column as text)."
        )  # fmt: skip
    text = tidy(mended(read_text(cell))).replace("\n", " ")
    if re.fullmatch(r"\d(\.\d+)?[eE]\+\d+", text):
        return Cell(
            "", f"'{text}' is an id that a spreadsheet turned into a rounded number.",
            "Format the column as text and enter the id again.",
        )  # fmt: skip
    if re.fullmatch(r"\d+\.0+", text):
        return Cell(
            "", f"'{text}' is an id that went through a decimal column, which loses leading "
            "zeros.", f"Write it as text: '{text.partition('.')[0]}' or with its leading zeros."
        )  # fmt: skip
    return Cell(text)


def _word(column: Column, cell: Any) -> Cell:  # noqa: ANN401
    text = read_text(cell, name=False)
    folded = tidy(mended(text)).casefold()
    words = column.words or {}
    if not folded:
        return Cell("")
    if folded in words:
        return Cell(folded)
    for word, others in words.items():
        if folded in others or folded.replace(" ", "_").replace("-", "_") == word:
            return Cell(word, repair=f"'{text}' was read as {word}")
    return Cell("", f"'{text}' is no {column.name} that potay knows.", _nearest(folded, words))


def _nearest(word: str, words: Iterable[str]) -> str:
    """The word that was probably meant, else all that can be written."""
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=_CLOSE)
    return f"Did you mean '{close[0]}'?" if close else f"Known: {', '.join(words)}."


def _measure(column: Column, cell: Any) -> Cell:  # noqa: ANN401
    """A number that may carry a unit, as OpenStreetMap writes it."""
    text = read_text(cell, name=False)
    if not isinstance(cell, str) or _NUMBER.fullmatch(text):
        return _number(column, cell)
    amount = measure(text, column.quantity)
    if amount is None:
        return _number(column, cell)
    return _bounded(column, amount, f"'{text}' was read as {amount:g}")


def _number(column: Column, cell: Any) -> Cell:  # noqa: ANN401
    if isinstance(cell, str):
        text = read_text(cell, name=False)
        if _THOUSANDS.fullmatch(text) and not _is_decimal(column, text):
            judged = _without_thousands(text)
            return judged if judged.fault else _bounded(column, judged.value, judged.repair)
    number = number_of(cell)
    if number is None:
        text = read_text(cell, name=False)
        return Cell(math.nan, f"'{text}' is not a number.", "Write digits, e.g. 12.5.")
    if math.isinf(number):
        return Cell(math.nan, "the number is infinite.", "Leave the cell empty if it is unknown.")
    return _bounded(column, number)


def _whole(column: Column, cell: Any) -> Cell:  # noqa: ANN401
    judged = _number(column, cell)
    if judged.fault:
        return judged
    if math.isnan(judged.value):
        return Cell(math.nan if column.default is None else column.default)
    if not float(judged.value).is_integer():
        return Cell(math.nan, f"{judged.value:g} is not a whole number.", "Write a whole number.")
    return judged._replace(value=int(judged.value))


def _bounded(column: Column, number: float, repair: str = "") -> Cell:
    least, most = column.least, column.most
    if (least is not None and number < least) or (most is not None and number > most):
        span = f"{least:g} to {most:g}" if most is not None else f"{least:g} or more"
        return Cell(math.nan, f"{number:g} is outside what {column.name} can be ({span}).",
                    "Leave the cell empty if it is unknown.")  # fmt: skip
    return Cell(number, repair=repair)


def _is_decimal(column: Column, text: str) -> bool:
    """Whether a text like 1.234 or 0,512 has a decimal point: no thousands were meant."""
    return text.lstrip("+-").startswith(("0.", "0,")) or (
        column.kind != "whole" and text.count(".") == 1 and "," not in text
    )


def _without_thousands(text: str) -> Cell:
    """A number with separators for thousands: read where only one reading is possible."""
    joined = re.sub(r"[^\d+-]", "", text)
    separators = re.findall(r"[^\d+-]", text)
    if len(separators) == 1 and separators[0] in ",.":
        return Cell(
            math.nan,
            f"'{text}' is ambiguous: {joined} or {text.replace(',', '.')}?",
            "Write it without a separator for thousands.",
        )
    return Cell(float(joined), repair=f"'{text}' was read as {joined}")


def _flag(column: Column, cell: Any) -> Cell:  # noqa: ANN401
    text = read_text(cell, name=False).casefold()
    if not text:
        return Cell(False)
    if text in _TRUE or text in _FALSE:
        return Cell(text in _TRUE)
    if column.name in ("bridge", "tunnel"):  # OSM names the kind: viaduct, culvert, …
        return Cell(True)
    return Cell(False, f"'{text}' is neither yes nor no.", "Write yes or no.")


def _oneway(column: Column, cell: Any) -> Cell:  # noqa: ANN401
    text = read_text(cell, name=False).casefold()
    if text in _ONEWAY:
        return Cell(_ONEWAY[text])
    return Cell("no", f"'{text}' is no direction.", "Write yes, no or -1 (against the drawing).")


def _moment(column: Column, cell: Any) -> Cell:  # noqa: ANN401
    text = read_text(cell, name=False)
    if not text:
        return Cell("")
    try:
        moment(text)
    except ValueError as error:
        said = str(error)
        return Cell("", said if said.endswith((".", "?")) else f"{said}.")
    return Cell(text)


def _iso(value: datetime | date) -> str:
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat()


_READERS: dict[str, Callable[[Column, Any], Cell]] = {
    "id": _id,
    "text": _text,
    "word": _word,
    "number": _number,
    "measure": _measure,
    "whole": _whole,
    "flag": _flag,
    "oneway": _oneway,
    "moment": _moment,
}
