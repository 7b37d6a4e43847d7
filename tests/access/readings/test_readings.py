"""The readings of a small town, over both engines."""

import numpy as np
import pytest
from asciiworld import CAR, RULES, World, state

from potay.access.readings.readings import Readings
from potay.network import make_scenario
from potay.search import engine
from potay.terms.statuses import READINGS

WORLD = World(
    """
    1--a--G--b--2
    |        |
    5--H--4--6--K--3

                       x--y
                        7
    """,
    kinds={"1": "port"},
)
NETWORK = WORLD.network()
SAID = {"gateway.G": "restricted", "gateway.H": "closed", "gateway.K": "expired open"}


def scenario(said):
    return make_scenario(NETWORK, state(said), CAR, RULES)


def node(name):
    return int(NETWORK.places.node[NETWORK.places.id.tolist().index(name)])


@pytest.fixture(params=[10**9, 0], ids=["scipy", "compiled"])
def either(request, monkeypatch):
    monkeypatch.setattr(engine, "SMALL", request.param)


def met(said, target):
    """The readings in which a place is met from place 1."""
    ways = Readings(scenario(said)).between(node("1"), [node(target)])
    return [name for name in READINGS if ways[name].meets(0)]


@pytest.mark.usefixtures("either")
def test_each_reading_passes_what_the_one_before_it_passes_and_more():
    assert met(SAID, "2") == ["worst", "presumed", "best", "free"]
    assert met(SAID, "3") == ["best", "free"]
    assert met({**SAID, "gateway.G": "closed"}, "4") == ["free"]
    assert met({**SAID, "gateway.G": "open"}, "4") == list(READINGS)


@pytest.mark.usefixtures("either")
def test_minutes_and_km_are_those_of_the_way():
    here = scenario(SAID)
    ways = Readings(here).between(node("1"), [node("4"), node("1")])["worst"]
    way = ways.path(0)
    pieces = NETWORK.edges.piece[way]
    assert ways.km(0) == round(float(NETWORK.pieces.metres[pieces].sum()) / 1000, 3)
    assert ways.minutes(0) == round(float(here.weights.seconds[way].sum()) / 60, 2)
    assert (ways.minutes(1), ways.km(1), len(ways.path(1))) == (0.0, 0.0, 0)


@pytest.mark.usefixtures("either")
def test_where_there_is_no_way_there_are_no_minutes():
    ways = Readings(scenario(SAID)).between(node("1"), [node("3")])["worst"]
    assert (ways.minutes(0), ways.km(0), len(ways.path(0))) == (None, None, 0)
    assert ways.seconds.tolist() == [np.inf]


def test_readings_that_pass_the_same_stretches_are_searched_once():
    ways = Readings(scenario({})).between(node("1"), [node("2")])
    assert ways["open"] is ways["worst"]
    assert ways["presumed"] is ways["best"] is ways["free"]
    assert ways["open"] is not ways["presumed"]


def test_nothing_closed_is_not_slowed_by_what_is_reported():
    ways = Readings(scenario({"gateway.G": "restricted", "gateway.H": "closed"}))
    of = ways.between(node("1"), [node("2")])
    assert of["free"] is not of["best"]
    assert of["free"].ways.cost[0] < of["best"].ways.cost[0]


def test_both_engines_tell_the_same_of_every_place(monkeypatch):
    places = [node(name) for name in "23456"]
    told = []
    for small in (10**9, 0):
        monkeypatch.setattr(engine, "SMALL", small)
        readings = Readings(scenario(SAID))
        told.append([
            (name, one.minutes(rank), one.km(rank), one.path(rank).tolist())
            for hub in places
            for name, one in readings.between(hub, places).items()
            for rank in range(len(places))
        ])  # fmt: skip
    assert told[0] == told[1]
