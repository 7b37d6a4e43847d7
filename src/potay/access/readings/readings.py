"""The same question under every reading of what is uncertain, from the worst to the best.

A reading passes all edges up to a level: *open* only what is reported open, *worst* also what is
restricted, *presumed* also what nobody reports on, *best* also what is expired, contradicted or
unknown. Each passes all that the one before it passes. *free* passes everything the vehicle can
use: the network with nothing closed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from potay.arrays import Floats, Longs
from potay.network.scenario import Scenario
from potay.search.engine import Finder, Ways, finder
from potay.terms.statuses import CLOSED, OPEN, READINGS


@dataclass(frozen=True)
class Reading:
    """One reading from one hub to the asked nodes, searched when first looked at."""

    finder: Finder
    hub: int
    nodes: Sequence[int]

    @cached_property
    def ways(self) -> Ways:
        """The chosen ways."""
        return self.finder.ways(self.hub, self.nodes)

    @property
    def seconds(self) -> Floats:
        """True seconds along each chosen way; infinite where there is none."""
        seconds: Floats = self.ways.sums[0]
        return seconds

    def meets(self, rank: int) -> bool:
        """Whether there is a way to the node of that rank."""
        return self._met[rank]

    def path(self, rank: int) -> Longs:
        """Edges of the chosen way, in order."""
        return self.ways.path(rank)

    def minutes(self, rank: int) -> float | None:
        """True minutes along the chosen way."""
        return round(self._seconds[rank] / 60, 2) if self._met[rank] else None

    def km(self, rank: int) -> float | None:
        """Length of the chosen way."""
        return round(float(self.ways.sums[1][rank]) / 1000, 3) if self._met[rank] else None

    @cached_property
    def _met(self) -> list[bool]:
        met: list[bool] = np.isfinite(self.ways.cost).tolist()
        return met

    @cached_property
    def _seconds(self) -> list[float]:
        seconds: list[float] = self.seconds.tolist()
        return seconds


@dataclass(frozen=True)
class Readings:
    """All readings of one scenario, ready for any number of questions."""

    scenario: Scenario

    def between(self, hub: int, nodes: Sequence[int]) -> dict[str, Reading]:
        """All readings from one node to others. Readings that pass the same edges are one."""
        shared = {id(one): Reading(one, hub, nodes) for one in self._finders.values()}
        return {name: shared[id(one)] for name, one in self._finders.items()}

    @cached_property
    def _finders(self) -> dict[str, Finder]:
        scenario, weights = self.scenario, self.scenario.weights
        metres = scenario.network.pieces.metres[scenario.network.edges.piece]
        present = np.bincount(weights.level, minlength=CLOSED + 1) > 0
        made: dict[tuple[bool, int], Finder] = {}
        found = {}
        for name, level in READINGS.items():
            free = name == "free" and weights.cost is not weights.free_s
            limit = _lowest(level, present)
            if (free, limit) not in made:
                seconds = weights.free_s if free else weights.seconds
                cost = np.where(weights.level <= limit, seconds if free else weights.cost, np.inf)
                made[free, limit] = finder(scenario.network.edges, cost, (seconds, metres))
            found[name] = made[free, limit]
        return found


def _lowest(level: int, present: "np.ndarray[tuple[int], np.dtype[np.bool_]]") -> int:
    """The lowest level that passes the same edges."""
    while level > OPEN and not present[level]:
        level -= 1
    return level
