"""The quotient graph of a network: stretches governed alike within which one can go anywhere.

Questions about many sampled states (draws, closures, openings) do not need every edge. Edges that
are governed by the same of the subjects that *vary* and that lead to each other and back are one
vertex; where several meet in a node there is one more vertex, which needs nothing. A way exists in
the network exactly when one exists between the vertices of its two ends.
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
class QuotientGraph:
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


def governed_by(scenario: Scenario, varies: Flags) -> list[tuple[int, ...]]:
    """Per governing set the subjects that count and that vary between sampled states."""
    reasons = Reasons(scenario)
    return [
        tuple(sorted(row for row in reasons.governing_subjects(governing) if varies[row]))
        for governing in range(scenario.network.governing_sets.count)
    ]


@dataclass(frozen=True)
class Split:
    """Edges told apart by what they need; a node has one *state* per need of its edges.

    `edges` are those that are not closed in every sampled state; `tail` and `head` their ends as
    states. `node` and `need` are those of each state, `needs[need[s]]` the subject rows it needs.
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


def split_of(scenario: Scenario, needed: Sequence[tuple[int, ...]], barred: Flags) -> Split:
    """Tell the edges of a scenario apart; the parameters are those of `quotient_of`."""
    network = scenario.network
    needs, set_of = _numbered(needed)
    governing = network.pieces.governing[network.edges.piece]
    used = np.flatnonzero(np.isfinite(scenario.weights.free_s) & ~barred[governing])
    ends = np.stack([network.edges.tail[used], network.edges.head[used]]).astype(np.int64)
    keys = ends * len(needs) + set_of[governing[used]]
    states, (tail, head) = _ranked(keys)
    return Split(needs, used, tail, head, states // len(needs), states % len(needs))


def _ranked(keys: Longs) -> tuple[Longs, Longs]:
    """The different keys in order, and the rank of each key."""
    states, rank = np.unique(keys, return_inverse=True)
    return states, rank.reshape(keys.shape)


def quotient_of(
    scenario: Scenario, needed: Sequence[tuple[int, ...]], barred: Flags
) -> QuotientGraph:
    """Boil a scenario down.

    Parameters
    ----------
    needed
        Per governing set the subjects, of those that vary between the sampled states asked about,
        that must let pass. What governs a piece but does not vary is taken as passable.
    barred
        Per governing set: whether its pieces are closed in every sampled state.
    """
    return joined(split_of(scenario, needed, barred), len(scenario.network.nodes.lon))


def _numbered(needed: Sequence[tuple[int, ...]]) -> tuple[tuple[tuple[int, ...], ...], Longs]:
    """The different sets, the empty one first, and the number of each governing set's."""
    number: dict[tuple[int, ...], int] = {(): 0}
    of_set = [number.setdefault(one, len(number)) for one in needed]
    return tuple(number), np.array(of_set, np.int64)


def joined(split: Split, nodes: int) -> QuotientGraph:
    """Vertices joined by edges that lead from one into another, and at nodes that they share."""
    count, label = split.labels("strong")
    set_of = np.zeros(count, np.int64)
    set_of[label] = split.need
    across, node = (label[split.tail], label[split.head]), split.node
    meet = np.unique(node * count + label) if len(node) else np.zeros(0, np.int64)
    at, block = meet // max(count, 1), meet % max(count, 1)
    several = np.flatnonzero(np.bincount(at, minlength=nodes) > 1)
    vertex = np.full(nodes, -1, np.int32)
    vertex[at] = block
    vertex[several] = count + np.arange(len(several))
    shared = vertex[at] >= count
    tail = np.concatenate([across[0], block[shared], vertex[at[shared]]])
    head = np.concatenate([across[1], vertex[at[shared]], block[shared]])
    total = count + len(several)
    kept = tail != head
    ones = np.ones(int(kept.sum()), np.int8)
    graph = coo_array((ones, (tail[kept], head[kept])), shape=(total, total)).tocsr()
    graph.sum_duplicates()
    every = np.concatenate([set_of, np.zeros(len(several), np.int64)]).astype(np.int32)
    return QuotientGraph(split.needs, every, graph.indptr, graph.indices, vertex)


def between(quotient: QuotientGraph, sources: list[int], targets: list[int]) -> QuotientGraph:
    """Only what lies on a walk from a source to a target (vertices); the others lose their edges.

    Vertices keep their numbers.
    """
    there = _reached(quotient.indptr, quotient.head, sources)
    back = coo_array(
        (np.ones(len(quotient.head), np.int8), (quotient.head, _tails(quotient))),
        shape=(quotient.count,) * 2,
    ).tocsr()
    kept = there & _reached(back.indptr, back.indices, targets)
    tails = _tails(quotient)
    lasting = kept[tails] & kept[quotient.head]
    indptr = np.concatenate([[0], np.cumsum(np.bincount(tails[lasting], minlength=quotient.count))])
    return replace(quotient, indptr=indptr.astype(np.int32), head=quotient.head[lasting])


def _tails(quotient: QuotientGraph) -> Longs:
    return np.repeat(np.arange(quotient.count), np.diff(quotient.indptr))


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
