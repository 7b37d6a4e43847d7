"""What is worth checking first, against every combination of what is uncertain."""

from itertools import product

import networkx as nx
import numpy as np
import pytest
from asciiworld import CHANCE, RULES, World
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.access.chance.odds import Odds
from potay.access.critical import checking
from potay.access.critical.checking import check_first
from potay.access.critical.people import People

WORLD = World(
    """
    1--a--G--b--2
       |     |
       H     +--L--4
       |     |
       c--K--d--3
    """,
    areas="""
    .....nn......
    .....nn......
    .............
    .............
    ........mmmmm
    """,
    kinds={"1": "port", "4": "port"},
    persons={"2": 300, "3": 2000},
)
SUBJECTS = ["gateway.G", "gateway.H", "gateway.K", "gateway.L", "area.m", "area.n"]
WORDS = ["open", "closed", "expired open", "", "control gang", "control police"]
STATES = st.fixed_dictionaries({name: st.sampled_from(WORDS) for name in SUBJECTS})


def scenario_of(said):
    return WORLD.scenario({name: words for name, words in said.items() if words})


def by_force(scenario, hubs):
    """Per uncertain subject the expected persons with access if it is open, and if closed."""
    network, weights, governing_sets = (
        scenario.network,
        scenario.weights,
        scenario.network.governing_sets,
    )
    people = People.of(scenario, hubs)
    chance = scenario.passability.probability
    rows = np.flatnonzero((chance > 0) & (chance < 1))
    totals = {row: [0.0, 0.0] for row in rows.tolist()}
    for picked in product((False, True), repeat=len(rows)):
        opened = chance >= 1
        opened[rows] = picked
        graph = nx.DiGraph()
        graph.add_nodes_from(range(len(network.nodes.lon)))
        for k in range(len(network.edges.tail)):
            governing = network.pieces.governing[network.edges.piece[k]]
            needed = range(governing_sets.indptr[governing], governing_sets.indptr[governing + 1])
            if all(
                weights.governing_sets.superseded[r] or opened[governing_sets.subject[r]]
                for r in needed
            ):
                graph.add_edge(int(network.edges.tail[k]), int(network.edges.head[k]))
        met = set().union(*(nx.descendants(graph, int(hub)) for hub in people.hubs))
        persons = sum(
            count for node, count in zip(people.sites, people.persons, strict=True) if node in met
        )
        for row, lets_pass in zip(rows.tolist(), picked, strict=True):
            weight = np.prod([
                chance[one] if is_open else 1 - chance[one]
                for one, is_open in zip(rows.tolist(), picked, strict=True) if one != row
            ])  # fmt: skip
            totals[row][0 if lets_pass else 1] += weight * persons
    return {".".join(network.subjects.key(row)): both for row, both in totals.items()}


def test_the_only_gate_to_most_people_comes_first():
    """Without m nobody comes to 3, and to 2 only who passes both G and n."""
    said = {"gateway.G": "open", "gateway.H": "open", "gateway.K": "open", "gateway.L": "closed",
            "area.m": "open", "area.n": "control police"}  # fmt: skip
    found = check_first(Odds(scenario_of(said)), People.of(scenario_of(said), ["1"]))
    assert found[0]["subject"] == "area.m"
    assert (found[0]["probability"], found[0]["persons_if_closed"]) == (CHANCE, 243)
    assert found[0]["claims"][0]["id"] == "c:area.m"


def test_what_is_certain_or_on_no_way_needs_no_check():
    lone = World("1--a--b--2   c--G--d", kinds={"1": "port"})
    scenario = lone.scenario({"gateway.G": "open"})
    assert check_first(Odds(scenario), People.of(scenario, ["1"])) == []


@settings(deadline=None, max_examples=15)
@given(STATES, st.sampled_from([["1"], ["1", "4"]]))
def test_the_worth_of_a_check_is_that_over_all_combinations(said, hubs):
    scenario = scenario_of(said)
    expected = by_force(scenario, hubs)
    chance = {".".join(scenario.network.subjects.key(row)): p
              for row, p in enumerate(scenario.passability.probability.tolist())}  # fmt: skip
    swing = {
        name: 2 * chance[name] * (1 - chance[name]) * (if_open - if_closed)
        for name, (if_open, if_closed) in expected.items()
    }
    found = check_first(Odds(scenario), People.of(scenario, hubs))
    assert {row["subject"] for row in found} == {n for n, worth in swing.items() if worth > 0.05}
    for row in found:
        if_open, if_closed = expected[row["subject"]]
        assert row["persons_if_open"] == pytest.approx(if_open, abs=0.51)
        assert row["persons_if_closed"] == pytest.approx(if_closed, abs=0.51)
        assert row["persons_swing"] == pytest.approx(swing[row["subject"]], abs=0.051)
    assert [row["persons_swing"] for row in found] == sorted(
        (row["persons_swing"] for row in found), reverse=True
    )


@settings(deadline=None, max_examples=15)
@given(STATES)
def test_draws_come_near_all_combinations(said):
    scenario = scenario_of(said)
    people, expected = People.of(scenario, ["1"]), by_force(scenario, ["1"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "EXACT", 0)
        found = check_first(Odds(scenario), people)
    for row in found:
        if_open, if_closed = expected[row["subject"]]
        worth = 2 * row["probability"] * (1 - row["probability"]) * (if_open - if_closed)
        assert abs(row["persons_swing"] - worth) < 0.05 * people.persons.sum()


@settings(deadline=None, max_examples=25)
@given(STATES)
def test_knowing_all_of_a_side_is_the_mean_of_both(said):
    """Before a check as many are expected as after it, on average over its outcomes."""
    scenario = scenario_of(said)
    found = check_first(Odds(scenario), People.of(scenario, ["1"]))
    before = [
        row["probability"] * row["persons_if_open"]
        + (1 - row["probability"]) * row["persons_if_closed"]
        for row in found
    ]
    assert before == pytest.approx([before[0]] * len(before), abs=1.1) if before else True


def test_the_prior_is_that_of_the_rules():
    scenario = scenario_of({})
    (first, *_) = check_first(Odds(scenario), People.of(scenario, ["1"]))
    assert first["probability"] == RULES.prior_open
