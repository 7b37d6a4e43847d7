"""Ways that share no stretch of road, counted, and how many closures it takes to end them."""

from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from asciiworld import CAR, RULES, World, state
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from potay.access import access_table
from potay.access.cuts.disjoint import Disjoint
from potay.access.cuts.separators import GatewayCuts
from potay.network import compile_network, make_scenario
from potay.network.arrays import CONNECTOR
from potay.terms.statuses import CLOSED, UNREPORTED
from potay.terms.statuses import OPEN as OPEN_LEVEL

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
    scenario = make_scenario(NETWORK, state(OPEN), CAR, RULES)
    edges, pieces = scenario.network.edges, scenario.network.pieces
    open_ = ~np.isin(edges.piece, list(missing))
    level = np.where(open_, scenario.weights.level, CLOSED).astype(np.int8)
    scenario = replace(scenario, weights=replace(scenario.weights, level=level))
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(NETWORK.nodes.lon)))
    for k in np.flatnonzero(open_):
        connector = pieces.kind[edges.piece[k]] == CONNECTOR
        capacity = {} if connector else {"capacity": 1}  # without capacity it is unlimited
        graph.add_edge(int(edges.tail[k]), int(edges.head[k]), **capacity)
    source, *targets = NETWORK.places.node[NETWORK.places.type != "gateway"].tolist()
    expected = [nx.maximum_flow_value(graph, source, target) for target in targets]
    assert Disjoint(scenario, OPEN_LEVEL).counts(source, targets) == expected


# --- gateways -----------------------------------------------------------------------------


def test_ways_that_meet_in_one_gateway_count_once():
    world = World(
        """
        1-----a
        |     |
        b-----j-----c
              |     |
              d-----2
        """,
        kinds={"1": "port"},
        gates={"G": "j"},
    )
    row = world.row("1", "2", {"gateway.G": "open"})
    assert (row["independent_corridors"], row["gateway_disjoint"]) == (2, 1)
    assert row["single_points"] == ["gateway.G"]


def test_single_points_are_gateways_in_the_order_of_the_way_or_else_a_road():
    world = World("1--a--H--b--G--c--2", kinds={"1": "port"})
    row = world.row("1", "2", {"gateway.G": "open", "gateway.H": "open"})
    assert row["single_points"] == ["gateway.H", "gateway.G"]
    row = World("1--a--b--2", kinds={"1": "port"}).row("1", "2")
    assert (row["gateway_disjoint"], row["single_points"]) == (1, ["road.1a"])


def test_a_one_way_street_that_all_must_take_is_a_single_point():
    world = World(
        """
        1>>>>>a-----b
        |     |     |
        c<<<<<d-----2
        """,
        kinds={"1": "port"},
    )
    row = world.row("1", "2")
    assert (row["independent_corridors"], row["single_points"]) == (1, ["road.1a"])


@pytest.mark.parametrize(
    ("place", "said", "expected"),
    [("2", OPEN, (2, 2, [])),
     ("2", {**OPEN, "gateway.G": "closed"}, (1, 1, ["road.b2"])),
     ("4", {**OPEN, "gateway.H": "closed"}, (0, 0, []))],
)  # fmt: skip
def test_closures_are_counted_in_the_reading_of_the_status(place, said, expected):
    row = LADDER.row("1", place, said)
    fields = ("independent_corridors", "gateway_disjoint", "single_points")
    assert tuple(row[field] for field in fields) == expected


#: Gateway G governs two stretches of one corridor apart from each other; four roads leave 1.
GRID = World(
    """
    a--G--b-----c-----h
    |     |     |     |
    K     H     N     |
    |     |     |     |
    d-----1--L--2-----i
    |     |     |     |
    f-----g--M--j--P--3
    """,
    areas="m" * 19,
    kinds={"1": "port"},
    corridors={"G": "rn1"},
    traits={"ab": {"corridor": "rn1"}, "ch": {"corridor": "rn1"}},
)
GRID_NETWORK = GRID.network()
GATES = ["gateway.G", "gateway.H", "gateway.K", "gateway.L", "gateway.M", "gateway.N", "gateway.P"]
STATES = st.fixed_dictionaries(
    {gate: st.sampled_from(["", "", "open", "closed"]) for gate in GATES}
)


def grid_scenario(said):
    told = state({name: words for name, words in said.items() if words})
    return make_scenario(GRID_NETWORK, told, CAR, RULES)


def test_a_gateway_may_govern_two_stretches_apart():
    scenario = grid_scenario({})
    row = [
        ".".join(scenario.network.subjects.key(n)) for n in range(len(scenario.network.subjects.id))
    ]
    governed = {
        str(scenario.network.roads.id[scenario.network.pieces.owner[piece]])
        for piece, governing in enumerate(scenario.network.pieces.governing.tolist())
        if row.index("gateway.G") in scenario.network.governing_subjects(governing).tolist()
    }
    assert governed == {"ab", "ch"}


def fewest_by_trying(scenario, level, source, target):
    """The smallest set of gateways and pieces of road whose closure parts two nodes."""
    network, edges = scenario.network, scenario.network.edges
    open_ = (scenario.weights.level <= level) & np.isfinite(scenario.weights.free_s)
    things = [np.flatnonzero(open_ & (edges.piece == piece)).tolist()
              for piece in np.flatnonzero(network.pieces.kind != CONNECTOR).tolist()]  # fmt: skip
    for gate in np.flatnonzero(network.subjects.type == "gateway").tolist():
        governing_sets = [
            c
            for c in range(network.governing_sets.count)
            if gate in network.governing_subjects(c).tolist()
        ]
        governed = np.isin(network.pieces.governing[edges.piece], governing_sets)
        things.append(np.flatnonzero(open_ & governed).tolist())
    things = [set(thing) for thing in things if thing]
    steps = [(k, int(edges.tail[k]), int(edges.head[k])) for k in np.flatnonzero(open_).tolist()]
    for size in range(4):
        for chosen in combinations(things, size):
            closed = set().union(*chosen)
            if not joined([step[1:] for step in steps if step[0] not in closed], source, target):
                return size
    return 4


def joined(steps, source, target):
    after = {}
    for tail, head in steps:
        after.setdefault(tail, []).append(head)
    met, waiting = {source}, [source]
    while waiting:
        fresh = set(after.get(waiting.pop(), ())) - met
        met |= fresh
        waiting += fresh
    return target in met


@settings(deadline=None, max_examples=40)
@given(STATES)
def test_no_fewer_closures_part_two_places(said):
    scenario = grid_scenario(said)
    gates = GatewayCuts(Disjoint(scenario, UNREPORTED))
    source, *targets = GRID_NETWORK.places.node[GRID_NETWORK.places.type != "gateway"].tolist()
    alone = gates.alone(source, targets)
    for target, count, rows in zip(targets, gates.ways.counts(source, targets), alone, strict=True):
        found = min(count, 1) if rows else gates.fewest(source, target, count)
        assert found == fewest_by_trying(scenario, UNREPORTED, source, target)


# --- large networks -----------------------------------------------------------------------


@pytest.fixture(name="compiled")
def _compiled(monkeypatch):
    monkeypatch.setattr("potay.access.cuts.disjoint.SMALL", 0)


@pytest.mark.usefixtures("compiled")
@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STATES)
def test_large_networks_get_the_same_answers(said):
    scenario = grid_scenario(said)
    nodes = GRID_NETWORK.places.node.tolist()
    for source in nodes:
        compiled = Disjoint(scenario, UNREPORTED)
        assert compiled.arcs.large
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("potay.access.cuts.disjoint.SMALL", 10**9)
            plain = Disjoint(scenario, UNREPORTED)
            assert not plain.arcs.large
            expected = plain.counts(source, nodes)
            bridges = [plain.bridge(source, node) for node in nodes]
        assert compiled.counts(source, nodes) == expected
        assert [compiled.bridge(source, node) for node in nodes] == bridges
