"""Data blocks hold exactly what went in, and nothing that a parser could take for markup."""

import json
import re
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from render.reading import numbers

from potay.render.encode import columns, json_block, plain, signs

TEXT = st.text(max_size=40)


def block_value(block: str) -> object:
    return json.loads(
        re.fullmatch(r'<script type="application/json" id="x">(.*)</script>', block)[1]
    )


def decoded(column: object) -> list[object]:
    if isinstance(column, list):
        return column
    return [column["of"][place] for place in numbers(column["is"])]


@given(
    st.recursive(
        TEXT | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    )
)
def test_a_block_reads_back_and_never_ends_early(value):
    block = json_block("x", value)
    inside = block[len('<script type="application/json" id="x">') : -len("</script>")]
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside) == value


def test_cells_become_plain_values():
    cells = [np.float64("nan"), pd.NA, pd.NaT, None, np.int64(3), np.float64(2.0), 1.23456,
             np.bool_(True), date(2024, 1, 5), datetime(2024, 1, 5, 12, tzinfo=UTC),
             ("a", np.float64("inf")), {"minutes": np.float64(9)}]  # fmt: skip
    assert [plain(cell) for cell in cells] == [
        None, None, None, None, 3, 2, 1.235, True, "2024-01-05", "2024-01-05T07:00-05:00",
        ["a", None], {"minutes": 9},
    ]  # fmt: skip


@given(st.lists(st.integers(-(2**40), 2**40)))
def test_whole_numbers_come_back(values):
    text = signs(values)
    assert numbers(text) == values
    assert not set(text) & set('"\\<>& ')


def test_small_numbers_have_one_sign():
    assert len(signs(range(-22, 22))) == 44
    assert len(signs([22, -23])) == 4


def test_frequent_values_come_first():
    values = ["rare"] * 3 + ["often"] * 9
    assert columns(pd.DataFrame({"text": values}), ["text"])["columns"]["text"] == {
        "of": ["often", "rare"],
        "is": signs([1] * 3 + [0] * 9),
    }


def test_many_different_values_are_still_told_by_number():
    values = [f"value {number % 3000}" for number in range(9000)]
    told = columns(pd.DataFrame({"text": values}), ["text"])["columns"]["text"]
    assert decoded(told) == values


@given(st.lists(st.sampled_from(["", "a", "b"]) | TEXT, min_size=1, max_size=30))
def test_columns_keep_every_value_in_order(values):
    frame = pd.DataFrame({"id": range(len(values)), "text": values, "gone": ""})
    told = columns(frame, ["text", "gone", "absent"])
    assert told["rows"] == len(values)
    assert "gone" not in told["columns"]
    assert "absent" not in told["columns"]
    if any(values):
        assert decoded(told["columns"]["text"]) == values


def test_the_index_is_a_column_when_asked_for():
    frame = pd.DataFrame({"name": ["Martissant"]}, index=pd.Index(["martissant"], name="id"))
    assert columns(frame, ["id", "name"])["columns"] == {
        "id": ["martissant"],
        "name": ["Martissant"],
    }
