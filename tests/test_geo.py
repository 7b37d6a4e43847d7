"""Lengths against geographiclib, boxes by hand."""

import itertools

import numpy as np
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from potay.geo import HAITI, Extent, distances_m, line_lengths_m, utm_epsg

lons = st.floats(-74.5, -71.6)
lats = st.floats(18.0, 20.1)
points = st.tuples(lons, lats)


@given(points, points)
def test_distances_agree_with_geographiclib(one, two):
    ours = distances_m(*(np.array([value]) for value in (*one, *two)))[0]
    theirs = Geodesic.WGS84.Inverse(one[1], one[0], two[1], two[0])["s12"]
    assert abs(ours - theirs) < 1e-6


@given(st.lists(points, min_size=2, max_size=6))
def test_a_line_is_as_long_as_its_segments(vertices):
    line = shapely.LineString(vertices)
    single = [shapely.LineString(pair) for pair in itertools.pairwise(vertices)]
    whole = line_lengths_m(np.array([line], dtype=object))[0]
    parts = line_lengths_m(np.array(single, dtype=object)).sum()
    multi = line_lengths_m(np.array([shapely.MultiLineString(single)], dtype=object))[0]
    assert abs(whole - parts) < 1e-6
    assert abs(whole - multi) < 1e-6


def test_empty_lines_have_no_length():
    lines = np.array([shapely.LineString(), shapely.LineString([(0, 0), (0, 1)])], dtype=object)
    assert line_lengths_m(lines).round(-2).tolist() == [0, 110600]


def test_zones():
    assert utm_epsg(-72.3, 18.5) == "EPSG:32618"
    assert utm_epsg(-71.9, 18.5) == "EPSG:32619"
    assert utm_epsg(43.1, -11.5) == "EPSG:32738"


def test_a_box_holds_its_border_and_no_nan():
    lon, lat = np.array([-74.0, -75.2, np.nan, -60]), np.array([18.5, 17.5, 18.5, 18.5])
    assert HAITI.holds(lon, lat).tolist() == [True, True, False, False]
    assert Extent(0, 0, 2, 4).centre == (1, 2)
    assert Extent(0, 0, 2, 4).grown(1).bounds == (-1, -1, 3, 5)
