"""What parts two places, and the likeliest way between them: by hand and against all cases."""

from itertools import combinations

import numpy as np
import pytest
from asciiworld import CAR, CHANCE, RULES, World, state, town
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order

from potay.access.chance.odds import Odds
from potay.access.chance.reliable import most_reliable
from potay.access.chance.sampled import every_combination, flags_of, reach
from potay.access.cuts.disjoint import Disjoint
from potay.access.cuts.separators import GatewayCuts, separators
from potay.network import make_scenario
from potay.terms.statuses import UNREPORTED

LADDER = World(
    """
    1--a--G--b--H--2
       |     |
       c--K--d
    """,
    kinds={"1": "port"},
)
SERIES = World("1--a--G--b--H--c--2", kinds={"1": "port"})


def cut(world, said, place="2"):
    return world.route("1", place, said).record()["cut"]


def test_two_gateways_in_a_row_part_alone():
    found = cut(SERIES, {})
    assert found["closures"] == [["gateway.G"], ["gateway.H"]]
    assert [one["subject"] for one in found["roads"]] == ["road.1a"]


def test_the_gateway_behind_the_fork_parts_alone_and_those_beside_it_only_together():
    assert cut(LADDER, {})["closures"] == [["gateway.H"]]
    world = World(
        """
        1--a--G--b--2
           |     |
           c--K--d
        """,
        kinds={"1": "port"},
    )
    assert cut(world, {})["closures"] == [["gateway.G", "gateway.K"]]
    assert cut(world, {"gateway.K": "closed"})["closures"] == [["gateway.G"]]


def test_where_a_way_has_no_gateway_only_roads_part():
    world = World("1--a--b--2", kinds={"1": "port"})
    found = cut(world, {})
    assert found["closures"] == []
    assert [one["subject"] for one in found["roads"]] == ["road.1a"]


def test_what_is_cut_off_already_has_no_cut():
    assert cut(SERIES, {"gateway.G": "closed"}) is None


def test_a_boat_is_a_way_of_its_own():
    world = World(
        "1--a--G--b--2", kinds={"1": "port", "2": "port"},
        links=[{"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 40.0}],
    )  # fmt: skip
    assert cut(world, {"gateway.G": "open"})["closures"] == [["gateway.G", "link.boat"]]


def test_the_likelier_way_is_taken_though_it_is_longer():
    world = World(
        """
        1--a--G--b--2
           |     |
           c-----d
        """,
        areas="""
        .............
        .............
        ......m......
        """,
        kinds={"1": "port"},
    )
    found = world.route("1", "2", {"gateway.G": "closed", "area.m": "open"}).record()
    likely = found["most_reliable"]
    assert (likely["probability"], likely["areas"], likely["gateways"]) == (CHANCE, ["m"], [])
    assert likely["exact"]
    assert likely["minutes"] == pytest.approx(16 * 12 / 60, abs=0.03)


def test_a_subject_met_twice_is_counted_once():
    """Twice through m (0.9) is likelier than once through gateway G and once through m."""
    world = World(
        """
        1--a-----b--G--c--2
                 |     |
                 d-----e
        """,
        areas="""
        ....mm..............
        ....................
        ...........m........
        """,
        kinds={"1": "port"},
    )
    said = {"area.m": "open", "gateway.G": "open"}
    assert world.route("1", "2", said).record()["most_reliable"]["probability"] == CHANCE


# --- against all cases --------------------------------------------------------------------

TOWN = town()
NETWORK = TOWN.network()
SUBJECTS = ["gateway.G", "gateway.H", "gateway.K", "gateway.L", "area.m", "area.n", "area.o",
            "link.boat"]  # fmt: skip
WORDS = ["open", "restricted", "closed", "expired open", "", "control gang", "control police"]
STATES = st.fixed_dictionaries({name: st.sampled_from(WORDS) for name in SUBJECTS})


def scenario_of(said):
    told = state({name: words for name, words in said.items() if words})
    return make_scenario(NETWORK, told, CAR, RULES)


def nodes(*ids):
    return [int(NETWORK.places.node[list(NETWORK.places.id).index(one)]) for one in ids]


@settings(deadline=None, max_examples=60)
@given(STATES)
def test_no_way_is_likelier(said):
    odds = Odds(scenario_of(said))
    chance = odds.scenario.passability.probability
    rows = np.flatnonzero(odds.uncertain).tolist()
    samples = every_combination(rows, chance)
    price = np.zeros(samples.count)
    for row in rows:
        price += np.where(flags_of(samples.open[row], samples.count), np.log(chance[row]), 0.0)
    hub, *goals = nodes("1", "2", "3", "4", "5")
    met = reach(odds.quotient, samples, odds.vertex(hub))
    for goal in goals:
        flags = flags_of(met[odds.vertex(goal)], samples.count)
        found = most_reliable(odds, hub, goal)
        assert (found is None) == (not flags.any())
        if found is not None:
            assert found.exact
            assert found.probability == pytest.approx(float(np.exp(price[flags].max())))
            assert len(found.edges)


@settings(deadline=None, max_examples=60)
@given(STATES)
def test_closures_are_all_that_are_smallest(said):
    scenario = scenario_of(said)
    subjects = scenario.network.subjects
    rows = np.flatnonzero(np.isin(subjects.type, ("gateway", "link"))).tolist()
    gates = GatewayCuts(Disjoint(scenario, UNREPORTED))
    hub, *goals = nodes("1", "2", "3", "4")
    governing_sets, edges = scenario.network.governing_sets, scenario.network.edges
    for goal in goals:

        def joined(closed, goal=goal):
            open_ = (scenario.weights.level <= UNREPORTED) & np.isfinite(scenario.weights.free_s)
            for k in np.flatnonzero(open_):
                governing = scenario.network.pieces.governing[edges.piece[k]]
                governing_subjects = governing_sets.subject[
                    governing_sets.indptr[governing] : governing_sets.indptr[governing + 1]
                ]
                open_[k] = not set(governing_subjects.tolist()) & set(closed)
            size = (len(scenario.network.nodes.lon),) * 2
            where = (edges.tail[open_], edges.head[open_])
            graph = coo_array((np.ones(int(open_.sum())), where), shape=size).tocsr()
            return goal in breadth_first_order(graph, hub, return_predecessors=False)

        if not joined(()):
            continue
        found = separators(gates, hub, goal).closures
        for size in range(1, 4):
            expected = [one for one in combinations(rows, size) if not joined(one)]
            if expected:
                assert set(found) == set(expected)
                break
        else:
            assert found == ()


@settings(deadline=None, max_examples=60)
@given(STATES)
def test_a_cut_has_as_many_roads_as_there_are_independent_ways(said):
    scenario = scenario_of(said)
    hub, *goals = nodes("1", "2", "3", "4", "5")
    gates = GatewayCuts(Disjoint(scenario, UNREPORTED))
    ways = gates.ways.counts(hub, goals)
    for goal, count in zip(goals, ways, strict=True):
        if 0 < count < 100:
            assert len(separators(gates, hub, goal).roads) == count


def test_sites_reached_over_one_way_from_every_hub_are_counted():
    world = World(
        """
        a-----b--2
        |     |
        1-----c--3
        """,
        kinds={"1": "port", "3": "port"},
    )
    summary = world.table("1", {}).summary
    assert summary["single_corridor_site_ids"] == ["2"]
    round_ = World(
        """
        a-----2
        |     |
        1-----c
        """,
        kinds={"1": "port"},
    )
    assert round_.table("1", {}).summary["single_corridor_sites"] == 0
