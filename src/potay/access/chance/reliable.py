"""The way most likely to be open: the greatest product of chances, each subject counted once.

Ways are grown over quotient, the most likely first, each with the set of subjects it has needed
so far. A set is of no use where another one, even with all it lacks of the subjects that more
than one vertex needs, is still no less likely. With that the first way to arrive is the most
likely of all; `exact` is False where so many sets had to be kept that the search was cut short.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from potay.access.chance.odds import Odds, barred
from potay.access.chance.quotient import QuotientGraph, between
from potay.arrays import Floats, Longs, rows_of
from potay.search.engine import grow, path_to

#: Sets kept per vertex, and steps in all, before the search stops being exact.
KEPT, STEPS = 64, 50_000


@dataclass(frozen=True)
class Likeliest:
    """The subjects a way needs, its chance, and its edges: the quickest that needs no others."""

    subjects: tuple[int, ...]
    probability: float
    exact: bool
    edges: Longs


def most_reliable(odds: Odds, source: int, target: int) -> Likeliest | None:
    """The most likely way between two nodes; None where there is none at all."""
    start, goal = odds.vertex(source), odds.vertex(target)
    if start < 0 or goal < 0:
        return None
    found = _search(odds, between(odds.quotient, [start], [goal]), start, goal)
    if found is None:
        return None
    subjects, exact = found
    chance = float(np.prod(odds.scenario.passability.probability[list(subjects)]))
    return Likeliest(subjects, chance, exact, _quickest(odds, subjects, source, target))


def _search(
    odds: Odds, quotient: QuotientGraph, start: int, goal: int
) -> tuple[tuple[int, ...], bool] | None:
    """The likeliest set with which `goal` is reached, and whether none can be likelier."""
    price = -np.log(np.maximum(odds.scenario.passability.probability, 1e-300))
    masks = [sum(1 << row for row in needed) for needed in quotient.needs]
    needs = [masks[number] for number in quotient.set_of.tolist()]
    once, repeated = 0, 0
    for need in needs:
        once, repeated = once | need, repeated | (once & need)
    kept: dict[int, list[tuple[float, int]]] = {}
    heap = [(_price(price, needs[start]), needs[start], start)]
    first, heads = quotient.steps
    exact, steps = True, 0
    while heap and steps < STEPS:
        cost, mask, vertex = heapq.heappop(heap)
        if vertex == goal:
            return rows_of(mask), exact
        steps += 1
        sets = kept.setdefault(vertex, [])
        if any(less + _price(price, mask & ~known & repeated) <= cost for less, known in sets):
            continue
        if len(sets) >= KEPT:
            exact = False
            continue
        sets.append((cost, mask))
        for other in heads[first[vertex] : first[vertex + 1]]:
            more = needs[other] & ~mask
            heapq.heappush(heap, (cost + _price(price, more), mask | more, other))
    return None


def _price(price: Floats, mask: int) -> float:
    return float(price[list(rows_of(mask))].sum()) if mask else 0.0


def _quickest(odds: Odds, subjects: tuple[int, ...], source: int, target: int) -> Longs:
    """The quickest way that needs no uncertain subject but these."""
    network, weights = odds.scenario.network, odds.scenario.weights
    lacking = odds.uncertain | (odds.scenario.passability.probability <= 0)
    lacking[list(subjects)] = False
    closed = barred(odds.scenario, lacking)[network.pieces.governing[network.edges.piece]]
    cost = np.where(closed, np.inf, weights.seconds)
    return path_to(network.edges, grow(network.edges, cost, source), target)
