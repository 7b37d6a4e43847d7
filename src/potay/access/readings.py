"""The same question under every reading of what is uncertain, from the worst to the best.

A reading passes all edges up to a level: *open* only what is reported open, *worst* also what is
restricted, *presumed* also what nobody reports on, *best* also what is expired, contradicted or
unknown. Each passes all that the one before it passes. *free* passes everything the vehicle can
use: the network with nothing closed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from potay.access.engine import Search, Tree, along, grow_many
from potay.network.arrays import Floats
from potay.network.passability import CLOSED, OPEN, RESTRICTED, UNCERTAIN, UNREPORTED
from potay.network.scenario import Scenario

#: Readings from the strictest to the most hopeful, with the highest level each passes.
LEVELS: Mapping[str, int] = {
    "open": OPEN, "worst": RESTRICTED, "presumed": UNREPORTED, "best": UNCERTAIN, "free": CLOSED,
}  # fmt: skip

#: The status of a place that is first reached in a reading.
STATUS: Mapping[str, str] = {
    "open": "reachable", "worst": "restricted", "presumed": "presumed", "best": "unknown",
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One reading from one hub: the tree, and true seconds and metres to the asked nodes."""

    tree: Tree
    seconds: Floats
    metres: Floats

    def meets(self, rank: int) -> bool:
        """Whether there is a way to the node of that rank."""
        return bool(np.isfinite(self.seconds[rank]))

    def minutes(self, rank: int) -> float | None:
        """True minutes along the chosen way."""
        return round(float(self.seconds[rank]) / 60, 2) if self.meets(rank) else None

    def km(self, rank: int) -> float | None:
        """Length of the chosen way."""
        return round(float(self.metres[rank]) / 1000, 3) if self.meets(rank) else None


def read_all(scene: Scenario, hub: int, nodes: Sequence[int]) -> dict[str, Reading]:
    """All readings from one node to others. Readings that pass the same edges share one tree."""
    weights, edges = scene.weights, scene.network.edges
    present = np.bincount(weights.level, minlength=CLOSED + 1) > 0
    limits = {name: _lowest(level, present) for name, level in LEVELS.items()}
    costs = np.stack([weights.cost, weights.free_s])
    asked = {(name == "free", limit): Search(hub, int(name == "free"), limit)
             for name, limit in limits.items()}  # fmt: skip
    trees = dict(
        zip(asked, grow_many(edges, costs, weights.level, list(asked.values())), strict=True)
    )
    metres = scene.network.pieces.metres[edges.piece]
    found: dict[str, Reading] = {}
    for name, limit in limits.items():
        tree = trees[name == "free", limit]
        seconds = weights.free_s if name == "free" else weights.seconds
        sums = along(edges, tree, nodes, np.stack([seconds, metres]))
        found[name] = Reading(tree, sums[0], sums[1])
    return found


def _lowest(level: int, present: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> int:
    """The lowest level that passes the same edges."""
    while level > OPEN and not present[level]:
        level -= 1
    return level
