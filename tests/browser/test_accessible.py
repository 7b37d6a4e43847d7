"""axe-core finds nothing serious, in each language, on a phone and on a desk."""

import hashlib
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from browser.conftest import DESK, PHONE, Open
from browser.test_time import moved
from playwright.sync_api import expect
from render.world import REPOSITORY

from potay.build import build_map
from potay.render import render_page
from potay.spec import read_map, read_workspace

pytestmark = pytest.mark.browser

#: The checker, pinned: only tests use it, it is in no page and in no wheel.
AXE = "axe-core@4.10.3"
AXE_SHA256 = "880970c081707360e64f34cea25ff91892f5bc95675b0776925b9709dd8a68bb"


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker's code, fetched once by npm into a cache folder and checked."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "potay-tests"
    file = cache / f"{AXE.replace('@', '-')}.tgz"
    if not file.is_file():
        npm = shutil.which("npm")
        failed = "no npm on this machine"
        if npm:
            cache.mkdir(parents=True, exist_ok=True)
            run = subprocess.run(
                [npm, "pack", AXE, "--silent", "--pack-destination", str(cache)],
                capture_output=True, text=True, timeout=120, check=False,
            )  # fmt: skip
            failed = f"npm could not fetch {AXE}: {run.stderr.strip()[-200:]}"
        if not file.is_file():
            if os.environ.get("POTAY_REQUIRE_BROWSER") == "1":
                pytest.fail(failed)
            pytest.skip(failed)
    with tarfile.open(file) as package:
        member = package.extractfile("package/axe.min.js")
        assert member is not None
        code = member.read()
    assert hashlib.sha256(code).hexdigest() == AXE_SHA256
    return code.decode("utf-8")


@pytest.fixture(scope="module")
def content() -> bytes:
    return render_page(moved())


def serious(page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate(
        """() => axe.run(document, {resultTypes: ["violations"]}).then(told =>
             told.violations.filter(one => ["serious", "critical"].includes(one.impact))
               .map(one => one.id + ": " + one.nodes.slice(0, 4).map(n =>
                 n.target.join(" ") + " " + (n.any[0] || n.all[0] || n.none[0]).message)
                 .join(" | ")))"""
    )
    return list(found)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_nothing_serious_is_found(open_page: Open, content, axe, size, language):
    page = open_page(content, size).page
    page.emulate_media(reduced_motion="reduce")  # nothing is judged while it fades in
    page.click(f"#languages button[lang={language}]")
    for box in page.locator("details:visible > summary").all():
        if box.evaluate("node => !node.parentNode.open"):
            box.click()
    page.click("#time-compare")
    page.evaluate("potay.showOnMap('gateway.martissant')")
    assert serious(page, axe) == []


#: The two longest tables are opened apart from the rest: a check of all at once takes minutes.
LONG = ("table-claims", "table-areas")


@pytest.fixture(scope="module")
def bundled() -> bytes:
    return render_page(build_map(read_map(read_workspace(REPOSITORY), "port-au-prince")))


def starter(open_page: Open, bundled: bytes, size, language: str):
    page = open_page(bundled, size, now="2024-07-04T08:00:00Z").page
    page.set_default_timeout(20_000)
    page.emulate_media(reduced_motion="reduce")
    page.click(f"#languages button[lang={language}]")
    return page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_nothing_serious_is_found_in_the_starter_map(open_page: Open, bundled, axe, size, language):
    """Every panel open, a road supposed closed, a way asked for, a pop-up on the map."""
    page = starter(open_page, bundled, size, language)
    page.evaluate(
        """(long) => document.querySelectorAll("details")
             .forEach(one => { one.open = !long.includes(one.id); })""",
        list(LONG),
    )
    expect(page.locator("#table-sources tbody tr").first).to_be_attached()
    page.evaluate("potay.suppose('road.rn2', 'closed')")
    page.evaluate("potay.askWay('infrastructure.port-apn', 'site.site-a01')")
    page.evaluate("potay.showOnMap('gateway.martissant')")
    expect(page.locator("#people-body .mark")).to_be_attached()
    assert serious(page, axe) == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_serious_in_the_starter_maps_card_and_long_tables(
    open_page: Open, bundled, axe, size
):
    page = starter(open_page, bundled, size, "fr")
    for name in LONG:
        page.evaluate("id => { document.getElementById(id).open = true; }", name)
        page.fill(f"#{name} input", "canaan")
        expect(page.locator(f"#{name} tbody tr").first).to_be_visible()
    assert serious(page, axe) == []
    page.evaluate("potay.askWay('infrastructure.port-apn', 'site.site-a01')")
    page.click("#ask-result button.act")
    assert serious(page, axe) == []


def test_nothing_serious_at_another_moment_or_out_of_date(open_page: Open, content, axe):
    page = open_page(content, now="2024-02-01T08:00:00Z").page
    page.click("#time-back")
    assert serious(page, axe) == []


def test_nothing_moves_for_those_who_ask_for_that(open_page: Open, content):
    page = open_page(content).page
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("potay.showOnMap('gateway.martissant')")
    moving = page.evaluate(
        """() => Array.from(document.querySelectorAll("*")).filter(one => {
             const look = getComputedStyle(one);
             return look.animationName !== "none" || /[1-9]/.test(look.transitionDuration);
           }).length"""
    )
    assert moving == 0
