"""The same question under every reading of what is uncertain, from the worst to the best.

A reading passes all edges up to a level: *open* only what is reported open, *worst* also what is
restricted, *presumed* also what nobody reports on, *best* also what is expired, contradicted or
unknown. Each passes all that the one before it passes. *free* passes everything the vehicle can
use: the network with nothing closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from potay.access.engine import Trees, grow, totals
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
    """Trees from each hub in one reading, with true seconds and metres along the chosen ways."""

    trees: Trees
    seconds: Floats
    metres: Floats

    def meets(self, hub: int, node: int) -> bool:
        """Whether there is a way."""
        return bool(np.isfinite(self.trees.cost[hub, node]))

    def minutes(self, hub: int, node: int) -> float | None:
        """True minutes along the chosen way."""
        return round(float(self.seconds[hub, node]) / 60, 2) if self.meets(hub, node) else None

    def km(self, hub: int, node: int) -> float | None:
        """Length of the chosen way."""
        return round(float(self.metres[hub, node]) / 1000, 3) if self.meets(hub, node) else None


def read_all(scene: Scenario, hubs: NDArray[np.integer]) -> dict[str, Reading]:
    """All readings from hub nodes. Readings that pass the same edges are worked out once."""
    found: dict[str, Reading] = {}
    before: tuple[int, Reading] | None = None
    for name, level in LEVELS.items():
        passed = scene.weights.level <= level
        count = int(passed.sum())
        if name != "free" and before is not None and before[0] == count:
            found[name] = before[1]
            continue
        found[name] = read(scene, hubs, name)
        before = (count, found[name])
    return found


def read(scene: Scenario, hubs: NDArray[np.integer], name: str) -> Reading:
    """One reading from hub nodes."""
    weights, edges = scene.weights, scene.network.edges
    free = name == "free"
    cost = weights.free_s if free else np.where(passes(scene, name), weights.cost, np.inf)
    trees = grow(edges, cost, hubs)
    seconds = weights.free_s if free else weights.seconds
    metres = scene.network.pieces.metres[edges.piece]
    return Reading(trees, totals(edges, trees, seconds), totals(edges, trees, metres))


def passes(scene: Scenario, name: str) -> NDArray[np.bool_]:
    """Which edges a reading passes."""
    passed: NDArray[np.bool_] = scene.weights.level <= LEVELS[name]
    return passed
