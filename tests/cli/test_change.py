"""`potay change` on the tiny workspace: two moments, a what-if, two maps."""

import json

import pytest
from tiny import write_workspace

from potay.cli import run


@pytest.fixture
def root(tmp_path):
    return write_workspace(tmp_path / "tiny")


def answer(root, capsys, *words, code=0):
    assert run(["--json", "-q", "--workspace", str(root), "change", *words]) == code
    return json.loads(capsys.readouterr().out)


def test_between_two_moments(root, capsys):
    found = answer(root, capsys, "tiny", "--from", "2024-01-05", "--to", "2024-02-05")
    assert found["control"] == []
    (row,) = found["status"]
    assert (row["subject_type"], row["id"], row["before"], row["after"]) == (
        "gateway", "gate", "closed", "open",
    )  # fmt: skip
    assert row["claims"][0] == "T2"
    (place,) = found["access"]
    assert (place["id"], place["before"], place["after"]) == ("camp-1", "cut_off", "reachable")
    assert place["claims"] == ["T2"]
    assert found["summary"]["persons_gained"] == 400


def test_a_what_if_counts_for_the_later_side_only(root, capsys):
    found = answer(root, capsys, "tiny", "--set", "gateway.gate=open")
    assert found["status"] == found["control"] == []
    assert [row["id"] for row in found["passage"]] == ["gate"]
    assert [row["id"] for row in found["access"]] == ["camp-1"]
    assert found["before"]["as_of"] == found["after"]["as_of"]


def test_against_another_map(root, capsys):
    later = (root / "maps" / "tiny.toml").read_text().replace("2024-01-05", "2024-02-05")
    (root / "maps" / "later.toml").write_text(later)
    found = answer(root, capsys, "tiny", "--against", "later")
    assert (found["before"]["map"], found["after"]["map"]) == ("tiny", "later")
    assert [row["after"] for row in found["access"]] == ["reachable"]


def test_nothing_to_compare_with_is_the_commands_fault(root, capsys):
    found = answer(root, capsys, "tiny", code=2)
    assert found["findings"][0]["message"] == "nothing to compare with: the map has no 'previous'."


def test_people_get_tables(root, capsys):
    words = ["change", "tiny", "--from", "2024-01-05", "--to", "2024-02-05"]
    assert run(["-q", "--workspace", str(root), *words]) == 0
    said = capsys.readouterr().out
    assert "Reported status" in said
    assert "persons_gained" in said
