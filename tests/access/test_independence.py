"""Ways that share no stretch of road, counted."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from asciiworld import CAR, RULES, World, state
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.access import access_table
from potay.access.independence import independent_ways
from potay.network import compile_network, make_scenario
from potay.network.arrays import CONNECTOR
from potay.network.passability import CLOSED
from potay.network.passability import OPEN as OPEN_LEVEL

LADDER = World(
    """
    a-----b-----c-----d
    |     |     |     |
    1--G--2     |     3--H--4
    |           |     |
    e-----------f-----g
    """,
    kinds={"1": "port"},
)
OPEN = {"gateway.G": "open", "gateway.H": "open"}


@pytest.mark.parametrize(
    ("place", "said", "ways"),
    [
        ("2", OPEN, 2),  # over G, and round by a and b
        ("3", OPEN, 2),
        ("4", OPEN, 1),
        ("2", {**OPEN, "gateway.G": "closed"}, 1),
        ("4", {**OPEN, "gateway.H": "closed"}, 0),
        ("4", {"gateway.G": "closed"}, 1),  # presumed: H counts as open there
    ],
)
def test_ways_that_share_nothing_are_counted_in_the_reading_of_the_status(place, said, ways):
    assert LADDER.row("1", place, said)["independent_corridors"] == ways


def test_a_road_drawn_twice_is_one_way():
    material = World("1--a--G--b--2", kinds={"1": "port"}).material()
    twice = pd.concat([material.roads, material.roads.rename(index=lambda name: f"{name}-again")])
    network = compile_network(replace(material, roads=twice), RULES)
    rows = access_table(make_scenario(network, state({}), CAR, RULES), ["1"]).rows
    assert rows["independent_corridors"].tolist() == [1]


NETWORK = LADDER.network()
PIECES = st.sets(st.integers(0, len(NETWORK.pieces.metres) - 1), max_size=8)


@settings(deadline=None, max_examples=60)
@given(PIECES)
def test_counts_are_those_of_networkx(missing):
    scene = make_scenario(NETWORK, state(OPEN), CAR, RULES)
    edges, pieces = scene.network.edges, scene.network.pieces
    open_ = ~np.isin(edges.piece, list(missing))
    level = np.where(open_, scene.weights.level, CLOSED).astype(np.int8)
    scene = replace(scene, weights=replace(scene.weights, level=level))
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(NETWORK.nodes.lon)))
    for k in np.flatnonzero(open_):
        connector = pieces.kind[edges.piece[k]] == CONNECTOR
        capacity = {} if connector else {"capacity": 1}  # without capacity it is unlimited
        graph.add_edge(int(edges.tail[k]), int(edges.head[k]), **capacity)
    source, *targets = NETWORK.places.node[NETWORK.places.type != "gateway"].tolist()
    expected = [nx.maximum_flow_value(graph, source, target) for target in targets]
    assert independent_ways(scene, OPEN_LEVEL, source, targets) == expected
