"""What the page says of main roads is the library's own paragraph and the library's stretches."""

import re

import pytest
from browser.conftest import Open
from render.world import REPOSITORY, built_world

from potay.build import build_map
from potay.render import render_page
from potay.spec import read_map, read_workspace

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built():
    return build_map(read_map(read_workspace(REPOSITORY), "port-au-prince"))


@pytest.fixture(scope="module")
def bundled(built) -> bytes:
    return render_page(built)


def plain(text: str) -> str:
    """Without kinds of space, which are typography, and in small letters."""
    return re.sub(r"\s+", "", text).casefold()


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_each_main_road_has_the_librarys_paragraph(open_page: Open, bundled, built, language):
    page = open_page(bundled, now="2024-07-04T08:00:00Z").page
    page.click(f"#languages button[lang={language}]")
    told = dict(page.evaluate("potay.store.corridors.map(one => [one.ref, potay.paragraph(one)])"))
    corridors = built.tables["corridors"].set_index("ref")
    assert len(corridors) == len(told) >= 20
    for ref, row in corridors.iterrows():
        said = row[f"sentence_{language}"]
        name = row.get(f"name_{language}") or row["name"]
        _, comma, rest = plain(said).partition(plain(name))
        assert comma
        assert rest.lstrip("),") == plain(told[ref])


def test_stretches_worked_out_by_the_page_are_those_of_the_library(open_page, bundled, built):
    page = open_page(bundled, now="2024-07-04T08:00:00Z").page
    corridors = built.tables["corridors"].set_index("ref")
    for told in page.evaluate("potay.store.corridors"):
        row = corridors.loc[told["ref"]]
        assert (told["status"], told["usable"]) == (row["status"], row["usable_by_mover"])
        assert len(told["stretches"]) == len(row["stretches"])
        for mine, theirs in zip(told["stretches"], row["stretches"], strict=True):
            assert mine["keys"] == [f"area.{one}" for one in theirs["areas"]]
            assert mine["claims"] == theirs["claim_ids"]
            for name, other in (("status", "status"), ("usable", "usable_by_mover")):
                assert mine[name] == theirs[other]
            for name in ("from", "to"):
                assert mine[name] == pytest.approx(theirs[f"{name}_km"], abs=0.002)


def test_another_vehicle_has_its_own_paragraph_without_ways_asked_for_another(open_page, bundled):
    page = open_page(bundled, now="2024-07-04T08:00:00Z").page
    page.click("#languages button[lang=en]")
    said = "potay.paragraph(potay.store.corridors.find(one => one.ref === 'rn1'))"
    assert page.evaluate(said).startswith("For UN truck, 10 t, as of 3 July 2024: closed in places")
    assert "Other ways: " in page.evaluate(said)
    page.select_option("#mover", "motorcycle")
    assert page.evaluate(said).startswith("For Motorcycle")
    assert "Other ways: " not in page.evaluate(said)
    page.evaluate("potay.suppose('gateway.canaan', 'open')")
    page.evaluate("potay.suppose('gateway.titanyen', 'closed')")
    assert "Supposition, not a report" in page.evaluate(said)


def test_bridges_and_slopes_are_on_the_strips(open_page: Open, bundled, built):
    page = open_page(bundled, now="2024-07-04T08:00:00Z").page
    page.click("#languages button[lang=en]")
    strip = page.locator(".strip:has-text('Route nationale 1')").first
    bridge = strip.locator(".on-strip:has(.strip-bridge)").first
    assert bridge.get_attribute("aria-label") == "km 6.4 · bridge · at most 30 t"
    assert "Bridges: km 6.4 (at most 30 t) · km 98.9 (at most 40 t)" in strip.inner_text()
    bridge.dispatch_event("click")
    assert page.locator(".popup h3").inner_text() == "Route nationale 1"
    (roads,) = [one.frame for one in built.layers if one.spec.analysis == "road_status"]
    at = roads[roads["road"] == "rn1-plaine-08"].geometry.iloc[0].centroid
    assert page.evaluate("at => potay.board.map.getBounds().contains(at)", [at.y, at.x])
    assert page.evaluate("potay.board.map.getZoom()") == 14
    steep = page.locator(".strip:has-text('Route nationale 3')").first.locator(".strip-slope")
    assert steep.count() >= 2
    told = page.locator(".strip:has-text('Route nationale 3') title").all_text_contents()
    assert any(re.search(r"· slope \d+ %$", one) for one in told)


def test_the_small_worlds_strips_tell_hours_but_no_slope(open_page: Open):
    page = open_page(render_page(built_world(language="en"))).page
    assert page.locator(".strip-slope").count() == 0
    assert "Reported hours: Pont-Rouge: Fri–Sun 06:00–18:00" in page.inner_text("#strips-body")
