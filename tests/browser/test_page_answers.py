"""The page tells its answer, in each language, on a phone and on a desk, by the reader's clock."""

from dataclasses import replace

import pandas as pd
import pytest
from browser.conftest import DESK, PHONE, Open
from render.world import built_world

from potay.render import render_page
from potay.tongues import TONGUES

pytestmark = pytest.mark.browser

MOMENT = {
    "fr": "Situation rapportée au 5 janvier 2024 · il y a 11 jours",
    "ht": "Sa yo rapòte nan dat 5 janvye 2024 · sa gen 11 jou",
    "en": "As reported on 5 January 2024 · 11 days ago",
}


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_page(built_world())


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_head_says_of_when_it_is_in_each_language(open_page: Open, content, size, language):
    page = open_page(content, size, now="2024-01-17T08:00:00Z").page
    page.click(f"#languages button[lang={language}]")
    assert page.inner_text("#moment") == MOMENT[language]
    assert page.get_attribute("html", "lang") == language
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_counts_follow_vehicle_and_departure(open_page: Open, content):
    page = open_page(content).page
    cut_off = page.locator(".counts tbody tr:nth-child(5)")
    assert cut_off.inner_text().strip().split("\t") == ["Coupé", "1", "3\u202f400"]
    page.select_option("#mover", "light")
    assert cut_off.inner_text().strip().split("\t") == ["Coupé", "0", "0"]
    page.select_option("#hub", "airport")  # nobody asked for the light vehicle from there
    assert "Inconnu\t6" in page.inner_text(".counts tbody")


def test_each_main_road_has_one_sentence_national_roads_first(open_page: Open, content):
    page = open_page(content).page
    page.click("#languages button[lang=en]")
    said = [text.replace("\n", " ") for text in page.locator("#corridors li").all_inner_texts()]
    assert page.inner_text(".more summary").split() == [
        "3",
        "other",
        "main",
        "roads",
        "1",
        "1",
        "1",
    ]
    assert said == [
        "Route nationale 1 Restricted: Pont-Rouge · report of 3 January 2024",
        "Route nationale 2 Closed: Martissant · report of 3 January 2024 · 2.8 km of 9.4 km",
        "Laboule 12 Unknown: Laboule 12 · the last report has expired",
        "Route de Delmas No known closure: Delmas · no report",
        "Route de l’Aéroport Passable · report of 3 January 2024",
    ]


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2024-01-07T12:00:00Z", []),
        ("2024-01-09T12:00:00Z", ["Périmé"]),
        ("2023-12-01T12:00:00Z", ["Vérifiez votre horloge"]),
    ],
)
def test_expiry_is_judged_by_the_readers_clock(open_page: Open, content, now, told):
    page = open_page(content, now=now).page
    assert [
        text.capitalize() for text in page.locator(".banner.worn strong").all_inner_texts()
    ] == told
    assert page.is_visible("#stamp") == (told == ["Périmé"])


def test_illustrative_data_is_announced(open_page: Open, content):
    page = open_page(content).page
    assert page.inner_text("details.banner summary").startswith("Données illustratives")
    page.click("details.banner summary")
    assert page.inner_text("details.banner li") == "Displacement sites"


def test_names_fall_back_and_are_never_empty(open_page: Open, content):
    page = open_page(content).page
    page.click("#languages button[lang=ht]")
    page.click("#table-gateways summary")
    page.wait_for_selector("#table-gateways tbody th")
    names = page.locator("#table-gateways tbody th").all_inner_texts()
    assert names == ["Matisan", "Pont-Rouge", "Laboule 12", "Frères"]
    page.evaluate("potay.openPopup('road', potay.store.roads[6], [18.56, -72.3])")
    assert page.inner_text(".popup h3") == "nameless"


@pytest.mark.parametrize(
    ("call", "fr", "en"),
    [
        ("potay.hoursWords('Fri-Sun 06:00-18:00')", "ven.–dim. 06:00–18:00", "Fri–Sun 06:00–18:00"),
        ("potay.hoursWords('Mon-Sun sunrise-sunset')", "tous les jours lever du soleil–coucher du "
         "soleil", "every day sunrise–sunset"),
        ("potay.tollWords('unstated HTG any')", "montant non précisé · tout véhicule",
         "amount not stated · any vehicle"),
        ("potay.tollWords('50000 HTG tanker')", "50\u202f000 HTG · tanker", "50,000 HTG · tanker"),
        ("potay.claimValue({kind: 'season', value: 'Apr-Nov'})", "avril–novembre",
         "April–November"),
        ("potay.claimValue({kind: 'displacement', value: '20000'})", "20\u202f000 personnes",
         "20,000 people"),
        ("potay.claimValue({kind: 'delay', value: '45.5'})", "46 min", "46 min"),
        ("potay.claimValue({kind: 'truce', value: 'Fri-Sun 06:00-18:00'})",
         "ven.–dim. 06:00–18:00", "Fri–Sun 06:00–18:00"),
        ("potay.claimKind('truce')", "trêve", "truce"),
        ("potay.claimKind('invented')", "invented", "invented"),
        ("potay.claimValue({kind: 'incident', value: 'bridge hit'})", "bridge hit", "bridge hit"),
        ("potay.minutesWords(125)", "2 h 05", "2 h 05"),
        ("potay.ageWords(0)", "aujourd’hui", "today"),
        ("potay.ageWords(130)", "il y a 4 mois", "4 months ago"),
        ("potay.ageWords(1052)", "il y a 2,9 ans", "2.9 years ago"),
        ("potay.dateWords('2024-08')", "2024-08", "2024-08"),
    ],
)  # fmt: skip
def test_values_are_told_in_the_readers_words(open_page: Open, content, call, fr, en):
    page = open_page(content).page
    assert page.evaluate(call) == fr
    page.click("#languages button[lang=en]")
    assert page.evaluate(call) == en


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_days_and_numbers_are_written_as_in_every_file(open_page: Open, content, language):
    page = open_page(content).page
    page.click(f"#languages button[lang={language}]")
    tongue = TONGUES[language]
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 2, 28)]
    assert page.evaluate("all => all.map(potay.dateWords)", days) == [
        tongue.day_of(d) for d in days
    ]
    numbers = [0, 7, 999, 1000, 12_345, 1_234_567, -4200]
    for digits in (0, 1):
        told = page.evaluate("([all, n]) => all.map(x => potay.figure(x, n))", [numbers, digits])
        assert told == [tongue.number(number, digits) for number in numbers]


def test_a_page_without_sites_says_so(open_page: Open):
    built = built_world(language="en")
    layers = tuple(layer for layer in built.layers if layer.spec.name != "sites")
    page = open_page(render_page(replace(built, layers=layers))).page
    assert page.inner_text("#counts") == "This page holds no displacement sites."


def test_a_public_page_has_ranges_in_place_of_sites_or_says_why_not(open_page: Open):
    built = built_world(language="en")
    layers = tuple(layer for layer in built.layers if layer.spec.name != "sites")
    public = replace(
        built,
        layers=layers,
        state=replace(built.state, silence="not_told"),
        provenance=replace(built.provenance, audience="public"),
    )
    page = open_page(render_page(public)).page
    assert "no commune has enough of them for a range." in page.inner_text("#counts")
    totals = pd.DataFrame(
        {"commune": ["Delmas", "Tabarre"], "sites_from": [5, 3], "sites_to": [9, 4],
         "persons_from": pd.array([1000, None], "Int64"),
         "persons_to": pd.array([1999, None], "Int64")}
    )  # fmt: skip
    page = open_page(
        render_page(replace(public, tables={**built.tables, "site_totals": totals}))
    ).page
    rows = page.locator("#counts table.totals tbody tr").all_inner_texts()
    assert rows == ["Delmas\t1,000 to 1,999\t5 to 9", "Tabarre\tnot told here\t3 to 4"]
    page.click("#table-totals summary")
    page.wait_for_selector("#table-totals tbody th")
    page.click("#table-totals thead th:nth-child(2) button")
    told = page.locator("#table-totals tbody tr").all_inner_texts()
    assert told == [
        "Tabarre\t3 to 4\tnot told here\tnot told here",
        "Delmas\t5 to 9\tnot told here\t1,000 to 1,999",
    ]
