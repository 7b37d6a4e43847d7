"""The best way between two places, what blocks it, and the ways that do not depend on it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from potay.access.chance.reliable import Likeliest, most_reliable
from potay.access.cuts.separators import separators, separators_record
from potay.access.reach.answer import Common, HubQuestion, answers, lower_bound
from potay.access.reach.table import misplaced_answer, place_record
from potay.access.readings.endpoints import find_place, on_network
from potay.access.readings.untold import as_told, ways_told
from potay.access.readings.vehicles import carries, relaxed_times
from potay.access.routes.alternatives import Path, alternatives
from potay.arrays import Floats, Ints, Longs
from potay.errors import Finding, NoAnswerError
from potay.network.arrays import CONNECTOR, LINK, Network
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.terms.statuses import OPEN, REACHED, READINGS, STATUS_IN

#: The status of a way by the worst level along it.


@dataclass(frozen=True)
class RouteAnswer:
    """The answer of the access table for one pair, and the ways: best for the mover first."""

    origin: dict[str, Any]
    destination: dict[str, Any]
    mover: str
    as_of: str
    answer: dict[str, Any]
    routes: tuple[dict[str, Any], ...]

    def record(self) -> dict[str, Any]:
        """Everything as plain values, for `--json`."""
        return {
            "origin": self.origin,
            "destination": self.destination,
            "mover": self.mover,
            "as_of": self.as_of,
            **self.answer,
            "routes": list(self.routes),
        }


def find_route(
    scenario: Scenario,
    origin: str,
    destination: str,
    *,
    alternatives: int = 3,
    common: Common | None = None,
) -> RouteAnswer:
    """Answer one pair of places for the scenario's mover, with up to `alternatives` ways.

    Ways are offered whatever is reported of them and whatever vehicle they carry: each says its
    status, what it can carry, and whether the mover's own vehicle can use it. Two ways share no
    stretch of road but at their ends.

    Parameters
    ----------
    origin, destination
        An id, `type.id`, or a name that only one place bears.
    common
        What many questions about the scenario share. With it the ways alone are asked for: no
        `probability`, no `cut`, no `most_reliable`.

    Raises
    ------
    NoAnswerError
        Where a place is unknown or ambiguous, the origin is off the network, or both are one.
    """
    network = scenario.network
    start = on_network(network, find_place(network, origin))
    end = find_place(network, destination)
    if start == end:
        message = f"'{origin}' and '{destination}' are one place."
        raise NoAnswerError(Finding("error", message, hint="Name two places."))
    ways: list[dict[str, Any]] = []
    if network.places.misplaced[end]:
        answer = misplaced_answer()
    else:
        node, goal = int(network.places.node[start]), int(network.places.node[end])
        asked = HubQuestion.of(common or Common(scenario), node, [goal])
        answer = answers(asked, likely=common is None)[0]
        answer |= _weakness(asked) if common is None else {}
        ways = _ways(asked, alternatives)
    return RouteAnswer(
        origin=place_record(network, start),
        destination=place_record(network, end),
        mover=scenario.mover.name,
        as_of=scenario.state.as_of.isoformat(),
        answer=as_told(scenario.state, answer),
        routes=tuple(ways_told(scenario.state, ways)),
    )


def _weakness(asked: HubQuestion) -> dict[str, Any]:
    """What parts the two places, by name, and the way most likely to be open."""
    scenario, odds, goal = asked.scenario, asked.common.odds, asked.nodes[0]
    first = next((name for name in STATUS_IN if asked.readings[name].meets(0)), None)
    likely = most_reliable(odds, asked.hub, goal)
    parted = separators(asked.common.gates(READINGS[first]), asked.hub, goal) if first else None
    return {
        "cut": separators_record(scenario, parted) if parted else None,
        "most_reliable": _reliable_record(asked, likely) if likely else None,
    }


def _reliable_record(asked: HubQuestion, likely: Likeliest) -> dict[str, Any]:
    scenario, told = asked.scenario, asked.reasons.way(likely.edges)
    pieces = scenario.network.edges.piece[likely.edges]
    return {
        "probability": round(likely.probability, 4),
        "exact": likely.exact,
        "minutes": round(float(scenario.weights.seconds[likely.edges].sum()) / 60, 2),
        "km": round(float(scenario.network.pieces.metres[pieces].sum()) / 1000, 3),
        "gateways": told.gateways,
        "areas": told.areas,
        "claims": told.claims,
        "geometry": {
            "type": "LineString",
            "coordinates": _coordinates(scenario.network, likely.edges),
        },
    }


def _ways(asked: HubQuestion, count: int) -> list[dict[str, Any]]:
    """Ways as plain values: those the mover can use first, the better known before the others."""
    scenario, readings = asked.scenario, asked.readings
    names = [name for name in (*STATUS_IN, "free") if readings[name].meets(0)]
    first = readings[names[0]].path(0) if names else _NO_EDGES
    paths = alternatives(scenario, asked.hub, asked.nodes[0], first, count)
    times = relaxed_times(scenario.network, scenario.mover)
    found = [way_record(scenario, asked.reasons, path, times) for path in paths]
    return sorted(found, key=lambda way: (not way["usable_by_mover"], way["rank"], way["minutes"]))


_NO_EDGES: Longs = np.zeros(0, dtype=np.int64)


def way_record(scenario: Scenario, reasons: Reasons, path: Path, times: Floats) -> dict[str, Any]:
    """One way as plain values; `times` are seconds per piece for a vehicle that fits it."""
    network, edges = scenario.network, path.edges
    pieces = network.edges.piece[edges]
    told = reasons.way(edges)
    level = int(scenario.weights.level[edges].max(initial=OPEN))
    governing = network.pieces.governing[pieces]
    delay = scenario.weights.governing_sets.delay_s[governing] + (
        scenario.weights.governing_sets.delay_s_per_m[governing] * network.pieces.slowed_m(pieces)
    )
    return {
        "minutes": round(float((times[pieces] + delay).sum()) / 60, 2),
        "km": round(float(network.pieces.metres[pieces].sum()) / 1000, 3),
        "status": REACHED[level],
        "rank": level,
        "gateways": told.gateways,
        "areas": told.areas,
        "claims": told.claims,
        "blocked_by": [reasons.record(subject) for subject in reasons.blocking(edges)],
        "probability": lower_bound(scenario, path.subjects),
        "modes": _modes(network, pieces),
        "carries": carries(network, edges).record(),
        "usable_by_mover": bool(np.isfinite(scenario.free_piece_s[pieces]).all()),
        "independent": path.independent,
        "shares": [".".join(network.subjects.key(subject)) for subject in path.shared],
        "geometry": {"type": "LineString", "coordinates": _coordinates(network, edges)},
    }


def _modes(network: Network, pieces: Ints) -> list[str]:
    """Modes in the order they are used."""
    kinds, owners = network.pieces.kind[pieces], network.pieces.owner[pieces]
    words = [
        network.links.mode.at(owner) if kind == LINK else "road"
        for kind, owner in zip(kinds.tolist(), owners.tolist(), strict=True)
        if kind != CONNECTOR
    ]
    return [word for rank, word in enumerate(words) if rank == 0 or word != words[rank - 1]]


def _coordinates(network: Network, edges: Longs) -> list[list[float]]:
    """Lon, lat along a way; a vertex shared by neighbours stands once."""
    line: list[list[float]] = []
    for edge in edges.tolist():
        forward = bool(network.edges.forward[edge])
        part = network.coordinates(int(network.edges.piece[edge]), forward=forward)
        for point in part.round(6).tolist():
            if not line or point != line[-1]:
                line.append(point)
    return line * 2 if len(line) == 1 else line
