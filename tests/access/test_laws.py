"""Laws of access that hold in every state of the ground."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from asciiworld import CAR, RULES, state, town
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.access import access_table
from potay.access.cuts.openings import fewest_openings, regions_of
from potay.access.readings.endpoints import find_place
from potay.network import make_scenario
from potay.search.engine import grow
from potay.terms.statuses import CLOSED, RESTRICTED

TOWN = town()
NETWORK = TOWN.network()
SUBJECTS = ["gateway.G", "gateway.H", "gateway.K", "gateway.L", "area.m", "area.n", "area.o",
            "link.boat", "infrastructure.1", "infrastructure.5"]  # fmt: skip
WORDS = ["open", "restricted", "closed", "expired open", "contradicted", "unknown", "",
         "control gang", "control police", "control brigade", "expired control gang"]  # fmt: skip
STATES = st.fixed_dictionaries({name: st.sampled_from(WORDS) for name in SUBJECTS})
ORDER = ["reachable", "restricted", "presumed", "unknown", "cut_off"]
PATIENT = settings(deadline=None, max_examples=200)


def rows(said, rules=RULES, mover=CAR):
    told = state({name: words for name, words in said.items() if words})
    return access_table(make_scenario(NETWORK, told, mover, rules), ["1"]).rows.set_index("id")


def rank(row):
    return ORDER.index(row["status"])


@PATIENT
@given(STATES, st.sampled_from(SUBJECTS))
def test_closing_anything_never_helps(said, name):
    before, after = rows(said), rows({**said, name: "closed"})
    assert all(rank(after.loc[place]) >= rank(before.loc[place]) for place in before.index)


@PATIENT
@given(STATES, st.sampled_from(SUBJECTS))
def test_closing_anything_never_shortens_where_nothing_is_penalised(said, name):
    even = RULES.model_copy(update={"restricted_penalty": 1.0})
    before, after = rows(said, even), rows({**said, name: "closed"}, even)
    for place in before.index:
        for case in ("presumed_case", "best_case"):
            old, new = before.at[place, case]["minutes"], after.at[place, case]["minutes"]
            assert new is None or (old is not None and new >= old - 0.011)


@PATIENT
@given(STATES, st.sampled_from(["area.m", "area.n", "area.o"]))
def test_adding_an_armed_holder_never_adds_access(said, name):
    silent = {key: words for key, words in said.items() if key != name}
    held = rows({**silent, name: "control gang"})
    free = rows({**silent, name: "open"})
    assert all(rank(held.loc[place]) >= rank(free.loc[place]) for place in held.index)


@PATIENT
@given(STATES)
def test_each_reading_reaches_all_that_a_stricter_one_reaches(said):
    for row in rows(said).to_dict("records"):
        reached = [
            row[f"{case}_case"]["minutes"] is not None for case in ("worst", "presumed", "best")
        ]
        assert reached == sorted(reached)
        assert (row["minutes"] is None) == (row["status"] == "cut_off") == (not reached[-1])
        if row["minutes"] is not None:
            assert row["detour_minutes"] >= -0.011
            assert row["free_minutes"] <= row["minutes"] + 0.011


@PATIENT
@given(STATES)
def test_unknown_lies_between_closed_and_open(said):
    uncertain = {"expired open", "contradicted", "unknown", "expired control gang"}

    def read_as(word):
        silent = {name for name in said if name.startswith(("area", "gateway")) and not said[name]}
        return {
            name: word if words in uncertain or name in silent else words
            for name, words in said.items()
        }

    shut, wide = read_as("closed"), read_as("open")
    told, worst, best = rows(said), rows(shut), rows(wide)
    for place in told.index:
        assert rank(best.loc[place]) <= rank(told.loc[place]) <= rank(worst.loc[place])
        worst_case = told.at[place, "worst_case"]["status"]
        assert (worst_case != "cut_off") == (worst.at[place, "status"] in ORDER[:2])
        best_case = told.at[place, "best_case"]["status"]
        # Uncertain control that reads as open may take back what a closed quarter lets one infer.
        if best.at[place, "status"] == "cut_off":
            assert best_case == "cut_off"


@PATIENT
@given(STATES)
def test_reasons_are_there_exactly_when_they_are_needed(said):
    for row in rows(said).to_dict("records"):
        passable = row["status"] in ("reachable", "restricted")
        assert (row["would_open"] == []) == passable
        assert passable or row["blocked_by"]
        assert 0 <= row["probability"] <= 1


@settings(deadline=None, max_examples=100)
@given(STATES, st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_nothing(said, random):
    names = list(said)
    random.shuffle(names)
    shuffled = rows({name: said[name] for name in names})
    assert shuffled.to_dict("records") == rows(said).to_dict("records")


@settings(deadline=None, max_examples=100)
@given(STATES)
def test_openings_are_fewest_and_enough(said):
    """Against every smaller set of subjects, tried one after another."""
    told = state({name: words for name, words in said.items() if words})
    scenario = make_scenario(NETWORK, told, CAR, RULES)
    table = access_table(scenario, ["1"]).rows
    blocked = np.flatnonzero(scenario.passability.level > RESTRICTED)
    for row in table.to_dict("records"):
        chosen = {item["subject"] for item in row["would_open"]}
        if not chosen:
            continue
        assert _reaches(told, row["id"], chosen)
        names = [".".join(scenario.network.subjects.key(int(r))) for r in blocked]

        for fewer in combinations(names, len(chosen) - 1):
            assert not _reaches(told, row["id"], set(fewer))


def _reaches(told, place, opened):
    scenario = make_scenario(NETWORK, told, CAR, RULES, dict.fromkeys(opened, "open"))
    passed = np.where(scenario.weights.level <= RESTRICTED, scenario.weights.cost, np.inf)
    hub, goal = (find_place(NETWORK, name) for name in ("1", place))
    tree = grow(scenario.network.edges, passed, int(NETWORK.places.node[hub]))
    return tree.meets(int(NETWORK.places.node[goal]))


def test_the_search_for_openings_says_when_it_was_cut_short(monkeypatch):
    said = dict.fromkeys(SUBJECTS, "closed")
    scenario = make_scenario(NETWORK, state(said), CAR, RULES)
    source, *targets = scenario.network.places.node[scenario.network.places.type == "site"].tolist()
    regions = regions_of(scenario)
    assert fewest_openings(scenario, regions, source, targets).exact
    monkeypatch.setattr("potay.access.cuts.openings.STEPS", 2)
    assert not fewest_openings(scenario, regions, source, targets).exact


def test_a_what_if_is_a_state_like_any_other():
    said = dict.fromkeys(SUBJECTS, "closed")
    opened = make_scenario(NETWORK, state(said), CAR, RULES, {"gateway.G": "open"})
    reported = make_scenario(NETWORK, state({**said, "gateway.G": "open"}), CAR, RULES)
    assert opened.weights.level.tolist() == reported.weights.level.tolist()
    assert (opened.passability.level == CLOSED).sum() == len(SUBJECTS) - 1


@pytest.mark.parametrize("vehicle_class", [1, 2, 3, 4, 5, 6])
def test_a_smaller_vehicle_reaches_all_that_a_larger_one_reaches(vehicle_class):
    traits = {"de": {"practicability": 4}, "ab": {"practicability": 5}, "bc": {"practicability": 3}}
    network = replace(TOWN, traits=traits).network()
    found = []
    for size in range(6, vehicle_class - 1, -1):
        mover = CAR.model_copy(update={"vehicle_class": size})
        table = access_table(make_scenario(network, state({}), mover, RULES), ["1"]).rows
        found.append(set(table.loc[table["free_minutes"].notna(), "id"]))
    assert all(one <= other for one, other in pairwise(found))
