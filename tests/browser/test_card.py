"""The movement card: one page for one movement, internal only, positions true to the metre."""

import re
from dataclasses import replace

import pytest
from browser.conftest import Open
from render.reading import blocks
from tiny import write_workspace

from potay.build import build_map
from potay.render import render_page
from potay.spec import Overrides, read_map, read_workspace

pytestmark = pytest.mark.browser

#: Positions with their references as the `mgrs` package of Python (1.6) gives them.
REFERENCES = {
    (18.5768, -72.2932): "18Q YF 85688 56153",
    (18.5441, -72.331): "18Q YF 81749 52472",
    (19.7601, -72.2026): "18Q YG 93153 87355",
    (18.2341, -71.9999): "19Q AA 82727 18686",
    (20.0, -74.7): "18Q WH 31381 11509",
    (-33.8568, 151.2153): "56H LH 34900 52288",
    (51.4778, -0.0015): "30U YC 08213 07224",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_workspace(tmp_path_factory.mktemp("world") / "tiny")


@pytest.fixture(scope="module")
def built(root):
    return build_map(read_map(read_workspace(root), "tiny", Overrides(as_of="2024-02-05")))


@pytest.fixture
def page(open_page: Open, built):
    page = open_page(render_page(built)).page
    page.click("#languages button[lang=en]")
    page.evaluate("potay.askWay('infrastructure.port', 'site.camp-1')")
    return page


def test_grid_references_are_those_of_a_known_library(page):
    told = page.evaluate("(all) => all.map(at => potay.mgrs(...at))", list(map(list, REFERENCES)))
    assert told == list(REFERENCES.values())
    assert page.evaluate("potay.mgrs(85, 10)") == ""


def test_the_card_tells_the_movement(page):
    page.get_by_role("button", name="Movement card").click()
    said = " ".join(page.locator("#card").inner_text().split())
    assert "Movement card: Le Port → Site A (fictif)" in said
    assert "As reported on 5 February 2024 · Valid until 7 February 2024" in said
    assert "internal: do not pass on" in said
    assert "From Le Port 18.50000, -72.40000 · 18Q YF " in said
    assert re.search(r"1 La Porte Passable.* 18\.50000, -72\.35000 · 18Q YF \d{5} \d{5}", said)
    assert (
        "La Porte: state Passable, as reported · as of 1 February 2024 · 4 days · reliability 3"
        in said
    )
    assert "La Presse, Routes" in said
    for blank in ("Convoy leader", "Radio channel and call signs", "Security focal point"):
        assert blank in said
    assert "Supposition" not in said


def test_a_card_of_a_supposition_says_so(page):
    page.evaluate("potay.suppose('gateway.gate', 'restricted')")
    page.evaluate("potay.openCard()")
    assert "Supposition, not a report: La Porte (supposed: with restrictions)" in " ".join(
        page.locator("#card header").inner_text().split()
    )


def test_a_way_that_is_not_reported_passable_is_called_so(page):
    warning = "This way is not reported passable all along."
    page.evaluate("potay.suppose('area.east', 'open')")
    page.evaluate("potay.openCard()")
    assert warning not in page.inner_text("#card")
    page.evaluate("potay.closeCard(); potay.suppose('gateway.gate', 'closed')")
    page.evaluate("potay.openCard()")
    assert warning in page.inner_text("#card header")


def test_the_square_code_holds_the_way_as_gpx(page):
    page.evaluate("potay.openCard()")
    gpx = page.evaluate("potay.gpx(potay.question().way)")
    points = re.findall(r'<rtept lat="([\d.-]+)" lon="([\d.-]+)"/>', gpx)
    assert points[0] == ("18.5000", "-72.4000")
    assert points[-1] == ("18.5005", "-72.3100")
    assert gpx.startswith('<gpx version="1.1"')
    assert gpx.endswith("</rte></gpx>")
    size = page.evaluate("potay.squareCode(potay.question().way).size")
    box = page.get_attribute(".qr svg", "viewBox").split()
    assert int(box[2]) == size + 8  # four quiet modules on each side
    # The three finders of a square code: their outer rings are dark, the rings within light.
    d = page.get_attribute(".qr path", "d")
    dark = {tuple(map(int, at)) for at in re.findall(r"M(\d+) (\d+)h", d)}
    for x, y in ((0, 0), (size - 7, 0), (0, size - 7)):
        assert all((x + i, y) in dark for i in range(7))
        assert not any((x + 1 + i, y + 1) in dark for i in range(5))


def test_the_card_is_one_printed_page(page):
    page.evaluate("potay.openCard()")
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1


def test_it_opens_and_closes_by_keyboard(page):
    page.get_by_role("button", name="Movement card").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "card"
    assert page.evaluate("document.querySelector('main').inert") is True
    page.keyboard.press("Escape")
    assert page.locator("#card").count() == 0
    assert page.evaluate("document.querySelector('main').inert") is False
    assert page.evaluate("document.activeElement.textContent") == "Movement card"


@pytest.mark.parametrize("audience", ["public"])
def test_no_network_and_no_card_leave_the_house(root, built, audience):
    asked = read_map(
        read_workspace(root), "tiny", Overrides(as_of="2024-02-05", audience=audience)
    )  # fmt: skip
    reduced = build_map(asked)
    assert reduced.network is None
    page = render_page(reduced).decode("utf-8")
    assert "network" not in blocks(page)
    assert "topografix" in render_page(built).decode("utf-8")
    assert "topografix" not in page  # the way as GPX, in the square code of a card
    assert built.network is not None


def test_hostile_names_do_nothing_on_the_card(open_page: Open, built):
    text = "<img src=x onerror=window.ran=1></script><script>window.ran=1</script>"
    layers = tuple(
        replace(layer, frame=layer.frame.assign(name=layer.frame["name"] + text))
        for layer in built.layers
    )
    page = open_page(render_page(replace(built, layers=layers))).page
    page.evaluate("potay.askWay('infrastructure.port', 'site.camp-1')")
    page.evaluate("potay.suppose('gateway.gate', 'closed')")
    page.evaluate("potay.openCard()")
    assert page.locator("img, iframe, object").count() == 0
    assert page.evaluate("window.ran") is None
    assert text in page.locator("#card h2").text_content()
