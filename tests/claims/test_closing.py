"""Which withheld reports would close a passage, and what a reader is told of it."""

import pytest
from claims.tiny import ledger, rules, state

from potay.claims import ask_first, closed_by, not_told
from potay.claims.closing import WITHHELD
from potay.spec.map import moment
from potay.terms.statuses import SILENT

GATE = ("gateway", "martissant")
TEXT = """
id | about              | kind   | value  | from       | to         | as_of      | source | rel
A  | gateway.martissant | status | open   |            |            | 2024-01-02 | icg    | 3
{}
"""


def shut(row, as_of="2024-01-10", withheld=("X",), holders=("gpep",)):
    read = ledger(TEXT.format(row))
    return closed_by(
        read, frozenset(withheld), moment(as_of), rules(), lambda holder: holder in holders
    )


def report(kind, value, about="gateway.martissant", begins="", ends="", as_of="2024-01-05"):
    return f"X | {about} | {kind} | {value} | {begins} | {ends} | {as_of} | ocha | 3"


@pytest.mark.parametrize(
    ("kind", "value", "closes"),
    [("status", "closed", True), ("status", "abandoned", True), ("status", "restricted", False),
     ("status", "unknown", False), ("status", "open", False),
     ("control", "gpep", True), ("control", "pnh", False), ("control", "unknown", False),
     ("window", "06:00-18:00", True), ("curfew", "19:00-05:00", True), ("delay", "700", False),
     ("toll", "unstated HTG any", False), ("season", "May-Oct", False), ("note", "closed", False),
     ("incident", "closed", False)],
)  # fmt: skip
def test_what_closes_a_passage_is_its_status_its_holder_or_its_hours(kind, value, closes):
    assert shut(report(kind, value)) == (frozenset({GATE}) if closes else frozenset())


def test_a_holder_that_nobody_knows_closes_nothing_whatever_the_rules_say():
    assert shut(report("control", "unknown"), holders=("unknown",)) == frozenset()
    assert shut(report("control", "contested"), holders=("contested",)) == {GATE}


def test_only_what_is_withheld_is_asked_about():
    row = report("status", "closed")
    assert shut(row, withheld=()) == frozenset()
    assert shut(row, withheld=("A",)) == frozenset()
    assert shut(row, withheld=("A", "X", "no such claim")) == {GATE}


@pytest.mark.parametrize(
    ("dates", "as_of", "closes"),
    [({}, "2024-01-04", False), ({}, "2024-01-05", True), ({}, "2024-03-05", True),
     ({}, "2024-03-06", False), ({"begins": "2024-01-20"}, "2024-01-19", False),
     ({"begins": "2024-01-20"}, "2024-01-20", True), ({"ends": "2024-01-20"}, "2024-01-20", False)],
)  # fmt: skip
def test_it_closes_while_it_is_known_and_holds(dates, as_of, closes):
    assert bool(shut(report("status", "closed", **dates), as_of)) == closes


def test_a_report_on_a_road_by_its_number_closes_each_road_that_bears_it():
    found = shut(report("status", "closed", about="road.RN2"))
    assert found == {("road", "RN2"), ("road", "r2-01"), ("road", "r2-02")}


def test_one_withheld_report_among_others_is_enough():
    read = ledger(TEXT.format(
        report("status", "closed") + "\nY | area.canaan | status | closed | | | 2024-01-05 | ocha |"
        "\nZ | gateway.canaan | status | closed | | | 2024-01-05 | ocha |"
    ))  # fmt: skip
    found = closed_by(read, frozenset("XY"), moment("2024-01-10"), rules(), lambda _: False)
    assert found == {GATE, ("area", "canaan")}


def said(value):
    row = f"A | gateway.martissant | {value} | | | 2024-01-05 | icg | 3"
    text = TEXT.replace("A  | gateway.martissant | status | open   |            |            | 2024"
                        "-01-02 | icg    | 3\n{}", row)  # fmt: skip
    return state(text, "2024-01-10")


@pytest.mark.parametrize(
    ("value", "asked"),
    [("status | open", True), ("status | restricted", True), ("status | unknown", True),
     ("status | closed", False), ("status | abandoned", False), ("control | gpep", True)],
)  # fmt: skip
def test_a_passage_is_to_be_asked_about_unless_a_report_that_is_told_closes_it(value, asked):
    before = said(value)
    after = ask_first(before, [GATE])
    known = before.subjects[GATE]
    assert after.subjects[GATE].status == (WITHHELD if asked else known.status)
    assert after.subjects[GATE].control == known.control
    assert after.subjects[GATE].claim_ids == known.claim_ids
    assert {key: one for key, one in after.subjects.items() if key != GATE} == {
        key: one for key, one in before.subjects.items() if key != GATE
    }
    assert after.claims is before.claims


def test_contradicting_and_expired_closures_are_to_be_asked_about():
    rows = "X | gateway.martissant | status | closed | | | 2024-01-02 | ocha | 3"
    both = state(TEXT.format(rows), "2024-01-10")
    assert both.subjects[GATE].status.basis == "contradicted"
    assert ask_first(both, [GATE]).subjects[GATE].status == WITHHELD
    old = state(TEXT.format(""), "2024-09-10")
    assert ask_first(old, [GATE]).subjects[GATE].status == WITHHELD


def test_each_of_several_passages_is_asked_about_whether_the_state_has_it_or_not():
    closed = said("status | closed")
    passages = [("gateway", "canaan"), GATE, ("road", "of no dataset")]
    after = ask_first(closed, passages)
    assert after.subjects[GATE].status.value == "closed"
    for key in (passages[0], passages[2]):
        assert after.subjects[key].status == WITHHELD
        assert after.subjects[key].subject == key
    assert (WITHHELD.value, WITHHELD.basis) == ("unknown", "withheld")
    assert list(after.subjects)[-1] == passages[2]


def test_silence_of_a_public_map_says_that_a_report_may_be_withheld():
    before = said("status | closed")
    after = not_told(before)
    told = {key: (one.status.basis, one.control.basis) for key, one in after.subjects.items()}
    assert told.pop(GATE) == ("claim", "not_told")
    assert (before.silence, after.silence) == ("no_report", "not_told")
    assert set(told.values()) == {("not_told", "not_told")}
    assert set(told) == set(before.subjects) - {GATE}
    assert after.subjects[GATE].status == before.subjects[GATE].status
    assert "not_told" in SILENT
    held = not_told(said("control | gpep")).subjects[GATE]
    assert (held.control.value, held.status.basis) == ("gpep", "not_told")
    old = not_told(state(TEXT.format(""), "2024-09-10")).subjects[GATE]
    assert old.status.basis == "expired"
