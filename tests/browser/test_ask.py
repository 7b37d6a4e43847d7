"""The page answers as the library does, on drawn worlds and on the bundled map; asking by hand."""

import random

import pytest
from asciiworld import CAR, RULES, state, town
from browser.asking import ANSWERS, READ, block_of, differences, library_rows
from browser.conftest import PHONE, Open
from render.world import REPOSITORY, built_world

from potay.access import find_route
from potay.build import build_map
from potay.inputs import read_inputs
from potay.network import make_scenario
from potay.render import render_page
from potay.spec import read_map, read_workspace

pytestmark = pytest.mark.browser

TOWN = town(
    traits={"ad": {"practicability": 3}, "be": {"max_weight_t": 5.0}, "ih": {"surface": "gravel"}},
)
WORDS = ["open", "restricted", "closed", "expired open", "contradicted", "unknown", "",
         "control gang", "control police", "control brigade", "open delay 7"]  # fmt: skip
SUBJECTS = ["gateway.G", "gateway.H", "gateway.K", "gateway.L", "area.m", "area.n", "area.o",
            "link.boat", "infrastructure.1", "infrastructure.5"]  # fmt: skip
ROADS = [f"road.{one}" for one in ("ad", "be", "ih", "bc", "ef", "gi")]
SUPPOSED = ["open", "restricted", "closed", "abandoned", "unknown"]
TRUCK = CAR.model_copy(
    update={"name": "truck", "vehicle_class": 5, "weight_t": 12.0, "organisation": "haulier"}
)
WALKER = CAR.model_copy(update={"name": "walker", "vehicle_class": 1, "default_speed_kmh": 5})


@pytest.fixture(scope="module")
def inputs():
    return read_inputs(read_map(read_workspace(REPOSITORY), "port-au-prince"))


@pytest.fixture(scope="module")
def bundled() -> bytes:
    return render_page(build_map(read_map(read_workspace(REPOSITORY), "port-au-prince")))


def compared(page, cases, rows) -> tuple[int, list[str]]:
    """How many pairs were asked, and every difference."""
    found, count = [], 0
    for case, wanted, told in zip(cases, rows, page.evaluate(ANSWERS, cases), strict=True):
        for row, answer in zip(wanted, told, strict=True):
            count += 1
            where = f"{row['hub']} → {row['id']}, {case['mover']}, {case['what_if']}"
            found += [f"{where}: {words}" for words in differences(row, answer)]
    return count, found


def pairs(rows):
    return [[f"infrastructure.{row['hub']}", f"{row['type']}.{row['id']}"] for row in rows]


def test_random_states_of_a_drawn_world_are_answered_as_by_the_library(open_page: Open, bundled):
    chance, network = random.Random(5), TOWN.network()
    page = open_page(bundled).page
    asked, differing = 0, []
    for _ in range(25):
        said = {name: chance.choice(WORDS) for name in SUBJECTS + ROADS[:3]}
        told = state({name: words for name, words in said.items() if words})
        ground = {m.name: make_scenario(network, told, m, RULES) for m in (WALKER, CAR, TRUCK)}
        page.evaluate(READ, block_of(ground))
        cases, rows = [], []
        for mover in (WALKER, CAR, TRUCK):
            for many in (0, 2, 5):
                what_if = {name: chance.choice(SUPPOSED)
                           for name in chance.sample(SUBJECTS + ROADS, many)}  # fmt: skip
                scenario = make_scenario(network, told, mover, RULES, what_if)
                rows.append(library_rows(scenario, ["1", "5"]))
                cases.append({"mover": mover.name, "what_if": what_if, "pairs": pairs(rows[-1])})
        count, found = compared(page, cases, rows)
        asked, differing = asked + count, differing + found
    assert differing == []
    assert asked >= 500


def test_the_bundled_map_is_answered_as_by_the_library(open_page: Open, bundled, inputs):
    chance = random.Random(11)
    page = open_page(bundled).page
    spec, cases, rows = inputs.asked.spec, [], []
    subjects = [key for key in page.evaluate("potay.page.net.key") if not key.startswith("road.")]
    frame = inputs.frames["road"]
    corridors = set(frame["corridor"].str.casefold()) - {""}
    subjects += [f"road.{one}" for one in sorted({*frame.index[::9], *corridors})]
    for number, mover in enumerate(spec.movers.values()):
        chosen = chance.sample(subjects, (0, 2, 5, 12, 40, 80)[number])
        what_if = {key: chance.choice(SUPPOSED) for key in chosen}
        scenario = make_scenario(inputs.network, inputs.state, mover, spec.rules, what_if)
        rows.append(library_rows(scenario, [spec.hubs[number % len(spec.hubs)]]))
        cases.append({"mover": mover.name, "what_if": what_if, "pairs": pairs(rows[-1])})
    count, differing = compared(page, cases, rows)
    assert differing == []
    assert count >= 500


WAYS = """([mover, from, to]) => {
  const net = potay.page.net, scene = potay.makeScene(net, net.movers.indexOf(mover), {});
  const asked = potay.askFrom(scene, net.placeOf.get(from).node);
  return potay.waysBetween(asked, net.placeOf.get(to).node, 3).map(way => ({
    minutes: way.minutes, status: way.status, gateways: way.gateways, modes: way.modes,
    usable_by_mover: way.usable, independent: way.independent, shares: way.shares,
    vehicle_class: way.carries.vehicle_class }));
}"""


def test_other_ways_are_those_of_the_library(open_page: Open, bundled, inputs):
    page, spec = open_page(bundled).page, inputs.asked.spec
    seen = 0
    for name, hub, site in (
        ("un-truck", "port-apn", "site-a01"), ("light", "aeroport-pap", "site-c02"),
        ("un-heavy", "terminal-varreux", "site-a04"), ("haulier", "port-apn", "site-e04"),
    ):  # fmt: skip
        route = find_route(inputs.scenario(spec.movers[name]), hub, f"site.{site}").record()
        told = page.evaluate(WAYS, [name, f"infrastructure.{hub}", f"site.{site}"])
        assert len(told) == len(route["routes"])
        for mine, way in zip(told, route["routes"], strict=True):
            seen += 1
            assert mine.pop("minutes") == pytest.approx(way["minutes"], abs=0.011)
            wanted = {key: way[key] for key in mine if key in way}
            wanted["gateways"] = [f"gateway.{one}" for one in way["gateways"]]
            assert mine == wanted | {"vehicle_class": way["carries"]["vehicle_class"]}
    assert seen >= 6


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
    assert page.evaluate("typeof potay.graph") == "undefined"


def test_the_network_is_light(bundled):
    text = bundled.decode("utf-8")
    block = text.partition('id="potay-network">')[2].partition("</script>")[0]
    assert 40_000 < len(block.encode()) < 120_000
