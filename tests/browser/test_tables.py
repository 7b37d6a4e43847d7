"""Tables: copied as CSV that no spreadsheet takes for a formula, filtered without accents."""

import csv
import io
from dataclasses import replace

import pytest
from browser.conftest import Open
from render.world import built_world

from potay.render import render_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_page(built_world(language="en"))


def test_what_is_shown_is_copied_in_its_order(open_page: Open, content):
    page = open_page(content).page
    page.evaluate(
        """() => { document.execCommand = () => {
             window.taken = document.activeElement.value; return true; }; }"""
    )
    page.fill("#table-sites input", "carrefour")
    page.click("#table-sites thead button:has-text('People')")
    page.click("#table-sites .copy button")
    rows = list(csv.reader(io.StringIO(page.evaluate("window.taken"))))
    assert rows[0][:3] == ["Name", "Status", "People"]
    assert [row[0] for row in rows[1:]] == ["Site Gymnase", "Site Place Sud"]
    assert [row[2] for row in rows[1:]] == ["2100", "3400"]
    assert page.inner_text("#table-sites .copy [role=status]") == "Copied."
    assert page.locator("#table-sites textarea").count() == 0


def test_where_the_clipboard_is_closed_the_text_is_there_to_be_taken(open_page: Open, content):
    page = open_page(content).page
    page.evaluate("() => { document.execCommand = () => false; }")
    page.click("#table-sites .copy button")
    assert page.locator("#table-sites textarea").input_value().startswith("Name,Status,People")


@pytest.mark.parametrize(
    ("value", "told"),
    [("=1+1", "'=1+1"), ("+x", "'+x"), ("-x", "'-x"), ("@x", "'@x"), ("a,b", '"a,b"'),
     ('say "x"', '"say ""x"""'), ("plain", "plain"), ('=A,"', '"\'=A,"""')],
)  # fmt: skip
def test_cells_are_harmless_and_quoted(open_page: Open, content, value, told):
    page = open_page(content).page
    said = page.evaluate("v => potay.csv([{title: 'T', key: row => row}], [v, -3])", value)
    assert said == f"T\r\n{told}\r\n-3\r\n"


def opened(page, name: str) -> list[str]:
    page.evaluate("name => { document.getElementById('table-' + name).open = true; }", name)
    page.wait_for_selector(f"#table-{name} thead th")
    return page.locator(f"#table-{name} thead th").all_inner_texts()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("sites", ["Name", "Status", "People", "Households", "Time", "Distance", "From",
                "Latest departure", "Chance", "Commune", "Position"]),
     ("gateways", ["Name", "Status", "What is known", "Age", "Reliability", "Reported hours",
                   "Curfew", "Reported tolls", "Main road", "Source", "As of", "Position"]),
     ("facilities", ["Name", "Kind", "State", "Access", "Time", "Distance", "Position"]),
     ("areas", ["Name", "Reported control", "What is known", "Age", "Reliability"]),
     ("claims", ["About", "What", "Reported", "As of", "Valid from", "Valid until", "Holds",
                 "Reliability", "Source", "Note", "Title", "Published", "Number"]),
     ("sources", ["Publisher", "Title", "Published", "Language", "Reports", "Reliability",
                  "Address"])],
)  # fmt: skip
def test_each_table_has_what_a_reader_asks_for(open_page: Open, content, name, wanted):
    titles = opened(open_page(content).page, name)
    assert [title for title in titles if title in wanted] == wanted


def test_reports_come_newest_first_and_sources_count_theirs(open_page: Open, content):
    page = open_page(content).page
    opened(page, "claims")
    opened(page, "sources")
    as_of = page.evaluate(
        """() => Array.from(document.querySelectorAll("#table-claims tbody tr"))
             .map(row => row.lastChild.textContent)
             .map(id => potay.store.claimById.get(id).as_of)"""
    )
    assert as_of == sorted(as_of, reverse=True)
    counted = page.evaluate(
        """() => Array.from(document.querySelectorAll("#table-sources tbody tr"))
             .reduce((sum, row) => sum + Number(row.children[4].textContent), 0)"""
    )
    assert counted == len(as_of) > 3


def test_an_address_is_text_and_never_a_link(open_page: Open):
    built = built_world(language="en")
    sources = built.tables["sources"].assign(url="javascript:alert(1)")
    page = open_page(render_page(replace(built, tables={**built.tables, "sources": sources}))).page
    opened(page, "sources")
    assert "javascript:alert(1)" in page.inner_text("#table-sources tbody")
    assert page.locator("#table-sources a").count() == 0


def test_the_filter_tells_how_many_are_left(open_page: Open, content):
    page = open_page(content).page
    page.fill("#table-sites input", "site")
    told = page.inner_text("#table-sites .found")
    assert told == "6 of 6"
    page.fill("#table-sites input", "gymnase")
    assert page.inner_text("#table-sites .found") == "1 of 6"


def test_the_filter_needs_no_accents(open_page: Open, content):
    page = open_page(content).page
    page.fill("#table-sites input", "site ile")
    assert page.locator("#table-sites tbody th").all_inner_texts() == ["Site Île"]
