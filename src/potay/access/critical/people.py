"""Hubs and the people behind them: what questions about the whole map are about."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from potay.access.chance.quotient import Patches
from potay.access.chance.sampled import Worlds, flags_of, reach
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
    def of(cls, scene: Scenario, hubs: Sequence[str]) -> "People":
        """The hubs by name, and every site that is not misplaced.

        Raises
        ------
        NoAnswerError
            Where there is no hub, or one is unknown or off the network.
        """
        places = scene.network.places
        starts = find_hubs(scene.network, hubs)
        rows = np.flatnonzero((places.type == "site") & ~places.misplaced)
        persons = np.nan_to_num(places.persons[rows])
        nodes = places.node.astype(np.int64)
        return cls(nodes[starts], nodes[rows], persons)


@dataclass(frozen=True)
class Met:
    """Per hub and site, or per site from any hub, the worlds in which it is reached."""

    worlds: Worlds
    by_hub: list[list[int]]

    @property
    def any(self) -> list[int]:
        """Per site the worlds in which at least one hub reaches it."""
        found = [0] * len(self.by_hub[0])
        for row in self.by_hub:
            found = [one | other for one, other in zip(found, row, strict=True)]
        return found

    def persons(self, people: People) -> Floats:
        """Per world the persons at sites that are reached."""
        total = np.zeros(self.worlds.count)
        for worlds, count in zip(self.any, people.persons, strict=True):
            if count and worlds:
                total += count * flags_of(worlds, self.worlds.count)
        return total

    def pairs(self) -> Longs:
        """Per world the pairs of hub and site that are joined."""
        total = np.zeros(self.worlds.count, np.int64)
        for row in self.by_hub:
            for worlds in row:
                if worlds:
                    total += flags_of(worlds, self.worlds.count)
        return total


def meet(patches: Patches, worlds: Worlds, people: People) -> Met:
    """Search all worlds from every hub."""
    vertices = patches.vertex
    by_hub = []
    for hub in people.hubs:
        found = reach(patches, worlds, int(vertices[hub]))
        by_hub.append(
            [found[vertices[site]] if vertices[site] >= 0 else 0 for site in people.sites]
        )
    return Met(worlds, by_hub)
