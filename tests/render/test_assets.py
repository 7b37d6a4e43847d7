"""The browser code is pinned once, the same everywhere, and nothing else is ever kept."""

import hashlib
import json
import runpy
import shutil
from contextlib import nullcontext

import pytest
from render.world import REPOSITORY

from potay.render.vendor import browser_code, licence_texts

ASSETS = REPOSITORY / "src" / "potay" / "render" / "assets"
NO_URL = ("package.json", "package-lock.json", "src/potay/render/assets/assets.toml",
          "src/potay/render/assets/fetch.py", "hatch_build.py", "biome.json",
          "web/tsconfig.json")  # fmt: skip


@pytest.fixture
def fetch() -> dict:
    return runpy.run_path(str(ASSETS / "fetch.py"))


def test_three_lists_name_the_same_packages(fetch):
    asked = json.loads((REPOSITORY / "package.json").read_text())
    locked = json.loads((REPOSITORY / "package-lock.json").read_text())["packages"]
    pinned = fetch["pinned"]()
    carried = {name: one for name, one in asked["dependencies"].items() if name != "esbuild"}
    assert carried == {name: pin["version"] for name, pin in pinned.items()}
    exact = {**asked["dependencies"], **asked["devDependencies"]}.values()
    assert all(version[0].isdigit() for version in exact)
    assert all(one["integrity"].startswith("sha512-") for name, one in locked.items() if name)
    for name, pin in pinned.items():
        lock = locked[f"node_modules/{name}"]
        assert (lock["version"], lock["integrity"], lock["license"]) == (
            pin["version"], pin["integrity"], pin["licence"],
        )  # fmt: skip
        assert pin["licence_file"] in pin["files"]


@pytest.mark.parametrize("file", NO_URL)
def test_no_committed_file_names_a_registry(file):
    text = (REPOSITORY / file).read_text(encoding="utf-8")
    assert "://" not in text
    assert "registry" not in text


def test_what_pages_carry_is_what_was_pinned_and_what_web_says_now(fetch):
    assert fetch["missing_or_wrong"]() == [], "run src/potay/render/assets/fetch.py"
    assert "Copyright" in licence_texts()["leaflet"]


def test_readers_get_code_without_comments_and_indentation():
    script, style = browser_code(asking=True)
    own = script.rpartition("</script>\n<script>")[2]
    assert own.startswith('"use strict";var potay=(()=>{')
    assert "\n  " not in own
    assert "Wake up: read the data blocks" not in own
    assert "/*" not in style
    # Where a space has a meaning it is kept: in what is said.
    assert '"reliability 0 of 4: cannot be judged"' in own


@pytest.fixture
def elsewhere(fetch, tmp_path):
    """The same, over a small program and an empty folder for what is made of it."""
    (tmp_path / "web").mkdir()
    for name in fetch["ENTRIES"]:
        (tmp_path / "web" / f"{name}.ts").write_text('export const said: string = "é</script>";\n')
    shutil.copy(REPOSITORY / "package-lock.json", tmp_path)
    shutil.copy(REPOSITORY / "web" / "tsconfig.json", tmp_path / "web")
    told = fetch["fetch"].__globals__
    told |= {"ROOT": tmp_path, "VENDOR": tmp_path / "vendor", "BUNDLE": tmp_path / "bundle"}
    told["packages"] = lambda: nullcontext(REPOSITORY / "node_modules")
    return fetch


@pytest.mark.skipif(not (REPOSITORY / "node_modules").is_dir(), reason="no node_modules: npm ci")
def test_a_change_of_the_program_is_seen_and_bundled_and_nothing_twice(elsewhere, tmp_path):
    assert "leaflet/dist/leaflet.js" in elsewhere["missing_or_wrong"]()
    elsewhere["fetch"]()
    assert elsewhere["missing_or_wrong"]() == []
    made = tmp_path / "bundle" / "main.js"
    assert "é<\\/script>" in made.read_text("utf-8")
    before = made.stat().st_mtime_ns
    elsewhere["fetch"]()
    assert made.stat().st_mtime_ns == before
    (tmp_path / "web" / "main.ts").write_text("export const said: number = 7;\n")
    assert elsewhere["missing_or_wrong"]() == ["bundle"]
    elsewhere["fetch"]()
    assert elsewhere["missing_or_wrong"]() == []
    assert "said:()=>" in made.read_text("utf-8")
    made.unlink()
    assert elsewhere["missing_or_wrong"]() == ["bundle"]


@pytest.mark.skipif(not (REPOSITORY / "node_modules").is_dir(), reason="no node_modules: npm ci")
def test_a_program_that_cannot_be_bundled_leaves_what_stood_there(elsewhere, tmp_path):
    elsewhere["fetch"]()
    stood = (tmp_path / "bundle" / "main.js").read_bytes()
    (tmp_path / "web" / "main.ts").write_text('import { gone } from "./gone";\ngone();\n')
    with pytest.raises(RuntimeError, match=r"esbuild could not bundle main.ts: "):
        elsewhere["fetch"]()
    assert (tmp_path / "bundle" / "main.js").read_bytes() == stood


def test_only_pinned_files_are_taken_from_a_package(fetch, tmp_path):
    package = tmp_path / "x"
    (package / "dist").mkdir(parents=True)
    (package / "dist" / "x.js").write_bytes(b"code")
    sha512 = hashlib.sha512(b"code").hexdigest()
    fetch["_take"](package, {"dist/x.js": sha512}, tmp_path / "out")
    assert (tmp_path / "out" / "dist" / "x.js").read_bytes() == b"code"
    with pytest.raises(RuntimeError, match=r"dist/x.js of x is not the file assets.toml pins."):
        fetch["_take"](package, {"dist/x.js": "0" * 128}, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_packages_of_another_lock_are_not_built_from(elsewhere, tmp_path):
    modules = tmp_path / "node_modules"
    assert not elsewhere["_is_locked"](modules)
    modules.mkdir()
    locked = json.loads((tmp_path / "package-lock.json").read_text())
    (modules / ".package-lock.json").write_text(json.dumps(locked))
    assert elsewhere["_is_locked"](modules)
    locked["packages"]["node_modules/fflate"]["integrity"] = "sha512-AAAA"
    (modules / ".package-lock.json").write_text(json.dumps(locked))
    assert not elsewhere["_is_locked"](modules)


@pytest.mark.parametrize(("npm", "wanted"), [("/usr/bin/npm", False), (None, True)])
def test_node_comes_from_pip_only_where_it_is_needed(fetch, monkeypatch, npm, wanted):
    assert fetch["needs_node_from_pip"]() is False  # nothing is missing here
    monkeypatch.setitem(fetch["needs_node_from_pip"].__globals__, "missing_or_wrong", lambda: ["x"])
    monkeypatch.setattr(fetch["shutil"], "which", lambda name: npm)
    assert fetch["needs_node_from_pip"]() is wanted
