"""Lines as arrays: found by extent, located along, measured on the ellipsoid."""

import numpy as np
import pytest
import shapely
from shapely import LineString

from potay.geo import line_lengths_m
from potay.network.lines import lines_of


def scattered(count, seed):
    """Crooked lines within some kilometres, of two to six vertices."""
    rng = np.random.default_rng(seed)
    middle = rng.uniform((-72.4, 18.5), (-72.3, 18.6), (count, 2))
    steps = [rng.uniform(-0.004, 0.004, (rng.integers(2, 7), 2)) for _ in middle]
    shapes = [LineString(each + point) for each, point in zip(steps, middle, strict=True)]
    return np.array(shapes, dtype=object)


@pytest.mark.parametrize("seed", range(3))
def test_each_line_is_as_long_on_the_axis_of_marks_as_on_the_ellipsoid(seed):
    lines = lines_of(scattered(60, seed))
    drawn = shapely.linestrings(lines.lonlat, indices=lines.owner)
    assert lines.last_mark - lines.first_mark == pytest.approx(line_lengths_m(drawn), rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_a_box_finds_every_line_that_meets_it(seed):
    lines = lines_of(scattered(200, seed))
    corner = np.random.default_rng(seed).uniform(-4000, 4000, (40, 2))
    boxes = np.hstack([corner, corner + 300])
    found = set(zip(*map(np.ndarray.tolist, lines.near(boxes)), strict=True))
    shapes = lines.shapes(np.arange(lines.count))
    for row, box in enumerate(boxes.tolist()):
        meeting = np.flatnonzero(shapely.intersects(shapes, shapely.box(*box))).tolist()
        assert {(row, line) for line in meeting} <= found
    assert len(found) < 200 * 40 / 10


@pytest.mark.parametrize("seed", range(3))
def test_a_point_is_located_where_its_line_is_nearest(seed):
    lines = lines_of(scattered(50, seed))
    rng = np.random.default_rng(seed)
    line = rng.integers(0, lines.count, 80)
    points = shapely.points(rng.uniform(-5000, 5000, (80, 2)))
    marks = lines.locate(line, points)
    assert np.array_equal(lines.line_at(marks), line)
    at = shapely.points(lines.plane.xy(lines.lonlat_at(marks)))
    nearest = shapely.distance(lines.shapes(line), points)
    assert shapely.distance(at, points) == pytest.approx(nearest, abs=1e-6)


def test_ends_are_located_at_the_ends():
    lines = lines_of(scattered(20, 5))
    every = np.arange(lines.count)
    shapes = lines.shapes(every)
    assert lines.locate(every, shapely.get_point(shapes, 0)) == pytest.approx(lines.first_mark)
    assert lines.locate(every, shapely.get_point(shapes, -1)) == pytest.approx(lines.last_mark)
