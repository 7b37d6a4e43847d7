"""With the network in the page, roads and answers are not told twice; without it nothing goes."""

from dataclasses import replace

import pandas as pd
import pytest
from render.reading import shapes
from render.world import built_world

from potay.render.layers import layers_block
from potay.render.lighter import OF_ACCESS, lighter


@pytest.fixture
def built():
    return built_world()


def roads_of(built):
    return next(layer for layer in built.layers if layer.spec.name == "roads").frame


def with_network(built, ids):
    return replace(built, network={"roads": {"id": list(ids)}})


def test_without_a_network_the_map_stays_as_it_is(built):
    assert lighter(built) is built


def test_roads_of_the_network_keep_their_names_and_lose_their_course(built):
    roads = roads_of(built)
    light = lighter(with_network(built, [*roads["road"].unique(), "another"]))
    told = roads_of(light)
    assert told["road"].tolist() == roads["road"].drop_duplicates().tolist()
    assert told["name"].tolist() == roads.loc[told.index, "name"].tolist()
    assert "reading_status" not in told
    drawn = next(one for one in layers_block(light.layers)["drawn"] if one["name"] == "roads")
    assert shapes(drawn["shapes"]) == [[]] * len(told)
    assert list(light.tables["access"].columns) == [
        name for name in OF_ACCESS if name in built.tables["access"]
    ]


def test_a_layer_of_all_roads_follows_the_order_of_the_network(built):
    ids = sorted(roads_of(built)["road"].unique(), reverse=True)
    told = roads_of(lighter(with_network(built, ids)))
    names = roads_of(built).drop_duplicates("road").set_index("road")["name"]
    assert "road" not in told
    assert told["name"].tolist() == names[ids].tolist()


def test_roads_that_the_network_does_not_know_are_drawn_as_before(built):
    light = lighter(with_network(built, ["another"]))
    assert roads_of(light).equals(roads_of(built))


def test_what_the_page_works_out_of_corridors_and_quarters_is_left_out(built):
    people = pd.DataFrame({"id": ["a"], "persons_modelled": [7], "status": ["cut_off"],
                           "minutes": [None], "hub": [None]})  # fmt: skip
    whole = replace(built, tables={**built.tables, "people": people})
    light = lighter(with_network(whole, ["another"])).tables
    assert list(light["people"].columns) == ["id", "persons_modelled"]
    gone = set(built.tables["corridors"].columns) - set(light["corridors"].columns)
    assert gone == {"status", "stretches"}
    assert lighter(whole).tables["people"] is people
