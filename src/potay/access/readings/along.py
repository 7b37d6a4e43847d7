"""The subjects along the ways of one reading."""

from dataclasses import dataclass, field

import numpy as np

from potay.access.readings.readings import Reading
from potay.network.reasons import Reasons
from potay.search.engine import Tree, TreeWays


@dataclass(frozen=True)
class SubjectsAlong:
    """What governs the ways of a reading, remembered by node where they are those of a tree."""

    reasons: Reasons
    reading: Reading
    _known: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _columns: list[list[int]] = field(default_factory=list)

    def subjects(self, rank: int) -> tuple[int, ...]:
        """Governing subjects along the way to a node, each once, in the order they are met."""
        ways = self.reading.ways
        if isinstance(ways, TreeWays):
            return self._along(ways, self.reading.nodes[rank])
        return self.reasons.subjects(self.reading.path(rank))

    def _along(self, ways: TreeWays, node: int) -> tuple[int, ...]:
        if not self._columns:
            self._columns.extend(self._looked_up(ways.tree))
        before, combo_of = self._columns
        known, nodes = self._known, []
        while node not in known and before[node] >= 0:
            nodes.append(node)
            node = before[node]
        rows, last = known.get(node, ()), -1
        for here in reversed(nodes):
            if (governing := combo_of[here]) != last:
                rows, last = self._joined(rows, governing), governing
            known[here] = rows
        return rows

    def _looked_up(self, tree: Tree) -> tuple[list[int], list[int]]:
        """By node: the node before it, -1 where there is none, and what governs the way between."""
        network = self.reasons.scenario.network
        before = np.where(tree.edge >= 0, network.edges.tail[tree.edge], -1)
        return before.tolist(), network.pieces.governing[network.edges.piece[tree.edge]].tolist()

    def _joined(self, rows: tuple[int, ...], governing: int) -> tuple[int, ...]:
        more = tuple(row for row in self.reasons.governing_subjects(governing) if row not in rows)
        return rows + more if more else rows
