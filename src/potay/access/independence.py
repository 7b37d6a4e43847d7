"""How many ways between two places share no stretch of road: the maximum flow.

Every road and link carries one way, connectors carry any number: they are where a place is, not
how it is reached. A road drawn twice between the same junctions is one road.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import maximum_flow

from potay.access.engine import SMALL
from potay.network.arrays import CONNECTOR, Flags, Network
from potay.network.scenario import Scenario

#: More ways than any place can have.
ANY = 1000


def independent_ways(
    scene: Scenario, level: int, source: int, targets: Sequence[int]
) -> list[int | None]:
    """Ways from a node to others that share no piece, over edges up to a level.

    Exact. None for every target where the network is so large that it takes minutes.
    """
    if len(scene.network.edges.head) >= SMALL:
        return [None] * len(targets)
    weights = scene.weights
    graph = capacities(scene.network, (weights.level <= level) & np.isfinite(weights.free_s))
    known: dict[int, int] = {source: ANY}
    for target in targets:
        if target not in known:
            known[target] = int(maximum_flow(graph, source, target).flow_value)
    return [known[target] for target in targets]


def capacities(network: Network, passed: Flags) -> csr_array:
    """One way per road and link, any number per connector, from tail to head."""
    pieces, edges = network.pieces, network.edges
    rows = np.flatnonzero(passed)
    piece = edges.piece[rows]
    # Twins join the same nodes over the same metres; the first of them stands for all.
    twin = np.stack([edges.tail[rows], edges.head[rows], np.round(pieces.metres[piece])], axis=1)
    rows = rows[np.unique(twin, axis=0, return_index=True)[1]]
    carried = np.where(pieces.kind[edges.piece[rows]] == CONNECTOR, ANY, 1).astype(np.int32)
    size = (len(network.nodes.lon),) * 2
    graph = coo_array((carried, (edges.tail[rows], edges.head[rows])), shape=size).tocsr()
    return csr_array(graph, dtype=np.int32)
