from dataclasses import replace

import pandas as pd
import pytest
from export.world import areas, claims, gateways, state

from potay.built import Aspect, SubjectState
from potay.release import reduce_state

FRAMES = {"area": areas(), "gateway": gateways()}
PONT, POT, BARYE = ("gateway", "pont"), ("gateway", "pot"), ("gateway", "baryelwen")


def told(audience="partners", given=None, levels=None):
    return reduce_state(given or state(), audience, FRAMES, levels)


def with_status(key, aspect, claim_ids, **more):
    given = state()
    subject = replace(given.subjects[key], status=aspect, claim_ids=claim_ids, **more)
    return replace(given, subjects={**given.subjects, key: subject})


def test_a_state_that_rests_on_a_withheld_claim_is_withheld_and_never_open():
    pont = told().subjects[PONT]
    assert pont.status == Aspect(value="unknown", basis="withheld")
    assert pont.claim_ids == ()


def test_a_state_with_a_claim_that_may_leave_keeps_its_value():
    assert told().subjects["area", "nord"] == state().subjects["area", "nord"]


def test_a_subject_whose_own_row_may_not_leave_is_silent_though_its_claim_is_low():
    reduced = told()
    assert reduced.subjects[BARYE].status.basis == "withheld"
    assert "c-baryelwen" not in reduced.claims.index


def test_a_subject_that_nobody_reports_on_stays_unreported():
    assert told().subjects["area", "mache"] == SubjectState(("area", "mache"))


def test_claims_that_may_not_leave_are_gone_and_counted():
    reduced = told()
    assert sorted(reduced.claims.index) == ["c-lwes", "c-nord", "c-toll"]
    assert reduced.withheld == {"claims": 4}


def test_internal_loses_only_what_is_severe():
    reduced = told("internal")
    assert set(claims().index) - set(reduced.claims.index) == {"c-secret"}
    assert reduced.subjects == state().subjects


def test_tolls_are_paid_in_public_but_not_told():
    assert told("public").subjects[POT].status.value == "restricted"
    assert told("public").subjects[POT].tolls == ()
    assert told("public").claims.at["c-toll", "value"] == "withheld"
    assert told("partners").subjects[POT].tolls == ("1234-5678 HTG truck",)


def test_a_claim_without_a_mark_has_its_datasets_level_and_else_is_high():
    given = state()
    unmarked = given.claims.assign(sensitivity="", dataset="ledger")
    given = replace(given, claims=unmarked)
    assert "c-nord" not in told("public", given).claims.index
    assert "c-nord" in told("public", given, {"ledger": "low"}).claims.index


def test_contradicting_reports_of_which_one_is_withheld_are_withheld():
    aspect = Aspect("closed", "contradicted", "c-toll", rivals=("c-pont",))
    given = with_status(POT, aspect, ("c-toll", "c-pont"))
    assert told(given=given).subjects[POT].status.basis == "withheld"


def test_a_withheld_rival_that_does_not_decide_is_not_named():
    aspect = Aspect("restricted", "claim", "c-toll", rivals=("c-pont", "c-nord"))
    given = with_status(POT, aspect, ("c-toll", "c-pont"))
    assert told(given=given).subjects[POT].status == replace(aspect, rivals=("c-nord",))


def test_an_expired_report_that_is_withheld_does_not_become_silence():
    """Nothing reported is presumed open; a withheld report, even an old one, is not."""
    aspect = Aspect(basis="expired", expired_claims=("c-pont",), last="closed")
    given = with_status(POT, aspect, ("c-pont",))
    assert told(given=given).subjects[POT].status == Aspect(value="unknown", basis="withheld")


@pytest.mark.parametrize("kind", ["window", "curfew", "toll", "delay", "season"])
def test_a_withheld_limit_on_passage_silences_the_status(kind):
    given = with_status(POT, Aspect("open", "claim", "c-toll"), ("c-toll", "c-pont"),
                        windows=("Fri-Sun 06:00-18:00",), delay_min=30.0)  # fmt: skip
    rows = given.claims.copy()
    rows.loc["c-pont", "kind"] = kind
    pot = told(given=replace(given, claims=rows)).subjects[POT]
    assert pot.status.basis == "withheld"
    assert (pot.windows, pot.delay_min) == ((), 0.0)


def test_a_withheld_note_on_a_gateway_does_not_silence_it():
    given = with_status(POT, Aspect("open", "claim", "c-toll"), ("c-toll", "c-pont"))
    rows = given.claims.copy()
    rows.loc["c-pont", "kind"] = "note"
    assert told(given=replace(given, claims=rows)).subjects[POT].status.value == "open"


def test_a_withheld_alliance_leaves_its_actor_alone():
    given = state()
    alliance = claims().loc[["c-pont"]].assign(subject_type="actor", subject="g-x",
                                               kind="alliance", value="k-a")  # fmt: skip
    rows = pd.concat([given.claims, alliance.set_axis(pd.Index(["c-ally"], name="claim_id"))])
    reduced = told(given=replace(given, claims=rows))
    assert reduced.actors.at["g-x", "coalition"] == ""
    assert reduced.actors.at["gwoup-yagrek", "coalition"] == "k-a"
    assert reduced.subjects["area", "nord"].control.value == "g-x"
    assert reduced.subjects["area", "nord"].coalition is None


def test_reducing_twice_changes_nothing_more():
    once = told()
    twice = told(given=once)
    assert (twice.subjects, twice.withheld) == (once.subjects, once.withheld)
    pd.testing.assert_frame_equal(twice.claims, once.claims)


def test_the_state_given_is_not_touched():
    given = state()
    told("public", given)
    pd.testing.assert_frame_equal(given.claims, claims())
