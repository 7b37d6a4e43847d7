"""The documentation, opened from the disk with the network off, on a phone and on a desk."""

import pytest
from docsite import build_site
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SIZES = {"phone": (390, 844), "desk": (1280, 800)}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return build_site(tmp_path_factory.mktemp("site"))


def lost(request):
    """What could not be had; what was given up because the next page was opened is none of it."""
    return [] if "ERR_ABORTED" in (request.failure or "") else [f"{request.failure}: {request.url}"]


@pytest.fixture(params=SIZES)
def page(request, browser):
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda one: complaints.extend(lost(one)))
    yield page
    outside = [url for url in asked if not url.startswith(("file:", "data:", "blob:", "about:"))]
    assert (outside, complaints) == ([], [])
    context.close()


def test_every_page_opens_and_none_is_wider_than_the_screen(site, page):
    found = {}
    for path in sorted(site.rglob("*.html")):
        page.goto(path.as_uri())
        found[path.name] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert len(found) > 30
    assert {name: more for name, more in found.items() if more > 0} == {}


def test_search_answers_without_a_server(site, page):
    page.goto((site / "index.html").as_uri())
    page.locator("label[for=__search]:visible, input.md-search__input:visible").first.click()
    page.keyboard.type("end_gap_m", delay=20)
    results = page.locator(".md-search-result__item")
    expect(results.filter(has_text="Map files")).to_have_count(1)


def test_pictures_are_drawn(site, page):
    for path in sorted((site / "concepts").glob("*.html")):
        page.goto(path.as_uri())
        sizes = page.eval_on_selector_all(
            "img[src$='.svg']", "all => all.map(one => [one.naturalWidth, one.clientWidth])"
        )
        assert len(sizes) == 1
        natural, shown = sizes[0]
        assert natural > 0, path.name
        assert shown > 600, path.name
