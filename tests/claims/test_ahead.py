"""What was known on one day, applied to a later one: ends, beginnings, ages and seasons."""

from datetime import datetime, timedelta

import pytest
from claims.test_laws import RULES, dates, rows
from claims.tiny import claim_rows, ledger, rules
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.built import SubjectState
from potay.claims import resolve
from potay.claims.clock import turning_points
from potay.spec.map import moment
from potay.terms.moments import HAITI_TIME

GATE = ("gateway", "martissant")
OBSTACLE = ("obstacle", "ditch-1")
law = settings(deadline=None, max_examples=80, derandomize=True, database=None)


def status_at(text, as_of, at, subject=GATE):
    return resolve(ledger(text), moment(as_of), rules(), moment(at)).subjects[subject].status


ENDS = """
id | about              | kind   | value  | from       | to         | as_of      | source | rel
A  | gateway.martissant | status | open   |            | 2024-07-05 | 2024-07-01 | icg    | 3
B  | gateway.martissant | status | closed | 2024-07-10 |            | 2024-07-02 | ocha   | 3
C  | gateway.martissant | status | open   |            |            | 2024-07-04 | radio  | 4
"""


def test_a_claim_that_ends_before_the_journey_does_not_hold_for_it():
    assert status_at(ENDS, "2024-07-03", "2024-07-04T23:59:59").value == "open"
    later = status_at(ENDS, "2024-07-03", "2024-07-05")
    assert (later.value, later.basis, later.last, later.expired_claims) == (
        None, "expired", "open", ("A",),
    )  # fmt: skip


def test_what_is_announced_counts_from_its_day_on():
    assert status_at(ENDS, "2024-07-03", "2024-07-10").value == "closed"


def test_what_is_not_known_yet_does_not_count_although_the_journey_is_later():
    assert status_at(ENDS, "2024-07-03", "2024-07-08").basis == "expired"
    assert status_at(ENDS, "2024-07-04", "2024-07-08").claim_id == "C"


def test_a_report_is_as_old_as_it_will_be_on_the_day_of_the_journey():
    found = status_at(ENDS, "2024-07-04", "2024-07-20")
    assert (found.age_days, found.stale, found.reliability) == (16, True, 3)
    assert status_at(ENDS, "2024-07-04", "2024-09-03").basis == "expired"  # more than 60 days


def test_the_moments_at_which_something_turns():
    read = ledger(ENDS)
    found = turning_points(
        read.claims, moment("2024-07-03"), RULES, moment("2024-07-03"), moment("2024-08-01")
    )
    assert [f"{one:%m-%d %H:%M}" for one in found] == [
        "07-05 00:00",  # A ends
        "07-10 00:00",  # B begins
        "07-16 00:00",  # A would be stale
        "07-17 00:00",  # B is stale
    ]


@law
@given(rows(), dates, dates)
def test_tomorrow_as_known_today_is_tomorrow_if_nobody_reports_anything_more(found, known, at):
    read = ledger(claim_rows(found))
    told = [row for row in found if row["as_of"] <= known]
    ahead = resolve(read, moment(known), RULES, moment(at))
    alone = resolve(ledger(claim_rows(told)), moment(max(known, at)), RULES, moment(at))
    assert _said(ahead) == _said(alone)


def _said(state):
    return {key: one for key, one in state.subjects.items() if one != SubjectState(key)}


@st.composite
def with_seasons(draw):
    """Claims about a gateway and an obstacle, some with an hour, some of a season."""
    found = [
        {**row, "valid_to": row["valid_to"] and f"{row['valid_to']}T06:00"}
        for row in draw(rows(least=1))
    ]
    for row in found[: draw(st.integers(0, len(found)))]:
        row |= {"subject_type": "obstacle", "subject": "ditch-1"}
    months = draw(st.sampled_from(("", "Jan-Feb", "Mar-May", "Nov-Jan")))
    if months:
        found.append({**found[0], "claim_id": "S", "subject_type": "obstacle",
                      "subject": "ditch-1", "kind": "season", "value": months,
                      "valid_from": "", "valid_to": ""})  # fmt: skip
    return found


@law
@given(with_seasons(), dates, st.integers(0, 20))
def test_between_the_turning_points_nothing_changes(found, known, length):
    read = ledger(claim_rows(found))
    begin = moment(known)
    end = datetime.fromtimestamp(begin.timestamp() + length * 86_400, HAITI_TIME)
    marks = [begin, *turning_points(read.claims, begin, RULES, begin, end)]
    states = [_passing(resolve(read, begin, RULES, mark)) for mark in marks]
    step = timedelta(hours=6)
    for number in range(int((end - begin) / step)):
        now = datetime.fromtimestamp(begin.timestamp() + number * step.total_seconds(), HAITI_TIME)
        last = max(rank for rank, mark in enumerate(marks) if mark <= now)
        assert _passing(resolve(read, begin, RULES, now)) == states[last]


def _passing(state):
    """All of a state but the ages of its claims."""
    return {
        key: (one.status.value, one.status.basis, one.status.claim_id, one.control.value,
              one.control.basis, one.coalition, one.windows, one.curfews, one.delay_min)
        for key, one in state.subjects.items()
    }  # fmt: skip


SEASON = """
id | about            | kind   | value   | from | to | as_of      | source | rel
S  | obstacle.ditch-1 | season | May-Oct |      |    | 2023-06-10 | icg    | 2
A  | obstacle.ditch-1 | status | closed  |      |    | {a_of}     | {a_by} | 3
"""


@pytest.mark.parametrize(
    ("reported", "source", "at", "value"),
    [
        ("2023-10-20", "radio", "2023-10-31", "closed"),  # in the season
        ("2023-10-20", "radio", "2023-11-01", "open"),  # its season is over
        ("2023-11-05", "radio", "2023-11-20", "closed"),  # water out of season, seen by another
        ("2023-11-05", "icg", "2023-11-20", "open"),  # its own source speaks of the season
        ("2024-04-20", "icg", "2024-05-01", "closed"),  # announced, and now it is the season
    ],
)
def test_an_obstacle_of_a_season_is_there_in_its_months(reported, source, at, value):
    text = SEASON.format(a_of=reported, a_by=source)
    found = status_at(text, reported, at, OBSTACLE)
    assert (found.value, found.claim_id) == (value, "S" if value == "open" else "A")


def test_a_season_of_a_gateway_only_tells():
    text = SEASON.replace("obstacle.ditch-1", "gateway.martissant").format(
        a_of="2023-10-20", a_by="radio"
    )
    assert status_at(text, "2023-11-02", "2023-11-02").value == "closed"
