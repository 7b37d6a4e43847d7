"""The chance of access against every combination of what is uncertain, and its laws."""

from dataclasses import replace
from itertools import product

import networkx as nx
import numpy as np
import pytest
from asciiworld import CAR, CHANCE, RULES, World, state, town
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.access.chance.odds import DRAWS, Odds, chances, never, undirected
from potay.access.chance.quotient import quotient_of
from potay.access.chance.sampled import (
    every_combination,
    flags_of,
    reach,
    set_of_samples,
    without_each,
)
from potay.network import make_scenario
from potay.search.blocks import blocks_of, cut_vertices_below, descend
from potay.terms.statuses import READINGS

TOWN = town()
NETWORK = TOWN.network()
SUBJECTS = ["gateway.G", "gateway.H", "gateway.K", "gateway.L", "area.m", "area.n", "area.o",
            "link.boat", "infrastructure.1", "infrastructure.5"]  # fmt: skip
WORDS = ["open", "restricted", "closed", "expired open", "contradicted", "unknown", "",
         "control gang", "control police", "expired control gang"]  # fmt: skip
STATES = st.fixed_dictionaries({name: st.sampled_from(WORDS) for name in SUBJECTS})
PRIOR = RULES.prior_open


def scenario_of(said, rules=RULES):
    return make_scenario(NETWORK, state({k: v for k, v in said.items() if v}), CAR, rules)


def nodes(scenario, *ids):
    places = scenario.network.places
    return [int(places.node[list(places.id).index(one)]) for one in ids]


def open_graph(scenario, opened):
    """The network in one world as networkx has it, edge by edge."""
    network, weights = scenario.network, scenario.weights
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(network.nodes.lon)))
    governing_sets = network.governing_sets
    for k in range(len(network.edges.tail)):
        governing = network.pieces.governing[network.edges.piece[k]]
        rows = range(governing_sets.indptr[governing], governing_sets.indptr[governing + 1])
        needed = [
            governing_sets.subject[r] for r in rows if not weights.governing_sets.superseded[r]
        ]
        if np.isfinite(weights.free_s[k]) and all(opened[s] for s in needed):
            graph.add_edge(int(network.edges.tail[k]), int(network.edges.head[k]))
    return graph


# --- by hand ------------------------------------------------------------------------------


def test_one_gateway_is_its_own_chance():
    row = World("1--a--G--b--2", kinds={"1": "port"}).row("1", "2", {"gateway.G": "open"})
    assert (row["probability"], row["probability_se"]) == (CHANCE, 0.0)
    row = World("1--a--G--b--2", kinds={"1": "port"}).row("1", "2", {"gateway.G": "closed"})
    assert row["probability"] == pytest.approx(1 - CHANCE)
    assert World("1--a--G--b--2", kinds={"1": "port"}).row("1", "2")["probability"] == PRIOR


def test_gateways_in_a_row_multiply():
    row = World("1--a--G--b--H--c--2", kinds={"1": "port"}).row(
        "1", "2", {"gateway.G": "open", "gateway.H": "open"}
    )
    assert row["probability"] == pytest.approx(CHANCE**2)


def test_two_ways_are_better_than_one():
    world = World(
        """
        1--a--G--b--2
           |     |
           c--H--d
        """,
        kinds={"1": "port"},
    )
    row = world.row("1", "2", {"gateway.G": "open", "gateway.H": "closed"})
    assert row["probability"] == pytest.approx(1 - (1 - CHANCE) * CHANCE)


def test_one_area_met_twice_is_one_draw():
    world = World("1--a-----b-----c--2", areas=".....mm....mm......", kinds={"1": "port"})
    assert world.row("1", "2", {"area.m": "open"})["probability"] == CHANCE


def test_two_ways_through_one_area_are_no_better_than_one():
    world = World(
        """
        1--a------b--2
           |      |
           c------d
        """,
        areas="""
        .....mm......
        .....mm......
        .....mm......
        """,
        kinds={"1": "port"},
    )
    assert world.row("1", "2", {"area.m": "open"})["probability"] == CHANCE


def test_what_is_certain_has_chance_one_and_a_way_that_is_not_there_none():
    world = World("1--a--b--2   c--d--3", kinds={"1": "port"})
    assert world.row("1", "2")["probability"] == 1.0
    assert world.row("1", "3")["probability"] in (0.0, None)


# --- against independent answers -----------------------------------------------------------


@settings(deadline=None, max_examples=8)
@given(STATES)
def test_chances_are_those_of_all_combinations(said):
    scenario = scenario_of(said)
    chance = scenario.passability.probability
    rows = np.flatnonzero((chance > 0) & (chance < 1))
    hub, *goals = nodes(scenario, "1", "2", "3", "4", "5")
    expected = np.zeros(len(goals))
    for picked in product((False, True), repeat=len(rows)):
        opened = chance >= 1
        opened[rows] = picked
        met = nx.descendants(open_graph(scenario, opened), hub)
        weight = np.prod(np.where(picked, chance[rows], 1 - chance[rows]))
        expected += weight * np.array([goal in met for goal in goals])
    found = chances(Odds(scenario), hub, goals)
    assert [one.probability for one in found] == pytest.approx(expected.tolist(), abs=1e-12)
    assert all(one.exact for one in found)


@settings(deadline=None, max_examples=25)
@given(STATES, st.integers(0, DRAWS - 1))
def test_a_draw_answers_as_a_full_search_does(said, draw):
    odds = Odds(scenario_of(said))
    opened = odds.scenario.passability.probability >= 1
    for row, samples in odds.drawn.open.items():
        opened[row] = bool(samples >> draw & 1)
    graph = open_graph(odds.scenario, opened)
    found = [
        reach(odds.quotient, odds.drawn, odds.vertex(node)) for node in nodes(odds.scenario, "1")
    ]
    (hub,) = nodes(odds.scenario, "1")
    met = nx.descendants(graph, hub)
    for goal in nodes(odds.scenario, "2", "3", "4", "5"):
        assert bool(found[0][odds.vertex(goal)] >> draw & 1) == (goal in met)


@settings(deadline=None, max_examples=50)
@given(STATES)
def test_draws_come_near_the_exact_chance(said):
    odds = Odds(scenario_of(said))
    hub, *goals = nodes(odds.scenario, "1", "2", "3", "4", "5")
    drawn = reach(odds.quotient, odds.drawn, odds.vertex(hub))
    for goal, exact in zip(goals, chances(odds, hub, goals), strict=True):
        share = odds.drawn.share(drawn[odds.vertex(goal)])
        assert abs(share - exact.probability) < 6 / DRAWS**0.5 / 2


# --- laws ---------------------------------------------------------------------------------


@settings(deadline=None, max_examples=50)
@given(STATES, st.sampled_from(SUBJECTS))
def test_closing_never_adds_to_a_chance(said, name):
    def table(word):
        told = state({k: v for k, v in said.items() if v})
        scenario = make_scenario(NETWORK, told, CAR, RULES, {name: word} if word else {})
        hub, *goals = nodes(scenario, "1", "2", "3", "4", "5")
        return np.array([one.probability for one in chances(Odds(scenario), hub, goals)])

    assert (table("closed") <= table("") + 1e-12).all()


@pytest.mark.parametrize("reading", ["open", "worst", "presumed", "best", "free"])
@settings(deadline=None, max_examples=25)
@given(said=STATES)
def test_with_certain_subjects_the_chance_is_the_reading(reading, said):
    """Every subject up to the reading's level surely open, all others surely closed."""
    scenario = scenario_of(said)
    sure = (scenario.passability.level <= READINGS[reading]).astype(float)
    certain = replace(scenario, passability=replace(scenario.passability, probability=sure))
    hub, *goals = nodes(scenario, "1", "2", "3", "4", "5")
    found = [one.probability for one in chances(Odds(certain), hub, goals)]
    met = nx.descendants(open_graph(scenario, sure == 1), hub)
    assert found == [float(goal in met) for goal in goals]


@settings(deadline=None, max_examples=50)
@given(STATES)
def test_a_place_is_met_in_the_quotient_as_in_the_network(said):
    scenario = scenario_of(said)
    quotient = quotient_of(scenario, [()] * scenario.network.governing_sets.count, never(scenario))
    met = reach(quotient, without_each([], [()]), int(quotient.vertex[nodes(scenario, "1")[0]]))
    graph = open_graph(scenario, scenario.passability.probability > 0)
    hub = nodes(scenario, "1")[0]
    found = {n for n, v in enumerate(quotient.vertex.tolist()) if v >= 0 and met[v]}
    assert found | {hub} == nx.descendants(graph, hub) | {hub}


# --- bits and blocks ----------------------------------------------------------------------


@given(st.lists(st.booleans(), min_size=1, max_size=70))
def test_sets_of_worlds_are_flags(flags):
    assert flags_of(set_of_samples(np.array(flags)), len(flags)).tolist() == flags


def test_every_world_is_there_once_with_its_chance():
    samples = every_combination([0, 1], np.array([0.9, 0.2]))
    assert samples.weight.sum() == pytest.approx(1)
    assert samples.share(samples.open[0]) == pytest.approx(0.9)
    assert samples.share(samples.passing([0, 1])) == pytest.approx(0.18)


@settings(deadline=None, max_examples=300)
@given(st.integers(2, 9), st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=16))
def test_cut_links_and_blocks_are_those_of_networkx(count, pairs):
    pairs = sorted({(min(p), max(p)) for p in pairs if max(p) < count and p[0] != p[1]})
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(count))
    tails = [a for a, _ in pairs] + [b for _, b in pairs]
    heads = np.array([b for _, b in pairs] + [a for a, _ in pairs], np.int64)
    order = np.argsort(np.array(tails, np.int64), kind="stable")
    indptr = np.searchsorted(np.array(tails, np.int64)[order], np.arange(count + 1))
    numbers = np.tile(np.arange(len(pairs)), 2)[order]
    depth = descend(indptr, heads[order], numbers, list(range(count)))
    cut = np.flatnonzero(cut_vertices_below(depth))
    assert {tuple(sorted((int(v), int(depth.parent[v])))) for v in cut} == {
        tuple(sorted(pair)) for pair in nx.bridges(graph)
    }
    block, tops = blocks_of(depth)
    mine = [frozenset({top, *np.flatnonzero(block == b).tolist()}) for b, top in enumerate(tops)]
    assert set(mine) == {frozenset(each) for each in nx.biconnected_components(graph)}


def test_the_pairs_of_the_quotient_stand_in_both_directions_once():
    quotient = Odds(scenario_of({})).quotient
    indptr, head, number = undirected(quotient)
    tail = np.repeat(np.arange(quotient.count), np.diff(indptr))
    assert sorted(zip(tail, head, strict=True)) == sorted(zip(head, tail, strict=True))
    assert (np.bincount(number) == 2).all()
