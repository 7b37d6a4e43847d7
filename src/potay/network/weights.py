"""What every directed edge costs one mover in one state: one pass, never a rebuild.

`free_s` is the time with nothing closed, `seconds` the time with the delays of the state,
`cost` what route choice minimises (restricted stretches count longer), `level` how passable the
edge is. Infinite means that the vehicle cannot use the edge whatever is reported.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from potay.arrays import Bytes, Flags, Floats, Longs, ranges
from potay.network.arrays import CONNECTOR, LINK, ROAD, Network
from potay.network.passability import Passability
from potay.network.stated import StatedNetwork
from potay.slope_speed import speed_factors
from potay.spec.mover import Mover
from potay.terms.statuses import OPEN
from potay.terms.vehicles import UNSTATED

#: Speeds of links without stated minutes (km/h).
LINK_KMH = {"sea": 15.0, "ferry": 15.0, "air": 180.0}
#: No edge takes less than this (seconds): a way of no length is still passed after what is before.
LEAST_S = 1e-6


@dataclass(frozen=True)
class SetWeights:
    """What the governing subjects of each governing set make of a piece.

    `superseded` marks pairs that do not count, one per entry of `governing_sets.subject`.
    """

    level: Bytes
    penalty: Floats
    delay_s: Floats
    delay_s_per_m: Floats
    superseded: Flags


@dataclass(frozen=True)
class Weights:
    """Per directed edge: seconds (with delays), cost, level; `free_s` with nothing closed."""

    free_s: Floats
    seconds: Floats
    cost: Floats
    level: Bytes
    governing_sets: SetWeights


def free_times(network: Network, mover: Mover, fitting: int | None = None) -> Floats:
    """Seconds per piece with nothing closed; infinite where the vehicle cannot go.

    With `fitting` at the mover's speeds still, but infinite only where a vehicle of that class,
    or the mover's own if it is the smaller, cannot go, whatever it weighs.
    """
    pieces = network.pieces
    limits = mover
    if fitting is not None:
        small = min(fitting, mover.vehicle_class)
        limits = mover.model_copy(update={"vehicle_class": small, "weight_t": 0.0, "height_m": 0.0})
    seconds = np.empty(len(pieces.metres))
    road, link = pieces.kind == ROAD, pieces.kind == LINK
    seconds[road] = pieces.metres[road] * _pace(network, mover, limits)[pieces.owner[road]]
    seconds[link] = _link_times(network, limits)[pieces.owner[link]]
    slow = mover.speeds_kmh.get("service", mover.default_speed_kmh)
    connector = pieces.kind == CONNECTOR
    seconds[connector] = pieces.metres[connector] * 3.6 / slow
    return np.maximum(seconds, LEAST_S)


def _pace(network: Network, mover: Mover, limits: Mover) -> Floats:
    """Seconds per metre on each road at the speeds of one mover, for what fits another."""
    roads = network.roads
    words = roads.classes.words.tolist()
    by_class = [mover.speeds_kmh.get(word, mover.default_speed_kmh) for word in words]
    speed = np.array(by_class, np.float64)[roads.classes.codes]
    speed = np.where(roads.paved, speed, speed * mover.unpaved_factor)
    speed = np.fmin(speed, np.where(roads.speed_kmh > 0, roads.speed_kmh, np.nan))
    pace: Floats = 3.6 / (speed * speed_factors(roads.grade_pct, mover.vehicle_class))
    pace[~carried(roads.practicability, limits.vehicle_class)] = np.inf
    pace[roads.max_weight_t < limits.weight_t] = np.inf
    pace[roads.max_height_m < limits.height_m] = np.inf
    return pace


def carried(practicability: Bytes, vehicle_class: int) -> Flags:
    """Whether a way of a practicability (0: not stated) carries a vehicle class."""
    fits: Flags = (practicability == UNSTATED) | (vehicle_class <= practicability)
    return fits


def _link_times(network: Network, mover: Mover) -> Floats:
    links, pieces = network.links, network.pieces
    metres = np.zeros(len(links.id))
    link = pieces.kind == LINK
    metres[pieces.owner[link]] = pieces.metres[link]
    kmh = np.array([LINK_KMH.get(mode, LINK_KMH["sea"]) for mode in links.mode.all().tolist()])
    seconds = np.where(np.isnan(links.minutes), metres * 3.6 / kmh, links.minutes * 60)
    seconds[~carried(links.min_load_class, mover.vehicle_class)] = np.inf
    return seconds


def weigh(stated: StatedNetwork, judged: Passability, free_s: Floats) -> Weights:
    """Weights of every edge; `free_s` per edge, as `free_times` gives it for their pieces.

    Arrays that would be equal are one array: nothing of it is ever written to.
    """
    governing_sets = set_weights(stated, judged)
    level = _on_edges(stated, governing_sets.level)
    slowed, delay_s = _delays(stated, governing_sets)
    seconds = free_s
    if len(slowed):
        seconds = free_s.copy()
        seconds[slowed] = free_s[slowed] + delay_s
    cost = seconds
    if (governing_sets.penalty != 1).any():
        cost = _on_edges(stated, governing_sets.penalty)
        cost *= free_s
        cost[slowed] = cost[slowed] + delay_s
    return Weights(
        free_s=free_s, seconds=seconds, cost=cost, level=level, governing_sets=governing_sets
    )


def _on_edges(stated: StatedNetwork, of_set: np.ndarray[Any, Any]) -> Any:  # noqa: ANN401
    """A value per governing set as a value per edge: by runs, then where the state changed it."""
    values = stated.base.runs.spread(of_set)
    touched, network = stated.touched, stated.network
    values[touched] = of_set[network.pieces.governing[network.edges.piece[touched]]]
    return values


def _delays(stated: StatedNetwork, governing_sets: SetWeights) -> tuple[Longs, Floats]:
    """The edges on which time is lost, and how much.

    Edges that the state touched come last and perhaps again: what is said of them last counts.
    """
    delayed = (governing_sets.delay_s != 0) | (governing_sets.delay_s_per_m != 0)
    if not delayed.any():
        return np.zeros(0, np.int64), np.zeros(0)
    network, runs, touched = stated.network, stated.base.runs, stated.touched
    late = np.flatnonzero(delayed[runs.governing])
    run, edges = ranges(runs.first[late], runs.first[late] + runs.length[late])
    governing = runs.governing[late][run]
    edges = np.concatenate([edges, touched])
    governing = np.concatenate([governing, network.pieces.governing[network.edges.piece[touched]]])
    delay_s = governing_sets.delay_s[governing]
    if governing_sets.delay_s_per_m.any():
        by_metre = network.pieces.slowed_m(network.edges.piece[edges])
        delay_s += governing_sets.delay_s_per_m[governing] * by_metre
    return edges, delay_s


def set_weights(stated: StatedNetwork, judged: Passability) -> SetWeights:
    """The few different sets of governing subjects, judged.

    A report about a gateway or road itself beats what the control of the area around it lets
    one infer, on the pieces it governs; a report about the passage of the area is not beaten.
    """
    governing_sets, subjects = stated.network.governing_sets, stated.network.subjects
    subject, indptr = governing_sets.subject, governing_sets.indptr
    owner = np.repeat(np.arange(governing_sets.count), np.diff(indptr))
    about_way = judged.explicit & np.isin(subjects.type, ("gateway", "road"))
    beaten = np.zeros(governing_sets.count, dtype=np.bool_)
    np.logical_or.at(beaten, owner, about_way[subject])
    area = (subjects.type == "area") & judged.inferred
    superseded = beaten[owner] & area[subject]
    counts = ~superseded
    level = np.full(governing_sets.count, OPEN, np.int8)
    if judged.silent_level > OPEN:
        spoken = np.zeros(governing_sets.count, dtype=np.bool_)
        np.logical_or.at(spoken, owner[counts], judged.spoken[subject[counts]])
        level[~spoken] = judged.silent_level
    np.maximum.at(level, owner[counts], judged.level[subject[counts]])
    penalty = np.ones(governing_sets.count)
    np.maximum.at(penalty, owner[counts], judged.penalty[subject[counts]])
    spread = np.nan_to_num(1.0 / stated.delay_m)
    once = np.isnan(stated.delay_m)
    delay = np.zeros(governing_sets.count)
    borne = np.where(once, judged.delay_s, 0.0)[subject] * governing_sets.share
    np.add.at(delay, owner[counts], borne[counts])
    rate = np.zeros(governing_sets.count)
    np.add.at(rate, owner[counts], (judged.delay_s * spread)[subject][counts])
    return SetWeights(level, penalty, delay, rate, superseded)
