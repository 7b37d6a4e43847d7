"""What Python answers is what the command line prints: one path, two doors."""

import json
from pathlib import Path

import pytest
from tiny import write_workspace

import potay
from potay.cli import run
from potay.cli.session import plain

REPOSITORY = Path(__file__).parents[2]
OPEN = {"gateway.gate": "open"}


@pytest.fixture
def world(tmp_path, capsys):
    root = write_workspace(tmp_path / "tiny")

    def said(*words: str) -> dict:
        assert run(["--json", "--workspace", str(root), *words]) == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return potay.open(root).map("tiny"), said


@pytest.fixture
def starter(tmp_path, capsys):
    potay.init(tmp_path / "haiti")

    def said(*words: str) -> dict:
        words = ("--json", "--workspace", str(tmp_path / "haiti"), *words)
        assert run(list(words)) == 0, capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return potay.open(tmp_path / "haiti").map("port-au-prince"), said


def test_access(world):
    m, said = world
    assert plain(m.access().document) == said("access", "tiny")
    assert plain(m.access(draws=True).document) == said("access", "tiny", "--draws")
    assert plain(m.at("2024-02-05").access(["port"]).document) == said(
        "access", "tiny", "--as-of", "2024-02-05", "--from", "port"
    )


def test_route(world):
    m, said = world
    assert plain(m.route("port", "camp-1").document) == said("route", "tiny", "port", "camp-1")
    assert plain(
        m.suppose(OPEN).by("light").route(
            "port", "camp-1", alternatives=1, depart="2024-01-08T06:30", departures="04:00-12:00"
        ).document
    ) == said("route", "tiny", "port", "camp-1", "--set", "gateway.gate=open", "--mover", "light",
              "--alternatives", "1", "--depart", "2024-01-08T06:30", "--departures", "--between",
              "04:00-12:00")  # fmt: skip


def test_corridors(world):
    m, said = world
    assert plain(m.corridors().document) == said("corridors", "tiny")
    assert plain(m.corridors("rn9", day="2024-02-02").document) == said(
        "corridors", "tiny", "rn9", "--on", "2024-02-02"
    )


def test_critical(world):
    m, said = world
    assert plain(m.critical().document) == said("critical", "tiny")


def test_change(world):
    m, said = world
    later = m.at("2024-02-05")
    assert plain(later.change(since="2024-01-05").document) == said(
        "change", "tiny", "--from", "2024-01-05", "--to", "2024-02-05"
    )
    assert plain(m.suppose(OPEN).change().document) == said(
        "change", "tiny", "--set", "gateway.gate=open"
    )
    told = plain(later.suppose({"gateway.gate": "closed"}).change().document)
    assert told["before"]["as_of"] == told["after"]["as_of"]
    assert told == said("change", "tiny", "--to", "2024-02-05", "--set", "gateway.gate=closed")
    assert plain(m.change(against=later).document)["before"]["as_of"].startswith("2024-02-05")


def test_state(world):
    m, said = world
    told, state = said("state", "tiny"), m.state()
    for name in ("areas", "gateways", "roads", "links", "infrastructure", "obstacles"):
        frame = getattr(state, name)
        rows = frame.drop(columns="geometry").reset_index().to_dict("records")
        fields = told[name][0].keys() if told[name] else ()
        assert [plain({key: row[key] for key in fields}) for row in rows] == told[name]


def test_people_and_walks(starter):
    m, said = starter
    assert plain(m.people().document) == said("people", "port-au-prince")
    assert plain(m.leaving().document) == said("people", "port-au-prince", "--evacuation")
    assert plain(m.walks().document) == said("walk", "port-au-prince")


@pytest.mark.parametrize("audience", ["public", "partners"])
def test_an_audience_has_the_same_by_both(starter, audience):
    m, said = starter
    told = m.for_audience(audience).access().document
    assert plain(told) == said("access", "port-au-prince", "--audience", audience)


def test_build(world, tmp_path):
    m, said = world
    told = said("build", "tiny", "--out", str(tmp_path / "by-command"))
    made = m.build(tmp_path / "by-python")
    assert [file.sha256 for file in made.files] == [file["sha256"] for file in told["files"]]
    assert made.path.name == "tiny-internal"
