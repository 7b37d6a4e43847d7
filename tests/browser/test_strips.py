"""Main roads as strips: everything in its order, told in words, pressed by finger and by key."""

import pytest
from browser.conftest import PHONE, Open
from render.world import built_world

from potay.render import render_page

pytestmark = pytest.mark.browser

RN2 = ".strip:has-text('Route nationale 2') svg[role=group]"


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_page(built_world(language="en"))


def told(page, strip: str) -> list[str]:
    """What stands on a strip, in order of kilometre, as a screen reader says it."""
    return page.evaluate(
        """(strip) => Array.from(document.querySelectorAll(strip + " .on-strip"))
             .sort((a, b) => a.dataset.km - b.dataset.km || 0)
             .map(one => one.getAttribute("aria-label"))""",
        strip.replace(":has-text('Route nationale 2')", ":nth-of-type(2)"),
    )


def test_a_strip_tells_stretches_gateways_and_obstacles_by_kilometre(open_page: Open, content):
    page = open_page(content).page
    assert told(page, RN2) == [
        "km 0.0 to 1.1 · Not reported on; drawn as its data describe it",
        "km 1.1 to 3.9 · Closed · Martissant: Grand Ravine",
        "km 2.0 · Gateway Martissant · Closed",
        "km 2.4 · barricade · Barricade",
        "km 3.9 to 9.4 · Unknown · Carrefour: unknown",
    ]
    bridge = page.locator(".strip:has-text('Route nationale 1') .strip-bridge")
    assert bridge.count() == 1
    assert "Reported hours: Pont-Rouge: Fri–Sun 06:00–18:00" in page.inner_text("#strips-body")


def test_a_strip_draws_statuses_as_the_map_does(open_page: Open, content):
    page = open_page(content).page
    strip = page.locator(RN2)
    look = page.evaluate("potay.styleOf('road', 'closed')")
    assert strip.locator(f"path[stroke-dasharray='{look['dash']}']").count() == 1
    assert strip.locator("path[stroke-dasharray='2 11']").count() == 1
    holder = page.evaluate("potay.page.head.colours['grand-ravine']")
    assert strip.locator(f"rect[fill='{holder}']").count() == 1
    assert strip.locator("rect[fill^='url(#p-hatch']").count() == 1


def test_marks_never_stand_on_each_other_and_keep_their_order(open_page: Open, content):
    page = open_page(content, PHONE).page
    boxes = page.evaluate(
        """(s) => Array.from(document.querySelector(".strip:nth-of-type(2)")
             .querySelectorAll(".sign")).slice(1).map(one => Number(one.getAttribute("x")))""",
        RN2,
    )
    assert len(boxes) == 2  # the gateway at km 2.0 and the barricade at km 2.4
    assert boxes[1] - boxes[0] >= 17
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_finger_on_a_stretch_shows_it_on_the_map(open_page: Open, content):
    page = open_page(content, PHONE).page
    page.locator(f"{RN2} .on-strip").nth(1).tap()
    assert page.locator(".popup h3").inner_text() == "Route nationale 2"
    centre = page.evaluate("potay.board.map.getBounds().contains([18.5275, -72.366])")
    assert centre is True


def test_arrow_keys_go_along_a_strip_and_enter_opens(open_page: Open, content):
    page = open_page(content).page
    strip = page.locator(RN2)
    assert strip.locator("[tabindex='0']").count() == 1
    strip.locator("[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("km 2.0")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.km") == "3.9"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert page.locator(".popup h3").inner_text() == "Martissant"


def test_other_roads_wait_behind_one_press(open_page: Open, content):
    page = open_page(content).page
    assert page.locator("#strips .strip").count() == 2
    page.click("#strips summary")
    page.wait_for_selector("#strips .strip >> nth=4")
    assert page.locator("#strips .strip").count() == 5


def test_no_corridors_no_strips(open_page: Open):
    built = built_world(language="en")
    del built.tables["corridors"]
    page = open_page(render_page(built)).page
    assert page.is_hidden("#strips")
