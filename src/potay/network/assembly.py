"""Road pieces, connectors and links put together into the one network."""

from dataclasses import dataclass, replace

import numpy as np
import shapely

from potay.arrays import Floats, Longs
from potay.geo import distances_m
from potay.network.arrays import (
    CONNECTOR,
    LINK,
    ROAD,
    Network,
    Nodes,
    Pieces,
    Places,
    Roads,
    Subjects,
)
from potay.network.governed import GovernedStretches
from potay.network.governing_sets import Governed, combine, gate_shares, governed_pieces
from potay.network.links import Joined
from potay.network.numbering import number_nodes
from potay.network.places import Sites, Tied, covering
from potay.network.splitting import Cut
from potay.search.edges import directed_edges


@dataclass(frozen=True)
class _Endpoints:
    """Places as points of the graph: `point` is -1 where a place is tied to nothing.

    `connected` are the rows with a connector of their own, `foot` where each meets the road.
    """

    point: Longs
    connected: Longs
    foot: Longs
    lonlat: Floats


def assemble(
    cut: Cut,
    roads: Roads,
    subjects: Subjects,
    governing_subjects: GovernedStretches,
    tied: tuple[Sites, Tied],
    links: Joined,
) -> Network:
    """The network of all pieces; rows of every table are in the order of its input."""
    sites, ties = tied
    endpoints = _endpoints(cut, sites, ties, links)
    points = _points(cut)
    pieces = _pieces(cut, endpoints, sites, links, points)
    governed = _road_pairs(cut, governing_subjects).joined(
        _connector_pairs(cut, governing_subjects, subjects, endpoints, sites),
        _link_pairs(cut, governing_subjects, subjects, endpoints, (sites, links)),
    )
    governing, governing_sets = combine(len(pieces.a), governed)
    lonlat = np.vstack([points, endpoints.lonlat])
    nodes, pieces, number = number_nodes(lonlat, replace(pieces, governing=governing))
    oneway = np.zeros(len(pieces.a), np.int8)
    oneway[: len(cut.a)] = roads.oneway[cut.line]
    edges = directed_edges(len(lonlat), pieces.a, pieces.b, oneway)
    places = _places(sites, ties, endpoints, number, nodes)
    return Network(nodes, pieces, edges, roads, links.table, subjects, governing_sets, places)


def _endpoints(cut: Cut, sites: Sites, ties: Tied, links: Joined) -> _Endpoints:
    tied = ~np.isnan(ties.mark)
    linked = np.isin(np.arange(len(tied)), np.concatenate([links.a, links.b]))
    own = np.flatnonzero(sites.own_point & (tied | linked))
    points = cut.junctions + len(cut.extra)
    point = np.full(len(tied), -1, np.int64)
    on_road = np.flatnonzero(tied & ~sites.own_point)
    point[on_road] = cut.points_at(ties.mark[on_road])
    point[own] = points + np.arange(len(own))
    connected = own[tied[own]]
    return _Endpoints(point, connected, cut.points_at(ties.mark[connected]), sites.lonlat[own])


def _points(cut: Cut) -> Floats:
    """Lon, lat of junctions and cuts."""
    lonlat = np.zeros((cut.junctions + len(cut.extra), 2))
    lonlat[cut.a] = cut.lonlat[cut.start[:-1]]
    lonlat[cut.b] = cut.lonlat[cut.start[1:] - 1]
    return lonlat


def _pieces(
    cut: Cut, endpoints: _Endpoints, sites: Sites, links: Joined, road_points: Floats
) -> Pieces:
    """Roads first, then connectors, then links; governing sets are not known yet."""
    rows = endpoints.connected
    place, foot = sites.lonlat[rows], road_points[endpoints.foot]
    connector_m = distances_m(place[:, 0], place[:, 1], foot[:, 0], foot[:, 1])
    link_m = _lengths(links)
    counts = (len(cut.a), len(rows), len(links.a))
    every_m = np.concatenate([cut.end - cut.begin, connector_m, link_m])
    starts = np.concatenate(
        [
            cut.start[:-1],
            cut.start[-1] + 2 * np.arange(counts[1]),
            cut.start[-1] + 2 * counts[1] + links.start,
        ]
    )
    return Pieces(
        a=np.concatenate([cut.a, endpoints.point[rows], endpoints.point[links.a]]).astype(np.int32),
        b=np.concatenate([cut.b, endpoints.foot, endpoints.point[links.b]]).astype(np.int32),
        metres=every_m,
        kind=np.repeat([ROAD, CONNECTOR, LINK], counts).astype(np.int8),
        owner=np.concatenate([cut.line, rows, np.arange(counts[2])]).astype(np.int32),
        governing=np.zeros(sum(counts), np.int32),
        fresh=np.concatenate([cut.fresh, np.zeros(counts[1] + counts[2], np.bool_)]),
        xy_start=starts,
        xy=np.vstack([cut.lonlat, np.stack([place, foot], axis=1).reshape(-1, 2), links.lonlat]),
    )


def _lengths(links: Joined) -> Floats:
    if len(links.a) == 0:
        return np.zeros(0)
    line = links.lonlat
    steps = distances_m(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1])
    inside = np.ones(len(steps), dtype=np.bool_)
    inside[links.start[1:-1] - 1] = False
    total = np.concatenate([[0.0], np.cumsum(np.where(inside, steps, 0.0))])
    lengths: Floats = total[links.start[1:] - 1] - total[links.start[:-1]]
    return lengths


def _road_pairs(cut: Cut, governing_subjects: GovernedStretches) -> Governed:
    """Road pieces with the areas, gateways and obstacles that govern them."""
    piece, subject = governed_pieces(cut, governing_subjects.stretches)
    pairs = Governed.of(piece, subject)
    gates = Governed.of(
        cut.points_at(governing_subjects.gate_mark), governing_subjects.gate_subject
    )
    shares = gate_shares(cut, gates)
    # Areas have no gate, and are most of the pairs.
    gated = subject >= len(governing_subjects.polygons)
    width = int(max(subject.max(initial=0), shares.subject.max(initial=0))) + 1
    own = np.isin(shares.piece * width + shares.subject, piece[gated] * width + subject[gated])
    return pairs.joined(Governed(shares.piece[own], shares.subject[own], shares.share[own]))


def _connector_pairs(
    cut: Cut,
    governing_subjects: GovernedStretches,
    subjects: Subjects,
    endpoints: _Endpoints,
    sites: Sites,
) -> Governed:
    """Connectors with the areas their place lies in, and with the port or airport itself."""
    rows = endpoints.connected
    place, area = _areas_around(governing_subjects, sites.lonlat[rows])
    own = _infrastructure(subjects, sites, rows)
    known = own >= 0
    around = Governed.of(len(cut.a) + place, area)
    itself = len(cut.a) + np.flatnonzero(known)
    return around.joined(Governed(itself, own[known], np.ones(len(itself))))


def _link_pairs(
    cut: Cut,
    governing_subjects: GovernedStretches,
    subjects: Subjects,
    endpoints: _Endpoints,
    joined: tuple[Sites, Joined],
) -> Governed:
    """Links with themselves, the ports or airports at their ends, and the areas around those.

    A quay in an area is no freer than the area: whoever holds it holds the way to the boat.
    """
    sites, links = joined
    piece = len(cut.a) + len(endpoints.connected) + np.arange(len(links.a))
    link = _rows(subjects, "link", links.table.id)
    ends = [_infrastructure(subjects, sites, end) for end in (links.a, links.b)]
    subject = np.concatenate([link, *ends])
    share = np.repeat([1.0, 0.0, 0.0], len(link))
    known = subject >= 0
    end, area = _areas_around(governing_subjects, sites.lonlat[np.concatenate([links.a, links.b])])
    around = Governed.of(np.tile(piece, 2)[end], area)
    return around.joined(Governed(np.tile(piece, 3)[known], subject[known], share[known]))


def _areas_around(governing_subjects: GovernedStretches, lonlat: Floats) -> tuple[Longs, Longs]:
    """Pairs of point and area that covers it."""
    return covering(
        governing_subjects.polygons, shapely.points(governing_subjects.plane.xy(lonlat))
    )


def _infrastructure(subjects: Subjects, sites: Sites, rows: Longs) -> Longs:
    """Subject rows of those places that are transport infrastructure, -1 for the others."""
    found = _rows(subjects, "infrastructure", sites.id[rows])
    return np.where(sites.type[rows] == "infrastructure", found, -1)


def _rows(subjects: Subjects, kind: str, ids: "np.ndarray[tuple[int], np.dtype[np.str_]]") -> Longs:
    rows = {str(subjects.id[row]): row for row in np.flatnonzero(subjects.type == kind)}
    return np.array([rows.get(str(name), -1) for name in ids], dtype=np.int64)


def _places(sites: Sites, ties: Tied, endpoints: _Endpoints, number: Longs, nodes: Nodes) -> Places:
    tied = endpoints.point >= 0
    node = np.where(tied, number[endpoints.point] if len(number) else -1, -1).astype(np.int32)
    component = np.where(tied, nodes.component[node], -1).astype(np.int32)
    return Places(
        type=sites.type,
        id=sites.id,
        name=sites.name,
        kind=sites.kind,
        commune=sites.commune,
        lon=sites.lonlat[:, 0].copy(),
        lat=sites.lonlat[:, 1].copy(),
        persons=sites.persons,
        node=node,
        snap_m=ties.snap_m,
        component=component,
        misplaced=component != 0,
    )
