"""A row at the end of a file: in its manner, read back cell by cell, or not written at all."""

import csv
import io
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources.registry import COLUMNS, FIRST, HEADER, ROW, dataset, files, is_registered

from potay.errors import SourceError
from potay.sources import append_row, read_dataset, unfit_texts
from potay.sources.text import tidy


def append(spec, **changed):
    return append_row(spec, lambda ids: {**ROW, **changed})


def refused(spec, **changed) -> str:
    before = spec.path.read_bytes(), files(spec)
    with pytest.raises(SourceError) as told:
        append(spec, **changed)
    assert (spec.path.read_bytes(), files(spec)) == before
    assert is_registered(spec)
    return str(told.value)


def lines(text: str) -> list[list[str]]:
    """A text without regard to how many spaces part its words, and how accents are composed."""
    return [line.split() for line in unicodedata.normalize("NFC", text).strip().splitlines()]


NASTY = st.sampled_from(
    ['"', '""', ",", ";", "\t", "\n", "\r\n", "\r", "'", "\\", "=", "+", "-", "@", "#", "\x00",
     "\x1a", "\x85", "\u2028", "\ufeff", "\u202e", "\u200b", "\u00a0", "\udce9", "é", "e\u0301",
     "œ", "😀", "Ã©", "n/a", "null", "none", " ", "  ", "<b>", "0", "1e5", "TRUE", "x" * 40]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(), max_size=12),
    st.lists(NASTY, max_size=6).map("".join),
    st.lists(st.one_of(NASTY, st.text(max_size=3)), max_size=6).map("".join),
)


@st.composite
def dialects(draw) -> tuple[bytes, dict]:
    """A file of one row as a spreadsheet, a script or a person may have written it."""
    encoding, stated = draw(
        st.sampled_from(
            [("utf-8", ""), ("utf-8", "utf-8"), ("utf-8-sig", ""), ("utf-8-sig", "utf-8-sig"),
             ("cp1252", ""), ("cp1252", "cp1252"), ("latin-1", "latin-1"), ("cp850", "cp850")]
        )
    )  # fmt: skip
    held = io.StringIO()
    writer = csv.writer(
        held,
        delimiter=draw(st.sampled_from(",;\t")),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )
    names = draw(st.permutations([*COLUMNS, "remark"]))
    first = dict(zip(COLUMNS, FIRST.split(","), strict=True)) | {"remark": 'of "his", own; way'}
    writer.writerows([names, [first[name] for name in names]])
    text = held.getvalue()
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    return text.encode(encoding), {"encoding": stated}


@settings(max_examples=60)
@given(dialect=dialects(), note=TEXTS, value=TEXTS)
def test_every_text_comes_back_or_nothing_is_written(dialect, note, value):
    content, more = dialect
    given_texts = {"note": note, "value": value}
    with TemporaryDirectory() as root:
        spec = dataset(Path(root), content, **more)
        texts = {name: tidy(text) for name, text in given_texts.items()}
        if unfit_texts(given_texts, ""):
            return  # refused before a file is touched
        try:
            append(spec, **texts)
        except SourceError:
            assert spec.path.read_bytes() == content
            assert files(spec) == ["claims.csv", "dataset.toml"]
            return
        assert spec.path.read_bytes().startswith(content)
        assert is_registered(spec)
        frame = read_dataset(spec).frame
        assert list(frame.index) == ["C1", "C2"]
        assert frame.loc["C1", "note"] == "née"
        for name, text in given_texts.items():
            assert lines(frame.loc["C2", name]) == lines(text)


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ("two\nlines", 'C2,gateway,canaan,status,open,2026-11-22,ocha,"two\nlines"\n'),
        ('a "word", said', 'C2,gateway,canaan,status,open,2026-11-22,ocha,"a ""word"", said"\n'),
        ("'quoted'; so", "C2,gateway,canaan,status,open,2026-11-22,ocha,'quoted'; so\n"),
        ("", "C2,gateway,canaan,status,open,2026-11-22,ocha,\n"),
    ],
    ids=["line break", "quotes", "other signs", "nothing"],
)
def test_a_text_is_quoted_where_it_must_be(tmp_path, note, line):
    spec = dataset(tmp_path)
    assert append(spec, note=note).frame.loc["C2", "note"] == note
    assert spec.path.read_text(encoding="utf-8") == f"{HEADER}\n{FIRST}\n{line}"


def test_a_file_of_old_line_ends_keeps_them(tmp_path):
    spec = dataset(tmp_path, f"{HEADER}\r{FIRST}")
    append(spec)
    assert spec.path.read_bytes().decode() == (
        f"{HEADER}\r{FIRST}\rC2,gateway,canaan,status,open,2026-11-22,ocha,seen\r"
    )


def test_an_encoding_that_begins_with_a_mark_gets_no_second_one(tmp_path):
    spec = dataset(tmp_path, f"{HEADER}\n{FIRST}\n", encoding="utf-8-sig")
    append(spec)
    assert "\ufeff" not in spec.path.read_text(encoding="utf-8")


def test_a_first_row_can_be_added(tmp_path):
    spec = dataset(tmp_path, f"{HEADER}\n")
    assert list(append(spec).frame.index) == ["C2"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"note": "n/a"}, "column note: 'n/a' would be read back as ''. Write it in other words."),
        ({"note": "OgÃ©"}, "column note: 'OgÃ©' would be read back as 'Ogé'. Write it in other "
                           "words."),
        ({"claim_id": "a\nb"}, "column claim_id: 'a\\nb' would be read back as 'a b'. Write it in "
                               "other words."),
        ({"claim_id": "C1"}, "row 2, id C1, column claim_id: the id 'C1' is already that of row 1. "
                             "Give each row its own id."),
        ({"as_of": "soon"}, "row 2, id C2, column as_of: 'soon' is not an ISO 8601 date; write it "
                            "as YYYY-MM-DD, e.g. 2024-01-05."),
    ],
    ids=["says nothing", "garbled", "an id of two lines", "an id twice", "no date"],
)  # fmt: skip
def test_what_would_not_come_back_is_not_written(tmp_path, changed, sentence):
    where = "data/claims/claims.csv, "
    assert refused(dataset(tmp_path), **changed) == where + sentence


def test_a_column_that_is_missing_is_told(tmp_path):
    spec = dataset(tmp_path, f"{HEADER.removesuffix(',note')}\n")
    assert refused(spec) == (
        "data/claims/claims.csv, column note: the file has no column 'note'. Add the column to its "
        "header, or leave the value out."
    )
    append(spec, note="")


def test_a_row_that_changes_how_the_others_read_is_not_written(tmp_path, monkeypatch):
    spec = dataset(tmp_path)
    monkeypatch.setattr(
        "potay.sources.appending._with_row",
        lambda content, *_: (
            content.replace(b"closed", b"open") + b"C2,gateway,canaan,status,open,"
            b"2026-11-22,ocha,seen\n"
        ),
    )
    assert refused(spec) == (
        "data/claims/claims.csv: with the new row, the rows before it would read otherwise than "
        "now. Save the file anew as UTF-8 CSV."
    )


def test_a_file_that_changes_under_the_hand_is_left_alone(tmp_path, monkeypatch):
    spec = dataset(tmp_path)
    real = Path.read_bytes

    def edited(path: Path) -> bytes:
        return real(path) + (b" " if path == spec.path else b"")

    monkeypatch.setattr(Path, "read_bytes", edited)
    monkeypatch.setattr(
        "potay.sources.appending.read_dataset",
        lambda spec: type("Read", (), {"frame": None, "sha256": spec.sha256}),
    )
    with pytest.raises(SourceError) as told:
        append(spec)
    assert (
        str(told.value) == "data/claims/claims.csv: the file changed while it was read. Try again."
    )


def test_only_csv_takes_rows(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(COLUMNS)
    book.active.append(FIRST.split(","))
    held = io.BytesIO()
    book.save(held)
    spec = dataset(tmp_path, held.getvalue(), file="claims.xlsx")
    assert refused(spec) == (
        "data/claims/claims.xlsx: rows can only be added to CSV or TSV, and this is XLSX. Add the "
        "row in the program that made it."
    )
    wide = dataset(tmp_path / "w", f"{HEADER}\n{FIRST}\n".encode("utf-16"))
    assert refused(wide) == (
        "data/claims/claims.csv: rows cannot be added to UTF-16. Save it as UTF-8."
    )


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("=1+1", ["it begins with '=', which a spreadsheet would compute. Begin it with a word."]),
        ("  - shut", ["it begins with '-', which a spreadsheet would compute. Begin it with a "
                      "word."]),
        ("to\u202eleft", ["it holds U+202E (right-to-left override), which nobody sees. Type it "
                          "anew."]),
        ("one\u2028two", ["it holds U+2028 (line separator), which nobody sees. Type it anew."]),
        ("a\x00b", ["it holds U+0000 (null), which nobody sees. Type it anew."]),
        ("caf\udce9", ["it holds bytes that are no letters. Type it anew."]),
        ("x" * 10_001, ["the text has 10,001 characters; at most 10,000 are read. Keep what is "
                        "needed; a report is named by its source."]),
        ("\x07" + "\udce9" * 10_001, [
            "it holds bytes that are no letters. Type it anew.",
            "it holds U+0007 (bell), which nobody sees. Type it anew.",
            "the text has 10,002 characters; at most 10,000 are read. Keep what is needed; a "
            "report is named by its source.",
        ]),
    ],
    ids=["formula", "dash", "right to left", "lines", "zero", "no letter", "long", "all at once"],
)  # fmt: skip
def test_texts_that_no_file_keeps_are_told(text, sentences):
    faults = unfit_texts({"subject": "canaan", "note": text}, "data/claims/claims.csv")
    assert [fault.sentence() for fault in faults] == [
        f"data/claims/claims.csv, column note: {sentence}" for sentence in sentences
    ]


def test_other_texts_are_fit():
    text = "Two\r\nlines, – «said» 'so' #3 (509) 😀 \u00a0 x" + "y" * 9_000
    assert unfit_texts({"note": text}, "") == []
