"""Ten thousand small networks: both engines against all pairs worked out by another rule."""

import numpy as np
import pytest

from potay.search import engine
from potay.search.edges import Edges
from potay.search.engine import finder, grow

NETWORKS, NODES, EDGES = 10_000, 7, 14
COSTS = np.array([0.0, 0.5, 1.0, 1.0, 2.0, 3.25, np.inf])


def drawn():
    """Tails, heads (sorted by tail) and costs of every network; binary fractions add exactly."""
    rng = np.random.default_rng(20240105)
    tail = np.sort(rng.integers(0, NODES, (NETWORKS, EDGES)), axis=1)
    head = rng.integers(0, NODES, (NETWORKS, EDGES))
    order = np.argsort(tail * NODES + head, axis=1, kind="stable")
    head = np.take_along_axis(head, order, axis=1)
    return tail, head, rng.choice(COSTS, (NETWORKS, EDGES))


def all_pairs(tail, head, cost):
    """Floyd and Warshall, over all networks at once."""
    far = np.full((NETWORKS, NODES, NODES), np.inf)
    row = np.broadcast_to(np.arange(NETWORKS)[:, None], tail.shape)
    np.minimum.at(far, (row, tail, head), cost)
    far[:, range(NODES), range(NODES)] = 0.0
    for over in range(NODES):
        np.minimum(far, far[:, :, over, None] + far[:, over, None, :], out=far)
    return far


@pytest.mark.parametrize("small", [10**9, 0], ids=["scipy", "compiled"])
def test_ten_thousand_networks(monkeypatch, small):
    monkeypatch.setattr(engine, "SMALL", small)
    tail, head, cost = drawn()
    expected = all_pairs(tail, head, cost)
    assert 0.1 < np.isinf(expected).mean() < 0.9
    flags = np.ones(EDGES, np.bool_)
    for row in range(NETWORKS):
        indptr = np.searchsorted(tail[row], np.arange(NODES + 1)).astype(np.int32)
        ends = tail[row].astype(np.int32), head[row].astype(np.int32)
        edges = Edges(indptr, *ends, np.arange(EDGES, dtype=np.int32), flags)
        tree = grow(edges, cost[row], row % NODES)
        assert tree.cost.tolist() == expected[row, row % NODES].tolist(), row
        met = tree.edge >= 0
        before = tree.cost[tail[row][tree.edge[met]]]
        assert (before + cost[row][tree.edge[met]] == tree.cost[met]).all(), row
        ways = finder(edges, cost[row]).ways(row % NODES, range(NODES))
        assert ways.cost.tolist() == tree.cost.tolist(), row
        reached = np.flatnonzero(np.isfinite(tree.cost))
        assert [cost[row][ways.path(node)].sum() for node in reached] == tree.cost[reached].tolist()
