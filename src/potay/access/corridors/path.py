"""The pieces of one corridor strung together, with kilometres from its beginning."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from potay.arrays import Floats, Longs, Names
from potay.network.arrays import ROAD, Network
from potay.search.edges import Edges, directed_edges
from potay.search.engine import grow, path_to


@dataclass(frozen=True)
class CorridorPath:
    """A corridor from end to end: its pieces in order, the nodes and kilometres between them.

    `nodes` and `km` have one entry more than `piece`. Of a divided road one carriageway is on
    the path. `beside` are the corridor's other pieces, each with the kilometre of the path
    next to it.
    """

    piece: Longs
    nodes: Longs
    km: Floats
    beside: Longs
    beside_km: Floats


def corridor_names(network: Network) -> Names:
    """The corridor each road belongs to: its own, else its number; "" for none. Lower case."""
    roads = network.roads
    corridor = np.array([word.casefold() for word in roads.corridor.words.tolist()] or [""])
    ref = np.array([word.casefold() for word in roads.ref.words.tolist()] or [""])
    own = corridor[roads.corridor.codes] if len(roads.id) else np.zeros(0, "<U1")
    return np.where(own == "", ref[roads.ref.codes] if len(roads.id) else own, own)


def path_through(network: Network, pieces: Longs) -> CorridorPath:
    """The longest of the shortest ways through the greatest connected part of `pieces`.

    It begins at the end nearer to where most of the network is (the median of all nodes).
    """
    nodes, local = np.unique(
        np.stack([network.pieces.a[pieces], network.pieces.b[pieces]]), return_inverse=True
    )
    local = local.reshape(2, -1)
    metres = network.pieces.metres[pieces]
    largest = _largest(local, metres, len(nodes))
    edges = _two_way(local[:, largest], len(nodes))
    cost = metres[largest][edges.piece]
    start = int(local[0, largest][0])
    one = _farthest(edges, cost, start)
    other = _farthest(edges, cost, one)
    first, last = sorted(
        (one, other), key=lambda node: (_off_centre(network, int(nodes[node])), node)
    )
    tree = grow(edges, cost, first)
    way = path_to(edges, tree, last)
    on = pieces[largest][edges.piece[way]]
    along = np.concatenate([[first], edges.head[way]]).astype(np.int64)
    km = tree.cost[along] / 1000
    beside = np.setdiff1d(pieces, on)
    stops = nodes[along].astype(np.int64)
    return CorridorPath(on, stops, km, beside, _next_to(network, beside, stops, km))


def corridor_paths(network: Network) -> dict[str, list[int]]:
    """Per corridor the pieces from its beginning to its end, as `corridor_table` strings them."""
    names = corridor_names(network)
    road = np.flatnonzero(network.pieces.kind == ROAD)
    owner = network.pieces.owner[road]
    return {
        name: path_through(network, road[names[owner] == name]).piece.tolist()
        for name in sorted(set(names.tolist()) - {""})
    }


def _largest(local: Longs, metres: Floats, count: int) -> Longs:
    graph = coo_array((np.ones(len(metres)), tuple(local)), shape=(count, count))
    label = connected_components(graph, directed=False)[1][local[0]]
    return np.flatnonzero(label == np.argmax(np.bincount(label, weights=metres)))


def _two_way(local: Longs, count: int) -> Edges:
    ends = local.astype(np.int32)
    return directed_edges(count, ends[0], ends[1], np.zeros(ends.shape[1], np.int8))


def _farthest(edges: Edges, cost: Floats, start: int) -> int:
    far = grow(edges, cost, start).cost
    return int(np.argmax(np.where(np.isfinite(far), far, -1.0)))


def _off_centre(network: Network, node: int) -> float:
    lon, lat = network.nodes.lon, network.nodes.lat
    return float(np.hypot(lon[node] - np.median(lon), lat[node] - np.median(lat)))


def _next_to(network: Network, beside: Longs, nodes: Longs, km: Floats) -> Floats:
    """Kilometre of the path's node nearest to the middle of each piece beside it."""
    lon, lat = network.nodes.lon, network.nodes.lat
    a, b = network.pieces.a[beside], network.pieces.b[beside]
    middle = np.stack([(lon[a] + lon[b]) / 2, (lat[a] + lat[b]) / 2], axis=1)
    path = np.stack([lon[nodes], lat[nodes]], axis=1)
    away = np.hypot(*(middle[:, None, :] - path[None, :, :]).transpose(2, 0, 1))
    return km[np.argmin(away, axis=1)] if len(beside) else np.zeros(0)
