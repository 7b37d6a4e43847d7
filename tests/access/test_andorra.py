"""A whole real country against networkx: Andorra as OpenStreetMap has it, 1,000 random pairs.

The oracle shares nothing with potay but the file: it reads the ways with its own handler, makes
a node of every OSM node and an edge of every step between two, and weighs them by hand.
"""

import itertools
import random
from datetime import datetime
from pathlib import Path

import networkx as nx
import osmium
import pandas as pd
import pytest

from potay.built import State
from potay.geo import GEOD
from potay.network import Material, compile_network, make_scenario
from potay.search.engine import along, grow
from potay.sources import check_file
from potay.spec.workspace import read_map, read_workspace
from potay.terms.moments import HAITI_TIME

REPOSITORY = Path(__file__).parents[2]
EXTRACT = REPOSITORY.parent / "shared" / "data" / "osm" / "andorra.osm.pbf"
SPEED_KMH = 20.0
PAIRS = 1000


@pytest.fixture(scope="module")
def extract() -> Path:
    if not EXTRACT.is_file():
        pytest.skip("the extract of Andorra is not beside the checkout (../shared/data/osm)")
    return EXTRACT


@pytest.fixture(scope="module")
def scenario(extract):
    dataset = check_file(extract, "roads")
    spec = read_map(read_workspace(REPOSITORY), "port-au-prince").spec
    # One speed and no limits, so that the oracle needs no table of ours.
    mover = spec.movers["motorcycle"].model_copy(
        update={
            "speeds_kmh": {}, "default_speed_kmh": SPEED_KMH, "unpaved_factor": 1.0,
            "vehicle_class": 2,
        }
    )  # fmt: skip
    # Without ways that are only walked: on foot, one-way roads would not bind.
    frame = dataset.frame[dataset.frame["practicability"] != 1].assign(speed_kmh=float("nan"))
    network = compile_network(Material(roads=frame), spec.rules)
    moment = datetime(2024, 7, 3, tzinfo=HAITI_TIME)
    state = State(moment, {}, pd.DataFrame(), pd.DataFrame())
    return make_scenario(network, state, mover, spec.rules), set(frame.index)


@pytest.fixture(scope="module")
def oracle(extract, scenario) -> nx.MultiDiGraph:
    used = scenario[1]
    graph = nx.MultiDiGraph()
    for way in osmium.FileProcessor(str(extract)).with_locations():
        if not way.is_way() or f"way/{way.id}" not in used:
            continue
        steps = [(n.ref, n.location.lon, n.location.lat) for n in way.nodes if n.location.valid()]
        # oneway=yes|1|true|-1, or said by the shape of the road, as the OSM wiki has it
        oneway = way.tags.get("oneway", "")
        implied = way.tags.get("junction") in ("roundabout", "circular") or way.tags.get(
            "highway"
        ) in ("motorway",)
        forward = oneway != "-1"
        both = oneway in ("no", "false", "0", "reversible", "alternating", "") and not (
            implied and oneway == ""
        )
        for (a, x1, y1), (b, x2, y2) in itertools.pairwise(steps):
            seconds = GEOD.inv(x1, y1, x2, y2)[2] * 3.6 / SPEED_KMH
            graph.add_node(a, at=(round(x1, 7), round(y1, 7)))
            graph.add_node(b, at=(round(x2, 7), round(y2, 7)))
            if forward or both:
                graph.add_edge(a, b, seconds=seconds)
            if not forward or both:
                graph.add_edge(b, a, seconds=seconds)
    return graph


def test_times_agree_with_networkx_on_a_thousand_pairs(scenario, oracle):
    network = scenario[0].network
    nodes = {
        (round(lon, 7), round(lat, 7)): row
        for row, (lon, lat) in enumerate(zip(network.nodes.lon, network.nodes.lat, strict=True))
    }
    shared = sorted(
        (name, nodes[place["at"]]) for name, place in oracle.nodes.data() if place["at"] in nodes
    )
    assert len(shared) > 1000  # our nodes are junctions and ends: nearly all are OSM nodes
    draw = random.Random(20)
    hubs = draw.sample(shared, 20)
    compared = unreached = 0
    for hub_name, hub in hubs:
        ours = grow(network.edges, scenario[0].weights.free_s, hub)
        theirs = nx.single_source_dijkstra_path_length(oracle, hub_name, weight="seconds")
        targets = draw.sample(shared, PAIRS // len(hubs))
        seconds = along(
            network.edges, ours, [row for _, row in targets], scenario[0].weights.free_s[None]
        )[0]
        for (name, _), found in zip(targets, seconds, strict=True):
            expected = theirs.get(name, float("inf"))
            assert found == pytest.approx(expected, rel=1e-6, abs=0.05), (hub_name, name)
            compared += 1
            unreached += expected == float("inf")
    assert compared == PAIRS
    assert unreached < PAIRS / 4
