"""What stands or falls with a single edge or vertex of an undirected graph (Tarjan's low points).

A *cut link* is an edge without which the graph has one part more. A *block* is a largest set of
edges of which any two lie on a common circle; simple ways between two vertices never leave the
blocks that hang between them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from potay.network.arrays import Flags, Longs


@dataclass(frozen=True)
class Depth:
    """One depth-first forest: `order` of discovery, `parent` (-1: a root), lowest order met.

    `via` is the undirected edge by which a vertex was found. `sequence` lists vertices in order.
    """

    order: Longs
    parent: Longs
    via: Longs
    low: Longs
    sequence: Longs


def descend(
    indptr: NDArray[np.integer],
    head: NDArray[np.integer],
    edge: NDArray[np.integer],
    roots: list[int],
) -> Depth:
    """Depth first through a graph whose edges stand in both directions, `edge` their number.

    Parallel edges have different numbers, so that none of them is taken for a cut link.
    """
    count = len(indptr) - 1
    starts, stops = indptr[:-1].tolist(), indptr[1:].tolist()
    heads, edges = head.tolist(), edge.tolist()
    order, low = [-1] * count, [0] * count
    parent, via = [-1] * count, [-1] * count
    sequence: list[int] = []
    for root in roots:
        if order[root] >= 0:
            continue
        order[root] = low[root] = len(sequence)
        sequence.append(root)
        stack = [root]
        while stack:
            here = stack[-1]
            k = starts[here]
            if k < stops[here]:
                starts[here] = k + 1
                other = heads[k]
                if edges[k] == via[here]:
                    continue
                if order[other] < 0:
                    order[other] = low[other] = len(sequence)
                    sequence.append(other)
                    parent[other], via[other] = here, edges[k]
                    stack.append(other)
                else:
                    low[here] = min(low[here], order[other])
            else:
                stack.pop()
                if stack:
                    low[stack[-1]] = min(low[stack[-1]], low[here])
    return Depth(*(np.array(each, np.int64) for each in (order, parent, via, low, sequence)))


def cut_vertices_below(depth: Depth) -> Flags:
    """Vertices whose edge to their parent is a cut link: nothing below leads past it."""
    found: Flags = (depth.parent >= 0) & (depth.low == depth.order)
    return found


def blocks_of(depth: Depth) -> tuple[Longs, list[int]]:
    """The block in which each vertex hangs below another (-1: a root), and the top of each."""
    block = np.full(len(depth.order), -1, np.int64)
    tops: list[int] = []
    for vertex in depth.sequence.tolist():
        above = int(depth.parent[vertex])
        if above < 0:
            continue
        if depth.low[vertex] >= depth.order[above]:
            block[vertex] = len(tops)
            tops.append(above)
        else:
            block[vertex] = block[above]
    return block, tops
