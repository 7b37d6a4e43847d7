"""The GeoPackage in real QGIS: what it shows, not what we believe to have written."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from export.world import world

from potay.export import write_gpkg

pytestmark = pytest.mark.qgis

PYTHON = "/usr/bin/python3"
REQUIRED = os.environ.get("POTAY_REQUIRE_QGIS") == "1"


def environment(home):
    """Only what QGIS needs, so that nothing of this environment's Python reaches it."""
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime),
            "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}  # fmt: skip


def run(home, *arguments):
    return subprocess.run([PYTHON, *arguments], env=environment(home), capture_output=True,
                          text=True, timeout=180, check=False)  # fmt: skip


def need(home, module):
    """Skip, or fail where the machine promised it, unless the system's Python has `module`."""
    if not Path(PYTHON).exists() or run(home, "-c", f"import {module}").returncode:
        reason = f"the system's Python has no {module}: install qgis, python3-qgis, python3-gdal"
        if REQUIRED:
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("qgis")


@pytest.fixture(scope="module")
def file(home):
    path = home / "ti-mond.gpkg"
    write_gpkg(world(), path)
    return path


@pytest.fixture(scope="module")
def seen(home, file):
    need(home, "qgis.core")
    before = file.read_bytes()
    told = run(home, str(Path(__file__).with_name("look.py")), str(file), "ti-mond",
               str(home / "map.png"))  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert file.read_bytes() == before
    return json.loads(told.stdout)


def test_it_passes_the_validator_of_gdal(home, file):
    need(home, "osgeo_utils.samples.validate_gpkg")
    told = run(home, "-m", "osgeo_utils.samples.validate_gpkg", str(file))
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_every_table_opens_with_its_rows_and_its_style(seen):
    shown = {name: (one["valid"], one["rows"], one["renderer"])
             for name, one in seen["tables"].items()}  # fmt: skip
    assert shown == {
        "base": (True, 1, "categorizedSymbol"), "control": (True, 4, "categorizedSymbol"),
        "roads": (True, 5, "categorizedSymbol"), "links": (True, 0, "categorizedSymbol"),
        "obstacles_lines": (True, 1, "categorizedSymbol"),
        "obstacles": (True, 1, "categorizedSymbol"),
        "infrastructure": (True, 3, "categorizedSymbol"),
        "gateways": (True, 3, "categorizedSymbol"), "sites": (True, 10, "categorizedSymbol"),
        "access": (True, 26, ""), "actors": (True, 4, ""), "claims": (True, 7, ""),
        "corridors": (True, 3, ""), "sources": (True, 3, ""), "state": (True, 7, ""),
    }  # fmt: skip


def test_hatches_dashes_and_colours_are_those_of_the_styles(seen):
    control = seen["tables"]["control"]["categories"]
    assert control["unknown"]["layers"] == [
        ["SimpleFill", "#ffffff", "solid", ""], ["SimpleFill", "#777777", "f_diagonal", ""]
    ]  # fmt: skip
    assert control["contested"]["layers"][1][2] == "diagonal_x"
    assert control["g-x"]["label"] == "Gwoup X"
    assert control["g-x"]["layers"] == [["SimpleFill", "#d55e00", "solid", ""]]
    roads = seen["tables"]["roads"]["categories"]
    assert roads["open"]["layers"] == [["SimpleLine", "#009e73", "", "0"]]
    assert roads["restricted"]["layers"] == [["SimpleLine", "#e69f00", "", "1"]]
    assert roads[""]["label"] == "Autre"


def test_holders_without_a_style_have_a_colour_of_their_own(seen):
    control = seen["tables"]["control"]["categories"]
    colours = [control[actor]["layers"][0][1] for actor in ("gwoup-yagrek", "misyon")]
    assert len(set(colours)) == 2
    assert control["gwoup-yagrek"]["label"] == "Gwoup Yagrèk"


def test_columns_have_titles_and_codes_have_words(seen):
    control, state = seen["tables"]["control"], seen["project"]["potay_layer_state"]
    assert control["aliases"]["control"] == "Contrôle rapporté"
    assert control["aliases"]["as_of"] == "En date du"
    assert control["words"]["control"]["g-x"] == "Gwoup X"
    assert control["words"]["basis"]["no_report"] == "Aucun rapport"
    assert seen["tables"]["gateways"]["words"]["reading_status"]["closed"] == "Fermé"
    assert state["aliases"]["basis"] == "Fondement"
    assert state["words"]["status"]["restricted"] == "Restreint"


def test_dates_are_dates_and_ids_text(seen):
    types = seen["tables"]["sites"]["types"]
    assert (types["id"], types["as_of"], types["persons"]) == ("String", "Date", "Integer64")


def test_the_project_inside_opens_with_title_order_groups_and_warning(seen):
    assert seen["read"] is True
    assert seen["title"] == "Petit monde · 18 août 2024, 23:59"
    assert seen["crs"] == "EPSG:32618"
    assert "ne jamais s'y fier pour un déplacement" in seen["abstract"]
    assert all(layer["valid"] for layer in seen["project"].values())
    assert seen["groups"] == {
        "Situation rapportée": ["sites (fr)", "gateways (fr)", "infrastructure (fr)",
                                "obstacles (fr) (points)", "obstacles (fr) (lignes)",
                                "links (fr)", "roads (fr)", "control (fr)"],
        "Fond": ["base (fr)"],
        "Tableaux": ["state", "sources", "corridors", "claims", "actors", "access"],
    }  # fmt: skip
    assert seen["order"][0] == "potay_layer_sites"
    assert seen["order"][-1] == "potay_layer_base"
    assert seen["hidden"] == ["potay_layer_links"]


def test_the_projects_layers_are_drawn_and_labelled_as_the_tables_are(seen):
    for name in ("control", "roads", "gateways", "sites"):
        drawn, stored = seen["project"][f"potay_layer_{name}"], seen["tables"][name]
        for fact in ("categories", "aliases", "words", "labels", "rows", "crs"):
            assert drawn[fact] == stored[fact]
        assert drawn["labels"] is True
    assert seen["project"]["potay_layer_base"]["labels"] is False


def test_the_project_draws_every_status(seen):
    assert seen["image"]["errors"] == []
    colours = set(seen["image"]["colours"])
    assert {"#009e73", "#e69f00", "#cc0000", "#777777"} <= colours
    assert len(colours) > 100
