"""Shortest path trees over the network's edges: scipy for small graphs, compiled for large.

Both give the same distances; where two ways cost the same, the edge with the lower number wins
among parallel edges and either may be taken otherwise.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from potay.network.arrays import Edges, Floats, Ints, Longs

#: Below this many edges the compiled kernel is not worth its start.
SMALL = 20_000


@dataclass(frozen=True)
class Trees:
    """One tree per source: `cost[i, v]` (inf where unreached) and the edge by which v is met."""

    cost: Floats
    edge: Ints


def grow(edges: Edges, cost: Floats, sources: NDArray[np.integer]) -> Trees:
    """Cheapest ways from each source to every node; edges of infinite cost are closed."""
    nodes = len(edges.indptr) - 1
    graph = csr_array((cost, edges.head, edges.indptr), shape=(nodes, nodes))
    distance, before = dijkstra(graph, indices=np.asarray(sources), return_predecessors=True)
    return Trees(distance, _entering(edges, cost, before))


def _entering(edges: Edges, cost: Floats, before: NDArray[np.int32]) -> Ints:
    """The cheapest edge from each node's predecessor, -1 at sources and unreached nodes."""
    nodes = len(edges.indptr) - 1
    order = np.lexsort((np.arange(len(cost)), cost, edges.head, edges.tail))
    key = edges.tail[order].astype(np.int64) * nodes + edges.head[order]
    wanted = before.astype(np.int64) * nodes + np.arange(nodes)
    at = np.searchsorted(key, wanted)
    edge = np.full(before.shape, -1, np.int32)
    met = before >= 0
    edge[met] = order[at[met]]
    return edge


def totals(edges: Edges, trees: Trees, amount: Floats) -> Floats:
    """The sum of `amount` (per edge) along each tree, from its source to every node."""
    rows, nodes = trees.edge.shape
    met = trees.edge >= 0
    sums = np.where(met, amount[np.maximum(trees.edge, 0)], 0.0).ravel()
    base = (np.arange(rows) * nodes)[:, None]
    before = np.where(met, edges.tail[np.maximum(trees.edge, 0)] + base, -1).ravel()
    live = np.flatnonzero(before >= 0)
    while len(live):  # pointer doubling: each round doubles the stretch that is summed
        parent = before[live]
        sums[live] += sums[parent]
        before[live] = before[parent]
        live = live[before[live] >= 0]
    return np.where(np.isfinite(trees.cost), sums.reshape(rows, nodes), np.inf)


def path(edges: Edges, edge: Ints, target: int) -> Longs:
    """Edges from the source of one tree (a row of `Trees.edge`) to a node, in order."""
    found = []
    while edge[target] >= 0:
        found.append(edge[target])
        target = edges.tail[edge[target]]
    return np.array(found[::-1], dtype=np.int64)


def turned(edges: Edges) -> tuple[Edges, Longs]:
    """The same edges driven backwards, and the number each had before."""
    order = np.lexsort((edges.piece, edges.tail, edges.head))
    indptr = np.searchsorted(edges.head[order], np.arange(len(edges.indptr))).astype(np.int32)
    back = Edges(
        indptr, edges.head[order], edges.tail[order], edges.piece[order], ~edges.forward[order]
    )
    return back, order
