import pandas as pd
import pytest

from potay.release.levels import level, taken, takes


@pytest.mark.parametrize(
    ("word", "meant"),
    [("low", "low"), (" Moderate ", "moderate"), ("", "high"), (None, "high"),
     (float("nan"), "high"), ("lwo", "severe"), ("public", "severe"), ("faible", "severe"),
     ("severe", "severe")],
)  # fmt: skip
def test_unmarked_is_high_and_an_unknown_word_is_the_strictest(word, meant):
    assert level(word) == meant


def test_each_audience_takes_what_the_contract_says():
    taken_by = {
        audience: [word for word in ("low", "moderate", "high", "severe", "", "oops")
                   if takes(audience, word)]
        for audience in ("public", "partners", "internal")
    }  # fmt: skip
    assert taken_by == {
        "public": ["low"],
        "partners": ["low", "moderate"],
        "internal": ["low", "moderate", "high", ""],
    }


def test_a_rows_own_mark_counts_before_its_layers():
    frame = pd.DataFrame({"sensitivity": ["", "low", "severe", "?"]})
    assert taken(frame, "public", "low").tolist() == [True, True, False, False]
    assert taken(frame, "public", "high").tolist() == [False, True, False, False]
    assert taken(frame, "partners", "nonsense").tolist() == [False, True, False, False]


def test_rows_without_a_column_of_marks_have_the_layers_level():
    frame = pd.DataFrame({"name": ["a", "b"]})
    assert taken(frame, "public", "low").tolist() == [True, True]
    assert taken(frame, "public").tolist() == [False, False]
    assert taken(frame, "public", "").tolist() == [False, False]
    assert taken(frame, "internal", "").tolist() == [True, True]


def test_a_blank_mark_under_a_blank_default_is_high():
    assert level("", "") == level(None, " ") == "high"
    assert level("", "Moderate") == "moderate"
    assert level(" ", "oops") == "severe"


def test_whatever_is_left_of_a_frame_without_rows_is_a_mask():
    frame = pd.DataFrame({"sensitivity": pd.Series([], dtype=object)})
    assert taken(frame, "public").dtype == bool
