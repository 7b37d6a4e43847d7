"""`potay route` by the clock, on the tiny workspace: its gate is reported open from February."""

import json
from pathlib import Path

import pytest
from tiny import write_workspace

from potay.cli import run


@pytest.fixture
def potay(tmp_path: Path, capsys):
    root = write_workspace(tmp_path / "tiny")

    def call(*words: str, code: int = 0, as_json: bool = True):
        line = ["--workspace", str(root), "route", "tiny", "port", "camp-1", *words]
        assert run([*(["--json"] if as_json else []), *line]) == code
        said = capsys.readouterr()
        call.err = said.err
        return json.loads(said.out) if as_json else said.out

    return call


OPEN = ("--as-of", "2024-02-05")
JOURNEY = {
    "departure", "departure_status", "arrival", "duration_minutes", "waiting_minutes", "waits",
    "gateways_met", "never", "time_notes",
}  # fmt: skip


def test_every_route_names_the_latest_departure_or_says_why_there_is_none(potay):
    answer = potay(*OPEN)
    assert answer["latest_departure"][:2] in ("15", "16")
    assert (answer["latest_departure_reason"], answer["clock_day"]) == (None, "2024-02-05")
    assert not JOURNEY & set(answer)
    shut = potay()
    assert shut["latest_departure"] is None
    assert shut["latest_departure_reason"] == "no way is passable"


def test_a_departure_has_an_arrival_and_meets_its_gateways(potay):
    answer = potay(*OPEN, "--depart", "2024-02-06T08:30")
    assert set(answer) >= JOURNEY
    assert (answer["departure"], answer["waiting_minutes"]) == ("2024-02-06T08:30:00-05:00", 0)
    assert answer["duration_minutes"] == pytest.approx(answer["minutes"], abs=0.02)
    assert [one["id"] for one in answer["gateways_met"]] == ["gate"]
    assert "2024-02-06T08:30" < answer["gateways_met"][0]["at"] < answer["arrival"]
    assert answer["clock_day"] == "2024-02-06"


def test_before_sunrise_the_un_truck_waits(potay):
    answer = potay(*OPEN, "--depart", "2024-02-06T04:30")
    assert answer["waits"][0]["because"] == ["darkness"]
    assert answer["waiting_minutes"] == pytest.approx(answer["waits"][0]["minutes"])


def test_departures_tell_when_one_may_leave(potay):
    found = potay(*OPEN, "--departures", "--between", "04:00-12:00")["departures"]
    assert [one["arrival_moves"] for one in found] == [False, True]
    assert (found[0]["from"][11:16], found[-1]["until"][11:16]) == ("04:00", "12:00")
    assert found[0]["until"] == found[1]["from"]
    assert potay("--departures")["departures"] == []


def test_the_hours_are_told_to_people_too(potay):
    text = potay(*OPEN, "--depart", "2024-02-05T04:30", "--departures", as_json=False)
    for words in (
        "Latest departure for a return on 2024-02-05: 1",
        "Leaving 2024-02-05 04:30",
        "Waits",
        "darkness",
        "Gateways met",
        "Departures that arrive on 2024-02-05",
    ):
        assert words in text  # fmt: skip
    shut = potay("--depart", "2024-01-05T08:30", "--departures", as_json=False)
    assert "No departure returns on 2024-01-05: no way is passable." in shut
    assert "Leaving 2024-01-05 08:30: does not arrive within 14 days of this departure." in shut
    assert "None of these departures arrives on 2024-01-05." in shut


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--depart", "6.30"), "--depart: '6.30' is not an ISO 8601 date. Write it as"
                               " YYYY-MM-DDTHH:MM, e.g. 2024-07-05T06:30."),
        (("--departures", "--between", "dawn"), "--between: 'dawn' is not two hours of one day."
                                                " Write them as HH:MM-HH:MM, e.g. 04:00-18:00."),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_read_end_the_command_with_a_sentence(potay, words, sentence):
    assert potay(*words, code=2)["ok"] is False
    assert potay.err.strip() == sentence
