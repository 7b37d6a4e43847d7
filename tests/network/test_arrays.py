"""Columns of text as codes and words."""

import numpy as np
import pandas as pd

from potay.network.arrays import Words


def test_words_are_sorted_and_what_is_missing_is_empty():
    column = Words.of(pd.Series(["RN2", None, "rn2", "", "RN2"], dtype=object))
    assert column.words.tolist() == ["", "RN2", "rn2"]
    assert column.codes.tolist() == [1, 0, 2, 0, 1]
    assert column.all().tolist() == ["RN2", "", "rn2", "", "RN2"]


def test_numbers_and_truth_values_are_words_too():
    assert Words.of(pd.Series([True, False, True])).all().tolist() == ["True", "False", "True"]
    assert Words.of(pd.Series([2.5, np.nan])).all().tolist() == ["2.5", ""]
    assert Words.of(pd.Series([3, None], dtype="Int64")).all().tolist() == ["3", ""]


def test_words_that_become_equal_are_one():
    column = Words.of(["RN2", "b", "rn2"]).changed(str.casefold)
    assert column.words.tolist() == ["b", "rn2"]
    assert column.which(("rn2", "other")).tolist() == [True, False, True]


def test_no_rows_have_no_words():
    empty = Words.of([]).changed(str.upper)
    assert (len(empty.codes), len(empty.words), len(empty.which(("A",)))) == (0, 0, 0)
