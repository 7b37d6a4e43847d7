"""`python tests/benchmarks/draws.py --size s|m|l`: how many draws per second, on one core.

300 uncertain gateways on any roads, 300 on main roads, and 200 uncertain quarters of 500, on a
road-like network: boiling it down once, then for one hub and 2,000 nodes whether, and in what
time, each is reached in every draw. The comparison is one full search per draw over all edges;
the first draws are compared node by node, and a difference ends the run.
"""

import argparse
import time

import geopandas as gpd
import numpy as np
import pandas as pd
import roadlike
import shapely
from peak import peak
from run import CAR, NOON, RULES

from potay.access.arrivals.arrivals import Journeys, in_sets, one_by_one
from potay.access.chance.odds import Odds
from potay.access.chance.quotient import between
from potay.access.chance.sampled import Samples, flags_of, reach
from potay.built import Aspect, State, SubjectState
from potay.network import Material, Network, Scenario, compile_network, make_scenario
from potay.search.engine import grow

GATEWAYS, AREAS, SITES, CHECKED = 300, 200, 2_000, 16


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(roadlike.SIZES), default="s")
    parser.add_argument("--only", choices=["gateways", "main", "quarters"])
    asked = parser.parse_args()
    roads = roadlike.road_frame(roadlike.SIZES[asked.size])
    cases = {
        "gateways": lambda: {"gateways": gateway_frame(roads)},
        "main": lambda: {"gateways": gateway_frame(roads[roads["class"] == "primary"])},
        "quarters": lambda: {"areas": roadlike.area_frame().sample(AREAS, random_state=1)},
    }
    for name, more in cases.items():
        if asked.only in (None, name):
            begun = time.process_time()
            network = compile_network(Material(roads=roads, **more()), RULES)
            print(f"\n{name}: {len(network.edges.head):,} edges, compiled in"
                  f" {time.process_time() - begun:.1f} s", flush=True)  # fmt: skip
            measure(make_scenario(network, state_of(network), CAR, RULES))


def state_of(network: Network) -> State:
    """Nobody reports on gateways; quarters are reported open, with a chance of 0.85."""
    opened = Aspect("open", "claim", reliability=3, age_days=1, probability=0.85)
    keys = [("area", str(one)) for one in network.subjects.id[network.subjects.type == "area"]]
    subjects = {key: SubjectState(key, status=opened) for key in keys}
    return State(NOON, subjects, pd.DataFrame({"kind": [], "coalition": []}), pd.DataFrame())


def gateway_frame(roads: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Gateways half way along roads drawn at random."""
    chosen = roads.geometry.iloc[np.random.default_rng(3).choice(len(roads), GATEWAYS, False)]
    points = shapely.line_interpolate_point(chosen.to_numpy(), 0.5, normalized=True)
    index = [f"g{row:03d}" for row in range(GATEWAYS)]
    columns = {"name": index, "corridor": "", "kind": ""}
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326", index=index)


def measure(scenario: Scenario) -> None:
    """Time one hub; compare the first draws with full searches."""
    rng = np.random.default_rng(1)
    nodes = np.flatnonzero(scenario.network.nodes.component == 0)
    hub, sites = int(rng.choice(nodes)), rng.choice(nodes, SITES)
    grow(scenario.network.edges, scenario.weights.cost, hub)  # compiled before anything is timed
    odds = Odds(scenario)
    reached = whether(odds, hub, sites)
    seconds = when(odds, hub, sites)
    assert (np.isfinite(seconds) == reached).all(), "a way without a time"
    rates, errors = [], []
    for draw in range(CHECKED):
        found, took = full(odds, draw, hub)
        met = reached[:, draw]
        assert (np.isfinite(found[sites]) == met).all(), f"draw {draw} differs"
        errors.append(np.abs(found[sites[met]] - seconds[met, draw]).max(initial=0.0))
        rates.append(1 / took)
    assert max(errors) < 1e-6, f"times differ by {max(errors)} s"
    held = peak()
    print(f"  one full search per draw: {np.median(rates):,.1f} per second; {CHECKED} draws equal,"
          f" times to {max(errors):.0e} s; peak {held:.0f} MiB", flush=True)  # fmt: skip


def whether(odds: Odds, hub: int, sites: np.ndarray) -> np.ndarray:
    """Whether each site is reached in each draw."""
    clock = time.process_time
    begun = clock()
    quotient = odds.quotient
    boiled = clock()
    samples = odds.drawn
    drawn = clock()
    start, targets = odds.vertex(hub), quotient.vertex[sites].tolist()
    small = between(quotient, [start], targets)
    met = reach(small, samples, start)
    done = clock()
    print(
        f"  {odds.uncertain.sum()} uncertain; {quotient.count:,} vertices, {len(small.head):,} arcs"
        f" in {boiled - begun:.2f} s; {samples.count:,} draws in {drawn - boiled:.2f} s"
    )
    print(
        f"  reached in every draw: {done - drawn:.3f} s CPU per hub, "
        f"{samples.count / (done - drawn):,.0f} (draw, hub) per second"
    )
    return np.array([flags_of(met[target], samples.count) for target in targets])


def when(odds: Odds, hub: int, sites: np.ndarray) -> np.ndarray:
    """Seconds to each site in each draw."""
    clock = time.process_time
    begun = clock()
    journeys = Journeys.of(odds, [hub], sites.tolist())
    ready = clock()
    partition = journeys.partition
    start, goals = partition.terminal(hub), [partition.terminal(site) for site in sites.tolist()]
    one_by_one(partition, Samples(1, dict.fromkeys(odds.drawn.open, 1)), start, goals)  # compiled
    begun_draws = clock()
    seconds = np.array(one_by_one(partition, odds.drawn, start, goals))
    done = clock()
    steps = in_sets(partition, odds.drawn, start)
    at_once = clock()
    print(
        f"  {partition.layout.count:,} cells, {len(partition.row):,} ways in, in"
        f" {ready - begun:.2f} s; tables {partition.cost.nbytes / 1e6:.0f} MB\n"
        f"  times draw by draw: {done - begun_draws:.3f} s CPU per hub, "
        f"{odds.drawn.count / (done - begun_draws):,.0f} (draw, hub) per second",
        flush=True,
    )
    if steps is None:
        print(f"  times at once: given up after {at_once - done:.2f} s")
        return seconds
    print(
        f"  times at once: {at_once - done:.3f} s CPU per hub, "
        f"{odds.drawn.count / (at_once - done):,.0f} (draw, hub) per second"
    )
    for goal, column in zip(goals, seconds, strict=True):
        own = np.full(len(column), np.inf)
        for time_s, samples in steps[goal]:
            own[flags_of(samples, len(column))] = time_s
        assert np.allclose(own, column, rtol=0, atol=1e-6), "the two searches differ"
    return seconds


def full(odds: Odds, draw: int, hub: int) -> tuple[np.ndarray, float]:
    """Seconds to all nodes in one draw, edge by edge, and the seconds it took."""
    begun = time.process_time()
    scenario, network = odds.scenario, odds.scenario.network
    governing_sets = network.governing_sets
    opened = np.ones(len(network.subjects.id), np.bool_)
    for row, samples in odds.drawn.open.items():
        opened[row] = samples >> draw & 1
    owner = np.repeat(np.arange(governing_sets.count), np.diff(governing_sets.indptr))
    shut = np.zeros(governing_sets.count, np.bool_)
    shut[owner[~opened[governing_sets.subject] & ~scenario.weights.governing_sets.superseded]] = (
        True
    )
    cost = np.where(network.runs.spread(shut), np.inf, scenario.weights.seconds)
    return grow(network.edges, cost, hub).cost, time.process_time() - begun


if __name__ == "__main__":
    main()
