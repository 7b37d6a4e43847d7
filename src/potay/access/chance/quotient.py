"""The network boiled down to patches: stretches governed alike within which one can go anywhere.

Questions about many worlds (draws, closures, openings) do not need every edge. Edges that are
governed by the same of the subjects that *vary* and that lead to each other and back are one
vertex; where several meet in a node there is one more vertex, which needs nothing. A way exists
in the network exactly when one exists between the vertices of its two ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from potay.arrays import Flags, Ints, Longs
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario


@dataclass(frozen=True)
class Patches:
    """Vertices with the subjects each needs, directed edges in CSR form, and nodes' vertices.

    `needs[set_of[v]]` are the subject rows that vertex v needs, in order. `vertex` is -1 for
    nodes that the vehicle cannot come to.
    """

    needs: tuple[tuple[int, ...], ...]
    set_of: Ints
    indptr: Ints
    head: Ints
    vertex: Ints

    @property
    def count(self) -> int:
        """How many vertices there are."""
        return len(self.set_of)

    @cached_property
    def steps(self) -> tuple[list[int], list[int]]:
        """`indptr` and `head` as lists, for walks in plain Python."""
        return self.indptr.tolist(), self.head.tolist()

    def subjects(self, vertex: int) -> tuple[int, ...]:
        """What one vertex needs."""
        return self.needs[self.set_of[vertex]]


def governed_by(scene: Scenario, varies: Flags) -> list[tuple[int, ...]]:
    """Per combo those of its governors that count and that vary between worlds."""
    reasons = Reasons(scene)
    return [
        tuple(sorted(row for row in reasons.governors(combo) if varies[row]))
        for combo in range(scene.network.combos.count)
    ]


@dataclass(frozen=True)
class Split:
    """Edges told apart by what they need; a node has one *state* per need of its edges.

    `edges` are those that are not closed in every world; `tail` and `head` their ends as states.
    `node` and `need` are those of each state, `needs[need[s]]` the subject rows it needs.
    """

    needs: tuple[tuple[int, ...], ...]
    edges: Longs
    tail: Longs
    head: Longs
    node: Longs
    need: Longs

    @property
    def count(self) -> int:
        """How many states there are."""
        return len(self.node)

    def labels(self, connection: str) -> tuple[int, Longs]:
        """Parts of the states that are connected, strongly or weakly."""
        ones = np.ones(len(self.tail), np.int8)
        graph = coo_array((ones, (self.tail, self.head)), shape=(self.count, self.count))
        count, label = connected_components(graph, directed=True, connection=connection)
        return count, label.astype(np.int64)


def split_of(scene: Scenario, needed: Sequence[tuple[int, ...]], barred: Flags) -> Split:
    """Tell the edges of a scenario apart; the parameters are those of `patches_of`."""
    network = scene.network
    needs, set_of_combo = _numbered(needed)
    combo = network.pieces.combo[network.edges.piece]
    used = np.flatnonzero(np.isfinite(scene.weights.free_s) & ~barred[combo])
    ends = np.stack([network.edges.tail[used], network.edges.head[used]]).astype(np.int64)
    keys = ends * len(needs) + set_of_combo[combo[used]]
    states, (tail, head) = _ranked(keys)
    return Split(needs, used, tail, head, states // len(needs), states % len(needs))


def _ranked(keys: Longs) -> tuple[Longs, Longs]:
    """The different keys in order, and the rank of each key."""
    states, rank = np.unique(keys, return_inverse=True)
    return states, rank.reshape(keys.shape)


def patches_of(scene: Scenario, needed: Sequence[tuple[int, ...]], barred: Flags) -> Patches:
    """Boil a scenario down.

    Parameters
    ----------
    needed
        Per combo the subjects, of those that vary between the worlds asked about, that must let
        pass. What governs a piece but does not vary is taken as passable.
    barred
        Per combo: whether its pieces are closed in every world.
    """
    return joined(split_of(scene, needed, barred), len(scene.network.nodes.lon))


def _numbered(needed: Sequence[tuple[int, ...]]) -> tuple[tuple[tuple[int, ...], ...], Longs]:
    """The different sets, the empty one first, and the number of each combo's."""
    number: dict[tuple[int, ...], int] = {(): 0}
    of_combo = [number.setdefault(one, len(number)) for one in needed]
    return tuple(number), np.array(of_combo, np.int64)


def joined(split: Split, nodes: int) -> Patches:
    """Vertices joined by edges that lead from one into another, and at nodes that they share."""
    count, label = split.labels("strong")
    set_of = np.zeros(count, np.int64)
    set_of[label] = split.need
    across, node = (label[split.tail], label[split.head]), split.node
    meet = np.unique(node * count + label) if len(node) else np.zeros(0, np.int64)
    at, patch = meet // max(count, 1), meet % max(count, 1)
    several = np.flatnonzero(np.bincount(at, minlength=nodes) > 1)
    vertex = np.full(nodes, -1, np.int32)
    vertex[at] = patch
    vertex[several] = count + np.arange(len(several))
    shared = vertex[at] >= count
    tail = np.concatenate([across[0], patch[shared], vertex[at[shared]]])
    head = np.concatenate([across[1], vertex[at[shared]], patch[shared]])
    total = count + len(several)
    kept = tail != head
    ones = np.ones(int(kept.sum()), np.int8)
    graph = coo_array((ones, (tail[kept], head[kept])), shape=(total, total)).tocsr()
    graph.sum_duplicates()
    every = np.concatenate([set_of, np.zeros(len(several), np.int64)]).astype(np.int32)
    return Patches(split.needs, every, graph.indptr, graph.indices, vertex)


def between(patches: Patches, sources: list[int], targets: list[int]) -> Patches:
    """Only what lies on a walk from a source to a target (vertices); the others lose their edges.

    Vertices keep their numbers.
    """
    there = _reached(patches.indptr, patches.head, sources)
    back = coo_array(
        (np.ones(len(patches.head), np.int8), (patches.head, _tails(patches))),
        shape=(patches.count,) * 2,
    ).tocsr()
    kept = there & _reached(back.indptr, back.indices, targets)
    tails = _tails(patches)
    lasting = kept[tails] & kept[patches.head]
    indptr = np.concatenate([[0], np.cumsum(np.bincount(tails[lasting], minlength=patches.count))])
    return replace(patches, indptr=indptr.astype(np.int32), head=patches.head[lasting])


def _tails(patches: Patches) -> Longs:
    return np.repeat(np.arange(patches.count), np.diff(patches.indptr))


def _reached(indptr: Ints, head: Ints, starts: list[int]) -> Flags:
    """Vertices met from any of the starts: one more vertex leads to all of them."""
    count = len(indptr) - 1
    first = np.unique([start for start in starts if start >= 0]).astype(np.int64)
    data = np.ones(len(head) + len(first), np.int8)
    stops = np.append(indptr, len(head) + len(first)).astype(np.int32)
    heads = np.concatenate([head, first]).astype(np.int32)
    graph = coo_array((count + 1, count + 1), dtype=np.int8).tocsr()
    graph.data, graph.indices, graph.indptr = data, heads, stops
    order = breadth_first_order(graph, count, return_predecessors=False)
    met = np.zeros(count + 1, np.bool_)
    met[order] = True
    return met[:count]
