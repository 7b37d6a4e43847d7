"""Reachability in thousands of worlds at once, one bit for each.

A world says of every varying subject whether it lets pass. A set of worlds is one whole number,
bit d for world d, so that one step along an edge is one AND and one OR for all of them: exactly
what as many full searches would find, at a thousandth of the work.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from potay.access.chance.quotient import Patches
from potay.arrays import Flags, Floats


@dataclass(frozen=True)
class Worlds:
    """`open[subject row]` has bit d set where that subject lets pass in world d.

    `weight` is the chance of each world; None where all are equally likely.
    """

    count: int
    open: Mapping[int, int]
    weight: Floats | None = None

    @property
    def all(self) -> int:
        """The set of all worlds."""
        return (1 << self.count) - 1

    def passing(self, subjects: Sequence[int]) -> int:
        """The worlds in which all of some subjects let pass."""
        worlds = self.all
        for subject in subjects:
            worlds &= self.open[subject]
        return worlds

    def first(self, count: int) -> "Worlds":
        """The first of worlds that are equally likely."""
        few = (1 << count) - 1
        return Worlds(count, {subject: worlds & few for subject, worlds in self.open.items()})

    def share(self, worlds: int) -> float:
        """The chance of a set of worlds."""
        if self.weight is None:
            return worlds.bit_count() / self.count
        return float(self.weight[flags_of(worlds, self.count)].sum())


def flags_of(worlds: int, count: int) -> Flags:
    """A set of worlds as one flag for each."""
    raw = np.frombuffer(worlds.to_bytes((count + 7) // 8, "little"), np.uint8)
    return np.unpackbits(raw, count=count, bitorder="little").astype(np.bool_)


def worlds_of(flags: Flags) -> int:
    """One flag for each world as a set of worlds."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def every_world(subjects: Sequence[int], chance: Floats) -> Worlds:
    """All 2 ** n combinations of n subjects, with the chance of each."""
    count = 1 << len(subjects)
    numbers, weight = np.arange(count), np.ones(count)
    opened = {}
    for rank, subject in enumerate(subjects):
        flag = (numbers >> rank & 1).astype(np.bool_)
        opened[subject] = worlds_of(flag)
        weight *= np.where(flag, chance[subject], 1 - chance[subject])
    return Worlds(count, opened, weight)


def without_each(subjects: Sequence[int], closed: Sequence[tuple[int, ...]]) -> Worlds:
    """One world for each entry of `closed`, in which those subjects are closed and no others."""
    flags = {subject: np.ones(len(closed), np.bool_) for subject in subjects}
    for world, shut in enumerate(closed):
        for subject in shut:
            flags[subject][world] = False
    return Worlds(len(closed), {subject: worlds_of(flag) for subject, flag in flags.items()})


def reach(patches: Patches, worlds: Worlds, source: int) -> list[int]:
    """Per vertex the worlds in which it is reached from the vertex `source`."""
    by_set = [worlds.passing(needed) for needed in patches.needs]
    passing = [by_set[number] for number in patches.set_of.tolist()]
    found = [0] * patches.count
    if source < 0:
        return found
    found[source] = passing[source]
    first, heads = patches.steps
    waiting, queued = deque([source]), [False] * patches.count
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
