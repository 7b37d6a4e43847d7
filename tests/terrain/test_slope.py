"""Planes and roofs whose slope is known by hand; Andorra against points walked one by one."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from terrain.ground import SHARED, at, grid, law, line, series, written

from potay.geo import GEOD, line_lengths_m
from potay.terms.vehicles import GRADES_PCT
from potay.terrain import read_grid, slopes, speed_factors, tobler_kmh

ROWS, COLUMNS = np.mgrid[0:40, 0:40] + 0.5
FINE = 0.001


def hill(heights):
    return grid(heights, cell=FINE)


def way(*places):
    return shapely.LineString([at(*place, cell=FINE) for place in places])


def test_a_ramp_has_the_grade_of_its_rise():
    ramp = hill(COLUMNS * 5.0)  # 5 m up per cell to the east
    east = way((20, 2), (20, 32))
    metres = line_lengths_m(np.array([east]))[0]
    found = slopes(series({"east": east, "west": east.reverse(), "south": way((2, 9), (30, 9))}),
                   ramp)  # fmt: skip
    assert found.loc["east", "grade_pct"] == pytest.approx(100 * 150 / metres, rel=1e-6)
    assert found.loc["east", ["climb_m", "descent_m", "covered"]].tolist() == pytest.approx(
        [150, 0, 1]
    )
    assert found.loc["west", ["climb_m", "descent_m"]].tolist() == pytest.approx([0, 150])
    assert found.loc["south", ["grade_pct", "climb_m"]].tolist() == pytest.approx([0, 0], abs=1e-9)


def test_up_and_down_again_is_steep_though_level_between_its_ends():
    roof = hill(100 - 4.0 * np.abs(COLUMNS - 20))
    found = slopes(series({"over": way((20, 10), (20, 30))}), roof).loc["over"]
    assert found["climb_m"] == pytest.approx(40, abs=4)  # the ridge may fall between two samples
    assert found["climb_m"] == pytest.approx(found["descent_m"])
    assert found["grade_pct"] == pytest.approx(100 * 4 / 105.5, rel=0.1)


def test_a_bridge_goes_from_end_to_end():
    gorge = hill(np.where(np.abs(COLUMNS - 20) < 4, 0.0, 100.0))
    lines = series({"road": way((20, 10), (20, 30)), "bridge": way((20, 10), (20, 30))})
    found = slopes(lines, gorge, spans=np.array([False, True]))
    assert found.loc["road", "climb_m"] == pytest.approx(100)
    assert found.loc["bridge", ["grade_pct", "climb_m"]].tolist() == [0, 0]


def test_off_the_raster_and_over_voids_nothing_is_known():
    heights = COLUMNS * 5.0
    heights[:, 30:] = np.nan
    lines = series(
        {
            "off": shapely.LineString([(10, 10), (10, 11)]),
            "half": way((20, 20), (20, 39)),
            "void": way((20, 33), (20, 39)),
            "none": shapely.LineString(),
        }
    )
    found = slopes(lines, hill(heights))
    assert found.loc[["off", "void", "none"], "grade_pct"].isna().all()
    assert found["covered"].round(1).tolist() == [0, 0.5, 0, 0]
    assert found.loc["half", "grade_pct"] == pytest.approx(100 * 5 / 105.5, rel=0.01)


def test_no_lines_have_no_slopes():
    assert len(slopes(gpd.GeoSeries([], crs=4326), hill(COLUMNS))) == 0


wobbles = st.lists(st.tuples(st.floats(3, 37), st.floats(3, 37)), min_size=2, max_size=5)
BUMPY = hill(30 * np.sin(ROWS / 3) * np.cos(COLUMNS / 4))


@law
@given(wobbles)
def test_digitising_changes_nothing(places):
    there = way(*places)
    assume(there.length > FINE)
    found = slopes(
        series({"a": there, "b": there.reverse(), "c": there.segmentize(FINE / 3)}), BUMPY
    )
    a, b, c = (found.loc[name] for name in "abc")
    np.testing.assert_allclose([a.grade_pct, a.climb_m], [b.grade_pct, b.descent_m], rtol=1e-3,
                               atol=1e-2)  # fmt: skip
    np.testing.assert_allclose(a.to_numpy(), c.to_numpy(), rtol=1e-3, atol=1e-2)


@law
@given(st.floats(0, 60), st.integers(1, 6))
def test_steeper_is_never_faster(grade, vehicle):
    low, high = speed_factors(np.array([grade, grade + 0.5]), vehicle)
    assert 0 < high <= low <= 1


@law
@given(st.floats(0, 60), st.integers(2, 5))
def test_heavier_is_never_faster(grade, vehicle):
    light, heavy = (speed_factors(np.array([grade]), each)[0] for each in (vehicle, vehicle + 1))
    assert heavy <= light


def test_unknown_grades_leave_the_speed():
    assert speed_factors(np.array([np.nan, 0, 3, 7.5, 90]), 6).tolist() == pytest.approx(
        [1, 1, 1, 0.6, 0.15]
    )


def test_walkers_go_there_and_back_by_tobler():
    grade = np.array(GRADES_PCT) / 100
    there_and_back = 2 / (1 / tobler_kmh(grade) + 1 / tobler_kmh(-grade))
    level = tobler_kmh(np.zeros(1))
    np.testing.assert_allclose(
        speed_factors(np.array(GRADES_PCT), 1), there_and_back / level, atol=0.006
    )


def test_ways_of_andorra_agree_with_points_walked_one_by_one():
    tile = SHARED / "terrain" / "N42E001.hgt.zip"
    if not tile.exists():
        pytest.skip("the reference terrain is not beside this checkout")
    random = np.random.default_rng(5)
    begins = random.uniform((1.45, 42.48), (1.70, 42.60), (60, 2))
    paths = [
        shapely.LineString(begin + np.vstack([[0, 0], random.normal(0, 0.004, (5, 2)).cumsum(0)]))
        for begin in begins
    ]
    whole = read_grid(tile)
    found = slopes(gpd.GeoSeries(paths, crs=4326), tile)
    assert found["grade_pct"].between(1, 80).all()
    known = found["covered"] > 0.999  # the tile has voids, which the walk below cannot skip
    assert known.sum() > 40
    for row in np.flatnonzero(known):
        assert found["grade_pct"][row] == pytest.approx(_walked(paths[row], whole), rel=0.02)


def _walked(path, terrain):
    """The grade from points every 2 m, then heights every cell by linear interpolation."""
    lon, lat = shapely.get_coordinates(path.segmentize(2e-5)).T
    far = np.concatenate([[0], np.cumsum(GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2])])
    steps = int(np.ceil(far[-1] / terrain.cell_m))
    endpoints = np.linspace(0, far[-1], steps + 1)
    height = []
    for x, y in zip(np.interp(endpoints, far, lon), np.interp(endpoints, far, lat), strict=True):
        row, column = (terrain.north - y) / terrain.height, (x - terrain.west) / terrain.width
        r, c = int(row - 0.5), int(column - 0.5)
        dr, dc = row - 0.5 - r, column - 0.5 - c
        z = terrain.values
        height.append(z[r, c] * (1 - dr) * (1 - dc) + z[r + 1, c] * dr * (1 - dc)
                      + z[r, c + 1] * (1 - dr) * dc + z[r + 1, c + 1] * dr * dc)  # fmt: skip
    return 100 * np.abs(np.diff(height)).sum() / far[-1]


def test_many_roads_are_measured_at_once():
    random = np.random.default_rng(1)
    places = random.uniform(2, 38, (600, 2))
    lines = [way(place, place + random.uniform(-2, 2, 2)) for place in places]
    roads = gpd.GeoSeries(lines, index=pd.RangeIndex(600), crs=4326)
    found = slopes(roads, BUMPY)
    assert found["covered"].eq(1).all()


def test_the_grid_may_be_a_file(tmp_path):
    path = written(tmp_path / "t.tif", np.arange(36.0).reshape(6, 6))
    roads = series({"a": line((3, 1), (3, 5))})
    pd.testing.assert_frame_equal(slopes(roads, path), slopes(roads, read_grid(path)))
