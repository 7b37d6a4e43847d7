"""Which subjects govern which pieces, and the few different sets of them."""

from dataclasses import dataclass

import numpy as np

from potay.arrays import Floats, Ints, Longs
from potay.network.arrays import GoverningSets
from potay.network.borders import Stretches
from potay.network.splitting import Cut


@dataclass(frozen=True)
class Governed:
    """Pairs of piece and subject; `share` is the part of the subject's delay on that piece."""

    piece: Longs
    subject: Longs
    share: Floats

    @classmethod
    def of(cls, piece: Longs, subject: Longs) -> "Governed":
        """Pairs that bear no part of a delay."""
        return cls(piece, subject, np.zeros(len(piece)))

    def joined(self, *others: "Governed") -> "Governed":
        """These pairs and the others'."""
        every = (self, *others)
        return Governed(
            np.concatenate([each.piece for each in every]),
            np.concatenate([each.subject for each in every]),
            np.concatenate([each.share for each in every]),
        )


def governed_pieces(cut: Cut, stretches: Stretches) -> tuple[Longs, Longs]:
    """Piece and subject where a piece lies in a stretch (pieces never straddle its ends)."""
    middle = (cut.begin + cut.end) / 2
    first = np.searchsorted(middle, stretches.begin)
    stop = np.searchsorted(middle, stretches.end)
    counts = np.maximum(stop - first, 0)
    begin = np.repeat(first - (np.cumsum(counts) - counts), counts)
    return begin + np.arange(counts.sum()), np.repeat(stretches.subject, counts)


def gate_shares(cut: Cut, gates: Governed) -> Governed:
    """Half of a gateway's delay on each governed piece that meets its point.

    `gates.piece` holds points here, not pieces: the caller knows the gate's point in the cut.
    """
    wanted = np.zeros(cut.junctions + len(cut.extra), dtype=np.bool_)
    wanted[gates.piece] = True
    piece = np.concatenate([np.flatnonzero(wanted[cut.a]), np.flatnonzero(wanted[cut.b])])
    point = np.concatenate([cut.a[wanted[cut.a]], cut.b[wanted[cut.b]]])
    order = np.argsort(point, kind="stable")
    piece, point = piece[order], point[order]
    first = np.searchsorted(point, gates.piece)
    stop = np.searchsorted(point, gates.piece, side="right")
    counts = stop - first
    begin = np.repeat(first - (np.cumsum(counts) - counts), counts)
    touched = piece[begin + np.arange(counts.sum())]
    return Governed(touched, np.repeat(gates.subject, counts), np.full(len(touched), 0.5))


def combine(pieces: int, governed: Governed) -> tuple[Ints, GoverningSets]:
    """The governing set of every piece and the table of governing sets; 0 is the empty set.

    Pairs may repeat: shares add up. The numbering depends on the sets only, not on row order.
    """
    piece, subject, share = _merged(governed)
    governing = np.zeros(pieces, dtype=np.int64)
    token = _tokens(subject, share)
    first = np.searchsorted(piece, np.arange(pieces + 1))
    depth = np.diff(first)
    for rank in range(int(depth.max(initial=0))):
        rows = np.flatnonzero(depth > rank)
        key = governing[rows] * (int(token.max()) + 2) + token[first[rows] + rank] + 1
        # New numbers begin after all numbers in use, so sets of different size stay apart.
        governing[rows] = governing.max() + 1 + np.unique(key, return_inverse=True)[1]
    used, example, inverse = np.unique(governing, return_index=True, return_inverse=True)
    if len(used) == 0 or used[0] != 0:
        inverse, example = inverse + 1, np.concatenate([[-1], example])
    counts = np.where(example >= 0, depth[example], 0)
    indptr = np.concatenate([[0], np.cumsum(counts)])
    begin = np.where(example >= 0, first[example], 0)
    rows = np.repeat(begin - indptr[:-1], counts) + np.arange(indptr[-1])
    table = GoverningSets(
        indptr.astype(np.int32), subject[rows].astype(np.int32), share[rows].astype(np.float64)
    )
    return inverse.astype(np.int32), table


def _merged(governed: Governed) -> tuple[Longs, Longs, Floats]:
    """Pairs in order of piece and subject, each once, shares added up (1 at most)."""
    order = np.lexsort((governed.subject, governed.piece))
    piece, subject = governed.piece[order], governed.subject[order]
    share = governed.share[order]
    if len(piece) == 0:
        return piece, subject, share
    new = np.ones(len(piece), dtype=np.bool_)
    new[1:] = (piece[1:] != piece[:-1]) | (subject[1:] != subject[:-1])
    first = np.flatnonzero(new)
    total = np.minimum(np.add.reduceat(share, first), 1.0)
    return piece[first], subject[first], total


def _tokens(subject: Longs, share: Floats) -> Longs:
    """One number per different (subject, share)."""
    if len(subject) == 0:
        return subject
    shares = np.unique(share)
    return subject * len(shares) + np.searchsorted(shares, share)
