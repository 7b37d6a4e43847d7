"""A page that is small and quick: what it packs comes back whole, what it cannot carry it says."""

from dataclasses import replace

import geopandas as gpd
import pytest
import shapely
from asciiworld import CAR, RULES, state, town
from browser.asking import block_of
from browser.conftest import PHONE, Open
from render.world import built_world

from potay.network import make_scenario
from potay.render import render_page
from potay.render.encode import signs
from potay.render.outlines import outlines
from potay.render.packed import packed_network

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
        back = page.evaluate("told => potay.shapesOf(told)", outlines(frame.geometry))
        for shape, wanted in zip(back, frame.geometry, strict=True):
            flat = wanted.exterior if wanted.geom_type == "Polygon" else wanted
            path = shape[0][0] if wanted.geom_type == "Polygon" else shape
            path = path[0] if wanted.geom_type == "LineString" else path
            assert {(round(x, 5), round(y, 5)) for x, y in flat.coords} == {
                (round(lon, 5), round(lat, 5)) for lat, lon in path
            }


def test_the_network_comes_back_as_the_library_told_it(open_page: Open, asking, network):
    page = open_page(asking).page
    keys = {"site.s9": 0}
    told = packed_network(network, keys)
    back = page.evaluate("([told, keys]) => potay.unpacked(told, keys)", [told, list(keys)])
    subjects = network["subjects"]["key"]
    places = [subjects[key] if isinstance(key, int) else key for key in network["places"]["key"]]
    assert back == {**network, "places": {**network["places"], "key": places}}


TOO_MANY = {
    "fr": "Cette carte compte 120\u202f000 tronçons de route. C’est trop pour que la page calcule "
    "elle-même des itinéraires et des suppositions",
    "ht": "Kat sa a gen 120\u202f000 moso wout. Se twòp pou paj la kalkile chemen ak sipozisyon "
    "poukont li",
    "en": "This map has 120,000 pieces of road. That is too many for the page to work out routes "
    "and suppositions by itself",
}


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_a_page_that_cannot_be_asked_says_so(open_page: Open, language):
    world = built_world(language=language)
    unasked = replace(world, unasked=120_000)
    page = open_page(render_page(unasked), PHONE).page
    assert TOO_MANY[language] in page.inner_text("#notes").replace("\u00a0", "\u202f")
    assert page.locator("#ask").count() == 0


def many_streets(world, rows=60):
    """The roads layer with a grid of streets over the whole view, all without a report."""
    step = 0.2 / rows
    lines = [
        shapely.LineString([(-72.42 + i * step, 18.49 + j * step / 2),
                            (-72.42 + (i + 1) * step, 18.49 + j * step / 2)])
        for i in range(rows) for j in range(rows)
    ]  # fmt: skip
    frame = gpd.GeoDataFrame(
        {"road": [f"street-{n}" for n in range(len(lines))], "name": "", "reading_status": "open",
         "class": ["primary" if n % rows == 0 else "residential" for n in range(len(lines))]},
        geometry=lines, crs="EPSG:4326", index=[f"street-{n}" for n in range(len(lines))],
    )  # fmt: skip
    return replace(world, layers=tuple(
        replace(layer, frame=frame) if layer.spec.name == "roads" else layer
        for layer in world.layers
    ))  # fmt: skip


HANDED = """() => potay.board.groups.roads.getLayers()
  .reduce((sum, line) => Math.max(sum, line.getLatLngs().length), 0)"""


def test_of_very_many_roads_those_in_view_are_drawn(open_page: Open):
    page = open_page(render_page(many_streets(built_world(language="en")))).page
    assert "small streets appear as you come closer" in page.inner_text("#notes")
    assert page.evaluate(HANDED) == 60  # the primary ones only
    page.evaluate("potay.board.map.setView([18.55, -72.32], 15, { animate: false })")
    near = page.evaluate(HANDED)
    assert 20 < near < 1_500
    page.evaluate("potay.board.map.panBy([400, 0], { animate: false })")
    seen = """() => {
      const view = potay.board.map.getBounds(), lines = potay.board.groups.roads.getLayers();
      const wanted = potay.store.roads.filter(row => row.lines.some(path =>
        path.some(at => view.contains(at))) && row.class === "residential");
      const drawn = new Set(lines.flatMap(line => line.getLatLngs().map(String)));
      return [wanted.length, wanted.filter(row => drawn.has(String(row.lines[0].map(at =>
        L.latLng(at))))).length];
    }"""
    wanted, drawn = page.evaluate(seen)
    assert wanted == drawn > 20
    page.evaluate("potay.openPopup('road', potay.nearestRoad(potay.board.map.getCenter()), "
                  "potay.board.map.getCenter())")  # fmt: skip
    assert "street-" in page.inner_text(".popup")
