"""The pieces of each named corridor in order, for pages that follow it under a supposition."""

import numpy as np

from potay.access.chain import chain_of, corridor_names
from potay.network.arrays import ROAD, Network


def corridor_chains(network: Network) -> dict[str, list[int]]:
    """Per corridor the pieces from its beginning to its end, as `corridors` strings them."""
    names = corridor_names(network)
    road = np.flatnonzero(network.pieces.kind == ROAD)
    owner = network.pieces.owner[road]
    return {
        name: chain_of(network, road[names[owner] == name]).piece.tolist()
        for name in sorted(set(names.tolist()) - {""})
    }
