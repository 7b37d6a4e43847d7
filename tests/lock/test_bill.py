"""The bill of materials: valid, whole, in the wheel, and written from the lock alone."""

import hashlib
import json
import subprocess
import sys
import zipfile
from email.message import Message
from importlib.metadata import Distribution

import pytest
import sbom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.markers import Marker
from pins import Pin, read_pins
from render.world import REPOSITORY

VENDOR = REPOSITORY / "src" / "potay" / "render" / "assets" / "vendor"
TOLD = json.loads(sbom.BILL.read_text(encoding="utf-8"))
COMPONENTS = TOLD["components"]
HERE = [pin for pin in read_pins("run") if not pin.marker or Marker(pin.marker).evaluate()]


class Release(Distribution):
    """A release that says of itself what it is told to."""

    def __init__(self, fields):
        self.fields = fields

    def read_text(self, filename):
        if filename == "METADATA":
            told = Message()
            for name, value in self.fields:
                told[name] = value.replace("\n", "\n ")
            return told.as_string()
        return "MIT License\n\nCopyright" if filename == "licenses/LICENSE" else None

    def locate_file(self, path):
        raise NotImplementedError(path)


def licence_of(component) -> str:
    (said,) = component["licenses"]
    return said.get("expression") or said["license"].get("id") or said["license"]["name"]


def test_it_is_a_valid_bill_of_the_published_standard():
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(sbom.BILL.read_text()) is None
    assert TOLD["metadata"]["component"]["name"] == "potay"
    assert "timestamp" not in TOLD["metadata"]


def test_it_lists_every_distribution_that_potay_runs_on_with_hashes_and_licence():
    listed = {
        (one["name"], one["version"]): {each["content"] for each in one["hashes"]}
        for one in COMPONENTS
        if one["purl"].startswith("pkg:pypi/")
    }
    assert listed == {(pin.name, pin.version): set(pin.hashes) for pin in read_pins("run")}
    assert all(licence_of(one) for one in COMPONENTS)


def test_its_licences_are_those_that_the_distributions_name():
    licences = {one["name"]: licence_of(one) for one in COMPONENTS}
    assert {pin.name: licences[pin.name] for pin in HERE} == {
        pin.name: sbom._licence(pin) for pin in HERE
    }


def test_it_lists_every_file_of_browser_code_with_its_hash():
    carried = [one for one in COMPONENTS if one["purl"].startswith("pkg:npm/")]
    assert {(one["name"], one["version"], licence_of(one)) for one in carried} == {
        (name, pin["version"], pin["licence"]) for name, pin in sbom._assets().items()
    }
    listed = {
        file["name"]: file["hashes"]
        for one in carried
        for file in one["components"]
        if file["type"] == "file"
    }
    assert listed == {
        f"potay/render/assets/vendor/{path.relative_to(VENDOR).as_posix()}": [
            {"alg": "SHA-512", "content": hashlib.sha512(path.read_bytes()).hexdigest()}
        ]
        for path in VENDOR.rglob("*")
        if path.is_file()
    }


def test_it_tells_who_needs_what():
    needs = {one["ref"]: one.get("dependsOn", []) for one in TOLD["dependencies"]}
    version = {pin.name: pin.version for pin in read_pins("run")}
    assert f"pypi:geopandas@{version['geopandas']}" in needs["potay"]
    assert f"npm:leaflet@{sbom._assets()['leaflet']['version']}" in needs["potay"]
    assert f"pypi:llvmlite@{version['llvmlite']}" in needs[f"pypi:numba@{version['numba']}"]
    assert f"pypi:llvmlite@{version['llvmlite']}" not in needs["potay"]


def test_it_is_what_make_sbom_writes_from_this_lock(monkeypatch):
    own, licences = sbom._release, {one["name"]: licence_of(one) for one in COMPONENTS}

    def without_network(pin: Pin) -> Distribution:
        if pin in HERE:
            return own(pin)
        return Release([("License-Expression", licences[pin.name])])

    monkeypatch.setattr(sbom, "_release", without_network)
    assert sbom.bill() == sbom.BILL.read_text(encoding="utf-8"), "run 'make sbom'"


LICENCE = "\n      Apache License\n   Version 2.0\n\n 1. Definitions"


@pytest.mark.parametrize(
    ("fields", "said"),
    [([("License-Expression", "MIT"), ("License", "other")], "MIT"),
     ([("License", "  BSD-2-Clause \n")], "BSD-2-Clause"),
     ([("License", "MIT"), ("Classifier", "License :: OSI Approved :: MIT License")], "MIT"),
     ([("License", "Copyright me.\nDo this.\n"),
       ("Classifier", "Topic :: GIS"), ("Classifier", "License :: OSI Approved :: BSD License")],
      "BSD License"),
     ([("License", LICENCE)], "Apache License Version 2.0"),
     ([("License-File", "ABSENT"), ("License-File", "LICENSE")], "MIT License")],
)  # fmt: skip
def test_a_licence_is_read_from_the_newest_way_to_name_it(monkeypatch, fields, said):
    monkeypatch.setattr(sbom, "_release", lambda _: Release(fields))
    assert sbom._licence(Pin("a", "1", "", (), ())) == said


def test_a_distribution_without_a_licence_stops_it(monkeypatch):
    monkeypatch.setattr(sbom, "_release", lambda _: Release([("License-File", "ABSENT")]))
    with pytest.raises(ValueError, match=r"^a 1 names no licence\.$"):
        sbom._licence(Pin("a", "1", "", (), ()))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=REPOSITORY, check=True, capture_output=True,
    )  # fmt: skip
    (file,) = folder.glob("potay-*.whl")
    with zipfile.ZipFile(file) as opened:
        yield opened


def test_the_wheel_carries_it_and_the_files_it_lists(wheel):
    version = TOLD["metadata"]["component"]["version"]
    inside = f"potay-{version}.dist-info/sboms/{sbom.BILL.name}"
    assert wheel.read(inside) == sbom.BILL.read_bytes()
    files = [file for one in COMPONENTS for file in one.get("components", [])]
    assert len(files) == 5
    for file in files:
        (sha512,) = file["hashes"]
        assert hashlib.sha512(wheel.read(file["name"])).hexdigest() == sha512["content"]


def test_the_wheel_carries_the_tables_and_the_starter_workspace(wheel):
    names = set(wheel.namelist())
    assert {
        "potay/tongues.csv",
        "potay/phrases.csv",
        "potay/starter/maps/port-au-prince.toml",
    } < names
    assert not any("__pycache__" in name or name.startswith(("lock/", "tests/")) for name in names)
