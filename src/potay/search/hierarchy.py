"""A customisable contraction hierarchy: ways between a few of very many nodes.

A network is contracted once; costs are laid on it in a hundredth of a second for a million
edges; then a query looks at a twentieth of the nodes. It is exact: only the order in which the
costs along a way are added up is another than edge by edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from potay.arrays import Floats, Ints, Longs
from potay.search import contraction, customisation
from potay.search.edges import Edges

#: Nodes with more neighbours are the core. With 4 it is twice as large; 16 gains nothing more.
MOST = 8


@dataclass(frozen=True)
class Hierarchy:
    """Nodes by rank with their shortcuts (see `contraction`), for any costs.

    `owner` is the lower end of each shortcut, `edge_arc` the arc of each edge, `core` the arcs
    between nodes that are not contracted.
    """

    rank: Ints
    shortcuts: contraction.Shortcuts
    parent: Ints
    owner: Ints
    triangles: contraction.Triangles
    edge_arc: Ints
    core: customisation.Core

    @classmethod
    def of(cls, edges: Edges) -> "Hierarchy":
        """The hierarchy of a network, kept with its edges."""
        kept: Hierarchy | None = edges.derived.get("hierarchy")
        if kept is None:
            kept = edges.derived["hierarchy"] = cls._contracted((edges.indptr, edges.head))
        return kept

    @classmethod
    def _contracted(cls, graph: tuple[Ints, Ints]) -> "Hierarchy":
        lists, pool = contraction.neighbours_of(*graph)
        rank, contracted, first, head = contraction.contract(lists, pool, MOST)
        owner = contraction.by_rank(rank, first, head)
        shortcuts = first, head
        indptr, to, arc = contraction.core_of(shortcuts, contracted)
        return cls(
            rank=rank,
            shortcuts=shortcuts,
            parent=contraction.elimination_tree(shortcuts),
            owner=owner,
            triangles=contraction.triangles(first, head, contracted),
            edge_arc=contraction.arcs_of_edges(graph, rank, shortcuts),
            core=((indptr, to), arc),
        )

    @property
    def ends(self) -> tuple[Ints, Ints]:
        """Lower and higher end of each shortcut."""
        return self.owner, self.shortcuts[1]


@dataclass(frozen=True)
class CustomisedHierarchy:
    """A hierarchy with costs (see `customisation`), and amounts per edge to add up on the way."""

    hierarchy: Hierarchy
    cost: Floats
    via: Ints
    core_cost: Floats
    amounts: Sequence[Floats]

    @classmethod
    def of(cls, edges: Edges, cost: Floats, amounts: Sequence[Floats]) -> "CustomisedHierarchy":
        """Lay costs, infinite where closed, on the hierarchy of a network."""
        hierarchy = Hierarchy.of(edges)
        arcs = 2 * len(hierarchy.owner)
        total, via = customisation.customise(hierarchy.edge_arc, cost, arcs, hierarchy.triangles)
        return cls(hierarchy, total, via, total[hierarchy.core[1]], amounts)

    def ways(self, source: int, targets: Sequence[int]) -> "HierarchyPaths":
        """The cheapest ways from a node to others."""
        hierarchy = self.hierarchy
        ranks = hierarchy.rank[np.asarray(targets, np.int64)]
        searched = hierarchy.shortcuts, hierarchy.parent, hierarchy.core
        costs = self.cost, self.core_cost
        cost, entered = customisation.query(searched, costs, int(hierarchy.rank[source]), ranks)
        return HierarchyPaths(cost[ranks], self, ranks, entered)

    @cached_property
    def sums(self) -> Floats:
        """The amounts per arc, a row for each arc."""
        hierarchy = self.hierarchy
        amounts = np.array([*self.amounts]).reshape(len(self.amounts), len(hierarchy.edge_arc))
        added: Floats = customisation.sum_arcs(self.via, hierarchy.triangles, amounts)
        return added


@dataclass(frozen=True)
class HierarchyPaths:
    """Ways found over a hierarchy; `entered` is the arc by which each node is entered."""

    cost: Floats
    customised: CustomisedHierarchy
    ranks: Ints
    entered: Ints

    @cached_property
    def sums(self) -> Floats:
        """Each amount along the way to each target; infinite where there is none."""
        ends = self.customised.hierarchy.ends
        every = customisation.sum_paths(self.entered, ends, self.ranks, self.customised.sums)
        found: Floats = every[self.ranks].T
        found[:, np.isinf(self.cost)] = np.inf
        return found

    def path(self, row: int) -> Longs:
        """Edges to the target of a row, in order."""
        if np.isinf(self.cost[row]):
            return np.zeros(0, np.int64)
        hierarchy, target = self.customised.hierarchy, int(self.ranks[row])
        way: Longs = customisation.unpack_path(
            self.entered, hierarchy.ends, target, self.customised.via, hierarchy.triangles
        )
        return way
