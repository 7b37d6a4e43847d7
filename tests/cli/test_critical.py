"""`potay critical` and what-if files on the tiny workspace."""

import json

import pytest
from tiny import write_workspace

from potay.cli import run


@pytest.fixture
def root(tmp_path):
    return write_workspace(tmp_path / "tiny")


def answer(root, capsys, *words, code=0):
    assert run(["--json", "-q", "--workspace", str(root), *words]) == code
    return json.loads(capsys.readouterr().out)


def test_the_fields_scripts_rely_on(root, capsys):
    found = answer(root, capsys, "critical", "tiny")
    assert {"gateways", "cut_links", "openings", "check_first"} <= set(found)
    for row in found["gateways"]:
        assert set(row) >= {"id", "persons_lost", "pairs_lost", "detour_minutes"}
    assert found["openings"]
    for row in found["openings"]:
        assert set(row) >= {"gateways", "persons_gained"}


def test_people_get_tables(root, capsys):
    assert run(["-q", "--workspace", str(root), "critical", "tiny"]) == 0
    said = capsys.readouterr().out
    for title in ("If this gateway closes", "If this stretch is lost", "What to open, in order"):
        assert title in said


def test_a_what_if_file_is_a_scenario_and_a_setting_beats_it(root, capsys, tmp_path):
    path = tmp_path / "open.toml"
    path.write_text('[what_if]\n"gateway.gate" = "open"\n')
    usual = answer(root, capsys, "route", "tiny", "port", "camp-1")
    opened = answer(root, capsys, "route", "tiny", "port", "camp-1", "--what-if", str(path))
    shut = answer(root, capsys, "route", "tiny", "port", "camp-1", "--what-if", str(path),
                  "--set", "gateway.gate=closed")  # fmt: skip
    assert usual["status"] == shut["status"] == "cut_off"
    assert opened["status"] in ("reachable", "restricted", "presumed")


def test_a_wrong_what_if_file_is_the_commands_fault(root, capsys, tmp_path):
    path = tmp_path / "none.toml"
    found = answer(root, capsys, "critical", "tiny", "--what-if", str(path), code=2)
    assert "no such file." in found["findings"][0]["message"]
