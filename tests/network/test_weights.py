"""Weights laid on edges run by run against the same worked out edge by edge."""

import numpy as np
import pytest
from asciiworld import CAR, RULES, World, state
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.errors import NoAnswerError
from potay.network import make_scenario
from potay.network.weights import free_times

NETWORK = World(
    """
    1--a--G--b--c>>d
       |     |     |
       e--H--f--i--g--2
    """,
    """
    ...mmmmmm.......
    ...mmm...........
    nnnnnnnnn........
    """,
).network()
SUBJECTS = ["area.m", "area.n", "gateway.G", "gateway.H", "road.ab", "road.cd", "road.fi"]
WORDS = ["open", "closed", "restricted delay 4", "open delay 10", "expired closed",
         "control gang", "control gang delay 3", "contradicted"]  # fmt: skip
STATES = st.dictionaries(st.sampled_from(SUBJECTS), st.sampled_from(WORDS))


def edge_by_edge(scene):
    """Seconds, cost and level of every edge, one after the other."""
    network, combos = scene.network, scene.weights.combos
    free_s = free_times(network, scene.mover)
    for piece in network.edges.piece.tolist():
        combo = network.pieces.combo[piece]
        delay = combos.delay_s[combo] + combos.delay_s_per_m[combo] * network.pieces.metres[piece]
        yield (free_s[piece] + delay, free_s[piece] * combos.penalty[combo] + delay,
               combos.level[combo])  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(STATES)
def test_run_by_run_is_edge_by_edge(said):
    scene = make_scenario(NETWORK, state(said), CAR, RULES)
    seconds, cost, level = zip(*edge_by_edge(scene), strict=True)
    assert scene.weights.seconds.tolist() == list(seconds)
    assert scene.weights.cost.tolist() == list(cost)
    assert scene.weights.level.tolist() == list(level)


@settings(deadline=None, max_examples=100)
@given(STATES, STATES)
def test_another_state_is_as_if_it_were_the_first(before, after):
    told = make_scenario(NETWORK, state(before), CAR, RULES).in_state(state(after))
    fresh = make_scenario(NETWORK, state(after), CAR, RULES)
    for name in ("free_s", "seconds", "cost", "level"):
        assert np.array_equal(getattr(told.weights, name), getattr(fresh.weights, name)), name
    assert told.network.subjects.id.tolist() == fresh.network.subjects.id.tolist()
    assert told.network.pieces.combo.tolist() == fresh.network.pieces.combo.tolist()


def test_a_what_if_counts_in_another_state_too():
    scene = make_scenario(NETWORK, state({}), CAR, RULES)
    closed = scene.in_state(state({}), {"gateway.G": "closed"})
    assert (closed.weights.level != scene.weights.level).any()
    with pytest.raises(NoAnswerError, match=r"what-if 'gateway.X': no such subject\."):
        scene.in_state(state({}), {"gateway.X": "closed"})
