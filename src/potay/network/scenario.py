"""One scenario: a network, a state, a mover and the rules, weighed and ready for questions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from potay.arrays import Floats
from potay.built import State
from potay.network.arrays import Network
from potay.network.passability import Passability, passability
from potay.network.stated import StatedNetwork, with_state
from potay.network.weights import Weights, free_times, weigh
from potay.search.edges import directed_edges
from potay.spec.mover import Mover
from potay.spec.rules import Rules
from potay.terms.vehicles import ON_FOOT


@dataclass(frozen=True)
class Scenario:
    """Everything a question needs. `network` is the one the state stands on (roads included)."""

    stated: StatedNetwork
    mover: Mover
    rules: Rules
    passability: Passability
    weights: Weights
    free_piece_s: Floats

    @property
    def network(self) -> Network:
        """The network, its subjects including the roads that the state speaks of."""
        return self.stated.network

    @property
    def state(self) -> State:
        """The state of the ground."""
        return self.stated.state

    def judged(self, judged: Passability) -> "Scenario":
        """The same ground and mover with other verdicts on the subjects."""
        weights = weigh(self.stated, judged, self.weights.free_s)
        return replace(self, passability=judged, weights=weights)

    def in_state(self, state: State, what_if: Mapping[str, str] | None = None) -> "Scenario":
        """The same roads and mover in another state: only what the state says is worked out.

        Raises
        ------
        NoAnswerError
            Where `what_if` names an unknown subject or status.
        """
        stated = with_state(self.stated.base, state, what_if)
        judged = passability(stated, self.mover, self.rules)
        weights = weigh(stated, judged, self.weights.free_s)
        return replace(self, stated=stated, passability=judged, weights=weights)


def make_scenario(
    network: Network,
    state: State,
    mover: Mover,
    rules: Rules,
    what_if: Mapping[str, str] | None = None,
) -> Scenario:
    """Weigh a network for a state and a mover; `what_if` sets statuses by subject.

    One-way roads bind vehicles: on foot they are walked both ways.

    Raises
    ------
    NoAnswerError
        Where `what_if` names an unknown subject or status.
    """
    if mover.vehicle_class == ON_FOOT and network.roads.oneway.any():
        network = _both_ways(network)
    stated = with_state(network, state, what_if)
    judged = passability(stated, mover, rules)
    free_s = free_times(stated.network, mover)
    weights = weigh(stated, judged, free_s[stated.network.edges.piece])
    return Scenario(stated, mover, rules, judged, weights, free_s)


def _both_ways(network: Network) -> Network:
    """The same pieces, each passed in both directions."""
    pieces, nodes = network.pieces, len(network.nodes.lon)
    free = np.zeros(len(pieces.a), np.int8)
    return replace(network, edges=directed_edges(nodes, pieces.a, pieces.b, free))
