"""One closed file: same bytes everywhere, nothing from outside, no data in a template."""

import base64
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from render.reading import blocks, laid_open
from render.world import REPOSITORY, built_world

from potay.errors import BundleError
from potay.render import render_page, vendor
from potay.render.seal import DATA_MARK, HEAD_MARK, seal


@pytest.fixture(scope="module")
def page() -> str:
    return render_page(built_world()).decode("utf-8")


def test_page_is_light_and_says_what_it_is(page):
    assert len(page) < 270_000  # without data: Leaflet 110 kB, our own program and words 130 kB
    assert page.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert "<title>Petit monde : contrôle et accès</title>" in page
    assert blocks(page)["head"]["as_of"] == "2024-01-05T23:59-05:00"


def test_nothing_is_loaded_from_outside(page):
    markup = re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.DOTALL)
    assert not re.findall(r"https?:|(?:src|href)=\"(?!#)", markup)
    assert not re.findall(r"url\((?!#)", re.search(r"<style>.*?</style>", page, re.DOTALL)[0])


def test_policy_allows_exactly_the_code_in_the_page(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    codes = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in codes}
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == hashes


def test_data_never_meets_a_template():
    text = "{{ 7*7 }}{% raw %}{# gone #}"
    page = render_page(built_world(lambda plain: plain + text)).decode("utf-8")
    assert laid_open(page).count(text) > 50
    assert "49" not in blocks(page)["head"]["title"]["fr"]


def test_markup_in_data_stays_data():
    page = render_page(built_world(lambda plain: plain + "</script><!--<script>&")).decode("utf-8")
    assert page.count("</script>") == page.count("<script")
    assert "<title>Petit monde : contrôle et accès&lt;/script&gt;" in page


def test_same_map_same_bytes_whatever_the_machine():
    code = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]\n"
        "from render.world import built_world; from potay.render import render_page\n"
        "print(hashlib.sha256(render_page(built_world())).hexdigest())"
    )
    paths = [str(REPOSITORY / "src"), str(REPOSITORY / "tests")]
    told = {
        subprocess.run(
            [sys.executable, "-c", code, *paths], check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
        ).stdout
        for seed, zone, locale in (("0", "Asia/Tokyo", "C"), ("7", "America/Lima", "C.UTF-8"))
    }  # fmt: skip
    assert told == {hashlib.sha256(render_page(built_world())).hexdigest() + "\n"}


def test_order_of_rows_of_holders_does_not_change_colours():
    built = built_world()
    colours = blocks(render_page(built).decode())["head"]["colours"]
    turned = tuple(replace(layer, frame=layer.frame[::-1]) for layer in built.layers)
    again = render_page(replace(built, layers=turned)).decode()
    assert blocks(again)["head"]["colours"] == colours
    assert len({colours["g9"], colours["grand-ravine"], colours["viv-ansanm"]}) == 3


def test_an_absent_table_is_an_empty_one():
    built = built_world()
    built.tables.clear()
    page = render_page(built).decode()
    assert blocks(page)["tables"]["access"] == {"rows": 0, "columns": {}}


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "is missing."), (b"x", "is not the file that was pinned.")]
)
def test_browser_code_missing_or_altered_stops_the_page(tmp_path, monkeypatch, content, told):
    assets = tmp_path / "assets"
    (assets / "vendor" / "leaflet" / "dist").mkdir(parents=True)
    pins = REPOSITORY / "src/potay/render/assets/assets.toml"
    (assets / "assets.toml").write_bytes(pins.read_bytes())
    if content:
        (assets / "vendor" / "leaflet" / "dist" / "leaflet.css").write_bytes(content)
    monkeypatch.setattr(vendor, "_ROOM", tmp_path)
    vendor.browser_code.cache_clear()
    with pytest.raises(BundleError) as raised:
        render_page(built_world())
    vendor.browser_code.cache_clear()
    assert str(raised.value) == (
        f"leaflet/dist/leaflet.css: browser code that every page carries {told} "
        "Install potay again (pip install .), which fetches and checks it."
    )


@pytest.mark.parametrize(
    "frame",
    [
        f'<html>{HEAD_MARK}<script src="x.js"></script>{DATA_MARK}',
        f'<html>{HEAD_MARK}<link rel="stylesheet" href="x.css">{DATA_MARK}',
        f"<html>{HEAD_MARK}",
    ],
)
def test_a_frame_that_is_not_closed_is_never_sealed(frame):
    with pytest.raises(BundleError, match="the page frame is not closed"):
        seal(frame, "", title="", language="fr")


def test_folium_asking_for_unknown_code_stops_the_page(monkeypatch):
    import folium

    monkeypatch.setattr(folium.Map, "default_js", [*folium.Map.default_js, ("new_thing", "x.js")])
    with pytest.raises(BundleError) as raised:
        render_page(built_world())
    assert str(raised.value) == (
        "folium wants to load 'new_thing', which potay does not carry. "
        "Expected the folium that pyproject.toml pins; reinstall potay."
    )
