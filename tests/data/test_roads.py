"""The road side of the bundled dataset: the drawn network and the points that stand on it."""

import csv
import hashlib
import importlib.util
import json
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import LineString, Point, box
from shapely.strtree import STRtree

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
SHARED = ROOT.parent / "shared" / "data"
NAMES = ("roads", "gateways", "links", "infrastructure", "obstacles")
TO_METRES = Transformer.from_crs(4326, 32618, always_xy=True)
CORRIDORS = (
    "rn1 rn2 rn3 rn4 rn8 r9 route-de-kenscoff laboule-12 saint-jude boulevard-dessalines "
    "boulevard-la-saline bicentenaire route-aeroport toussaint-louverture route-de-delmas "
    "route-de-freres lalue canape-vert nazon delmas-33 tabarre lilavois"
)
METRO = box(-72.45, 18.50, -72.215, 18.66)

needs_reference = pytest.mark.skipif(
    not (SHARED / "haiti-roads-2010").is_dir(), reason="the 2010 roads are not beside the checkout"
)
needs_communes = pytest.mark.skipif(
    not (SHARED / "haiti-admin").is_dir(), reason="the communes are not beside the checkout"
)


def load_script(path):
    spec = importlib.util.spec_from_file_location(f"authoring_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


draw = load_script(ROOT / "authoring" / "roads" / "draw.py")
checksums = load_script(ROOT / "authoring" / "checksums.py")


def in_metres(shape):
    return shapely.transform(
        shape, lambda xy: np.column_stack(TO_METRES.transform(xy[:, 0], xy[:, 1]))
    )


def read_rows(name):
    with (DATA / name / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def point_of(row):
    return in_metres(Point(float(row["lon"]), float(row["lat"])))


@pytest.fixture(scope="module")
def roads():
    features = json.loads((DATA / "roads" / "roads.geojson").read_text("utf-8"))["features"]
    return [(f["properties"], LineString(f["geometry"]["coordinates"])) for f in features]


@pytest.fixture(scope="module")
def metric(roads):
    return [in_metres(line) for _, line in roads]


def graph_of(roads, practicability=1, without=lambda properties: False):
    graph = nx.Graph()
    for properties, line in roads:
        if properties["practicability"] >= practicability and not without(properties):
            graph.add_edge(line.coords[0], line.coords[-1])
    return graph


def node_of(name):
    courses = [c for p in sorted(draw.HERE.glob("*.txt")) for c in draw.read_courses(p)]
    return draw.place_junctions(courses)[name]


# --- the network as drawn ---------------------------------------------------------------------


def test_the_committed_roads_are_what_the_script_draws():
    committed = (DATA / "roads" / "roads.geojson").read_bytes()
    assert draw.to_geojson(draw.draw()).encode() == committed


def test_the_network_is_large_and_one_connected_piece(roads):
    assert len(roads) >= 250
    assert nx.number_connected_components(graph_of(roads)) == 1


def test_ids_are_unique_and_every_piece_has_length(roads, metric):
    ids = [properties["id"] for properties, _ in roads]
    assert len(set(ids)) == len(ids)
    assert min(line.length for line in metric) > 20
    assert all(line.is_simple for line in metric)


def test_coordinates_have_five_decimals_at_most(roads):
    xy = shapely.get_coordinates([line for _, line in roads])
    assert np.array_equal(xy, xy.round(5))


def test_codes_are_those_of_the_field(roads):
    allowed = {
        "class": {"trunk", "primary", "secondary", "tertiary", "residential", "track", "path"},
        "surface": {"asphalt", "concrete", "gravel", "unpaved"},
        "oneway": {"no", "yes", "-1"},
        "bridge": {"no", "yes"},
        "tunnel": {"no", "yes"},
        "practicability": {1, 2, 3, 4, 5, 6},
        "ref": {"", "RN1", "RN2", "RN3", "RN4", "RN5", "RN6", "RN7", "RN8", "R9"},
        "corridor": {"", *CORRIDORS.split()},
    }
    for column, words in allowed.items():
        assert {properties[column] for properties, _ in roads} <= words, column
    assert {p["corridor"] for p, _ in roads} == allowed["corridor"]


def test_lines_meet_only_at_shared_ends_unless_a_layer_parts_them(roads):
    lines = [line for _, line in roads]
    hidden = []
    for i, j in STRtree(lines).query(lines, predicate="intersects").T:
        if i >= j or roads[i][0]["layer"] != roads[j][0]["layer"]:
            continue
        ends = shapely.boundary([lines[i], lines[j]])
        shared = ends[0].intersection(ends[1])
        if not lines[i].intersection(lines[j]).equals(shared):
            hidden.append((roads[i][0]["id"], roads[j][0]["id"]))
    assert hidden == []


def test_no_junction_lies_beside_a_line_it_does_not_end(roads, metric):
    nodes = list(graph_of(roads))
    points = [in_metres(Point(node)) for node in nodes]
    ends = [{line.coords[0], line.coords[-1]} for _, line in roads]
    beside = STRtree(metric).query(points, predicate="dwithin", distance=15).T
    assert [(nodes[i], roads[j][0]["id"]) for i, j in beside if nodes[i] not in ends[j]] == []


def test_pieces_of_the_metropolitan_area_are_short(roads, metric):
    long = [
        properties["id"]
        for (properties, line), measured in zip(roads, metric, strict=True)
        if METRO.contains(line) and measured.length > 3_300
    ]
    assert long == []


def test_bridges_carry_a_layer_and_a_limit_marked_assumed(roads):
    bridges = [properties for properties, _ in roads if properties["bridge"] == "yes"]
    assert len(bridges) >= 7
    assert all(b["layer"] == 1 and b["max_weight_t"] and "assumed" in b["note"] for b in bridges)


# --- what the network must say ------------------------------------------------------------------


@pytest.mark.parametrize("town", ["leogane", "jacmel", "les-cayes", "grand-goave"])
def test_trucks_reach_the_south_from_the_centre_by_rn2_alone(roads, town):
    start, end = node_of("centre-ville"), node_of(town)
    trucks = graph_of(roads, practicability=4)
    assert nx.has_path(trucks, start, end)
    cut = graph_of(roads, 4, without=lambda p: p["id"].startswith("rn2-martissant-06"))
    assert not (end in cut and nx.has_path(cut, start, end))


def test_light_vehicles_pass_laboule_and_motorcycles_saint_jude_when_martissant_is_cut(roads):
    start, end = node_of("centre-ville"), node_of("leogane")

    def passes(practicability, corridor_closed):
        closed = ("rn2-martissant-06",)
        graph = graph_of(
            roads,
            practicability,
            lambda p: p["id"] in closed or p["corridor"] == corridor_closed,
        )
        return nx.has_path(graph, start, end)

    assert passes(3, "saint-jude")
    assert not passes(3, "laboule-12")
    assert passes(2, "laboule-12")


def test_no_road_passes_round_canaan_to_the_north_within_the_capital(roads):
    cut = graph_of(roads, 4, without=lambda p: p["id"].startswith(("rn1-nord-01", "rn3-plaine-12")))
    assert not nx.has_path(cut, node_of("centre-ville"), node_of("cabaret"))


# --- the points -------------------------------------------------------------------------------


def test_gateways_stand_on_a_road_of_the_network(metric):
    rows = read_rows("gateways")
    network = shapely.union_all(metric)
    assert len(rows) >= 28
    assert [r["id"] for r in rows if point_of(r).distance(network) > 30] == []
    assert {r["status"] for r in rows} == {""}


def test_a_gateway_stands_on_the_corridor_it_names(roads, metric):
    wrong = []
    for row in filter(lambda row: row["corridor"], read_rows("gateways")):
        drawn = zip(roads, metric, strict=True)
        own = [line for (p, _), line in drawn if p["corridor"] == row["corridor"]]
        if min(point_of(row).distance(line) for line in own) > 30:
            wrong.append(row["id"])
    assert wrong == []


@pytest.mark.parametrize("name", NAMES[1:])
def test_rows_have_unique_ids_names_in_three_languages_and_a_source(name):
    rows = read_rows(name)
    assert len({row["id"] for row in rows}) == len(rows)
    wanted = ("id", "name", "name_fr", "name_ht", "source", "as_of")
    assert [row["id"] for row in rows if not all(row[column] for column in wanted)] == []


def test_links_join_known_places_and_say_how_they_were_timed():
    places = {row["id"] for row in read_rows("infrastructure")}
    for row in read_rows("links"):
        assert {row["from"], row["to"]} <= places, row["id"]
        assert row["id"].startswith(row["mode"]), row["id"]
        assert int(row["minutes"]) > 0, row["id"]
        assert "assumed" in row["note"], row["id"]


def test_infrastructure_never_looks_more_certain_than_it_is():
    rows = read_rows("infrastructure")
    assert len(rows) >= 45
    for row in rows:
        invented = "stands for no real place" in row["note"]
        assert ("(fictitious)" in row["name"]) == invented, row["id"]
        if row["kind"] in {"hospital", "clinic"}:
            assert row["sensitivity"] == "high", row["id"]
            assert row["id"] == "hueh" or int(row["accuracy_m"]) >= 1500, row["id"]


def test_transport_places_and_obstacles_stand_by_a_road(metric):
    network = shapely.union_all(metric)
    kinds = {"port", "airport", "fuel_terminal", "bridge"}
    rows = [row for row in read_rows("infrastructure") if row["kind"] in kinds]
    far = [r["id"] for r in rows + read_rows("obstacles") if point_of(r).distance(network) > 60]
    assert far == []


@pytest.mark.parametrize("name", NAMES)
def test_the_dataset_says_what_it_is_with_the_hash_of_its_file(name):
    spec = tomllib.loads((DATA / name / "dataset.toml").read_text("utf-8"))
    content = (DATA / name / spec["file"]).read_bytes()
    assert spec["sha256"] == hashlib.sha256(content).hexdigest()
    assert (spec["role"], spec["illustrative"], spec["licence"]) == (name, True, "CC BY 4.0")


# --- against the reference, where it is at hand -------------------------------------------------


@needs_communes
@pytest.mark.parametrize("name", ["gateways", "infrastructure"])
def test_points_lie_in_the_commune_they_name(name):
    path = SHARED / "haiti-admin" / "hti_admbnda_adm2_cnigs_20181129_dv.json"
    communes = gpd.read_file(path).set_index("ADM2_EN").geometry.to_crs(32618)
    ports = {"port", "fuel_terminal"}
    for row in read_rows(name):
        slack = 700 if row["kind"] in ports else 1
        assert point_of(row).distance(communes[row["commune"]]) <= slack, row["id"]


@needs_communes
def test_no_road_runs_in_the_sea(roads, metric):
    path = SHARED / "haiti-admin" / "hti_admbnda_adm1_cnigs_20181129_dv.json"
    land = gpd.read_file(path).to_crs(32618).union_all().buffer(250)
    wet = [p["id"] for (p, _), line in zip(roads, metric, strict=True) if not land.covers(line)]
    assert wet == []


@pytest.fixture(scope="module")
def reference():
    """The 2010 network, its vertices closer than 12 m taken as joined: (graph, index, nodes)."""
    path = SHARED / "haiti-roads-2010" / "PortAuPrince_Roads.shp"
    lines = gpd.read_file(path, columns=["highway"]).dropna(subset=["highway"])
    graph = nx.Graph()
    for line in lines.geometry.to_crs(32618).explode():
        for start, end in pairwise(line.coords):
            graph.add_edge(start, end, m=Point(start).distance(Point(end)))
    nodes = [Point(node) for node in graph]
    index = STRtree(nodes)
    for i, j in index.query(nodes, predicate="dwithin", distance=12).T:
        if i < j:
            graph.add_edge(nodes[i].coords[0], nodes[j].coords[0], m=1.0)
    main = sorted(max(nx.connected_components(graph), key=len))
    nodes = [Point(node) for node in main]
    return graph, STRtree(nodes), nodes


NATIONAL = {
    "RN1": (["rn1-ville", "rn1-plaine", "rn1-nord"], "centre-ville", (-72.3355, 18.6897),
            "delmas-x-dessalines pont-rouge rn1-airport-road cazeau pont-croix-des-missions "
            "carrefour-marin bon-repos jerusalem canaan rn1-r9"),
    "RN2": (["rn2-ville", "rn2-martissant", "rn2-sud"], "centre-ville", (-72.7492, 18.4253),
            "portail-leogane sainte-bernadette martissant fontamara bizoton thor "
            "rn2-carrefour-centre mariani merger gressier leogane-sud"),
    "RN3": (["rn3-plaine"], "carrefour-marin", (-72.1544, 18.7002),
            "croix-des-bouquets-rn8 beudet rn3-thomazeau-junction morne-a-cabrit"),
    "R9": (["r9"], "rn1-r9", (-72.3309, 18.5760), "r9-duvivier drouillard"),
}  # fmt: skip


@needs_reference
@pytest.mark.parametrize("ref", NATIONAL)
def test_national_roads_lie_within_300_m_of_the_reference_both_ways(ref, reference, roads):
    graph, index, nodes = reference
    courses, start, end, between = NATIONAL[ref]
    way = [node_of(start), *(node_of(name) for name in between.split()), end]
    stops = [nodes[index.nearest(in_metres(Point(p)))].coords[0] for p in way]
    legs = [nx.shortest_path(graph, a, b, weight="m") for a, b in pairwise(stops)]
    theirs = LineString([vertex for leg in legs for vertex in leg])
    parts = sorted((p["id"].rpartition("-"), line) for p, line in roads)
    mine = [line for (road, _, _), line in parts if road in courses]
    ours = in_metres(shapely.line_merge(shapely.union_all(mine)))
    covered = shapely.ops.substring(
        ours, *sorted(ours.project(Point(theirs.coords[i])) for i in (0, -1))
    )
    assert shapely.hausdorff_distance(covered, theirs, densify=0.001) <= 300


# --- the two scripts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a | A | | x@-72.3,18.5 x@-72.4,18.5", "t.txt, entry 1 (a): junction x is placed twice"),
        ("a | A | | x@-72.3,18.5 y", "t.txt, entry 1 (a): junction y is placed nowhere"),
        ("a | A | speed=3 | x@-72.3,18.5", "t.txt, entry 1: 'speed=3' is not a setting, "
         "expected key=value"),
        ("a | A | x@-72.3,18.5", "t.txt, entry 1: 'a | A | x@-72.3,18.5' needs id | name | "
         "settings | course"),
        ("a | A | | x@-72.3,18.5 y@-72.4,18.5\na | B | | y x",
         "a-01: drawn twice, give each line its own id"),
    ],
)  # fmt: skip
def test_a_slip_in_the_courses_is_told_in_one_sentence(tmp_path, text, sentence):
    (tmp_path / "t.txt").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as told:
        draw.draw(tmp_path)
    assert str(told.value) == sentence


def test_a_course_is_cut_at_junctions_and_its_settings_hold_for_one_piece(tmp_path):
    (tmp_path / "t.txt").write_text(
        "= class=trunk; practicability=1\n"
        "a | A | ref=RN1 | x@-72.3,18.5 {bridge=yes; layer=1} y@-72.4,18.5\n"
        "  -72.45,18.55 z@-72.5,18.5\n",
        encoding="utf-8",
    )
    first, second = draw.draw(tmp_path)
    assert first.line == ((-72.3, 18.5), (-72.4, 18.5))
    assert second.line == ((-72.4, 18.5), (-72.45, 18.55), (-72.5, 18.5))
    assert (first.settings["bridge"], second.settings["bridge"]) == ("yes", "no")
    assert (first.settings["class"], first.settings["name_fr"]) == ("trunk", "A")


def test_stamping_a_hash_keeps_the_rest_of_the_file(tmp_path):
    (tmp_path / "f.csv").write_bytes(b"id\n")
    spec = tmp_path / "dataset.toml"
    text = '# ours\nfile = "f.csv"\nsha256 = "HASH"  # stamped\nnote = "é"\n'
    spec.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(b"id\n").hexdigest()
    assert checksums.stamped(spec) == text.replace("HASH", digest)


def test_a_dataset_without_a_hash_line_is_told(tmp_path):
    (tmp_path / "f.csv").write_bytes(b"id\n")
    spec = tmp_path / "dataset.toml"
    spec.write_text('file = "f.csv"\n', encoding="utf-8")
    with pytest.raises(SystemExit) as told:
        checksums.stamped(spec)
    assert str(told.value) == f'{spec}: no line sha256 = "…", add one and run again'
