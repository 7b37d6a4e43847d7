"""Contraction of a large network, nodes with few neighbours first (compiled).

A node that is contracted leaves its neighbours joined to each other by *shortcuts*: a dead end
leaves none, a chain one, a junction of three roads a triangle. Only which nodes are joined is
looked at, neither directions nor costs, so it is done once for a network, whatever its state.
`rank` is the order of contraction; nodes with more than `most` neighbours are not contracted:
they are the *core* and come last.

What was an edge is written as a shortcut too, each once, with the end of lower rank, in order of
rank: those of rank r, to nodes that were there when it was contracted, are
`head[first[r]:first[r + 1]]`, again in order of rank. The end with the lowest rank among them has
shortcuts to all the others: the *parent* of r in the elimination tree. A shortcut has two *arcs*:
shortcut k is arc 2k upward, from its lower end to its head, and 2k + 1 downward.
"""

import numpy as np

from potay.arrays import Flags, Ints, Longs
from potay.search.compiling import compiled

Lists = tuple[Ints, Ints, Ints]  # begin, size and room of each node's part of a pool
Shortcuts = tuple[Longs, Ints]  # first, head
Triangles = tuple[Ints, Ints, Ints]  # lower, higher, and that between their heads


@compiled()
def neighbours_of(indptr: Ints, head: Ints) -> tuple[Lists, Ints]:
    """The neighbours of every node, in either direction, once each."""
    nodes = len(indptr) - 1
    begin = np.zeros(nodes + 1, np.int32)
    for node in range(nodes):
        for k in range(indptr[node], indptr[node + 1]):
            begin[node + 1] += 1
            begin[head[k] + 1] += 1
    for node in range(nodes):
        begin[node + 1] += begin[node]
    pool, fill = np.empty(begin[nodes], np.int32), begin[:-1].copy()
    for node in range(nodes):
        for k in range(indptr[node], indptr[node + 1]):
            pool[fill[node]] = head[k]
            fill[node] += 1
            pool[fill[head[k]]] = node
            fill[head[k]] += 1
    size = _once(begin, pool)
    return (begin[:-1].copy(), size, begin[1:] - begin[:-1]), pool


@compiled()
def _once(begin: Ints, pool: Ints) -> Ints:
    """Leave every neighbour once in each list, and no node in its own; how many are left."""
    nodes = len(begin) - 1
    seen, size = np.full(nodes, -1, np.int32), np.zeros(nodes, np.int32)
    for node in range(nodes):
        seen[node] = node
        kept = begin[node]
        for at in range(begin[node], begin[node + 1]):
            other = pool[at]
            if seen[other] != node:
                seen[other] = node
                pool[kept] = other
                kept += 1
        size[node] = kept - begin[node]
    return size


@compiled()
def contract(lists: Lists, pool: Ints, most: int) -> tuple[Ints, int, Longs, Ints]:
    """Rank of every node, how many were contracted, and all shortcuts (their heads still nodes).

    In one round no neighbour of a contracted node is contracted: the elimination tree stays low.
    """
    begin, size, _ = lists
    nodes, used = len(size), len(pool)
    rank, seen = np.full(nodes, -1, np.int32), np.full(nodes, -1, np.int32)
    first, head = np.zeros(nodes + 1, np.int64), np.empty(2 * len(pool) + 16, np.int32)
    queue, later = np.empty(nodes, np.int32), np.empty(nodes, np.int32)
    waits, met_in = np.zeros(nodes, np.bool_), np.zeros(nodes, np.int32)
    out = round_ = 0
    for bound in range(most + 1):
        waiting = _queued(rank, size, bound, queue, waits)
        while waiting > 0:
            round_ += 1
            left = 0
            for at in range(waiting):
                node = queue[at]
                waits[node] = False
                if size[node] <= bound and met_in[node] != round_:
                    a, b = first[out], first[out] + size[node]
                    head = with_room(head, a, b)
                    for k in range(a, b):
                        head[k] = pool[begin[node] + k - a]
                    rank[node] = out
                    out += 1
                    first[out] = b
                    pool, used = _interconnect(node, head, (a, b), lists, pool, used, seen)
                    for k in range(a, b):
                        other = head[k]
                        met_in[other] = round_
                        if size[other] <= bound and not waits[other]:
                            waits[other] = True
                            later[left] = other
                            left += 1
                elif size[node] <= bound:
                    waits[node] = True
                    later[left] = node
                    left += 1
            queue, later = later, queue
            waiting = left
    head = _keep_core(lists, pool, rank, out, first, head)
    return rank, out, first, head


@compiled()
def _queued(rank: Ints, size: Ints, bound: int, queue: Ints, waits: Flags) -> int:
    """Put all nodes that are there and have few neighbours in the queue; how many."""
    waiting = 0
    for node in range(len(rank)):
        if rank[node] < 0 and size[node] <= bound:
            queue[waiting] = node
            waits[node] = True
            waiting += 1
    return waiting


@compiled()
def _interconnect(
    node: int, head: Ints, span: tuple[int, int], lists: Lists, pool: Ints, used: int, seen: Ints
) -> tuple[Ints, int]:
    """Join the neighbours of a node, a span of `head`, and strike it from their lists.

    `seen` marks what is in the list at hand, each time with another number. Written out without
    slices of arrays, which would cost half as much again.
    """
    begin, size, room = lists
    for stamp in range(span[0], span[1]):
        one = head[stamp]
        seen[one] = stamp
        start, length = begin[one], size[one]
        for at in range(start, start + length):
            other = pool[at]
            seen[other] = stamp
            if other == node:
                struck = at
        length -= 1
        pool[struck] = pool[start + length]
        needed = length + span[1] - span[0]
        if needed > room[one]:
            pool = with_room(pool, used, used + 2 * needed)
            for at in range(length):
                pool[used + at] = pool[start + at]
            begin[one] = start = used
            room[one] = 2 * needed
            used += 2 * needed
        for k in range(span[0], span[1]):
            other = head[k]
            if seen[other] != stamp:
                pool[start + length] = other
                length += 1
        size[one] = length
    return pool, used


@compiled()
def with_room(array: Ints, used: int, needed: int) -> Ints:
    """The array, or a longer one with what is used of it."""
    if needed <= len(array):
        return array
    longer = np.empty(2 * needed, np.int32)
    longer[:used] = array[:used]
    return longer


@compiled()
def _keep_core(
    lists: Lists, pool: Ints, rank: Ints, contracted: int, first: Longs, head: Ints
) -> Ints:
    """Rank the nodes of the core, in their own order, and add the shortcuts between them."""
    begin, size, _ = lists
    out = contracted
    for node in range(len(rank)):
        if rank[node] < 0:
            rank[node] = out
            out += 1
    used = first[contracted]
    for node in range(len(rank)):
        if rank[node] < contracted:
            continue
        head = with_room(head, used, used + size[node])
        for at in range(begin[node], begin[node] + size[node]):
            if rank[pool[at]] > rank[node]:
                head[used] = pool[at]
                used += 1
        first[rank[node] + 1] = used
    return head[:used].copy()


@compiled()
def by_rank(rank: Ints, first: Longs, head: Ints) -> Ints:
    """Name the heads of shortcuts by rank, sort those of each rank; the lower ends of all."""
    owner = np.empty(len(head), np.int32)
    for low in range(len(rank)):
        for k in range(first[low], first[low + 1]):
            owner[k] = low
            high, at = rank[head[k]], k
            while at > first[low] and head[at - 1] > high:  # there are few: sorted by insertion
                head[at] = head[at - 1]
                at -= 1
            head[at] = high
    return owner


def elimination_tree(shortcuts: Shortcuts) -> Ints:
    """The parent of every rank in the elimination tree, -1 at a root."""
    first, head = shortcuts
    parent = np.full(len(first) - 1, -1, np.int32)
    below = first[:-1] < first[1:]
    parent[below] = head[first[:-1][below]]
    return parent


@compiled()
def triangles(first: Longs, head: Ints, contracted: int) -> Triangles:
    """The lower triangles: any two shortcuts up from a node, and that between their heads."""
    count = 0
    for rank in range(contracted):
        degree = first[rank + 1] - first[rank]
        count += degree * (degree - 1) // 2
    low, high = np.empty(count, np.int32), np.empty(count, np.int32)
    base = np.empty(count, np.int32)
    row = 0
    for rank in range(contracted):
        for i in range(first[rank], first[rank + 1]):
            at = first[head[i]]
            for j in range(i + 1, first[rank + 1]):
                while head[at] != head[j]:
                    at += 1
                low[row], high[row], base[row] = i, j, at
                row += 1
    return low, high, base


@compiled()
def arcs_of_edges(graph: tuple[Ints, Ints], rank: Ints, shortcuts: Shortcuts) -> Ints:
    """The arc of every directed edge, -1 for an edge from a node to itself."""
    (indptr, heads), (first, head) = graph, shortcuts
    arc = np.full(len(heads), -1, np.int32)
    for node in range(len(rank)):
        for k in range(indptr[node], indptr[node + 1]):
            low, high = rank[node], rank[heads[k]]
            if low < high:
                at = first[low] + np.searchsorted(head[first[low] : first[low + 1]], high)
                arc[k] = 2 * at
            elif high < low:
                at = first[high] + np.searchsorted(head[first[high] : first[high + 1]], low)
                arc[k] = 2 * at + 1
    return arc


@compiled()
def core_of(shortcuts: Shortcuts, contracted: int) -> tuple[Ints, Ints, Ints]:
    """The arcs within the core as CSR, its nodes numbered from 0: indptr, head, arc."""
    first, head = shortcuts
    nodes = len(first) - 1 - contracted
    indptr = np.zeros(nodes + 1, np.int32)
    for tail in range(nodes):
        for k in range(first[contracted + tail], first[contracted + tail + 1]):
            indptr[tail + 1] += 1
            indptr[head[k] - contracted + 1] += 1
    for tail in range(nodes):
        indptr[tail + 1] += indptr[tail]
    fill = indptr[:-1].copy()
    to, arc = np.empty(indptr[nodes], np.int32), np.empty(indptr[nodes], np.int32)
    for tail in range(nodes):
        for k in range(first[contracted + tail], first[contracted + tail + 1]):
            other = head[k] - contracted
            to[fill[tail]], arc[fill[tail]] = other, 2 * k
            to[fill[other]], arc[fill[other]] = tail, 2 * k + 1
            fill[tail] += 1
            fill[other] += 1
    return indptr, to, arc
