"""What matters most: losses by hand, and against networkx and every order of openings."""

import json
from dataclasses import replace
from itertools import permutations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from asciiworld import CAR, RULES, World, state, town
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.access import access_table
from potay.access.chance.odds import Odds, chances
from potay.access.critical.answers import critical
from potay.access.critical.checking import check_first
from potay.access.critical.closing import critical_gateways
from potay.access.critical.cutlinks import cut_links
from potay.access.critical.people import People
from potay.access.critical.restoring import EXACT, restoring
from potay.errors import NoAnswerError
from potay.network import compile_network, make_scenario
from potay.terms.statuses import UNREPORTED

FORK = World(
    """
    1--a--G--b-----2
       |     |
       |     H
       |     |
       e-----c--K--3
    """,
    kinds={"1": "port"},
    persons={"2": 100, "3": 300},
)
OPEN = {"gateway.G": "open", "gateway.H": "open", "gateway.K": "open"}

STAR = World(
    """
          2
          |
          A
          |
    1-----b--B--c--C--3
          |
          D
          |
          4
    """,
    kinds={"1": "port"},
    persons={"2": 50, "3": 400, "4": 100},
)
SHUT = {f"gateway.{gate}": "closed" for gate in "ABCD"}


def people(scenario):
    return People.of(scenario, ["1"])


def by_id(rows):
    return {row["id"]: row for row in rows}


# --- gateways -----------------------------------------------------------------------------


def test_the_gateway_before_a_dead_end_loses_all_behind_it():
    scenario = FORK.scenario(OPEN)
    rows = by_id(critical_gateways(scenario, people(scenario)))
    assert (rows["K"]["persons_lost"], rows["K"]["pairs_lost"]) == (300, 1)
    assert (rows["G"]["persons_lost"], rows["G"]["pairs_lost"]) == (0, 0)
    assert next(iter(rows)) == "K"


def test_a_detour_is_the_mean_over_the_pairs_that_led_through():
    """From a to b 6 cells over G; round by c and d 3 + 6 + 3: 6 cells or 72 s more."""
    world = World(
        """
        1--a--G--b--2
           |     |
           |     |
           c-----d
        """,
        kinds={"1": "port"},
    )
    scenario = world.scenario({"gateway.G": "open"})
    (row,) = critical_gateways(scenario, people(scenario))
    assert (row["detour_minutes"], row["detour_pairs"]) == (pytest.approx(1.2, abs=0.02), 1)
    assert row["pairs_lost"] == 0
    scenario = FORK.scenario(OPEN)
    assert by_id(critical_gateways(scenario, people(scenario)))["K"]["detour_minutes"] is None


def test_a_gateway_that_is_closed_already_loses_nothing():
    scenario = FORK.scenario({**OPEN, "gateway.K": "closed"})
    row = by_id(critical_gateways(scenario, people(scenario)))["K"]
    assert (row["persons_lost"], row["pairs_lost"], row["status"]) == (0, 0, "closed")


def test_a_site_that_a_second_hub_reaches_is_no_person_lost_but_a_pair():
    world = World("1--a--G--b--2--c--3", kinds={"1": "port", "3": "port"}, persons={"2": 70})
    scenario = world.scenario({"gateway.G": "open"})
    (row,) = critical_gateways(scenario, People.of(scenario, ["1", "3"]))
    assert (row["persons_lost"], row["pairs_lost"]) == (0, 1)


TOWN = town(
    persons={"2": 11, "3": 23, "4": 47},
)
NETWORK = TOWN.network()
GATES = ["gateway.G", "gateway.H", "gateway.K", "gateway.L"]
SUBJECTS = [*GATES, "area.m", "area.n", "area.o", "link.boat"]
WORDS = ["open", "restricted", "closed", "expired open", "", "control gang", "control police"]
STATES = st.fixed_dictionaries({name: st.sampled_from(WORDS) for name in SUBJECTS})
PERSONS = {"2": 11, "3": 23, "4": 47}


def scenario_of(said, what_if=None):
    told = state({name: words for name, words in said.items() if words})
    return make_scenario(NETWORK, told, CAR, RULES, what_if)


def reached(scenario, hubs):
    rows = access_table(scenario, hubs, ("site",)).rows
    met = rows[[case["minutes"] is not None for case in rows["presumed_case"]]]
    return set(zip(met["hub"], met["id"], strict=True))


@settings(deadline=None, max_examples=60)
@given(STATES)
def test_losses_are_those_of_the_map_with_the_gateway_closed(said):
    scenario = scenario_of(said)
    before = reached(scenario, ["1", "5"])
    for row in critical_gateways(scenario, People.of(scenario, ["1", "5"])):
        after = reached(scenario_of(said, {f"gateway.{row['id']}": "closed"}), ["1", "5"])
        assert row["pairs_lost"] == len(before) - len(after)
        gone = {site for _, site in before} - {site for _, site in after}
        assert row["persons_lost"] == sum(PERSONS[site] for site in gone)


# --- cut links ----------------------------------------------------------------------------


def test_the_stretch_behind_the_last_fork_is_a_cut_link():
    scenario = FORK.scenario(OPEN)
    found = cut_links(scenario, people(scenario))
    lost = {road: row["persons_lost"] for row in found for road in row["roads"]}
    assert (lost["c3"], lost["b2"], lost["1a"]) == (300, 100, 400)
    assert not {"ab", "ae", "ec", "bc"} & set(lost)
    assert found[0]["roads"] == ["1a"]
    assert next(row for row in found if row["roads"] == ["c3"])["gateways"] == ["K"]


def test_a_road_drawn_twice_is_no_cut_link():
    world = replace(STAR, roads="1--a--b--2", areas="", persons={"2": 5})
    material = world.material()
    twice = material.roads.loc[["ab"]].rename(index={"ab": "ab2"})
    network = compile_network(
        replace(material, roads=pd.concat([material.roads, twice])), RULES, end_gap_m=0.0
    )
    scenario = make_scenario(network, state({}), CAR, RULES)
    roads = {road for row in cut_links(scenario, people(scenario)) for road in row["roads"]}
    assert roads == {"1a", "b2"}


@settings(deadline=None, max_examples=60)
@given(STATES)
def test_cut_links_are_bridges_and_lose_what_networkx_says(said):
    scenario = scenario_of(said)
    asked = People.of(scenario, ["1", "5"])
    network = scenario.network
    used = (scenario.weights.level <= UNREPORTED) & np.isfinite(scenario.weights.free_s)
    graph = nx.Graph()
    graph.add_nodes_from(range(len(network.nodes.lon)))
    graph.add_edges_from(
        zip(network.edges.tail[used].tolist(), network.edges.head[used].tolist(), strict=True)
    )

    def joined(graph):
        part = {node: rank for rank, c in enumerate(nx.connected_components(graph)) for node in c}
        pairs = [(h, s) for h in asked.hubs for s in asked.sites if part[h] == part[s]]
        met = {site for _, site in pairs}
        held = zip(asked.sites, asked.persons, strict=True)
        return len(pairs), sum(count for site, count in held if site in met)

    pairs, persons = joined(graph)
    expected = set()
    for edge in nx.bridges(graph):
        fewer = graph.copy()
        fewer.remove_edge(*edge)
        left = joined(fewer)
        if left[0] < pairs and not set(edge) & set(network.places.node.tolist()):
            expected.add((pairs - left[0], persons - left[1]))
    found = {(row["pairs_lost"], int(row["persons_lost"])) for row in cut_links(scenario, asked)}
    assert {(p, int(n)) for p, n in expected} <= found
    assert all(0 < p <= pairs for p, _ in found)


@settings(deadline=None, max_examples=30)
@given(STATES)
def test_large_networks_have_the_same_cut_links(said):
    scenario = scenario_of(said)
    asked = People.of(scenario, ["1", "5"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("potay.search.blocks.SMALL", 0)
        compiled = cut_links(scenario, asked)
    assert compiled == cut_links(scenario, asked)


# --- openings -----------------------------------------------------------------------------


def test_most_people_come_first():
    scenario = STAR.scenario(SHUT)
    found = restoring(scenario, people(scenario))
    assert found.exact
    steps = [(step["gateways"], step["persons_gained"], step["openings"]) for step in found.steps]
    assert steps == [(["B", "C"], 400, 2), (["D"], 100, 3), (["A"], 50, 4)]


def test_a_near_few_come_before_a_far_many_where_that_is_sooner():
    """Persons reached after each opening: D A B C 100 150 150 300, B C D A 0 150 250 300."""
    scenario = replace(STAR, persons={"2": 50, "3": 150, "4": 100}).scenario(SHUT)
    steps = [step["gateways"] for step in restoring(scenario, people(scenario)).steps]
    assert steps[0] == ["D"]


def test_what_is_open_needs_no_opening():
    scenario = STAR.scenario({})
    assert restoring(scenario, people(scenario)).steps == ()


@settings(deadline=None, max_examples=40)
@given(STATES)
def test_no_order_restores_people_sooner(said):
    scenario = scenario_of(said)
    asked = people(scenario)
    found = restoring(scenario, asked)
    assert found.exact
    blocked = np.flatnonzero(scenario.passability.level > UNREPORTED)
    names = [".".join(scenario.network.subjects.key(int(row))) for row in blocked]
    for gate in GATES:  # of an open one a report may count for more than who holds the quarter
        reported = scenario_of(said, {gate: "open"}).weights.level < scenario.weights.level
        if gate not in names and (reported & (scenario.weights.level > UNREPORTED)).any():
            names.append(gate)

    def persons(opened):
        met = reached(scenario_of(said, dict.fromkeys(opened, "open")), ["1"])
        return sum(PERSONS[site] for _, site in met)

    known = {}

    def sum_of(order):
        total = 0
        for count in range(len(names) + 1):
            key = frozenset(order[:count])
            known.setdefault(key, persons(key))
            total += known[key]
        return total

    if len(names) > 4:
        return
    mine = [one["subject"] for step in found.steps for one in step["subjects"]]
    best = max(sum_of(order) for order in permutations(names))
    # Within a step any order is as good; those that gain nothing come last.
    assert sum_of([*mine, *(name for name in names if name not in mine)]) == best


@settings(deadline=None, max_examples=60)
@given(STATES)
def test_openings_gain_people_and_stay_below_their_bound(said):
    scenario = scenario_of(said)
    steps = restoring(scenario, people(scenario)).steps
    totals = [step["persons_total"] for step in steps]
    assert totals == sorted(set(totals))
    assert all(step["persons_gained"] > 0 for step in steps)
    assert all(step["persons_total"] <= step["at_most"] for step in steps)


def test_greedy_opens_all_that_helps_and_nothing_else(monkeypatch):
    monkeypatch.setattr("potay.access.critical.restoring.EXACT", 0)
    scenario = STAR.scenario(SHUT)
    found = restoring(scenario, people(scenario))
    assert not found.exact
    assert EXACT > 0
    assert [step["gateways"] for step in found.steps] == [["B", "C"], ["D"], ["A"]]
    assert found.steps[-1]["persons_total"] == found.steps[-1]["at_most"] == 550


# --- what to check ------------------------------------------------------------------------


def test_the_gateway_before_most_people_is_checked_first():
    scenario = FORK.scenario({**OPEN, "gateway.K": "expired open"})
    first = check_first(Odds(scenario), people(scenario))[0]
    assert first["subject"] == "gateway.K"
    assert first["probability"] == 0.5
    assert first["persons_if_open"] - first["persons_if_closed"] == pytest.approx(300, abs=15)
    assert [claim["id"] for claim in first["claims"]] == ["c:gateway.K"]


def test_where_all_is_certain_there_is_nothing_to_check():
    scenario = World("1--a--b--2", kinds={"1": "port"}).scenario({})
    assert check_first(Odds(scenario), people(scenario)) == []


@settings(deadline=None, max_examples=15)
@given(STATES)
def test_the_worth_of_a_check_is_near_the_exact_one(said):
    scenario = scenario_of(said)
    asked = people(scenario)

    def expected(fixed):
        chance = scenario.passability.probability.copy()
        for row, value in fixed.items():
            chance[row] = value
        sure = replace(scenario, passability=replace(scenario.passability, probability=chance))
        odds = chances(Odds(sure), int(asked.hubs[0]), asked.sites.tolist())
        return sum(one.probability * n for one, n in zip(odds, asked.persons, strict=True))

    for row in check_first(Odds(scenario), asked)[:3]:
        keys = [scenario.network.subjects.key(n) for n in range(len(scenario.network.subjects.id))]
        subject = keys.index((row["subject_type"], row["id"]))
        assert row["persons_if_open"] == pytest.approx(expected({subject: 1.0}), abs=6)
        assert row["persons_if_closed"] == pytest.approx(expected({subject: 0.0}), abs=6)


# --- all of it ----------------------------------------------------------------------------


def test_the_answer_has_every_part_as_plain_values():
    found = critical(FORK.scenario(OPEN), ["1"])
    assert {"gateways", "cut_links", "openings", "check_first"} <= set(found)
    assert json.loads(json.dumps(found)) == found


def test_an_unknown_hub_is_no_answer():
    with pytest.raises(NoAnswerError, match="'nowhere' is no place of this map"):
        critical(FORK.scenario(OPEN), ["nowhere"])


def test_a_map_without_sites_loses_and_gains_nobody():
    found = critical(World("1--a--G--b--c", kinds={"1": "port"}).scenario({}), ["1"])
    assert found["persons"] == 0
    assert found["cut_links"] == found["openings"] == found["check_first"] == []
    assert [row["pairs_lost"] for row in found["gateways"]] == [0]
