"""When one arrives: by hand, against one full search per world, and its laws."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from asciiworld import CAR, CHANCE, RULES, World, state, town
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.access.arrivals.arrivals import Arrival, Journeys, edge_by_edge, in_sets, one_by_one
from potay.access.arrivals.partition import partition_of
from potay.access.chance.odds import DRAWS, Odds, chances
from potay.access.chance.sampled import flags_of
from potay.access.readings.readings import Readings
from potay.network import make_scenario
from potay.terms.statuses import READINGS

NETWORK = town().network()
SUBJECTS = ["gateway.G", "gateway.H", "gateway.K", "gateway.L", "area.m", "area.n", "area.o",
            "link.boat", "infrastructure.1", "infrastructure.5"]  # fmt: skip
WORDS = ["open", "open delay 3", "restricted", "closed", "expired open", "contradicted", "",
         "control gang", "control police", "control brigade"]  # fmt: skip
STATES = st.fixed_dictionaries({name: st.sampled_from(WORDS) for name in SUBJECTS})
#: No two ways of the town cost the same by it, so that the quicker of two equals is no question.
UNEVEN = RULES.model_copy(update={"restricted_penalty": 2.0317})
ROUND = World(
    """
    1--a--G--b--2
       |     |
       c-----d
    """,
    kinds={"1": "port"},
)
#: Through the gate 12 cells of 12 seconds each, round it 16.
STRAIGHT, DETOUR = 2.4, 3.2


def scenario_of(said):
    return make_scenario(NETWORK, state({k: v for k, v in said.items() if v}), CAR, UNEVEN)


def nodes(scenario, *ids):
    places = scenario.network.places
    return [int(places.node[list(places.id).index(one)]) for one in ids]


def arrival(world, said=None, mover=CAR) -> Arrival:
    """When one arrives from 1 at 2."""
    scenario = world.scenario(said, mover)
    hub, goal = nodes(scenario, "1", "2")
    (found,) = Journeys.of(Odds(scenario), [hub], [goal]).arrivals(hub)
    return found


def graph_of(scenario, opened):
    """The network where only some subjects let pass, edge by edge, the better of parallels."""
    network, weights, governing_sets = (
        scenario.network,
        scenario.weights,
        scenario.network.governing_sets,
    )
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(network.nodes.lon)))
    for k in range(len(network.edges.tail)):
        governing = network.pieces.governing[network.edges.piece[k]]
        rows = range(governing_sets.indptr[governing], governing_sets.indptr[governing + 1])
        needed = [
            governing_sets.subject[r] for r in rows if not weights.governing_sets.superseded[r]
        ]
        ends = int(network.edges.tail[k]), int(network.edges.head[k])
        known = graph.get_edge_data(*ends, {"cost": np.inf})["cost"]
        if weights.cost[k] < known and all(opened[s] for s in needed):
            graph.add_edge(*ends, cost=weights.cost[k], seconds=weights.seconds[k])
    return graph


def seconds_from(graph, hub, goals):
    """Seconds along the way that costs least."""
    ways = nx.single_source_dijkstra_path(graph, hub, weight="cost")
    return [
        nx.path_weight(graph, ways[goal], "seconds") if goal in ways else np.inf for goal in goals
    ]


# --- by hand ------------------------------------------------------------------------------


def test_a_gate_that_is_mostly_open_costs_the_detour_now_and_then():
    found = arrival(ROUND, {"gateway.G": "open"})
    assert (found.seconds / 60).round(3).tolist() == [STRAIGHT, DETOUR]
    assert found.chance == pytest.approx([CHANCE, 1.0])
    assert [found.minutes(share) for share in (0.5, 0.9, 0.95)] == [STRAIGHT, STRAIGHT, DETOUR]


def test_a_gate_that_is_mostly_closed_is_no_plan():
    found = arrival(ROUND, {"gateway.G": "closed"})
    assert found.chance == pytest.approx([1 - CHANCE, 1.0])
    assert [found.minutes(share) for share in (0.1, 0.5, 0.9)] == [STRAIGHT, DETOUR, DETOUR]


def test_the_chance_of_being_there_within_a_time():
    found = arrival(ROUND, {"gateway.G": "open"})
    assert found.within(STRAIGHT * 60 - 1) == 0
    assert found.within(STRAIGHT * 60 + 1) == pytest.approx(CHANCE)
    assert found.within(DETOUR * 60 + 1) == pytest.approx(1.0)


def test_minutes_are_those_of_the_worlds_that_have_a_way():
    found = arrival(World("1--a--G--b--2", kinds={"1": "port"}))
    assert found.probability == RULES.prior_open
    assert found.minutes(0.9) == STRAIGHT


def test_where_there_is_never_a_way_there_are_no_minutes():
    found = arrival(World("1--a--b   c--d--2", kinds={"1": "port"}))
    assert (found.probability, found.minutes(0.5), found.within(1e9)) == (0, None, 0)


def test_who_starts_in_a_closed_quarter_goes_nowhere():
    world = World("1--a-----b--2", areas="mmmm.........", kinds={"1": "port"})
    found = arrival(world, {"area.m": "open"})
    assert found.probability == pytest.approx(CHANCE)
    assert found.minutes(0.9) == STRAIGHT


def test_a_delay_at_an_open_gate_counts_and_may_be_worth_a_detour():
    found = arrival(ROUND, {"gateway.G": "open delay 10"})
    assert {found.minutes(share) for share in (0.05, 0.5, 1.0)} == {DETOUR}
    found = arrival(World("1--a--G--b--2", kinds={"1": "port"}), {"gateway.G": "open delay 10"})
    assert found.minutes(0.5) == STRAIGHT + 10


def test_one_way_may_lead_out_of_a_quarter_and_back_into_it():
    """Inside m there is only the long way; out by G and back in is shorter, where G is open."""
    world = World(
        """
        1--a--G--b--2
           |     |
           c-----d
        """,
        areas="""
        mmmmm...mmmmmm
        mmmm.....mmmmm
        mmmmmmmmmmmmmm
        """,
        kinds={"1": "port"},
    )
    found = arrival(world, {"area.m": "open", "gateway.G": "closed"})
    assert (found.seconds / 60).round(3).tolist() == [STRAIGHT, DETOUR]
    assert found.chance == pytest.approx([CHANCE * (1 - CHANCE), CHANCE])


def test_a_quarter_at_the_end_of_a_road_is_on_no_way():
    world = World("1--a--2--b-----c", areas="...........mmmmmm", kinds={"1": "port"})
    found = arrival(world, {"area.m": "open"})
    assert (found.probability, found.minutes(0.9)) == (1.0, 1.2)


# --- against independent answers -----------------------------------------------------------


@settings(deadline=None, max_examples=25)
@given(STATES, st.sets(st.integers(0, DRAWS - 1), min_size=4, max_size=4))
def test_a_draw_takes_as_long_as_in_a_full_search(said, draws):
    scenario = scenario_of(said)
    odds = Odds(scenario)
    hub, *goals = nodes(scenario, "1", "2", "3", "4", "5")
    journeys = Journeys.of(odds, [hub], goals)
    partition = journeys.partition
    start, ends = partition.terminal(hub), [partition.terminal(goal) for goal in goals]
    steps = in_sets(partition, odds.drawn, start)
    compiled = one_by_one(partition, odds.drawn, start, ends)
    for draw in sorted(draws):
        opened = scenario.passability.probability >= 1
        for row, samples in odds.drawn.open.items():
            opened[row] = bool(samples >> draw & 1)
        expected = seconds_from(graph_of(scenario, opened), hub, goals)
        for end, column, one in zip(ends, compiled, expected, strict=True):
            own = [s for s, samples in steps[end] if samples >> draw & 1] if end >= 0 else []
            assert (own or [np.inf]) == pytest.approx([one], abs=1e-6)
            assert column[draw] == pytest.approx(one, abs=1e-6)


@settings(deadline=None, max_examples=40)
@given(STATES)
def test_one_search_for_all_worlds_is_one_for_each(said):
    scenario = scenario_of(said)
    odds = Odds(scenario)
    hub, *goals = nodes(scenario, "5", "1", "2", "3", "4")
    partition = Journeys.of(odds, [hub], goals).partition
    start, ends = partition.terminal(hub), [partition.terminal(goal) for goal in goals]
    steps = in_sets(partition, odds.drawn, start)
    for end, column in zip(ends, one_by_one(partition, odds.drawn, start, ends), strict=True):
        spread = np.full(DRAWS, np.inf)
        for seconds, samples in steps[end] if end >= 0 else ():
            flags = flags_of(samples, DRAWS)
            assert not np.isfinite(spread[flags]).any()
            spread[flags] = seconds
        assert spread == pytest.approx(column, abs=1e-9)


@settings(deadline=None, max_examples=15)
@given(STATES)
def test_where_steps_are_too_many_each_state_tells_the_same(said):
    odds = Odds(scenario_of(said))
    hub, *goals = nodes(odds.scenario, "1", "2", "3", "4", "5")
    journeys = Journeys.of(odds, [hub], [*goals, -1])
    expected = journeys.arrivals(hub)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("potay.access.arrivals.arrivals.MOST_STEPS", 0)
        assert in_sets(journeys.partition, journeys.samples, 0) is None
        found = journeys.arrivals(hub)
    for one, other in zip(found, expected, strict=True):
        assert one.probability == pytest.approx(other.probability, abs=1e-9)
        for share in (0.1, 0.5, 0.9, 1.0):
            assert one.minutes(share) == other.minutes(share)


@settings(deadline=None, max_examples=5)
@given(STATES)
def test_where_cells_are_too_many_all_edges_tell_the_same(said):
    odds = Odds(scenario_of(said))
    hub, *goals = nodes(odds.scenario, "1", "2", "3", "4", "5")
    goals.append(-1)
    partition = Journeys.of(odds, [hub], goals).partition
    few = odds.drawn.first(64)
    ends = [partition.terminal(goal) for goal in goals]
    expected = one_by_one(partition, few, partition.terminal(hub), ends)
    assert edge_by_edge(odds, few, hub, goals) == pytest.approx(np.array(expected), abs=1e-6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("potay.access.arrivals.partition.MOST_ENTRIES", 0)
        patch.setattr("potay.access.arrivals.arrivals.FEW", 64)
        found = Journeys.of(odds, [hub], goals).arrivals(hub)
    for one, column in zip(found, expected, strict=True):
        assert one.probability == pytest.approx(np.isfinite(column).mean())
        assert one.seconds == pytest.approx(np.sort(column[np.isfinite(column)]), abs=1e-6)


@settings(deadline=None, max_examples=15)
@given(STATES)
def test_a_district_is_the_same_cut_out_or_with_all_else_closed(said):
    odds = Odds(scenario_of(said))
    hub, *goals = nodes(odds.scenario, "1", "2", "3", "4", "5")
    cut_out = partition_of(odds, [hub], goals)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("potay.access.arrivals.partition.SMALL", 0)
        closed_off = partition_of(odds, [hub], goals)
    assert closed_off.cost == pytest.approx(cut_out.cost, abs=1e-9)
    assert closed_off.seconds == pytest.approx(cut_out.seconds, abs=1e-9)


# --- laws ---------------------------------------------------------------------------------


@settings(deadline=None, max_examples=50)
@given(STATES)
def test_one_arrives_in_the_end_with_the_chance_of_a_way(said):
    scenario = scenario_of(said)
    odds = Odds(scenario)
    hub, *goals = nodes(scenario, "1", "2", "3", "4", "5")
    arrivals = Journeys.of(odds, [hub], goals).arrivals(hub)
    for found, chance in zip(arrivals, chances(odds, hub, goals), strict=True):
        assert found.probability == pytest.approx(chance.probability, abs=1e-9)
        assert (np.diff(found.seconds) >= 0).all()
        assert (np.diff(found.chance) >= 0).all()


@pytest.mark.parametrize("reading", ["open", "worst", "presumed", "best", "free"])
@settings(deadline=None, max_examples=25)
@given(said=STATES)
def test_with_certain_subjects_the_minutes_are_those_of_the_reading(reading, said):
    """Every subject up to the reading's level surely open, all others surely closed."""
    scenario = scenario_of(said)
    sure = (scenario.passability.level <= READINGS[reading]).astype(float)
    certain = replace(scenario, passability=replace(scenario.passability, probability=sure))
    hub, *goals = nodes(scenario, "1", "2", "3", "4", "5")
    arrivals = Journeys.of(Odds(certain), [hub], goals).arrivals(hub)
    told = Readings(scenario).between(hub, goals)[reading]
    if reading == "free":  # *free* leaves out delays, which an arrival has
        assert [one.probability for one in arrivals] == [float(told.meets(r)) for r in range(4)]
        return
    for share in (0.1, 0.5, 0.9):
        found = [one.minutes(share) for one in arrivals]
        assert found == [
            None if one is None else pytest.approx(one, abs=0.011)
            for one in map(told.minutes, range(4))
        ]


@settings(deadline=None, max_examples=50)
@given(STATES, st.sampled_from(SUBJECTS), st.floats(0, 4000))
def test_closing_never_adds_to_the_chance_of_being_there_within_a_time(said, name, seconds):
    """Only where the mover always takes the quickest way: else a closure may be to its good."""
    quick = UNEVEN.model_copy(update={"restricted_penalty": 1.0})

    def table(word):
        told = state({k: v for k, v in said.items() if v})
        scenario = make_scenario(NETWORK, told, CAR, quick, {name: word} if word else {})
        hub, *goals = nodes(scenario, "1", "2", "3", "4", "5")
        found = Journeys.of(Odds(scenario), [hub], goals).arrivals(hub)
        return np.array([one.within(seconds) for one in found])

    assert (table("closed") <= table("") + 1e-9).all()


@given(st.lists(st.floats(1, 100), min_size=1, max_size=9), st.floats(0.01, 1))
def test_minutes_of_a_share_are_the_least_that_are_enough(times, share):
    order = np.sort(np.array(times))
    found = Arrival(order, np.cumsum(np.full(len(order), 0.5 / len(order))))
    enough = [t for t in order if found.within(t) >= found.probability * share - 1e-9]
    assert found.minutes(share) == round(float(min(enough)) / 60, 2)
