"""The network of the bundled dataset: whole and governed."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from asciiworld import CAR, RULES, state

from potay.access import access_table
from potay.network import Material, compile_network, make_scenario
from potay.sources import read_dataset
from potay.spec import read_workspace
from potay.spec.workspace import read_dataset_spec

ROOT = Path(__file__).parents[2]
ROLES = {"areas": "areas", "gateways": "gateways", "roads": "roads", "links": "links",
         "infrastructure": "infrastructure", "obstacles": "obstacles", "sites": "site"}  # fmt: skip


@pytest.fixture(scope="module")
def material():
    workspace = read_workspace(ROOT)
    frames = {}
    for name in workspace.datasets:
        spec, _ = read_dataset_spec(workspace, name)
        if spec is not None and spec.role in ROLES:
            frames.setdefault(ROLES[spec.role], []).append(read_dataset(spec).frame)
    joined = {role: pd.concat(found) for role, found in frames.items()}
    sites = {"site": joined.pop("site")} if "site" in joined else {}
    return Material(**joined, places=sites)


@pytest.fixture(scope="module")
def network(material):
    return compile_network(material, RULES)


def test_it_is_one_network_and_every_place_is_on_it(network):
    assert set(network.nodes.component.tolist()) == {0}
    places = network.places
    asked = np.isin(places.type, ("infrastructure", "site", "area"))
    off = [
        f"{places.type[row]}.{places.id[row]}" for row in np.flatnonzero(places.misplaced & asked)
    ]
    assert off == []


def test_every_gateway_and_area_governs_a_road(network):
    subjects = network.subjects
    wanted = np.flatnonzero(np.isin(subjects.type, ("area", "gateway")))
    governing = set(network.governing_sets.subject.tolist())
    idle = [".".join(subjects.key(row)) for row in wanted if row not in governing]
    assert idle == []


def test_with_everything_open_every_site_is_reached_by_some_vehicle(network):
    said = {".".join(network.subjects.key(row)): "open" for row in range(len(network.subjects.id))}
    mover = CAR.model_copy(update={"vehicle_class": 2})
    rows = access_table(make_scenario(network, state(said), mover, RULES), ["port-apn"]).rows
    assert set(rows["status"]) == {"reachable"}
