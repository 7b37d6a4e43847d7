"""Compiled searches for large networks: Dijkstra over CSR edges, many at a time.

Imported only when a network is large enough to pay for it. Edges above a level are passed over,
so one array of costs serves every reading of a scenario. The heap has four children per node
and holds each node once; `place[v]` is its position there, -1 before, -2 after it is settled.
Distances stand in the heap beside the nodes (`keys`): looked up by node, each comparison would
wait for memory.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from potay.network.arrays import Bytes, Floats, Ints, Longs


def _compiled() -> Callable[[Callable[..., Any]], Any]:
    """Compile on first use; keep the result on disk where a folder for it can be written."""
    njit: Any = numba.njit

    def wrap(function: Callable[..., Any]) -> Any:  # noqa: ANN401 - a dispatcher of numba's
        try:
            return njit(cache=True, nogil=True)(function)
        except RuntimeError:  # no folder to keep it in: compile in every process
            return njit(nogil=True)(function)

    return wrap


Graph = tuple[Ints, Ints]  # indptr, head
Found = tuple[Floats, Ints]  # distance, the edge by which a node is entered
Scratch = tuple[Ints, Ints, Floats]  # place in the heap, heap, keys


@_compiled()
def search(
    graph: Graph,
    cost: Floats,
    level: Bytes,
    task: Longs,
    stop: tuple[Bytes, int],
    found: Found,
    scratch: Scratch,
) -> None:
    """Fill `found` for one task: source, row of costs (not used here), highest level passed.

    With a number above 0 in `stop`, the search ends when so many of its nodes are settled.
    """
    indptr, head = graph
    wanted, missing = stop
    distance, edge = found
    place, heap, keys = scratch
    source, limit = task[0], task[2]
    distance[:] = np.inf
    edge[:] = -1
    place[:] = -1
    distance[source] = 0.0
    heap[0], keys[0] = source, 0.0
    place[source] = 0
    size = 1
    while size > 0:
        node = heap[0]
        place[node] = -2
        here = keys[0]
        size -= 1
        if size > 0:
            _sink(scratch, size)
        if missing > 0 and wanted[node] != 0:
            missing -= 1
            if missing == 0:
                break
        for k in range(indptr[node], indptr[node + 1]):
            if level[k] > limit:
                continue
            to = head[k]
            there = here + cost[k]
            if there < distance[to]:
                distance[to] = there
                edge[to] = k
                at = place[to]
                if at == -1:
                    at = size
                    size += 1
                _rise(scratch, to, there, at)


@_compiled()
def _sink(scratch: Scratch, size: int) -> None:
    """Put the last node where the root was taken out of a heap that now has `size` entries."""
    place, heap, keys = scratch
    node, key = heap[size], keys[size]
    at = 0
    while True:
        child = 4 * at + 1
        if child >= size:
            break
        best, low = child, keys[child]
        for other in range(child + 1, min(child + 4, size)):
            if keys[other] < low:
                best, low = other, keys[other]
        if low >= key:
            break
        heap[at], keys[at] = heap[best], low
        place[heap[at]] = at
        at = best
    heap[at], keys[at] = node, key
    place[node] = at


@_compiled()
def _rise(scratch: Scratch, node: int, key: float, at: int) -> None:
    """Move `node`, which stands at `at` or is new there, towards the root."""
    place, heap, keys = scratch
    while at > 0:
        parent = (at - 1) >> 2
        if keys[parent] <= key:
            break
        heap[at], keys[at] = heap[parent], keys[parent]
        place[heap[at]] = at
        at = parent
    heap[at], keys[at] = node, key
    place[node] = at


@_compiled()
def search_some(
    graph: Graph,
    costs: Floats,
    level: Bytes,
    tasks: Longs,
    stop: tuple[Bytes, int],
    found: Found,
    share: tuple[int, int],
) -> None:
    """One search per row of `tasks` (source, row of `costs`, limit), of one thread's share.

    A thread takes every so-manyth row: `share` is the first and the step. Python's threads do,
    because nothing in here needs the interpreter; threads of OpenMP would spin while they wait,
    and not survive a fork.
    """
    nodes = len(graph[0]) - 1
    scratch = (np.empty(nodes, np.int32), np.empty(nodes, np.int32), np.empty(nodes))
    for task in range(share[0], len(tasks), share[1]):
        row = (found[0][task], found[1][task])
        search(graph, costs[tasks[task, 1]], level, tasks[task], stop, row, scratch)


@_compiled()
def follow(tail: Ints, edge: Ints, targets: Longs, amounts: Floats, sums: Floats) -> None:
    """Add up rows of `amounts` along the way to each target, backwards through `edge`."""
    for rank in range(len(targets)):
        node = targets[rank]
        while edge[node] >= 0:
            k = edge[node]
            for row in range(len(amounts)):
                sums[row, rank] += amounts[row, k]
            node = tail[k]


@_compiled()
def trace(tail: Ints, edge: Ints, target: int) -> Longs:
    """Edges from the source of one tree to a node, in order."""
    count = 0
    node = target
    while edge[node] >= 0:
        count += 1
        node = tail[edge[node]]
    found = np.empty(count, np.int64)
    node = target
    while edge[node] >= 0:
        count -= 1
        found[count] = edge[node]
        node = tail[edge[node]]
    return found
