"""One-way roads bind vehicles; on foot they are walked both ways."""

import pytest
from asciiworld import CAR, World

from potay.access import find_route
from potay.network import portable

RING = World(
    """
    1--a>>>>>>>>b--2
       |        |
       c--------d
    """,
    kinds={"1": "port", "2": "port"},
)
WALKER = CAR.model_copy(update={"name": "walker", "vehicle_class": 1, "default_speed_kmh": 5})
BIKE = CAR.model_copy(update={"name": "bike", "vehicle_class": 2})


def km(mover, start, end):
    return find_route(RING.scenario(mover=mover), start, end).record()["km"]


@pytest.mark.parametrize("mover", [CAR, BIKE])
def test_who_drives_goes_round(mover):
    assert km(mover, "1", "2") == pytest.approx(3.0, abs=0.02)
    assert km(mover, "2", "1") == pytest.approx(3.8, abs=0.02)


def test_who_walks_goes_back_the_same_way():
    assert km(WALKER, "1", "2") == km(WALKER, "2", "1") == pytest.approx(3.0, abs=0.02)


def test_a_walker_in_another_state_still_walks_both_ways():
    scenario = RING.scenario(mover=WALKER)
    again = scenario.in_state(RING.scenario({"road.cd": "closed"}).state)
    assert find_route(again, "2", "1").record()["km"] == pytest.approx(3.0, abs=0.02)


def test_pieces_and_places_are_those_of_all_movers():
    walked, driven = RING.scenario(mover=WALKER).network, RING.scenario().network
    assert walked.pieces.a.tolist() == driven.pieces.a.tolist()
    assert len(walked.edges.head) == len(driven.edges.head) + 1
    assert sorted(set(walked.edges.piece.tolist())) == sorted(set(driven.edges.piece.tolist()))


def test_the_page_is_told_who_walks_and_which_roads_bind_the_others():
    scenarios = {mover.name: RING.scenario(mover=mover) for mover in (WALKER, CAR)}
    told = portable(scenarios)
    assert (told["movers"], told["on_foot"]) == (["walker", "car"], [True, False])
    assert len(told["pieces"]["oneway"]) == 1
