"""From frames to one routable network: the story, step by step."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from potay.arrays import Flags
from potay.errors import Finding, NoAnswerError, raise_errors
from potay.network.arrays import Network, Places
from potay.network.assembly import assemble
from potay.network.gaps import close_gaps
from potay.network.governed import GovernedStretches, govern
from potay.network.lines import DECIMALS, lines_of
from potay.network.links import join_links
from potay.network.material import Material, shapes, subjects_of
from potay.network.noding import node
from potay.network.placement import Ground
from potay.network.places import Sites, Tied, sites_of, tie, tie_areas
from potay.network.roads import levels, road_keys, roads_of
from potay.network.splitting import split
from potay.spec.rules import Rules
from potay.terms.vehicles import ON_FOOT, WHEELED


def compile_network(material: Material, rules: Rules, *, end_gap_m: float = 0.0) -> Network:
    """One graph of roads, links and places, every piece with its governing subjects.

    Roads join at shared vertices (see `noding`), are cut at area borders and gateways, and carry
    places at the nearest point within `rules.snap_m`. With `end_gap_m`, a road that ends within
    that many metres of another on its own level is joined to it; each such repair is a finding.

    Raises
    ------
    NoAnswerError
        Where there is no road at all, or where areas or gateways are given but empty: nothing
        to avoid is an oversight, not freedom.
    """
    _refuse_empty(material)
    frame, notes = _with_length(material.roads)
    roads = roads_of(frame)
    lines, level = lines_of(shapes(frame)), levels(frame, roads.bridge)
    del frame
    noding = node(lines, level)
    if end_gap_m > 0:
        lines, repairs = close_gaps(lines, noding, level, roads, end_gap_m)
        noding, notes = node(lines, level), notes + repairs
    walked = roads.practicability == ON_FOOT
    ridden = walked | (roads.practicability == WHEELED)
    ground = Ground(replace(lines), noding, road_keys(roads), walked, ridden)
    governing_subjects = govern(ground, material, roads, rules.gateway_reach_m)
    sites = sites_of(material.endpoints)
    tied = _tied(ground, roads.bridge, sites, governing_subjects, rules.snap_m)
    links = join_links(material.frame("link"), sites)
    del ground  # with the tree that its own lines have made
    cut = split(
        lines, noding, np.concatenate([governing_subjects.marks, tied.mark[~np.isnan(tied.mark)]])
    )
    del lines, noding  # much memory, and only the pieces matter from here on
    network = assemble(cut, roads, subjects_of(material), governing_subjects, (sites, tied), links)
    notes = [
        *notes,
        *governing_subjects.findings,
        *links.findings,
        *_misplaced(network.places, rules),
    ]
    return replace(network, findings=tuple(notes))


def _refuse_empty(material: Material) -> None:
    given = {"areas": material.areas, "gateways": material.gateways}
    raise_errors(
        NoAnswerError,
        [
            Finding(
                "error",
                "there is not one row, so that every road would count as free.",
                layer=layer,
                hint="Give the rows, or leave the layer out of the map.",
            )
            for layer, frame in given.items()
            if frame is not None and frame.empty
        ],
    )


def _with_length(roads: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Roads in order of id, those of no length reported and left out."""
    drawn = shapes(roads)
    none = shapely.is_missing(drawn) | shapely.is_empty(drawn)
    lines = roads[~none] if none.any() else roads
    if not lines.index.is_monotonic_increasing:
        lines = lines.sort_index()
    west, south, east, north = shapely.bounds(shapes(lines)).round(DECIMALS).T
    point = (west == east) & (south == north)
    if point.all():
        raise NoAnswerError("There is no road: nothing can be said about access.", layer="roads")
    message = "this road is shorter than a centimetre, so it is left out of the network."
    notes = [Finding("info", message, layer="roads", id=str(road)) for road in lines.index[point]]
    return lines[~point] if point.any() else lines, notes


def _tied(
    ground: Ground,
    bridge: Flags,
    sites: Sites,
    governing_subjects: GovernedStretches,
    snap_m: float,
) -> Tied:
    """Where every place meets the roads: not on a bridge, and on a road for cars if one is near."""
    classes = [~ground.ridden & ~bridge, ~ground.walked & ~bridge, ~bridge, bridge]
    tied = tie(ground.lines, sites.lonlat, classes, snap_m)
    area = np.flatnonzero(sites.type == "area")
    own = tie_areas(
        ground.lines, sites.lonlat[area], governing_subjects.inside_areas(), ~ground.walked
    )
    found = ~np.isnan(own.mark)
    tied.mark[area[found]], tied.snap_m[area[found]] = own.mark[found], own.snap_m[found]
    gateway = sites.type == "gateway"
    tied.mark[gateway] = governing_subjects.gate
    return tied


def _misplaced(places: Places, rules: Rules) -> list[Finding]:
    """One finding per place that is tied to no road, or to a sliver apart from the others.

    Gateways without a road have theirs already.
    """
    notes = []
    for row in np.flatnonzero(places.misplaced & (places.type != "gateway")):
        far = places.node[row] < 0
        message = (
            f"no road within {rules.snap_m:.0f} m, so nothing can be said about access to it."
            if far
            else f"its nearest road ({places.snap_m[row]:.0f} m) is part of a piece of network"
            " that joins no other road, so nothing can be said about access to it."
        )
        hint = "Check its coordinates, or draw the road that leads to it."
        layer, name = str(places.type[row]), str(places.id[row])
        notes.append(Finding("warning", message, layer=layer, id=name, hint=hint))
    return notes
