"""Ways between a few of very many nodes: over a network from which most nodes were taken out.

The skeleton of a network is worked out once, costs are laid on it in a hundredth of a second for
a million edges, and then a search looks at a twentieth of the nodes. It is exact: only the order
in which the costs along a way are added up is another than edge by edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from potay.access.search import elimination, lanes
from potay.network.arrays import Edges, Floats, Ints, Longs

#: Nodes with more neighbours stay. With 4 the core is twice as large; 16 gains nothing more.
MOST = 8


@dataclass(frozen=True)
class Skeleton:
    """Nodes by rank with their bonds (see `elimination`), for any costs.

    `owner` is the lower end of each bond, `edge_lane` the lane of each edge, `core` the lanes
    between nodes that stay.
    """

    rank: Ints
    bonds: elimination.Bonds
    parent: Ints
    owner: Ints
    triangles: elimination.Triangles
    edge_lane: Ints
    core: lanes.Core

    @classmethod
    def of(cls, edges: Edges) -> "Skeleton":
        """The skeleton of a network, kept with its edges."""
        kept: Skeleton | None = edges.derived.get("skeleton")
        if kept is None:
            kept = edges.derived["skeleton"] = cls._worked_out((edges.indptr, edges.head))
        return kept

    @classmethod
    def _worked_out(cls, graph: tuple[Ints, Ints]) -> "Skeleton":
        lists, pool = elimination.joined(*graph)
        rank, gone, first, head = elimination.take_out(lists, pool, MOST)
        owner = elimination.in_order(rank, first, head)
        bonds = first, head
        indptr, to, lane = elimination.core_of(bonds, gone)
        return cls(
            rank=rank,
            bonds=bonds,
            parent=elimination.parents(bonds),
            owner=owner,
            triangles=elimination.triangles(first, head, gone),
            edge_lane=elimination.lanes_of(graph, rank, bonds),
            core=((indptr, to), lane),
        )

    @property
    def ends(self) -> tuple[Ints, Ints]:
        """Lower and higher end of each bond."""
        return self.owner, self.bonds[1]


@dataclass(frozen=True)
class LaidOut:
    """A skeleton with costs (see `lanes.lay`), and amounts per edge to be added up on the way."""

    skeleton: Skeleton
    cost: Floats
    via: Ints
    core_cost: Floats
    amounts: Sequence[Floats]

    @classmethod
    def of(cls, edges: Edges, cost: Floats, amounts: Sequence[Floats]) -> "LaidOut":
        """Lay costs, infinite where closed, on the skeleton of a network."""
        bones = Skeleton.of(edges)
        total, via = lanes.lay(bones.edge_lane, cost, 2 * len(bones.owner), bones.triangles)
        return cls(bones, total, via, total[bones.core[1]], amounts)

    def ways(self, source: int, targets: Sequence[int]) -> "LaneWays":
        """The cheapest ways from a node to others."""
        all_of = self.skeleton
        ranks = all_of.rank[np.asarray(targets, np.int64)]
        bones = all_of.bonds, all_of.parent, all_of.core
        costs = self.cost, self.core_cost
        cost, entered = lanes.ask(bones, costs, int(all_of.rank[source]), ranks)
        return LaneWays(cost[ranks], self, ranks, entered)

    @cached_property
    def sums(self) -> Floats:
        """The amounts per lane, a row for each lane."""
        bones = self.skeleton
        amounts = np.array([*self.amounts]).reshape(len(self.amounts), len(bones.edge_lane))
        added: Floats = lanes.add_up(self.via, bones.triangles, amounts)
        return added


@dataclass(frozen=True)
class LaneWays:
    """Ways found over a skeleton; `entered` is the lane by which each node is entered."""

    cost: Floats
    laid: LaidOut
    ranks: Ints
    entered: Ints

    @cached_property
    def sums(self) -> Floats:
        """Each amount along the way to each target; infinite where there is none."""
        ends = self.laid.skeleton.ends
        every = lanes.follow_lanes(self.entered, ends, self.ranks, self.laid.sums)
        found: Floats = every[self.ranks].T
        found[:, np.isinf(self.cost)] = np.inf
        return found

    def path(self, row: int) -> Longs:
        """Edges to the target of a row, in order."""
        if np.isinf(self.cost[row]):
            return np.zeros(0, np.int64)
        bones, target = self.laid.skeleton, int(self.ranks[row])
        way: Longs = lanes.trace_lanes(
            self.entered, bones.ends, target, self.laid.via, bones.triangles
        )
        return way
