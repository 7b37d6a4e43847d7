"""One pair of places answered: status, times, reasons, under every reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from potay.access.engine import grow, path
from potay.access.openings import Regions, fewest_openings, regions_of
from potay.access.readings import STATUS, Reading, read_all
from potay.access.vehicles import ON_FOOT, limits_met, relaxed_times
from potay.network.arrays import Ints
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario


@dataclass(frozen=True)
class Asked:
    """All that is worked out once for many questions from the same hubs (nodes)."""

    scene: Scenario
    hubs: NDArray[np.integer]
    readings: dict[str, Reading]
    reasons: Reasons

    @classmethod
    def of(cls, scene: Scenario, hubs: NDArray[np.integer]) -> "Asked":
        """Search from every hub in every reading."""
        return cls(scene, hubs, read_all(scene, hubs), Reasons(scene))


def answers(asked: Asked, hub: int, nodes: Sequence[int]) -> list[dict[str, Any]]:
    """One answer per node, from the hub of row `hub`: the columns of the access table."""
    found = [_answer(asked, hub, node) for node in nodes]
    blocked = [rank for rank, answer in enumerate(found) if answer["status"] not in PASSABLE]
    if blocked:
        _explain(asked, hub, nodes, found, blocked)
    return found


#: Statuses for which everything along the way is reported passable.
PASSABLE = ("reachable", "restricted")


def _answer(asked: Asked, hub: int, node: int) -> dict[str, Any]:
    readings, free = asked.readings, asked.readings["free"]
    first = next((name for name in STATUS if readings[name].meets(hub, node)), None)
    chosen = readings[first] if first else free
    told = asked.reasons.way(path(asked.scene.network.edges, chosen.trees.edge[hub], node))
    minutes = chosen.minutes(hub, node) if first else None
    free_minutes = free.minutes(hub, node)
    status = STATUS[first] if first else "cut_off"
    return {
        "status": status,
        "minutes": minutes,
        "km": chosen.km(hub, node) if first else None,
        "free_minutes": free_minutes,
        "detour_minutes": _difference(minutes, free_minutes),
        "gateways": told.gateways if first else [],
        "areas": told.areas if first else [],
        "claims": told.claims if first else [],
        "blocked_by": [],
        "would_open": [],
        "probability": lower_bound(asked.scene, told.subjects) if free_minutes is not None else 0.0,
        "independent_corridors": None,
        **_cases(readings, status, hub, node),
    }


def _difference(minutes: float | None, free: float | None) -> float | None:
    return None if minutes is None or free is None else round(minutes - free, 2)


def _cases(readings: dict[str, Reading], status: str, hub: int, node: int) -> dict[str, Any]:
    """The answer under the worst, presumed and best reading, never better than `status`."""
    worst = "open" if readings["open"].meets(hub, node) else "worst"
    found = {}
    for case, name in (("worst", worst), ("presumed", "presumed"), ("best", "best")):
        reached = readings[name].meets(hub, node)
        minutes = readings[name].minutes(hub, node)
        found[f"{case}_case"] = {"status": status if reached else "cut_off", "minutes": minutes}
    return found


def lower_bound(scene: Scenario, subjects: tuple[int, ...]) -> float:
    """Chance that one way is passable: the product over its governing subjects.

    A lower bound on the chance of access, because other ways may be open when this one is not.
    """
    chances = scene.passability.probability[list(subjects)]
    return round(float(np.exp(np.log(np.maximum(chances, 1e-300)).sum())), 4)


def _explain(
    asked: Asked, hub: int, nodes: Sequence[int], found: list[dict[str, Any]], blocked: list[int]
) -> None:
    """Add to the answers of rank `blocked` what blocks them and what would open them."""
    scene, reasons, free = asked.scene, asked.reasons, asked.readings["free"]
    edges = scene.network.edges
    regions: Regions = regions_of(scene)
    targets = [nodes[rank] for rank in blocked]
    openings = fewest_openings(scene, regions, int(asked.hubs[hub]), targets)
    relaxed: Ints | None = None
    for rank, opening in zip(blocked, openings.sets, strict=True):
        answer, node = found[rank], nodes[rank]
        answer["would_open"] = [reasons.record(subject) for subject in opening or ()]
        if free.meets(hub, node):
            rows = reasons.blocking(path(edges, free.trees.edge[hub], node))
            answer["blocked_by"] = [reasons.record(subject) for subject in rows]
            continue
        if relaxed is None:
            times = relaxed_times(scene.network, scene.mover, ON_FOOT)[edges.piece]
            relaxed = grow(edges, times, asked.hubs[hub : hub + 1]).edge[0]
        way = path(edges, relaxed, node)
        answer["blocked_by"] = limits_met(scene.network, scene.free_piece_s, way)
