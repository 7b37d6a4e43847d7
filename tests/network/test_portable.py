"""The network as plain values holds what the compiled one holds, and little more than it must."""

import json
import sys
from dataclasses import replace

import numpy as np
import pytest
from asciiworld import CAR, World

from potay.geo import STEPS
from potay.network import portable

TOWN = World(
    """
    1--a--G-----b
       |        |
       c>>>>>>>>d--2
    """,
    areas="""
    .......mmm...
    .......mmm...
    .............
    """,
    kinds={"1": "port"},
    links=[{"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 40.0}],
    traits={"ac": {"practicability": 2}},
)
HEAVY = CAR.model_copy(update={"name": "truck", "vehicle_class": 5, "default_speed_kmh": 30})


@pytest.fixture(scope="module")
def scenarios():
    said = {"gateway.G": "closed", "area.m": "control gang"}
    return {mover.name: TOWN.scenario(said, mover) for mover in (CAR, HEAVY)}


@pytest.fixture(scope="module")
def told(scenarios):
    return portable(scenarios)


def test_everything_is_plain(told):
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_pieces_come_back_as_they_are(scenarios, told):
    network = scenarios["car"].network
    pieces, block = network.pieces, told["pieces"]
    first = np.cumsum(block["a"])
    assert first.tolist() == pieces.a.tolist()
    assert (first + block["b"]).tolist() == pieces.b.tolist()
    assert np.array(block["cm"]) / 100 == pytest.approx(pieces.metres, abs=0.0051)
    assert np.cumsum(block["owner"]).tolist() == pieces.owner.tolist()
    assert sum(block["counts"]) == len(pieces.a)
    lon, lat = (np.cumsum(told["nodes"][name]) / STEPS for name in ("lon", "lat"))
    assert lon == pytest.approx(network.nodes.lon, abs=0.51 / STEPS)
    assert lat == pytest.approx(network.nodes.lat, abs=0.51 / STEPS)


def test_a_oneway_road_is_told_with_its_direction(scenarios, told):
    network = scenarios["car"].network
    roads = [network.roads.id[network.pieces.owner[int(p)]] for p in told["pieces"]["oneway"]]
    assert set(roads) == {"cd"}
    assert set(told["pieces"]["oneway"].values()) == {1}


def test_speeds_and_fit_of_each_vehicle(scenarios, told):
    gait = told["roads"]["gait"]
    by_road = dict(zip(told["roads"]["id"], gait["is"], strict=True))
    carried, _weight, _height, paved, paces, fits = gait["of"][by_road["ac"]]
    assert (carried, paved, fits) == (2, 1, [1, 1])  # only for motorcycles: smaller than both
    assert paces == [0.06, 0.12]  # 60 and 30 km/h
    assert gait["of"][by_road["cd"]][5] == [2, 2]
    assert told["links"]["seconds"] == [[2400], [2400]]


def test_verdicts_are_told_per_vehicle_and_reasons_once(scenarios, told):
    row = told["subjects"]["key"].index("gateway.G")
    verdicts = told["verdicts"][0]
    assert verdicts["of"][verdicts["is"][row]] == [4, 0, 1, 0.1]
    claims = told["subjects"]["claims"]
    assert claims["of"][claims["is"][row]] == ["c:gateway.G"]
    assert len(told["verdicts"]) == len(told["movers"]) == 2


def test_a_country_of_roads_is_not_for_a_page(scenarios, monkeypatch):
    monkeypatch.setattr(sys.modules["potay.network.portable"], "MOST_PIECES", 3)
    assert portable(scenarios) is None


def test_claims_and_places_of_the_ground_are_not_lost(scenarios, told):
    network = scenarios["car"].network
    assert told["places"]["node"] == network.places.node.tolist()
    assert told["places"]["apart"] == []
    keys = [told["subjects"]["key"][key] if isinstance(key, int) else key
            for key in told["places"]["key"]]  # fmt: skip
    assert keys == [f"{kind}.{one}" for kind, one in zip(
        network.places.type, network.places.id, strict=True)]  # fmt: skip
    assert sum(told["combos"]["sizes"]) == len(told["combos"]["subject"])
    lonely = replace(network.places, misplaced=np.ones(len(network.places.id), dtype=np.bool_))
    scenario = scenarios["car"]
    other = replace(scenario, stated=replace(scenario.stated, network=replace(
        network, places=lonely)))  # fmt: skip
    assert portable({"car": other})["places"]["apart"] == list(range(len(lonely.id)))


def test_grades_are_told_once_per_road_and_only_where_they_slow(scenarios):
    scenario = scenarios["car"]
    roads = scenario.network.roads
    grades = np.array([(2.0, 7.5, np.nan)[row % 3] for row in range(len(roads.id))])
    hilly = replace(scenario.network, roads=replace(roads, grade_pct=grades))
    told = portable({"car": replace(scenario, stated=replace(scenario.stated, network=hilly))})
    assert told["roads"]["grade"][:3] == [None, 7.5, None]
    assert told["roads"]["gait"] == portable({"car": scenario})["roads"]["gait"]
    assert len(told["roads"]["grades"]) == len(told["roads"]["share"][0])
