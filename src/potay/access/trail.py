"""The subjects along the ways of one reading."""

from dataclasses import dataclass, field

import numpy as np

from potay.access.engine import Tree, TreeWays
from potay.access.readings import Reading
from potay.network.reasons import Reasons


@dataclass(frozen=True)
class Trail:
    """What governs the ways of a reading, remembered by node where they are those of a tree."""

    reasons: Reasons
    reading: Reading
    _known: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def subjects(self, rank: int) -> tuple[int, ...]:
        """Governing subjects along the way to a node, each once, in the order they are met."""
        ways = self.reading.ways
        if isinstance(ways, TreeWays):
            return self._along(ways.tree, self.reading.nodes[rank])
        return self.reasons.subjects(self.reading.path(rank))

    def _along(self, tree: Tree, node: int) -> tuple[int, ...]:
        network, known = self.reasons.scene.network, self._known
        if node in known:
            return known[node]
        # Views give plain numbers, which is what a walk step by step is quickest with.
        tail, entered = network.edges.tail.data, tree.edge.data
        nodes, edges = [], []
        while node not in known and (edge := entered[node]) >= 0:
            nodes.append(node)
            edges.append(edge)
            node = tail[edge]
        rows = known.get(node, ())
        combos = network.pieces.combo[network.edges.piece[np.array(edges, np.int64)]].tolist()
        last = -1
        for here, combo in zip(reversed(nodes), reversed(combos), strict=True):
            if combo != last:
                rows, last = self._joined(rows, combo), combo
            known[here] = rows
        return rows

    def _joined(self, rows: tuple[int, ...], combo: int) -> tuple[int, ...]:
        more = tuple(row for row in self.reasons.governors(combo) if row not in rows)
        return rows + more if more else rows
