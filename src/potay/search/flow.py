"""Ways that share no arc: what is on every way, and how to find one way more.

Plain functions over plain columns: lists where a graph is small, arrays where `forlarge` has
compiled them. Graphs are CSR: where the arcs out of each vertex begin, their heads and numbers;
and the same for the arcs into each, with their tails. All columns to be filled have an entry per
vertex. Vertices that are met are renumbered in the order of a descent.
"""

from collections.abc import Sequence

Column = Sequence[int]
#: Where arcs begin, their other ends and numbers.
Side = tuple[Column, Column, Column]


def descend(out: Side, source: int, order: list[int], vertex: list[int], parent: list[int]) -> int:
    """Go depth first; fill the order of each vertex met (the others have -1) and its reverse.

    `parent` is by order. How many are met.
    """
    starts, heads, _ = out
    at = [starts[v] for v in range(len(order))]
    for v in range(len(order)):
        order[v] = -1
    order[source], vertex[0], parent[0] = 0, source, -1
    count, h = 1, 0
    while h >= 0:
        v = vertex[h]
        k = at[v]
        if k == starts[v + 1]:
            h = parent[h]
            continue
        at[v] = k + 1
        to = heads[k]
        if order[to] < 0:
            order[to], vertex[count], parent[count] = count, to, h
            h = count
            count += 1
    return count


def find_depths(
    sides: Side,
    roots: Column,
    found: tuple[list[int], list[int], list[int], list[int], list[int]],
    sequence: list[int],
) -> int:
    """Go depth first through an undirected graph, its edges out of both ends; how many are met.

    `found` are, all -1: the order of each vertex, its parent, the edge to that, the lowest order
    that is met from there down, and the last order there. `sequence` is the reverse of order.
    """
    starts, heads, edges = sides
    order, parent, via, low, last = found
    at = [starts[v] for v in range(len(order))]
    count = 0
    for root in roots:
        v = root if order[root] < 0 else -1
        while v >= 0:
            if order[v] < 0:
                order[v], low[v], sequence[count] = count, count, v
                count += 1
            if at[v] < starts[v + 1]:
                to, edge = heads[at[v]], edges[at[v]]
                at[v] += 1
                if order[to] < 0:
                    parent[to], via[to] = v, edge
                    v = to
                elif edge != via[v]:
                    low[v] = min(low[v], order[to])
                continue
            last[v] = count - 1
            above = parent[v]
            if above >= 0:
                low[above] = min(low[above], low[v])
            v = above
    return count


def find_dominators(
    into: Side, found: tuple[Column, Column, list[int]], count: int, above: list[int]
) -> None:
    """Fill, by order, the nearest vertex that all ways from the source pass before each.

    By way of semi-dominators. `found` is what `descend` filled; `parent` is used up.
    """
    starts, tails, _ = into
    order, vertex, parent = found
    semi, label, stack = [*range(count)], [*range(count)], [0] * count
    for h in range(count):
        above[h] = parent[h]
    for w in range(count - 1, 0, -1):
        semi[w] = parent[w]
        for k in range(starts[vertex[w]], starts[vertex[w] + 1]):
            x, depth = order[tails[k]], 0
            if x < 0:
                continue
            while parent[x] > w:
                stack[depth] = x
                depth += 1
                x = parent[x]
            best = label[x]
            while depth > 0:  # what was passed is led past, the best of it is kept
                depth -= 1
                y = stack[depth]
                parent[y] = parent[x]
                if semi[best] < semi[label[y]]:
                    label[y] = best
                best, x = label[y], y
            semi[w] = min(semi[w], semi[best])
    for w in range(1, count):
        d = above[w]
        while d > semi[w]:
            d = above[d]
        above[w] = d


def find_bridges(
    into: Side, found: tuple[Column, Column, Column], count: int, first: list[int]
) -> None:
    """Fill the arc nearest to the source that every way to a vertex takes.

    -1 where there are two ways that share no arc, -2 where there is none. `found` are order,
    vertex and dominator. An arc from there is a bridge if nothing else leads in but from behind.
    """
    starts, tails, arcs = into
    order, vertex, above = found
    size, place, free = [1] * count, [0] * count, [1] * count
    for w in range(count - 1, 0, -1):
        size[above[w]] += size[w]
    for w in range(1, count):
        place[w] = free[above[w]]
        free[above[w]] += size[w]
        free[w] = place[w] + 1
    for v in range(len(first)):
        first[v] = -1 if order[v] == 0 else -2
    for w in range(1, count):
        v = vertex[w]
        first[v] = first[vertex[above[w]]]
        if first[v] >= 0:
            continue
        ways = 0
        for k in range(starts[v], starts[v + 1]):
            x = order[tails[k]]
            if x == above[w]:
                ways, first[v] = ways + 1, arcs[k]
            elif x >= 0 and not place[w] <= place[x] < place[w] + size[w]:
                ways = 2
        if ways != 1:
            first[v] = -1


def one_more(
    sides: tuple[tuple[Column, Column], tuple[Column, Column], tuple[Column, Column]],
    state: list[int],
    ends: tuple[int, int],
    work: tuple[tuple[list[int], list[int]], ...],
) -> bool:
    """Look for one more way from the first of `ends` to the second, and mark its arcs used.

    `sides` are starts, other ends and numbers, each out of vertices and into them. `state` says
    of each arc whether it is free (0), used (1) or closed (2). The search goes from both ends in
    turn and may take used arcs back. `work` are noughts, for each end: by which arc and from
    where a vertex was met, and a queue.
    """
    starts, others, numbers = sides
    met, came, queue = work
    begin, end, middle = [0, 0], [1, 1], -1
    for side in range(2):
        queue[side][0], met[side][ends[side]] = ends[side], 1
    while begin[0] < end[0] and begin[1] < end[1] and middle < 0:
        side = 0 if end[0] - begin[0] <= end[1] - begin[1] else 1
        v = queue[side][begin[side]]
        begin[side] += 1
        for back in range(2):
            way_on = side ^ back
            for k in range(starts[way_on][v], starts[way_on][v + 1]):
                to, arc = others[way_on][k], numbers[way_on][k]
                if state[arc] == back and met[side][to] == 0:
                    met[side][to], came[side][to] = 2 + 2 * arc + back, v
                    queue[side][end[side]] = to
                    end[side] += 1
                    middle = to if met[1 - side][to] > 0 else middle
    for side in range(2):
        v = middle
        while v >= 0 and v != ends[side]:
            state[met[side][v] // 2 - 1] = 1 - met[side][v] % 2
            v = came[side][v]
    for side in range(2):
        for k in range(end[side]):
            met[side][queue[side][k]] = 0
    return middle >= 0
