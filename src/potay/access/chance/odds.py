"""The chance that a place can be reached, with one draw per subject.

Every area, gateway, obstacle, road, link and place of transport lets pass with the probability
that the state and the rules give it, independently of the others; all pieces it governs share
its one draw. Where at most `EXACT` uncertain subjects can matter to a pair, all combinations
are gone through and the chance is exact. Else it is the share of `DRAWS` draws, with its
standard error. A subject's draws depend on its own name only: they are the same on any machine,
for every mover, date and what-if, so that two answers differ by what differs, not by luck.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b

import numpy as np

from potay.access.chance.quotient import (
    QuotientGraph,
    Split,
    between,
    governed_by,
    joined,
    split_of,
)
from potay.access.chance.sampled import Samples, every_combination, reach, set_of_samples
from potay.arrays import Flags, Floats, Longs
from potay.network.scenario import Scenario
from potay.search.blocks import blocks_of, descend

DRAWS, EXACT = 8_192, 14


@dataclass(frozen=True)
class Chance:
    """A probability and its standard error, 0 where it is exact."""

    probability: float
    error: float

    @property
    def exact(self) -> bool:
        """Whether no draw was needed."""
        return self.error == 0.0


@dataclass(frozen=True)
class Odds:
    """One scenario ready for questions of chance."""

    scenario: Scenario

    @cached_property
    def uncertain(self) -> Flags:
        """Subjects that may or may not let pass."""
        chance = self.scenario.passability.probability
        return (chance > 0) & (chance < 1)

    @cached_property
    def split(self) -> Split:
        """Edges told apart by the uncertain subjects that they need."""
        return split_of(
            self.scenario, governed_by(self.scenario, self.uncertain), never(self.scenario)
        )

    @cached_property
    def quotient(self) -> QuotientGraph:
        """The network boiled down to what the uncertain subjects leave of it."""
        return joined(self.split, len(self.scenario.network.nodes.lon))

    @cached_property
    def drawn(self) -> Samples:
        """The draws of all uncertain subjects."""
        chance, opened = self.scenario.passability.probability, {}
        for row in np.flatnonzero(self.uncertain).tolist():
            opened[row] = set_of_samples(
                _draws(self.scenario.network.subjects.key(row)) < chance[row]
            )
        return Samples(DRAWS, opened)

    def vertex(self, node: int) -> int:
        """The vertex of a node, -1 where the vehicle cannot come to it."""
        return int(self.quotient.vertex[node]) if node >= 0 else -1


@lru_cache(maxsize=512)
def _draws(key: tuple[str, str]) -> Floats:
    """The random numbers of one subject, the same for every mover and moment."""
    digest = blake2b(".".join(key).encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest, "big")).random(DRAWS)


def never(scenario: Scenario) -> Flags:
    """Governing sets that are closed whatever happens: a subject that counts has no chance."""
    return barred(scenario, scenario.passability.probability <= 0)


def barred(scenario: Scenario, closed_subjects: Flags) -> Flags:
    """Governing sets closed where these subjects are: one of them is a subject that counts."""
    governing_sets = scenario.network.governing_sets
    owner = np.repeat(np.arange(governing_sets.count), np.diff(governing_sets.indptr))
    closed = closed_subjects[governing_sets.subject] & ~scenario.weights.governing_sets.superseded
    found = np.zeros(governing_sets.count, np.bool_)
    found[owner[closed]] = True
    return found


def chances(odds: Odds, source: int, nodes: Sequence[int]) -> list[Chance]:
    """The chance of a way from one node to each of others."""
    start = odds.vertex(source)
    targets = [odds.vertex(node) for node in nodes]
    quotient = between(odds.quotient, [start], targets)
    needed = _relevant(quotient, start, targets)
    found: list[Chance | None] = [Chance(0.0, 0.0) if need is None else None for need in needed]
    for subjects in _tables(need for need in needed if need is not None):
        fits = [
            rank
            for rank, need in enumerate(needed)
            if found[rank] is None and need is not None and need <= subjects
        ]
        asked = {targets[rank] for rank in fits}
        chosen = _exact(odds, quotient, start, subjects, asked) if fits else {}
        for rank in fits:
            found[rank] = Chance(chosen[targets[rank]], 0.0)
    if None in found:
        drawn = reach(quotient, odds.drawn, start)
        found = [
            _estimate(odds.drawn, drawn[target]) if one is None else one
            for one, target in zip(found, targets, strict=True)
        ]
    return [one for one in found if one is not None]


def _estimate(drawn: Samples, met: int) -> Chance:
    """The share of draws; its error counts half a draw more each way, so it is never nought."""
    known = (met.bit_count() + 0.5) / (drawn.count + 1)
    return Chance(drawn.share(met), float(np.sqrt(known * (1 - known) / drawn.count)))


def combinations(odds: Odds, subjects: Iterable[int]) -> Samples:
    """All combinations of some subjects, with the chance of each; all others let pass."""
    samples = every_combination(sorted(subjects), odds.scenario.passability.probability)
    others = dict.fromkeys(np.flatnonzero(odds.uncertain).tolist(), samples.all)
    return Samples(samples.count, {**others, **samples.open}, samples.weight)


def _exact(
    odds: Odds, quotient: QuotientGraph, start: int, subjects: frozenset[int], asked: set[int]
) -> dict[int, float]:
    """The chance of the asked vertices, for which none but these subjects matter."""
    samples = combinations(odds, subjects)
    met = reach(quotient, samples, start)
    return {one: min(samples.share(met[one]), 1.0) if met[one] else 0.0 for one in asked}


def _tables(needed: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Sets of at most `EXACT` subjects, the largest first, none of them within another."""
    kept: list[frozenset[int]] = []
    small = {need for need in needed if len(need) <= EXACT}
    for need in sorted(small, key=lambda one: (-len(one), sorted(one))):
        if not any(need <= other for other in kept):
            kept.append(need)
    return kept


def _relevant(
    quotient: QuotientGraph, start: int, targets: Sequence[int]
) -> list[frozenset[int] | None]:
    """Per target the subjects on simple ways to it (or a few more); None where there is no way."""
    if start < 0:
        return [None] * len(targets)
    depth = descend(*undirected(quotient), [start])
    block, tops = blocks_of(depth)
    inside: list[set[int]] = [set(quotient.subjects(top)) for top in tops]
    for vertex in np.flatnonzero(block >= 0).tolist():
        inside[int(block[vertex])].update(quotient.subjects(vertex))
    known: dict[int, frozenset[int]] = {start: frozenset(quotient.subjects(start))}
    return [
        None
        if target < 0 or depth.order[target] < 0
        else _along(target, block, tops, inside, known)
        for target in targets
    ]


def _along(
    target: int,
    block: Longs,
    tops: list[int],
    inside: list[set[int]],
    known: dict[int, frozenset[int]],
) -> frozenset[int]:
    """The subjects of all blocks between the start and a vertex."""
    along = []
    while target not in known:
        along.append(target)
        target = tops[int(block[target])]
    for vertex in reversed(along):
        top = tops[int(block[vertex])]
        known[vertex] = known[top] | inside[int(block[vertex])]
    return known[along[0]] if along else known[target]


def undirected(quotient: QuotientGraph) -> tuple[Longs, Longs, Longs]:
    """The quotient' edges in both directions, each pair once: CSR and the number of the pair."""
    tail = np.repeat(np.arange(quotient.count), np.diff(quotient.indptr))
    low, high = np.minimum(tail, quotient.head), np.maximum(tail, quotient.head)
    pairs = np.unique(low.astype(np.int64) * quotient.count + high)
    a, b = pairs // quotient.count, pairs % quotient.count
    tails, heads = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.argsort(tails, kind="stable")
    numbers = np.tile(np.arange(len(pairs)), 2)[order]
    indptr = np.searchsorted(tails[order], np.arange(quotient.count + 1))
    return indptr, heads[order], numbers
