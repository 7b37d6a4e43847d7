"""Places tied to roads, against a look at every road there is."""

import numpy as np
import pytest
import shapely
from shapely import LineString

from potay.geo import distances_m
from potay.network.lines import lines_of
from potay.network.places import BETTER_M, tie


def roads_and_places(seed):
    rng = np.random.default_rng(seed)
    middle = rng.uniform((-72.4, 18.5), (-72.3, 18.6), (150, 2))
    roads = [LineString(rng.uniform(-0.004, 0.004, (4, 2)) + point) for point in middle]
    lonlat = rng.uniform((-72.41, 18.49), (-72.29, 18.61), (120, 2))
    return lines_of(np.array(roads, dtype=object)), lonlat


def distances(lines, lonlat):
    """Every place from every road, in metres."""
    points = shapely.points(lines.plane.xy(lonlat))
    table = np.empty((len(lonlat), lines.count))
    for line in range(lines.count):
        at = lines.lonlat_at(lines.locate(np.full(len(points), line), points))
        table[:, line] = distances_m(*lonlat.T, *at.T)
    return table


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("limit_m", [120.0, 5000.0])
def test_a_place_is_tied_to_the_nearest_road_within_the_limit(seed, limit_m):
    lines, lonlat = roads_and_places(seed)
    tied = tie(lines, lonlat, [np.ones(lines.count, bool)], limit_m)
    nearest = distances(lines, lonlat).min(axis=1)
    near = nearest <= limit_m
    assert near.any()
    assert np.array_equal(~np.isnan(tied.mark), near)
    # The plane is true to a part in a hundred: of two roads as near it may take the other.
    assert tied.snap_m[near] == pytest.approx(nearest[near], rel=0.01)


@pytest.mark.parametrize("seed", range(3))
def test_a_worse_road_is_taken_only_where_it_is_much_nearer(seed):
    lines, lonlat = roads_and_places(seed)
    good = np.arange(lines.count) % 3 == 0
    tied = tie(lines, lonlat, [good, np.ones(lines.count, bool)], 50_000.0)
    table = distances(lines, lonlat)
    best, any_road = table[:, good].min(axis=1), table.min(axis=1)
    worse = any_road < best - BETTER_M
    assert worse.any()
    assert not worse.all()
    assert tied.snap_m == pytest.approx(np.where(worse, any_road, best), rel=0.01)


def test_of_roads_equally_near_the_first_is_taken():
    fork = [LineString([(-72.3, 18.5), (-72.3 + x, 18.51)]) for x in (0.005, 0.0, -0.005)]
    lines = lines_of(np.array(fork, dtype=object))
    tied = tie(lines, np.array([[-72.3, 18.499]]), [np.ones(3, bool)], 1000.0)
    assert tied.mark.tolist() == [0.0]
