"""Places found by id and name, and refused in a sentence."""

from dataclasses import replace

import pytest
from asciiworld import CAR, RULES, World, state

from potay.access import access_table, find_route
from potay.access.readings.endpoints import find_hubs, find_place
from potay.errors import NoAnswerError
from potay.network import compile_network, make_scenario

WORLD = World(
    """
    1--a--G--b--2
          |
          3

                    x--y
                     7
    """,
    areas="......mm.....",
    kinds={"1": "port", "3": "hospital"},
)


HINT = "Give the id or the name of one: potay access lists sites and facilities."


@pytest.fixture(scope="module")
def network():
    material = WORLD.material()
    sites = material.places["site"]
    sites = sites.assign(name=["Cité  Soleil", "Loin"])
    ports = material.infrastructure.assign(name=["Port", "Hôpital"])
    areas = material.areas.rename(index={"m": "G"}).assign(name="Cite-Soleil")
    parts = replace(material, infrastructure=ports, areas=areas, places={"site": sites})
    return compile_network(parts, RULES)


def found(network, asked):
    row = find_place(network, asked)
    return f"{network.places.type[row]}.{network.places.id[row]}"


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("1", "infrastructure.1"),
        ("infrastructure.1", "infrastructure.1"),
        ("infrastructure:1", "infrastructure.1"),
        ("G", "area.G"),
        ("gateway.G", "gateway.G"),
        ("gateway:G", "gateway.G"),
        ("Hôpital", "infrastructure.3"),
        ("hopital", "infrastructure.3"),
        ("  HOPITAL ", "infrastructure.3"),
        ("Gate G", "gateway.G"),
    ],
)
def test_a_place_is_found_by_id_by_type_and_by_name(network, asked, place):
    assert found(network, asked) == place


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("cité soleil", "'cité soleil' names 2 places: area.G, site.2. Use one of these."),
        ("hopitale", "'hopitale' is no place of this map. Did you mean 'Hôpital'?"),
        ("xyzzy", f"'xyzzy' is no place of this map. {HINT}"),
        ("gateway.1", f"'gateway.1' is no place of this map. {HINT}"),
    ],
)
def test_what_is_no_place_is_refused_with_near_names(network, asked, sentence):
    with pytest.raises(NoAnswerError) as caught:
        find_place(network, asked)
    assert str(caught.value) == sentence


def test_all_faults_of_hubs_come_at_once(network):
    with pytest.raises(NoAnswerError) as caught:
        find_hubs(network, ["xyzzy", "7", "1", "hopitale"])
    assert str(caught.value).splitlines() == [
        f"'xyzzy' is no place of this map. {HINT}",
        "'site.7' is off the network: its nearest road (200 m) joins no other road. Draw the road"
        " that leads to it.",
        "'hopitale' is no place of this map. Did you mean 'Hôpital'?",
    ]


def test_a_hub_asked_for_twice_is_one_hub(network):
    scenario = make_scenario(network, state({}), CAR, RULES)
    once, twice = access_table(scenario, ["1"]).rows, access_table(scenario, ["1", "1"]).rows
    assert twice.to_dict("records") == once.to_dict("records")


def test_a_route_can_begin_in_an_area_and_end_at_a_gateway(network):
    scenario = make_scenario(network, state({"area.G": "open", "gateway.G": "open"}), CAR, RULES)
    answer = find_route(scenario, "area.G", "2").record()
    assert (answer["origin"]["type"], answer["status"]) == ("area", "reachable")
    assert find_route(scenario, "1", "gateway.G").record()["km"] == pytest.approx(1.2, rel=2e-3)


def test_a_route_to_a_badly_placed_site_says_so_and_one_from_it_is_refused(network):
    scenario = make_scenario(network, state({}), CAR, RULES)
    answer = find_route(scenario, "1", "7").record()
    assert (answer["status"], answer["routes"]) == ("misplaced", [])
    with pytest.raises(NoAnswerError, match=r"'site\.7' is off the network"):
        find_route(scenario, "7", "1")
