"""Signs that nobody sees: found, named, taken out, and told wherever they stood."""

import unicodedata

import pytest
from sources.paper import collection, judged, point, said

from potay.errors import Finding
from potay.signs import (
    half_letters,
    hidden_signs,
    misleads,
    named_signs,
    shown,
    without_hidden,
)

HIDDEN = {
    "\u202e": "U+202E (right-to-left override)",
    "\u2066": "U+2066 (left-to-right isolate)",
    "\u2069": "U+2069 (pop directional isolate)",
    "\u200b": "U+200B (zero width space)",
    "\u200d": "U+200D (zero width joiner)",
    "\u200f": "U+200F (right-to-left mark)",
    "\ufeff": "U+FEFF (zero width no-break space)",
    "\u00ad": "U+00AD (soft hyphen)",
    "\x07": "U+0007 (bell)",
    "\x1b": "U+001B (escape)",
    "\x85": "U+0085 (control sign)",
    "\U000e0041": "U+E0041 (tag latin capital letter a)",
    "\ufe0f": "U+FE0F (variation selector-16)",
    "\u2062": "U+2062 (invisible times)",
    "\u3164": "U+3164 (hangul filler)",
}
MISLEADING = "\u202e\u2066\u2069\u200f\x07\x1b\x85\U000e0041"


@pytest.mark.parametrize("sign", HIDDEN)
def test_each_is_found_named_and_taken_out(sign):
    text = f"Kan {sign}Solèy"
    assert hidden_signs(text) == (sign,)
    assert named_signs((sign,)) == HIDDEN[sign]
    assert without_hidden(text) == "Kan Solèy"
    assert shown(text) == f"Kan <{HIDDEN[sign].split(' ')[0]}>Solèy"
    assert misleads((sign,)) == (sign in MISLEADING)


def test_no_sign_of_format_or_control_is_overlooked():
    """Whatever Unicode calls a control or a format; arabic marks of numbers are seen."""
    every = map(chr, (*range(0xD800), *range(0xE000, 0x110000)))
    unseen = [sign for sign in every if unicodedata.category(sign) in ("Cc", "Cf")]
    left = {sign for sign in unseen if not hidden_signs(f"a{sign}b")} - set("\t\n\r")
    names = {unicodedata.name(sign).split(" ")[0] for sign in left}
    assert names <= {"ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN"}


def test_what_haitian_names_are_written_with_is_plain():
    for text in (
        "Sité Solèy",
        "L'Estère d'Ennery",
        "Kwadèboukè – 2",
        "Cité « l'Éternel »",
        "a\n\tb",
    ):
        assert (hidden_signs(text), without_hidden(text), misleads(())) == ((), text, False)


def test_unusual_white_space_counts_at_the_ends_alone():
    assert hidden_signs("\u00a0 Pont\u2003") == ("\u00a0", "\u2003")
    assert hidden_signs("Pont\u00a0Rouge") == ()
    assert hidden_signs(" Pont\n") == ()


def test_halves_of_letters_are_told_and_spelt_out():
    assert half_letters("a\ud800")
    assert not half_letters("a😀")
    assert shown("a\udfff\n😀") == "a<U+DFFF> 😀"


def test_a_message_shows_nothing_that_steers_a_terminal():
    found = Finding("error", "'\x1b[2J\u202e' is odd\n.", file="a\ud800.csv", hint="Look.")
    assert found.sentence() == "a<U+D800>.csv: '<U+001B>[2J<U+202E>' is odd . Look."


CSV = "id,name,lat,lon,note\na,Po{0}nt,18.5,-72.3,{1}\nb,Kay,18.5,-72.3,{1}\n"


@pytest.mark.parametrize("sign", HIDDEN)
def test_a_file_with_one_is_read_without_it_and_that_is_told(tmp_path, sign):
    dataset = judged(tmp_path, "a.csv", CSV.format(sign, ""), "sites")
    severity = "warning" if sign in MISLEADING else "repair"
    hint = " Check with its author what was meant." if sign in MISLEADING else ""
    assert said(dataset, "warning", "repair") == [
        "a.csv, row 1, id a, column name: signs that nobody sees were taken out of the text: "
        f"{HIDDEN[sign]}.{hint}"
    ]
    assert dataset.findings[-1].severity == severity
    assert dataset.frame.loc["a", "name"] == "Pont"
    assert (dataset.rows.used, dataset.rows.repaired) == (2, 1)


def test_many_rows_with_the_same_are_told_together(tmp_path):
    text = CSV.format("", "x\u200b\u200c")
    assert said(judged(tmp_path, "a.csv", text, "sites"), "repair") == [
        "a.csv, column note: signs that nobody sees were taken out of the text: U+200B (zero width "
        "space), U+200C (zero width non-joiner) (2 rows: 1 (a), 2 (b))."
    ]


def test_an_id_with_one_is_refused(tmp_path):
    text = "id,name,lat,lon\ng1\u200b,A,18.5,-72.3\n\u202eg2,B,18.5,-72.3\ng3\u00a0,C,18.5,-72.3\n"
    dataset = judged(tmp_path, "a.csv", text, "sites")
    anew = "which nobody sees. Type it anew, here and wherever it is named."
    assert said(dataset) == [
        f"a.csv, row 1, column id: the id holds U+200B (zero width space), {anew}",
        f"a.csv, row 2, column id: the id holds U+202E (right-to-left override), {anew}",
        "a.csv, row 3, id g3, column id: signs that nobody sees were taken out of the text: U+00A0 "
        "(no-break space).",
    ]
    assert list(dataset.frame.index) == ["g3"]


def test_a_column_name_with_one_is_read_without_it(tmp_path):
    text = "id,na\u200bme,lat,lon\na,A,18.5,-72.3\n"
    dataset = judged(tmp_path, "a.csv", text, "sites")
    assert said(dataset) == [
        "a.csv, column name: signs that nobody sees were taken out of the column's name: U+200B "
        "(zero width space)."
    ]
    assert dataset.frame.loc["a", "name"] == "A"


def test_two_columns_that_only_look_alike_are_refused(tmp_path):
    text = "id,name,na\u200bme,lat,lon\na,A,B,18.5,-72.3\n"
    assert said(judged(tmp_path, "a.csv", text, "sites")) == [
        "a.csv: two columns have the same name, but for signs that nobody sees. Give each column "
        "its own name."
    ]


def test_text_that_is_no_unicode_is_refused_by_row_and_column(tmp_path):
    text = collection(point(-72.3, 18.5, id="a", name="x")).replace('"x"', '"\\ud83d"')
    dataset = judged(tmp_path, "a.geojson", text, "sites")
    assert said(dataset) == [
        "a.geojson, row 1, id a, column name: the text is no Unicode: it holds half a letter. Save "
        "it as UTF-8."
    ]
    named = collection(point(-72.3, 18.5, id="a", name="x")).replace('"name"', '"\\ud83d"')
    assert said(judged(tmp_path, "a.geojson", named, "sites")) == [
        "a.geojson: the name of column 2 is no Unicode: it holds half a letter. Save the file "
        "again as UTF-8."
    ]
