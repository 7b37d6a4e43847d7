from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from potay.export.fields import arrow_columns, json_text, plain_values


def values(name, *cells):
    return plain_values(name, pd.Series(cells, dtype=object))


def test_days_are_days_in_haiti():
    assert values("as_of", "2024-01-05", "2024-01-05T02:00:00+00:00", "2024-01-05T08:00", "",
                  None, "yesterday", datetime(2024, 1, 5, 2, tzinfo=UTC), date(2024, 1, 5)) == [
        date(2024, 1, 5), date(2024, 1, 4), date(2024, 1, 5), None, None, None,
        date(2024, 1, 4), date(2024, 1, 5),
    ]  # fmt: skip


def test_numbers_that_are_missing_or_not_finite_are_missing():
    assert values("minutes", 1, 2.5, None, float("nan"), float("inf"), pd.NA, "") == [
        1.0, 2.5, None, None, None, None, None
    ]  # fmt: skip
    assert values("persons", 7, np.int64(8), 9.0, None, pd.NA) == [7, 8, 9, None, None]


def test_text_is_normalised_and_has_no_zero_bytes():
    assert values("name", "Cite\u0301", "a\x00b", None, float("nan"), "007") == [
        "Cité", "ab", "", "", "007"
    ]  # fmt: skip


def test_lists_are_json_text_with_sorted_keys():
    assert values("rivals", ["b", "a"], (), None, "done") == ['["b","a"]', "[]", "", "done"]
    assert json_text({"b": np.float64("nan"), "a": [{"é": np.int64(1)}, True, None]}) == (
        '{"a":[{"é":1},true,null],"b":null}'
    )


@pytest.mark.parametrize(
    ("cells", "kind"),
    [(pd.Series([True, False]), pa.bool_()), (pd.Series([1, 2]), pa.int64()),
     (pd.Series([1.5]), pa.float64()), (pd.Series(["a"]), pa.string()),
     (pd.Series([["a"]]), pa.string()),
     (pd.Series(pd.to_datetime(["2024-01-05"])), pa.date32())],
    ids=str,
)  # fmt: skip
def test_a_column_nobody_knows_is_typed_by_what_it_holds(cells, kind):
    assert arrow_columns(pd.DataFrame({"odd": cells}))["odd"].type == kind


def test_a_known_column_has_its_type_though_it_is_empty():
    empty = pd.DataFrame({"as_of": [], "persons": [], "minutes": [], "stale": [], "name": []})
    assert [str(one.type) for one in arrow_columns(empty).values()] == [
        "date32[day]", "int64", "double", "bool", "string"
    ]  # fmt: skip
