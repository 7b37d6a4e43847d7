"""Networks drawn by hand: chains, dead ends, one-way runs, loops and twins over a hierarchy."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.search import engine, hierarchy
from potay.search.edges import directed_edges
from potay.search.engine import finder, grow, path_to
from potay.search.hierarchy import CustomisedHierarchy, Hierarchy


@pytest.fixture(autouse=True)
def large(monkeypatch):
    """Every network counts as large."""
    monkeypatch.setattr(engine, "SMALL", 0)


def drawn(nodes, *ways):
    """Ways (a, b, oneway, cost) as edges, and the cost of each."""
    a, b, oneway, cost = (np.array(column) for column in zip(*ways, strict=True))
    edges = directed_edges(nodes, a.astype(np.int32), b.astype(np.int32), oneway.astype(np.int8))
    return edges, cost[edges.piece].astype(float)


def stops(edges, ways, row):
    """Nodes along a way."""
    way = ways.path(row)
    return [*edges.tail[way[:1]].tolist(), *edges.head[way].tolist()]


def cost_of(edges, cost, source, target):
    return float(finder(edges, cost).ways(source, [target]).cost[0])


def grid(side, seed=7):
    """A square town with streets of whole costs, every tenth of them one-way."""
    rng = np.random.default_rng(seed)
    at = np.arange(side * side).reshape(side, side)
    a = np.concatenate([at[:, :-1].ravel(), at[:-1].ravel()])
    b = np.concatenate([at[:, 1:].ravel(), at[1:].ravel()])
    oneway = rng.choice([0] * 9 + [1], len(a))
    return drawn(side * side, *zip(a, b, oneway, rng.integers(1, 9, len(a)), strict=True))


def test_a_chain_leads_over_all_its_stretches_in_both_directions():
    edges, cost = drawn(5, (0, 1, 0, 1), (1, 2, 0, 2), (2, 3, 0, 4), (3, 4, 0, 8))
    ways = finder(edges, cost, (cost, np.ones(len(cost)))).ways(0, [4, 2, 0])
    assert ways.cost.tolist() == [15, 3, 0]
    assert ways.sums.tolist() == [[15, 3, 0], [4, 2, 0]]
    assert stops(edges, ways, 0) == [0, 1, 2, 3, 4]
    assert stops(edges, finder(edges, cost).ways(4, [1]), 0) == [4, 3, 2, 1]


def test_a_way_begins_and_ends_inside_dead_ends():
    # 0-1-2 is a ring; 3-4 hangs on 0, and 5 and 6 on 4
    ring = [(0, 1, 0, 1), (1, 2, 0, 1), (2, 0, 0, 5)]
    edges, cost = drawn(7, *ring, (0, 3, 0, 1), (3, 4, 0, 1), (4, 5, 0, 1), (4, 6, 0, 1))
    ways = finder(edges, cost).ways(5, [6, 2, 4, 5])
    assert ways.cost.tolist() == [2, 5, 1, 0]
    assert stops(edges, ways, 0) == [5, 4, 6]
    assert stops(edges, ways, 1) == [5, 4, 3, 0, 1, 2]
    assert len(ways.path(3)) == 0


def test_a_one_way_run_is_not_driven_backwards():
    # 0 → 1 → 2 → 3, and the long way home 3 - 4 - 0
    edges, cost = drawn(5, (0, 1, 1, 1), (1, 2, 1, 1), (2, 3, 1, 1), (3, 4, 0, 10), (4, 0, 0, 10))
    assert cost_of(edges, cost, 0, 3) == 3
    assert cost_of(edges, cost, 3, 0) == 20
    assert cost_of(edges, cost, 2, 1) == 22
    alone, its_cost = drawn(3, (0, 1, 1, 1), (1, 2, 1, 1))
    ways = finder(alone, its_cost, (its_cost,)).ways(2, [0])
    assert ways.cost.tolist() == [np.inf]
    assert ways.sums.tolist() == [[np.inf]]
    assert len(ways.path(0)) == 0


def test_loops_and_places_apart_do_no_harm():
    edges, cost = drawn(4, (0, 0, 0, 0), (0, 1, 0, 2), (1, 1, 1, 0))
    assert cost_of(edges, cost, 0, 1) == 2
    assert cost_of(edges, cost, 0, 3) == np.inf
    assert cost_of(edges, cost, 3, 3) == 0


def test_of_two_runs_the_cheaper_that_is_passed_is_taken():
    # from 0 to 3 over 1 (cheap, but of a higher level) or over 2
    edges, cost = drawn(4, (0, 1, 0, 1), (1, 3, 0, 1), (0, 2, 0, 2), (2, 3, 0, 2))
    level = np.array([0, 3, 0, 0])[edges.piece]
    for limit, expected in ((3, [0, 1, 3]), (2, [0, 2, 3])):
        ways = finder(edges, np.where(level <= limit, cost, np.inf)).ways(0, [3])
        assert stops(edges, ways, 0) == expected


def test_costs_change_and_the_hierarchy_stays():
    edges, cost = grid(12)
    before = Hierarchy.of(edges)
    finder(edges, cost * 2)
    assert Hierarchy.of(edges) is before


def test_most_nodes_of_a_town_are_contracted_and_each_shortcut_is_there_once():
    edges, _ = grid(30)
    found = Hierarchy.of(edges)
    first, head = found.shortcuts
    core = len(found.core[0][0]) - 1
    assert sorted(found.rank.tolist()) == list(range(900))
    assert 0 < core < 450
    assert (head > found.owner).all()
    assert len(set(zip(found.owner.tolist(), head.tolist(), strict=True))) == len(head)
    assert np.diff(first)[: 900 - core].max() <= hierarchy.MOST


def test_a_town_is_crossed_as_by_a_search_of_all_its_nodes():
    edges, cost = grid(30)
    customised = CustomisedHierarchy.of(edges, cost, (cost,))
    everywhere = range(len(edges.indptr) - 1)
    for source in (0, 437, 899):
        tree, ways = grow(edges, cost, source), customised.ways(source, everywhere)
        assert ways.cost.tolist() == tree.cost.tolist()
        assert ways.sums[0].tolist() == tree.cost.tolist()
        for node in range(0, 900, 17):
            assert cost[ways.path(node)].sum() == cost[path_to(edges, tree, node)].sum()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000), st.integers(20, 120), st.floats(1.0, 2.5), st.integers(0, 4))
def test_any_network_is_as_networkx_sees_it(seed, nodes, crowded, most):
    """Whatever is contracted and whatever is not, and wherever no way is left."""
    rng = np.random.default_rng(seed)
    count = int(nodes * crowded)
    edges, cost = drawn(nodes, *zip(
        rng.integers(0, nodes, count), rng.integers(0, nodes, count), rng.integers(-1, 2, count),
        np.where(rng.random(count) < 0.1, np.inf, rng.random(count)), strict=True,
    ))  # fmt: skip
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(nodes))
    open_ = np.isfinite(cost)
    graph.add_weighted_edges_from(
        zip(edges.tail[open_].tolist(), edges.head[open_].tolist(), cost[open_], strict=True)
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hierarchy, "MOST", most)
        customised = CustomisedHierarchy.of(edges, cost, (cost,))
    for source in rng.choice(nodes, 3):
        expected = nx.single_source_dijkstra_path_length(graph, int(source))
        ways = customised.ways(int(source), range(nodes))
        told = [expected.get(node, np.inf) for node in range(nodes)]
        np.testing.assert_allclose(ways.cost, told, rtol=1e-12)
        np.testing.assert_allclose(ways.sums[0], told, rtol=1e-12)
        for node in expected:
            assert cost[ways.path(node)].sum() == pytest.approx(told[node], rel=1e-12)


def test_both_engines_agree_on_every_pair_of_a_town(monkeypatch):
    edges, cost = grid(15)
    over = [finder(edges, cost).ways(source, range(225)).cost.tolist() for source in range(225)]
    monkeypatch.setattr(engine, "SMALL", 10**9)
    plain = [finder(edges, cost).ways(source, range(225)).cost.tolist() for source in range(225)]
    assert over == plain
