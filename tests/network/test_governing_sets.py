"""Pieces with their sets of governing subjects, each set told once."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.network.governing_sets import Governed, combine

PAIRS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 5), st.sampled_from([0.0, 0.5])), max_size=30
)


@settings(deadline=None)
@given(PAIRS)
def test_every_piece_has_exactly_its_subjects_with_their_shares(pairs):
    rows = np.array(pairs, dtype=np.float64).reshape(-1, 3)
    governed = Governed(rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64), rows[:, 2])
    governing, governing_sets = combine(9, governed)
    for piece in range(9):
        shares: dict[int, float] = {}
        for at, subject, share in pairs:
            if at == piece:
                shares[subject] = min(shares.get(subject, 0.0) + share, 1.0)
        part = slice(
            governing_sets.indptr[governing[piece]], governing_sets.indptr[governing[piece] + 1]
        )
        told = dict(
            zip(
                governing_sets.subject[part].tolist(),
                governing_sets.share[part].tolist(),
                strict=True,
            )
        )
        assert told == shares
    assert (
        governing_sets.indptr[0] == governing_sets.indptr[1] == 0
    )  # governing set 0 is the empty set
    sets = [
        (tuple(governing_sets.subject[a:b].tolist()), tuple(governing_sets.share[a:b].tolist()))
        for a, b in zip(governing_sets.indptr[:-1], governing_sets.indptr[1:], strict=True)
    ]
    assert len(set(sets)) == len(sets)


def test_no_governors_is_one_empty_combo():
    governing, governing_sets = combine(
        3, Governed.of(np.zeros(0, np.int64), np.zeros(0, np.int64))
    )
    assert governing.tolist() == [0, 0, 0]
    assert governing_sets.count == 1
