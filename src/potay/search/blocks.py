"""What stands or falls with a single edge or vertex of an undirected graph (Tarjan's low points).

A *cut link* is an edge without which the graph has one part more. A *block* is a largest set of
edges of which any two lie on a common circle; simple ways between two vertices never leave the
blocks that hang between them.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from potay.arrays import Flags, Longs
from potay.search import flow
from potay.search.engine import SMALL


@dataclass(frozen=True)
class Depth:
    """One depth-first forest: `order` of discovery, `parent` (-1: a root), lowest order met.

    `via` is the undirected edge by which a vertex was found, `last` the last order found below
    it. `sequence` lists vertices in order.
    """

    order: Longs
    parent: Longs
    via: Longs
    low: Longs
    last: Longs
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
    columns = [np.full(len(indptr) - 1, -1, np.int64) for _ in range(6)]
    plain: Any = flow
    graph: list[Any] = [indptr, head, edge, np.array(roots, np.int64)]
    filled: list[Any] = columns
    if len(head) >= SMALL:
        from potay.search import forlarge as plain  # numba takes a second to load
    else:
        graph, filled = ([one.tolist() for one in each] for each in (graph, columns))
    met = plain.find_depths(tuple(graph[:3]), graph[3], tuple(filled[:5]), filled[5])
    order, parent, via, low, last, sequence = (np.asarray(one, np.int64) for one in filled)
    return Depth(order, parent, via, low, last, sequence[:met])


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
