"""Which subject, if somebody checked it, would change the answer for most people.

Every uncertain subject is taken as open and as closed in turn, over all combinations of the
others where there are few, else over the same draws of them. What a check is worth is the mean
change of the number of persons with access: with chance p of being open, `p |E(open) - E| +
(1 - p) |E(closed) - E| = 2 p (1 - p) (E(open) - E(closed))`.
"""

from typing import Any

import numpy as np

from potay.access.chance.odds import EXACT, Odds, combinations
from potay.access.chance.quotient import QuotientGraph, between
from potay.access.chance.sampled import Samples, flags_of
from potay.access.critical.people import People, meet
from potay.arrays import Floats
from potay.network.reasons import Reasons

#: Draws per subject and side.
DRAWS = 1024


def check_first(odds: Odds, people: People, most: int = 10) -> list[dict[str, Any]]:
    """The subjects that are worth most to check, with the claims about them.

    Returns
    -------
    list of dict
        The subject with its verdict and claims (as reasons tell it), `probability` that it is
        open, `persons_if_open`, `persons_if_closed` (expected to have access to a hub) and
        `persons_swing`, the expected change by knowing.
    """
    quotient = odds.quotient
    hubs = [v for v in quotient.vertex[people.hubs].tolist() if v >= 0]
    sites = [v for v in quotient.vertex[people.sites].tolist() if v >= 0]
    quotient = between(quotient, hubs, sites)
    joined = {*hubs, *sites, *quotient.head.tolist()}
    matter = sorted({row for vertex in joined for row in quotient.subjects(vertex)})
    if not matter:
        return []
    expected = (_exactly if len(matter) <= EXACT else _by_draws)(odds, quotient, people, matter)
    chance, reasons = odds.scenario.passability.probability, Reasons(odds.scenario)
    rows = []
    for (if_open, if_closed), subject in zip(expected.tolist(), matter, strict=True):
        p = float(chance[subject])
        rows.append(
            {
                **reasons.record(subject),
                "probability": round(p, 4),
                "persons_if_open": round(if_open),
                "persons_if_closed": round(if_closed),
                "persons_swing": round(2 * p * (1 - p) * (if_open - if_closed), 1),
            }
        )
    rows.sort(key=lambda row: (-row["persons_swing"], row["subject"]))
    return [row for row in rows[:most] if row["persons_swing"] > 0]


def _exactly(odds: Odds, quotient: QuotientGraph, people: People, matter: list[int]) -> Floats:
    """Mean persons with access, per subject as open and as closed, over all combinations."""
    samples = combinations(odds, matter)
    assert samples.weight is not None  # all combinations have theirs
    persons = meet(quotient, samples, people).persons(people)
    opened = [flags_of(samples.open[row], samples.count) for row in matter]
    sides = [[np.average(persons[side], weights=samples.weight[side]) for side in (flags, ~flags)]
             for flags in opened]  # fmt: skip
    return np.array(sides)


def _by_draws(odds: Odds, quotient: QuotientGraph, people: People, matter: list[int]) -> Floats:
    """The same, estimated: both sides of a subject with the same draws of all others."""
    met = meet(quotient, _both_sides(odds, matter), people)
    mean: Floats = met.persons(people).reshape(len(matter), 2, DRAWS).mean(axis=2)
    return mean


def _both_sides(odds: Odds, matter: list[int]) -> Samples:
    """For each subject in turn a block of draws with it open and one with it closed."""
    part = (1 << DRAWS) - 1
    blocks = 2 * len(matter)
    repeat = sum(1 << (DRAWS * block) for block in range(blocks))
    opened = {row: (samples & part) * repeat for row, samples in odds.drawn.open.items()}
    for rank, row in enumerate(matter):
        at = 2 * rank * DRAWS
        opened[row] = opened[row] & ~(part << at) & ~(part << (at + DRAWS)) | part << at
    return Samples(blocks * DRAWS, opened)
