"""What changed for people between two scenarios, and the reports that did it."""

import pytest
from asciiworld import CAR, RULES, World, state
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.access import access_table
from potay.access.changes.causes import access_causes, passage_changes, persons_moved
from potay.network import make_scenario

FORK = World(
    """
    1--a--G--b--2
       |
       H
       |
       c-----d--3
    """,
    areas="""
    .............
    .............
    .............
    .............
    .....mm......
    """,
    kinds={"1": "port"},
    persons={"2": 100, "3": 300},
)


def compare(first, second, what_if=None):
    before, after = FORK.scenario(first), FORK.scenario(second, what_if=what_if)
    tables = [access_table(scenario, ["1"]).rows for scenario in (before, after)]
    return access_causes(before, after, *tables)


def test_a_gateway_that_closes_is_the_cause():
    (row,) = compare({"gateway.G": "open"}, {"gateway.G": "closed"})
    assert (row["id"], row["before"], row["after"]) == ("2", "reachable", "cut_off")
    assert (row["subjects"], row["claims"], row["persons"]) == (["gateway.G"], ["c:gateway.G"], 100)


def test_a_gateway_that_opens_is_the_cause():
    (row,) = compare({"gateway.G": "closed"}, {"gateway.G": "open"})
    assert (row["before"], row["after"]) == ("cut_off", "reachable")
    assert row["subjects"] == ["gateway.G"]


def test_a_report_that_expires_is_told_by_the_report_that_expired():
    (row,) = compare({"gateway.G": "open"}, {"gateway.G": "expired open"})
    assert (row["after"], row["claims"]) == ("unknown", ["c:gateway.G"])


def test_a_report_that_is_no_more_is_told_by_what_it_was():
    (row,) = compare({"gateway.G": "open"}, {})
    assert (row["after"], row["claims"]) == ("presumed", ["c:gateway.G"])


def test_two_causes_are_both_told_and_a_third_that_does_not_matter_is_not():
    said = {"gateway.H": "open", "area.m": "open", "gateway.G": "closed"}
    shut = {"gateway.H": "closed", "area.m": "control gang", "gateway.G": "contradicted"}
    worse, better = compare(said, shut)
    assert (worse["id"], worse["subjects"]) == ("3", ["gateway.H", "area.m"])
    assert (better["id"], better["subjects"]) == ("2", ["gateway.G"])


def test_a_what_if_changes_access_without_a_claim():
    (row,) = compare({"gateway.G": "closed"}, {"gateway.G": "closed"}, {"gateway.G": "open"})
    assert (row["after"], row["subjects"]) == ("reachable", ["gateway.G"])


def test_nothing_changes_where_nothing_is_said():
    assert compare({"gateway.G": "open"}, {"gateway.G": "open"}) == []


def test_passage_tells_every_subject_that_changed():
    scenarios = FORK.scenario({"gateway.G": "open"}), FORK.scenario({"gateway.G": "closed"})
    (row,) = passage_changes(*scenarios)
    assert row == {"subject_type": "gateway", "id": "G", "before": "open", "after": "closed",
                   "claims": ["c:gateway.G"]}  # fmt: skip


def test_persons_are_counted_by_the_side_they_move_to():
    rows = compare({"gateway.G": "open", "gateway.H": "closed"},
                   {"gateway.G": "closed", "gateway.H": "contradicted"})  # fmt: skip
    assert persons_moved(rows) == {
        "persons_gained": 300, "persons_lost": 100, "persons_no_longer_cut_off": 300,
        "persons_newly_cut_off": 100,
    }  # fmt: skip


WORDS = ["open", "restricted", "closed", "expired open", "contradicted", "", "control gang"]
SAID = st.fixed_dictionaries(
    {name: st.sampled_from(WORDS) for name in ("gateway.G", "gateway.H", "area.m")}
)
NETWORK = FORK.network()


def scenario_of(said):
    told = state({name: words for name, words in said.items() if words})
    return make_scenario(NETWORK, told, CAR, RULES)


@pytest.mark.parametrize("turned", [False, True])
@settings(deadline=None, max_examples=100)
@given(one=SAID, other=SAID)
def test_every_change_has_a_cause_that_changed(turned, one, other):
    pair = [scenario_of(said) for said in ((other, one) if turned else (one, other))]
    tables = [access_table(scenario, ["1"]).rows for scenario in pair]
    moved = {f"{row['subject_type']}.{row['id']}" for row in passage_changes(*pair)}
    for row in access_causes(*pair, *tables):
        assert row["subjects"]
        assert set(row["subjects"]) <= moved
