"""Ways between two places that do not stand or fall together.

Each search makes what the ways before it rest on dear: the pieces they use, the gateways and
links they pass, and whatever along them is not reported open. A way counts as an alternative
only if, apart from what all ways share at either end, it shares no piece with an earlier one.
Three ways through the one bad kilometre are one way.
"""

from dataclasses import dataclass, field

import numpy as np

from potay.access.engine import grow, path
from potay.access.vehicles import relaxed_times
from potay.network.arrays import CONNECTOR, Floats, Longs
from potay.network.passability import CLOSED, OPEN, RESTRICTED, UNCERTAIN, UNREPORTED
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario

#: How much longer a stretch counts when ways are looked for, by level: better known ways first.
LEVEL_FACTOR = {OPEN: 1.0, RESTRICTED: 2.0, UNREPORTED: 3.0, UNCERTAIN: 4.0, CLOSED: 8.0}
#: The same for what the mover's own vehicle cannot use, and for what an earlier way rests on.
UNUSABLE, USED = 4.0, 30.0
#: Searches per pair: each either finds an alternative or shows that the rest overlap.
TRIES = 8


@dataclass(frozen=True)
class Course:
    """One way: its edges, the subjects it rests on, and which of them an earlier way shares."""

    edges: Longs
    subjects: tuple[int, ...]
    shared: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Search:
    """One pair of nodes and the ways found so far."""

    scene: Scenario
    reasons: Reasons
    source: int
    target: int
    courses: list[Course] = field(default_factory=list)


def alternatives(
    scene: Scenario, source: int, target: int, first: Longs, count: int
) -> list[Course]:
    """`first` and up to `count - 1` more ways, for any vehicle, whatever is reported of them."""
    search = _Search(scene, Reasons(scene), source, target)
    if len(first):
        search.courses.append(_course(search, first))
    base, factor = _base_cost(scene), np.ones(len(scene.network.pieces.metres))
    for course in search.courses:
        _make_dear(search, factor, course.edges)
    for _ in range(TRIES):
        if len(search.courses) >= count:
            break
        piece = scene.network.edges.piece
        tree = grow(scene.network.edges, (base * factor)[piece], np.array([source]))
        if not np.isfinite(tree.cost[0, target]):
            break
        edges = path(scene.network.edges, tree.edge[0], target)
        if _is_apart(search, edges):
            search.courses.append(_course(search, edges))
        _make_dear(search, factor, edges)
    return search.courses


def _base_cost(scene: Scenario) -> Floats:
    """Per piece: seconds for any vehicle, longer where less is known or the mover cannot go."""
    network = scene.network
    seconds = relaxed_times(network, scene.mover)
    level = scene.weights.combos.level[network.pieces.combo]
    factor = np.array([LEVEL_FACTOR[number] for number in range(len(LEVEL_FACTOR))])[level]
    cost: Floats = seconds * factor * np.where(np.isfinite(scene.free_piece_s), 1.0, UNUSABLE)
    return cost


def _course(search: _Search, edges: Longs) -> Course:
    """A way with the gating subjects it shares with the ways before it."""
    gating = _gating(search, edges)
    before = {subject for course in search.courses for subject in _gating(search, course.edges)}
    return Course(edges, search.reasons.subjects(edges), tuple(s for s in gating if s in before))


def _gating(search: _Search, edges: Longs) -> list[int]:
    """Subjects a way stands or falls with: gateways, links, and what is not reported open."""
    types = search.scene.network.subjects.type
    level = search.scene.passability.level
    return [
        subject
        for subject in search.reasons.subjects(edges)
        if types[subject] in ("gateway", "link") or level[subject] > OPEN
    ]


def _make_dear(search: _Search, factor: Floats, edges: Longs) -> None:
    """Raise `factor` (per piece) on all that a way rests on, in place."""
    network = search.scene.network
    factor[network.edges.piece[edges]] *= USED
    gating = np.array(_gating(search, edges), dtype=np.int64)
    owner = np.repeat(np.arange(network.combos.count), np.diff(network.combos.indptr))
    dear = np.zeros(network.combos.count, dtype=np.bool_)
    dear[owner[np.isin(network.combos.subject, gating)]] = True
    factor[dear[network.pieces.combo]] *= USED


def _is_apart(search: _Search, edges: Longs) -> bool:
    """Whether a way shares nothing with earlier ones but its ends, and is not one of them."""
    network = search.scene.network
    own = network.edges.piece[edges].tolist()
    for course in search.courses:
        theirs = network.edges.piece[course.edges].tolist()
        start = _common(own, theirs)
        stop = _common(own[::-1], theirs[::-1])
        middle = own[start : len(own) - stop]
        if not middle or set(middle) & set(theirs):
            return False
        if all(network.pieces.kind[piece] == CONNECTOR for piece in middle):
            return False
    return True


def _common(one: list[int], other: list[int]) -> int:
    """How many pieces two ways share from their beginning."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
