"""What the random networks and their laws found: one small world for each.

Each stands here as it should be; what is not yet so fails, strictly, until it is.
`asking.not_compared` names what the networks leave out because of these.
"""

from dataclasses import replace

import pandas as pd
import pytest
from asciiworld import CAR, RULES, World, state
from laws.asking import table_of
from laws.plan import Place, Plan, Road

from potay.access import access_table
from potay.network import compile_network, make_scenario

RING = Plan(
    ((0.0, 0.0), (500.0, 500.0), (0.0, 500.0), (1000.0, 500.0), (1500.0, 500.0), (1500.0, 0.0)),
    (
        Road("left", 0, 2), Road("up", 0, 1), Road("low", 1, 2),
        Road("north", 1, 3, 150.0), Road("south", 1, 3, -150.0),
        Road("on", 3, 4), Road("right", 4, 5), Road("over", 3, 5),
    ),
    places=(Place("p0", "left", 0.4), Place("p1", "right", 0.7)),
)  # fmt: skip


def ways(plan: Plan) -> int:
    """How many ways there are from the first place to the last."""
    return table_of(plan, CAR)[plan.places[-1].id]["independent_corridors"]


def test_two_arcs_of_one_length_are_two_ways():
    """Round a square: the northern and the southern arc are equally long."""
    assert ways(RING) == 2


def test_two_arcs_of_two_lengths_are_two_ways():
    south = replace(RING.road("south"), bend=-190.0)
    roads = tuple(south if road.id == "south" else road for road in RING.roads)
    assert ways(replace(RING, roads=roads)) == 2


@pytest.mark.xfail(strict=True, reason="only the copy a place is tied to is cut at the place")
def test_a_road_drawn_twice_with_places_on_it_is_one_way():
    """Both places tie to one copy; the other leads from end to end past them."""
    plan = Plan(((0.0, 0.0), (0.0, 500.0)), (Road("r", 0, 1),),
                places=(Place("p0", "r", 0.3), Place("p1", "r", 0.7)), twins=("r",))  # fmt: skip
    assert ways(plan) == 1


def test_the_delay_of_the_quarter_of_a_quay_is_not_paid_by_the_mile():
    """Twenty cells at sea; the delay of m, for 2 km of road, is paid for 200 m of road at most."""
    world = World(
        "1--a                b--2", areas="mmmm", kinds={"1": "port", "2": "port"},
        links=[{"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 90.0}],
    )  # fmt: skip
    plain = world.row("1", "2", {"area.m": "open"})["minutes"]
    assert world.row("1", "2", {"area.m": "open delay 10"})["minutes"] <= plain + 1


def test_a_report_of_the_gateway_is_fewer_openings_than_two_of_its_quarters():
    """G is held by the police, m and n around it by a gang: to report G open is enough."""
    world = World("1--a----G----b--2", areas="......mmmmm......", kinds={"1": "port"},
                  corridors={"G": "rn9"}, traits={"ab": {"corridor": "rn9"}})  # fmt: skip
    material = world.material()
    twice = pd.concat([material.areas, material.areas.rename(index={"m": "n"})])
    network = compile_network(replace(material, areas=twice), RULES)
    said = state(dict.fromkeys(("area.m", "area.n"), "control gang")
                 | {"gateway.G": "control police"})  # fmt: skip
    opened = make_scenario(network, said, CAR, RULES, {"gateway.G": "open"})
    assert access_table(opened, ["1"]).rows["status"].tolist() == ["reachable"]
    (row,) = access_table(make_scenario(network, said, CAR, RULES), ["1"]).rows.to_dict("records")
    assert len(row["would_open"]) == 1
