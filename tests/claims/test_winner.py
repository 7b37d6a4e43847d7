"""Which of several reports counts, each rule of the order by itself."""

from dataclasses import replace
from itertools import permutations

import pytest
from claims.tiny import rules

from potay.built import Aspect
from potay.claims.claim import ALWAYS, NEVER, Claim
from potay.claims.clock import ClaimAtMoment
from potay.claims.winner import decide, ranked_by_standing, status_caution
from potay.terms.values import Status

RULES = rules()
NOON = 43_200


def said(name, value, level=3, day=100, hour=None, **more):
    """A report that holds, of a day and perhaps an hour."""
    moment = day * 86_400 + (hour or 0) * 3600
    claim = Claim(
        claim_id=name, subject_type="gateway", subject="g", kind="status", value=Status(value),
        known_from=moment, begins=ALWAYS, ends=more.pop("ends", NEVER), day=day,
        timed=hour is not None, dates=("", "", ""), reliability=level,
    )  # fmt: skip
    known = ClaimAtMoment(claim, 110 - day, False, level, ended=False, upcoming=False, holds=True)
    return replace(known, **more)


def over(name, value, **more):
    return said(name, value, ended=True, holds=False, **more)


def value(heard):
    return heard.claim.value.text


def decided(*known):
    """What the reports say together, in whatever order they come."""
    found = {decide(mixed, value, status_caution, RULES) for mixed in permutations(known)}
    (aspect,) = found
    return aspect


def ranked(*known):
    orders = {
        tuple(one.claim.claim_id for one in ranked_by_standing(mixed, value, status_caution))
        for mixed in permutations(known)
    }
    (order,) = orders
    return "".join(order)


def test_of_no_report_and_of_one_that_is_only_announced_nothing_is_known():
    assert decided() == Aspect()
    assert decided(said("A", "closed", holds=False, upcoming=True)) == Aspect()


def test_one_report_is_told_with_all_that_is_known_of_it():
    assert decided(said("A", "closed", level=2, day=90, stale=True)) == Aspect(
        "closed", "claim", "A", reliability=2, age_days=20, stale=True, probability=0.70
    )


@pytest.mark.parametrize(
    ("level", "chance"), [(0, 0.50), (1, 0.55), (2, 0.70), (3, 0.85), (4, 0.95)]
)
def test_the_chance_is_that_of_the_level_of_who_said_it(level, chance):
    assert decided(said("A", "open", level=level)).probability == chance


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # level before day, day before caution
        (said("A", "open", level=3, day=90), said("B", "closed", level=2, day=100)),
        (said("A", "open", day=100), said("B", "closed", day=99)),
        # on one day the later hour, and a day without an hour before an hour that was outdone
        (said("A", "open", hour=14), said("B", "closed", hour=8)),
        (said("A", "open", hour=14), said("B", "closed", hour=13)),
        # caution, then the word, then the id
        (said("A", "closed"), said("B", "unknown")),
        (said("A", "unknown"), said("B", "restricted")),
        (said("A", "restricted"), said("B", "open")),
        (said("B", "abandoned"), said("A", "closed")),
        (said("A", "open"), said("B", "open")),
    ],
)
def test_the_first_counts_before_the_second(first, second):
    assert ranked(first, second) == first.claim.claim_id + second.claim.claim_id


def test_an_hour_outdoes_only_earlier_hours_of_that_day_and_level():
    """A day without an hour is outdone by none, and neither is one of another day or level."""
    early, late = said("A", "closed", hour=8), said("B", "open", hour=14)
    assert ranked(early, late, said("C", "restricted")) == "CBA"
    assert ranked(early, said("B", "open", level=2, hour=14)) == "AB"
    assert ranked(said("A", "closed", day=101, hour=8), late) == "AB"
    assert ranked(early, said("C", "restricted", hour=8)) == "AC"


def test_reports_of_equal_standing_that_differ_contradict_and_the_others_are_only_rivals():
    found = decided(said("A", "closed"), said("B", "open"), said("C", "restricted", level=2),
                    said("D", "closed", day=99))  # fmt: skip
    assert (found.value, found.basis, found.claim_id) == ("closed", "contradicted", "A")
    assert found.rivals == ("B", "C")
    assert found.probability == 0.5


@pytest.mark.parametrize(
    "other",
    [said("B", "open", level=2), said("B", "open", day=99), said("B", "open", level=4, holds=False),
     over("B", "open", level=4)],
)  # fmt: skip
def test_what_is_of_less_standing_or_holds_no_more_contradicts_nothing(other):
    found = decided(said("A", "closed"), other)
    assert (found.value, found.basis) == ("closed", "claim")
    assert found.rivals == (("B",) if other.holds else ())
    assert found.expired_claims == ()


def test_of_one_day_an_outdone_hour_contradicts_nothing_and_a_bare_day_does():
    early, late = said("A", "closed", hour=8), said("B", "open", hour=14)
    assert decided(early, late).basis == "claim"
    assert decided(early, late).rivals == ("A",)
    assert decided(said("C", "closed"), late).basis == "contradicted"
    assert decided(said("A", "closed", hour=14), late).basis == "contradicted"
    assert decided(said("A", "closed", level=2, hour=16), late).basis == "claim"


def test_closed_and_abandoned_agree_and_nothing_else_of_two_words_does():
    def caution(_):
        return 0

    both = decided(said("A", "abandoned"), said("B", "closed"))
    assert (both.value, both.basis, both.rivals) == ("abandoned", "claim", ("B",))
    gangs = decide([said("A", "gang-a"), said("B", "gang-b")], value, caution, RULES)
    assert (gangs.value, gangs.basis, gangs.rivals) == ("gang-a", "contradicted", ("B",))
    word = {"closed": 1, "abandoned": 2}
    apart = decide([said("A", "closed"), said("B", "abandoned")], value, word.get, RULES)
    assert (apart.value, apart.basis) == ("abandoned", "contradicted")


@pytest.mark.parametrize(
    ("last", "other"),
    [
        (over("A", "open", day=100), over("B", "closed", day=99)),
        # a report that speaks of a time before it was written vouches for that time only
        (over("A", "open", day=90), over("B", "closed", day=100, ends=89 * 86_400)),
        (over("A", "open", level=3), over("B", "closed", level=2)),
        (over("A", "closed"), over("B", "open")),
        (over("B", "abandoned"), over("A", "closed")),
        (over("A", "open"), over("B", "open")),
    ],
)
def test_the_last_word_is_the_first_in_its_own_order(last, other):
    found = decided(last, other)
    ids = (last.claim.claim_id, other.claim.claim_id)
    assert found == Aspect(
        basis="expired", expired_claims=ids, last=last.claim.value.text, age_days=last.age_days
    )


def test_a_stale_last_word_is_told_as_stale():
    assert decided(over("A", "open", stale=True)).stale


def test_what_is_announced_is_no_last_word():
    coming = said("B", "closed", day=105, holds=False, upcoming=True)
    assert decided(over("A", "open"), coming).expired_claims == ("A",)
