"""Vehicle classes are UNSDI-T CurntPrac in its own direction: the number rises with the load."""

from itertools import pairwise

import numpy as np
import pytest

from potay.network.weights import carried
from potay.spec.workspace import _with_defaults
from potay.terms.vehicles import UNSTATED, VEHICLES, strictest


def test_the_number_rises_with_what_a_vehicle_weighs():
    assert list(VEHICLES) == [1, 2, 3, 4, 5, 6]
    weights = [vehicle.weight_t for vehicle in VEHICLES.values()]
    assert all(one < other for one, other in pairwise(weights))


def test_a_road_for_light_trucks_carries_those_and_smaller_ones():
    road = np.array([4], np.int8)
    assert [bool(carried(road, number)[0]) for number in VEHICLES] == [True] * 4 + [False] * 2
    assert all(carried(np.array([UNSTATED], np.int8), number)[0] for number in VEHICLES)


@pytest.mark.parametrize(
    ("parts", "whole"), [((), 0), ((0, 0), 0), ((6, 4, 0), 4), ((2,), 2), ((5, 1), 1)]
)
def test_a_way_carries_what_its_strictest_part_carries(parts, whole):
    assert strictest(parts) == whole


def test_the_shipped_movers_fit_their_class():
    movers = _with_defaults({})["movers"]
    assert {name: mover["vehicle_class"] for name, mover in movers.items()} == {
        "un-truck": 4, "un-heavy": 5, "light": 3, "ambulance": 3, "haulier": 4, "motorcycle": 2,
    }  # fmt: skip
    assert all(
        mover.get("weight_t", 0) <= VEHICLES[mover["vehicle_class"]].weight_t
        for mover in movers.values()
    )
