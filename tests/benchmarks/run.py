"""`make bench SIZE=s|m|l`: one interleaved run, ratios against other libraries, answers compared.

Rounds go through all engines in turn, so that whatever else the machine does falls on all of
them alike: read the ratios, not the seconds. An answer that differs ends the run with an error.
"""

import argparse
import gc
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import datetime
from importlib import resources
from pathlib import Path
from statistics import median

import geopandas as gpd
import numpy as np
import pandas as pd
import peers
import shapely
from extract import extract
from nets import Net, largest_part, nets
from peak import peak

from potay.arrays import ranges
from potay.built import Aspect, State, SubjectState
from potay.geo import distances_m
from potay.network import Network, make_scenario
from potay.network.borders import stretches_inside
from potay.network.cache import read_network, write_network
from potay.network.lines import DECIMALS, Plane, lines_of
from potay.spec import Mover, Rules

HUBS, SITES = 20, 2_000
TEXT = resources.files("potay.spec").joinpath("defaults.toml").read_text(encoding="utf-8")
RULES = Rules(**tomllib.loads(TEXT)["rules"])
CAR = Mover(name="car", title="Car", organisation="un", vehicle_class=3, weight_t=2, height_m=2,
            default_speed_kmh=30, speeds_kmh={"primary": 50}, unpaved_factor=1.0)  # fmt: skip
NOON = datetime.fromisoformat("2024-01-05T12:00:00-05:00")


def main() -> None:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=["s", "m", "l"], default="s")
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--answer", type=Path, help="only load this network and answer")
    asked = parser.parse_args()
    if asked.answer:
        print(_answer_from_file(asked.answer))
        return
    rounds = asked.rounds or (2 if asked.size == "l" else 5)
    for net in nets(asked.size, RULES):
        edges = len(net.network.edges.head)
        print(f"\n{net.name}: {edges:,} directed edges, compiled in {net.seconds:.1f} s"
              f" (peak so far {peak():.0f} MB)", flush=True)  # fmt: skip
        matrix(net.network, rounds)
        if net.material.areas is not None:
            reweigh(net.network)
            overlay(net.material.roads, net.material.areas, 1 if asked.size == "l" else 3)
            memory(net)
    if asked.size != "l":
        extract(asked.size, RULES)


def matrix(network: Network, rounds: int) -> None:
    """20 hubs × 2,000 sites: time of potay against that of each peer, round by round."""
    rng = np.random.default_rng(1)
    nodes = largest_part(network)
    scenario = make_scenario(network, _state({}), CAR, RULES)
    hubs = rng.choice(nodes, min(HUBS, len(nodes)), replace=False)
    sites = np.unique(rng.choice(nodes, min(SITES, len(nodes))))
    asked = peers.Question(scenario, hubs, sites)
    peers.potay(asked)  # loads what is compiled
    found = peers.ready(asked)
    answers = {peer.name: peer.ask() for peer in found}
    _compare(answers)
    wall: dict[str, list[float]] = {peer.name: [] for peer in found}
    cores: dict[str, list[float]] = {peer.name: [] for peer in found}
    for _ in range(rounds):
        for peer in found:
            seconds, processor = _steady(peer.ask)
            wall[peer.name].append(seconds * peer.scale)
            cores[peer.name].append(processor * peer.scale)
    print(f"  {len(hubs)} hubs x {len(sites)} sites; the peer's time over potay's, median round:")
    own = found[0]
    for peer in found:
        anew = [t + peer.build_s for t in wall[peer.name]]
        ours = [t + own.build_s for t in wall[own.name]]
        part = f"  (from {peer.hubs} hubs)" if peer.scale > 1 else ""
        print(f"    {peer.name:10s} {median(wall[peer.name]):8.3f} s"
              f"   wall {_ratio(wall[peer.name], wall['potay']):6.2f} x"
              f"   processor {_ratio(cores[peer.name], cores['potay']):6.2f} x"
              f"   rebuilt for new costs {_ratio(anew, wall['potay']):6.1f} x"
              f"   both from nothing {_ratio(anew, ours):6.1f} x{part}",
              flush=True)  # fmt: skip
    every = _steady(peers.all_readings(asked))[0]
    print(f"    five readings with seconds and metres: {every:.3f} s", flush=True)


def _ratio(theirs: list[float], own: list[float]) -> float:
    return median(t / o for t, o in zip(theirs, own, strict=True))


def _compare(answers: dict[str, np.ndarray]) -> None:
    own = answers["potay"]
    for name, theirs in answers.items():
        mine = own[: len(theirs)]
        if name == "pandana":  # rounds to thousandths and answers 4294967.295 for "no way"
            theirs = np.where(theirs > 4e6, np.inf, theirs)
            same = np.isclose(mine, theirs, rtol=1e-3, atol=1.0)
            print(f"    pandana agrees within 0.1 % or 1 s on {same.mean():.2%} of pairs")
        elif not np.allclose(mine, theirs, rtol=1e-9, atol=1e-9):
            sys.exit(f"{name} and potay give different costs")


def reweigh(network: Network) -> None:
    """Another state on the same network, with what costs time besides: delays and road claims."""
    named = {
        kind: network.subjects.id[network.subjects.type == kind].tolist()
        for kind in ("area", "gateway")
    }
    rng = np.random.default_rng(2)
    named["road"] = network.roads.id[rng.choice(len(network.roads.id), 1500)].tolist()
    closed = [_said("area", named["area"][row::5], "closed") for row in range(5)]
    late = [_said("gateway", named["gateway"], "open", 10.0 + row) for row in range(5)]
    slow = [_said("area", named["area"][row::5], "open", 5.0) for row in range(5)]
    roads = [_said("road", named["road"][row::5], "closed") for row in range(5)]
    cases = {
        "a fifth of the areas closed": closed,
        "and 300 gateways with delays": [a | b for a, b in zip(closed, late, strict=True)],
        "and claims about 300 roads": [a | b for a, b in zip(closed, roads, strict=True)],
        "and both": [a | b | c for a, b, c in zip(closed, late, roads, strict=True)],
        "delays in a fifth of the areas": slow,
    }
    print("  another state, all edges weighed anew (wall and processor, median of 20):")
    for name, said in cases.items():
        states = [_state(subjects) for subjects in said]
        scenario = make_scenario(network, states[0], CAR, RULES)
        scenario.in_state(states[1])
        wall, cores = [], []
        for state in states * 4:
            begun = time.process_time()
            wall.append(_timed(lambda state=state, scenario=scenario: scenario.in_state(state)))
            cores.append(time.process_time() - begun)
        print(f"    {name:32s} {median(wall) * 1e3:5.1f} ms {median(cores) * 1e3:5.1f} ms",
              flush=True)  # fmt: skip


def overlay(roads: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, rounds: int) -> None:
    """Roads split by 500 areas, against geopandas.overlay; the lengths inside must be equal.

    Both begin with shapes and end with one shape per road and area. potay measures all roads on
    the ellipsoid on its way, which geopandas.overlay does not: what that took is told apart.
    To compare what can be compared, roads that meet themselves are left out (an intersection
    drops what is drawn twice), and the 5 cm within which a road along a border belongs to the
    areas on both sides are set to nothing.
    """
    roads, areas = _rounded(roads), _rounded(areas)
    roads = roads[roads.is_simple]
    shapes = roads.geometry.to_numpy()
    lines = lines_of(shapes)
    first = np.setdiff1d(np.arange(len(lines.lonlat)), lines.start[1:] - 1)
    steps = (*lines.lonlat[first].T, *lines.lonlat[first + 1].T)
    times: dict[str, list[float]] = {"lengths": [], "potay": [], "overlay": []}
    for _ in range(rounds):
        begun = time.process_time()
        distances_m(*steps)
        times["lengths"].append(time.process_time() - begun)
        begun = time.process_time()
        parts = _split(shapes, areas.geometry.to_numpy())
        times["potay"].append(time.process_time() - begun)
        begun = time.process_time()
        cut = gpd.overlay(roads[["geometry"]], areas[["geometry"]], keep_geom_type=True)
        times["overlay"].append(time.process_time() - begun)
    own, theirs, whole = (_length(each, lines.plane) for each in (parts, cut.geometry, shapes))
    split_s = [t - m for t, m in zip(times["potay"], times["lengths"], strict=True)]
    print(f"  split of {len(shapes):,} roads by {len(areas)} areas: processor"
          f" {median(split_s):.2f} s ({len(parts):,} parts), geopandas.overlay"
          f" {_ratio(times['overlay'], split_s):.1f} x; with all lengths on the ellipsoid"
          f" {median(times['potay']):.2f} s, {_ratio(times['overlay'], times['potay']):.1f} x;"
          f" length inside differs by {abs(own - theirs) / whole:.1e}", flush=True)  # fmt: skip
    if abs(own - theirs) > 1e-9 * whole:
        sys.exit("the lengths inside areas differ")


def _rounded(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Coordinates rounded as the compiler rounds them, so that both split the same lines."""
    shapes = shapely.transform(frame.geometry.to_numpy(), lambda xy: np.round(xy, DECIMALS))
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


def _split(roads: np.ndarray, areas: np.ndarray) -> np.ndarray:
    """The parts of roads inside areas, in degrees; a road that is whole inside is its own part."""
    lines = lines_of(roads)
    inside = stretches_inside(lines, lines.plane.shapes(areas), along_m=0.0)
    line = lines.line_at(inside.begin)
    parts = roads[line]
    cut = np.flatnonzero(
        (inside.begin > lines.first_mark[line]) | (inside.end < lines.last_mark[line])
    )
    begin, end = inside.begin[cut], inside.end[cut]
    first, last = np.searchsorted(lines.mark, begin, "right"), np.searchsorted(lines.mark, end)
    row, vertex = ranges(first, last)
    owner = np.concatenate([np.arange(len(cut)), row, np.arange(len(cut))])
    xy = np.concatenate([lines.lonlat_at(begin), lines.lonlat[vertex], lines.lonlat_at(end)])
    order = np.argsort(owner, kind="stable")
    parts[cut] = shapely.linestrings(xy[order], indices=owner[order])
    return parts


def _length(shapes: np.ndarray | gpd.GeoSeries, plane: Plane) -> float:
    return float(shapely.length(shapely.transform(np.asarray(shapes), plane.xy)).sum())


def memory(net: Net) -> None:
    """Two processes of their own: one that compiles the network from files, one that answers."""
    given = {"roads": net.material.roads, "areas": net.material.areas,
             "gateways": net.material.gateways}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in given.items():
            frame.to_parquet(Path(folder) / f"{name}.parquet")
        print(f"  a process that compiles it from files: {_child('alone.py', folder)}", flush=True)
        path = Path(folder) / "network.npz"
        write_network(net.network, path)
        print(f"  on disk {path.stat().st_size / 1e6:.0f} MB; a process that answers from it:"
              f" {_child('run.py', '--answer', str(path))}", flush=True)  # fmt: skip


def _child(script: str, *words: str) -> str:
    every = [sys.executable, str(Path(__file__).with_name(script)), *words]
    return subprocess.run(every, capture_output=True, text=True, check=True).stdout.strip()


def _answer_from_file(path: Path) -> str:
    network = read_network(path)
    rng = np.random.default_rng(1)
    nodes = largest_part(network)
    scenario = make_scenario(network, _state({}), CAR, RULES)
    question = peers.Question(scenario, rng.choice(nodes, HUBS), rng.choice(nodes, SITES))
    peers.potay(question)()
    return f"peak {peak():.0f} MiB"


def _state(subjects: dict[tuple[str, str], SubjectState]) -> State:
    claims = pd.DataFrame(
        {"subject": [name for _, name in subjects]},
        index=[known.status.claim_id for known in subjects.values()],
    )
    return State(NOON, subjects, pd.DataFrame({"kind": [], "coalition": []}), claims)


def _said(
    kind: str, names: list[str], status: str, delay_min: float = 0.0
) -> dict[tuple[str, str], SubjectState]:
    """What one claim each says of some subjects."""
    return {
        (kind, name): SubjectState(
            (kind, name),
            status=Aspect(status, "claim", f"c-{name}", reliability=3, probability=0.9),
            delay_min=delay_min,
        )
        for name in names
    }


def _steady(call) -> tuple[float, float]:
    """Wall and processor seconds of a call after one that warms up, the mean of those in 0.2 s.

    So that nobody pays for what the one before left in the caches or for its waste.
    """
    gc.collect()
    gc.disable()
    call()
    begun, busy, count = time.perf_counter(), time.process_time(), 0
    while count == 0 or time.perf_counter() - begun < 0.2:
        call()
        count += 1
    wall, cores = time.perf_counter() - begun, time.process_time() - busy
    gc.enable()
    return wall / count, cores / count


def _timed(call) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
