"""What gateways and obstacles govern on the ground."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from asciiworld import CELL_M, RULES, World, at, frame

from potay.network import Material, compile_network

M = 1 / CELL_M  # one metre, in cells


def material(lines, gates=None, obstacles=None, areas=None, **traits):
    rows = {road: {"class": "primary", **traits.get(road, {})} for road in lines}
    shapes = {road: drawn(*line) for road, line in lines.items()}
    return Material(
        roads=frame(rows, shapes),
        areas=areas,
        gateways=gates and frame({g: row for g, (row, _) in gates.items()},
                                 {g: at(*place) for g, (_, place) in gates.items()}),
        obstacles=obstacles,
    )  # fmt: skip


def drawn(*points):
    return shapely.LineString([at(*point) for point in points])


def governed(made, subject="gateway.G"):
    """Metres of each road that a subject governs."""
    network = compile_network(made, RULES)
    subjects, pieces, governing_sets = network.subjects, network.pieces, network.governing_sets
    (row,) = [r for r in range(len(subjects.id)) if ".".join(subjects.key(r)) == subject]
    owner = np.repeat(np.arange(governing_sets.count), np.diff(governing_sets.indptr))
    own = np.isin(pieces.governing, owner[governing_sets.subject == row]) & (pieces.kind == 0)
    found = {}
    for piece in np.flatnonzero(own):
        road = str(network.roads.id[pieces.owner[piece]])
        found[road] = found.get(road, 0) + float(pieces.metres[piece])
    return {road: round(metres) for road, metres in sorted(found.items())}


GATE = {"G": ({"corridor": ""}, (0, 5))}
RN9 = {"corridor": "rn9"}


def test_a_gateway_reaches_fifty_metres_along_its_road():
    assert governed(material({"r": [(0, 0), (0, 10)]}, GATE)) == {"r": 100}


def test_its_reach_goes_on_where_the_road_goes_on():
    lines = {"r": [(0, 0), (0, 5 + 20 * M)], "s": [(0, 5 + 20 * M), (0, 10)]}
    assert governed(material(lines, GATE)) == {"r": 70, "s": 30}


def test_its_reach_goes_on_under_one_name_past_a_side_street():
    lines = {"r": [(0, 0), (0, 5 + 20 * M)], "s": [(0, 5 + 20 * M), (0, 10)],
             "side": [(0, 5 + 20 * M), (5, 5)]}  # fmt: skip
    assert governed(material(lines, GATE, r=RN9, s=RN9)) == {"r": 70, "s": 30}
    # Nameless roads do not tell which of them goes on: the reach ends at the junction.
    assert governed(material(lines, GATE)) == {"r": 70}


def test_both_carriageways_of_a_divided_road_pass_the_gateway():
    lines = {"out": [(0, 0), (0, 10)], "back": [(15 * M, 0), (15 * M, 10)]}
    assert governed(material(lines, GATE, out=RN9, back=RN9)) == {"back": 100, "out": 100}
    assert governed(material(lines, GATE, out=RN9)) == {"out": 100}


def test_the_same_road_drawn_twice_does_not_lead_round_the_gateway():
    lines = {"r": [(0, 0), (0, 10)], "twin": [(2 * M, 0), (2 * M, 10)]}
    assert governed(material(lines, GATE)) == {"r": 100, "twin": 100}


def test_a_gateway_of_a_corridor_governs_all_of_it_in_its_area():
    area = frame(
        {"m": {"name": "Area"}}, {"m": shapely.box(*at(2, 3).coords[0], *at(-2, 7).coords[0])}
    )
    lines = {"r": [(0, 0), (0, 10)], "other": [(1, 0), (1, 10)]}
    gates = {"G": (RN9, (0, 5))}
    made = material(lines, gates, areas=area, r=RN9)
    assert governed(made) == {"r": round(4 * CELL_M)}
    assert governed(made, "area.m") == {"other": round(4 * CELL_M), "r": round(4 * CELL_M)}
    assert governed(replace(made, areas=None)) == {"r": 100}


def test_a_delay_falls_on_the_two_pieces_at_the_gateway():
    network = compile_network(material({"r": [(0, 0), (0, 10)]}, GATE), RULES)
    assert sorted(network.governing_sets.share.tolist()) == [0.5]
    assert (network.pieces.governing == 1).sum() == 2


def obstacle(kind, *points):
    shape = at(*points[0]) if len(points) == 1 else drawn(*points)
    return frame({"O": {"kind": kind, "name": "O"}}, {"O": shape})


def test_a_point_obstacle_is_met_like_a_gateway():
    made = material({"r": [(0, 0), (0, 10)]}, obstacles=obstacle("barricade", (0, 5)))
    assert governed(made, "obstacle.O") == {"r": 100}


def test_a_line_obstacle_covers_the_road_along_it_and_not_the_one_it_crosses():
    lines = {"r": [(0, 0), (0, 10)], "across": [(-3, 5), (3, 5)]}
    made = material(lines, obstacles=obstacle("flood", (0, 3), (0, 7)))
    covered = governed(made, "obstacle.O")
    assert set(covered) == {"r"}
    assert covered["r"] == pytest.approx(4 * CELL_M + 30, abs=2)


def test_a_short_line_across_a_road_is_a_point_on_it():
    made = material(
        {"r": [(0, 0), (0, 10)]}, obstacles=obstacle("barricade", (-20 * M, 5), (20 * M, 5))
    )
    assert governed(made, "obstacle.O") == {"r": 100}


def test_a_bridge_is_not_flooded():
    lines = {"r": [(0, 0), (0, 4)], "bridge": [(0, 4), (0, 6)], "s": [(0, 6), (0, 10)]}
    bridge = {"bridge": {"bridge": True, "layer": 1}}
    flood = material(lines, obstacles=obstacle("flooded", (0, 3), (0, 7)), **bridge)
    assert set(governed(flood, "obstacle.O")) == {"r", "s"}
    mines = material(lines, obstacles=obstacle("mines_uxo", (0, 3), (0, 7)), **bridge)
    assert set(governed(mines, "obstacle.O")) == {"bridge", "r", "s"}


def test_the_connector_of_a_port_is_governed_by_port_and_quarter():
    world = World("a----b\n 1    ", areas="......\nmmm...", kinds={"1": "port"})
    network = world.network()
    (connector,) = np.flatnonzero(network.pieces.kind == 2)
    rows = network.governing_subjects(int(network.pieces.governing[connector]))
    assert [network.subjects.key(row) for row in rows] == [("area", "m"), ("infrastructure", "1")]
