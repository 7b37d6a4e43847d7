"""The whole way, in memory and to the disk, on a tiny workspace drawn here.

port ──gate── town          One road west to east. The quarter `east` lies around the town.
  0.00  0.05   0.10         The gate stands in the middle; the site lies beside the town.
"""

import json
from pathlib import Path

import pytest
from tiny import write_workspace

from potay.build import build_map, write_map
from potay.bundle import verify_bundle
from potay.errors import SourceError
from potay.inputs import datasets_of, read_everything_claimed, read_inputs
from potay.spec import AskedMap, Overrides, read_map, read_workspace


@pytest.fixture
def asked(tmp_path: Path):
    root = write_workspace(tmp_path / "tiny")

    def ask(*settings: str, as_of: str = "", **overrides: str) -> AskedMap:
        return read_map(
            read_workspace(root), "tiny", Overrides(as_of=as_of, settings=settings, **overrides)
        )

    return ask


def status(built, site: str = "camp-1") -> str:
    access = built.tables["access"]
    row = access[(access["id"] == site) & (access["mover"] == built.spec.mover)]
    return row["status"].item()


def test_one_claim_travels_from_the_csv_to_the_answer(asked):
    assert status(build_map(asked(as_of="2024-01-05"))) == "cut_off"  # the gate reported closed
    assert status(build_map(asked(as_of="2024-02-05"))) == "reachable"  # reported open
    assert status(build_map(asked(as_of="2024-09-05"))) == "unknown"  # both reports expired
    assert status(build_map(asked(as_of="2015-01-01"))) == "presumed"  # nobody had said anything


def test_a_what_if_is_a_scenario_like_any_other(asked):
    assert status(build_map(asked("gateway.gate=closed", as_of="2024-02-05"))) == "cut_off"
    assert status(build_map(asked("gateway.gate=open", as_of="2024-01-05"))) == "reachable"


def test_the_bundle_is_whole_and_the_same_twice(asked, tmp_path):
    built = build_map(asked(as_of="2024-01-05"))
    first = write_map(built, tmp_path / "one")
    second = write_map(build_map(asked(as_of="2024-01-05")), tmp_path / "two")
    assert verify_bundle(first.path) == []
    assert [(f.path, f.sha256) for f in first.files] == [(f.path, f.sha256) for f in second.files]
    manifest = json.loads((first.path / "manifest.json").read_text(encoding="utf-8"))
    paths = {entry["path"] for entry in manifest["files"]}
    assert {"index.html", "tiny_internal_2024-01-05.gpkg"} <= paths


def test_two_datasets_may_not_use_one_id(asked):
    inputs = read_inputs(asked())
    root = inputs.asked.workspace.root
    twin = root / "data" / "gates2"
    twin.mkdir()
    for name in ("gates.csv", "dataset.toml"):
        (twin / name).write_bytes((root / "data" / "gates" / name).read_bytes())
    (root / "layers" / "gates2.toml").write_text('title = "Gates"\ndataset = "gates2"\n')
    layers = json.dumps([*inputs.asked.spec.layers, "gates2"])
    with pytest.raises(SourceError) as caught:
        read_inputs(asked(f"layers={layers}"))
    assert str(caught.value) == (
        "data/gates2, id gate: the id is also used in data/gates. Rename one of the two."
    )


def test_a_map_without_roads_says_so(asked):
    layers = json.dumps(["east", "gates", "places", "camps"])
    with pytest.raises(SourceError) as caught:
        build_map(asked(f"layers={layers}"))
    assert str(caught.value) == (
        "maps/tiny.toml: the map names no roads. Add a layer whose dataset has the role roads."
    )


def test_the_ledger_of_a_workspace_needs_no_map(asked):
    workspace = asked().workspace
    ledger = read_everything_claimed(workspace)
    assert sorted(claim.claim_id for claim in ledger.claims) == ["T1", "T2", "T3"]
    assert list(datasets_of(workspace, "claims")) == ["reports"]
