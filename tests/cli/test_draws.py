"""`--draws` of `potay route` and `potay access` on the tiny workspace."""

import json

import pytest
from tiny import write_workspace

from potay.cli import run

OPEN = ("--set", "gateway.gate=open")


@pytest.fixture
def ask(tmp_path, capsys):
    root = write_workspace(tmp_path / "tiny")

    def call(*words: str) -> str:
        assert run(["-q", "--workspace", str(root), *words]) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    return call


def test_a_route_tells_the_fields_scripts_rely_on(ask):
    found = json.loads(ask("--json", "route", "tiny", "port", "camp-1", "--draws", *OPEN))
    assert found["minutes_p50"] == found["minutes_p90"] == found["minutes"]
    assert list(found["probability_within_h"]) == ["1", "2", "4", "8"]
    assert found["probability_within_h"]["8"] == found["probability"]
    usual = json.loads(ask("--json", "route", "tiny", "port", "camp-1", *OPEN))
    assert "minutes_p50" not in usual


def test_people_get_a_sentence(ask):
    said = " ".join(ask("route", "tiny", "port", "camp-1", "--draws", *OPEN).split())
    minutes = json.loads(ask("--json", "route", "tiny", "port", "camp-1", *OPEN))["minutes"]
    assert (
        f"When there is a way, {minutes:.0f} min are enough half the time and {minutes:.0f} min "
        "nine times in ten. Chance of being there within 1 h: "
    ) in said


def test_the_table_of_access_has_the_columns_after_the_chance(ask):
    rows = json.loads(ask("--json", "access", "tiny", "--draws", *OPEN))["rows"]
    names = list(rows[0])
    at = names.index("probability_se")
    assert names[at + 1 : at + 3] == ["minutes_p50", "minutes_p90"]
    assert {row["id"]: row["minutes_p90"] for row in rows} == {
        row["id"]: row["minutes"] for row in rows
    }
    assert "minutes_p90" in ask("access", "tiny", "--draws")
    assert "minutes_p90" not in ask("access", "tiny")
