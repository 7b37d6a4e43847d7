"""The weighed network as frames to draw, row by row."""

from dataclasses import replace
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from asciiworld import CAR, CHANCE, RULES, World, at, state

from potay.network import compile_network, make_scenario, road_status, subject_status
from potay.network.views import road_levels

WORLD = World(
    "1--a--G--b--c--2",
    areas="...mmmmmm.......",
    kinds={"1": "port"},
    traits={
        "ab": {"name": "Wout", "ref": "RN9", "corridor": "rn9"},
        "bc": {"class": "secondary", "max_weight_t": 1.0},  # the car weighs two tonnes
    },
)
SAID = {"area.m": "expired closed", "gateway.G": "open", "road.bc": "restricted"}


def drawn(said=SAID, **more):
    return road_status(WORLD.scenario(said), **more)


def test_a_road_is_drawn_in_stretches_that_are_governed_alike():
    found = drawn()
    columns = ["road_id", "reading_status", "governors", "claims"]
    assert list(found[columns].itertuples(name=None)) == [
        ("1a", "1a", "open", [], []),
        ("1a~2", "1a", "unknown", ["area.m"], ["c:area.m"]),
        ("ab", "ab", "unknown", ["area.m"], ["c:area.m"]),
        ("ab~2", "ab", "unknown", ["area.m", "gateway.G"], ["c:area.m", "c:gateway.G"]),
        ("ab~3", "ab", "unknown", ["area.m"], ["c:area.m"]),
        ("ab~4", "ab", "open", [], []),
        ("bc", "bc", "restricted", ["road.bc"], ["c:road.bc"]),
        ("c2", "c2", "open", [], []),
    ]
    km = [0.4999, 0.1, 0.5499, 0.1, 0.4499, 0.1, 0.5999, 0.5999]
    assert found["km"].tolist() == pytest.approx(km, abs=1e-9)
    assert isinstance(found, gpd.GeoDataFrame)
    assert found.crs == "EPSG:4326"
    assert found.index.name == "id"


def test_a_stretch_has_the_words_of_its_road_and_of_the_vehicle():
    found = drawn()
    assert list(found) == [
        "road_id", "name", "ref", "corridor", "class", "reading_status", "silent", "status_worst",
        "status_presumed", "status_best", "governors", "claims", "usable", "km", "geometry",
    ]  # fmt: skip
    assert found.index[found["silent"]].tolist() == ["1a", "ab~4", "c2"]
    assert not drawn({**SAID, "road.c2": "open"}).loc["c2", "silent"]
    words = ["name", "ref", "corridor", "class", "usable"]
    assert found.loc["ab~3", words].tolist() == ["Wout", "RN9", "rn9", "primary", True]
    assert found.loc["bc", words].tolist() == ["", "", "", "secondary", False]
    assert found["usable"].sum() == len(found) - 1


@pytest.mark.parametrize(
    ("said", "words"),
    [("open", ["open"] * 4), ("restricted", ["restricted"] * 4), ("closed", ["closed"] * 4),
     ("", ["presumed", "closed", "open", "open"]),
     ("contradicted", ["unknown", "closed", "closed", "open"])],
)  # fmt: skip
def test_each_reading_passes_every_level_up_to_its_own(said, words):
    row = drawn({"gateway.G": said} if said else {}).loc["ab~2"]
    columns = ["reading_status", "status_worst", "status_presumed", "status_best"]
    assert row[columns].tolist() == ["presumed", "closed", "open", "open"] if not said else words


def test_a_stretch_is_drawn_as_the_road_is_from_cut_to_cut():
    found = drawn().geometry
    assert [len(line.coords) for line in found] == [2] * 8
    assert found.loc["1a"].coords[0] == at(0, 0).coords[0]
    assert found.loc["c2"].coords[-1] == at(0, 15).coords[0]
    ends = [line.coords for line in found]
    assert all(one[-1] == other[0] for one, other in pairwise(ends))


def test_where_a_place_is_tied_the_line_has_no_vertex_of_its_own():
    """The site hangs on the middle of the road; only corners that were drawn are vertices."""
    material = World("a-----b\n   1").material()
    corner = shapely.LineString([at(0, 0), at(0, 2), at(1, 4), at(0, 6)])
    roads = material.roads.set_geometry([corner], crs="EPSG:4326")
    network = compile_network(replace(material, roads=roads), RULES)
    assert int((network.pieces.kind == 0).sum()) == 2  # cut where the site is tied
    (line,) = road_status(make_scenario(network, state({}), CAR, RULES)).geometry
    assert line.coords[:] == corner.coords[:]


def test_a_tie_at_a_corner_leaves_the_corner_once():
    material = World("a--b\n   1").material()
    corner = shapely.LineString([at(0, 0), at(0, 3), at(-1, 5)])
    roads = material.roads.set_geometry([corner], crs="EPSG:4326")
    network = compile_network(replace(material, roads=roads), RULES)
    (line,) = road_status(make_scenario(network, state({}), CAR, RULES)).geometry
    assert line.coords[:] == corner.coords[:]


def test_pieces_that_are_to_be_told_apart_are_never_put_together():
    scenario = WORLD.scenario({})
    count = int((scenario.network.pieces.kind == 0).sum())
    plain = road_status(scenario)
    apart = road_status(scenario, np.arange(count) + 3)
    assert len(plain) < len(apart) == count
    assert apart["apart"].tolist() == [n + 3 for n in range(count)]
    assert apart["km"].sum() == pytest.approx(plain["km"].sum(), abs=1e-3)
    same = road_status(scenario, np.full(count, 7))
    assert same["apart"].unique().tolist() == [7]
    assert same.drop(columns="apart").equals(plain)


def test_levels_of_pieces_and_whether_anybody_speaks_of_them():
    level, spoken = road_levels(WORLD.scenario({**SAID, "gateway.G": "restricted"}))
    assert level.tolist() == [0, 3, 3, 3, 3, 3, 3, 0, 1, 0]
    assert spoken.tolist() == [False, *[True] * 6, False, True, False]
    assert (level.dtype, spoken.dtype) == (np.int64, np.bool_)
    level, spoken = road_levels(WORLD.scenario({"gateway.G": "open"}))
    assert level.tolist() == [0, 2, 2, 2, 0, 0, 2, 0, 0, 0]
    assert spoken.tolist() == [n in (4, 5) for n in range(10)]
    none, quiet = road_levels(WORLD.scenario({}))
    assert none.tolist() == [0, 2, 2, 2, 2, 2, 2, 0, 0, 0]
    assert not quiet.any()


def test_every_subject_is_told_by_type_and_id_with_what_decides():
    found = subject_status(WORLD.scenario(SAID))
    assert found.index.names == ["subject_type", "id"]
    assert found.drop(columns="probability").to_dict("index") == {
        ("area", "m"): {"reading_status": "unknown", "basis": "expired",
                        "reason": "status: expired", "claims": ["c:area.m"]},
        ("gateway", "G"): {"reading_status": "open", "basis": "claim", "reason": "status: claim",
                           "claims": ["c:gateway.G"]},
        ("infrastructure", "1"): {"reading_status": "open", "basis": "no_report",
                                  "reason": "status: no_report", "claims": []},
        ("road", "bc"): {"reading_status": "restricted", "basis": "claim",
                         "reason": "status: claim", "claims": ["c:road.bc"]},
    }  # fmt: skip
    assert found["probability"].tolist() == [RULES.prior_open, CHANCE, 1.0, CHANCE]
