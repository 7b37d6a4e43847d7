"""`python tests/benchmarks/draws.py --size s|m|l`: how many draws per second, on one core.

300 uncertain gateways, and 200 uncertain quarters, on a road-like network: boiling it down once,
then whether 2,000 nodes are reached from a hub in every draw. The comparison is one full search
per draw (scipy, breadth first, edges taken out); the first draws are compared node by node.
"""

import argparse
import resource
import time

import geopandas as gpd
import numpy as np
import roadlike
import shapely
from run import CAR, RULES, _state
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from potay.access.chance import Odds
from potay.access.patches import between
from potay.access.worlds import reach
from potay.network import Material, Scenario, compile_network, make_scenario

GATEWAYS, AREAS, SITES, CHECKED = 300, 200, 2_000, 4


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(roadlike.SIZES), default="s")
    roads = roadlike.road_frame(roadlike.SIZES[parser.parse_args().size])
    for name, more in (("gateways", {"gateways": gateway_frame(roads)}),
                       ("quarters", {"areas": roadlike.area_frame()[:AREAS]})):  # fmt: skip
        begun = time.perf_counter()
        network = compile_network(Material(roads=roads, **more), RULES)
        print(f"\n{name}: {len(network.edges.head):,} edges, compiled in "
              f"{time.perf_counter() - begun:.1f} s", flush=True)  # fmt: skip
        measure(make_scenario(network, _state([]), CAR, RULES))


def gateway_frame(roads: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Gateways half way along roads drawn at random."""
    chosen = roads.geometry.iloc[np.random.default_rng(3).choice(len(roads), GATEWAYS, False)]
    points = shapely.line_interpolate_point(chosen.to_numpy(), 0.5, normalized=True)
    index = [f"g{row:03d}" for row in range(GATEWAYS)]
    columns = {"name": index, "corridor": "", "kind": ""}
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326", index=index)


def measure(scene: Scenario) -> None:
    """Time one hub; compare the first draws with full searches."""
    rng = np.random.default_rng(1)
    nodes = np.flatnonzero(scene.network.nodes.component == 0)
    hub, sites = int(rng.choice(nodes)), rng.choice(nodes, SITES)
    clock = time.process_time
    begun = clock()
    odds = Odds(scene)
    patches = odds.patches
    boiled = clock()
    worlds = odds.drawn
    drawn = clock()
    start, targets = odds.vertex(hub), patches.vertex[sites].tolist()
    small = between(patches, [start], targets)
    met = reach(small, worlds, start)
    done = clock()
    print(
        f"  {odds.uncertain.sum()} uncertain; {patches.count:,} patches, {len(small.head):,} steps"
        f" in {boiled - begun:.2f} s; {worlds.count:,} draws in {drawn - boiled:.2f} s"
    )
    print(
        f"  reached in every draw: {done - drawn:.3f} s CPU per hub, "
        f"{worlds.count / (done - drawn):,.0f} (draw, hub) per second"
    )
    full = [_full(scene, odds, draw, hub) for draw in range(CHECKED)]
    for draw, (found, _) in enumerate(full):
        bits = np.array([met[target] >> draw & 1 for target in targets], np.bool_)
        assert (bits == found[sites]).all(), f"draw {draw} differs"
    each = float(np.median([seconds for _, seconds in full]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  one full search per draw: {1 / each:,.1f} per second; equal on {CHECKED} draws;"
        f" peak {peak:.0f} MB",
        flush=True,
    )


def _full(scene: Scenario, odds: Odds, draw: int, hub: int) -> tuple[np.ndarray, float]:
    """Nodes met in one draw, edge by edge, and the seconds it took."""
    begun = time.process_time()
    network, combos = scene.network, scene.network.combos
    opened = np.ones(len(network.subjects.id), np.bool_)
    for row, worlds in odds.drawn.open.items():
        opened[row] = worlds >> draw & 1
    owner = np.repeat(np.arange(combos.count), np.diff(combos.indptr))
    shut = np.zeros(combos.count, np.bool_)
    shut[owner[~opened[combos.subject] & ~scene.weights.combos.superseded]] = True
    kept = np.isfinite(scene.weights.free_s) & ~shut[network.pieces.combo[network.edges.piece]]
    size = len(network.nodes.lon)
    indptr = np.concatenate([[0], np.cumsum(kept)])[network.edges.indptr]
    ones = np.ones(int(kept.sum()), np.int8)
    graph = csr_array((ones, network.edges.head[kept], indptr), shape=(size, size))
    met = np.zeros(size, np.bool_)
    met[breadth_first_order(graph, hub, return_predecessors=False)] = True
    return met, time.process_time() - begun


if __name__ == "__main__":
    main()
