"""Places on lines against geodesics and shapely."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.ops import substring
from terrain.ground import law

from potay.geo import line_lengths_m
from potay.terrain.lines import lay

places = st.tuples(st.integers(-100, 100), st.integers(-100, 100)).map(
    lambda xy: (-72.3 + xy[0] / 10000, 18.5 + xy[1] / 10000)
)
paths = st.lists(places, min_size=2, max_size=6).map(shapely.LineString)


@law
@given(st.lists(paths, min_size=1, max_size=4))
def test_parts_are_as_long_as_their_geodesics(lines):
    shapes = np.array([*lines, None, shapely.LineString()], dtype=object)
    laid = lay(shapes)
    np.testing.assert_allclose(laid.metres, line_lengths_m(shapes)[: len(lines)], atol=1e-6)
    assert laid.owner.tolist() == list(range(len(lines)))


def test_parts_of_a_multi_line_know_their_line():
    multi = shapely.MultiLineString([[(0, 0), (0, 1)], [(2, 0), (2, 1)]])
    laid = lay(np.array([shapely.LineString([(5, 5), (6, 6)]), multi], dtype=object))
    assert laid.owner.tolist() == [0, 1, 1]


@law
@given(paths, st.floats(0, 1), st.floats(0, 1))
def test_a_stretch_and_the_rest_make_the_line(line, one, other):
    laid = lay(np.array([line], dtype=object))
    low, high = sorted((one, other))
    marks = laid.first + np.array([0, low, high, 1]) * laid.metres
    marks[-1] = laid.mark[-1]
    stretches = laid.between(marks[:-1], marks[1:])
    lengths = line_lengths_m(stretches)
    # A share of a segment in degrees is not quite the same share of its geodesic.
    np.testing.assert_allclose(lengths, np.diff(marks), atol=0.02, rtol=5e-5)
    assert shapely.get_point(stretches[0], 0) == shapely.get_point(line, 0)
    assert shapely.get_point(stretches[-1], -1) == shapely.get_point(line, -1)


def test_a_stretch_keeps_the_vertices_between():
    line = shapely.LineString([(0, 0), (1, 0), (1, 1), (2, 1)])
    laid = lay(np.array([line, line], dtype=object))
    middle = laid.first[1] + laid.metres[1] / 2
    (half,) = laid.between(laid.first[1:], np.array([middle]))
    by_shapely = substring(line, 0, 0.5, normalized=True)
    assert shapely.hausdorff_distance(half, by_shapely) == pytest.approx(0, abs=1e-3)
    assert shapely.get_num_coordinates(half) == 3
