"""In which order to open what is closed or unknown, so that most people are reached soonest.

What counts is the sum, over all numbers of openings, of the persons reached by then. With at
most `EXACT` subjects that matter the order is the best of all; beyond that it is greedy: at each
step the opening, or smallest set of openings that reaches one more site, which restores most
persons per opening. `at_most` bounds what any order could have restored with as many openings:
the persons at sites that so few openings can reach at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from potay.access.chance.quotient import QuotientGraph, between, joined
from potay.access.chance.sampled import Samples, set_of_samples
from potay.access.critical.people import People, meet
from potay.access.cuts.openings import Regions, fewest_openings, regions_of, told_apart
from potay.arrays import Floats
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.terms.statuses import UNREPORTED

EXACT, STEPS = 12, 40


@dataclass(frozen=True)
class Restoring:
    """The steps in order, and whether no other order restores people sooner."""

    steps: tuple[dict[str, Any], ...]
    exact: bool


@dataclass(frozen=True)
class _Ground:
    """What is asked of one scenario: its quotient need exactly what would have to be opened."""

    scenario: Scenario
    people: People
    quotient: QuotientGraph
    matter: tuple[int, ...]

    @classmethod
    def of(cls, scenario: Scenario, people: People) -> "_Ground":
        quotient = joined(told_apart(scenario, UNREPORTED), len(scenario.network.nodes.lon))
        hubs = [v for v in quotient.vertex[people.hubs].tolist() if v >= 0]
        sites = [v for v in quotient.vertex[people.sites].tolist() if v >= 0]
        quotient = between(quotient, hubs, sites)
        near = {*hubs, *sites, *quotient.head.tolist()}
        matter = {row for vertex in near for row in quotient.subjects(vertex)}
        return cls(scenario, people, quotient, tuple(sorted(matter)))

    def persons(self, opened: Sequence[frozenset[int]]) -> Floats:
        """Persons reached when some subjects are open, for each of several sets of them."""
        flags = {
            row: set_of_samples(np.array([row in one for one in opened], np.bool_))
            for row in {row for needed in self.quotient.needs for row in needed}
        }
        return meet(self.quotient, Samples(len(opened), flags), self.people).persons(self.people)


def restoring(scenario: Scenario, people: People) -> Restoring:
    """The order of openings, as far as people are gained.

    Returns
    -------
    Restoring
        Each step has `gateways` and `areas` (ids), `subjects` (all, with reasons), the
        `persons_gained` by it, `persons_total` reached then, `openings` so far and `at_most`.
    """
    ground = _Ground.of(scenario, people)
    exact = len(ground.matter) <= EXACT
    order = _best_order(ground) if exact else _greedy(ground)
    return Restoring(tuple(_told(ground, order)), exact)


def _best_order(ground: _Ground) -> list[frozenset[int]]:
    """The best of all orders, by dynamic programming over sets; steps that gain nothing join."""
    count = len(ground.matter)
    every = [
        frozenset(row for rank, row in enumerate(ground.matter) if number >> rank & 1)
        for number in range(1 << count)
    ]
    persons = ground.persons(every)
    best, last = persons.copy(), np.full(len(every), -1)
    for number in range(1, len(every)):
        ranks = [rank for rank in range(count) if number >> rank & 1]
        before = [best[number ^ (1 << rank)] for rank in ranks]
        chosen = int(np.argmax(before))
        best[number] += before[chosen]
        last[number] = ranks[chosen]
    order, number = [], len(every) - 1
    while number:
        order.append(int(last[number]))
        number ^= 1 << int(last[number])
    return _bundled(ground, persons, order[::-1])


def _bundled(ground: _Ground, persons: Floats, order: list[int]) -> list[frozenset[int]]:
    """One set per gain; what gains nothing any more is left out."""
    steps: list[frozenset[int]] = []
    waiting: set[int] = set()
    number = 0
    for rank in order:
        before, number = persons[number], number | 1 << rank
        waiting.add(ground.matter[rank])
        if persons[number] > before:
            steps.append(frozenset(waiting))
            waiting = set()
    return steps


def _greedy(ground: _Ground) -> list[frozenset[int]]:
    regions = regions_of(ground.scenario, UNREPORTED)
    steps: list[frozenset[int]] = []
    opened: frozenset[int] = frozenset()
    now = float(ground.persons([opened])[0])
    while len(steps) < STEPS:
        bundles = _bundles(ground, regions, opened)
        if not bundles:
            break
        gains = ground.persons([opened | bundle for bundle in bundles]) - now
        rate = [gain / len(bundle) for gain, bundle in zip(gains, bundles, strict=True)]
        chosen = int(np.argmax(rate))
        if gains[chosen] <= 0:
            break
        steps.append(bundles[chosen])
        opened, now = opened | bundles[chosen], now + float(gains[chosen])
    return steps


def _bundles(ground: _Ground, regions: Regions, opened: frozenset[int]) -> list[frozenset[int]]:
    """Single subjects, and the fewest that would bring a hub to each site; the smallest first."""
    singles = {frozenset({row}) for row in ground.matter if row not in opened}
    found = singles | {one for one in _fewest(ground, regions, opened) if one}
    return sorted(found, key=lambda one: (len(one), sorted(one)))


def _fewest(
    ground: _Ground, regions: Regions, opened: frozenset[int] = frozenset()
) -> list[frozenset[int] | None]:
    """For every site the fewest subjects that must open besides those that are."""
    done = sum(1 << row for row in opened)
    left = replace(regions, need=tuple(need & ~done for need in regions.need))
    best: list[frozenset[int] | None] = [None] * len(ground.people.sites)
    sites = ground.people.sites.tolist()
    for hub in ground.people.hubs.tolist():
        for rank, rows in enumerate(fewest_openings(ground.scenario, left, hub, sites).sets):
            known = best[rank]
            if rows is not None and (known is None or len(rows) < len(known)):
                best[rank] = frozenset(rows)
    return best


def _told(ground: _Ground, order: list[frozenset[int]]) -> list[dict[str, Any]]:
    reasons = Reasons(ground.scenario)
    fewest = _fewest(ground, regions_of(ground.scenario, UNREPORTED))
    opened: frozenset[int] = frozenset()
    sets = [opened, *(opened := opened | step for step in order)]
    persons = ground.persons(sets)
    rows = []
    for rank, step in enumerate(order, start=1):
        named = [reasons.record(row) for row in sorted(step)]
        few = len(sets[rank])
        reachable = [one is not None and len(one) <= few for one in fewest]
        rows.append(
            {
                "gateways": [one["id"] for one in named if one["subject_type"] == "gateway"],
                "areas": [one["id"] for one in named if one["subject_type"] == "area"],
                "subjects": named,
                "persons_gained": int(persons[rank] - persons[rank - 1]),
                "persons_total": int(persons[rank]),
                "openings": few,
                "at_most": int(ground.people.persons[reachable].sum()),
            }
        )
    return rows
