"""The two pictures of the page in the README, made anew: `python authoring/screenshots.py`.

Builds the starter map as the README does, opens it in Chromium with the network off, one day
after its date, and writes docs/page.png and docs/phone.png. `--views FOLDER` writes all eight
views that are looked at before a release instead.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from potay.build import build_map
from potay.render import render_page
from potay.spec import read_map, read_workspace

ROOT = Path(__file__).resolve().parents[1]
DESK, PHONE = (1280, 860), (390, 844)


def legend(page: Page) -> None:
    """The legend open."""
    page.click("#legend summary")


def popup(page: Page) -> None:
    """What is said of one gateway."""
    page.evaluate("potay.showOnMap('gateway.martissant')")


def comparison(page: Page) -> None:
    """Two moments side by side."""
    page.click("#time-compare")


def strips(page: Page) -> None:
    """Main roads by kilometre."""
    page.locator("#strips").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('strips').scrollIntoView()")


def phone_map(page: Page) -> None:
    """The map on a phone."""
    page.click(".to-map")


def nothing(_page: Page) -> None:
    """As it opens."""


#: Name, size, language, what is done first.
VIEWS: tuple[tuple[str, tuple[int, int], str, Callable[[Page], None]], ...] = (
    ("page", DESK, "en", nothing),
    ("phone", PHONE, "fr", nothing),
    ("legend", DESK, "fr", legend),
    ("popup", DESK, "ht", popup),
    ("comparison", DESK, "en", comparison),
    ("strips", DESK, "fr", strips),
    ("phone-map", PHONE, "ht", phone_map),
    ("phone-strips", PHONE, "fr", strips),
)
IN_README = ("page", "phone")


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--map", default="port-au-prince")
    parser.add_argument("--views", type=Path, help="write all eight views into this folder")
    asked = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no chromium on this machine (apt-get install chromium)")
    folder = asked.views or ROOT / "docs"
    folder.mkdir(parents=True, exist_ok=True)
    built = build_map(read_map(read_workspace(ROOT), asked.map))
    now = built.spec.as_of + timedelta(hours=10)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        page_file = Path(temporary) / "index.html"
        page_file.write_bytes(render_page(built))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, size, language, act in VIEWS:
            if asked.views or name in IN_README:
                context = browser.new_context(
                    viewport={"width": size[0], "height": size[1]}, offline=True,
                    has_touch=size == PHONE, reduced_motion="reduce",
                )  # fmt: skip
                page = context.new_page()
                page.clock.set_system_time(now)
                page.goto(page_file.as_uri())
                page.wait_for_selector("body.ready")
                page.click(f"#languages button[lang={language}]")
                act(page)
                page.wait_for_timeout(400)
                page.screenshot(path=folder / f"{name}.png")
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
