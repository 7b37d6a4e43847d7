"""Shortest path trees over directed edges: scipy for small networks, compiled for large ones.

Both give the same costs. Where two ways cost the same, either may be taken, but always the same
one by the same engine; among parallel edges it is the cheapest, and of those the first.
"""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from potay.network.arrays import Bytes, Edges, Floats, Ints, Longs

#: Below this many edges the compiled kernel is not worth its start.
SMALL = 20_000


@dataclass(frozen=True)
class Tree:
    """Cheapest ways from one node: cost of every node (inf where unreached), edge entered by."""

    cost: Floats
    edge: Ints

    def meets(self, node: int) -> bool:
        """Whether there is a way."""
        return bool(np.isfinite(self.cost[node]))


@dataclass(frozen=True)
class Search:
    """One search of many: from a node, over a row of costs, edges up to a level."""

    source: int
    costs: int
    limit: int


def grow(edges: Edges, cost: Floats, source: int) -> Tree:
    """Cheapest ways from a node; edges of infinite cost are closed."""
    open_to_all = np.zeros(len(cost), np.int8)
    return grow_many(edges, cost[None], open_to_all, [Search(source, 0, 0)])[0]


def grow_many(edges: Edges, costs: Floats, level: Bytes, searches: Sequence[Search]) -> list[Tree]:
    """One tree per search; edges above a search's limit are closed to it."""
    if len(edges.head) < SMALL:
        return [_by_scipy(edges, costs[one.costs], level, one) for one in searches]
    return _compiled(edges, costs, level, searches)


def _by_scipy(edges: Edges, cost: Floats, level: Bytes, search: Search) -> Tree:
    cost = np.where(level <= search.limit, cost, np.inf)
    nodes = len(edges.indptr) - 1
    graph = csr_array((cost, edges.head, edges.indptr), shape=(nodes, nodes))
    distance, before = dijkstra(graph, indices=search.source, return_predecessors=True)
    return Tree(distance, _entering(edges, cost, before))


def _entering(edges: Edges, cost: Floats, before: NDArray[np.int32]) -> Ints:
    """The cheapest edge from each node's predecessor, -1 at the source and unreached nodes."""
    nodes = len(edges.indptr) - 1
    key = edges.tail.astype(np.int64) * nodes + edges.head
    met = np.flatnonzero(before >= 0)
    at = np.searchsorted(key, before[met].astype(np.int64) * nodes + met)
    if (key[1:] == key[:-1]).any():  # parallel edges: the cheapest of each bundle comes first
        at = np.lexsort((cost, key))[at]
    edge = np.full(nodes, -1, np.int32)
    edge[met] = at
    return edge


def _kernel() -> Any:  # noqa: ANN401 - a module
    # Imported here because numba takes a second to load, which small networks need not pay.
    from potay.access import kernel

    return kernel


def _compiled(edges: Edges, costs: Floats, level: Bytes, searches: Sequence[Search]) -> list[Tree]:
    nodes = len(edges.indptr) - 1
    tasks = np.array([(one.source, one.costs, one.limit) for one in searches], dtype=np.int64)
    distance = np.empty((len(tasks), nodes))
    edge = np.empty((len(tasks), nodes), np.int32)
    graph, never = (edges.indptr, edges.head), (np.zeros(nodes, np.int8), 0)
    search_some, threads = _kernel().search_some, min(len(tasks), _threads())

    def work(first: int) -> None:
        found, share = (distance, edge), (first, threads)
        search_some(graph, costs, level, tasks, never, found, share)

    if threads == 1:
        work(0)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, range(threads)))
    return [Tree(distance[row], edge[row]) for row in range(len(tasks))]


def _threads() -> int:
    """One per core; only one in a worker process, whose siblings have the other cores."""
    return 1 if multiprocessing.parent_process() else os.cpu_count() or 1


def along(edges: Edges, tree: Tree, targets: Sequence[int], amounts: Floats) -> Floats:
    """Sums of each row of `amounts` (per edge) along the way to each target; inf where none."""
    nodes = np.asarray(targets, dtype=np.int64)
    sums = np.zeros((len(amounts), len(nodes)))
    if len(edges.head) >= SMALL:
        _kernel().follow(edges.tail, tree.edge, nodes, amounts, sums)
    else:
        at, live = nodes.copy(), np.arange(len(nodes))
        while len(live := live[tree.edge[at[live]] >= 0]):
            taken = tree.edge[at[live]]
            sums[:, live] += amounts[:, taken]
            at[live] = edges.tail[taken]
    sums[:, ~np.isfinite(tree.cost[nodes])] = np.inf
    return sums


def path(edges: Edges, tree: Tree, target: int) -> Longs:
    """Edges from the source of a tree to a node, in order."""
    if len(edges.head) >= SMALL:
        traced: Longs = _kernel().trace(edges.tail, tree.edge, target)
        return traced
    found = []
    while tree.edge[target] >= 0:
        found.append(tree.edge[target])
        target = edges.tail[tree.edge[target]]
    return np.array(found[::-1], dtype=np.int64)


def turned(edges: Edges) -> tuple[Edges, Longs]:
    """The same edges driven backwards, and the number each had before."""
    order = np.lexsort((edges.piece, edges.tail, edges.head))
    indptr = np.searchsorted(edges.head[order], np.arange(len(edges.indptr))).astype(np.int32)
    back = Edges(
        indptr, edges.head[order], edges.tail[order], edges.piece[order], ~edges.forward[order]
    )
    return back, order
