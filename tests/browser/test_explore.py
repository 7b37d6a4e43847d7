"""A quick look at an answer, in a browser without a network: signs, words as text, layers."""

import pytest
from door.world import frame, own

pytestmark = pytest.mark.browser

HOSTILE = "{{ 7 * 7 }}<img src=x onerror=alert(2)>"


@pytest.fixture
def shown(open_page):
    gates = frame("gates").assign(name=HOSTILE)
    found = own(gateways=gates).explore()
    return open_page(found.get_root().render().encode())


def test_a_look_shows_signs_and_tells_rows_as_text(shown):
    page = shown.page
    mark = page.locator(".leaflet-marker-icon svg.sign")
    assert mark.count() == 1
    mark.hover()
    tooltip = page.locator(".leaflet-tooltip")
    assert tooltip.inner_text().count(HOSTILE) == 1
    assert "closed" in tooltip.inner_text()
    shown.assert_closed()


def test_a_layer_is_hidden_and_shown_by_its_box(shown):
    page = shown.page
    sections = page.locator(".legend section")
    assert [text.splitlines()[0].strip() for text in sections.all_inner_texts()] == [
        "Reported control", "Roads", "Gateways",
    ]  # fmt: skip
    box = page.get_by_label("Gateways")
    box.uncheck()
    assert page.locator(".leaflet-marker-icon").count() == 0
    box.check()
    assert page.locator(".leaflet-marker-icon").count() == 1
