"""What has become of each claim, told beside the others about its question."""

import pandas as pd
import pytest
from claims.tiny import state

from potay.claims import alliances_table, list_claims
from potay.claims.listing import ALLIANCE_COLUMNS

HEAD = "id | about | kind | value | from | to | as_of | source | rel"
GATE = "gateway.martissant"


def row(name, about=GATE, kind="status", value="closed", begins="", ends="", as_of="2024-01-05",
        source="icg", rel="3"):  # fmt: skip
    cells = (name, about, kind, value, begins, ends, as_of, source, rel)
    return " | ".join(cells)


def listed(*rows, day="2024-01-10", subject=None):
    return list_claims(state("\n".join([HEAD, *rows]), day), subject)


def words(*rows, day="2024-01-10"):
    found = listed(*rows, day=day)
    return {name: (word, *rivals) for name, word, rivals in
            zip(found.index, found["state"], found["rivals"], strict=True)}  # fmt: skip


def test_claims_come_by_subject_the_newest_first_then_by_id():
    rows = [row("D", as_of="2024-01-04"), row("C", value="open"), row("B"),
            row("A", "gateway.canaan", as_of="2024-01-01"),
            row("E", "area.martissant", "note")]  # fmt: skip
    assert list(listed(*rows).index) == ["E", "A", "B", "C", "D"]


def test_beside_what_the_state_tells_of_a_claim_stand_its_place_and_its_rivals():
    rows = [row("A"), row("B", value="open", rel="2")]
    found = listed(*rows)
    plain = state("\n".join([HEAD, *rows]), "2024-01-10").claims
    assert list(found) == [*plain, "state", "rivals"]
    assert found.loc["A", ["publisher", "age_days", "holds"]].tolist() == ["ICG", 5, True]


def test_what_decides_names_its_rivals_and_a_rival_what_decides():
    assert words(row("A"), row("B", value="open", rel="2"), row("C", as_of="2024-01-04")) == {
        "A": ("decides", "B"), "B": ("rival", "A"), "C": ("agrees",),
    }  # fmt: skip
    assert words(row("A"), row("B", value="open")) == {
        "A": ("decides", "B"), "B": ("rival", "A"),
    }  # fmt: skip


def test_control_and_status_are_two_questions():
    assert words(row("A"), row("B", kind="control", value="gpep"),
                 row("C", kind="control", value="pnh", rel="2")) == {
        "A": ("decides",), "B": ("decides", "C"), "C": ("rival", "B"),
    }  # fmt: skip


def test_windows_and_tolls_decide_where_no_status_does_and_hold_beside_it():
    window = row("W", kind="window", value="06:00-18:00")
    toll = row("T", kind="toll", value="unstated HTG any", as_of="2024-01-04")
    assert words(window, toll) == {"W": ("decides",), "T": ("holds",)}
    assert words(row("A"), window, toll) == {
        "A": ("decides",), "W": ("holds",), "T": ("holds",),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["note", "incident", "curfew", "delay", "season", "displacement"])
def test_what_answers_neither_question_holds(kind):
    value = {"curfew": "19:00-05:00", "season": "May"}.get(kind, "5")
    assert words(row("A"), row("N", kind=kind, value=value))["N"] == ("holds",)
    ended = row("N", kind=kind, value=value, ends="2024-01-07")
    assert words(row("A"), ended)["N"] == ("expired",)


def test_what_has_passed_is_history_where_a_claim_holds_and_expired_where_none_does():
    old = row("O", ends="2024-01-07")
    assert words(old) == {"O": ("expired",)}
    assert words(old, row("A", value="open")) == {"O": ("history",), "A": ("decides",)}
    assert words(old, row("B", kind="control", value="gpep"))["O"] == ("expired",)
    assert words(row("U", begins="2024-02-01"), old)["U"] == ("upcoming",)


def alliance(name, value, **more):
    return row(name, "actor.gpep", "alliance", value, **more)


def test_alliances_of_one_actor_stand_side_by_side():
    said = {"begins": "2023-09-22"}
    found = words(
        alliance("A", "viv-ansanm", **said),
        alliance("B", "viv-ansanm", as_of="2024-01-04", **said),
        alliance("C", "viv-ansanm", as_of="2024-01-03", begins="2023-10-01"),
        alliance("D", "g9", as_of="2024-01-02", **said),
        alliance("E", "g9", ends="2024-01-07"),
        alliance("F", "g9", begins="2024-03-01"),
    )
    assert found == {
        "A": ("decides",), "B": ("agrees",), "C": ("rival_start", "A"), "D": ("rival", "A"),
        "E": ("history",), "F": ("upcoming",),
    }  # fmt: skip
    assert words(alliance("E", "g9", ends="2024-01-07")) == {"E": ("expired",)}


def test_an_alliance_of_an_actor_that_the_ledger_does_not_have_holds():
    found = words(row("A", "actor.nobody", "alliance", "g9"))
    assert found == {"A": ("holds",)}


def test_the_table_of_alliances_has_who_where_since_when_and_by_whose_word():
    found = alliances_table(state("\n".join([
        HEAD, alliance("A", "viv-ansanm", begins="2023-09-22", ends="2024-06-01"),
        alliance("B", "g9", rel="", as_of="2024-01-04", source="radio"),
        row("G", "actor.nobody", "alliance", "g9"), row("N"),
    ]), "2024-01-21"))  # fmt: skip
    assert tuple(found) == ALLIANCE_COLUMNS
    assert list(found.index) == ["A", "B", "G"]
    assert found.loc["A"].to_dict() == {
        "actor": "gpep", "coalition": "viv-ansanm", "outermost": "viv-ansanm",
        "valid_from": "2023-09-22", "valid_to": "2024-06-01", "as_of": "2024-01-05",
        "state": "decides", "age_days": 16, "stale": True, "reliability": 2, "source_id": "icg",
        "publisher": "ICG", "title": "A briefing", "published": "2024-01-05",
    }  # fmt: skip
    assert found.loc["B", ["state", "publisher"]].tolist() == ["rival", "A radio"]
    assert found.loc["B", "reliability"] is pd.NA
    assert found.loc["G", ["actor", "outermost"]].tolist() == ["nobody", ""]


ROAD = [row("A", "road.RN2"), row("B", "road.r2-01", "note"), row("C", "area.martissant", "note"),
        row("D"), row("E", "gateway.canaan")]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "ids"),
    [(None, ["C", "E", "D", "A", "B"]), ("martissant", ["C", "D"]), ("Martissant", ["C", "D"]),
     ("gateway.martissant", ["D"]), ("area.martissant", ["C"]), ("gateway.Martissant", []),
     ("road.r2-01", ["A", "B"]), ("r2-02", ["A"]), ("rn2", ["A"]), ("road.RN2", ["A"]),
     ("site.martissant", []), ("nowhere", [])],
)  # fmt: skip
def test_claims_are_found_by_id_by_type_and_id_and_by_the_names_of_a_road(subject, ids):
    assert list(listed(*ROAD, subject=subject).index) == ids


def test_a_subject_may_have_a_dot_in_its_id():
    gates = state("\n".join([HEAD, row("A", "gateway.g.1"), row("B")]), "2024-01-10")
    assert list(list_claims(gates, "gateway.g.1").index) == ["A"]
    assert list(list_claims(gates, "g.1").index) == ["A"]
