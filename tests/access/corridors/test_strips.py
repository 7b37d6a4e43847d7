"""What a strip of a corridor is drawn from: bridges by kilometre, a place for every stretch."""

import pytest
from asciiworld import World

from potay.access.corridors.table import corridor_table

# A crossing of 200 m on the way: the bridge carries the corridor over another road.
WORLD = World(
    """
        3
        |
    1---#---a------b------2
        |
        4
    """,
    areas="""
    .......................
    .......................
    ...............mmmmmm..
    .......................
    .......................
    """,
    traits={
        "1a": {"corridor": "rn9", "bridge": True},
        "ab": {"corridor": "rn9"},
        "b2": {"corridor": "rn9"},
    },
)


def test_bridges_and_the_middle_of_each_stretch_are_placed():
    row = corridor_table(WORLD.scenario({"area.m": "control gang"}), "rn9")[0]
    whole = row["km"]
    (bridge,) = row["bridges"]
    assert bridge["road"] == "1a"
    length = bridge["to_km"] - bridge["from_km"]
    assert length == pytest.approx(1.6, abs=0.01)
    assert {round(bridge["from_km"], 2), round(bridge["to_km"], 2)} & {0.0, round(whole, 2)}
    held = [part for part in row["stretches"] if part["areas"] == ["m"]]
    assert [part["control"] for part in held] == ["gang"]
    lon = held[0]["at"][0]
    west = min(part["at"][0] for part in row["stretches"])
    assert lon > west


def test_a_corridor_without_bridges_has_none():
    world = World("1---a---2", traits={"1a": {"corridor": "rn9"}, "a2": {"corridor": "rn9"}})
    assert corridor_table(world.scenario({}), "rn9")[0]["bridges"] == []
