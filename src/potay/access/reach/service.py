"""Service areas: what lies beside the roads that are met within so many minutes of the hubs."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from potay.access.readings.endpoints import find_hubs
from potay.access.readings.readings import Readings
from potay.access.readings.untold import is_untold
from potay.arrays import Floats
from potay.built import BuiltLayer
from potay.network import Scenario
from potay.network.arrays import CONNECTOR, LINK
from potay.spec import AskedMap
from potay.terms.statuses import READINGS
from potay.terrain import ReachedLines, service_bands

ANALYSIS = "service_area"
_NAMES = {"fr": "À {} min au plus", "ht": "Nan {} minit pou pi plis", "en": "Within {} min"}


def with_service_areas(
    layers: Sequence[BuiltLayer], asked: AskedMap, scenario: Scenario
) -> tuple[BuiltLayer, ...]:
    """The layers of a map with its layers of analysis *service_area*, in drawing order.

    There are none where the map has no hub that its audience may know, nor where silence is not
    told: how far one gets is then not known.
    """
    if is_untold(scenario.state):
        return tuple(layers)
    known = {layer.spec.name: layer for layer in layers}
    for spec in asked.layers:
        if spec.analysis == ANALYSIS and asked.spec.hubs:
            frame = service_areas(scenario, asked.spec.hubs)
            known[spec.name] = BuiltLayer(spec, ANALYSIS, frame)
    return tuple(known[spec.name] for spec in asked.layers if spec.name in known)


def service_areas(scenario: Scenario, hubs: Sequence[str]) -> gpd.GeoDataFrame:
    """Bands around the roads that the scenario's mover meets from its nearest hub.

    In the presumed reading, by the limits of the map's rules. Largest first, so that smaller
    bands are drawn on top; each holds all smaller ones. Index `id` (`within-60`); `name` in
    three languages, `kind` (the id), `minutes`, `km2`; EPSG:4326. A band beside a road says
    that a vehicle presumably passes there, not that anybody there is served.

    Raises
    ------
    NoAnswerError
        Where there is no hub, or one is unknown or off the network.
    """
    rules = scenario.rules
    bands = service_bands(
        reached_lines(scenario, hubs), rules.service_minutes, beside_m=rules.service_beside_m
    )
    bands = bands[~bands.geometry.is_empty].iloc[::-1]
    told = {
        ("name" if language == "en" else f"name_{language}"): [
            words.format(f"{minutes:g}") for minutes in bands["minutes"]
        ]
        for language, words in _NAMES.items()
    }
    return bands.assign(**told, kind=bands.index)


def reached_lines(scenario: Scenario, hubs: Sequence[str]) -> ReachedLines:
    """The roads of a scenario with the minutes from the nearest hub, in the presumed reading."""
    network = scenario.network
    pieces, edges = network.pieces, network.edges
    count = len(network.nodes.lon)
    arrival: Floats = np.full(count, np.inf)
    readings = Readings(scenario)
    for row in find_hubs(network, hubs):
        ways = readings.between(int(network.places.node[row]), range(count))
        arrival = np.minimum(arrival, ways["presumed"].seconds / 60)
    seconds = np.where(
        scenario.weights.level <= READINGS["presumed"], scenario.weights.seconds, np.inf
    )
    through = np.full((2, len(pieces.a)), np.inf)
    through[edges.forward.astype(np.int64), edges.piece] = seconds / 60
    kept = np.flatnonzero((pieces.kind != LINK) & (pieces.kind != CONNECTOR))
    lines = np.array(
        [shapely.LineString(network.coordinates(piece)) for piece in kept.tolist()], dtype=object
    )
    return ReachedLines(
        lines=lines,
        a=pieces.a[kept].astype(np.int64),
        b=pieces.b[kept].astype(np.int64),
        arrival_min=arrival,
        forward_min=through[1][kept],
        backward_min=through[0][kept],
    )
