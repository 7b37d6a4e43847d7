from dataclasses import replace

import pandas as pd
import pytest
from claims.tiny import state, subjects

from potay.built import Aspect, SubjectState
from potay.claims import list_claims, state_tables
from potay.claims.tables import STATE_COLUMNS

CONTRACT = [
    "status", "control", "coalition", "basis", "claim_id", "rivals", "reliability", "age_days",
    "stale", "expired",
]  # fmt: skip
TEXT = """
id | about              | kind    | value               | to         | as_of      | source | rel
A  | gateway.martissant | control | grand-ravine        |            | 2024-01-05 | icg    | 3
B  | gateway.martissant | control | contested           |            | 2024-01-04 | radio  | 2
C  | gateway.canaan     | status  | closed              | 2024-01-06 | 2024-01-05 | icg    |
D  | gateway.titanyen   | window  | Fri-Sun 06:00-18:00 |            | 2024-01-05 | icg    |
E  | gateway.titanyen   | control | gpep                |            | 2024-01-05 | icg    | 3
F  | area.martissant    | status  | restricted          |            | 2024-01-05 | icg    | 3
G  | area.canaan        | control | gpep                |            | 2024-01-05 | icg    | 3
H  | area.canaan        | status  | closed              |            | 2024-01-05 | icg    | 3
I  | road.RN2           | status  | closed              |            | 2024-01-05 | icg    | 3
J  | gateway.canaan     | note    | seen                |            | 2024-01-05 | icg    | 3
K  | gateway.titanyen   | control | gpep                |            | 2024-01-04 | ocha   | 3
"""


def tables(as_of="2024-01-07"):
    return state_tables(state(TEXT, as_of), subjects())


def test_the_columns_of_the_contract_come_first():
    found = tables()
    assert list(found) == [
        "areas",
        "gateways",
        "roads",
        "infrastructure",
        "links",
        "obstacles",
    ]
    for table in found.values():
        assert list(table.columns[: len(CONTRACT)]) == CONTRACT
        assert tuple(table.columns) == STATE_COLUMNS
        assert table.index.name == "id"


def test_rows_are_those_of_the_frames_in_their_order():
    found = tables()
    assert found["gateways"].index.tolist() == ["martissant", "canaan", "titanyen"]
    assert found["roads"].index.tolist() == ["r2-01", "r2-02", "l12"]
    assert found["gateways"]["name"].tolist() == ["Martissant", "Canaan", "Titanyen"]


def test_a_gateway_of_which_only_the_control_is_reported():
    row = tables()["gateways"].loc["martissant"]
    assert (row["status"], row["control"], row["basis"]) == ("unknown", "grand-ravine", "claim")
    assert (row["claim_id"], row["rivals"]) == ("A", ["B"])
    assert (row["reliability"], row["age_days"], row["stale"], row["expired"]) == (
        3,
        2,
        False,
        False,
    )
    assert (row["status_basis"], row["control_basis"]) == ("no_report", "claim")
    assert (row["source"], row["publisher"], row["as_of"]) == ("icg", "ICG", "2024-01-05")


def test_an_expired_row_says_what_it_was_and_who_said_so():
    row = tables()["gateways"].loc["canaan"]
    assert (row["status"], row["control"], row["basis"]) == ("unknown", "unknown", "expired")
    assert (row["claim_id"], row["last"], row["expired_claims"]) == (None, "closed", ["C"])
    assert (row["expired"], row["publisher"], row["as_of"]) == (True, "ICG", "2024-01-05")
    assert row["reliability"] is pd.NA


def test_the_status_of_a_gateway_leads_and_an_unrated_source_stays_unrated():
    row = tables()["gateways"].loc["titanyen"]
    assert (row["status"], row["claim_id"], row["control"]) == ("restricted", "D", "gpep")
    assert row["reliability"] is pd.NA
    assert (row["windows"], row["control_claim_id"]) == (["Fri-Sun 06:00-18:00"], "E")
    assert row["coalition"] == "gpep"


def test_the_control_of_an_area_leads_unless_only_its_status_is_reported():
    areas = tables()["areas"]
    assert areas["claim_id"].tolist() == ["F", "G"]
    assert areas["status"].tolist() == ["restricted", "closed"]
    assert areas["control"].tolist() == ["unknown", "gpep"]


def test_roads_show_the_claims_about_their_ref():
    assert tables()["roads"]["status"].tolist() == ["closed", "closed", "unknown"]


def test_nothing_known_is_no_report_everywhere():
    for table in tables("2015-01-01").values():
        assert (table["basis"] == "no_report").all()
        assert (table[["status", "control"]] == "unknown").all(axis=None)
        assert table["claim_id"].isna().all()


def test_a_map_without_roads_has_an_empty_table():
    assert state_tables(state(TEXT, "2024-01-07"), {})["roads"].shape == (0, len(STATE_COLUMNS))


def test_claims_are_listed_with_rivals_and_what_became_of_them():
    listed = list_claims(state(TEXT, "2024-01-07"))
    assert listed["state"].to_dict() == {
        "A": "decides", "B": "rival", "C": "expired", "D": "decides", "E": "decides",
        "F": "decides", "G": "decides", "H": "decides", "I": "decides", "J": "holds",
        "K": "agrees",
    }  # fmt: skip
    assert listed.loc["A", "rivals"] == ["B"]
    assert listed.loc["B", "rivals"] == ["A"]
    assert listed.loc["C", ["publisher", "age_days"]].tolist() == ["ICG", 2]


def test_claims_about_one_subject_by_id_with_type_or_by_the_name_of_its_road():
    found = state(TEXT, "2024-01-07")
    assert list_claims(found, "gateway.canaan").index.tolist() == ["C", "J"]
    assert sorted(list_claims(found, "canaan").index) == ["C", "G", "H", "J"]
    assert list_claims(found, "road.r2-01").index.tolist() == ["I"]
    assert list_claims(found, "rn2").index.tolist() == ["I"]
    assert list_claims(found, "nowhere").empty


def test_a_report_of_what_is_to_come_is_listed_as_such():
    text = """
    id | about          | kind   | value  | as_of      | from       | source
    A  | gateway.canaan | status | open   | 2024-01-05 |            | icg
    B  | gateway.canaan | status | closed | 2024-01-05 | 2024-02-01 | icg
    """
    listed = list_claims(state(text, "2024-01-07"))
    assert listed["state"].to_dict() == {"A": "decides", "B": "upcoming"}


# --- row by row ----------------------------------------------------------------------------------

HEAD = "id | about | kind | value | to | as_of | source | rel"


def gate(*rows, day="2024-01-21"):
    """The row of one gateway by some reports."""
    found = state("\n".join([HEAD, *rows]), day)
    return state_tables(found, subjects())["gateways"].loc["martissant"]


def test_a_row_tells_all_that_is_reported_of_its_subject():
    row = gate(
        "A | gateway.martissant | status | restricted | | 2024-01-05 | icg | 3",
        "B | gateway.martissant | status | open | | 2024-01-05 | radio | 1",
        "C | gateway.martissant | control | gpep | | 2024-01-06 | ocha | 4",
        "D | gateway.martissant | curfew | 19:00-05:00 | | 2024-01-06 | ocha | 4",
        "E | gateway.martissant | toll | 5 HTG any | | 2024-01-06 | ocha | 4",
        "F | gateway.martissant | season | May-Oct | | 2024-01-06 | ocha | 4",
        "G | gateway.martissant | delay | 20 | | 2024-01-06 | ocha | 4",
        "H | gateway.martissant | window | 06:00-18:00 | | 2024-01-06 | ocha | 4",
    )
    assert row.to_dict() == {
        "status": "restricted", "control": "gpep", "coalition": "gpep", "basis": "claim",
        "claim_id": "A", "rivals": ["B"], "reliability": 2, "age_days": 16, "stale": True,
        "expired": False, "name": "Martissant", "status_basis": "claim", "control_basis": "claim",
        "status_claim_id": "A", "control_claim_id": "C", "last": None, "expired_claims": [],
        "windows": ["06:00-18:00"], "curfews": ["19:00-05:00"], "tolls": ["5 HTG any"],
        "seasons": ["May-Oct"], "delay_min": 20.0, "probability": 0.70, "source": "icg",
        "publisher": "ICG", "title": "A briefing", "published": "2024-01-05",
        "as_of": "2024-01-05",
    }  # fmt: skip


def test_what_has_expired_has_no_reliability_however_rated_its_source():
    row = gate("A | gateway.martissant | status | closed | 2024-01-07 | 2024-01-05 | icg | 3")
    assert (row["basis"], row["expired"], row["last"]) == ("expired", True, "closed")
    assert row["reliability"] is pd.NA
    assert (row["publisher"], row["age_days"], row["stale"]) == ("ICG", 16, True)


def test_a_frame_without_names_or_without_rows_has_a_table_all_the_same():
    bare = {"gateway": pd.DataFrame(index=["martissant"])}
    found = state_tables(state(TEXT, "2024-01-07"), bare)
    assert found["gateways"].loc["martissant", ["name", "control"]].tolist() == ["", "grand-ravine"]
    assert found["gateways"].index.name == "id"
    assert [table.index.name for table in found.values()] == ["id"] * len(found)
    assert str(found["links"].index.dtype) == "str"
    assert str(found["links"]["reliability"].dtype) == "Int64"


#: By basis, how near an aspect is to what holds.
NEARNESS = {"claim": 0, "contradicted": 0, "withheld": 0, "expired": 1, "no_report": 2,
            "not_told": 2}  # fmt: skip


@pytest.mark.parametrize("control", NEARNESS)
@pytest.mark.parametrize("status", NEARNESS)
def test_a_row_is_about_what_holds_else_what_has_expired_else_its_own_question(status, control):
    """Of an area the question is who holds it, of a gateway whether it passes."""
    said = {"status": Aspect(None, status), "control": Aspect(None, control)}
    keys = [("area", "canaan"), ("gateway", "canaan")]
    base = state(TEXT, "2024-01-07")
    known = {key: SubjectState(key, **said) for key in keys}
    found = state_tables(replace(base, subjects=known), subjects())
    told = [found[name].loc["canaan", "basis"] for name in ("areas", "gateways")]
    first = status if NEARNESS[status] < NEARNESS[control] else control
    second = control if NEARNESS[control] < NEARNESS[status] else status
    assert told == [first, second]
