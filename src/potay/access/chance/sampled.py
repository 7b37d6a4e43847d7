"""Reachability in thousands of sampled states at once, one bit for each.

A sampled state says of every varying subject whether it lets pass. A set of them is one whole
number, bit d for sampled state d, so that one step along an edge is one AND and one OR for all of
them: exactly what as many full searches would find, at a thousandth of the work.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from potay.access.chance.quotient import QuotientGraph
from potay.arrays import Flags, Floats


@dataclass(frozen=True)
class Samples:
    """Sampled states: `open[subject row]` has bit d set where that subject lets pass in state d.

    `weight` is the chance of each sampled state; None where all are equally likely.
    """

    count: int
    open: Mapping[int, int]
    weight: Floats | None = None

    @property
    def all(self) -> int:
        """The set of all sampled states."""
        return (1 << self.count) - 1

    def passing(self, subjects: Sequence[int]) -> int:
        """The sampled states in which all of some subjects let pass."""
        samples = self.all
        for subject in subjects:
            samples &= self.open[subject]
        return samples

    def first(self, count: int) -> "Samples":
        """The first of sampled states that are equally likely."""
        few = (1 << count) - 1
        return Samples(count, {subject: samples & few for subject, samples in self.open.items()})

    def share(self, samples: int) -> float:
        """The chance of a set of sampled states."""
        if self.weight is None:
            return samples.bit_count() / self.count
        return float(self.weight[flags_of(samples, self.count)].sum())


def flags_of(samples: int, count: int) -> Flags:
    """A set of sampled states as one flag for each."""
    raw = np.frombuffer(samples.to_bytes((count + 7) // 8, "little"), np.uint8)
    return np.unpackbits(raw, count=count, bitorder="little").astype(np.bool_)


def set_of_samples(flags: Flags) -> int:
    """One flag for each sampled state as a set of sampled states."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def every_combination(subjects: Sequence[int], chance: Floats) -> Samples:
    """All 2 ** n combinations of n subjects, with the chance of each."""
    count = 1 << len(subjects)
    numbers, weight = np.arange(count), np.ones(count)
    opened = {}
    for rank, subject in enumerate(subjects):
        flag = (numbers >> rank & 1).astype(np.bool_)
        opened[subject] = set_of_samples(flag)
        weight *= np.where(flag, chance[subject], 1 - chance[subject])
    return Samples(count, opened, weight)


def without_each(subjects: Sequence[int], closed: Sequence[tuple[int, ...]]) -> Samples:
    """One state for each entry of `closed`, in which those subjects are closed and no others."""
    flags = {subject: np.ones(len(closed), np.bool_) for subject in subjects}
    for sample, shut in enumerate(closed):
        for subject in shut:
            flags[subject][sample] = False
    return Samples(len(closed), {subject: set_of_samples(flag) for subject, flag in flags.items()})


def reach(quotient: QuotientGraph, samples: Samples, source: int) -> list[int]:
    """Per vertex the sampled states in which it is reached from the vertex `source`."""
    by_set = [samples.passing(needed) for needed in quotient.needs]
    passing = [by_set[number] for number in quotient.set_of.tolist()]
    found = [0] * quotient.count
    if source < 0:
        return found
    found[source] = passing[source]
    first, heads = quotient.steps
    waiting, queued = deque([source]), [False] * quotient.count
    while waiting:
        vertex = waiting.popleft()
        queued[vertex] = False
        here = found[vertex]
        for other in heads[first[vertex] : first[vertex + 1]]:
            there = found[other]
            more = there | (here & passing[other])
            if more != there:
                found[other] = more
                if not queued[other]:
                    queued[other] = True
                    waiting.append(other)
    return found
