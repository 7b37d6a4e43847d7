"""What a state means for a mover, subject by subject."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from asciiworld import CAR, CHANCE, RULES, World, state

from potay.built import Aspect, SubjectState
from potay.network import make_scenario, subject_status
from potay.network.passability import closing_holders
from potay.spec import ControlRule
from potay.terms.statuses import CLOSED, OPEN, RESTRICTED, UNCERTAIN, UNREPORTED

WORLD = World("1--a--G--b--2", areas="........mm...", kinds={"1": "port"})
NETWORK = WORLD.network()
UNSAID = RULES.model_copy(update={"silence": "unknown"})


def verdict(said, mover=CAR, rules=RULES, name="gateway.G", **subject):
    told = state({name: said} if said else {})
    key = tuple(name.split("."))
    if subject:
        known = replace(told.subjects.get(key, SubjectState(key)), **subject)
        told = replace(told, subjects={**told.subjects, key: known})
    scenario = make_scenario(NETWORK, told, mover, rules)
    rows = scenario.network.subjects
    (row,) = [r for r in range(len(rows.id)) if rows.key(r) == key]
    return scenario.passability.verdicts[row]


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


def test_an_arrangement_is_with_whom_it_names():
    """Neither with who is in no coalition, nor with whoever is in another."""
    friend = CAR.model_copy(update={"arrangements": ("alliance", "rival")})
    assert verdict("control gang", friend).level == CLOSED
    assert verdict("control gang", friend, coalition="other").level == CLOSED
    assert verdict("control rival", friend, coalition="other").level == RESTRICTED
    assert verdict("control alliance", friend).level == RESTRICTED


def test_a_row_may_ask_that_there_be_no_arrangement():
    rules = RULES.model_copy(update={"control": (
        ControlRule(arrangement=False, status="closed"), ControlRule(status="open"),
    )})  # fmt: skip
    friend = CAR.model_copy(update={"arrangements": ("gang",)})
    assert verdict("control gang", friend, rules).level == OPEN
    assert verdict("control rival", friend, rules).level == CLOSED


@pytest.mark.parametrize(
    ("row", "fits"),
    [({"holder": ("gang",)}, True), ({"holder": ("brigade", "rival")}, True),
     ({"holder": ("*",)}, True), ({"holder": ("police",)}, False),
     ({"organisation": ("ingo", "un")}, True), ({"organisation": ("ingo",)}, False),
     ({"organisation": ("un",), "holder": ("police",)}, False),
     ({"organisation": ("ingo",), "holder": ("gang",)}, False)],
)  # fmt: skip
def test_a_row_fits_by_organisation_and_by_id_or_kind_of_the_holder(row, fits):
    """`rival` is a gang by its kind."""
    rules = RULES.model_copy(update={"control": (ControlRule(status="open", **row),)})
    assert verdict("control rival", rules=rules).level == (OPEN if fits else CLOSED)


def test_a_holder_that_is_no_actor_fits_the_row_of_its_word():
    rules = RULES.model_copy(update={"control": (ControlRule(status="open", holder=("none",)),)})
    assert verdict("control none", rules=rules).level == OPEN
    assert verdict("control contested", rules=rules).level == CLOSED


def test_each_of_several_holders_is_judged_by_itself():
    """In one state: two gangs with and without an arrangement, one of them in two coalitions."""
    world = World("1--A--B--C--D--2", kinds={"1": "port"})
    told = state({"gateway.A": "control gang", "gateway.B": "control rival",
                  "gateway.C": "control gang", "gateway.D": "control rival"})  # fmt: skip
    third = replace(told.subjects["gateway", "C"], coalition="alliance")
    told = replace(told, subjects={**told.subjects, ("gateway", "C"): third})
    friend = CAR.model_copy(update={"arrangements": ("alliance", "rival")})
    levels = subject_status(make_scenario(world.network(), told, friend, RULES))["reading_status"]
    assert levels.xs("gateway").to_dict() == {
        "A": "closed", "B": "restricted", "C": "restricted", "D": "restricted",
    }  # fmt: skip


def test_no_rule_that_fits_is_closed():
    rules = RULES.model_copy(update={"control": ()})
    assert verdict("control police", rules=rules).level == CLOSED


def test_a_rule_can_say_unknown():
    rules = RULES.model_copy(update={"control": (ControlRule(status="unknown"),)})
    found = verdict("control gang delay 4", rules=rules)
    assert (found.level, found.by, found.delay_s) == (UNCERTAIN, "control", 240)
    assert (found.penalty, found.probability) == (1.0, RULES.prior_open)


def test_a_penalty_of_a_rule_is_at_least_that_of_restriction():
    haulier = CAR.model_copy(update={"organisation": "haulier"})
    assert verdict("control gang", haulier).penalty == 3.0
    assert verdict("control brigade").penalty == RULES.restricted_penalty
    assert verdict("open").penalty == 1.0
    assert verdict("restricted").penalty == RULES.restricted_penalty
    assert verdict("closed").penalty == 1.0
    assert verdict("control police").penalty == 1.0
    slow = RULES.model_copy(update={"control": (ControlRule(status="open", penalty=1.5),)})
    assert verdict("control gang", rules=slow).penalty == 1.5


def test_the_delay_of_a_rule_is_added_to_that_of_the_reports():
    assert verdict("control brigade delay 4").delay_s == (15 + 4) * 60
    assert verdict("open delay 4").delay_s == 240
    assert verdict("unknown delay 4").delay_s == 240
    assert verdict("contradicted delay 4").delay_s == 240
    assert verdict("expired open delay 4").delay_s == 240
    assert verdict("control unknown delay 4").delay_s == 240
    assert verdict("expired control gang delay 4").delay_s == 240
    assert verdict("delay 4").delay_s == 240
    assert verdict("").delay_s == 0


def test_a_status_that_holds_comes_before_control():
    held = Aspect("gang", "claim", "c", probability=CHANCE)
    assert verdict("open", control=held).level == OPEN
    assert verdict("expired open", control=held).level == CLOSED  # control holds, status does not
    assert verdict("contradicted", control=held).level == UNCERTAIN


#: What is said of status and of control, and what then decides: level, basis, by.
ORDER = [
    ("open", "control gang", OPEN, "claim", "status"),
    ("abandoned", "", CLOSED, "claim", "status"),
    ("unknown", "control police", UNCERTAIN, "claim", "status"),
    ("contradicted", "control police", UNCERTAIN, "contradicted", "status"),
    ("expired open", "control police", OPEN, "claim", "control"),
    ("expired open", "control unknown", UNCERTAIN, "claim", "control"),
    ("expired open", "control contradicted", UNCERTAIN, "contradicted", "control"),
    ("expired open", "expired control gang", UNCERTAIN, "expired", "status"),
    ("", "control unknown", UNCERTAIN, "claim", "control"),
    ("", "expired control gang", UNCERTAIN, "expired", "control"),
    ("expired open", "", UNCERTAIN, "expired", "status"),
    ("", "", UNREPORTED, "no_report", "status"),
]


def aspect_of(said):
    if not said:
        return Aspect()
    known = state({"gateway.G": said}).subjects["gateway", "G"]
    return known.control if "control" in said else known.status


@pytest.mark.parametrize(("status", "control", "level", "basis", "by"), ORDER)
def test_what_decides_is_told(status, control, level, basis, by):
    said = {"status": aspect_of(status), "control": aspect_of(control)}
    found = verdict("", **said)
    assert (found.level, found.basis, found.by) == (level, basis, by)
    assert found.aspect == said[by]
    assert found.explicit == (basis == "claim" and by == "status" and level != UNCERTAIN)
    assert found.inferred == (by == "control" or basis == "no_report")


@pytest.mark.parametrize(
    ("control", "level", "by"),
    [("control gang", CLOSED, "control"), ("control police", UNCERTAIN, "status"),
     ("control unknown", UNCERTAIN, "status"), ("expired control gang", UNCERTAIN, "status"),
     ("", UNCERTAIN, "status")],
)  # fmt: skip
def test_a_withheld_closure_is_unknown_unless_a_known_holder_closes_too(control, level, by):
    """No arrangement of nobody: neither a holder of another kind nor an old report closes."""
    withheld = Aspect(None, "withheld")
    found = verdict("delay 4", status=withheld, control=aspect_of(control))
    assert (found.level, found.by, found.delay_s) == (level, by, 240)
    assert found.probability == pytest.approx(1 - CHANCE if by == "control" else RULES.prior_open)


def test_a_status_of_no_value_is_uncertain():
    assert verdict("", status=Aspect(None, "claim", "c")).level == UNCERTAIN


@pytest.mark.parametrize("basis", ["expired", "contradicted", "withheld"])
def test_what_no_longer_holds_is_uncertain(basis):
    aspect = Aspect("open" if basis == "contradicted" else None, basis)
    assert verdict("", status=aspect).level == UNCERTAIN
    assert verdict("", control=aspect).level == UNCERTAIN


@pytest.mark.parametrize(
    ("said", "chance"),
    [("open", CHANCE), ("restricted", CHANCE), ("closed", 1 - CHANCE), ("", RULES.prior_open),
     ("expired open", RULES.prior_open), ("control gang", 1 - CHANCE),
     ("abandoned", 1 - CHANCE), ("unknown", RULES.prior_open), ("contradicted", RULES.prior_open),
     ("control police", CHANCE), ("control brigade", CHANCE),
     ("control unknown", RULES.prior_open)],
)  # fmt: skip
def test_the_chance_of_passing_follows_the_report(said, chance):
    rules = RULES.model_copy(update={"prior_open": 0.4})
    expected = 0.4 if chance == RULES.prior_open else chance
    assert verdict(said, rules=rules).probability == pytest.approx(expected)


def test_silence_is_uncertain_for_areas_and_gateways_only():
    assert verdict("", name="area.m").level == UNREPORTED
    assert verdict("").level == UNREPORTED
    assert verdict("", name="infrastructure.1").level == OPEN


def described(word, since="", rules=RULES, said=None, **at):
    """The verdict on a barrier that its own row describes and nobody reports on."""
    world = World("1--a--X--b--2", kinds={"1": "port"}, obstacles={"X": "barricade"})
    network = world.network()
    subjects = network.subjects
    (row,) = [row for row, key in enumerate(subjects.keys) if key == ("obstacle", "X")]
    words, days = subjects.declared.astype("<U10"), subjects.declared_as_of.astype("<U25")
    words[row], days[row] = word, since
    network = replace(network, subjects=replace(subjects, declared=words, declared_as_of=days))
    scenario = make_scenario(network, state(said or {}, **at), CAR, rules)
    return scenario.passability.verdicts[row]


@pytest.mark.parametrize(
    ("word", "rules", "level", "penalty", "chance"),
    [("restricted", RULES, RESTRICTED, 2.0, 1.0), ("unknown", RULES, UNCERTAIN, 1.0, 0.5),
     ("", RULES, OPEN, 1.0, 1.0), ("restricted", UNSAID, UNCERTAIN, 1.0, 0.5),
     ("unknown", UNSAID, UNCERTAIN, 1.0, 0.5), ("", UNSAID, UNCERTAIN, 1.0, 0.5)],
)  # fmt: skip
def test_of_what_nobody_reports_its_own_row_tells(word, rules, level, penalty, chance):
    found = described(word, rules=rules)
    assert (found.level, found.penalty, found.probability) == (level, penalty, chance)
    assert (found.basis, found.by, found.delay_s) == ("no_report", "status", 0.0)
    assert found.inferred
    assert not found.explicit


def test_a_delay_that_is_reported_leaves_the_description_as_it_is():
    found = described("restricted", said={"obstacle.X": "delay 4"})
    assert (found.level, found.basis, found.delay_s) == (RESTRICTED, "no_report", 240.0)


@pytest.mark.parametrize(
    ("since", "level"),
    [("2024-01-04", UNCERTAIN), ("2024-01-05", UNCERTAIN), ("2024-01-05T18:00", UNCERTAIN),
     ("2024-01-06", OPEN), ("2025-01-01", OPEN)],
)  # fmt: skip
def test_a_description_counts_from_its_day_on(since, level):
    assert described("unknown", since).level == level


def test_the_day_of_a_description_is_one_of_haiti():
    """Two in the morning by Greenwich is still the evening before."""
    late = datetime(2024, 1, 6, 2, tzinfo=UTC)
    assert described("unknown", "2024-01-05", as_of=late).level == UNCERTAIN
    assert described("unknown", "2024-01-06", as_of=late).level == OPEN


@pytest.mark.parametrize(
    ("rules", "gate", "place"), [(RULES, UNREPORTED, OPEN), (UNSAID, UNCERTAIN, UNCERTAIN)]
)
def test_where_silence_may_hide_a_report_nothing_passes_for_it(rules, gate, place):
    assert verdict("", rules=rules).level == gate
    assert verdict("", name="area.m", rules=rules).level == gate
    assert verdict("", name="area.m", rules=rules).probability == RULES.prior_open
    assert verdict("", name="infrastructure.1", rules=rules).level == place


def test_the_arrays_say_what_the_verdicts_say():
    said = {"gateway.G": "restricted delay 4", "area.m": "control gang"}
    judged = make_scenario(NETWORK, state(said), CAR, RULES).passability
    keys = NETWORK.subjects.keys
    gate, area, port = (keys.index(key) for key in (
        ("gateway", "G"), ("area", "m"), ("infrastructure", "1")))  # fmt: skip
    rows = [gate, area, port]
    assert len(judged.verdicts) == len(judged.level) == len(keys)
    assert judged.level[rows].tolist() == [RESTRICTED, CLOSED, OPEN]
    assert judged.delay_s[rows].tolist() == [240.0, 0.0, 0.0]
    assert judged.penalty[rows].tolist() == [2.0, 1.0, 1.0]
    assert judged.probability[rows] == pytest.approx([CHANCE, 1 - CHANCE, 1.0])
    assert judged.explicit[rows].tolist() == [True, False, False]
    assert judged.inferred[rows].tolist() == [False, True, True]
    assert judged.spoken[rows].tolist() == [True, True, False]
    types = [getattr(judged, name).dtype for name in ("level", "delay_s", "explicit", "spoken")]
    assert types == [np.int8, np.float64, np.bool_, np.bool_]
    assert judged.silent_level == OPEN
    assert make_scenario(NETWORK, state({}), CAR, UNSAID).passability.silent_level == UNCERTAIN


def test_a_holder_closes_if_it_closes_for_any_mover_without_its_arrangements():
    haulier = CAR.model_copy(update={"organisation": "haulier"})
    friend = CAR.model_copy(update={"arrangements": ("gang", "rival")})
    actors = state({}).actors
    closes = closing_holders(actors, [haulier, friend], RULES)
    assert {word: closes(word) for word in ("gang", "police", "brigade", "contested")} == {
        "gang": True, "police": False, "brigade": False, "contested": True,
    }  # fmt: skip
    assert not closing_holders(actors, [haulier], RULES)("gang")
    assert not closing_holders(actors, [], RULES)("gang")
    none = RULES.model_copy(update={"control": ()})
    assert closing_holders(actors, [haulier], none)("police")


def test_subject_status_tells_every_verdict():
    scenario = make_scenario(NETWORK, state({"gateway.G": "control gang"}), CAR, RULES)
    told = subject_status(scenario)
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
