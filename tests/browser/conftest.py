"""Headless Chromium with the network off, and a page that may neither call out nor complain."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE, DESK = (390, 844), (1280, 800)

#: A browser tells a page that a box was opened some time after the click, sooner or later as busy
#: as it is. Here always late, so that a test which does not wait for the box fails every time.
LATE = """
addEventListener("toggle", function (event) {
  if (!event.isTrusted) return;
  event.stopImmediatePropagation();
  setTimeout(function () { event.target.dispatchEvent(new Event("toggle")); }, 60);
}, true);
"""


@dataclass
class Opened:
    """A page in the browser, with everything it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def assert_closed(self) -> None:
        outside = [url for url in self.requests if not url.startswith(("file:", "data:"))]
        assert len(self.requests) == 1, self.requests  # the page itself, once
        assert outside == []
        assert self.complaints == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        missing = "no chromium on this machine (apt-get install chromium)"
        if os.environ.get("POTAY_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


Open = Callable[..., Opened]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open bytes as a file, at a size and a reader's date; checks at the end that it kept still."""
    opened: list[Opened] = []

    def show(
        content: bytes, size: tuple[int, int] = DESK, now: str = "2024-01-06T08:00:00Z"
    ) -> Opened:
        file = tmp_path / "index.html"
        file.write_bytes(content)
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, offline=True, has_touch=size == PHONE
        )
        context.add_init_script(LATE)
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.clock.set_fixed_time(now)
        one = Opened(page)
        page.on("request", lambda request: one.requests.append(request.url))
        page.on("console", lambda message: one.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: one.complaints.append(str(error)))
        page.goto(file.as_uri())
        page.wait_for_selector("body.ready", timeout=10_000)
        opened.append(one)
        return one

    yield show
    for one in opened:
        one.assert_closed()
        one.page.context.close()
