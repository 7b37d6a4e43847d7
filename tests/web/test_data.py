"""What Python writes into a page is what the page's program reads, value by value."""

import base64
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from render.world import built_world
from web.node import running

from potay.render.encode import data_block
from potay.render.outlines import outlines

NUMBERS = st.integers(-(2**45), 2**45)
PLAIN = st.none() | st.booleans() | NUMBERS | st.floats(-1e6, 1e6) | st.text(max_size=20)
VALUES = st.recursive(
    PLAIN | st.lists(NUMBERS, max_size=12) | st.lists(st.sampled_from(["", "a", 1, None, [2]])),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


def packed(value: object) -> str:
    return re.fullmatch(r'<script type="text/plain" id="x">(.*)</script>', data_block("x", value))[
        1
    ]


@given(VALUES.filter(lambda value: "\x1f" not in repr(value) and "\\x1f" not in repr(value)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_data_reads_back(engine, value):
    text = packed(value)
    assert not set(text) - set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")
    assert engine("inflated", text) == value


def test_data_that_was_cut_is_no_data(tmp_path):
    text = packed({"numbers": [number * number % 9973 for number in range(1000)]})
    half = base64.b64encode(base64.b64decode(text)[:40]).decode()
    with running(tmp_path / "one") as one, pytest.raises(AssertionError, match="broke off"):
        one("inflated", half)


def test_shapes_read_back(engine):
    for layer in built_world().layers:
        frame = layer.frame
        back = engine("shapes", outlines(frame.geometry))
        for shape, wanted in zip(back, frame.geometry, strict=True):
            flat = wanted.exterior if wanted.geom_type == "Polygon" else wanted
            path = shape[0][0] if wanted.geom_type == "Polygon" else shape
            path = path[0] if wanted.geom_type == "LineString" else path
            assert {(round(x, 5), round(y, 5)) for x, y in flat.coords} == {
                (round(lon, 5), round(lat, 5)) for lat, lon in path
            }
