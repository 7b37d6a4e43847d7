"""Bands around a road whose hours are known by hand; larger bands hold the smaller ones."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from terrain.ground import at, cells, law, line, written

from potay.errors import SpecError
from potay.geo import GEOD, line_lengths_m
from potay.terrain import ReachedLines, people_in, rings, service_bands


def reached(lines, ends, arrival, forward, backward=None):
    a, b = np.array(ends).T
    forward = np.array(forward, float)
    return ReachedLines(
        np.array(lines, dtype=object), a, b, np.array(arrival, float), forward,
        forward if backward is None else np.array(backward, float),
    )  # fmt: skip


ROAD = line((5, 0), (5, 10))  # 10 minutes a cell
KM = line_lengths_m(np.array([ROAD]))[0] / 1000
AREA = {"rel": 0.02}


def km_within(lines, minutes):
    return line_lengths_m(lines.within(minutes)).sum() / 1000


def test_a_line_is_met_as_far_as_the_minutes_go():
    road = reached([ROAD], [(0, 1)], [0, 100], [100])
    (part,) = road.within(30)
    np.testing.assert_allclose(shapely.get_coordinates(part), [at(5, 0), at(5, 3)], atol=1e-6)
    assert road.within(100)[0].equals_exact(ROAD, 1e-9)


def test_a_line_is_met_from_both_its_ends():
    road = reached([ROAD], [(0, 1)], [0, 20], [100])
    assert [part.length * 100 for part in road.within(30)] == pytest.approx([3, 1])
    assert km_within(road, 30) == pytest.approx(KM * 0.4)
    assert len(road.within(60)) == 1  # 60 + 40 percent: they meet
    assert km_within(road, 59) == pytest.approx(KM * 0.98)


def test_a_one_way_line_is_met_from_its_beginning_only():
    road = reached([ROAD], [(0, 1)], [0, 5], [100], [np.inf])
    assert km_within(road, 20) == pytest.approx(KM * 0.2)
    parts = road.within(20)
    assert shapely.get_coordinates(parts[1]).tolist() == pytest.approx(
        np.array([at(5, 10), at(5, 10)])
    )


def test_closed_lines_and_nodes_that_are_not_reached_serve_nobody():
    road = reached([ROAD, ROAD], [(0, 1), (1, 2)], [np.inf, np.nan, np.inf], [np.inf, 10])
    assert len(road.within(1e6)) == 0
    bands = service_bands(road, [30], beside_m=500)
    assert bands.geometry["within-30"].is_empty
    assert bands["km2"].tolist() == [0]


def test_a_hub_whose_roads_are_all_closed_serves_its_own_ground():
    road = reached([ROAD], [(0, 1)], [0, np.inf], [np.inf])
    bands = service_bands(road, [30], beside_m=1000)
    assert bands.loc["within-30", "km2"] == pytest.approx(np.pi, rel=0.03)


def test_bands_are_as_wide_and_long_as_the_hours_allow():
    road = reached([ROAD], [(0, 1)], [0, 100], [100])
    bands = service_bands(road, [60, 30, 60], beside_m=500)
    assert bands.index.tolist() == ["within-30", "within-60"]
    assert bands["minutes"].tolist() == [30, 60]
    expected = [KM * share * 1.0 + np.pi * 0.25 for share in (0.3, 0.6)]
    assert bands["km2"].tolist() == pytest.approx(expected, **AREA)
    tip = GEOD.fwd(*at(5, 3), 90, 490)[:2]
    beyond = GEOD.fwd(*at(5, 3), 90, 510)[:2]
    assert bands.geometry["within-30"].covers(shapely.Point(tip))
    assert not bands.geometry["within-30"].covers(shapely.Point(beyond))


def test_bands_are_clipped_to_the_study_area():
    road = reached([ROAD], [(0, 1)], [0, 100], [100])
    half = cells(5, -5, 20, 2)
    bands = service_bands(road, [30, 60], beside_m=500, study_area=half)
    assert half.buffer(1e-12).covers(bands.geometry.union_all())
    assert bands["km2"].iloc[0] == pytest.approx(bands["km2"].iloc[1], rel=1e-5)


def test_rings_share_no_ground_and_add_up(tmp_path):
    road = reached([ROAD], [(0, 1)], [0, 100], [100])
    bands = service_bands(road, [30, 60, 120], beside_m=500, study_area=cells(0, 0, 12, 12))
    apart = rings(bands)
    assert apart["from_minutes"].tolist() == [0, 30, 60]
    assert apart["km2"].sum() == pytest.approx(bands["km2"].iloc[-1])
    town = written(tmp_path / "p.tif", np.full((12, 12), 70.0))
    inside, beyond = (people_in(each.geometry, town) for each in (apart, bands.iloc[2:]))
    assert inside.findings == ()
    assert inside.rows["persons"].sum() == pytest.approx(beyond.rows["persons"].sum(), rel=1e-5)


@pytest.mark.parametrize(("minutes", "beside"), [([], 500), ([0, 30], 500), ([30], 0)])
def test_bands_without_a_limit_or_a_width_are_refused(minutes, beside):
    road = reached([ROAD], [(0, 1)], [0, 100], [100])
    with pytest.raises(SpecError) as refused:
        service_bands(road, minutes, beside_m=beside)
    assert str(refused.value) == (
        "service bands need limits above 0 minutes and a width above 0 metres. Give e.g. 30, 60, "
        "120 minutes and 500 metres."
    )


def network(seed):
    """A random network of 7 nodes in the plane with arrivals that no line contradicts."""
    random = np.random.default_rng(seed)
    places = random.uniform(0, 9, (7, 2))
    ends = [(a, b) for a in range(7) for b in range(a) if random.random() < 0.4] or [(0, 1)]
    lines = [line(places[a], places[b]) for a, b in ends]
    arrival = np.where(random.random(7) < 0.2, np.inf, random.uniform(0, 90, 7))
    through = [random.uniform(5, 60, len(ends)) for _ in range(2)]
    through[1][random.random(len(ends)) < 0.2] = np.inf
    return reached(lines, ends, arrival, *through)


seeds = st.integers(0, 2**32 - 1)


@settings(law, max_examples=30)
@given(seeds, st.floats(1, 50), st.floats(0.5, 60))
def test_a_larger_band_holds_every_smaller_one(seed, minutes, more):
    lines = network(seed)
    bands = service_bands(lines, [minutes, minutes + more], beside_m=300)
    small, large = bands.geometry
    assert small.difference(large).area <= 1e-11  # 0.1 m²
    assert bands["km2"].diff().iloc[1] > -1e-6
    assert shapely.is_valid(bands.geometry.array).all()


@law
@given(seeds, st.floats(1, 150))
def test_the_parts_met_are_those_whose_points_are_met(seed, minutes):
    """Minutes to 200 points along each line, from either end, one by one."""
    lines = network(seed)
    shares = (np.arange(200) + 0.5) / 200
    expected = 0.0
    for row, shape in enumerate(lines.lines):
        a, b = lines.arrival_min[[lines.a[row], lines.b[row]]]
        soonest = np.minimum(a + shares * lines.forward_min[row],
                             b + (1 - shares) * lines.backward_min[row])  # fmt: skip
        expected += (soonest <= minutes).mean() * line_lengths_m(np.array([shape]))[0] / 1000
    total = line_lengths_m(lines.lines).sum() / 1000
    assert km_within(lines, minutes) == pytest.approx(expected, abs=0.011 * total + 1e-6)
