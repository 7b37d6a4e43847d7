"""Residents by access in the page: the library's own sums, for any vehicle and supposition."""

from dataclasses import replace

import pandas as pd
import pytest
from browser.conftest import PHONE, Open
from render.world import REPOSITORY, built_world

from potay.access import people_answer
from potay.access.people.people import band_of
from potay.build import build_map
from potay.inputs import read_inputs
from potay.network import make_scenario
from potay.render import render_page
from potay.spec import read_map, read_workspace
from potay.terrain import raster_of

pytestmark = pytest.mark.browser

BANDS = ("up_to_1_h", "1_to_2_h", "2_to_4_h", "over_4_h")


@pytest.fixture(scope="module")
def inputs():
    return read_inputs(read_map(read_workspace(REPOSITORY), "port-au-prince"))


@pytest.fixture(scope="module")
def built():
    return build_map(read_map(read_workspace(REPOSITORY), "port-au-prince"))


@pytest.fixture
def page(open_page: Open, built):
    opened = open_page(render_page(built), now="2024-07-04T08:00:00Z").page
    opened.click("#languages button[lang=en]")
    return opened


@pytest.mark.parametrize(
    ("mover", "what_if"),
    [("un-truck", {}), ("motorcycle", {}),
     ("light", {"gateway.martissant": "open", "area.canaan": "open", "road.rn1": "closed"})],
)  # fmt: skip
def test_quarters_are_reached_as_in_the_library(page, inputs, mover, what_if):
    spec = inputs.asked.spec
    page.select_option("#mover", mover)
    page.evaluate("all => Object.entries(all).forEach(one => potay.suppose(...one))", what_if)
    scenario = make_scenario(inputs.network, inputs.state, spec.movers[mover], spec.rules, what_if)
    population = raster_of(inputs.datasets, "population")
    rows = people_answer(scenario, spec.hubs, inputs.frames["area"], population).rows
    told = {row["key"]: row for row in page.evaluate("potay.quarters()")}
    assert len(told) == len(rows) > 100
    for row in rows.to_dict("records"):
        mine = told[f"area.{row['id']}"]
        assert mine["status"] == row["status"]
        assert mine["minutes"] == (
            row["minutes"] if row["minutes"] is None else pytest.approx(row["minutes"], abs=0.011)
        )
        assert mine.get("persons_modelled") == row["persons_modelled"]


def open_panel(page):
    """Opens the panel; it is filled once the browser has told the page that it was opened."""
    page.click("#people summary")
    page.wait_for_selector("#people-body table")


def figures(page) -> list[list[str]]:
    rows = page.locator("#people-body tbody tr").all()
    return [[cell.strip() for cell in row.inner_text().split("\t")] for row in rows]


def test_the_panel_waits_until_it_is_opened_and_sums_up_as_the_library(page, built):
    assert page.locator("#people-body *").count() == 0
    open_panel(page)
    told = dict(figures(page))
    summary = built.people
    number = {word: int(told[label].replace(",", "")) for word, label in (
        ("presumed", "No known closure"), ("unknown", "Unknown"), ("cut_off", "Cut off"),
    )}  # fmt: skip
    for word, people in number.items():
        assert people == pytest.approx(summary["people_by_status"][word], abs=110)
    times = ("up to 1 hour", "1 to 2 hours", "2 to 4 hours", "more than 4 hours")
    for label, band in zip(times, BANDS, strict=True):
        people = int(told[label].replace(",", ""))
        assert people == pytest.approx(summary["people_by_band"][band], abs=110)
    assert band_of({"status": "presumed", "minutes": 60}) == BANDS[0]  # as in the page
    said = page.inner_text("#people-body")
    assert "not counted" in said
    assert "As reported on 3 July 2024" in said
    first = built.evacuation["corridors"][0]
    name = built.tables["corridors"].set_index("ref").at[first["ref"], "name"]
    assert told[name] == f"{round(first['persons_modelled'], -2):,}"
    assert "no advice to leave" in said


def test_the_panel_follows_vehicle_place_and_supposition(page):
    open_panel(page)
    before = figures(page)
    page.select_option("#mover", "motorcycle")
    assert figures(page) != before
    page.select_option("#mover", "un-truck")
    page.select_option("#hub", "terminal-varreux")
    assert "from Varreux" in page.inner_text("#people-body")
    page.select_option("#hub", "")
    assert figures(page) == before
    page.evaluate("potay.suppose('gateway.martissant', 'open')")
    page.wait_for_selector("#people-body .mark")


@pytest.mark.parametrize("language", ["fr", "ht"])
def test_it_fits_a_phone(open_page: Open, built, language):
    page = open_page(render_page(built), PHONE, now="2024-07-04T08:00:00Z").page
    page.click(f"#languages button[lang={language}]")
    open_panel(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_a_network_it_tells_the_librarys_rows_and_without_people_nothing(open_page: Open):
    built = built_world(language="en")
    page = open_page(render_page(built)).page
    assert page.is_hidden("#people")
    people = pd.DataFrame(
        {"id": ["martissant", "delmas"], "persons_modelled": [30_000, 5_000],
         "status": ["cut_off", "presumed"], "minutes": [None, 75.2], "hub": ["port", "port"]}
    )  # fmt: skip
    told = replace(built, tables={**built.tables, "people": people})
    page = open_page(render_page(told)).page
    open_panel(page)
    told = dict(figures(page))
    assert (told["Cut off"], told["No known closure"], told["1 to 2 hours"]) == (
        "30,000", "5,000", "5,000",
    )  # fmt: skip
