"""Suppositions: all answers follow at once, and nobody can take them for reports."""

import pytest
from browser.conftest import PHONE, Open
from playwright.sync_api import expect
from tiny import write_workspace

from potay.access import access_table
from potay.build import build_map
from potay.inputs import read_inputs
from potay.render import render_page
from potay.spec import Overrides, read_map, read_workspace

pytestmark = pytest.mark.browser

#: port ── gate (reported closed) ── town with camp-1, in the quarter `east` (nobody there).


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return write_workspace(tmp_path_factory.mktemp("world") / "tiny")


def asked(root, *settings: str):
    return read_map(read_workspace(root), "tiny", Overrides(settings=settings, as_of="2024-01-05"))


@pytest.fixture(scope="module")
def content(root) -> bytes:
    return render_page(build_map(asked(root)))


@pytest.fixture
def page(open_page: Open, content):
    opened = open_page(content)
    opened.page.click("#languages button[lang=en]")
    return opened.page


def counts(page) -> dict[str, str]:
    rows = page.locator("table.counts tbody tr").all()
    return {row.locator("th").inner_text().strip(): row.locator("td").first.inner_text()
            for row in rows}  # fmt: skip


def roads(page) -> list[str]:
    return page.evaluate("potay.store.roads.map(potay.roadStatus)")


def test_a_gateway_supposed_open_opens_everything_behind_it(page):
    assert counts(page)["Cut off"] == "1"
    assert "Closed" in page.locator(".corridors").first.inner_text()
    assert "closed" in roads(page)
    page.evaluate("potay.showOnMap('gateway.gate')")
    page.get_by_label("open", exact=True).click()
    assert counts(page)["Cut off"] == "0"
    assert counts(page)["Reachable"] == "1"
    assert "closed" not in roads(page)
    assert "Closed" not in page.locator(".corridors").first.inner_text()
    expect(page.locator(".popup")).to_have_count(1)  # the old one fades away
    badge = page.locator(".popup .badge").inner_text()
    assert badge.strip() == "supposed: open"  # never "as reported"
    assert "state Closed · as of 1 January 2024" in page.locator(".popup").inner_text()
    expect(page.locator("#table-sites tbody td").first).to_contain_text("Reachable")


def test_the_banner_says_what_is_supposed_and_leads_back(page):
    assert page.locator("#supposed").is_hidden()
    page.evaluate("potay.suppose('gateway.gate', 'open')")
    page.evaluate("potay.suppose('area.east', 'closed')")
    said = " ".join(page.locator("#supposed").inner_text().split())
    assert said.startswith("Supposition, not a report: La Porte (gateway) = open ×")
    assert "Quartier Est (area) = closed" in said
    assert page.locator(".supposed-mark").count() == 2
    assert page.locator("#supposed-told").text_content().startswith("Supposed, not reported")
    page.click("#supposed summary")
    lines = page.input_value("#supposed textarea")
    assert lines == "--set gateway.gate=open\n--set area.east=closed"
    page.get_by_role("button", name="take back: La Porte").click()
    assert page.evaluate("potay.page.supposed") == {"area.east": "closed"}
    page.get_by_role("button", name="Back to what is reported").click()
    assert page.locator("#supposed").is_hidden()
    assert page.locator(".supposed-mark").count() == 0
    assert counts(page)["Cut off"] == "1"


@pytest.mark.parametrize(
    "settings",
    [(), ("gateway.gate=open",), ("gateway.gate=restricted",), ("gateway.gate=unknown",),
     ("area.east=closed",), ("gateway.gate=open", "area.east=restricted"),
     ("gateway.gate=abandoned", "infrastructure.port=closed"),
     ("gateway.gate=open", "road.rn9=closed"), ("gateway.gate=open", "road.r2=restricted"),
     ("road.r1=closed", "road.rn9=open")],
)  # fmt: skip
def test_the_shared_lines_give_the_library_the_same_answer(page, root, settings):
    inputs = read_inputs(asked(root, *settings))
    row = access_table(inputs.scenario(), ["port"]).rows.to_dict("records")[0]
    page.evaluate(
        "(all) => all.forEach(one => potay.suppose(...one.split('=')))", list(settings)
    )  # fmt: skip
    told = page.evaluate(
        "potay.bestAnswer(potay.store.drawnByKey.get('site.camp-1'))"
    )  # fmt: skip
    assert told["status"] == row["status"]
    minutes = page.evaluate(
        "potay.answerFor(potay.page.net.placeOf.get('infrastructure.port'),"
        " potay.page.net.placeOf.get('site.camp-1')).minutes"
    )
    assert minutes == pytest.approx(row["minutes"], abs=0.011) if minutes else minutes is None
    if settings:
        lines = page.evaluate("potay.supposedLines()").splitlines()
        assert lines == [f"--set {one}" for one in settings]


def test_the_answer_asked_for_follows_and_says_that_it_is_supposed(page):
    page.evaluate("potay.askWay('infrastructure.port', 'site.camp-1')")
    result = page.locator("#ask-result")
    assert "Cut off" in result.inner_text()
    assert "Supposition" not in result.inner_text()
    page.evaluate("potay.suppose('gateway.gate', 'open')")
    assert "Reachable" in result.inner_text()
    assert "Supposition, not a report" in result.inner_text()
    assert "La Porte: supposed: open" in result.inner_text()
    assert "at least 85 % (by this way alone; potay tells the exact figure)" in result.inner_text()
    latest = "Latest departure for a return the same day: not worked out in this page"
    assert latest in result.inner_text()


def test_a_supposition_by_keyboard_keeps_the_focus(page):
    page.evaluate("potay.showOnMap('gateway.gate')")
    page.focus(".popup .suppose input[value='']")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("potay.page.supposed") == {"gateway.gate": "open"}
    assert page.evaluate("document.activeElement.value") == "open"


def test_another_vehicle_changes_roads_and_gateways_too(page):
    before = page.evaluate("potay.store.roads.map(row => row.reading_status)")
    page.select_option("#mover", "motorcycle")
    page.evaluate("potay.suppose('gateway.gate', 'open')")
    assert counts(page)["Reachable"] == "1"
    assert page.evaluate("potay.store.roads.map(row => row.reading_status)") != before


def test_on_a_phone_and_in_each_language_it_fits(open_page: Open, content):
    page = open_page(content, PHONE).page
    for language, words in (("fr", "Supposition, pas un signalement"),
                            ("ht", "Sipozisyon, se pa yon rapò")):  # fmt: skip
        page.click(f"#languages button[lang={language}]")
        page.evaluate("potay.suppose('gateway.gate', 'closed')")
        assert page.locator("#supposed").inner_text().strip().startswith(words)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_section_or_the_whole_of_a_road_can_be_supposed(page):
    page.evaluate("potay.suppose('gateway.gate', 'open')")
    assert counts(page)["Cut off"] == "0"
    page.evaluate("potay.showRoad('rn9')")
    page.click(".popup details.what-if > summary")
    whole = page.get_by_role("group", name="What if the whole of Route du Port were …")
    whole.get_by_label("closed").click()
    assert page.evaluate("potay.page.supposed") == {"gateway.gate": "open", "road.rn9": "closed"}
    assert counts(page)["Cut off"] == "1"
    assert set(roads(page)) == {"closed"}
    banner = " ".join(page.locator("#supposed").inner_text().split())
    assert "Route du Port (road) = closed" in banner
    assert page.locator(".supposed-mark").count() == 2
    assert page.evaluate("document.activeElement.value") == "closed"
    expect(page.locator(".popup")).to_have_count(1)  # the old one fades away
    expect(page.locator(".popup .badge").filter(has_text="supposed: closed")).to_have_count(1)
    page.get_by_role("group", name="What if this section were …").get_by_label("open").click()
    told = page.evaluate("potay.supposedLines()").splitlines()
    assert told[:2] == ["--set gateway.gate=open", "--set road.rn9=closed"]
    assert told[2].startswith("--set road.r")
    assert counts(page)["Cut off"] == "1"
