"""Hubs and the people behind them: what questions about the whole map are about."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from potay.access.chance.quotient import QuotientGraph
from potay.access.chance.sampled import Samples, flags_of, reach
from potay.access.readings.endpoints import find_hubs
from potay.arrays import Floats, Longs
from potay.network.scenario import Scenario


@dataclass(frozen=True)
class People:
    """Nodes of hubs and of the sites on the network, and the persons at each site."""

    hubs: Longs
    sites: Longs
    persons: Floats

    @classmethod
    def of(cls, scenario: Scenario, hubs: Sequence[str]) -> "People":
        """The hubs by name, and every site that is not misplaced.

        Raises
        ------
        NoAnswerError
            Where there is no hub, or one is unknown or off the network.
        """
        places = scenario.network.places
        starts = find_hubs(scenario.network, hubs)
        rows = np.flatnonzero((places.type == "site") & ~places.misplaced)
        persons = np.nan_to_num(places.persons[rows])
        nodes = places.node.astype(np.int64)
        return cls(nodes[starts], nodes[rows], persons)


@dataclass(frozen=True)
class Met:
    """Per hub and site, or per site from any hub, the sampled states in which it is reached."""

    samples: Samples
    by_hub: list[list[int]]

    @property
    def any(self) -> list[int]:
        """Per site the sampled states in which at least one hub reaches it."""
        found = [0] * len(self.by_hub[0])
        for row in self.by_hub:
            found = [one | other for one, other in zip(found, row, strict=True)]
        return found

    def persons(self, people: People) -> Floats:
        """Per sampled state the persons at sites that are reached."""
        total = np.zeros(self.samples.count)
        for samples, count in zip(self.any, people.persons, strict=True):
            if count and samples:
                total += count * flags_of(samples, self.samples.count)
        return total

    def pairs(self) -> Longs:
        """Per sampled state the pairs of hub and site that are joined."""
        total = np.zeros(self.samples.count, np.int64)
        for row in self.by_hub:
            for samples in row:
                if samples:
                    total += flags_of(samples, self.samples.count)
        return total


def meet(quotient: QuotientGraph, samples: Samples, people: People) -> Met:
    """Search all sampled states from every hub."""
    vertices = quotient.vertex
    by_hub = []
    for hub in people.hubs:
        found = reach(quotient, samples, int(vertices[hub]))
        by_hub.append(
            [found[vertices[site]] if vertices[site] >= 0 else 0 for site in people.sites]
        )
    return Met(samples, by_hub)
