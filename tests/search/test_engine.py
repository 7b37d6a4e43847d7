"""Both engines against networkx on random networks of every awkward kind."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.search import engine
from potay.search.edges import directed_edges, turned
from potay.search.engine import along, finder, grow, path_to

WAYS = st.lists(
    st.tuples(
        st.integers(0, 8), st.integers(0, 8), st.integers(-1, 1),
        st.sampled_from([0.0, 1.0, 1.5, 2.0, 7.0, np.inf]), st.integers(0, 4),
    ),
    min_size=1, max_size=25,
)  # fmt: skip
NODES = 9


def drawn(ways):
    """Edges, cost and level per edge, and the same as a networkx multigraph."""
    a, b, oneway, cost, level = (np.array(column) for column in zip(*ways, strict=True))
    edges = directed_edges(NODES, a.astype(np.int32), b.astype(np.int32), oneway.astype(np.int8))
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(NODES))
    for k in range(len(edges.head)):
        graph.add_edge(int(edges.tail[k]), int(edges.head[k]), k, w=cost[edges.piece[k]])
    return edges, cost[edges.piece].astype(float), level[edges.piece].astype(np.int8), graph


@pytest.fixture(params=["scipy", "compiled"])
def either(request, monkeypatch):
    monkeypatch.setattr(engine, "SMALL", 0 if request.param == "compiled" else 10**9)


def shortest(graph, source, limit=None, level=None):
    passed = nx.MultiDiGraph()
    passed.add_nodes_from(graph)
    for u, v, k, w in graph.edges(keys=True, data="w"):
        if np.isfinite(w) and (limit is None or level[k] <= limit):
            passed.add_edge(u, v, k, w=w)
    return nx.single_source_dijkstra_path_length(passed, source, weight="w")


@pytest.mark.usefixtures("either")
@settings(deadline=None, max_examples=150)
@given(WAYS, st.integers(0, NODES - 1))
def test_costs_are_those_of_networkx_and_ways_add_up_to_them(ways, source):
    edges, cost, _, graph = drawn(ways)
    tree = grow(edges, cost, source)
    expected = shortest(graph, source)
    sums = along(edges, tree, range(NODES), np.stack([cost, np.ones(len(cost))]))
    for node in range(NODES):
        assert tree.meets(node) == (node in expected)
        assert tree.cost[node] == pytest.approx(expected.get(node, np.inf))
        way = path_to(edges, tree, node)
        if node in expected:
            assert cost[way].sum() == pytest.approx(expected[node]) == sums[0, node]
            assert sums[1, node] == len(way)
            stops = [source, *edges.head[way].tolist()]
            assert stops == [*edges.tail[way].tolist(), node]
        else:
            assert len(way) == 0
            assert np.isinf(sums[:, node]).all()


@pytest.mark.usefixtures("either")
@settings(deadline=None, max_examples=150)
@given(WAYS, st.integers(0, NODES - 1), st.lists(st.integers(0, NODES - 1), max_size=4))
def test_asked_nodes_are_answered_as_by_networkx_up_to_every_level(ways, source, asked):
    edges, cost, level, graph = drawn(ways)
    amounts = (cost, np.ones(len(cost)))
    for limit in range(5):
        found = finder(edges, np.where(level <= limit, cost, np.inf), amounts).ways(source, asked)
        expected = shortest(graph, source, limit, level)
        for row, node in enumerate(asked):
            assert found.cost[row] == pytest.approx(expected.get(node, np.inf))
            way = found.path(row)
            if node in expected:
                assert found.sums[:, row].tolist() == [found.cost[row], len(way)]
                assert cost[way].sum() == found.cost[row]
                assert (level[way] <= limit).all()
                assert [source, *edges.head[way].tolist()] == [*edges.tail[way].tolist(), node]
            else:
                assert len(way) == 0
                assert np.isinf(found.sums[:, row]).all()


@settings(deadline=None, max_examples=60)
@given(WAYS, st.integers(0, NODES - 1))
def test_edges_turned_lead_back(ways, target):
    edges, cost, _, graph = drawn(ways)
    back, original = turned(edges)
    tree = grow(back, cost[original], target)
    expected = shortest(graph.reverse(), target)
    assert {node: tree.cost[node] for node in range(NODES) if tree.meets(node)} == pytest.approx(
        expected
    )
    assert (edges.tail[original] == back.head).all()


@pytest.mark.usefixtures("either")
def test_among_parallel_edges_the_cheapest_is_taken():
    edges, cost, _, _ = drawn([(0, 1, 1, 5.0, 0), (0, 1, 1, 3.0, 0), (0, 1, 1, 3.0, 0)])
    assert path_to(edges, grow(edges, cost, 0), 1).tolist() == [1]
    assert finder(edges, cost).ways(0, [1]).path(0).tolist() == [1]


@pytest.mark.usefixtures("either")
def test_nothing_need_be_added_up_and_nobody_need_be_asked_about():
    edges, cost, _, _ = drawn([(0, 1, 1, 5.0, 0)])
    assert finder(edges, cost).ways(0, [1, 2]).sums.shape == (0, 2)
    assert finder(edges, cost, (cost,)).ways(0, []).sums.shape == (1, 0)
