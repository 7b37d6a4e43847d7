"""Water on drawn grids, exact to the border of a cell; Djibouti against a second computation."""

import tomllib
from importlib import resources

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from hypothesis import given
from hypothesis import strategies as st
from terrain.ground import SHARED, at, cells, frame, grid, law, line, numbers, written

from potay.errors import SourceError, SpecError
from potay.geo import line_lengths_m
from potay.network import Material, compile_network
from potay.spec import Rules
from potay.terms.hours import parse_season
from potay.terrain import cut_off_nodes, flood_claims, flooding

POND = """
    0   0   0   0   0
    0   .4  .2  .5  0
    0   0   .   0   0
"""


def flooded(roads, picture=POND, depth_m=0.3):
    return flooding(roads, grid(picture), depth_m=depth_m, source="model", as_of="2026-05-01")


def test_a_road_is_cut_exactly_where_it_is_under_water():
    roads = frame({"rn": line((1.5, 0.5), (1.5, 4.5))}, name=["RN"], corridor=["rn1"])
    found = flooded(roads)
    wet = found.obstacles
    assert wet.index.tolist() == ["flooded-rn-1", "flooded-rn-2"]
    np.testing.assert_allclose(
        wet.geometry.bounds,
        [line((1.5, 1), (1.5, 2)).bounds, line((1.5, 3), (1.5, 4)).bounds],
        atol=1e-9,
    )
    assert wet["depth_m"].tolist() == [0.4, 0.5]
    assert set(wet["kind"]) == {"flooded"}
    row = wet.iloc[0]
    assert (row["name"], row["corridor"], row["road"]) == ("RN", "rn1", "rn")
    assert (row["source"], row["as_of"], row["status"]) == ("model", "2026-05-01", "")
    assert row["note"] == "Modelled water up to 0.40 m deep."
    quarter = line_lengths_m(roads.geometry.array)[0] / 8
    np.testing.assert_allclose(wet[["from_m", "to_m"]], np.array([[1, 3], [5, 7]]) * quarter,
                               rtol=1e-6)  # fmt: skip
    assert found.km == pytest.approx(4 * quarter / 1000)


def test_water_that_is_not_deep_enough_cuts_nothing():
    roads = frame({"rn": line((1.5, 0.5), (1.5, 4.5))})
    assert flooded(roads, depth_m=0.2).obstacles["depth_m"].tolist() == [0.5]  # one, joined
    assert len(flooded(roads, depth_m=0.51).obstacles) == 0


def test_bridges_pass_over_water():
    roads = frame({"road": line((1.5, 0.5), (1.5, 2)), "bridge": line((1.5, 2), (1.5, 4.5))},
                  bridge=[False, True])  # fmt: skip
    assert flooded(roads).obstacles["road"].tolist() == ["road"]
    assert len(flooded(roads[roads["bridge"]]).obstacles) == 0


def test_where_the_raster_has_no_data_nothing_is_said():
    found = flooded(frame({"s": line((2.5, 0.5), (2.5, 4.5)), "off": line((9, 1), (9, 2))}))
    assert len(found.obstacles) == 0
    assert found.unknown_km == pytest.approx(2 * 1.0567, rel=1e-3)
    assert [finding.sentence() for finding in found.findings] == [
        "raster: the flood raster has no data for 2.1 km of road; they are neither reported "
        "flooded nor dry."
    ]


def test_a_road_round_a_corner_of_water_is_one_stretch_per_visit():
    bend = line((0.5, 1.5), (1.5, 1.5), (0.5, 1.5), (1.5, 1.2))
    found = flooded(frame({"bend": bend})).obstacles
    np.testing.assert_allclose(line_lengths_m(found.geometry.array), [1107, 577], atol=2)
    assert found.index.tolist() == ["flooded-bend-1", "flooded-bend-2"]


def test_each_part_of_a_multi_line_is_measured_from_its_own_beginning():
    multi = shapely.MultiLineString([line((0.5, 0.5), (0.5, 4.5)), line((1.5, 0.5), (1.5, 2))])
    found = flooded(frame({"m": multi, "none": shapely.LineString()})).obstacles
    assert found["road"].tolist() == ["m"]
    assert found["from_m"].tolist() == pytest.approx([527.75], abs=0.01)


def test_a_depth_that_would_flood_dry_ground_is_refused():
    with pytest.raises(SpecError) as refused:
        flooded(frame({"a": line((1, 1), (1, 2))}), depth_m=0)
    assert str(refused.value) == (
        "a flood depth of 0 m would count dry ground as flooded. Give a depth above 0, e.g. 0.3."
    )


def test_the_raster_may_be_a_file_and_no_road_is_no_trouble(tmp_path):
    path = written(tmp_path / "f.tif", POND)
    roads = frame({"rn": line((1.5, 0.5), (1.5, 4.5))})
    found = flooding(roads, path, depth_m=0.3, source="m", as_of="")
    assert found.obstacles["depth_m"].tolist() == [0.4, 0.5]
    nothing = flooding(roads.iloc[:0], path, depth_m=0.3, source="m", as_of="")
    assert nothing.obstacles.columns.tolist() == found.obstacles.columns.tolist()


DEPTHS = np.round(np.random.default_rng(7).uniform(0, 1, (5, 6)), 2)
DEPTHS[DEPTHS > 0.9] = np.nan
#: Never on a border of cells, where a road is in neither or both.
steps = st.integers(-70, 490).map(lambda number: number / 70 + 0.0031)
lines = st.lists(st.tuples(steps, steps), min_size=2, max_size=5, unique=True).map(
    lambda places: line(*places)
)


def wet_boxes(depth_m):
    return shapely.union_all(
        [
            cells(row, column, row + 1, column + 1)
            for row, column in np.argwhere(np.nan_to_num(DEPTHS) >= depth_m)
        ]
    )


@law
@given(lines, st.floats(0.05, 0.95))
def test_flooded_stretches_are_the_line_inside_the_wet_cells(road, depth_m):
    found = flooding(frame({"r": road}), grid(DEPTHS), depth_m=depth_m, source="", as_of="")
    inside = shapely.intersection(road.segmentize(0.002), wet_boxes(depth_m))
    ours = sum(piece.length for piece in found.obstacles.geometry)
    # A line that retraces itself is counted each time here, once by the intersection.
    assert ours >= inside.length - 1e-6
    if road.is_simple:
        assert ours == pytest.approx(inside.length, abs=1e-6)
    for piece in found.obstacles.geometry:
        assert wet_boxes(depth_m).buffer(1e-9).covers(piece)


@law
@given(lines, st.floats(0.05, 0.5), st.floats(0, 0.45))
def test_asking_for_deeper_water_never_floods_more(road, depth_m, more):
    less, deep = (
        flooding(frame({"r": road}), grid(DEPTHS), depth_m=each, source="", as_of="").km
        for each in (depth_m, depth_m + more)
    )
    assert deep <= less + 1e-9


@law
@given(lines)
def test_the_direction_of_digitising_changes_no_water(road):
    there, back = (
        flooding(frame({"r": each}), grid(DEPTHS), depth_m=0.4, source="", as_of="")
        for each in (road, road.reverse())
    )
    assert there.km == pytest.approx(back.km, abs=1e-6)
    assert there.unknown_km == pytest.approx(back.unknown_km, abs=1e-6)


def test_each_flooded_stretch_makes_its_claims():
    wet = flooded(frame({"rn": line((1.5, 0.5), (1.5, 2.5))})).obstacles
    claims = flood_claims(wet, source_id="aqueduct", as_of="2026-05-01", season="Apr-Jun,Aug-Nov",
                          reliability=2)  # fmt: skip
    assert claims.index.name == "claim_id"
    assert claims.loc["flooded-rn-1:status"].to_dict() == {
        "subject_type": "obstacle", "subject": "flooded-rn-1", "kind": "status",
        "value": "closed", "actor": "", "valid_from": "", "valid_to": "", "as_of": "2026-05-01",
        "source_id": "aqueduct", "reliability": "2", "sensitivity": "",
        "note": "Modelled water up to 0.40 m deep.",
    }  # fmt: skip
    season = claims.loc["flooded-rn-1:season"]
    assert (season["kind"], season["value"]) == ("season", "Apr-Jun,Aug-Nov")
    assert parse_season(season["value"]).months == {4, 5, 6, 8, 9, 10, 11}


def test_a_flood_that_is_there_now_has_no_season():
    wet = flooded(frame({"rn": line((1.5, 0.5), (1.5, 2.5))})).obstacles
    claims = flood_claims(wet, source_id="s", as_of="2026-05-01", status="restricted")
    assert claims["value"].tolist() == ["restricted"]
    assert claims["reliability"].tolist() == [""]


def test_no_water_makes_no_claims():
    dry = flooded(frame({"rn": line((0.5, 0.5), (0.5, 2.5))})).obstacles
    assert len(flood_claims(dry, source_id="s", as_of="")) == 0


def test_nodes_beyond_the_water_are_cut_off():
    #  0 - 1 ~ 2 - 3 - 4      5 alone
    tail, head = np.array([0, 1, 2, 3]), np.array([1, 2, 3, 4])
    cut = np.array([False, True, False, False])
    off = cut_off_nodes(tail, head, cut, nodes=6)
    assert np.flatnonzero(off).tolist() == [0, 1, 5]
    assert np.flatnonzero(cut_off_nodes(tail, head, cut, nodes=6, hub=0)).tolist() == [2, 3, 4, 5]


networks = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8), st.booleans()), min_size=1, max_size=16
)


@law
@given(networks, st.integers(0, 8))
def test_cut_off_nodes_agree_with_networkx(edges, hub):
    graph = nx.empty_graph(9)
    graph.add_edges_from((a, b) for a, b, cut in edges if not cut)
    tail, head, cut = (np.array(column) for column in zip(*edges, strict=True))
    off = cut_off_nodes(tail, head, cut, nodes=9, hub=hub)
    assert set(np.flatnonzero(~off)) == nx.node_connected_component(graph, hub)
    largest = np.flatnonzero(~cut_off_nodes(tail, head, cut, nodes=9))
    assert len(largest) == max(map(len, nx.connected_components(graph)))


DJIBOUTI = SHARED / "network-flood-djibouti"
#: The junction of the network that lies in the middle of Djibouti city (node_155).
CITY = (43.145, 11.588)


@pytest.mark.parametrize(
    ("depth_m", "roads_cut", "cut_off_from_city"),
    [(0.3, 0, 0), (0.15, 184, 389), (0.1, 192, 389), (0.05, 201, 389)],
)
def test_which_nodes_of_djibouti_are_cut_off(depth_m, roads_cut, cut_off_from_city):
    """At 0.3 m nobody is: the deepest water on any road of the network is below 0.18 m."""
    if not DJIBOUTI.exists():
        pytest.skip("the reference network and flood are not beside this checkout")
    roads = gpd.read_parquet(DJIBOUTI / "edges.gpq").set_index("id")
    nodes = gpd.read_parquet(DJIBOUTI / "nodes.gpq").set_index("id")
    raster = DJIBOUTI / "inunriver_2030_rp00100.tif"
    found = flooding(roads, raster, depth_m=depth_m, source="Aqueduct Floods", as_of="")
    cut = roads.index.isin(found.obstacles["road"])
    number = {name: row for row, name in enumerate(nodes.index)}
    hub = int(shapely.STRtree(nodes.geometry).nearest(shapely.Point(CITY)))
    ends = [roads[end].map(number).to_numpy() for end in ("from_id", "to_id")]
    off = cut_off_nodes(*ends, cut, nodes=len(nodes), hub=hub)
    off_largest = cut_off_nodes(*ends, cut, nodes=len(nodes))

    sampled = _sampled(roads, raster, depth_m)
    graph = nx.MultiGraph()
    graph.add_nodes_from(nodes.index)
    graph.add_edges_from(roads.loc[~sampled, ["from_id", "to_id"]].itertuples(index=False))
    with_city = nx.node_connected_component(graph, nodes.index[hub])
    largest = max(nx.connected_components(graph), key=len)

    np.testing.assert_array_equal(cut, sampled)
    assert set(nodes.index[off]) == set(nodes.index) - with_city
    assert set(nodes.index[off_largest]) == set(nodes.index) - largest
    assert (cut.sum(), off.sum()) == (roads_cut, cut_off_from_city)


def _sampled(roads, raster, depth_m):
    """Roads that are no bridge and have a point, of one every 5 m, in water so deep."""
    points, road = shapely.get_coordinates(
        shapely.segmentize(roads.geometry.array, 5e-5), return_index=True
    )
    with rasterio.open(raster) as opened:
        depth = opened.read(1)
        cell = rasterio.transform.rowcol(opened.transform, points[:, 0], points[:, 1])
    deepest = pd.Series(depth[tuple(np.asarray(cell, dtype=int))]).groupby(road).max()
    return (deepest >= depth_m).to_numpy() & ~roads["bridge"].to_numpy()


def test_the_drawn_pond_is_what_the_tests_say():
    assert numbers(POND)[1, 1] == 0.4
    assert at(1, 0)[1] < at(0, 0)[1]


def test_a_bridge_in_words_is_refused_rather_than_taken_for_true():
    roads = frame({"a": line((1.5, 0.5), (1.5, 2)), "b": line((1.5, 2), (1.5, 3))},
                  bridge=["no", None])  # fmt: skip
    with pytest.raises(SourceError) as refused:
        flooded(roads)
    assert str(refused.value) == (
        "layer roads, column bridge: 'no' is not true or false. Read the roads by their role first."
    )


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
def test_a_road_not_known_to_be_a_bridge_is_none(missing):
    roads = frame({"a": line((1.5, 0.5), (1.5, 2)), "b": line((1.5, 2), (1.5, 3.9))},
                  bridge=[True, missing])  # fmt: skip
    assert flooded(roads).obstacles["road"].tolist() == ["b"]


def test_the_network_cuts_its_roads_where_the_water_is():
    roads = frame({"rn": line((1.5, 0.5), (1.5, 4.5)), "bridge": line((1.5, 4.5), (1.5, 0.5))},
                  bridge=[False, True])  # fmt: skip
    rules = Rules(**_defaults()["rules"])
    wet = flooded(roads).obstacles
    network = compile_network(Material(roads=roads, obstacles=wet), rules)
    governed = {
        (network.roads.id[network.pieces.owner[piece]], network.subjects.key(row)[1])
        for piece, governing in enumerate(network.pieces.governing)
        for row in network.governing_subjects(governing)
        if network.subjects.key(row)[0] == "obstacle"
    }
    assert governed == {("rn", "flooded-rn-1"), ("rn", "flooded-rn-2")}
    long = network.pieces.metres[network.pieces.governing > 0]
    np.testing.assert_allclose(long[long > 100], 1056, atol=35)


def _defaults():
    return tomllib.loads((resources.files("potay.spec") / "defaults.toml").read_text("utf-8"))
