"""Where silence is not told, an answer has only what reports carry, and no more is worked out."""

import audiences
import pytest

from potay.access import (
    access_table,
    by_the_clock,
    certainty,
    find_route,
    people_answer,
    walk_answer,
    with_certainty,
)
from potay.access.clock.pair import Clock
from potay.access.critical.answers import critical
from potay.access.readings.untold import as_told
from potay.cli.words import unreported
from potay.errors import NoAnswerError
from potay.terms.statuses import PASSABLE

NEVER = ("free_minutes", "detour_minutes", "probability", "probability_se", "best_case",
         "presumed_case", "worst_case", "independent_corridors", "gateway_disjoint",
         "latest_departure")  # fmt: skip


@pytest.fixture(scope="module", params=["low", "high"])
def public(request, tmp_path_factory):
    root = audiences.town(tmp_path_factory.mktemp(request.param) / "town", request.param)
    return audiences.inputs(root, "public")


@pytest.fixture(scope="module")
def partners(tmp_path_factory):
    root = audiences.town(tmp_path_factory.mktemp("partners") / "town", "high")
    return audiences.inputs(root, "partners")


def test_what_nobody_tells_is_not_told_in_every_verdict(public):
    verdicts = public.scenario().passability.verdicts
    assert "no_report" not in {verdict.basis for verdict in verdicts}
    assert {"claim", "not_told"} == {verdict.basis for verdict in verdicts}


def test_a_row_has_no_figure_that_rests_on_what_is_not_told(public):
    answer = access_table(public.scenario(), ["port"])
    assert len(answer.rows)
    for row in answer.rows.to_dict("records"):
        assert row["status"] in ("reachable", "restricted", "unknown", "cut_off")
        assert [name for name in NEVER if row[name] is not None] == []
        assert (row["would_open"], row["single_points"]) == ([], [])
        if row["status"] not in PASSABLE:
            assert (row["minutes"], row["km"], row["gateways"], row["areas"]) == (
                None,
                None,
                [],
                [],
            )
        assert all(one["kind"] in ("report", "holder") for one in row["blocked_by"])
    assert answer.summary["probability_is"] is None
    assert answer.summary["cut_off_sites"] is None


def test_what_a_report_closes_is_told_and_what_is_silent_is_not(tmp_path):
    for closing, status, blocked in (("low", "cut_off", ["gateway.gate"]), ("high", "unknown", [])):
        root = audiences.town(tmp_path / closing, closing)
        (row,) = access_table(audiences.inputs(root, "public").scenario(), ["port"]).rows.to_dict(
            "records"
        )
        assert (row["id"], row["status"]) == ("clinic", status)
        assert [one["subject"] for one in row["blocked_by"]] == blocked


def test_a_way_that_reports_carry_is_told_with_its_minutes_and_no_chance(public):
    state = public.state
    answer = {"status": "reachable", "minutes": 12.0, "km": 4.0, "probability": 0.9,
              "best_case": {"status": "reachable", "minutes": 12.0}, "blocked_by": []}  # fmt: skip
    assert as_told(state, answer) == answer | {"probability": None, "best_case": None}


def test_a_route_tells_no_way_that_is_not_reported_passable_and_no_hour(public):
    told = find_route(public.scenario(), "port", "clinic").record()
    assert told["routes"] == []
    assert (told["cut"], told["most_reliable"], told["would_open"]) == (None, None, [])
    assert by_the_clock(public.outlook(), "port", "clinic", Clock()) == {
        "clock_day": "2024-01-05", "latest_departure": None, "latest_departure_status": None,
        "latest_departure_reason": "what is not told here may be closed", "changes_ahead": [],
    }  # fmt: skip


def test_what_has_no_honest_answer_is_refused_with_a_sentence(public):
    scenario, frames = public.scenario(), public.frames
    asked = {
        "what matters most": lambda: critical(scenario, ["port"]),
        "a chance": lambda: certainty(scenario, "port", "clinic"),
        "a walk": lambda: walk_answer(scenario, ["port"], public.datasets, frames),
        "who is reached": lambda: people_answer(scenario, ["port"], frames["area"], None),
        "the hour of a journey": lambda: by_the_clock(
            public.outlook(), "port", "clinic", Clock(between=(240, 1080))
        ),
    }
    for what, ask in asked.items():
        with pytest.raises(NoAnswerError) as refused:
            ask()
        assert str(refused.value) == (
            f"{what} cannot be said of a public map, where what is not told may be closed. "
            "Ask it of the map for partners or internal use."
        )
    with pytest.raises(NoAnswerError, match=r"^a chance cannot be said of a public map"):
        with_certainty(scenario, access_table(scenario, ["port"]), ["port"])


def test_partners_are_told_to_ask_and_nothing_of_the_report(partners):
    scenario = partners.scenario()
    told = find_route(scenario, "port", "clinic").record()
    assert told["status"] == "unknown"
    (gate,) = [one for one in told["blocked_by"] if one["subject"] == "gateway.gate"]
    assert gate == {
        "subject": "gateway.gate", "subject_type": "gateway", "id": "gate", "name": "La Porte",
        "status": "unknown", "basis": "withheld", "by": "status", "kind": "withheld",
        "control": None, "claims": [],
    }  # fmt: skip
    assert unreported(gate) == (
        "ask before you go: a report that may not be shown here may close it"
    )
    silent = [one for one in told["blocked_by"] if one["subject"] == "area.harbour"]
    assert [(one["kind"], unreported(one)) for one in silent] == [("silence", "no report")]
