"""Directed edges in CSR form: what every search goes over."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from potay.arrays import Bytes, Flags, Ints, Longs


@dataclass(frozen=True)
class Edges:
    """Directed edges sorted by tail: those of node v are `indptr[v]:indptr[v + 1]`."""

    indptr: Ints
    tail: Ints
    head: Ints
    piece: Ints
    forward: Flags

    @cached_property
    def derived(self) -> dict[str, Any]:
        """What others work out of the edges alone, and need again for every state."""
        return {}


def directed_edges(nodes: int, a: Ints, b: Ints, oneway: Bytes) -> Edges:
    """Both directions of pieces from `a` to `b`, one where `oneway` (-1, 0, 1) says so."""
    numbers = np.arange(len(a), dtype=np.int32)
    there, back = numbers[oneway >= 0], numbers[oneway <= 0]
    tail = np.concatenate([a[there], b[back]])
    head = np.concatenate([b[there], a[back]])
    piece = np.concatenate([there, back])
    forward = np.concatenate([np.ones(len(there), np.bool_), np.zeros(len(back), np.bool_)])
    order = np.lexsort((piece, head, tail))
    tail, head, piece, forward = tail[order], head[order], piece[order], forward[order]
    indptr = np.searchsorted(tail, np.arange(nodes + 1)).astype(np.int32)
    return Edges(indptr, tail, head, piece, forward)


def turned(edges: Edges) -> tuple[Edges, Longs]:
    """The same edges driven backwards, and the number each had before."""
    order = np.lexsort((edges.piece, edges.tail, edges.head))
    indptr = np.searchsorted(edges.head[order], np.arange(len(edges.indptr))).astype(np.int32)
    back = Edges(
        indptr, edges.head[order], edges.tail[order], edges.piece[order], ~edges.forward[order]
    )
    return back, order
