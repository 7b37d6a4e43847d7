"""Corridors by kilometre."""

import json
from itertools import pairwise

import pytest
from asciiworld import CAR, RULES, World, state

from potay.access.corridors.table import corridor_table
from potay.errors import NoAnswerError
from potay.network import make_scenario

WORLD = World(
    """
          k--l
          |
    1--a--b--G--c-----d--O--e--2
       |                    |
       f--------H-----------g
    """,
    areas="""
    ............................
    ............................
    .............mmm............
    ............................
    ............................
    """,
    kinds={"1": "port"},
    obstacles={"O": "toll_post"},
    traits={
        **{road: {"corridor": "rn9", "ref": "RN9", "name": "Route neuf"}
           for road in ("ab", "bc", "cd", "de")},
        "kb": {"corridor": "rn9", "name": "Branch"},
        "fg": {"ref": "RN8", "name": "Route huit", "practicability": 2},
    },
)  # fmt: skip
NETWORK = WORLD.network()


def told(said, ref="rn9", mover=CAR):
    (found,) = corridor_table(make_scenario(NETWORK, state(said), mover, RULES), ref)
    return found


def test_stretches_follow_one_another_from_end_to_end():
    corridor = told({"gateway.G": "open", "area.m": "control gang"})
    stretches = corridor["stretches"]
    assert stretches[0]["from_km"] == 0.0
    assert stretches[-1]["to_km"] == corridor["km"]
    for one, other in pairwise(stretches):
        assert one["to_km"] == other["from_km"] < other["to_km"]
        keys = set(one) - {"from_km", "to_km"}
        assert any(one[key] != other[key] for key in keys)


def test_who_holds_what_between_which_kilometres():
    corridor = told({"gateway.G": "open", "area.m": "control gang"})
    assert corridor["status"] == "closed"
    (held,) = [part for part in corridor["stretches"] if part["areas"]]
    assert (held["control"], held["status"], held["claim_ids"]) == ("gang", "closed", ["c:area.m"])
    assert held["to_km"] - held["from_km"] == pytest.approx(0.6, abs=0.01)
    free = [part for part in corridor["stretches"] if not part["areas"]]
    assert {part["control"] for part in free} == {None}


def test_a_corridor_is_the_longest_way_through_its_roads():
    corridor = told({})
    assert (corridor["ref"], corridor["name"]) == ("rn9", "Route neuf")
    assert corridor["km"] == pytest.approx(4.2, rel=2e-3)  # from a to e: 21 cells
    assert corridor["km_beside"] == pytest.approx(0.4, rel=1e-2)  # the branch from k to b


def test_gateways_and_obstacles_have_their_kilometre():
    corridor = told({})
    start = corridor["gateways"][0]["km"]
    assert [(gate["id"], gate["status"]) for gate in corridor["gateways"]] == [("G", "presumed")]
    assert [(one["id"], one["status"]) for one in corridor["obstacles"]] == [("O", "restricted")]
    from_a = {"G": 1.2, "O": 3.6}
    near = min(abs(start - from_a["G"]), abs(corridor["km"] - start - from_a["G"]))
    assert near == pytest.approx(0, abs=0.05)
    apart = abs(corridor["obstacles"][0]["km"] - start)
    assert apart == pytest.approx(from_a["O"] - from_a["G"], abs=0.05)


@pytest.mark.parametrize(
    ("said", "status"),
    [({"gateway.G": "open", "area.m": "open", "obstacle.O": "open"}, "open"),
     ({"gateway.G": "open", "area.m": "open"}, "restricted"),
     ({}, "presumed"), ({"gateway.G": "expired open"}, "unknown"),
     ({"gateway.G": "closed"}, "closed")],
)  # fmt: skip
def test_the_status_of_a_corridor_is_that_of_its_worst_stretch(said, status):
    assert told(said)["status"] == status


def test_ways_beside_a_corridor_share_none_of_its_stretches():
    besides = told({"gateway.G": "closed", "gateway.H": "open"})["alternatives"]
    assert [way["gateways"] for way in besides] == [["H"]]
    assert besides[0]["usable_by_mover"] is False


def test_a_road_without_corridor_belongs_to_its_number_and_carries_what_it_can():
    found = told({}, "RN8")
    assert (found["ref"], found["name"], found["usable_by_mover"]) == ("rn8", "Route huit", False)
    assert found["carries"]["text"] == "carries motorcycles and smaller"
    motorcycle = CAR.model_copy(update={"vehicle_class": 2})
    assert told({}, "rn8", motorcycle)["usable_by_mover"] is True


def test_all_corridors_in_order_and_as_json():
    found = corridor_table(make_scenario(NETWORK, state({}), CAR, RULES))
    json.dumps(found, allow_nan=False)
    assert [corridor["ref"] for corridor in found] == ["rn8", "rn9"]


def test_an_unknown_corridor_is_refused():
    with pytest.raises(NoAnswerError) as caught:
        told({}, "rn7")
    assert str(caught.value) == "'rn7' is no corridor of this map. Did you mean 'rn9' or 'rn8'?"
