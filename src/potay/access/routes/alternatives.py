"""Ways between two places that do not stand or fall together.

Candidates are the best way over each link and through each gateway, and the best ways that avoid
what is already chosen. Three ways through the one bad kilometre are one way. So a candidate
counts only if, apart from what it shares with a chosen way at either end, the two have no piece
in common, nothing of the worst that is reported of the chosen way, and no gateway, link or
trouble that other candidates of its kind (by road, or over a link) do without. Of those left the
cheapest comes next; whatever else of doubt it shares with a chosen way makes it dear.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from potay.access.readings.vehicles import relaxed_times
from potay.arrays import Floats, Longs
from potay.network.arrays import CONNECTOR, LINK
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.search.edges import turned
from potay.search.engine import Tree, grow, path_to
from potay.terms.statuses import CLOSED, OPEN, RESTRICTED, UNCERTAIN, UNREPORTED

#: How much longer a stretch counts when ways are looked for, by level: better known ways first.
LEVEL_FACTOR = {OPEN: 1.0, RESTRICTED: 2.0, UNREPORTED: 3.0, UNCERTAIN: 4.0, CLOSED: 8.0}
#: The same for what the mover's own vehicle cannot use.
UNUSABLE = 4.0
#: The same when other ways are looked for: on the pieces of known ways, and on all that is
#: governed by what they stand or fall with.
USED, GATED = 1.5, 1000.0
#: How much dearer a candidate gets by each doubtful subject it shares with a chosen way.
SHARED = 2.0
#: How much dearer each further way of a kind is (by road or over a link, usable or not).
SAME_KIND = 3.0
#: Rounds of searching for ways that avoid the known ones.
ROUNDS = 3


@dataclass(frozen=True)
class Path:
    """One way: its edges, and the subjects along it.

    `gating` are those it stands or falls with: gateways, links, and what is not reported open;
    `shared` those of them that an earlier way has too. `independent` says that it shares none
    but what governs its very ends. `kind` says whether it goes over a link, and whether the
    mover's own vehicle can use it.
    """

    edges: Longs
    subjects: tuple[int, ...]
    gating: tuple[int, ...]
    kind: tuple[bool, bool]
    cost: float
    shared: tuple[int, ...] = ()
    independent: bool = True


@dataclass(frozen=True)
class _Pair:
    """One pair of nodes in one scenario, with the cost of every edge for any vehicle."""

    scenario: Scenario
    reasons: Reasons
    source: int
    target: int
    cost: Floats


def alternatives(
    scenario: Scenario, source: int, target: int, first: Longs, count: int
) -> list[Path]:
    """`first` and up to `count - 1` more ways, for any vehicle, whatever is reported of them."""
    if source == target:
        return []
    pair = _Pair(scenario, Reasons(scenario), source, target, _base_cost(scenario))
    chosen = [_path(pair, first)] if len(first) else []
    pool = [_path(pair, edges) for edges in _by_way_of(pair)]
    for linked in (True, False):
        known = list(chosen)
        for _ in range(ROUNDS):
            known += [_path(pair, edges) for edges in _avoiding(pair, known, linked=linked)]
        pool += known[len(chosen) :]
    common = _in_all([*chosen, *pool])
    while len(chosen) < count:
        taken = {subject for path in chosen for subject in path.gating}
        pool = [
            path
            for path in pool
            if not _shares_fate(pair, path, chosen, common) and _is_apart(pair, path, chosen)
        ]
        if not pool:
            break
        kinds = [path.kind for path in chosen]
        dearness = [_dearness(path, taken, kinds.count(path.kind)) for path in pool]
        chosen.append(_noted(pair, pool[dearness.index(min(dearness))], taken))
    return chosen


def _dearness(path: Path, taken: set[int], alike: int) -> tuple[float, list[int]]:
    shared = len(taken.intersection(path.gating))
    dear = path.cost * (1 + SHARED * shared) * (1 + SAME_KIND * alike)
    return dear, path.edges.tolist()


def _noted(pair: _Pair, path: Path, taken: set[int]) -> Path:
    """The way with what it shares with the ways chosen before."""
    shared = tuple(subject for subject in path.gating if subject in taken)
    ends = set(pair.reasons.subjects(path.edges[[0, -1]]))
    return replace(path, shared=shared, independent=ends.issuperset(shared))


def _in_all(paths: list[Path]) -> dict[bool, set[int]]:
    """Gating subjects that no candidate of a kind (with or without links) does without."""
    found: dict[bool, set[int]] = {}
    for path in paths:
        gating = set(path.gating)
        found[path.kind[0]] = found.get(path.kind[0], gating) & gating
    return found


def _shares_fate(pair: _Pair, path: Path, chosen: list[Path], common: dict[bool, set[int]]) -> bool:
    """Whether a way stands or falls with a chosen one."""
    own = set(path.gating)
    types, level = pair.scenario.network.subjects.type, pair.scenario.passability.level
    for other in chosen:
        hard = {s for s in other.gating if types[s] in ("gateway", "link") or level[s] > UNREPORTED}
        worst = max((int(level[subject]) for subject in other.gating), default=OPEN)
        worse = {s for s in other.gating if level[s] == worst > OPEN}
        worse -= {s for s in worse if types[s] == "area" and level[s] == UNREPORTED}
        ends = set(pair.reasons.subjects(other.edges[[0, -1]]))
        if own & ((hard - common[path.kind[0]]) | (worse - ends)):
            return True
    return False


def _base_cost(scenario: Scenario) -> Floats:
    """Per edge: seconds for any vehicle, longer where less is known or the mover cannot go."""
    network = scenario.network
    seconds = relaxed_times(network, scenario.mover)
    level = scenario.weights.governing_sets.level[network.pieces.governing]
    factor = np.array([LEVEL_FACTOR[number] for number in range(len(LEVEL_FACTOR))])[level]
    cost: Floats = seconds * factor * np.where(np.isfinite(scenario.free_piece_s), 1.0, UNUSABLE)
    return cost[network.edges.piece]


def _path(pair: _Pair, edges: Longs) -> Path:
    subjects = pair.reasons.subjects(edges)
    types = pair.scenario.network.subjects.type
    level = pair.scenario.passability.level
    gating = tuple(
        subject
        for subject in subjects
        if types[subject] in ("gateway", "link") or level[subject] > OPEN
    )
    pieces = pair.scenario.network.edges.piece[edges]
    linked = bool((pair.scenario.network.pieces.kind[pieces] == LINK).any())
    usable = bool(np.isfinite(pair.scenario.free_piece_s[pieces]).all())
    return Path(edges, subjects, gating, (linked, usable), float(pair.cost[edges].sum()))


def _by_way_of(pair: _Pair) -> Iterator[Longs]:
    """The best way, the best over each link and through each gateway; none meets a node twice."""
    network, edges = pair.scenario.network, pair.scenario.network.edges
    there = grow(edges, pair.cost, pair.source)
    back, original = turned(edges)
    home = grow(back, pair.cost[original], pair.target)
    if not there.meets(pair.target):
        return
    yield path_to(edges, there, pair.target)
    link = np.flatnonzero((network.pieces.kind[edges.piece] == LINK) & np.isfinite(pair.cost))
    gates = np.flatnonzero((network.places.type == "gateway") & (network.places.node >= 0))
    vias = [(int(edges.tail[edge]), [edge], int(edges.head[edge])) for edge in link]
    nodes = np.unique(network.places.node[gates]).tolist()
    vias += [(node, [], node) for node in nodes]
    for tail, via, head in vias:
        if there.meets(tail) and home.meets(head):
            onward = original[path_to(back, home, head)][::-1]
            way = np.concatenate([path_to(edges, there, tail), via, onward]).astype(np.int64)
            met = np.append(edges.tail[way], pair.target)
            if len(np.unique(met)) == len(met):
                yield way


def _avoiding(pair: _Pair, paths: list[Path], *, linked: bool) -> Iterator[Longs]:
    """The best way when all that `paths` use or rest on is dear; without links if so asked."""
    network = pair.scenario.network
    dear = np.ones(len(network.pieces.metres))
    owner = np.repeat(
        np.arange(network.governing_sets.count), np.diff(network.governing_sets.indptr)
    )
    for path in paths:
        rests = np.zeros(network.governing_sets.count, dtype=np.bool_)
        rests[owner[np.isin(network.governing_sets.subject, path.gating)]] = True
        dear[rests[network.pieces.governing]] *= GATED
        dear[network.edges.piece[path.edges]] *= USED
    if not linked:
        dear[network.pieces.kind == LINK] = np.inf
    cost = pair.cost * dear[network.edges.piece]
    tree: Tree = grow(network.edges, cost, pair.source)
    if tree.meets(pair.target):
        yield path_to(network.edges, tree, pair.target)


def _is_apart(pair: _Pair, path: Path, chosen: list[Path]) -> bool:
    """Whether a way shares nothing with chosen ones but its ends, and is none of them."""
    network = pair.scenario.network
    own = network.edges.piece[path.edges].tolist()
    for other in chosen:
        theirs = network.edges.piece[other.edges].tolist()
        start = _common(own, theirs)
        stop = _common(own[::-1], theirs[::-1])
        middle = own[start : max(len(own) - stop, start)]
        if set(middle) & set(theirs):
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
