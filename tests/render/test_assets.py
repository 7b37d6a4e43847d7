"""The browser code is pinned once, the same everywhere, and nothing else is ever kept."""

import hashlib
import io
import json
import runpy
import tarfile

import pytest
from render.world import REPOSITORY

from potay.render.vendor import browser_code, licence_texts

ASSETS = REPOSITORY / "src" / "potay" / "render" / "assets"
NO_URL = ("package.json", "package-lock.json", "src/potay/render/assets/assets.toml",
          "src/potay/render/assets/fetch.py", "hatch_build.py")  # fmt: skip


@pytest.fixture
def fetch() -> dict:
    return runpy.run_path(str(ASSETS / "fetch.py"))


def test_three_lists_name_the_same_packages(fetch):
    asked = json.loads((REPOSITORY / "package.json").read_text())["dependencies"]
    locked = json.loads((REPOSITORY / "package-lock.json").read_text())["packages"]
    pinned = fetch["pinned"]()
    assert asked == {name: pin["version"] for name, pin in pinned.items()}
    for name, pin in pinned.items():
        lock = locked[f"node_modules/{name}"]
        assert (lock["version"], lock["integrity"], lock["license"]) == (
            pin["version"], pin["integrity"], pin["licence"],
        )  # fmt: skip
        assert pin["licence_file"] in pin["files"]


@pytest.mark.parametrize("file", NO_URL)
def test_no_committed_file_names_a_registry(file):
    text = (REPOSITORY / file).read_text(encoding="utf-8")
    assert "//" not in text.replace("#!/", "")
    assert "registry" not in text


def test_vendored_files_are_what_was_pinned(fetch):
    assert fetch["missing_or_wrong"]() == []
    assert "Copyright" in licence_texts()["leaflet"]


def test_readers_get_code_without_comments_and_indentation():
    script, style = browser_code(asking=True)
    own = script.rpartition("</script>\n<script>")[2]
    assert own.startswith('"use strict";const potay={')
    assert "\n  " not in own
    assert "Wake up: read the data blocks" not in own
    assert "/*" not in style
    # Where a space has a meaning it is kept: in what is said, and between words.
    assert '"reliability 0 of 4: cannot be judged"' in own
    assert "return function(" in own


def tarball(path, content: bytes):
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("package/dist/x.js")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return path


def test_only_pinned_files_are_taken_from_a_package(fetch, tmp_path):
    path = tarball(tmp_path / "x.tgz", b"code")
    sha512 = hashlib.sha512(b"code").hexdigest()
    fetch["_take"](path, {"dist/x.js": sha512}, tmp_path / "out")
    assert (tmp_path / "out" / "dist" / "x.js").read_bytes() == b"code"
    with pytest.raises(RuntimeError, match=r"dist/x.js in x.tgz is not the file assets.toml pins."):
        fetch["_take"](path, {"dist/x.js": "0" * 128}, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_an_altered_package_is_refused(fetch, tmp_path):
    with pytest.raises(RuntimeError, match=r"x.tgz is not the package that assets.toml pins"):
        fetch["_check_integrity"](tarball(tmp_path / "x.tgz", b"code"), "sha512-AAAA")


@pytest.mark.parametrize(("npm", "wanted"), [("/usr/bin/npm", False), (None, True)])
def test_node_comes_from_pip_only_where_it_is_needed(fetch, monkeypatch, npm, wanted):
    assert fetch["needs_node_from_pip"]() is False  # nothing is missing here
    monkeypatch.setitem(fetch["needs_node_from_pip"].__globals__, "missing_or_wrong", lambda: ["x"])
    monkeypatch.setattr(fetch["shutil"], "which", lambda name: npm)
    assert fetch["needs_node_from_pip"]() is wanted
