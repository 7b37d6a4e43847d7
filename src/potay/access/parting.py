"""What parts two places by name: the fewest gateways and links, and the fewest roads.

Gateways and links: every single one, every pair and every three of those that can matter are
closed in turn, all at once (one world for each), so the answer is exact as far as it goes. A
gateway counts once however many stretches it governs. Roads: a smallest cut of the network, the
one nearest to the origin; connectors of places are never part of it.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from potay.access.engine import SMALL
from potay.access.independence import capacities
from potay.access.patches import between, governed_by, patches_of
from potay.access.worlds import flags_of, reach, without_each
from potay.network.arrays import LINK, Longs
from potay.network.scenario import Scenario

#: The largest set of closures tried, and how many sets of them are told.
LARGEST, TOLD = 3, 8
#: More closures than this are not tried at a time.
WORLDS = 60_000


@dataclass(frozen=True)
class Parting:
    """`closures` are smallest sets of subject rows that part the two; `roads` are pieces."""

    closures: tuple[tuple[int, ...], ...]
    roads: Longs


def parting(scene: Scenario, level: int, source: int, target: int) -> Parting:
    """What parts two nodes that are joined over edges up to a level."""
    return Parting(_closures(scene, level, source, target), _roads(scene, level, source, target))


def _closures(scene: Scenario, level: int, source: int, target: int) -> tuple[tuple[int, ...], ...]:
    gates = np.isin(scene.network.subjects.type, ("gateway", "link"))
    closed = scene.weights.combos.level > level
    patches = patches_of(scene, governed_by(scene, gates), closed)
    start, goal = int(patches.vertex[source]), int(patches.vertex[target])
    if start < 0 or goal < 0:
        return ()
    patches = between(patches, [start], [goal])
    met = {start, goal, *patches.head.tolist()}
    rows = sorted({row for vertex in met for row in patches.subjects(vertex)})
    every = [row for needed in patches.needs for row in needed]
    for size in range(1, LARGEST + 1):
        sets = list(combinations(rows, size))
        if not sets or len(sets) > WORLDS:
            break
        worlds = without_each(every, sets)
        parted = ~flags_of(reach(patches, worlds, start)[goal], len(sets))
        if parted.any():
            return tuple(sets[rank] for rank in np.flatnonzero(parted)[:TOLD].tolist())
    return ()


def _roads(scene: Scenario, level: int, source: int, target: int) -> Longs:
    """The pieces of a smallest cut; none for networks too large, or for one and the same node."""
    edges, weights = scene.network.edges, scene.weights
    if len(edges.head) >= SMALL or source == target:
        return np.zeros(0, np.int64)
    passed = (weights.level <= level) & np.isfinite(weights.free_s)
    graph = capacities(scene.network, passed)
    left = (graph - maximum_flow(graph, source, target).flow).tocsr()
    left.eliminate_zeros()
    near = np.zeros(graph.shape[0], np.bool_)
    near[breadth_first_order(left, source, return_predecessors=False)] = True
    across = passed & near[edges.tail] & ~near[edges.head]
    return np.unique(edges.piece[across]).astype(np.int64)


def parting_record(scene: Scenario, found: Parting) -> dict[str, Any]:
    """The same as plain values: `closures` (lists of `type.id`), `roads` and `links` by name."""
    network = scene.network
    kind, owner = network.pieces.kind[found.roads], network.pieces.owner[found.roads]
    named = [
        {"subject": f"{'link' if one == LINK else 'road'}.{table.id[row]}",
         "name": table.name.at(row)}
        for one, row in zip(kind.tolist(), owner.tolist(), strict=True)
        for table in (network.links if one == LINK else network.roads,)
    ]  # fmt: skip
    return {
        "closures": [
            [".".join(network.subjects.key(row)) for row in rows] for rows in found.closures
        ],
        "roads": named,
    }
