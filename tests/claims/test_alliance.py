"""Who is reported to belong to which coalition, and since when: rivals side by side."""

import pytest
from claims.tiny import claims, ledger, rules, state

from potay.claims import alliances_table, resolve
from potay.errors import SourceError
from potay.spec.map import moment

CAMPS = """
id | about              | kind     | value        | from       | to         | as_of      |source|rel
A1 | actor.grand-ravine | alliance | gpep         | 2023-09-01 |            | 2024-01-05 |icg|3
A2 | actor.ti-bwa       | alliance | g9           | 2023-09-01 |            | 2024-01-05 |icg|3
T1 | actor.gpep         | alliance | viv-ansanm   | 2023-09-22 | 2023-09-26 | 2024-01-05 |icg|3
V1 | actor.gpep         | alliance | viv-ansanm   | 2024-02-01 |            | 2024-06-26 |radio|3
V2 | actor.gpep         | alliance | viv-ansanm   | 2024-02-29 |            | 2024-07-31 |ocha|3
V3 | actor.gpep         | alliance | viv-ansanm   | 2023-09-22 |            | 2024-10-16 |icg|3
V4 | actor.g9           | alliance | viv-ansanm   | 2024-02-29 |            | 2024-07-31 |ocha|3
H  | area.martissant    | control  | grand-ravine |            |            | 2024-06-30 |icg|3
"""


def coalition(text, as_of, actor="grand-ravine"):
    return state(text, as_of).actors.loc[actor, ["coalition", "member_of", "chain"]].tolist()


def test_the_outermost_coalition_of_the_day_is_reported_with_its_chain():
    assert coalition(CAMPS, "2024-01-10") == ["gpep", "gpep", "gpep"]
    assert coalition(CAMPS, "2024-08-01") == ["viv-ansanm", "gpep", "gpep > viv-ansanm"]


def test_before_any_report_there_is_no_coalition():
    assert coalition(CAMPS, "2023-12-31") == ["", "", ""]


def test_the_holder_of_an_area_is_shown_with_its_coalition():
    found = state(CAMPS, "2024-08-01").subjects["area", "martissant"]
    assert (found.control.value, found.coalition) == ("grand-ravine", "viv-ansanm")
    late = state(CAMPS, "2025-06-15").subjects["area", "martissant"]
    assert (late.control.value, late.coalition) == ("grand-ravine", None)  # A1 is too old by then


def test_a_coalition_in_no_other_is_its_own():
    text = """
    id | about           | kind    | value | as_of      | source | rel
    H  | area.martissant | control | gpep  | 2024-01-05 | icg    | 3
    """
    assert state(text, "2024-01-06").subjects["area", "martissant"].coalition == "gpep"


def test_rival_starts_stand_side_by_side():
    table = alliances_table(state(CAMPS, "2024-11-01"))
    gpep = table[table["actor"] == "gpep"]
    assert gpep[["valid_from", "state"]].to_records().tolist() == [
        ("V3", "2023-09-22", "decides"),
        ("V2", "2024-02-29", "rival_start"),
        ("V1", "2024-02-01", "rival_start"),
        ("T1", "2023-09-22", "history"),
    ]
    assert gpep["outermost"].unique().tolist() == ["viv-ansanm"]
    assert gpep.loc["V3", ["publisher", "title", "published"]].tolist() == [
        "ICG", "A briefing", "2024-01-05",
    ]  # fmt: skip


def test_who_left_is_in_none():
    left = CAMPS + "A3 | actor.ti-bwa | alliance | none | 2024-01-08 |  | 2024-01-08 | ocha | 3"
    found = state(left, "2024-01-10")
    assert found.actors.loc["ti-bwa", "coalition"] == ""
    table = alliances_table(found)
    assert table.loc["A3", "state"] == "decides"
    assert table.loc["A2", "state"] == "rival"


def test_of_two_equal_reports_that_of_a_coalition_counts():
    """Whether the actor is in one decides who may pass: the more cautious counts."""
    text = """
    id | about        | kind     | value      | as_of      | source | rel
    A  | actor.ti-bwa | alliance | none       | 2024-01-05 | icg    | 3
    B  | actor.ti-bwa | alliance | viv-ansanm | 2024-01-05 | ocha   | 3
    """
    told = state(text, "2024-01-06").actors.loc["ti-bwa"]
    assert told[["coalition", "alliance_basis", "alliance_claim_id"]].tolist() == [
        "viv-ansanm", "contradicted", "B",
    ]  # fmt: skip


def test_a_circle_is_refused_in_words():
    circle = CAMPS + "X | actor.viv-ansanm | alliance | g9 | | | 2024-07-31 | ocha | 3"
    assert coalition(circle, "2024-06-30") == ["viv-ansanm", "gpep", "gpep > viv-ansanm"]
    with pytest.raises(SourceError) as told:
        state(circle, "2024-08-01")
    assert [fault.severity for fault in told.value.findings] == ["error"]
    assert str(told.value) == (
        "claims: alliances go in a circle: g9 → viv-ansanm → g9 (claims V4, X). "
        "Give one of them an end in valid_to, or correct its value."
    )


def test_a_report_that_loses_makes_no_circle():
    text = """
    id | about            | kind     | value      | as_of      | source | rel
    A  | actor.g9         | alliance | viv-ansanm | 2024-07-31 | ocha   | 3
    B  | actor.viv-ansanm | alliance | g9         | 2024-07-31 | radio  | 1
    C  | actor.viv-ansanm | alliance | none       | 2024-07-31 | icg    | 3
    """
    read = ledger(claims(text))
    found = resolve(read, moment("2024-08-01"), rules())
    assert found.actors.loc["g9", "coalition"] == "viv-ansanm"
