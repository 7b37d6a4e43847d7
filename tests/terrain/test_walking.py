"""Least times on foot: by hand, by networkx and by trying every way."""

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from terrain.ground import at, frame, grid, law, series

from potay.errors import NoAnswerError
from potay.geo import GEOD
from potay.terrain import tobler_kmh, walking_surface, walks


def middle(row, column):
    return shapely.Point(at(row + 0.5, column + 0.5))


def starts(**places):
    """Name = (row, column, seconds)."""
    return frame(
        {name: middle(*place[:2]) for name, place in places.items()},
        seconds=[float(place[2]) for place in places.values()],
    )


def targets(**places):
    return series({name: middle(*place) for name, place in places.items()})


def test_the_walk_goes_round_the_wall():
    #  S # T
    #  . # .
    #  . . .
    closed = np.array([[0, 1, 0], [0, 1, 0], [0, 0, 0]], dtype=bool)
    surface = walking_surface(grid(np.zeros((3, 3))), closed=closed)
    found = walks(surface, starts(s=(0, 0, 600)), targets(t=(0, 2))).rows.loc["t"]
    down = [GEOD.line_length(*zip(at(r + 0.5, 0.5), at(r + 1.5, 0.5), strict=True)) for r in (0, 1)]
    right = GEOD.line_length(*zip(at(2.5, 0.5), at(2.5, 2.5), strict=True))
    km = (2 * sum(down) + right) / 1000
    assert (found["status"], found["start"]) == ("reached", "s")
    assert found["walk_km"] == pytest.approx(km)
    assert found["walk_minutes"] == pytest.approx(km / (tobler_kmh(np.zeros(1))[0] * 0.6) * 60)
    assert found["seconds"] == pytest.approx(600 + 60 * found["walk_minutes"])
    assert shapely.get_coordinates(found["geometry"]) == pytest.approx(
        np.array([at(r + 0.5, c + 0.5) for r, c in
                  [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2)]]))  # fmt: skip


def test_every_target_has_an_answer():
    #  S . # T     B stands on the wall, V where no height is known, O off the raster
    heights = np.zeros((2, 5))
    heights[1, 4] = np.nan
    closed = np.array([[0, 0, 1, 0, 0], [0, 0, 1, 0, 0]], dtype=bool)
    surface = walking_surface(grid(heights), closed=closed)
    places = targets(t=(0, 3), b=(1, 2), v=(1, 4), o=(9, 9), s=(0, 0), n=(1, 1))
    found = walks(surface, starts(s=(0, 0, 0)), places).rows
    assert found.index.equals(places.index)
    assert found["status"].tolist() == ["not_reached", "on_barrier", "no_ground", "outside",
                                        "reached", "reached"]  # fmt: skip
    lost = found.loc[["t", "b", "v", "o"]]
    assert lost[["seconds", "walk_minutes", "walk_km"]].isna().all(axis=None)
    assert lost["start"].eq("").all()
    assert lost.geometry.isna().all()
    assert found.loc["s", ["seconds", "walk_minutes", "walk_km"]].tolist() == [0, 0, 0]
    assert found.loc["s", "geometry"].length == 0


def test_a_later_start_nearby_loses_to_an_early_one_far_away():
    surface = walking_surface(grid(np.zeros((1, 10))))
    step = surface.graph[0, 1]
    for late, winner in ((5 * step, "near"), (7.5 * step, "far")):
        found = walks(
            surface, starts(near=(0, 7, late), far=(0, 0, 0)), targets(t=(0, 8))
        ).rows.loc["t"]
        assert found["start"] == winner
        assert found["seconds"] == pytest.approx(min(late + step, 8 * step))


def test_starts_that_are_not_reached_or_not_on_open_ground_are_left_out():
    closed = np.array([[0, 0, 1]], dtype=bool)
    surface = walking_surface(grid(np.zeros((1, 3))), closed=closed)
    given_starts = starts(a=(0, 0, 60), never=(0, 1, np.inf), wall=(0, 2, 0), off=(7, 7, 0))
    found = walks(surface, given_starts, targets(t=(0, 1)))
    assert found.rows.loc["t", "start"] == "a"
    assert [finding.sentence() for finding in found.findings] == [
        "id wall: its cell is closed by a barrier, so no walk begins here.",
        "id off: it lies off the terrain raster, so no walk begins here.",
    ]


def test_without_any_start_there_is_no_answer():
    surface = walking_surface(grid(np.zeros((1, 3))))
    with pytest.raises(NoAnswerError) as refused:
        walks(surface, starts(a=(0, 0, np.inf)), targets(t=(0, 1)))
    assert str(refused.value) == (
        "no walk can begin: no start is reached, on the raster and off the barriers. Check that "
        "the terrain covers the starts and what closes their cells."
    )


def test_arrivals_after_the_hour_asked_for_are_not_reached():
    surface = walking_surface(grid(np.zeros((1, 6))))
    step = surface.graph[0, 1]
    found = walks(surface, starts(a=(0, 0, 100)), targets(near=(0, 2), far=(0, 5)),
                  until_s=100 + 3.5 * step)  # fmt: skip
    assert found.rows["status"].to_dict() == {"near": "reached", "far": "not_reached"}


def test_of_starts_in_one_cell_the_earliest_counts():
    surface = walking_surface(grid(np.zeros((1, 3))))
    found = walks(surface, starts(late=(0, 0, 90), early=(0, 0, 30), also=(0, 0, 30)),
                  targets(t=(0, 0)))  # fmt: skip
    assert (found.rows.loc["t", "start"], found.rows.loc["t", "seconds"]) == ("early", 30)


seeds = st.integers(0, 2**32 - 1)


def ground(random, *, flat=False, neighbours=8, shape=(4, 5)):
    heights = np.zeros(shape) if flat else random.uniform(0, 400, shape)
    closed = random.random(shape) < 0.25
    return walking_surface(grid(heights), closed=closed, neighbours=neighbours)


def everywhere(shape=(4, 5)):
    return targets(**{f"{r}-{c}": (r, c) for r in range(shape[0]) for c in range(shape[1])})


@settings(law, max_examples=80)
@given(seeds, st.sampled_from((8, 16)))
def test_arrivals_agree_with_networkx(seed, neighbours):
    random = np.random.default_rng(seed)
    surface = ground(random, neighbours=neighbours)
    here = starts(a=(0, 0, 100), b=(3, 4, 0), c=(2, 2, 2000))
    free = ~surface.closed.ravel()[[0, 19, 12]]
    graph = nx.from_scipy_sparse_array(surface.graph, create_using=nx.DiGraph)
    for node, seconds, open_cell in zip((0, 19, 12), here["seconds"], free, strict=True):
        if open_cell:
            graph.add_edge("all", node, weight=seconds)
    if not free.any():
        with pytest.raises(NoAnswerError, match="no walk can begin"):
            walks(surface, here, everywhere())
        return
    found = walks(surface, here, everywhere()).rows
    expected = nx.single_source_dijkstra_path_length(graph, "all", weight="weight")
    for cell, row in enumerate(found.itertuples()):
        assert (row.status == "reached") == (cell in expected)
        assert (row.status == "on_barrier") == surface.closed.ravel()[cell]
        if cell in expected:
            assert row.seconds == pytest.approx(expected[cell], abs=1e-6)
            left = here["seconds"][row.start]
            assert row.walk_minutes == pytest.approx((row.seconds - left) / 60, abs=1e-9)


@settings(law, max_examples=60)
@given(seeds)
def test_no_other_way_is_faster(seed):
    """Every simple way on a grid of 3 × 3 is tried, with steps computed anew."""
    random = np.random.default_rng(seed)
    heights, closed = random.uniform(0, 300, (3, 3)), random.random((3, 3)) < 0.2
    closed[0, 0] = closed[2, 2] = False
    surface = walking_surface(grid(heights), closed=closed)
    found = walks(surface, starts(a=(0, 0, 0)), targets(t=(2, 2))).rows.loc["t"]
    fastest = _fastest(heights, closed, (0, 0), (2, 2), frozenset())
    if np.isinf(fastest):
        assert found["status"] == "not_reached"
    else:
        assert found["seconds"] == pytest.approx(fastest)


def _fastest(heights, closed, cell, goal, been):
    if cell == goal:
        return 0.0
    best = np.inf
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            to = (cell[0] + down, cell[1] + right)
            passes = [to, (cell[0], to[1]), (to[0], cell[1])]
            if to in been or to == cell or not all(
                0 <= r < 3 and 0 <= c < 3 and not closed[r, c] for r, c in passes
            ):  # fmt: skip
                continue
            far = GEOD.inv(*at(cell[0] + 0.5, cell[1] + 0.5), *at(to[0] + 0.5, to[1] + 0.5))[2]
            pace = 0.6 * 6 * np.exp(-3.5 * abs((heights[to] - heights[cell]) / far + 0.05)) / 3.6
            best = min(best, far / pace + _fastest(heights, closed, to, goal, been | {cell}))
    return best


@law
@given(seeds)
def test_on_flat_ground_there_and_back_are_alike(seed):
    random = np.random.default_rng(seed)
    surface = ground(random, flat=True)
    one, other = random.choice(np.argwhere(~surface.closed), 2)
    there = walks(surface, starts(a=(*one, 0)), targets(t=other)).rows.loc["t"]
    back = walks(surface, starts(a=(*other, 0)), targets(t=one)).rows.loc["t"]
    assert there["status"] == back["status"]
    if there["status"] == "reached":
        assert there["seconds"] == pytest.approx(back["seconds"])


def test_on_a_hill_down_is_faster_than_up():
    surface = walking_surface(grid(np.arange(8.0)[None, :] * 150))
    up = walks(surface, starts(a=(0, 0, 0)), targets(t=(0, 7))).rows.loc["t", "seconds"]
    down = walks(surface, starts(a=(0, 7, 0)), targets(t=(0, 0))).rows.loc["t", "seconds"]
    assert down < 0.75 * up


@law
@given(seeds)
def test_another_barrier_never_speeds_anybody_up(seed):
    random = np.random.default_rng(seed)
    surface = ground(random)
    more = surface.closed | (random.random((4, 5)) < 0.1)
    more[0, 0] = False
    less = more & surface.closed
    here = starts(a=(0, 0, 0))
    before, after = (
        walks(walking_surface(surface.grid, closed=closed), here, everywhere()).rows["seconds"]
        for closed in (less, more)
    )
    assert (after.fillna(np.inf) >= before.fillna(np.inf) - 1e-6).all()


@law
@given(seeds)
def test_sixteen_neighbours_are_never_slower_on_flat_ground(seed):
    random = np.random.default_rng(seed)
    heights, closed = np.zeros((4, 5)), random.random((4, 5)) < 0.2
    closed[0, 0] = False
    eight, sixteen = (
        walks(walking_surface(grid(heights), closed=closed, neighbours=each),
              starts(a=(0, 0, 0)), everywhere()).rows["seconds"]
        for each in (8, 16)
    )  # fmt: skip
    assert sixteen.isna().equals(eight.isna())
    assert (sixteen.dropna() <= eight.dropna() + 1e-6).all()


def test_over_open_ground_ways_are_a_few_percent_long_at_most():
    surface = {n: walking_surface(grid(np.zeros((61, 61)), cell=0.0008), neighbours=n)
               for n in (8, 16)}  # fmt: skip
    angles = np.linspace(0, np.pi / 2, 30)
    rows, columns = np.round(60 * np.sin(angles)), np.round(60 * np.cos(angles))
    points = [shapely.Point(at(r + 0.5, c + 0.5, cell=0.0008))
              for r, c in zip(rows, columns, strict=True)]  # fmt: skip
    here = frame({"a": shapely.Point(at(0.5, 0.5, cell=0.0008))}, seconds=[0.0])
    straight = np.array([GEOD.inv(*at(0.5, 0.5, cell=0.0008), p.x, p.y)[2] for p in points])
    for neighbours, most in ((8, 1.09), (16, 1.03)):
        found = walks(surface[neighbours], here, gpd.GeoSeries(points, crs=4326)).rows
        longer = found["walk_km"].to_numpy() * 1000 / straight
        assert longer.min() == pytest.approx(1, abs=1e-6)
        assert 1.02 < longer.max() < most


def test_everything_on_a_large_terrain_is_reached():
    rows, columns = np.mgrid[0:400, 0:400]
    terrain = grid(50 * np.sin(rows / 9) * np.cos(columns / 7), cell=0.0008)
    surface = walking_surface(terrain)
    random = np.random.default_rng(2)
    here = random.uniform(0, 400, (300, 2))
    points = [shapely.Point(at(*place, cell=0.0008)) for place in here]
    nodes = gpd.GeoDataFrame({"seconds": random.uniform(0, 9000, 150)}, geometry=points[:150],
                             index=pd.RangeIndex(150), crs=4326)  # fmt: skip
    found = walks(surface, nodes, gpd.GeoSeries(points[150:], crs=4326)).rows
    assert found["status"].eq("reached").all()
