"""When a report is known, holds, grows old and ends, to the second and the day."""

import pytest
from claims.tiny import ledger, rules

from potay.claims import turning_points
from potay.claims.clock import ageing_kind, claims_at_moment
from potay.spec.map import moment

RULES = rules()


def row(name="A", about="gateway.martissant", kind="status", value="closed", begins="", ends="",
        as_of="2024-01-05", rel="3", note=""):  # fmt: skip
    cells = (name, about, kind, value, begins, ends, as_of, "icg", rel, note)
    return " | ".join(cells)


def read(*rows):
    head = "id | about | kind | value | from | to | as_of | source | rel | note"
    return ledger("\n".join([head, *rows])).claims


def one(as_of, at=None, **said):
    (found,) = claims_at_moment(read(row(**said)), moment(as_of), RULES, at and moment(at))
    return found


def words(heard):
    flags = {"ended": heard.ended, "upcoming": heard.upcoming, "holds": heard.holds}
    (word,) = [name for name, so in flags.items() if so]
    return word


@pytest.mark.parametrize(
    ("as_of", "count"),
    [("2024-01-05T07:59:59", 0), ("2024-01-05T08:00", 1), ("2024-01-05T09:59", 1),
     ("2024-01-05T10:00", 2)],
)  # fmt: skip
def test_a_report_is_known_from_the_second_in_which_it_is_said(as_of, count):
    claims = read(row("A", as_of="2024-01-05T08:00"), row("B", as_of="2024-01-05T10:00"))
    assert [s.claim.claim_id for s in claims_at_moment(claims, moment(as_of), RULES)] == ["A", "B"][
        :count
    ]


@pytest.mark.parametrize(
    ("at", "word"),
    [("2024-01-05T11:59:59", "upcoming"), ("2024-01-05T12:00", "holds"),
     ("2024-01-05T17:59:59", "holds"), ("2024-01-05T18:00", "ended")],
)  # fmt: skip
def test_it_holds_from_its_first_second_up_to_its_end(at, word):
    said = {"begins": "2024-01-05T12:00", "ends": "2024-01-05T18:00"}
    assert words(one(at, **said)) == word
    assert words(one("2024-01-05", at, **said)) == word


def test_what_grew_too_old_before_it_began_has_ended():
    assert words(one("2024-03-05", begins="2024-06-01")) == "upcoming"
    assert words(one("2024-03-06", begins="2024-06-01")) == "ended"


@pytest.mark.parametrize(
    ("as_of", "age", "stale", "level"),
    [("2024-01-05", 0, False, 3), ("2024-01-19", 14, False, 3), ("2024-01-20", 15, True, 2)],
)
def test_age_is_in_days_of_haiti_and_makes_stale(as_of, age, stale, level):
    found = one(as_of)
    assert (found.age_days, found.stale, found.level) == (age, stale, level)
    assert found.stale is stale


@pytest.mark.parametrize(
    ("rel", "fresh", "stale"), [("4", 4, 3), ("1", 1, 0), ("0", 0, 0), ("", 0, 0)]
)
def test_a_level_goes_with_age_and_none_is_below_nothing(rel, fresh, stale):
    assert one("2024-01-06", rel=rel).level == fresh
    assert one("2024-01-30", rel=rel).level == stale


@pytest.mark.parametrize(
    ("said", "seconds"),
    [({}, "2024-01-05"), ({"ends": "2024-01-03", "begins": "2024-01-01"}, "2024-01-03"),
     ({"ends": "2024-01-08"}, "2024-01-05")],
)  # fmt: skip
def test_a_report_vouches_for_its_own_day_or_for_what_ended_before(said, seconds):
    began = int(moment(f"{seconds}T00:00").timestamp())
    assert one("2024-01-10", **said).vouches_until == began


@pytest.mark.parametrize(
    ("said", "word"),
    [({}, "status"), ({"about": "obstacle.ditch-1"}, "obstacle"),
     ({"about": "obstacle.ditch-1", "kind": "note", "value": "x"}, "note"),
     ({"kind": "window", "value": "Fri"}, "window"),
     ({"kind": "truce", "value": "Fri"}, "truce"),
     ({"kind": "window", "value": "Fri", "note": "a truce"}, "window"),
     ({"kind": "note", "value": "Fri", "note": "a truce"}, "note"),
     ({"note": "a truce"}, "status"), ({"kind": "control", "value": "pnh"}, "control")],
)  # fmt: skip
def test_a_report_ages_by_its_kind_and_an_obstacle_by_its_own_word_whatever_a_note_says(said, word):
    (claim,) = read(row(**said))
    assert ageing_kind(claim) == word


def turns(*rows, begin="2024-01-05T00:00", end="2024-03-20T00:00", as_of="2024-01-06"):
    found = turning_points(read(*rows), moment(as_of), RULES, moment(begin), moment(end))
    assert all(one.tzinfo is not None for one in found)
    return [f"{one:%m-%d %H:%M}" for one in found]


def test_a_report_turns_when_it_begins_ends_grows_stale_and_too_old():
    said = row(begins="2024-01-07T06:30", ends="2024-03-19T18:00")
    assert turns(said) == ["01-07 06:30", "01-20 00:00", "03-06 00:00", "03-19 18:00"]


def test_the_first_and_the_last_moment_are_no_turns_between():
    said = row(begins="2024-01-07T06:30", ends="2024-01-20T00:00")
    span = {"begin": "2024-01-07T06:30", "end": "2024-01-20T00:00"}
    assert turns(said, **span) == []
    wider = {"begin": "2024-01-07T06:29:59", "end": "2024-01-20T00:00:01"}
    assert turns(said, **wider) == ["01-07 06:30", "01-20 00:00"]
    assert turns(said, begin="2024-01-20T00:00", end="2024-01-21T00:00") == []
    assert turns(said, begin="2024-01-19T23:00", end="2024-01-20T01:00") == ["01-20 00:00"]


def test_a_season_may_turn_with_every_month():
    season = row(about="obstacle.ditch-1", kind="season", value="May-Oct")
    other = row("B", about="obstacle.ditch-1", kind="note", value="May-Oct")
    assert turns(season) == ["01-20 00:00", "02-01 00:00", "03-01 00:00"]
    assert turns(season, begin="2024-02-01T00:00", end="2024-03-01T00:00") == []
    assert turns(season, begin="2024-01-31T23:59", end="2024-03-01T00:01") == [
        "02-01 00:00", "03-01 00:00",
    ]  # fmt: skip
    assert turns(other) == []


@pytest.mark.parametrize("kind", ["incident", "note", "displacement"])
def test_what_opens_and_closes_nothing_turns_nothing(kind):
    assert turns(row(kind=kind, value="5", ends="2024-01-07")) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [("control", "pnh"), ("status", "open"), ("window", "Fri"), ("curfew", "19:00-05:00"),
     ("toll", "unstated HTG any"), ("delay", "5"), ("season", "May")],
)  # fmt: skip
def test_whatever_opens_or_closes_turns(kind, value):
    assert "01-07 00:00" in turns(row(kind=kind, value=value, ends="2024-01-07"))
    alliance = row(about="actor.gpep", kind="alliance", value="viv-ansanm", ends="2024-01-07")
    assert "01-07 00:00" in turns(alliance)


def test_what_is_not_known_yet_turns_nothing():
    assert turns(row(ends="2024-01-07"), as_of="2024-01-04") == []
