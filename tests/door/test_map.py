"""A map never changes, shares what was read with its kin, and says what is wrong at once."""

import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from tiny import write_workspace

import potay
from potay import inputs

MORE = "T4,gateway,gate,status,closed,,2024-01-01,,2024-01-04,press,4,low,\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_workspace(tmp_path / "tiny")


@pytest.fixture
def m(root: Path) -> potay.Map:
    return potay.open(root).map("tiny")


def said(error: pytest.ExceptionInfo[potay.PotayError]) -> list[str]:
    return [finding.sentence() for finding in error.value.findings]


def status(m: potay.Map) -> str:
    return m.route("port", "camp-1").status


def test_a_choice_gives_another_map_and_leaves_the_first(m):
    assert status(m) == "cut_off"
    later = m.at("2024-02-05")
    assert (status(later), status(m)) == ("reachable", "cut_off")
    assert status(m.suppose({"gateway.gate": "open"})) == "reachable"
    assert status(later.suppose({"gateway.gate": "closed"})) == "cut_off"
    assert m.by("light").mover == "light"
    assert (m.mover, m.audience, m.name, m.hubs) == ("un-truck", "internal", "tiny", ("port",))
    assert later.by("light").for_audience("partners").as_of == later.as_of
    with pytest.raises(dataclasses.FrozenInstanceError):
        m._overrides = later._overrides


def test_assumptions_and_settings_add_up(m):
    both = m.suppose({"gateway.gate": "open"}).suppose({"road.rn9": "closed"})
    assert repr(both).endswith("supposing gateway.gate=open, road.rn9=closed>")
    assert status(both) == "cut_off"
    assert status(both.suppose({"road.rn9": "open"})) == "reachable"
    slow = m.at("2024-02-05").having({"movers.un-truck.speeds_kmh.primary": 20})
    assert slow.having({"rules.stale_days": 1}).route("port", "camp-1").minutes == pytest.approx(
        2 * m.at("2024-02-05").route("port", "camp-1").minutes, rel=0.01
    )


@pytest.mark.parametrize(
    "moment",
    ["2024-02-05", date(2024, 2, 5), datetime(2024, 2, 5, 23, 59, 59),
     datetime(2024, 2, 6, 4, 59, 59, tzinfo=UTC), pd.Timestamp("2024-02-05 23:59:59")],
)  # fmt: skip
def test_a_moment_is_text_a_date_or_a_time(m, moment):
    assert m.at(moment).as_of == m.at("2024-02-05").as_of


@pytest.mark.parametrize(
    ("choose", "sentence"),
    [
        (lambda m: m.at("5 January"), "at: '5 January' is not an ISO 8601 date; write it as "
         "YYYY-MM-DD, e.g. 2024-01-05."),
        (lambda m: m.at("0024-01-05"), "at: the year 24 is not meant; expected one from 1900 to "
         "2199."),
        (lambda m: m.at(20240105), "at: 20240105 is no moment. Write e.g. 2024-01-05, or give a "
         "date or a datetime."),
        (lambda m: m.by("truck"), "maps/tiny.toml: no mover 'truck' in [movers]. Did you mean "
         "'un-truck'?"),
        (lambda m: m.for_audience("partner"), "maps/tiny.toml: 'audience' is 'partner'. Did you "
         "mean 'partners'?"),
        (lambda m: m.suppose({"gate.gate": "open"}), "maps/tiny.toml: no what_if subject type "
         "'gate'. Did you mean 'gateway'?"),
        (lambda m: m.suppose({"gateway.gate": 1}), "maps/tiny.toml: 'what_if.gateway.gate' is 1. "
         "Known: abandoned, closed, open, restricted, unknown."),
        (lambda m: m.suppose({"gateway.gate": "op\u200ben"}), "gateway.gate: holds U+200B (zero "
         "width space), which nobody sees. Type it anew."),
        (lambda m: potay.open("no\0folder"), "no<U+0000>folder: no folder can have this name."),
        (lambda m: m.having({"rules.stale": 1}), "maps/tiny.toml: unknown key 'rules.stale'. Did "
         "you mean 'stale_days'?"),
        (lambda m: m.route("port", "camp-1", depart="2023-01-05T08:00"), "depart: 2023-01-05 lies "
         "before the map's moment, 2024-01-05, whose reports were not known then. Ask for the map "
         'of that day: at("2023-01-05").'),
        (lambda m: m.route("port", "camp-1", depart="2024-01-05"), "depart: '2024-01-05' names no "
         "hour of departure. Write it as YYYY-MM-DDTHH:MM, e.g. 2024-07-05T06:30."),
        (lambda m: m.route("port", "camp-1", departures="8-12"), "departures: '8-12' is not two "
         "hours of one day. Write them as HH:MM-HH:MM, e.g. 04:00-18:00."),
        (lambda m: m.corridors(day="2023-01-05"), "day: 2023-01-05 lies before the map's moment, "
         "2024-01-05, whose reports were not known then. Ask for the map of that day: "
         'at("2023-01-05").'),
        (lambda m: m.change(), "maps/tiny.toml: nothing to compare with: the map has no "
         "'previous'. Name a moment with since=, a map with against=, or suppose something."),
        (lambda m: m.change("2024-01-01", against=m), "change: 'since' and 'against' are both "
         "given. Give one, or against=other.at(…)."),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_in_a_sentence(m, choose, sentence):
    with pytest.raises(potay.SpecError) as error:
        choose(m)
    assert said(error) == [sentence]


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda m: m.route("port", "nowhere"), "'nowhere' is no place of this map."),
        (lambda m: m.access(["haven"]), "'haven' is no place of this map."),
        (lambda m: m.corridors("rn1"), "'rn1' is no corridor of this map."),
        (lambda m: m.suppose({"gateway.gat": "open"}).access(), "gateway.gat"),
        (lambda m: m.people(), "maps/tiny.toml: the map has no population raster. Add a layer "
         "whose dataset has the role population."),
    ],
)  # fmt: skip
def test_what_has_no_honest_answer_is_told(m, ask, sentence):
    with pytest.raises(potay.NoAnswerError) as error:
        ask(m)
    assert sentence in said(error)[0]


def test_files_are_read_once_for_maps_of_one_kin(m, monkeypatch):
    read = []
    once = inputs.read_datasets
    monkeypatch.setattr(
        inputs, "read_datasets", lambda *asked, **how: read.append(1) or once(*asked, **how)
    )
    for one in (m, m.at("2024-02-05"), m.by("light"), m.for_audience("partners")):
        one.access()
    m.change(since="2024-02-05")
    assert len(read) == 1


def test_a_map_stays_as_it_was_and_is_opened_again_for_what_is_new(root, m):
    later = m.at("2024-02-05")
    assert status(later) == "reachable"
    file = root / "data" / "reports" / "reports.csv"
    file.write_text(file.read_text("utf-8") + MORE.replace("2024-01-04", "2024-02-04"), "utf-8")
    assert status(later) == "reachable"
    with pytest.raises(potay.SourceError, match="the file has changed since it was registered"):
        potay.open(root).map("tiny").access()


def test_a_fault_of_the_files_is_told_with_the_first_question(root):
    (root / "data" / "camps" / "camps.csv").write_text("id,name\n", encoding="utf-8")
    m = potay.open(root).map("tiny")
    with pytest.raises(potay.SourceError):
        m.state()


def test_a_workspace_is_opened_by_folder_or_from_within(root, monkeypatch, tmp_path):
    assert potay.open(root).maps == potay.open(str(root)).maps == ("tiny",)
    monkeypatch.chdir(root / "data" / "roads")
    assert potay.open().root == root
    assert potay.open().map(str(root / "maps" / "tiny.toml")).name == "tiny"
    with pytest.raises(potay.SpecError) as error:
        potay.open(tmp_path)
    assert said(error) == [
        f"{tmp_path}: not a workspace: data/, layers/, maps/ is missing. Make one with 'potay init "
        "DIR'."
    ]
    with pytest.raises(potay.SpecError) as error:
        potay.open(root).map("tyni")
    assert said(error) == ["no map 'tyni' in tiny/maps. Known: tiny."]


def test_a_workspace_is_made_only_where_nothing_is(root, tmp_path):
    with pytest.raises(potay.SpecError) as error:
        potay.init(root)
    assert said(error) == [f"{root}: already there and not empty. Name a new or empty folder."]
    made = potay.init(tmp_path / "new" / "haiti")
    assert made.maps == ("port-au-prince",)


def test_what_an_answer_is_of_stands_in_its_name(m):
    assert repr(m.access()) == "<Access of tiny as of 2024-01-05>"
    assert repr(potay.open(m._asked.home)) == f"<Workspace {m._asked.home}>"


def test_a_frame_of_an_answer_may_be_changed_without_harm(m):
    areas, roads = m.state().areas, m.roads()
    areas.loc[:, "control"] = "me"
    roads.loc[:, "reading_status"] = "open"
    assert m.state().areas.loc["east", "control"] == "none"
    assert "closed" in set(m.roads()["reading_status"])
