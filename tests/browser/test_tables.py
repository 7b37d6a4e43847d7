"""Tables: copied as CSV that no spreadsheet takes for a formula, filtered without accents."""

import csv
import io

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


def test_the_filter_needs_no_accents(open_page: Open, content):
    page = open_page(content).page
    page.fill("#table-sites input", "site ile")
    assert page.locator("#table-sites tbody th").all_inner_texts() == ["Site Île"]
