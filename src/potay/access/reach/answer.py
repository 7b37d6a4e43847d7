"""One pair of places answered: status, times, reasons, under every reading."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from potay.access.chance.odds import Odds, chances
from potay.access.cuts.disjoint import Disjoint
from potay.access.cuts.openings import Regions, fewest_openings, regions_of
from potay.access.cuts.separators import GatewayCuts, subject_of
from potay.access.readings.along import SubjectsAlong
from potay.access.readings.readings import Reading, Readings
from potay.access.readings.vehicles import Limits, relaxed_times
from potay.network.reasons import Reasons, Way
from potay.network.scenario import Scenario
from potay.search.engine import Tree, grow, path_to
from potay.terms.statuses import CASES, PASSABLE, READINGS, RESTRICTED, STATUS_IN
from potay.terms.vehicles import ON_FOOT


@dataclass(frozen=True)
class Common:
    """What all questions about one scenario share, worked out when first needed."""

    scenario: Scenario
    _gates: dict[int, GatewayCuts] = field(default_factory=dict)
    _told: dict[tuple[int, ...], Way] = field(default_factory=dict)
    _records: dict[tuple[int, ...], list[dict[str, Any]]] = field(default_factory=dict)
    _blocking: dict[tuple[int, ...], list[dict[str, Any]]] = field(default_factory=dict)

    def gates(self, level: int) -> GatewayCuts:
        """What parts places in the reading up to a level."""
        if level not in self._gates:
            self._gates[level] = GatewayCuts(Disjoint(self.scenario, level))
        return self._gates[level]

    def told(self, rows: tuple[int, ...]) -> Way:
        """What is told of ways along which these subjects are met."""
        if rows not in self._told:
            self._told[rows] = self.reasons.told(rows)
        return self._told[rows]

    def records(self, rows: tuple[int, ...]) -> list[dict[str, Any]]:
        """Subjects with their verdicts and claims, as plain values."""
        if rows not in self._records:
            self._records[rows] = [self._record(row) for row in rows]
        return list(self._records[rows])

    def blocking(self, rows: tuple[int, ...]) -> list[dict[str, Any]]:
        """Those of some subjects that are not reported passable."""
        if rows not in self._blocking:
            self._blocking[rows] = self.records(tuple(row for row in rows if row in self._shut))
        return list(self._blocking[rows])

    def _record(self, row: int) -> dict[str, Any]:
        """One record for all answers that tell of a subject."""
        if row not in self._record_of:
            self._record_of[row] = self.reasons.record(row)
        return self._record_of[row]

    @cached_property
    def _record_of(self) -> dict[int, dict[str, Any]]:
        return {}

    @cached_property
    def _shut(self) -> frozenset[int]:
        return frozenset(np.flatnonzero(self.scenario.passability.level > RESTRICTED).tolist())

    @cached_property
    def reasons(self) -> Reasons:
        """Governors, claims and records of subjects."""
        return Reasons(self.scenario)

    @cached_property
    def readings(self) -> Readings:
        """The scenario under every reading of what is uncertain."""
        return Readings(self.scenario)

    @cached_property
    def odds(self) -> Odds:
        """Draws of all subjects."""
        return Odds(self.scenario)

    @cached_property
    def limits(self) -> Limits:
        """What stops the mover's vehicle."""
        return Limits(self.scenario.network, self.scenario.free_piece_s)

    @cached_property
    def regions(self) -> Regions:
        """Stretches that need the same subjects to open."""
        return regions_of(self.scenario)


@dataclass(frozen=True)
class HubQuestion:
    """All that is worked out once for the ways from one hub to many nodes."""

    common: Common
    hub: int
    nodes: Sequence[int]
    readings: dict[str, Reading]
    trails: dict[str, SubjectsAlong]

    @classmethod
    def of(cls, common: Common, hub: int, nodes: Sequence[int]) -> "HubQuestion":
        """Search from a hub in every reading."""
        readings = common.readings.between(hub, nodes)
        trails = {name: SubjectsAlong(common.reasons, one) for name, one in readings.items()}
        return cls(common, hub, nodes, readings, trails)

    @property
    def scenario(self) -> Scenario:
        """The scenario that is asked."""
        return self.common.scenario

    @property
    def reasons(self) -> Reasons:
        """Why an answer is as it is."""
        return self.common.reasons

    def subjects(self, name: str, rank: int) -> tuple[int, ...]:
        """Subjects along the way of a reading to the node of a rank."""
        return self.trails[name].subjects(rank)


def answers(asked: HubQuestion, *, likely: bool = True) -> list[dict[str, Any]]:
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


def _add_chances(asked: HubQuestion, found: list[dict[str, Any]]) -> None:
    """Add the chance that there is a way, and its standard error."""
    odds = chances(asked.common.odds, asked.hub, asked.nodes)
    for answer, chance in zip(found, odds, strict=True):
        answer["probability"] = round(chance.probability, 4)
        answer["probability_se"] = round(chance.error, 4)


def _count_ways(asked: HubQuestion, found: list[dict[str, Any]]) -> None:
    """Add how many ways are independent, in the reading that gives each answer its status."""
    key = asked.reasons.key
    for name, status in STATUS_IN.items():
        ranks = [rank for rank, answer in enumerate(found) if answer["status"] == status]
        nodes = [asked.nodes[rank] for rank in ranks]
        gates = asked.common.gates(READINGS[name])
        counts = gates.ways.counts(asked.hub, nodes) if ranks else []
        alone = gates.alone(asked.hub, nodes) if ranks else []
        for rank, node, count, separators in zip(ranks, nodes, counts, alone, strict=True):
            points = [".".join(key(row)) for row in asked.subjects(name, rank) if row in separators]
            if count == 1 and not points:
                points = [subject_of(asked.scenario, gates.ways.bridge(asked.hub, node))]
            found[rank] |= {
                "independent_corridors": count,
                "gateway_disjoint": 1 if points else gates.fewest(asked.hub, node, count),
                "single_points": points,
            }


def _answer(asked: HubQuestion, rank: int) -> dict[str, Any]:
    readings, free = asked.readings, asked.readings["free"]
    first = next((name for name in STATUS_IN if readings[name].meets(rank)), None)
    chosen = readings[first] if first else free
    told = asked.common.told(asked.subjects(first or "free", rank))
    minutes = chosen.minutes(rank) if first else None
    free_minutes = free.minutes(rank)
    status = STATUS_IN[first] if first else "cut_off"
    return {
        "status": status,
        "minutes": minutes,
        "km": chosen.km(rank) if first else None,
        "free_minutes": free_minutes,
        "detour_minutes": _difference(minutes, free_minutes),
        "gateways": list(told.gateways) if first else [],
        "areas": list(told.areas) if first else [],
        "claims": list(told.claims) if first else [],
        "blocked_by": [],
        "would_open": [],
        "probability": None,
        "probability_se": None,
        "independent_corridors": 0,
        "gateway_disjoint": 0,
        "single_points": [],
        **_cases(readings, status, rank),
    }


def _difference(minutes: float | None, free: float | None) -> float | None:
    return None if minutes is None or free is None else round(minutes - free, 2)


def _cases(readings: dict[str, Reading], status: str, rank: int) -> dict[str, Any]:
    """The answer under the worst, presumed and best reading, never better than `status`."""
    worst = "open" if readings["open"].meets(rank) else "worst"
    found = {}
    for case, name in zip(CASES, (worst, "presumed", "best"), strict=True):
        reached = readings[name].meets(rank)
        minutes = readings[name].minutes(rank)
        found[f"{case}_case"] = {"status": status if reached else "cut_off", "minutes": minutes}
    return found


def lower_bound(scenario: Scenario, subjects: tuple[int, ...]) -> float:
    """Chance that one way is passable: the product over its governing subjects.

    A lower bound on the chance of access, because other ways may be open when this one is not.
    """
    chances = scenario.passability.probability[list(subjects)]
    return round(float(np.exp(np.log(np.maximum(chances, 1e-300)).sum())), 4)


def _explain(asked: HubQuestion, found: list[dict[str, Any]], blocked: list[int]) -> None:
    """Add to the answers of rank `blocked` what blocks them and what would open them."""
    common, scenario, free = asked.common, asked.scenario, asked.readings["free"]
    edges = scenario.network.edges
    targets = [asked.nodes[rank] for rank in blocked]
    openings = fewest_openings(scenario, common.regions, asked.hub, targets)
    relaxed: Tree | None = None
    for rank, opening in zip(blocked, openings.sets, strict=True):
        answer = found[rank]
        answer["would_open"] = common.records(opening or ())
        if free.meets(rank):
            answer["blocked_by"] = common.blocking(asked.subjects("free", rank))
            continue
        if relaxed is None:
            times = relaxed_times(scenario.network, scenario.mover, ON_FOOT)[edges.piece]
            relaxed = grow(edges, times, asked.hub)
        way = path_to(edges, relaxed, asked.nodes[rank])
        answer["blocked_by"] = common.limits.met(way)
