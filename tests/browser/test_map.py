"""The map: layers switched, areas recoloured, pop-ups that say who, when and how sure."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from browser.conftest import PHONE, Open
from render.world import built_world

from potay.render import render_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_page(built_world(language="en"))


def popup(page) -> str:
    return " ".join(page.locator(".popup").last.inner_text().split())


def test_gateway_popup_names_report_source_date_and_reliability(open_page: Open, content):
    page = open_page(content).page
    page.click(".leaflet-marker-icon[title='Martissant']")
    assert popup(page) == (
        "Martissant Gateway · Route nationale 2 Closed a report holds · as of 3 January 2024 · "
        "2 days old on the map's date · reliability 4 of 4: confirmed state Closed · as of "
        "3 January 2024 · reliability 4 of 4: confirmed A newspaper, Roads this week "
        "(4 January 2024) as retold by two drivers"
    )


def test_contradicting_reports_stand_side_by_side(open_page: Open, content):
    page = open_page(content).page
    page.evaluate("potay.showOnMap('area.bel-air')")
    assert "Reported control: contested reports contradict each other" in popup(page)
    assert page.locator(".claims li.winner strong").inner_text() == "Krache Dife"
    assert page.locator(".claims li.rival strong").inner_text() == "G9"


def test_expired_report_is_told_as_the_last_one(open_page: Open, content):
    page = open_page(content).page
    page.evaluate("potay.showOnMap('area.carrefour')")
    assert "Reported control: unknown the last report has expired" in popup(page)
    assert "last report on 1 June 2022: control 5 Segon" in popup(page)


def test_site_popup_explains_what_stops_the_way(open_page: Open, content):
    page = open_page(content).page
    page.evaluate("potay.showOnMap('site.s2')")
    assert popup(page).startswith(
        "Site Place Sud Displacement site · Carrefour 3,400 people · 700 households UN truck"
    )
    said = popup(page).partition("from ")[2]
    assert said.startswith(
        "Port (APN): Cut off stopped by Martissant state Closed · as of 3 January"
    )
    assert "stopped by Martissant control Grand Ravine · as of 1 January 2024" in said
    assert "would have to be reported open: Martissant unknown taken as closed: no way" in said
    assert "unknown taken as open: 30 min chance that it is reached: about 40 %" in said
    assert "from Aéroport Toussaint-Louverture: Cut off" in said
    page.locator(".popup button.link").first.click()
    assert page.locator(".popup h3").last.inner_text() == "Martissant"


def test_click_finds_the_road_then_the_area_beside_it(open_page: Open, content):
    page = open_page(content).page
    spot = "(p) => potay.board.map.latLngToContainerPoint(p)"
    box = page.locator(".folium-map").bounding_box()
    for position, name in (
        ([18.5275, -72.366], "Route nationale 2"),
        ([18.518, -72.36], "Martissant"),
    ):
        at = page.evaluate(spot, position)
        page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
        assert page.locator(".popup h3").last.inner_text() == name
        page.evaluate("potay.board.map.closePopup()")
        page.wait_for_timeout(600)  # the map moves to make room for a pop-up
    page.evaluate("potay.showOnMap('area.martissant')")
    assert "Coalition: Viv Ansanm" in popup(page)


def test_layers_can_be_hidden_and_shown(open_page: Open, content):
    page = open_page(content).page
    gateways = ".leaflet-marker-icon .at.gateway"
    assert page.locator(gateways).count() == 4
    page.click("#legend summary")
    box = page.get_by_label("Gateways")
    box.uncheck()
    assert page.locator(gateways).count() == 0
    page.click("#languages button[lang=fr]")
    assert page.locator(gateways).count() == 0  # a choice survives a change of language
    page.get_by_label("Portes").check()
    assert page.locator(gateways).count() == 4


def test_areas_are_coloured_by_holder_or_by_coalition(open_page: Open, content):
    page = open_page(content).page
    fills = """() => potay.board.groups.control.getLayers().map(one => one.options.fillColor)"""
    by_holder = page.evaluate(fills)
    page.click("#legend summary")
    page.get_by_label("by coalition").check()
    by_coalition = page.evaluate(fills)
    assert by_holder[0] != by_holder[1]
    assert by_coalition[0] == by_coalition[1]
    assert "Viv Ansanm" in page.inner_text("#legend")


def test_unknown_is_hatched_contested_crossed_and_expired_dashed(open_page: Open, content):
    page = open_page(content).page
    looks = page.evaluate(
        """() => Object.fromEntries(potay.store.areas.map((row, i) =>
             [row.id, potay.board.groups.control.getLayers()[i].options]))"""
    )
    assert "p-hatch" in looks["delmas"]["fillColor"]
    assert looks["delmas"]["dashArray"] is None
    assert "p-hatch" in looks["carrefour"]["fillColor"]
    assert looks["carrefour"]["dashArray"] == "5 4"
    assert "p-cross" in looks["bel-air"]["fillColor"]
    assert looks["cite-soleil"]["dashArray"] == "5 4"  # old, still shown
    assert looks["cite-soleil"]["fillOpacity"] < looks["martissant"]["fillOpacity"]


def test_road_statuses_differ_without_colour(open_page: Open, content):
    page = open_page(content).page
    lines = page.evaluate(
        """() => ["open", "restricted", "presumed", "unknown", "closed", "unfit"].map(status => {
             const look = potay.styleOf("road", status);
             return [look.dash || "", potay.cap(look.dash)].join(" "); })"""
    )
    assert len(set(lines)) == 6
    page.click("#legend summary")
    assert page.locator("#legend .swatch path[stroke-dasharray='2 11']").count() == 1  # cross-bars


def test_very_many_streets_wait_until_one_is_near_and_the_page_says_so(open_page: Open):
    built = built_world(language="en")
    spots = np.random.default_rng(7).uniform((-72.42, 18.49), (-72.22, 18.63), (2500, 2))
    lines = shapely.linestrings(np.stack([spots, spots + 3e-4], axis=1))
    streets = gpd.GeoDataFrame(
        {"road": "w", "name": "Rue", "class": "residential", "reading_status": "presumed"},
        index=pd.Index([f"w#{i}" for i in range(2500)], name="id"),
        geometry=lines, crs="EPSG:4326",
    )  # fmt: skip
    layers = tuple(
        replace(layer, frame=streets) if layer.spec.name == "roads" else layer
        for layer in built.layers
    )
    page = open_page(render_page(replace(built, layers=layers))).page
    assert "Roads: small streets appear as you come closer" in page.inner_text("#notes")
    drawn = "potay.board.groups.roads.getLayers().length"
    found = f"potay.nearestRoad(L.latLng({spots[0][1]}, {spots[0][0]})) !== null"
    assert (page.evaluate(drawn), page.evaluate(found)) == (0, False)
    page.evaluate(
        f"potay.board.map.setView([{spots[0][1]}, {spots[0][0]}], 15, {{animate: false}})"
    )
    assert (page.evaluate(drawn), page.evaluate(found)) == (2, True)


def test_facility_and_obstacle_popups(open_page: Open, content):
    page = open_page(content, PHONE).page
    page.evaluate("potay.showOnMap('infrastructure.fuel')")
    assert popup(page).startswith("Terminal pétrolier fuel terminal Closed UN truck")
    page.evaluate("potay.showOnMap('obstacle.b1')")
    assert popup(page) == "Barricade Obstacle · barricade"


def test_tables_filter_and_sort(open_page: Open, content):
    page = open_page(content).page
    names = page.locator("#table-sites tbody th")
    page.click("#table-sites thead button:has-text('People')")
    assert names.first.inner_text() == "Site Île"
    page.click("#table-sites thead button:has-text('People')")
    assert names.first.inner_text() == "Site Place Sud"
    page.fill("#table-sites input", "carrefour")
    assert names.all_inner_texts() == ["Site Place Sud", "Site Gymnase"]


def test_keyboard_reaches_answer_map_and_tables(open_page: Open, content):
    page = open_page(content).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "answer"
    page.focus(".leaflet-marker-icon[title='Pont-Rouge']")
    page.keyboard.press("Enter")
    assert "Reported hours: Fri–Sun 06:00–18:00 Reported tolls: 500–1,500 HTG · truck" in popup(
        page
    )
    assert page.evaluate("document.activeElement.className") == "popup"
    page.keyboard.press("Escape")
    page.wait_for_selector(".popup", state="detached")
    assert page.evaluate("document.activeElement.title") == "Pont-Rouge"
