"""Orders, words and signs that stand once: what is told twice would one day differ."""

import pytest

from potay.claims.winner import status_caution
from potay.sources import roles
from potay.spec import LayerSpec
from potay.terms.audiences import AUDIENCES, CEILING, SENSITIVITIES, may_have
from potay.terms.hours import parse_season, parse_window
from potay.terms.places import PLACES
from potay.terms.signs import SIGNS
from potay.terms.statuses import (
    ACCESS,
    ARRIVES,
    CASES,
    LEVELS,
    PASSABLE,
    PASSAGES,
    READINGS,
    REPORTED,
    SHUT,
    STATUS_IN,
    UNCERTAIN,
)
from potay.terms.subjects import PLACED, ROLES, SUBJECT_TYPES


def test_statuses_of_passages_and_of_places_go_step_by_step():
    assert PASSAGES == ("open", "restricted", "presumed", "unknown", "closed")
    assert ACCESS == ("reachable", "restricted", "presumed", "unknown", "cut_off", "misplaced")
    assert (ACCESS[:2], ACCESS[:3]) == (PASSABLE, ARRIVES)
    assert list(READINGS) == ["open", "worst", "presumed", "best", "free"]
    assert list(STATUS_IN.values()) == list(ACCESS[:4])
    assert set(CASES) < READINGS.keys()


def test_a_more_cautious_report_never_lets_more_pass():
    certain = [one for one in REPORTED.values() if one.step != UNCERTAIN]
    ordered = sorted(certain, key=lambda one: one.caution)
    assert [one.step for one in ordered] == sorted(one.step for one in certain)
    assert {status_caution(word) for word in SHUT} == {3}


def test_every_status_has_a_sign_and_every_word_is_said_in_three_languages():
    assert {*PASSAGES, *ACCESS, *REPORTED} == SIGNS.keys()
    for sign in SIGNS.values():
        assert all(sign.passage.values())
        assert all(sign.access.values())
    assert all(all(place.words.values()) for place in PLACES)
    assert len({(place.of, place.name) for place in PLACES}) == len(PLACES)


def test_audiences_grow_narrower_and_have_more():
    for place, audience in enumerate(AUDIENCES):
        assert [may_have(audience, widest) for widest in AUDIENCES] == [
            at <= place for at in range(len(AUDIENCES))
        ]
    ceilings = [SENSITIVITIES.index(CEILING[audience]) for audience in AUDIENCES]
    assert ceilings == sorted(ceilings)
    assert [may_have(audience, "nobody") for audience in AUDIENCES] == [False, False, True]


def test_a_role_has_columns_and_a_subject_or_neither_is_known():
    assert roles.ROLES.keys() == ROLES.keys()
    assert [role for role in ROLES if roles.ROLES[role].is_raster] == [
        name for name, role in ROLES.items() if role.raster
    ]
    assert (*PLACED, "actor") == SUBJECT_TYPES
    for role in ROLES.values():
        if role.implies:
            assert role.implies in roles.ROLES[role.name].column_names


@pytest.mark.parametrize(
    ("analysis", "by", "word"),
    [("road_status", "reading_status", level.passage) for level in LEVELS]
    + [("gateway_status", "reading_status", level.passage) for level in LEVELS]
    + [("access", "status", word) for word in ACCESS],
)
def test_a_layer_of_statuses_has_their_signs(analysis, by, word):
    layer = {"name": "l", "title": "L", "dataset": "d", "analysis": analysis, "by": by}
    plain = LayerSpec.model_validate(layer).styles[word]
    sign = SIGNS[word]
    assert plain.color == sign.color
    assert plain.label.en == (sign.access if analysis == "access" else sign.passage)["en"]
    if analysis == "road_status":
        assert (plain.width, plain.dash, plain.symbol) == (sign.width, sign.dash, "")
    else:
        assert (plain.symbol, plain.dash) == (sign.symbol, "")
    own = LayerSpec.model_validate({**layer, "styles": {word: {"color": "#123456"}}}).styles[word]
    assert own == plain.model_copy(update={"color": "#123456"})


def test_a_layer_by_anything_else_has_only_its_own_styles():
    layer = {"name": "l", "title": "L", "dataset": "d", "analysis": "access", "by": "kind"}
    assert LayerSpec.model_validate(layer).styles == {}


@pytest.mark.parametrize(
    ("text", "runs"),
    [("May-Oct", [[5, 10]]), ("Nov-Apr", [[11, 4]]), ("Jan,Mar-Apr", [[1, 1], [3, 4]]),
     ("Jan-Dec", [[1, 12]]), ("Dec", [[12, 12]])],
)  # fmt: skip
def test_months_are_told_as_runs(text, runs):
    assert parse_season(text).plain() == runs


def test_hours_are_told_as_days_and_minutes():
    assert parse_window("Fri-Mon,Wed 06:00-sunset; 20:00-04:30").plain() == [
        {"days": [[2, 2], [4, 0]], "opens": 360, "shuts": "sunset"},
        {"days": [[0, 6]], "opens": 1200, "shuts": 270},
    ]
