"""Data blocks hold exactly what went in, and nothing that a parser could take for markup."""

import json
import re
from datetime import UTC, date, datetime

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from hypothesis import given
from hypothesis import strategies as st

from potay.render.encode import SIGNS, columns, json_block, plain, shapes

TEXT = st.text(max_size=40)


def block_value(block: str) -> object:
    return json.loads(
        re.fullmatch(r'<script type="application/json" id="x">(.*)</script>', block)[1]
    )


def decoded(column: object) -> list[object]:
    if isinstance(column, list):
        return column
    many = len(column["of"]) > len(SIGNS)
    codes = [SIGNS.index(sign) for sign in column["is"]]
    if many:
        codes = [len(SIGNS) * a + b for a, b in zip(codes[::2], codes[1::2], strict=True)]
    return [column["of"][code] for code in codes]


def positions(steps: list[int]) -> np.ndarray:
    return np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / 1e5


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


def test_many_different_values_have_two_signs_each():
    values = [f"value {number % 300}" for number in range(900)]
    told = columns(pd.DataFrame({"text": values}), ["text"])["columns"]["text"]
    assert len(told["is"]) == 1800
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


coordinate = st.floats(-75, -71), st.floats(17, 21)


@given(st.lists(st.tuples(*coordinate), min_size=2, max_size=20))
def test_lines_come_back_within_a_metre(line):
    (paths,) = shapes(gpd.GeoSeries([shapely.LineString(line)]))
    back = positions(paths[0])
    assert np.allclose(back[0], line[0], atol=0.6e-5)
    assert np.allclose(back[-1], line[-1], atol=0.6e-5)
    assert all(np.abs(np.array(line) - point).max(axis=1).min() <= 0.6e-5 for point in back)


def test_shapes_keep_points_parts_and_holes():
    square = shapely.box(-72.4, 18.5, -72.3, 18.6)
    hole = shapely.box(-72.37, 18.53, -72.33, 18.57)
    holed = shapely.Polygon(square.exterior.coords, [hole.exterior.coords])
    two = shapely.MultiPolygon([holed, shapely.box(-72.2, 18.5, -72.1, 18.6)])
    line = shapely.MultiLineString([[(-72.4, 18.5), (-72.3, 18.5)], [(-72.2, 18.5), (-72.1, 18.5)]])
    point, polygon, lines, nothing = shapes([shapely.Point(-72.35, 18.55), two, line, None])
    assert point == [-7235000, 1855000]
    assert [len(part) for part in polygon] == [2, 1]
    assert shapely.Polygon(positions(polygon[0][1])).equals(hole)
    assert lines == [[-7240000, 1850000, 10000, 0], [-7220000, 1850000, 10000, 0]]
    assert nothing == []


def test_steps_that_do_not_move_are_dropped():
    (paths,) = shapes([shapely.LineString([(0, 0), (1e-7, 0), (1e-4, 0)])])
    assert paths == [[0, 0, 10, 0]]
