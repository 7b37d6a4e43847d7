"""Stretches of road without which hubs and sites fall apart: the cut links of the open graph."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from potay.access.critical.people import People
from potay.arrays import Flags, Floats, Ints, Longs
from potay.network.arrays import CONNECTOR, LINK
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.search.blocks import Depth, cut_vertices_below, descend
from potay.terms.statuses import UNREPORTED

_HUBS, _SITES, _PERSONS = range(3)


@dataclass(frozen=True)
class _Forest:
    """A descent through the open pieces, with what hangs below each node (hubs, sites, persons).

    `piece` names the piece of each undirected edge, `total` what hangs on each node's tree.
    """

    depth: Depth
    piece: Longs
    below: Floats
    total: Floats

    @cached_property
    def pairs(self) -> Floats:
        """Pairs parted without the edge above each node."""
        above = self.total - self.below
        pairs: Floats = (
            self.below[:, _HUBS] * above[:, _SITES] + above[:, _HUBS] * self.below[:, _SITES]
        )
        return pairs

    def persons(self, node: int) -> int:
        """Persons whom no hub reaches without the edge above a node."""
        under, above = self.below[node], self.total[node] - self.below[node]
        sides = above[_PERSONS] * (above[_HUBS] == 0), under[_PERSONS] * (under[_HUBS] == 0)
        return int(sum(sides))


def cut_links(scenario: Scenario, people: People) -> list[dict[str, Any]]:
    """Stretches that some pair of hub and site cannot do without, the greatest loss first.

    Asked of the *presumed* reading. A stretch is a run of cut links that part the same hubs from
    the same sites; directions are left aside, and so are places' own connectors.

    Returns
    -------
    list of dict
        `roads` and `links` (ids), `names`, `km`, `from` and `to` (lon, lat), `gateways` and
        `areas` that govern it, `persons_lost` (sites that no hub reaches then), `pairs_lost`.
    """
    forest = _forest(scenario, people)
    rows = [_stretch(scenario, forest, run) for run in _runs(scenario, forest)]
    return sorted(rows, key=lambda row: (-row["persons_lost"], -row["pairs_lost"], row["from"]))


def _forest(scenario: Scenario, people: People) -> _Forest:
    network, nodes = scenario.network, len(scenario.network.nodes.lon)
    used = (scenario.weights.level <= UNREPORTED) & np.isfinite(scenario.weights.free_s)
    passed = np.zeros(len(network.pieces.a), np.bool_)
    passed[network.edges.piece[used]] = True
    piece = np.flatnonzero(passed)
    graph = _both_ways(network.pieces.a[piece], network.pieces.b[piece], nodes)
    depth = descend(*graph, people.hubs.tolist())
    held = np.zeros((nodes, 3))
    np.add.at(held[:, _HUBS], people.hubs, 1)
    np.add.at(held[:, _SITES], people.sites, 1)
    np.add.at(held[:, _PERSONS], people.sites, people.persons)
    # What is found below a node stands behind it in the sequence, without a gap.
    so_far = np.concatenate([np.zeros((1, 3)), np.cumsum(held[depth.sequence], axis=0)])
    below, total = np.zeros((nodes, 3)), np.zeros((nodes, 3))
    met, order = depth.sequence, depth.order[depth.sequence]
    below[met] = so_far[depth.last[met] + 1] - so_far[order]
    roots = met[depth.parent[met] < 0]
    total[met] = below[roots[np.searchsorted(depth.order[roots], order, side="right") - 1]]
    return _Forest(depth, piece, below, total)


def _both_ways(a: Ints, b: Ints, nodes: int) -> tuple[Longs, Longs, Longs]:
    """Undirected edges as CSR: where each node's begin, other ends, numbers."""
    tail, head = np.concatenate([a, b]), np.concatenate([b, a]).astype(np.int64)
    order = np.argsort(tail, kind="stable")
    numbers = np.tile(np.arange(len(a)), 2)[order]
    begin = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=nodes))])
    return begin, head[order], numbers


def _runs(scenario: Scenario, forest: _Forest) -> list[list[int]]:
    """Cut links that follow each other with nothing hanging between, by their lower nodes."""
    depth, kind = forest.depth, scenario.network.pieces.kind
    cut: Flags = cut_vertices_below(depth)
    cut[cut] = kind[forest.piece[depth.via[cut]]] != CONNECTOR
    runs: dict[int, list[int]] = {}
    first: dict[int, int] = {}
    separators = depth.sequence[(cut & (forest.pairs > 0))[depth.sequence]]
    for node in separators.tolist():
        above = int(depth.parent[node])
        same = above in first and bool((forest.below[above] == forest.below[node]).all())
        first[node] = first[above] if same else node
        runs.setdefault(first[node], []).append(node)
    return list(runs.values())


def _stretch(scenario: Scenario, forest: _Forest, run: list[int]) -> dict[str, Any]:
    network, depth = scenario.network, forest.depth
    pieces = forest.piece[depth.via[run]]
    kind, owner = network.pieces.kind[pieces], network.pieces.owner[pieces]
    road, link = list(dict.fromkeys(owner[kind != LINK])), list(dict.fromkeys(owner[kind == LINK]))
    names = [network.roads.name.at(row) for row in road]
    names += [network.links.name.at(row) for row in link]
    reasons, types = Reasons(scenario), network.subjects.type
    governing_sets = network.pieces.governing[pieces].tolist()
    rows = list(
        dict.fromkeys(
            s for governing in governing_sets for s in reasons.governing_subjects(governing)
        )
    )
    ends = (int(depth.parent[run[0]]), run[-1])
    return {
        "roads": [str(network.roads.id[row]) for row in road],
        "links": [str(network.links.id[row]) for row in link],
        "names": [name for name in dict.fromkeys(names) if name],
        "km": round(float(network.pieces.metres[pieces].sum()) / 1000, 3),
        "from": _lonlat(scenario, ends[0]),
        "to": _lonlat(scenario, ends[1]),
        "gateways": [str(network.subjects.id[row]) for row in rows if types[row] == "gateway"],
        "areas": [str(network.subjects.id[row]) for row in rows if types[row] == "area"],
        "persons_lost": forest.persons(run[0]),
        "pairs_lost": int(forest.pairs[run[0]]),
    }


def _lonlat(scenario: Scenario, node: int) -> list[float]:
    nodes = scenario.network.nodes
    return [round(float(nodes.lon[node]), 6), round(float(nodes.lat[node]), 6)]
