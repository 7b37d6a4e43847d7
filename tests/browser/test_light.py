"""A page that is small and quick: what it packs comes back whole, what it cannot carry it says."""

from dataclasses import replace

import geopandas as gpd
import pytest
import shapely
from browser.conftest import PHONE, Open
from render.world import built_world

from potay.render import render_page

pytestmark = pytest.mark.browser


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
