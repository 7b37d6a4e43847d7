"""What a state means for a mover, subject by subject."""

from dataclasses import replace

import pandas as pd
import pytest
from asciiworld import CAR, CHANCE, RULES, World, state

from potay.built import Aspect, SubjectState
from potay.network import make_scenario, subject_status
from potay.network.passability import CLOSED, OPEN, RESTRICTED, UNCERTAIN, UNREPORTED
from potay.spec import ControlRule

WORLD = World("1--a--G--b--2", areas="........mm...", kinds={"1": "port"})
NETWORK = WORLD.network()


def verdict(said, mover=CAR, rules=RULES, name="gateway.G", **subject):
    told = state({name: said} if said else {})
    key = tuple(name.split("."))
    if subject:
        known = replace(told.subjects.get(key, SubjectState(key)), **subject)
        told = replace(told, subjects={**told.subjects, key: known})
    scene = make_scenario(NETWORK, told, mover, rules)
    rows = scene.network.subjects
    (row,) = [r for r in range(len(rows.id)) if rows.key(r) == key]
    return scene.passability.verdicts[row]


@pytest.mark.parametrize(
    ("organisation", "holder", "level", "delay_min"),
    [
        ("un", "gang", CLOSED, 0),
        ("ingo", "gang", CLOSED, 0),
        ("ambulance", "gang", CLOSED, 0),
        ("haulier", "gang", RESTRICTED, 30),
        ("civilian", "gang", RESTRICTED, 30),
        ("un", "brigade", RESTRICTED, 15),
        ("haulier", "contested", CLOSED, 0),
        ("un", "police", OPEN, 0),
        ("un", "none", OPEN, 0),
        ("un", "nobody-we-know", CLOSED, 0),
    ],
)
def test_the_first_rule_that_fits_mover_and_holder_decides(organisation, holder, level, delay_min):
    mover = CAR.model_copy(update={"organisation": organisation})
    found = verdict(f"control {holder}", mover)
    assert (found.level, found.delay_s) == (level, delay_min * 60)
    assert (found.by, found.basis, found.inferred, found.explicit) == (
        "control",
        "claim",
        True,
        False,
    )


@pytest.mark.parametrize("friend", ["gang", "alliance"])
def test_an_arrangement_with_the_holder_or_its_coalition_restricts(friend):
    mover = CAR.model_copy(update={"arrangements": (friend,)})
    assert verdict("control gang", mover, coalition="alliance").level == RESTRICTED
    assert verdict("control rival", mover).level == CLOSED


def test_no_rule_that_fits_is_closed():
    rules = RULES.model_copy(update={"control": ()})
    assert verdict("control police", rules=rules).level == CLOSED


def test_a_rule_can_say_unknown():
    rules = RULES.model_copy(update={"control": (ControlRule(status="unknown"),)})
    assert verdict("control gang", rules=rules).level == UNCERTAIN


def test_a_penalty_of_a_rule_is_at_least_that_of_restriction():
    haulier = CAR.model_copy(update={"organisation": "haulier"})
    assert verdict("control gang", haulier).penalty == 3.0
    assert verdict("control brigade").penalty == RULES.restricted_penalty
    assert verdict("open").penalty == 1.0


def test_a_status_that_holds_comes_before_control():
    held = Aspect("gang", "claim", "c", probability=CHANCE)
    assert verdict("open", control=held).level == OPEN
    assert verdict("expired open", control=held).level == CLOSED  # control holds, status does not
    assert verdict("contradicted", control=held).level == UNCERTAIN


@pytest.mark.parametrize("basis", ["expired", "contradicted", "withheld"])
def test_what_no_longer_holds_is_uncertain(basis):
    aspect = Aspect("open" if basis == "contradicted" else None, basis)
    assert verdict("", status=aspect).level == UNCERTAIN
    assert verdict("", control=aspect).level == UNCERTAIN


@pytest.mark.parametrize(
    ("said", "chance"),
    [("open", CHANCE), ("restricted", CHANCE), ("closed", 1 - CHANCE), ("", RULES.prior_open),
     ("expired open", RULES.prior_open), ("control gang", 1 - CHANCE)],
)  # fmt: skip
def test_the_chance_of_passing_follows_the_report(said, chance):
    assert verdict(said).probability == pytest.approx(chance)


def test_silence_is_uncertain_for_areas_and_gateways_only():
    assert verdict("", name="area.m").level == UNREPORTED
    assert verdict("").level == UNREPORTED
    assert verdict("", name="infrastructure.1").level == OPEN


def test_subject_status_tells_every_verdict():
    scene = make_scenario(NETWORK, state({"gateway.G": "control gang"}), CAR, RULES)
    told = subject_status(scene)
    assert told.loc[("gateway", "G")].to_dict() == {
        "reading_status": "closed", "basis": "claim", "reason": "control: claim",
        "claims": ["c:gateway.G"], "probability": pytest.approx(1 - CHANCE),
    }  # fmt: skip
    assert told.loc[("area", "m"), "reading_status"] == "presumed"
    assert isinstance(told.index, pd.MultiIndex)


def test_silence_of_a_public_map_is_not_told_of_anything():
    told = replace(state({}), silence="not_told")
    careful = RULES.model_copy(update={"silence": "unknown"})
    verdicts = make_scenario(NETWORK, told, CAR, careful).passability.verdicts
    assert {(one.basis, one.level) for one in verdicts} == {("not_told", UNCERTAIN)}


def test_a_worn_report_decides_where_the_other_question_is_not_told():
    silent = Aspect(basis="not_told")
    worn = Aspect(basis="expired", expired_claims=("c9",))
    found = verdict("", status=silent, control=worn)
    assert (found.basis, found.by, found.aspect) == ("expired", "control", worn)
