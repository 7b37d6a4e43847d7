"""Costs laid on the bonds of a network, and ways over them (compiled).

The cost of a lane is that of the cheapest way between its two ends that leads through nodes of
lower rank only; `via` says which: an edge, or, as -2 minus its number, a triangle: in by the one
bond of a node taken out and out by the other. -1 is a lane without a way.

A cheapest way can be taken so that the ranks along it first rise and then fall. From its source a
search goes up from parent to parent, then through the core, and from there down to the targets,
over their ancestors only.
"""

import numpy as np

from potay.access.search.compiling import compiled
from potay.access.search.elimination import Bonds, Triangles, with_room
from potay.access.search.kernel import Found, Graph, new_heap, rise, settle
from potay.network.arrays import Flags, Floats, Ints, Longs

Core = tuple[Graph, Ints]  # lanes between the nodes that stay, numbered from 0; their numbers


@compiled()
def lay(edge_lane: Ints, cost: Floats, lanes: int, triangles: Triangles) -> tuple[Floats, Ints]:
    """Cost and `via` of every lane; of edges that cost the same the first, edges before others."""
    total, via = np.full(lanes, np.inf), np.full(lanes, -1, np.int32)
    for edge in range(len(cost)):
        lane = edge_lane[edge]
        if lane >= 0 and cost[edge] < total[lane]:
            total[lane] = cost[edge]
            via[lane] = edge
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
def parts(lane: int, via: Ints, triangles: Triangles) -> tuple[int, int]:
    """The two lanes, in order of travel, of a lane that leads through a node taken out."""
    row = -2 - via[lane]
    low, high = triangles[0][row], triangles[1][row]
    if lane % 2 == 0:
        return 2 * low + 1, 2 * high
    return 2 * high + 1, 2 * low


@compiled()
def add_up(via: Ints, triangles: Triangles, amounts: Floats) -> Floats:
    """Rows of amounts per edge as sums over each lane: a row per lane, 0 where there is no way."""
    total = np.zeros((len(via), len(amounts)))
    for lane in range(len(via)):  # parts of a lane have lower numbers
        if via[lane] >= 0:
            for row in range(len(amounts)):
                total[lane, row] = amounts[row, via[lane]]
        elif via[lane] < -1:
            before, after = parts(lane, via, triangles)
            for row in range(len(amounts)):
                total[lane, row] = total[before, row] + total[after, row]
    return total


@compiled()
def ask(
    bones: tuple[Bonds, Ints, Core], costs: tuple[Floats, Floats], source: int, targets: Ints
) -> tuple[Floats, Ints]:
    """Cost of every node met, and the lane by which it is entered (-1: none).

    `bones` are bonds, parents and core; `costs` those of lanes and of the core. What is neither
    in the core nor an ancestor of the source or of a target is left as it was.
    """
    bonds, parent, core = bones
    nodes = len(parent)
    gone = nodes - len(core[0][0]) + 1
    distance, lane = np.empty(nodes), np.empty(nodes, np.int32)
    distance[gone:] = np.inf
    lane[gone:] = -1
    wanted = _ancestors(parent, gone, targets, (distance, lane))
    _go_up(bonds, parent, gone, costs[0], source, (distance, lane))
    _cross(core, costs[1], distance[gone:], lane[gone:])
    _come_down(bonds, costs[0], wanted, (distance, lane))
    return distance, lane


@compiled()
def _ancestors(parent: Ints, gone: int, targets: Ints, found: Found) -> Flags:
    """Targets and their ancestors outside the core, marked, and made ready in `found`."""
    wanted = np.zeros(gone, np.bool_)
    for target in targets:
        node = target
        while 0 <= node < gone and not wanted[node]:
            wanted[node] = True
            found[0][node], found[1][node] = np.inf, -1
            node = parent[node]
    return wanted


@compiled()
def _go_up(bonds: Bonds, parent: Ints, gone: int, cost: Floats, source: int, found: Found) -> None:
    """Over the ancestors of the source, as far as the core."""
    first, head = bonds
    distance, lane = found
    node = source
    while 0 <= node < gone:
        distance[node], lane[node] = np.inf, -1
        node = parent[node]
    distance[source] = 0.0
    node = source
    while 0 <= node < gone:
        for k in range(first[node], first[node + 1]):
            there = distance[node] + cost[2 * k]
            if there < distance[head[k]]:
                distance[head[k]] = there
                lane[head[k]] = 2 * k
        node = parent[node]


@compiled()
def _cross(core: Core, cost: Floats, distance: Floats, lane: Ints) -> None:
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
            lane[node] = names[edge[node]]


@compiled()
def _come_down(bonds: Bonds, cost: Floats, wanted: Flags, found: Found) -> None:
    """From the core over the nodes wanted, the highest first."""
    first, head = bonds
    distance, lane = found
    for node in range(len(wanted) - 1, -1, -1):
        if not wanted[node]:
            continue
        for k in range(first[node], first[node + 1]):
            there = distance[head[k]] + cost[2 * k + 1]
            if there < distance[node]:
                distance[node] = there
                lane[node] = 2 * k + 1


@compiled()
def _before(lane: int, owner: Ints, head: Ints) -> int:
    """The node where a lane begins."""
    node: int = owner[lane // 2] if lane % 2 == 0 else head[lane // 2]
    return node


@compiled()
def follow_lanes(entered: Ints, ends: tuple[Ints, Ints], targets: Ints, amounts: Floats) -> Floats:
    """Amounts (a row per lane) added up on the ways to targets: a row per node on them.

    `ends` are the lower end and the head of each bond.
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
def trace_lanes(
    entered: Ints, ends: tuple[Ints, Ints], target: int, via: Ints, triangles: Triangles
) -> Longs:
    """The edges to a target, in order of travel."""
    found, count, waiting = np.empty(256, np.int32), 0, np.empty(256, np.int32)
    node = target
    while entered[node] >= 0:
        waiting[0], left = entered[node], 1
        while left > 0:
            left -= 1
            lane = waiting[left]
            if via[lane] >= 0:
                found = with_room(found, count, count + 1)
                found[count] = via[lane]
                count += 1
            else:  # the last part first: the way is followed backwards
                waiting = with_room(waiting, left, left + 2)
                waiting[left], waiting[left + 1] = parts(lane, via, triangles)
                left += 2
        node = _before(entered[node], ends[0], ends[1])
    return found[:count][::-1].astype(np.int64)
