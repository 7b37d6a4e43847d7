"""Stretches of road inside areas, against shapely's own intersection."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Polygon, box

from potay.geo import line_lengths_m
from potay.network.borders import stretches_inside
from potay.network.lines import lines_of
from potay.network.noding import node
from potay.network.splitting import split

X, Y = -72.3, 18.5


def place(x, y):
    return (round(X + x / 1000, 7), round(Y + y / 1000, 7))


def shifted(shape):
    """A drawing in thousandths of a degree, moved to Haiti."""
    return shapely.transform(shape, lambda xy: np.round(xy / 1000 + (X, Y), 7))


def inside(lines, areas):
    """Kilometres... in metres: what lies inside each area, per (area, line)."""
    made = lines_of(np.array([shifted(one) for one in lines], dtype=object))
    polygons = made.plane.shapes(np.array([shifted(area) for area in areas], dtype=object))
    found = stretches_inside(made, polygons)
    metres = np.zeros((len(areas), len(lines)))
    np.add.at(metres, (found.subject, made.line_at(found.begin)), found.end - found.begin)
    return metres


def truth(lines, areas):
    """The same by intersection of the shapes, segment by segment: a way back counts again."""
    return np.array(
        [
            [sum(_metres(p.intersection(shifted(area))) for p in _parts(line)) for line in lines]
            for area in areas
        ]
    )


def _parts(line):
    points = shifted(line).coords
    return [LineString(pair) for pair in pairwise(points)]


def _metres(shape):
    return line_lengths_m(np.array([shape], dtype=object))[0]


SQUARE = box(1, 1, 3, 3)


@pytest.mark.parametrize(
    "line",
    [
        LineString([(0, 2), (4, 2)]),  # through
        LineString([(2, 2), (2.5, 2.5)]),  # wholly inside
        LineString([(0, 0), (0, 4)]),  # wholly outside
        LineString([(0, 2), (2, 2)]),  # ends inside
        LineString([(0, 2), (2, 2), (0, 2.5), (4, 2.8)]),  # in and out again
        LineString([(0, 0), (4, 4)]),  # through two corners
        LineString([(0, 4), (4, 0), (4, 4), (0, 0)]),  # crosses itself inside
        LineString([(0, 2), (4, 2), (4, 2.2), (0, 2.2), (0, 2)]),  # a ring
    ],
)
def test_a_line_is_inside_where_shapely_says_so(line):
    assert inside([line], [SQUARE]) == pytest.approx(truth([line], [SQUARE]), abs=0.02)


def test_touching_an_area_in_one_point_is_not_being_inside():
    touching = [LineString([(0, 2), (1, 2)]), LineString([(0, 2), (2, 0)])]
    assert inside(touching, [SQUARE]).tolist() == [[0.0, 0.0]]


def test_a_road_along_a_common_border_belongs_to_both_sides():
    along = LineString([(3, 0), (3, 1), (3, 2), (3, 3), (3, 4)])
    metres = inside([along], [SQUARE, box(3, 1, 5, 3)])
    assert metres[:, 0] == pytest.approx(truth([along], [SQUARE, SQUARE])[:, 0], abs=0.02)


def test_how_far_beside_a_border_still_counts_can_be_set():
    beside = LineString([(2, 0), (2, 2), (3.0003, 2), (3.0003, 2.5), (2, 2.5)])
    made = lines_of(np.array([shifted(beside)], dtype=object))
    polygons = made.plane.shapes(np.array([shifted(SQUARE)], dtype=object))
    bulge_m = line_lengths_m(
        np.array([shifted(LineString([(3, 2), (3.0003, 2), (3.0003, 2.5), (3, 2.5)]))])
    )
    metres = [
        float((found.end - found.begin).sum())
        for along_m in (0.0, 0.05)
        for found in [stretches_inside(made, polygons, along_m=along_m)]
    ]
    assert metres[1] - metres[0] == pytest.approx(bulge_m[0], abs=1e-3)


def test_holes_are_outside_and_every_part_counts():
    ring = Polygon(box(0, 0, 6, 6).exterior, [box(2, 2, 4, 4).exterior])
    parts = MultiPolygon([box(0, 0, 1, 6), box(5, 0, 6, 6)])
    line = LineString([(-1, 3), (7, 3)])
    metres = inside([line], [ring, parts])
    assert metres == pytest.approx(truth([line], [ring, parts]), abs=0.02)
    assert metres[0, 0] == pytest.approx(2 * metres[1, 0], abs=0.05)


COORDINATE = st.integers(0, 40).map(lambda n: n / 4)
POINTS = st.tuples(COORDINATE, COORDINATE)
LINES = st.lists(
    st.lists(POINTS, min_size=2, max_size=6, unique=True).map(LineString), min_size=1, max_size=4
)
AREAS = st.lists(
    st.lists(POINTS, min_size=3, max_size=7, unique=True)
    .map(lambda points: shapely.MultiPoint(points).convex_hull)
    .filter(lambda shape: shape.geom_type == "Polygon" and shape.area > 0.05),
    min_size=1, max_size=3,
)  # fmt: skip


@settings(deadline=None)
@given(LINES, AREAS)
def test_lengths_inside_are_those_of_the_intersection(lines, areas):
    found, expected = inside(lines, areas), truth(lines, areas)
    # A line along a border counts as inside here; for shapely rounding decides.
    beside = np.array([[_runs_along(line, area) for line in lines] for area in areas])
    assert found[~beside] == pytest.approx(expected[~beside], abs=0.3)
    assert (found[beside] >= expected[beside] - 0.3).all()


def _runs_along(line, area):
    return shifted(line).intersection(shapely.boundary(shifted(area)).buffer(1e-6)).length > 2e-5


@settings(deadline=None)
@given(LINES, AREAS)
def test_cutting_at_borders_loses_no_metre(lines, areas):
    made = lines_of(np.array([shifted(one) for one in lines], dtype=object))
    noding = node(made, np.zeros(len(lines), dtype=np.int32))
    polygons = made.plane.shapes(np.array([shifted(area) for area in areas], dtype=object))
    found = stretches_inside(made, polygons)
    cut = split(made, noding, np.concatenate([found.begin, found.end]))
    whole = made.last_mark - made.first_mark
    parts = np.bincount(cut.line, weights=cut.end - cut.begin, minlength=len(lines))
    assert parts == pytest.approx(whole, rel=1e-9)
    assert whole == pytest.approx(line_lengths_m(np.array([shifted(one) for one in lines])))
