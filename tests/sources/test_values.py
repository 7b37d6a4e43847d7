"""Cells: what is read, what is mended, and the exact sentence for what cannot be."""

import math
from datetime import date, datetime

import pytest

from potay.sources import vocabulary as words
from potay.sources.measures import measure
from potay.sources.roles import Column
from potay.sources.text import decode, is_missing, mended, tidy
from potay.sources.values import read_cells

STATUS = Column("status", "word", words=words.STATUS)
PERSONS = Column("persons", "whole", least=0)
MINUTES = Column("minutes", "number", least=0, most=20000)
SPEED = Column("speed_kmh", "measure", quantity="speed", least=0, most=150)
ID = Column("id", "id", filled=True)
AS_OF = Column("as_of", "moment")
NAME = Column("name")


def value(column: Column, cell: object) -> object:
    read = read_cells(column, [cell])
    assert not [one for one in read.remarkable.values() if one.fault], read.remarkable
    return read.values[0]


def fault(column: Column, cell: object) -> str:
    read = read_cells(column, [cell])
    return f"{read.remarkable[0].fault} {read.remarkable[0].hint}".strip()


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        (ID, "007", "007"), (ID, " 7 ", "7"), (ID, 7, "7"), (ID, "Cite\u0301", "Cité"),
        (STATUS, "OPEN", "open"), (STATUS, "Fermé", "closed"), (STATUS, "FermÃ©", "closed"),
        (STATUS, 2, "restricted"), (STATUS, "4", "abandoned"), (STATUS, 0, "unknown"),
        (STATUS, "N/A", ""), (STATUS, None, ""), (STATUS, " ", ""), (STATUS, float("nan"), ""),
        (PERSONS, "120", 120), (PERSONS, 120.0, 120), (PERSONS, "1 200", 1200),
        (PERSONS, "1,200,000", 1200000), (PERSONS, "1\u202f200", 1200),
        (MINUTES, "12,5", 12.5), (MINUTES, "12.500", 12.5), (MINUTES, 90, 90.0),
        (SPEED, "30 mph", 48.28032), (SPEED, "50", 50.0), (SPEED, 50, 50.0),
        (AS_OF, "2024-01-05", "2024-01-05"), (AS_OF, date(2024, 1, 5), "2024-01-05"),
        (AS_OF, datetime(2024, 1, 5), "2024-01-05"), (AS_OF, "", ""),
        (AS_OF, datetime(2024, 1, 5, 8, 30), "2024-01-05T08:30:00"),
        (NAME, "Cite\u0301  Soleil\u200b", "Cité Soleil"), (NAME, "null", ""), (NAME, "Na", "Na"),
        (NAME, 22, "22"), (NAME, 22.0, "22"), (NAME, "a\u202eb", "ab"),
        (Column("bridge", "flag"), "viaduct", True), (Column("bridge", "flag"), "no", False),
        (Column("oneway", "oneway"), -1, "-1"), (Column("oneway", "oneway"), "true", "yes"),
        (Column("oneway", "oneway"), "reversible", "no"),
    ],
)  # fmt: skip
def test_cells_are_read(column: Column, cell: object, expected: object):
    assert value(column, cell) == expected
    assert type(value(column, cell)) is type(expected)


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        (ID, 7.0, "the id is stored as the decimal number 7.0, which loses leading zeros and long "
         "ids. Store ids as text (in a spreadsheet: format the column as text)."),
        (ID, "7.0", "'7.0' is an id that went through a decimal column, which loses leading zeros. "
         "Write it as text: '7' or with its leading zeros."),
        (ID, "1E+05", "'1E+05' is an id that a spreadsheet turned into a rounded number. Format "
         "the column as text and enter the id again."),
        (ID, "", "nothing is written here. Fill the cell."),
        (ID, True, "an id is text, not yes or no. Write an id such as 'canaan'."),
        (STATUS, "clsoed", "'clsoed' is no status that potay knows. Did you mean 'closed'?"),
        (STATUS, "9", "'9' is no status that potay knows. Known: open, restricted, closed, "
         "abandoned, unknown."),
        (PERSONS, "1,200", "'1,200' is ambiguous: 1200 or 1.200? Write it without a separator for "
         "thousands."),
        (PERSONS, "1.200", "'1.200' is ambiguous: 1200 or 1.200? Write it without a separator for "
         "thousands."),
        (PERSONS, 12.5, "12.5 is not a whole number. Write a whole number."),
        (PERSONS, -3, "-3 is outside what persons can be (0 or more). Leave the cell empty if it "
         "is unknown."),
        (PERSONS, "many", "'many' is not a number. Write digits, e.g. 12.5."),
        (MINUTES, float("inf"), "the number is infinite. Leave the cell empty if it is unknown."),
        (MINUTES, "1,250", "'1,250' is ambiguous: 1250 or 1.250? Write it without a separator for "
         "thousands."),
        (SPEED, "fast", "'fast' is not a number. Write digits, e.g. 12.5."),
        (SPEED, 900, "900 is outside what speed_kmh can be (0 to 150). Leave the cell empty if it "
         "is unknown."),
        (AS_OF, "03/04/2026", "'03/04/2026' is ambiguous: 2026-04-03 (day first) or 2026-03-04 "
         "(month first)? Write it as YYYY-MM-DD."),
        (AS_OF, "2024-01", "'2024-01' is not an ISO 8601 date; write it as YYYY-MM-DD, e.g. "
         "2024-01-05."),
        (Column("oneway", "oneway"), "left", "'left' is no direction. Write yes, no or -1 (against "
         "the drawing)."),
    ],
)  # fmt: skip
def test_cells_that_cannot_be_read_say_why(column: Column, cell: object, sentence: str):
    assert fault(column, cell) == sentence


def test_missing_is_nan_in_numbers_and_empty_in_words():
    assert math.isnan(read_cells(MINUTES, ["N/A"]).values[0])
    assert math.isnan(read_cells(PERSONS, [None]).values[0])
    assert read_cells(Column("layer", "whole", default=0), [""]).values == [0]
    control = read_cells(Column("control", default="unknown"), ["", "none", "N/A"])
    assert control.values == ["unknown", "none", "unknown"]
    assert control.remarkable[0].repair == "an empty cell was read as unknown"


@pytest.mark.parametrize(
    ("garbled", "right"),
    [
        ("Rue OgÃ©", "Rue Ogé"), ("CitÃ© de lâ€™Ã‰ternel", "Cité de l’Éternel"),
        ("PÃ²tay", "Pòtay"), ("Rue Ogé", "Rue Ogé"), ("Ã‰cole", "École"), ("Ã", "Ã"),
        ("SÃ£o Âme", "SÃ£o Âme"),
    ],
)  # fmt: skip
def test_mojibake_is_mended_and_nothing_else(garbled: str, right: str):
    assert mended(garbled) == right


def test_text_comes_in_one_spelling():
    assert tidy(" a\u00a0 b \r\n c ") == "a b\nc"
    assert tidy("x" + "\u202e" + "y\u0000") == "xy"
    assert is_missing("N/A")
    assert not is_missing("no")


def test_bytes_are_decoded_by_mark_then_utf8_then_windows():
    assert decode("é".encode("utf-8-sig"), "", "a.csv").text == "é"
    assert decode("é".encode("utf-16"), "", "a.csv").text == "é"
    assert decode("a\né".encode("cp1252"), "", "a.csv") == ("a\né", "cp1252", 2)
    assert decode("é".encode("cp1252"), "latin-1", "a.csv").text == "é"


@pytest.mark.parametrize(
    ("text", "quantity", "amount"),
    [
        ("50", "speed", 50), ("30 mph", "speed", 48.28032), ("none", "speed", None),
        ("RO:urban", "speed", None), ("3.5", "weight", 3.5), ("7500 kg", "weight", 7.5),
        ("10 st", "weight", 9.0718474), ("3.5 m", "length", 3.5), ("12'6\"", "length", 3.81),
        ("12 ft", "length", 3.6576), ("default", "length", None), ("350 cm", "length", 3.5),
    ],
)  # fmt: skip
def test_measures_are_read_with_their_unit(text: str, quantity: str, amount: float | None):
    found = measure(text, quantity)
    assert found == (None if amount is None else pytest.approx(amount, rel=1e-9))


def test_equal_cells_of_different_types_are_judged_apart():
    column = Column("id", "id")
    found = read_cells(column, [1, True, 1.0, "1", None])
    assert found.values == ["1", "", "", "1", ""]
    assert found.remarkable[1].fault == "an id is text, not yes or no."
    assert "decimal number 1.0" in found.remarkable[2].fault
    assert set(found.remarkable) == {1, 2}


@pytest.mark.parametrize("name", ["way/17", "road-3", "HT0111", "null", "n/a", "na1", "a b1", "é1"])
def test_a_plain_id_is_read_as_any_other_text(name):
    read = read_cells(Column("id", "id"), [name]).values
    assert read == read_cells(Column("name"), [name]).values
