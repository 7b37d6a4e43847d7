"""One pair of places answered: status, times, reasons, under every reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from potay.access.chance import Odds, chances
from potay.access.engine import Tree, grow, path
from potay.access.independence import independent_ways
from potay.access.openings import Regions, fewest_openings, regions_of
from potay.access.readings import LEVELS, STATUS, Reading, Readings
from potay.access.vehicles import ON_FOOT, limits_met, relaxed_times
from potay.network.arrays import Longs
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario


@dataclass(frozen=True)
class Common:
    """What all questions about one scene share, worked out when first needed."""

    scene: Scenario

    @cached_property
    def reasons(self) -> Reasons:
        """Governors, claims and records of subjects."""
        return Reasons(self.scene)

    @cached_property
    def readings(self) -> Readings:
        """The scene under every reading of what is uncertain."""
        return Readings(self.scene)

    @cached_property
    def odds(self) -> Odds:
        """Draws of all subjects."""
        return Odds(self.scene)

    @cached_property
    def regions(self) -> Regions:
        """Stretches that need the same subjects to open."""
        return regions_of(self.scene)


@dataclass(frozen=True)
class Asked:
    """All that is worked out once for the ways from one hub to many nodes."""

    common: Common
    hub: int
    nodes: Sequence[int]
    readings: dict[str, Reading]

    @classmethod
    def of(cls, common: Common, hub: int, nodes: Sequence[int]) -> "Asked":
        """Search from a hub in every reading."""
        return cls(common, hub, nodes, common.readings.between(hub, nodes))

    @property
    def scene(self) -> Scenario:
        """The scene that is asked."""
        return self.common.scene

    @property
    def reasons(self) -> Reasons:
        """Why an answer is as it is."""
        return self.common.reasons

    def way(self, reading: Reading, rank: int) -> Longs:
        """Edges to the node of a rank."""
        return reading.path(rank)


def answers(asked: Asked, *, likely: bool = True) -> list[dict[str, Any]]:
    """One answer per asked node: the columns of the access table.

    Without `likely` neither chances nor independent ways are worked out.
    """
    found = [_answer(asked, rank) for rank in range(len(asked.nodes))]
    if likely:
        _count_ways(asked, found)
        _add_chances(asked, found)
    blocked = [rank for rank, answer in enumerate(found) if answer["status"] not in PASSABLE]
    if blocked:
        _explain(asked, found, blocked)
    return found


def _add_chances(asked: Asked, found: list[dict[str, Any]]) -> None:
    """Add the chance that there is a way, and its standard error."""
    odds = chances(asked.common.odds, asked.hub, asked.nodes)
    for answer, chance in zip(found, odds, strict=True):
        answer["probability"] = round(chance.probability, 4)
        answer["probability_se"] = round(chance.error, 4)


def _count_ways(asked: Asked, found: list[dict[str, Any]]) -> None:
    """Add the number of independent ways in the reading that gives each answer its status."""
    for name, status in STATUS.items():
        ranks = [rank for rank, answer in enumerate(found) if answer["status"] == status]
        nodes = [asked.nodes[rank] for rank in ranks]
        ways = independent_ways(asked.scene, LEVELS[name], asked.hub, nodes) if ranks else []
        for rank, count in zip(ranks, ways, strict=True):
            found[rank]["independent_corridors"] = count


#: Statuses for which everything along the way is reported passable.
PASSABLE = ("reachable", "restricted")


def _answer(asked: Asked, rank: int) -> dict[str, Any]:
    readings, free = asked.readings, asked.readings["free"]
    first = next((name for name in STATUS if readings[name].meets(rank)), None)
    chosen = readings[first] if first else free
    told = asked.reasons.way(asked.way(chosen, rank))
    minutes = chosen.minutes(rank) if first else None
    free_minutes = free.minutes(rank)
    status = STATUS[first] if first else "cut_off"
    return {
        "status": status,
        "minutes": minutes,
        "km": chosen.km(rank) if first else None,
        "free_minutes": free_minutes,
        "detour_minutes": _difference(minutes, free_minutes),
        "gateways": told.gateways if first else [],
        "areas": told.areas if first else [],
        "claims": told.claims if first else [],
        "blocked_by": [],
        "would_open": [],
        "probability": None,
        "probability_se": None,
        "independent_corridors": 0,
        **_cases(readings, status, rank),
    }


def _difference(minutes: float | None, free: float | None) -> float | None:
    return None if minutes is None or free is None else round(minutes - free, 2)


def _cases(readings: dict[str, Reading], status: str, rank: int) -> dict[str, Any]:
    """The answer under the worst, presumed and best reading, never better than `status`."""
    worst = "open" if readings["open"].meets(rank) else "worst"
    found = {}
    for case, name in (("worst", worst), ("presumed", "presumed"), ("best", "best")):
        reached = readings[name].meets(rank)
        minutes = readings[name].minutes(rank)
        found[f"{case}_case"] = {"status": status if reached else "cut_off", "minutes": minutes}
    return found


def lower_bound(scene: Scenario, subjects: tuple[int, ...]) -> float:
    """Chance that one way is passable: the product over its governing subjects.

    A lower bound on the chance of access, because other ways may be open when this one is not.
    """
    chances = scene.passability.probability[list(subjects)]
    return round(float(np.exp(np.log(np.maximum(chances, 1e-300)).sum())), 4)


def _explain(asked: Asked, found: list[dict[str, Any]], blocked: list[int]) -> None:
    """Add to the answers of rank `blocked` what blocks them and what would open them."""
    scene, reasons, free = asked.scene, asked.reasons, asked.readings["free"]
    edges = scene.network.edges
    targets = [asked.nodes[rank] for rank in blocked]
    openings = fewest_openings(scene, asked.common.regions, asked.hub, targets)
    relaxed: Tree | None = None
    for rank, opening in zip(blocked, openings.sets, strict=True):
        answer = found[rank]
        answer["would_open"] = [reasons.record(subject) for subject in opening or ()]
        if free.meets(rank):
            rows = reasons.blocking(asked.way(free, rank))
            answer["blocked_by"] = [reasons.record(subject) for subject in rows]
            continue
        if relaxed is None:
            times = relaxed_times(scene.network, scene.mover, ON_FOOT)[edges.piece]
            relaxed = grow(edges, times, asked.hub)
        way = path(edges, relaxed, asked.nodes[rank])
        answer["blocked_by"] = limits_met(scene.network, scene.free_piece_s, way)
