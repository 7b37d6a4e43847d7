"""The compiled network: what changes nothing, what is reported, what is refused."""

from dataclasses import fields, is_dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from asciiworld import CAR, CELL_M, RULES, World, at, frame, state
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from potay.access import access_table
from potay.errors import NoAnswerError
from potay.geo import line_lengths_m
from potay.network import Material, compile_network, make_scenario

TOWN = World(
    """
    1--a--G--b-----c
       |     |     |
       d-----e--H--f--2
       |  3  |     |
       g-----+>>>>>h
    """,
    areas="""
    ........mm.......
    ........mm.......
    .........mmmmm...
    .........m..mm...
    .........m...nn..
    """,
    kinds={"1": "port"},
)
SAID = {"area.m": "control brigade", "gateway.H": "closed", "area.n": "expired open"}


def answers(material, said=None):
    network = compile_network(material, RULES)
    rows = access_table(make_scenario(network, state(said or SAID), CAR, RULES), ["1"]).rows
    kept = ["id", "status", "minutes", "km", "free_minutes", "gateways", "areas", "snap_m"]
    return rows[kept].sort_values("id").to_dict("records")


def assert_alike(found, expected):
    """Equal but for the last digit that is told."""
    for one, other in zip(found, expected, strict=True):
        for key, value in other.items():
            number = isinstance(value, float)
            assert one[key] == (pytest.approx(value, abs=0.011) if number else value), key


def test_no_metre_of_road_is_lost():
    material = TOWN.material()
    network = compile_network(material, RULES)
    road = network.pieces.kind == 0
    drawn = line_lengths_m(np.asarray(material.roads.geometry.array)).sum()
    assert network.pieces.metres[road].sum() == pytest.approx(drawn, rel=1e-9)


def test_pieces_carry_their_own_coordinates():
    network = TOWN.network()
    for piece in range(len(network.pieces.a)):
        line = network.coordinates(piece)
        a, b = network.pieces.a[piece], network.pieces.b[piece]
        assert line[0] == pytest.approx([network.nodes.lon[a], network.nodes.lat[a]])
        assert line[-1] == pytest.approx([network.nodes.lon[b], network.nodes.lat[b]])
        length = line_lengths_m(np.array([shapely.LineString(line)]))[0]
        assert network.pieces.metres[piece] == pytest.approx(length, abs=1e-3)
        assert network.coordinates(piece, forward=False).tolist() == line[::-1].tolist()


def test_every_edge_joins_the_ends_of_its_piece():
    network = TOWN.network()
    edges, pieces = network.edges, network.pieces
    tail = np.where(edges.forward, pieces.a[edges.piece], pieces.b[edges.piece])
    head = np.where(edges.forward, pieces.b[edges.piece], pieces.a[edges.piece])
    assert (edges.tail == tail).all()
    assert (edges.head == head).all()
    assert (np.repeat(np.arange(len(network.nodes.lon)), np.diff(edges.indptr)) == tail).all()
    oneway = network.roads.oneway[pieces.owner[edges.piece]] * (pieces.kind[edges.piece] == 0)
    assert edges.forward[oneway == 1].all()


# --- what changes nothing -----------------------------------------------------------------


def test_the_order_of_rows_gives_the_same_network_to_the_byte():
    material = TOWN.material()
    turned = Material(
        **{
            name: getattr(material, name).iloc[::-1]
            for name in ("roads", "areas", "gateways", "infrastructure")
        },
        places={"site": material.places["site"].iloc[::-1]},
    )
    assert arrays(compile_network(turned, RULES)) == arrays(compile_network(material, RULES))


def arrays(value):
    found = {}
    for field in fields(value):
        part = getattr(value, field.name)
        if is_dataclass(part):
            found |= {f"{field.name}.{key}": data for key, data in arrays(part).items()}
        elif isinstance(part, np.ndarray):
            found[field.name] = part.tobytes()
    return found


def test_the_direction_in_which_roads_are_drawn_changes_nothing():
    material = TOWN.material()
    roads = material.roads.copy()
    both_ways = roads["oneway"] == "no"
    roads.loc[both_ways, "geometry"] = roads.loc[both_ways, "geometry"].reverse()
    assert answers(replace(material, roads=roads)) == answers(material)


def test_new_names_for_roads_change_nothing():
    material = TOWN.material()
    roads = material.roads.rename(index=lambda name: f"z{hash(name) % 97:02d}-{name}")
    assert answers(replace(material, roads=roads)) == answers(material)


def test_a_road_drawn_twice_changes_nothing():
    material = TOWN.material()
    twice = pd.concat([material.roads, material.roads.rename(index=lambda name: f"{name}-again")])
    assert answers(replace(material, roads=twice)) == answers(material)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 12), st.floats(0.05, 0.95))
def test_a_road_in_two_parts_is_as_good_as_whole(number, part):
    material = TOWN.material()
    road = material.roads.index[number % len(material.roads)]
    whole = material.roads.geometry[road]
    middle = whole.interpolate(part, normalized=True)
    parts = [
        shapely.LineString([whole.coords[0], middle]),
        shapely.LineString([middle, whole.coords[-1]]),
    ]
    split = material.roads.loc[[road, road]].set_axis([f"{road}-1", f"{road}-2"])
    split = split.set_geometry(gpd.GeoSeries(parts, index=split.index, crs=4326))
    cut = pd.concat([material.roads.drop(index=road), split])
    assert_alike(answers(replace(material, roads=cut)), answers(material))


def test_coordinates_that_went_through_another_projection_change_nothing():
    material = TOWN.material()

    def there_and_back(layer):
        return layer.to_crs("EPSG:32618").to_crs("EPSG:4326")

    moved = replace(
        material,
        **{
            name: there_and_back(getattr(material, name))
            for name in ("roads", "areas", "gateways", "infrastructure")
        },
        places={"site": there_and_back(material.places["site"])},
    )
    assert_alike(answers(moved), answers(material))


# --- what is reported ---------------------------------------------------------------------


def findings(material, **more):
    return [finding.sentence() for finding in compile_network(material, RULES, **more).findings]


def test_a_gateway_far_from_every_road_governs_nothing_and_says_so():
    material = TOWN.material()
    far = frame({"X": {"name": "Far", "corridor": ""}}, {"X": at(8, 8)})
    assert findings(replace(material, gateways=far)) == [
        "layer gateways, id X: no road within 300 m, so it governs nothing. Check its"
        " coordinates, or draw the road that passes it."
    ]


def test_a_gateway_on_a_road_of_another_corridor_says_so():
    world = replace(TOWN, corridors={"G": "rn9"})
    (said,) = findings(world.material())
    assert said == (
        "layer gateways, id G: no road of corridor 'rn9' within 300 m; it stands on the nearest"
        " road, 0 m away."
    )


def test_a_gateway_prefers_a_road_of_its_corridor_to_a_nearer_one():
    world = World(
        """
        1-----------a
           b-----c
        """,
        traits={"bc": {"corridor": "rn9"}, "1a": {"corridor": "rn8"}},
    )
    gate = frame({"G": {"name": "Gate", "corridor": "RN9"}}, {"G": at(0.2, 6)})
    network = compile_network(replace(world.material(), gateways=gate), RULES)
    governed = network.pieces.owner[network.pieces.governing > 0]
    assert set(network.roads.id[governed].tolist()) == {"bc"}


def test_places_off_the_network_are_named():
    material = World("a--b\n\n      c--d--e---f\n\n\n 7", kinds={}).material()
    said = findings(material)
    assert len(said) == 1
    assert said[0].startswith("layer site, id 7: its nearest road (")


def test_a_place_beyond_the_limit_is_tied_to_nothing():
    rules = RULES.model_copy(update={"snap_m": 150.0})
    world = World("a-----b\n   7", rules=rules)
    network = world.network()
    (row,) = np.flatnonzero(network.places.id == "7")
    assert (network.places.node[row], network.places.component[row]) == (-1, -1)
    assert [finding.sentence() for finding in network.findings] == [
        "layer site, id 7: no road within 150 m, so nothing can be said about access to it."
        " Check its coordinates, or draw the road that leads to it."
    ]


def test_a_link_to_nowhere_is_left_out_and_named():
    world = replace(TOWN, links=[{"id": "boat", "mode": "sea", "from": "1", "to": "atlantis"}])
    (said,) = findings(world.material())
    assert said == (
        "layer links, id boat: this link joins nothing: 'atlantis' is no infrastructure, site,"
        " gateway or area of this map, so the link is left out. Put the id of an infrastructure"
        " point in 'from' and 'to'."
    )


def test_a_road_of_no_length_is_left_out_and_named():
    material = TOWN.material()
    point = shapely.LineString([at(0, 0), at(0, 0)])
    roads = pd.concat([material.roads, frame({"dot": {"class": "primary"}}, {"dot": point})])
    assert findings(replace(material, roads=roads)) == [
        "layer roads, id dot: this road is shorter than a centimetre, so it is left out of the"
        " network."
    ]


@pytest.mark.parametrize("name", ["areas", "gateways"])
def test_nothing_to_avoid_is_an_error_and_not_freedom(name):
    material = TOWN.material()
    with pytest.raises(NoAnswerError) as caught:
        compile_network(replace(material, **{name: getattr(material, name).iloc[:0]}), RULES)
    assert str(caught.value) == (
        f"layer {name}: there is not one row, so that every road would count as free. Give the"
        " rows, or leave the layer out of the map."
    )


def test_no_road_is_an_error():
    material = TOWN.material()
    with pytest.raises(NoAnswerError, match="There is no road: nothing can be said about access"):
        compile_network(replace(material, roads=material.roads.iloc[:0]), RULES)


# --- ends that fall short -----------------------------------------------------------------

SHORT = 10 / CELL_M  # ten metres, in cells


def gappy(gap=SHORT, layer=0):
    lines = {
        "main": shapely.LineString([at(0, 0), at(0, 10)]),
        "side": shapely.LineString([at(gap, 4), at(5, 4)]),
    }
    rows = {road: {"class": "primary", "layer": layer * (road == "main")} for road in lines}
    sites = frame({"1": {"name": "One"}, "2": {"name": "Two"}}, {"1": at(0, 0), "2": at(5, 4)})
    return Material(frame(rows, lines), places={"site": sites})


def test_an_end_that_falls_short_is_joined_as_a_reported_repair():
    network = compile_network(gappy(), RULES, end_gap_m=15)
    assert set(network.nodes.component.tolist()) == {0}
    (repair,) = network.findings
    assert (repair.severity, repair.id) == ("repair", "side")
    assert repair.message == "this road ends 10.0 m short of road 'main'; they are joined."


@pytest.mark.parametrize(
    ("material", "limit"), [(gappy(), 0.0), (gappy(), 9.0), (gappy(layer=1), 15.0)]
)
def test_an_end_that_falls_short_stays_short(material, limit):
    network = compile_network(material, RULES, end_gap_m=limit)
    assert set(network.nodes.component.tolist()) == {0, 1}
