"""Compiled searches for large networks: Dijkstra over CSR edges.

The heap has four children per node and holds each node once; `place[v]` is its position there,
-1 before, -2 after it is settled. Distances stand in the heap beside the nodes (`keys`): looked
up by node, each comparison would wait for memory.
"""

import numpy as np

from potay.arrays import Floats, Ints, Longs
from potay.search.compiling import compiled

Graph = tuple[Ints, Ints]  # indptr, head
Found = tuple[Floats, Ints]  # distance, the edge by which a node is entered
Heap = tuple[Ints, Ints, Floats]  # place in the heap, nodes, keys


@compiled()
def search(graph: Graph, cost: Floats, source: int) -> Found:
    """The cheapest way from a node to every other; edges of infinite cost are closed."""
    nodes = len(graph[0]) - 1
    distance, edge = np.full(nodes, np.inf), np.full(nodes, -1, np.int32)
    heap = new_heap(nodes)
    distance[source] = 0.0
    rise(heap, source, 0.0, 0)
    settle(graph, cost, (distance, edge), heap, 1)
    return distance, edge


@compiled()
def new_heap(nodes: int) -> Heap:
    """An empty heap with room for all nodes."""
    return np.full(nodes, -1, np.int32), np.empty(nodes, np.int32), np.empty(nodes)


@compiled()
def settle(graph: Graph, cost: Floats, found: Found, heap: Heap, size: int) -> None:
    """Fill `found` from the nodes that stand in the heap, the nearest first, until it is empty."""
    indptr, head = graph
    distance, edge = found
    place, order, keys = heap
    while size > 0:
        node, here = order[0], keys[0]
        place[node] = -2
        size -= 1
        if size > 0:
            sink(heap, size)
        for k in range(indptr[node], indptr[node + 1]):
            to = head[k]
            there = here + cost[k]
            if there < distance[to]:
                distance[to] = there
                edge[to] = k
                at = place[to]
                if at == -1:
                    at = size
                    size += 1
                rise(heap, to, there, at)


@compiled()
def sink(heap: Heap, size: int) -> None:
    """Put the last node where the root was taken out of a heap that now has `size` entries."""
    place, order, keys = heap
    node, key = order[size], keys[size]
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
        order[at], keys[at] = order[best], low
        place[order[at]] = at
        at = best
    order[at], keys[at] = node, key
    place[node] = at


@compiled()
def rise(heap: Heap, node: int, key: float, at: int) -> None:
    """Move `node`, which stands at `at` or is new there, towards the root."""
    place, order, keys = heap
    while at > 0:
        parent = (at - 1) >> 2
        if keys[parent] <= key:
            break
        order[at], keys[at] = order[parent], keys[parent]
        place[order[at]] = at
        at = parent
    order[at], keys[at] = node, key
    place[node] = at


@compiled()
def follow(tail: Ints, edge: Ints, targets: Longs, amounts: Floats, sums: Floats) -> None:
    """Add up rows of `amounts` along the way to each target, backwards through `edge`."""
    for rank in range(len(targets)):
        node = targets[rank]
        while edge[node] >= 0:
            k = edge[node]
            for row in range(len(amounts)):
                sums[row, rank] += amounts[row, k]
            node = tail[k]


@compiled()
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
