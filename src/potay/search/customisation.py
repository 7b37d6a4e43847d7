"""Customisation: costs laid on the shortcuts of a hierarchy, and queries over them (compiled).

The cost of an arc is that of the cheapest way between its two ends that leads through nodes of
lower rank only; `via` says which: an edge, or, as -2 minus its number, a lower triangle: in by one
shortcut of a contracted node and out by the other. -1 is an arc without a way.

A cheapest way can be taken so that the ranks along it first rise and then fall. A query goes from
its source up the elimination tree, then through the core, and from there down to the targets,
over their ancestors only.
"""

import numpy as np

from potay.arrays import Flags, Floats, Ints, Longs
from potay.search.compiling import compiled
from potay.search.contraction import Shortcuts, Triangles, with_room
from potay.search.dijkstra import Found, Graph, new_heap, rise, settle

Core = tuple[Graph, Ints]  # arcs between its nodes, numbered from 0; their numbers


@compiled()
def customise(edge_arc: Ints, cost: Floats, arcs: int, triangles: Triangles) -> tuple[Floats, Ints]:
    """Cost and `via` of every arc; of edges that cost the same the first, edges before others."""
    total, via = np.full(arcs, np.inf), np.full(arcs, -1, np.int32)
    for edge in range(len(cost)):
        arc = edge_arc[edge]
        if arc >= 0 and cost[edge] < total[arc]:
            total[arc] = cost[edge]
            via[arc] = edge
    low, high, base = triangles
    for row in range(len(base)):
        up = total[2 * low[row] + 1] + total[2 * high[row]]
        if up < total[2 * base[row]]:
            total[2 * base[row]] = up
            via[2 * base[row]] = -2 - row
        down = total[2 * high[row] + 1] + total[2 * low[row]]
        if down < total[2 * base[row] + 1]:
            total[2 * base[row] + 1] = down
            via[2 * base[row] + 1] = -2 - row
    return total, via


@compiled()
def unpack(arc: int, via: Ints, triangles: Triangles) -> tuple[int, int]:
    """The two arcs, in order of travel, of an arc that leads through a contracted node."""
    row = -2 - via[arc]
    low, high = triangles[0][row], triangles[1][row]
    if arc % 2 == 0:
        return 2 * low + 1, 2 * high
    return 2 * high + 1, 2 * low


@compiled()
def sum_arcs(via: Ints, triangles: Triangles, amounts: Floats) -> Floats:
    """Rows of amounts per edge as sums over each arc: a row per arc, 0 where there is no way."""
    total = np.zeros((len(via), len(amounts)))
    for arc in range(len(via)):  # parts of an arc have lower numbers
        if via[arc] >= 0:
            for row in range(len(amounts)):
                total[arc, row] = amounts[row, via[arc]]
        elif via[arc] < -1:
            before, after = unpack(arc, via, triangles)
            for row in range(len(amounts)):
                total[arc, row] = total[before, row] + total[after, row]
    return total


@compiled()
def query(
    hierarchy: tuple[Shortcuts, Ints, Core],
    costs: tuple[Floats, Floats],
    source: int,
    targets: Ints,
) -> tuple[Floats, Ints]:
    """Cost of every node met, and the arc by which it is entered (-1: none).

    `hierarchy` are shortcuts, parents and core; `costs` those of arcs and of the core. What is
    neither in the core nor an ancestor of the source or of a target is left as it was.
    """
    shortcuts, parent, core = hierarchy
    nodes = len(parent)
    contracted = nodes - len(core[0][0]) + 1
    distance, arc = np.empty(nodes), np.empty(nodes, np.int32)
    distance[contracted:] = np.inf
    arc[contracted:] = -1
    wanted = _ancestors(parent, contracted, targets, (distance, arc))
    _go_up(shortcuts, parent, contracted, costs[0], source, (distance, arc))
    _cross(core, costs[1], distance[contracted:], arc[contracted:])
    _come_down(shortcuts, costs[0], wanted, (distance, arc))
    return distance, arc


@compiled()
def _ancestors(parent: Ints, contracted: int, targets: Ints, found: Found) -> Flags:
    """Targets and their ancestors outside the core, marked, and made ready in `found`."""
    wanted = np.zeros(contracted, np.bool_)
    for target in targets:
        node = target
        while 0 <= node < contracted and not wanted[node]:
            wanted[node] = True
            found[0][node], found[1][node] = np.inf, -1
            node = parent[node]
    return wanted


@compiled()
def _go_up(
    shortcuts: Shortcuts, parent: Ints, contracted: int, cost: Floats, source: int, found: Found
) -> None:
    """Over the ancestors of the source, as far as the core."""
    first, head = shortcuts
    distance, arc = found
    node = source
    while 0 <= node < contracted:
        distance[node], arc[node] = np.inf, -1
        node = parent[node]
    distance[source] = 0.0
    node = source
    while 0 <= node < contracted:
        for k in range(first[node], first[node + 1]):
            there = distance[node] + cost[2 * k]
            if there < distance[head[k]]:
                distance[head[k]] = there
                arc[head[k]] = 2 * k
        node = parent[node]


@compiled()
def _cross(core: Core, cost: Floats, distance: Floats, arc: Ints) -> None:
    """Through the core, from all of its nodes that were met on the way up."""
    graph, names = core
    heap, size = new_heap(len(distance)), 0
    edge = np.full(len(distance), -1, np.int32)
    for node in range(len(distance)):
        if distance[node] < np.inf:
            rise(heap, node, distance[node], size)
            size += 1
    settle(graph, cost, (distance, edge), heap, size)
    for node in range(len(distance)):
        if edge[node] >= 0:
            arc[node] = names[edge[node]]


@compiled()
def _come_down(shortcuts: Shortcuts, cost: Floats, wanted: Flags, found: Found) -> None:
    """From the core over the nodes wanted, the highest first."""
    first, head = shortcuts
    distance, arc = found
    for node in range(len(wanted) - 1, -1, -1):
        if not wanted[node]:
            continue
        for k in range(first[node], first[node + 1]):
            there = distance[head[k]] + cost[2 * k + 1]
            if there < distance[node]:
                distance[node] = there
                arc[node] = 2 * k + 1


@compiled()
def _before(arc: int, owner: Ints, head: Ints) -> int:
    """The node where an arc begins."""
    node: int = owner[arc // 2] if arc % 2 == 0 else head[arc // 2]
    return node


@compiled()
def sum_paths(entered: Ints, ends: tuple[Ints, Ints], targets: Ints, amounts: Floats) -> Floats:
    """Amounts (a row per arc) added up on the ways to targets: a row per node on them.

    `ends` are the lower end and the head of each shortcut.
    """
    total = np.empty((len(entered), amounts.shape[1]))
    known, stack = np.zeros(len(entered), np.bool_), np.empty(len(entered), np.int32)
    for target in targets:
        node, waiting = target, 0
        while entered[node] >= 0 and not known[node]:
            stack[waiting] = node
            waiting += 1
            node = _before(entered[node], ends[0], ends[1])
        if not known[node]:
            total[node] = 0.0
            known[node] = True
        for after in stack[:waiting][::-1]:
            for row in range(amounts.shape[1]):
                total[after, row] = total[node, row] + amounts[entered[after], row]
            known[after] = True
            node = after
    return total


@compiled()
def unpack_path(
    entered: Ints, ends: tuple[Ints, Ints], target: int, via: Ints, triangles: Triangles
) -> Longs:
    """The edges to a target, in order of travel."""
    found, count, waiting = np.empty(256, np.int32), 0, np.empty(256, np.int32)
    node = target
    while entered[node] >= 0:
        waiting[0], left = entered[node], 1
        while left > 0:
            left -= 1
            arc = waiting[left]
            if via[arc] >= 0:
                found = with_room(found, count, count + 1)
                found[count] = via[arc]
                count += 1
            else:  # the last part first: the way is followed backwards
                waiting = with_room(waiting, left, left + 2)
                waiting[left], waiting[left + 1] = unpack(arc, via, triangles)
                left += 2
        node = _before(entered[node], ends[0], ends[1])
    return found[:count][::-1].astype(np.int64)
