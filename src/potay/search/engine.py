"""Shortest ways over directed edges: scipy for small networks, compiled for large ones.

Both give the same costs. Where two ways cost the same, either may be taken, but always the same
one by the same engine; among parallel edges it is the cheapest, and of those the first.

Whoever asks about some nodes takes a *finder*, made once for a row of costs. Whoever needs all
nodes grows a *tree*.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from potay.arrays import Floats, Ints, Longs
from potay.search.edges import Edges

#: Below this many edges the compiled kernel is not worth its start.
SMALL = 20_000


class Ways(Protocol):
    """Cheapest ways from one node to the asked ones; infinite where there is none."""

    @property
    def cost(self) -> Floats:
        """The cost of each way."""

    @property
    def sums(self) -> Floats:
        """Sums of each amount along each way: rows as the finder was given amounts."""

    def path(self, row: int) -> Longs:
        """Edges to the target of a row, in order; none where there is no way."""


class Finder(Protocol):
    """A network with costs, ready for any number of questions."""

    def ways(self, source: int, targets: Sequence[int]) -> Ways:
        """The cheapest ways from a node to others."""


def finder(edges: Edges, cost: Floats, amounts: Sequence[Floats] = ()) -> Finder:
    """Lay costs on edges, infinite where closed; `amounts` per edge can be added up on the way."""
    if len(edges.head) < SMALL:
        return Graph.of(edges, cost, amounts)
    # Imported here because numba takes a second to load, which small networks need not pay.
    from potay.search.hierarchy import CustomisedHierarchy

    return CustomisedHierarchy.of(edges, cost, amounts)


@dataclass(frozen=True)
class Tree:
    """Cheapest ways from one node: cost of every node (inf where unreached), edge entered by."""

    cost: Floats
    edge: Ints

    def meets(self, node: int) -> bool:
        """Whether there is a way."""
        return bool(np.isfinite(self.cost[node]))


def grow(edges: Edges, cost: Floats, source: int) -> Tree:
    """Cheapest ways from a node; edges of infinite cost are closed."""
    if len(edges.head) < SMALL:
        return Graph.of(edges, cost).tree(source)
    return Tree(*_compiled().search((edges.indptr, edges.head), cost, source))


@dataclass(frozen=True)
class Graph:
    """A small network as scipy takes it."""

    edges: Edges
    matrix: csr_array
    amounts: Sequence[Floats]

    @classmethod
    def of(cls, edges: Edges, cost: Floats, amounts: Sequence[Floats] = ()) -> "Graph":
        """Lay costs on edges."""
        nodes = len(edges.indptr) - 1
        matrix = csr_array((cost, edges.head, edges.indptr), shape=(nodes, nodes))
        return cls(edges, matrix, amounts)

    def search(self, source: int) -> tuple[Floats, NDArray[np.int32]]:
        """Cost of every node, and the node before it (negative where there is none)."""
        cost, before = dijkstra(self.matrix, indices=source, return_predecessors=True)
        return cost, before

    def tree(self, source: int) -> Tree:
        """Cheapest ways to all nodes."""
        cost, before = self.search(source)
        return Tree(cost, self.entering(before))

    def ways(self, source: int, targets: Sequence[int]) -> "TreeWays":
        """The cheapest ways from a node to others."""
        cost, before = self.search(source)
        nodes = np.asarray(targets, np.int64)
        return TreeWays(cost[nodes], self, nodes, cost, before)

    def entering(self, before: NDArray[np.int32]) -> Ints:
        """The cheapest edge from each node's predecessor, -1 at the source and unreached nodes."""
        head, cost = self.edges.head, self.matrix.data
        edge = np.full(len(before), -1, np.int32)
        met = np.flatnonzero(before[head] == self.edges.tail)
        edge[head[met]] = met
        twins = met[np.bincount(head[met], minlength=len(before))[head[met]] > 1]
        twins = twins[np.lexsort((-twins, -cost[twins]))]  # the last one written is what remains
        edge[head[twins]] = twins
        return edge


@dataclass(frozen=True)
class TreeWays:
    """Ways found by scipy."""

    cost: Floats
    graph: Graph
    nodes: Longs
    all_costs: Floats
    before: NDArray[np.int32]

    @cached_property
    def tree(self) -> Tree:
        """The ways to all nodes."""
        return Tree(self.all_costs, self.graph.entering(self.before))

    @cached_property
    def sums(self) -> Floats:
        """Sums of each amount along each way."""
        return along(self.graph.edges, self.tree, self.nodes, self.graph.amounts)

    def path(self, row: int) -> Longs:
        """Edges to the target of a row, in order."""
        return path_to(self.graph.edges, self.tree, int(self.nodes[row]))


def _compiled() -> Any:  # noqa: ANN401 - a module
    from potay.search import dijkstra as kernel  # see `finder`

    return kernel


def along(
    edges: Edges, tree: Tree, targets: Sequence[int] | Longs, amounts: Sequence[Floats] | Floats
) -> Floats:
    """Sums of each row of `amounts` (per edge) along the way to each target; inf where none."""
    nodes = np.asarray(targets, dtype=np.int64)
    sums = np.zeros((len(amounts), len(nodes)))
    if len(edges.head) >= SMALL:
        _compiled().follow(edges.tail, tree.edge, nodes, np.asarray(amounts), sums)
    elif len(amounts):
        sums = _all_along(edges, tree, np.asarray(amounts))[:, nodes]
    sums[:, ~np.isfinite(tree.cost[nodes])] = np.inf
    return sums


def _all_along(edges: Edges, tree: Tree, amounts: Floats) -> Floats:
    """Sums along the way to every node: each step reaches back twice as far as the one before."""
    met = tree.edge >= 0
    sums = np.where(met, amounts[:, tree.edge], 0.0)
    before = np.where(met, edges.tail[tree.edge], np.arange(len(met)))
    while ((further := before[before]) != before).any():
        sums += sums[:, before]
        before = further
    return sums


def path_to(edges: Edges, tree: Tree, target: int) -> Longs:
    """Edges from the source of a tree to a node, in order."""
    if len(edges.head) >= SMALL:
        traced: Longs = _compiled().trace(edges.tail, tree.edge, target)
        return traced
    found = []
    while tree.edge[target] >= 0:
        found.append(tree.edge[target])
        target = edges.tail[tree.edge[target]]
    return np.array(found[::-1], dtype=np.int64)
