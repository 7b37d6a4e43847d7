"""Asking by hand. That what is answered is what the library answers: tests/web."""

import gzip

import pytest
from browser.conftest import PHONE, Open
from render.world import REPOSITORY, built_world

from potay.build import build_map
from potay.render import render_page
from potay.spec import read_map, read_workspace

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def bundled() -> bytes:
    return render_page(build_map(read_map(read_workspace(REPOSITORY), "port-au-prince")))


def result(page) -> str:
    return " ".join(page.locator("#ask-result").inner_text().split())


def test_a_tapped_site_is_asked_about(open_page: Open, bundled):
    page = open_page(bundled, now="2024-07-04T08:00:00Z").page
    page.click("#languages button[lang=en]")
    page.evaluate("potay.showOnMap('site.site-a01')")
    page.click(".popup button.act")
    said = result(page)
    assert said.startswith("Toussaint Louverture International Airport → Site A01 (fictitious)")
    assert "As reported on 3 July 2024" in said
    assert "Gateways in order Carrefour Trois Mains: No known closure · no report" in said
    assert "unknown taken as closed: no way" in said
    assert "nothing certain is known of" in said
    page.click("#ask-result summary")
    assert "reliability 3 of 4: good · getting old Associated Press and AFP" in result(page)
    assert page.locator(".ways li").count() == 3
    assert page.locator(".leaflet-way-pane path").count() == 4
    before = page.locator(".leaflet-way-pane path").nth(1).get_attribute("d")
    page.locator(".ways button").nth(1).click()
    assert page.locator(".ways button").nth(1).get_attribute("aria-pressed") == "true"
    assert page.locator(".leaflet-way-pane path").nth(1).get_attribute("d") != before


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_places_are_found_by_keyboard_without_accents(open_page: Open, bundled, language):
    page = open_page(bundled).page
    page.click(f"#languages button[lang={language}]")
    page.focus("#ask .opener")
    page.keyboard.press("Enter")
    page.focus("#ask-to")
    page.keyboard.type("petion")
    options = page.locator("#ask-to-list [role=option]")
    assert options.count() >= 1
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("#ask-to", "aria-activedescendant")
    name = page.locator(f"#{chosen} bdi").first.inner_text()
    page.keyboard.press("Enter")
    assert page.input_value("#ask-to") == name
    assert page.get_attribute("#ask-to", "aria-expanded") == "false"
    assert name in result(page)
    page.focus("#ask-to")
    page.keyboard.type("zzzz")
    page.keyboard.press("Escape")
    assert page.input_value("#ask-to") == name  # nothing was chosen


def test_another_vehicle_is_asked_for_in_the_panel(open_page: Open, bundled):
    page = open_page(bundled, PHONE).page
    page.evaluate("potay.askWay('infrastructure.port-apn', 'site.site-a01')")
    page.select_option("#ask-mover", "haulier")
    assert page.input_value("#mover") == "haulier"
    assert page.locator("#ask-result .asked").inner_text().startswith("Transporteur")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_same_place_twice_is_said(open_page: Open, bundled):
    page = open_page(bundled).page
    page.click("#languages button[lang=en]")
    page.evaluate("potay.askWay('infrastructure.port-apn', 'infrastructure.port-apn')")
    assert result(page).endswith("Both are the same place.")


def test_without_a_network_nothing_is_asked(open_page: Open):
    page = open_page(render_page(built_world())).page
    assert page.locator("#ask").count() == 0
    page.evaluate("potay.showOnMap('site.s2')")
    assert page.locator(".popup button.act, .popup .suppose").count() == 0
    assert page.evaluate("typeof potay.suppose") == "undefined"


def test_the_page_is_light(bundled):
    assert len(bundled) <= 480_000
    assert len(gzip.compress(bundled, 9, mtime=0)) <= 205_000
