"""What would have to be reported open: by hand, and against every smaller set of reports."""

from itertools import combinations

import numpy as np
from asciiworld import CAR, RULES, World, state, town
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.access.critical.people import People
from potay.access.critical.restoring import restoring
from potay.access.cuts.openings import fewest_openings, regions_of
from potay.network import make_scenario
from potay.search.engine import grow
from potay.terms.statuses import RESTRICTED

#: Gateway G stands in quarter m, names the only road and so governs all of it there.
HELD = World(
    "1--a-----G-----b--2",
    areas=".....mmmmmmmmm.....",
    kinds={"1": "port"},
    persons={"2": 70},
    corridors={"G": "rn1"},
    traits={"ab": {"corridor": "rn1"}},
)


def test_a_report_about_a_gateway_is_offered_for_the_quarter_around_it():
    said = {"area.m": "control gang", "gateway.G": "control police"}
    opened = HELD.row("1", "2", said)["would_open"]
    assert [item["subject"] for item in opened] == ["gateway.G"]
    opened = HELD.row("1", "2", {**said, "area.m": "closed"})["would_open"]
    assert [item["subject"] for item in opened] == ["area.m"]  # what is said of it stays


def test_an_unreported_gateway_is_offered_where_it_is_presumed_passable_too():
    scenario = HELD.scenario({"area.m": "control gang"})
    (step,) = restoring(scenario, People.of(scenario, ["1"])).steps
    assert (step["gateways"], step["areas"], step["persons_gained"]) == (["G"], [], 70)


TOWN = town()
NETWORK = TOWN.network()
SUBJECTS = ["gateway.G", "gateway.H", "gateway.K", "gateway.L", "area.m", "area.n", "area.o"]
WORDS = ["open", "closed", "", "control gang", "control police", "expired control gang"]
STATES = st.fixed_dictionaries({name: st.sampled_from(WORDS) for name in SUBJECTS})


def reaches(said, opened, target):
    told = state({name: words for name, words in said.items() if words})
    scenario = make_scenario(NETWORK, told, CAR, RULES, dict.fromkeys(opened, "open"))
    passed = np.where(scenario.weights.level <= RESTRICTED, scenario.weights.cost, np.inf)
    return grow(scenario.network.edges, passed, source_and_targets()[0]).meets(target)


def source_and_targets():
    places = NETWORK.places
    nodes = dict(zip(places.id.tolist(), places.node.tolist(), strict=True))
    return nodes["1"], [nodes[name] for name in "2345"]


@settings(deadline=None, max_examples=60)
@given(STATES)
def test_no_smaller_set_of_reports_about_anything_is_enough(said):
    told = state({name: words for name, words in said.items() if words})
    scenario = make_scenario(NETWORK, told, CAR, RULES)
    source, targets = source_and_targets()
    found = fewest_openings(scenario, regions_of(scenario), source, targets)
    assert found.exact
    for target, rows in zip(targets, found.sets, strict=True):
        chosen = [".".join(scenario.network.subjects.key(row)) for row in rows]
        assert reaches(said, chosen, target)
        if chosen:
            smaller = combinations(SUBJECTS, len(chosen) - 1)
            assert not any(reaches(said, fewer, target) for fewer in smaller)
