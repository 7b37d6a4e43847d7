"""An obstacle of a season: what is set aside outside its months, and by whose word."""

import pytest
from claims.tiny import state

from potay.terms.hours import parse_curfew, parse_season

OBSTACLE = ("obstacle", "ditch-1")
HEAD = "id | about | kind | value | from | to | as_of | source | rel"
SEASON = "S | obstacle.ditch-1 | season | May-Oct | | | 2023-06-10 | icg | 2"


def report(name, kind="status", value="closed", as_of="2023-10-20", source="radio", rel="3"):
    return f"{name} | obstacle.ditch-1 | {kind} | {value} | | | {as_of} | {source} | {rel}"


def at(day, *rows):
    return state("\n".join([HEAD, *rows]), day).subjects[OBSTACLE]


def test_out_of_season_the_season_itself_says_that_it_is_passed():
    found = at("2023-11-02", SEASON, report("A")).status
    assert (found.value, found.basis, found.claim_id, found.rivals) == ("open", "claim", "S", ())
    assert (found.reliability, found.age_days) == (1, 145)  # stale by then


def test_without_a_report_on_it_an_obstacle_out_of_season_is_passed_too():
    assert at("2023-11-02", SEASON).status.value == "open"
    assert at("2023-10-31", SEASON).status.basis == "no_report"


@pytest.mark.parametrize(
    ("row", "value"),
    [(report("A", as_of="2023-10-31"), "open"), (report("A", as_of="2023-11-01"), "closed"),
     (report("A", as_of="2023-11-01", source="icg"), "open"),
     (report("A", "window", "06:00-18:00", as_of="2023-11-01"), "restricted"),
     (report("A", "toll", "unstated HTG any", as_of="2023-11-01"), "restricted"),
     (report("A", "delay", "20", as_of="2023-11-01"), "open"),
     (report("A", "control", "gpep", as_of="2023-10-20"), "open")],
)  # fmt: skip
def test_what_somebody_else_saw_out_of_season_counts_and_nothing_else(row, value):
    assert at("2023-11-02", SEASON, row).status.value == value


def test_what_is_set_aside_is_set_aside_of_every_kind():
    rows = [SEASON, report("A", "control", "gpep"), report("B", "delay", "20"),
            report("C", "curfew", "19:00-05:00")]  # fmt: skip
    dry = at("2023-11-02", *rows)
    assert (dry.control.basis, dry.delay_min, dry.curfews) == ("no_report", 0.0, ())
    assert dry.seasons == (parse_season("May-Oct"),)
    assert dry.claim_ids == ("A", "B", "C", "S")  # heard, all the same
    wet = at("2023-10-31", *rows)
    assert (wet.control.value, wet.delay_min, wet.curfews) == (
        "gpep",
        20.0,
        (parse_curfew("19:00-05:00"),),
    )


def test_a_report_that_has_ended_out_of_season_leaves_it_passed():
    ended = "A | obstacle.ditch-1 | status | closed | | 2023-11-02 | 2023-11-01 | radio | 3"
    assert at("2023-11-01", SEASON, ended).status.value == "closed"
    assert at("2023-11-02", SEASON, ended).status.value == "open"


def test_of_two_seasons_the_one_that_counts_first_decides():
    rival = "T | obstacle.ditch-1 | season | Nov-Dec | | | 2023-06-11 | ocha | {}"
    assert at("2023-11-02", SEASON, rival.format(1)).status.value == "open"
    assert at("2023-11-02", SEASON, rival.format(3)).status.basis == "no_report"
    assert at("2023-07-02", SEASON, rival.format(3)).status.claim_id == "T"
    assert at("2023-07-02", SEASON, rival.format(3)).seasons == (
        parse_season("Nov-Dec"),
        parse_season("May-Oct"),
    )


def test_of_two_equal_seasons_the_first_by_its_words_decides_whatever_the_ids():
    rival = "A | obstacle.ditch-1 | season | Nov-Dec | | | 2023-06-10 | ocha | 2"
    assert at("2023-11-02", SEASON, rival).status.claim_id == "S"
    assert at("2023-11-02", SEASON, rival).seasons == (
        parse_season("May-Oct"),
        parse_season("Nov-Dec"),
    )


@pytest.mark.parametrize(("begins", "ends"), [("", "2023-11-01"), ("2023-12-01", "")])
def test_a_season_that_has_ended_or_is_announced_says_nothing(begins, ends):
    one = f"S | obstacle.ditch-1 | season | May-Oct | {begins} | {ends} | 2023-06-10 | icg | 2"
    assert at("2023-11-02", one, report("A")).status.value == "closed"


def test_a_season_of_anything_else_only_tells():
    text = "\n".join([HEAD, SEASON, report("A")]).replace("obstacle.ditch-1", "link.sea-south")
    found = state(text, "2023-11-02").subjects["link", "sea-south"]
    assert (found.status.value, found.seasons) == ("closed", (parse_season("May-Oct"),))
