"""A page that is small and quick: what it packs comes back whole, what it cannot carry it says."""

from dataclasses import replace

import pytest
from asciiworld import CAR, RULES, state, town
from browser.asking import block_of
from browser.conftest import Open
from render.world import built_world

from potay.network import make_scenario
from potay.render import render_page
from potay.render.encode import signs
from potay.render.outlines import outlines
from potay.render.packed import packed

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def network():
    told = state({"area.m": "control gang", "gateway.G": "open"})
    block = block_of({CAR.name: make_scenario(town().network(), told, CAR, RULES)})
    course = {"2": [5, -6, 7, 8], "9": [1, 1]}
    return {**block, "apart": [1, 2], "pieces": {**block["pieces"], "course": course}}


@pytest.fixture(scope="module")
def asking(network) -> bytes:
    world = built_world(mover="car", movers={"car": CAR})
    tables = {**world.tables, "corridors": world.tables["corridors"][:0]}  # not in this network
    return render_page(replace(world, tables=tables, network=network))


def test_numbers_and_shapes_read_back_in_the_page(open_page: Open):
    world = built_world()
    page = open_page(render_page(world)).page
    values = [0, 1, -1, 21, 22, -22, -23, 1000, -7235000, 2**40]
    assert page.evaluate("text => potay.numbers(text)", signs(values)) == values
    for layer in world.layers:
        frame = layer.frame
        back = page.evaluate("told => potay.shapes(told)", outlines(frame.geometry))
        for shape, wanted in zip(back, frame.geometry, strict=True):
            flat = wanted.exterior if wanted.geom_type == "Polygon" else wanted
            path = shape[0][0] if wanted.geom_type == "Polygon" else shape
            path = path[0] if wanted.geom_type == "LineString" else path
            assert {(round(x, 5), round(y, 5)) for x, y in flat.coords} == {
                (round(lon, 5), round(lat, 5)) for lat, lon in path
            }


def test_the_network_comes_back_as_the_library_told_it(open_page: Open, asking, network):
    page = open_page(asking).page
    assert page.evaluate("told => potay.unpacked(told)", packed(network)) == network
