"""Other moments: the slider, two moments side by side, what changed, badges, relief."""

from dataclasses import replace

import pandas as pd
import pytest
from browser.conftest import PHONE, Open
from render.world import built_world

from potay.built import BuiltMap
from potay.render import render_page

pytestmark = pytest.mark.browser

DAYS = ["2023-11-01T23:59-04:00", "2024-01-01T23:59-05:00", None]


def moved(**changed: object) -> BuiltMap:
    """The small world with three moments; the gateway of Martissant closed at the last."""
    built = built_world(language="en", **changed)
    area = ["control", "coalition", "basis", "stale", "expired", "reliability"]
    gate = ["reading_status", "basis", "stale", "expired", "reliability"]
    sites = [f"site.s{n}" for n in range(1, 7)]
    roads = next(layer for layer in built.layers if layer.spec.name == "roads")
    frame = roads.frame.assign(apart=range(len(roads.frame)), silent=False)
    now = frame["reading_status"].tolist()
    before = ["open"] * len(now)
    words = sorted({*now, "open", "silent"})
    timeline = {
        "moments": [*DAYS[:2], built.state.as_of],
        "mover": "un-truck", "area_look": area, "gateway_look": gate,
        "area": {"ids": ["martissant"],
                 "of": [["none", None, "claim", False, False, 3],
                        ["grand-ravine", "viv-ansanm", "claim", False, False, 4]],
                 "is": [[0], [], [0, 1]]},
        "gateway": {"ids": ["martissant"],
                    "of": [["open", "claim", False, False, 3],
                           ["closed", "claim", False, False, 4]],
                    "is": [[0], [], [0, 1]]},
        "road": {"ids": None, "of": words,
                 "is": [[words.index(one) for one in before], [],
                        [part for row, one in enumerate(now) if one != "open"
                         for part in (row, words.index(one))]]},
        "place": {"ids": sites, "of": ["reachable", "cut_off", "presumed"],
                  "is": [[0] * 6, [2, 2], [1, 1]]},
        "corridor": {"ids": ["rn1", "rn2"], "of": ["open", "closed"], "is": [[0, 0], [], [1, 1]]},
    }  # fmt: skip
    change = pd.DataFrame(
        [("gateway", "martissant", "passage", "open", "closed", "", ["c1"], None),
         ("gateway", "martissant", "status", "open", "closed", "claim", ["c1"], None),
         ("area", "martissant", "control", "none", "grand-ravine", "claim", [], None),
         ("site", "s2", "access", "reachable", "cut_off", "", [], 3400),
         ("site", "s4", "access", "cut_off", "reachable", "", [], 120)],
        columns=["subject_type", "id", "kind", "before", "after", "basis_after", "claims",
                 "persons"],
    )  # fmt: skip
    tones = "UfKA" * 6
    relief = {"bounds": [-72.5, 18.4, -72.1, 18.8], "columns": 4, "rows": 6, "flat": 20,
              "tones": tones}  # fmt: skip
    return replace(
        built,
        tables={**built.tables, "change": change},
        layers=tuple(replace(one, frame=frame) if one is roads else one for one in built.layers),
        timeline=timeline,
        relief=relief,
    )


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_page(moved())


def counts(page) -> dict[str, str]:
    rows = page.locator("#counts tbody tr").all_inner_texts()
    return {row.split("\t")[0].strip(): row.split("\t")[1] for row in rows}


def test_the_slider_takes_map_and_figures_to_another_day(open_page: Open, content):
    page = open_page(content).page
    page.focus("#time-slider")
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute("#time-slider", "aria-valuetext") == "1 January 2024"
    assert page.evaluate("document.activeElement.id") == "time-slider"
    assert counts(page)["Reachable"] == "5"
    assert counts(page)["No known closure"] == "1"
    assert page.inner_text("#counts .asked").startswith("1 January 2024")
    icon = page.locator(".leaflet-marker-icon[aria-label^='Martissant: Passable']")
    assert icon.count() == 1
    said = page.inner_text("#corridors li:nth-child(2)")
    assert said.split() == ["Route", "nationale", "2", "Passable"]
    assert page.is_hidden("#strips")
    assert page.is_hidden("#tables")
    assert "was known on 1 January 2024" in page.inner_text(".time-note")
    page.evaluate("potay.showOnMap('gateway.martissant')")
    assert " ".join(page.inner_text(".popup").split()) == (
        "Martissant 1 January 2024 Passable a report holds Back to 5 January 2024"
    )
    page.click(".popup button.link")
    assert page.is_visible("#strips")
    assert counts(page)["Cut off"] == "1"


def test_going_and_coming_back_leaves_everything_as_it_was(open_page: Open, content):
    page = open_page(content).page
    seen = """() => [document.getElementById("answer").innerText,
        document.getElementById("strips").innerText,
        potay.board.groups.roads.getLayers()
          .map(one => one.options.color + one.getLatLngs().length),
        potay.board.groups.control.getLayers().map(one => one.options.fillColor)]"""
    before = page.evaluate(seen)
    page.click("#time-back")
    assert page.evaluate(seen) != before
    page.click("#time-back")
    assert page.is_disabled("#time-back")
    page.click("#time-home")
    assert page.evaluate(seen) == before


def test_two_moments_side_by_side_move_together_and_mark_differences(open_page: Open, content):
    page = open_page(content).page
    page.click("#time-compare")
    assert page.locator(".leaflet-container").count() == 2
    assert page.locator(".map-tag").all_inner_texts() == ["1 January 2024", "5 January 2024"]
    left = page.locator("#second-map .leaflet-marker-icon[aria-label^='Martissant']")
    right = page.locator(".folium-map .leaflet-marker-icon[aria-label^='Martissant']")
    assert left.get_attribute("aria-label") == "Martissant: Passable"
    assert right.get_attribute("aria-label") == "Martissant: Closed"
    rings = "path[stroke='#b5008f']"
    assert page.locator(f"#second-map {rings}").count() == 3  # area, gateway, s2
    assert page.locator(f".folium-map {rings}").count() == 3
    assert "1 area, 1 gateway, 1 main road, 1 site or facility" in page.inner_text(".compare")
    page.evaluate("potay.board.map.setView([18.55, -72.30], 14, {animate: false})")
    zoom = page.locator("#second-map").evaluate("node => node.getBoundingClientRect().width")
    assert zoom > 250
    page.select_option("#time-before", "0")
    assert page.locator(".map-tag").first.inner_text() == "1 November 2023"
    page.click("#time-compare")
    assert page.locator(".leaflet-container").count() == 1
    assert page.locator(rings).count() == 0


def test_other_moments_stand_for_the_maps_own_vehicle_and_say_so(open_page: Open, content):
    page = open_page(content).page
    page.select_option("#mover", "light")
    page.click("#time-back")
    assert page.input_value("#mover") == "un-truck"
    assert page.is_disabled("#mover")
    said = page.locator("#time .time-note").all_inner_texts()
    assert said[-1] == "Other moments are told for one vehicle: UN truck, 10 t."
    page.click("#time-home")
    assert page.input_value("#mover") == "light"
    assert page.is_enabled("#mover")
    assert page.inner_text("#changes .asked") == "UN truck, 10 t"
    page.click("#time-compare")
    assert page.is_disabled("#mover")
    page.click("#time-compare")
    assert page.input_value("#mover") == "light"


def test_on_a_phone_one_map_shows_one_moment_after_the_other(open_page: Open, content):
    page = open_page(content, PHONE).page
    page.click("#time-compare")
    assert page.is_hidden("#second-map")
    page.click("#time-flip")
    assert page.is_visible("#second-map")
    assert page.is_hidden(".folium-map")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_head_says_what_changed_and_who_reported_it(open_page: Open, content):
    page = open_page(content).page
    assert page.inner_text("#changes h2") == "Changed since 1 January 2024"
    assert page.inner_text(".change-sentence") == (
        "1 gateway closed, 1 site newly cut off (3,400 people), 1 site no longer cut off "
        "(120 people), 1 area with other reports on control"
    )
    page.click("#changes summary")
    told = [" ".join(text.split()) for text in page.locator("#changes li").all_inner_texts()]
    assert told[0] == "Martissant: Passable → Closed · report of 3 January 2024, A newspaper"
    assert "Site Place Sud: Reachable → Cut off · 3,400 people" in told
    page.get_by_label("Mark the changes on the map").check()
    assert page.locator(".folium-map path[stroke='#b5008f']").count() == 4
    page.locator("#changes li button").first.click()
    assert page.locator(".popup h3").inner_text() == "Martissant"


def test_a_report_grown_too_old_is_not_told_as_a_way_reopened(open_page: Open):
    built = moved()
    change = built.tables["change"].copy()
    freed = (change["kind"] == "access") & (change["before"] == "cut_off")
    assert freed.sum() == 1
    change.loc[freed, "after"] = "presumed"
    page = open_page(render_page(replace(built, tables={**built.tables, "change": change}))).page
    said = page.inner_text(".change-sentence")
    assert "no longer cut off" not in said
    assert "1 site with no report any more that cuts it off (120 people)" in said


def test_without_moments_there_is_no_slider_and_nothing_changed(open_page: Open):
    page = open_page(render_page(built_world(language="en"))).page
    assert page.is_hidden("#time")
    assert page.inner_text("#changes") == ""


def test_crowded_sites_are_one_badge_that_opens_as_one_comes_near(open_page: Open, content):
    page = open_page(content).page
    page.evaluate("potay.board.map.setView([18.55, -72.32], 9, {animate: false})")
    badge = page.locator(".at.cluster")
    assert badge.count() >= 1
    shown = page.evaluate(
        """() => Array.from(document.querySelectorAll(".at.cluster text"))
             .reduce((sum, one) => sum + Number(one.textContent), 0)
             + document.querySelectorAll(".at.site").length"""
    )
    assert shown == 6
    label = page.locator(".leaflet-marker-icon:has(.cluster)").first
    assert "sites: " in label.get_attribute("aria-label")
    label.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("potay.board.map.getZoom()") > 9
    page.evaluate("potay.board.map.setView([18.55, -72.32], 13, {animate: false})")
    assert page.locator(".at.cluster").count() == 0
    assert page.locator(".at.site").count() == 6


def test_relief_is_a_picture_of_the_page_itself_and_can_be_switched_off(open_page: Open, content):
    page = open_page(content).page
    picture = page.locator(".leaflet-shade-pane img")
    assert picture.get_attribute("src").startswith("data:image/png")
    page.click("#legend summary")
    page.get_by_label("Relief (modelled)").uncheck()
    assert picture.count() == 0


def test_silence_is_drawn_and_named_apart_from_a_report(open_page: Open):
    built = moved()
    layers = tuple(
        replace(one, frame=one.frame.assign(silent=one.frame["reading_status"] == "open"))
        if one.spec.name == "roads" else one for one in built.layers
    )  # fmt: skip
    page = open_page(render_page(replace(built, layers=layers))).page
    silent, reported = page.evaluate(
        "['silent', 'open'].map(one => potay.styleOf('road', one).color)"
    )
    assert silent != reported
    colours = page.evaluate("potay.board.groups.roads.getLayers().map(one => one.options.color)")
    assert silent in colours
    assert reported not in colours
    assert "Not reported on; drawn as its data describe it" in page.inner_text("#key")
