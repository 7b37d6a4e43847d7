"""`python tests/benchmarks/heavy_page.py --roads 50000`: the page of a map with very many roads.

The bundled map with side streets strewn over it (roadlike.py; none with `--roads 0`) is built in a
temporary workspace and opened in headless Chromium from a file, with the network off: bytes, and in
milliseconds until answer and map stand, until all stands, a step nearer, a tap. Times depend on
who else uses the machine; what the page's own thread worked (*processor*) hardly does.
"""

import argparse
import gzip
import hashlib
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import roadlike
import shapely
from playwright.sync_api import CDPSession, Page, sync_playwright

from potay.build import build_map
from potay.built import BuiltMap
from potay.render import render_page
from potay.spec import read_map, read_workspace

REPOSITORY = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
EDGES_PER_NODE = 1.32

#: Marks of the page on its way; the clock is the page's own, from the start of loading.
WATCH = """
window.marks = {};
new MutationObserver(function () {
  ["charted", "ready"].forEach(function (name) {
    if (document.body && document.body.classList.contains(name) && !window.marks[name])
      window.marks[name] = performance.now();
  });
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["class"] });
"""
NEARER = """() => new Promise(done => {
  const begun = performance.now();
  potay.board.map.setZoom(potay.board.map.getZoom() + 1, { animate: false });
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
})"""
TAP = """() => {
  const begun = performance.now();
  potay.nearestRoad(potay.board.map.getCenter());
  return performance.now() - begun;
}"""


def main() -> None:
    """Build, open, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roads", type=int, default=50_000, help="0: the bundled map")
    parser.add_argument("--throttle", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, help="keep the page here")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        built = heavy_map(Path(folder), asked.roads)
        content = render_page(built)
        print(f"{asked.roads:,} roads: built in {time.process_time() - begun:.0f} s of one core")
        print(f"road pieces, connectors and links in the page: {pieces(built) or 'too many'}")
        file = asked.out or Path(folder, "index.html")
        file.write_bytes(content)
        weigh(content)
        for told in opened(file, asked.throttle, asked.rounds):
            print("  ".join(f"{name} {value:,.0f}" for name, value in told.items()), flush=True)


def heavy_map(folder: Path, roads: int) -> BuiltMap:
    """The bundled map with so many roads, built in a folder; with its own alone where 0."""
    for part in ("data", "layers", "maps"):
        shutil.copytree(REPOSITORY / part, folder / part)
    if roads:
        one_moment(folder / "maps" / "port-au-prince.toml")
        strew(folder / "data" / "roads", roads)
    return build_map(read_map(read_workspace(folder), "port-au-prince"))


def strew(dataset: Path, roads: int) -> None:
    """Side streets all over the country, joined to the dataset's own roads."""
    own = gpd.read_file(dataset / "roads.geojson")
    more = roadlike.road_frame(int((roads - len(own)) / EDGES_PER_NODE)).reset_index()
    every = pd.concat([own, more, joints(own, more)], ignore_index=True)
    gpd.GeoDataFrame(every, crs=own.crs).to_file(dataset / "roads.geojson", driver="GeoJSON")
    told = (dataset / "dataset.toml").read_text(encoding="utf-8")
    digest = hashlib.sha256((dataset / "roads.geojson").read_bytes()).hexdigest()
    told = re.sub(r'sha256 = "\w+"', f'sha256 = "{digest}"', told)
    (dataset / "dataset.toml").write_text(told, encoding="utf-8")


def one_moment(file: Path) -> None:
    """The map without what takes long to work out and is no matter of roads."""
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^timeline = \[.*?^\]\n|^previous = .*?\n", "", text)
    text = re.sub(r'"(?:population|terrain|flood|service-areas)", ?', "", text)
    file.write_text(text, encoding="utf-8")


def joints(own: gpd.GeoDataFrame, more: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A street from the beginning of each of the map's own roads to the nearest strewn one."""
    starts, ends = (shapely.get_point(frame.geometry.to_numpy(), 0) for frame in (own, more))
    nearest = ends[shapely.STRtree(ends).nearest(starts)]
    lines = shapely.linestrings(
        np.stack([shapely.get_coordinates(starts), shapely.get_coordinates(nearest)], axis=1)
    )
    ids = [f"joint-{row:04d}" for row in range(len(own))]
    return gpd.GeoDataFrame({"id": ids, "class": "residential"}, geometry=lines, crs=own.crs)


def pieces(built: BuiltMap) -> list[int] | None:
    """How many of each kind the page can search."""
    return built.network["pieces"]["counts"] if built.network else None


def weigh(content: bytes) -> None:
    """Bytes of the page and of its largest blocks, plain and compressed."""
    print(f"{len(content):,} bytes, {len(gzip.compress(content, 9)):,} gzipped")
    blocks = re.findall(rb'<script type="application/json" id="([^"]+)">(.*?)</script>', content)
    for name, block in sorted(blocks, key=lambda one: -len(one[1]))[:3]:
        print(f"  {name.decode()}: {len(block):,}, {len(gzip.compress(block, 9)):,} gzipped")


def opened(file: Path, throttle: float, rounds: int) -> Iterator[dict[str, Any]]:
    """What each opening took, in milliseconds, and the page's heap in MB."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for _ in range(rounds):
            context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
            page = context.new_page()
            tools = context.new_cdp_session(page)
            tools.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
            tools.send("Performance.enable", {"timeDomain": "threadTicks"})
            yield _timed(page, tools, file)
            context.close()
        browser.close()


def _timed(page: Page, tools: CDPSession, file: Path) -> dict[str, Any]:
    page.add_init_script(WATCH)
    page.goto(file.as_uri(), wait_until="commit", timeout=180_000)
    page.wait_for_selector("body.ready", timeout=180_000)
    marks = page.evaluate("window.marks")
    worked = {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}
    nearer = [page.evaluate(NEARER) for _ in range(3)]
    return {"map after ms": marks["charted"], "all after ms": marks["ready"],
            "processor ms": worked["TaskDuration"] * 1000,
            "a step nearer ms": max(nearer), "a tap ms": page.evaluate(TAP),
            "heap MB": page.evaluate("performance.memory.usedJSHeapSize / 1e6")}  # fmt: skip


if __name__ == "__main__":
    main()
