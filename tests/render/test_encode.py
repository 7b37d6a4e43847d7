"""Data blocks hold exactly what went in, and nothing that a parser could take for markup."""

import json
import re
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from render.reading import inflated, numbers

from potay.render.encode import _short, columns, data_block, json_block, plain, signs

TEXT = st.text(max_size=40)


def block_value(block: str) -> object:
    return json.loads(
        re.fullmatch(r'<script type="application/json" id="x">(.*)</script>', block)[1]
    )


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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
)


def packed(value: object) -> str:
    found = re.fullmatch(
        r'<script type="text/plain" id="x">([\w+/=]*)</script>', data_block("x", value)
    )
    return found[1]


@given(JSON.filter(lambda value: "x1f" not in repr(value)))
def test_data_reads_back_and_no_sign_of_it_is_markup(value):
    assert inflated(packed(value)) == value


def test_the_same_data_is_the_same_text():
    value = {"numbers": list(range(5000)), "words": ["a", "b"] * 900}
    assert packed(value) == packed(json.loads(json.dumps(value)))
    assert len(packed(value)) < 200


def test_what_follows_closely_is_told_by_steps_and_few_values_by_number():
    assert _short([5000, 5001, 5002, 5003]) == {"\x1f": [signs([5000, 1, 1, 1]), 1]}
    assert _short([1, -1, 1, -1]) == {"\x1f": [signs([1, -1, 1, -1])]}
    values = ["rare"] * 3 + ["often"] * 9
    assert _short(values) == {"\x1f": [signs([1] * 3 + [0] * 9), ["often", "rare"]]}
    assert _short([True, False, True, False]) == {"\x1f": [signs([0, 1, 0, 1]), [True, False]]}
    assert _short({"few": [1, 2, 3]}) == {"few": [1, 2, 3]}


@given(st.lists(st.sampled_from(["", "a", "b"]) | TEXT, min_size=1, max_size=30))
def test_columns_keep_every_value_in_order(values):
    frame = pd.DataFrame({"id": range(len(values)), "text": values, "gone": ""})
    told = columns(frame, ["text", "gone", "absent"])
    assert told["rows"] == len(values)
    assert "gone" not in told["columns"]
    assert "absent" not in told["columns"]
    if any(values):
        assert told["columns"]["text"] == values


def test_the_index_is_a_column_when_asked_for():
    frame = pd.DataFrame({"name": ["Martissant"]}, index=pd.Index(["martissant"], name="id"))
    assert columns(frame, ["id", "name"])["columns"] == {
        "id": ["martissant"],
        "name": ["Martissant"],
    }
