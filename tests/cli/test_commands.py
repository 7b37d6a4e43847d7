"""Each command on the tiny workspace: the fields scripts rely on, exit codes, exact sentences."""

import json
import os
from pathlib import Path

import pytest
from tiny import write_workspace

from potay.cli import run
from potay.files import sole_writer
from potay.spec import starter

ROUTE = {
    "status", "routes", "best_case", "worst_case", "blocked_by", "would_open",
}  # fmt: skip
WAY = {"minutes", "km", "status", "gateways", "areas", "claims", "probability", "geometry"}
ACCESS = {
    "id", "name", "hub", "mover", "status", "minutes", "km", "free_minutes", "detour_minutes",
    "gateways", "blocked_by", "would_open", "probability", "best_case", "presumed_case",
    "worst_case", "independent_corridors", "snap_m", "component", "persons", "latest_departure",
}  # fmt: skip
SUMMARY = {
    "disconnected_pairs", "cut_off_sites", "persons_cut_off", "persons_unknown", "persons_presumed",
}  # fmt: skip
STATE = {
    "id", "status", "control", "coalition", "basis", "claim_id", "rivals", "reliability",
    "age_days", "stale", "expired",
}  # fmt: skip
FINDING = {
    "severity", "file", "layer", "row", "id", "column", "value", "message", "hint",
}  # fmt: skip


@pytest.fixture
def potay(tmp_path: Path, capsys):
    root = write_workspace(tmp_path / "tiny")

    def call(*words: str, code: int = 0) -> dict:
        assert run(["--json", "--workspace", str(root), *words]) == code, capsys.readouterr().err
        said = capsys.readouterr()
        call.err = said.err
        return json.loads(said.out) if said.out else {}

    call.root = root
    call.tmp = tmp_path
    return call


def test_state(potay):
    answer = potay("state", "tiny")
    gate = next(row for row in answer["gateways"] if row["id"] == "gate")
    assert set(gate) >= STATE
    assert (gate["status"], gate["basis"], gate["claim_id"]) == ("closed", "claim", "T1")
    assert answer["areas"][0]["control"] == "none"
    assert {row["basis"] for row in answer["roads"]} == {"no_report"}
    assert [row["id"] for row in answer["infrastructure"]] == ["port"]
    assert (answer["links"], answer["obstacles"]) == ([], [])


def test_state_lists_facilities_links_and_obstacles_that_are_reported_on(potay):
    potay("claim", "add", "infrastructure.port", "status", "closed", "--as-of", "2024-01-02",
          "--source", "press")  # fmt: skip
    (port,) = potay("state", "tiny")["infrastructure"]
    assert (port["status"], port["basis"], port["claim_id"]) == (
        "closed",
        "claim",
        "U-2024-01-02-1",
    )


def test_route(potay):
    answer = potay("route", "tiny", "port", "camp-1", "--as-of", "2024-02-05")
    assert set(answer) >= ROUTE
    assert set(answer["routes"][0]) >= WAY
    assert answer["routes"][0]["gateways"] == ["gate"]
    assert answer["routes"][0]["geometry"]["type"] == "LineString"
    shut = potay("route", "tiny", "port", "camp-1")
    assert shut["status"] == "cut_off"
    assert [item["subject"] for item in shut["blocked_by"]] == ["gateway.gate"]
    assert [claim["id"] for claim in shut["blocked_by"][0]["claims"]] == ["T1"]
    assert [item["subject"] for item in shut["would_open"]] == ["gateway.gate"]


def test_access(potay):
    answer = potay("access", "tiny", "--from", "port", "--as-of", "2024-02-05")
    assert answer["judged_at"] == answer["as_of"]
    row = next(row for row in answer["rows"] if row["id"] == "camp-1")
    assert set(row) >= ACCESS
    assert set(answer["summary"]) >= SUMMARY
    assert row["status"] == "reachable"
    assert row["worst_case"]["status"] == "reachable"
    assert row["minutes"] == pytest.approx(row["free_minutes"])


def test_corridors(potay):
    answer = potay("corridors", "tiny", "rn9", "--as-of", "2024-02-05")
    one = answer["corridors"][0]
    assert set(one) >= {"ref", "name", "status", "km", "stretches", "gateways", "alternatives"}
    assert set(one["stretches"][0]) >= {"from_km", "to_km", "control", "status", "claim_ids"}
    assert one["stretches"][-1]["to_km"] == pytest.approx(one["km"], abs=0.1)


def test_corridors_on_a_later_day_are_judged_by_what_is_known_and_holds_then(potay):
    status = {
        day: potay("corridors", "tiny", "rn9", "--on", day)["corridors"][0]["status"]
        for day in ("2024-01-05", "2024-02-05")
    }
    assert status == {"2024-01-05": "closed", "2024-02-05": "unknown"}
    early = potay("corridors", "tiny", "rn9", "--on", "2024-01-04", code=2)
    assert early["findings"][0]["message"] == (
        "--on: 2024-01-04 lies before the map's moment, 2024-01-05, whose reports were not known"
        " then."
    )


def test_build_and_verify(potay):
    answer = potay("build", "tiny", "--out", str(potay.tmp / "out"))
    assert set(answer) >= {"bundle", "files", "findings", "seconds"}
    assert set(answer["files"][0]) == {"path", "bytes", "sha256"}
    bundle = Path(answer["bundle"])
    assert (bundle.name, (bundle / "index.html").is_file()) == ("tiny-internal", True)
    verdict = potay("verify", str(bundle), code=3)  # out of date by today's clock
    assert [problem["severity"] for problem in verdict["problems"]] == ["warning", "error"]
    (bundle / "index.html").write_bytes(b"changed")
    assert len(potay("verify", str(bundle), code=3)["problems"]) > 1


def test_check(potay):
    answer = potay("check", "tiny")
    assert answer["ok"] is True
    assert answer["rows"]["roads"] == {"in": 2, "used": 2, "repaired": 0, "refused": 0}
    broken = potay.tmp / "gates.csv"
    broken.write_text("id,name,lat,lon\na,A,-72.3,18.5\nb,B,-72.31,18.5\n", encoding="utf-8")
    answer = potay("check", str(broken), "--as", "gateways", code=3)
    assert answer["ok"] is False
    assert set(answer["findings"][0]) == FINDING
    assert "latitude and longitude are swapped" in answer["findings"][0]["message"]


def test_import_then_register(potay):
    file = potay.tmp / "wells.csv"
    file.write_text("id,name,kind,lat,lon\nw,Well,water_point,18.5,-72.33\n", encoding="utf-8")
    answer = potay("import", str(file), "--as", "infrastructure")
    assert (answer["dataset"], answer["rows"]["wells"]["used"]) == ("wells", 1)
    stored = potay.root / "data" / "wells" / "wells.csv"
    stored.write_text(stored.read_text(encoding="utf-8").replace("Well", "Pi"), encoding="utf-8")
    assert potay("register", "wells")["datasets"][0]["state"] == "registered"
    assert potay("register", "wells")["datasets"][0]["state"] == "unchanged"
    potay("import", str(file), "--as", "infrastructure", code=2)
    assert "exists already; nothing is overwritten" in potay.err


def test_a_claim_added_changes_the_next_answer(potay):
    before = potay("route", "tiny", "port", "camp-1", "--as-of", "2024-01-20")
    answer = potay(
        "claim", "add", "gateway.gate", "status", "open", "--source", "press",
        "--as-of", "2024-01-20", "--reliability", "4",
    )  # fmt: skip
    assert answer["claim_id"] == "U-2024-01-20-1"
    after = potay("route", "tiny", "port", "camp-1", "--as-of", "2024-01-20")
    assert (before["status"], after["status"]) == ("cut_off", "reachable")
    assert "U-2024-01-20-1" in after["routes"][0]["claims"]
    listed = potay("claims", "gateway.gate", "--as-of", "2024-01-20")["claims"]
    assert [row["claim_id"] for row in listed] == ["U-2024-01-20-1", "T1"]


def test_a_report_after_the_moment_of_the_map_is_said_to_be_unseen(potay):
    potay("claim", "add", "gateway.gate", "status", "open", "--source", "press",
          "--as-of", "2024-03-01")  # fmt: skip
    assert potay.err.splitlines()[-1] == (
        "Map tiny is as of 2024-01-05, before this report. To see it: "
        "potay build tiny --as-of 2024-03-01"
    )


def test_a_source_is_added_like_a_claim(potay):
    potay("claim", "source", "radio", "--publisher", "Radyo", "--title", "Nouvèl",
          "--published", "2024-01-06")  # fmt: skip
    potay("claim", "add", "gateway.gate", "note", "quiet", "--source", "radio",
          "--as-of", "2024-01-06")  # fmt: skip


WRONG = {
    "unknown map": (["state", "twon"], 2, "no map 'twon' in tiny/maps. Known: tiny."),
    "unknown place": (["route", "tiny", "prot", "camp-1"], 5, "'prot'"),
    "unknown hub": (["access", "tiny", "--from", "harbour"], 5, "'harbour'"),
    "unknown what-if": (["route", "tiny", "port", "camp-1", "--set", "gateway.gaet=open"], 5,
                        "gaet"),
    "unknown role": (["check", "x.csv", "--as", "rods"], 3, "'rods' is no role."),
    "subject without a type": (
        ["claim", "add", "gate", "status", "open", "--source", "press"], 2,
        "'gate' does not say what kind of thing it is. Write type.id",
    ),
    "unknown mover": (["state", "tiny", "--set", "mover=truk"], 2, "no mover 'truk'"),
    "no such bundle": (["verify", "nowhere"], 3, ""),
}  # fmt: skip


@pytest.mark.parametrize(("words", "code", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said(potay, words, code, sentence):
    potay(*words, code=code)
    assert sentence in potay.err
    assert "Traceback" not in potay.err


def test_a_starter_workspace(tmp_path, capsys):
    assert run(["init", str(tmp_path / "w")]) == 0
    assert {path.name for path in (tmp_path / "w").iterdir()} == {"data", "layers", "maps"}
    assert run(["init", str(tmp_path / "w")]) == 2
    assert "already there and not empty. Name a new or empty folder." in capsys.readouterr().err


def test_a_starter_workspace_is_made_right_here(tmp_path, monkeypatch):
    (tmp_path / "w").mkdir()
    monkeypatch.chdir(tmp_path / "w")
    assert run(["init", "."]) == 0
    assert {path.name for path in (tmp_path / "w").iterdir()} == {"data", "layers", "maps"}


def test_a_starter_workspace_is_made_once(tmp_path, capsys, monkeypatch):
    folder = tmp_path / "w"
    left = tmp_path / ".w.tmp-123"
    left.mkdir()  # of one who was killed
    with sole_writer(folder):
        assert run(["init", str(folder)]) == 6
    told = f"{folder}: is being made by process {os.getpid()} on {os.uname().nodename}."
    assert capsys.readouterr().err == f"{told} Wait for it, or name another folder.\n"
    real = starter.sole_writer

    def late(path):
        folder.mkdir()
        (folder / "data").mkdir()
        return real(path)

    monkeypatch.setattr(starter, "sole_writer", late)
    assert run(["init", str(folder)]) == 2
    assert "already there and not empty." in capsys.readouterr().err
    monkeypatch.undo()
    (folder / "data").rmdir()
    assert run(["init", str(folder)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["w"]


def test_access_says_of_which_day_it_speaks(tmp_path, capsys):
    root = write_workspace(tmp_path / "tiny")
    assert run(["--workspace", str(root), "access", "tiny", "--from", "port"]) == 0
    assert (
        capsys.readouterr()
        .out.strip()
        .endswith(
            "Reports as they stand on 2024-01-05. What still holds on a later day: potay route …"
            " --depart."
        )
    )
