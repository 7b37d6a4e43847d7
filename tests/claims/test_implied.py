"""A `control` or `status` column is a report like any other: it needs a date and good words."""

import pandas as pd
import pytest
from claims.tiny import dataset, ledger, table

from potay.errors import SourceError

NONE = "id | about | kind | value | as_of | source\nA | area.canaan | note | x | 2024-01-01 | icg"


def gates(text, role="gateways"):
    return dataset(role, table(text), "gates", source="Own drivers")


def told(data):
    with pytest.raises(SourceError) as refused:
        ledger(NONE, data)
    return [fault.sentence() for fault in refused.value.findings]


def test_a_status_without_a_date_is_refused():
    assert told(gates("id | name | status | as_of\ncanaan | Canaan | closed | ")) == [
        "gates, id gates:canaan, column as_of: as_of is missing; a claim needs the date on which "
        "it was made. Write the date of the statement or publication as YYYY-MM-DD."
    ]


def test_all_faults_of_a_layer_are_told_at_once():
    text = """
    id      | name   | control | as_of
    canaan  | Canaan | gpepp   | 2024-01-05
    mariani | M      | gpep    | 5/1/2024
    bel-air | B      | none    | 2024-01-05
    """
    assert told(gates(text, "control")) == [
        "gates, id gates:canaan, column value: 'gpepp' is not an actor of this ledger; expected "
        "an actor id, none or contested. Did you mean 'gpep'?",
        "gates, id gates:mariani, column as_of: '5/1/2024' is ambiguous: 2024-01-05 (day first) "
        "or 2024-05-01 (month first)? Write it as YYYY-MM-DD.",
    ]


def test_its_words_dates_and_reliability_are_carried_over():
    text = """
    id     | name   | status | as_of      | valid_from | valid_to   | source | note | sensitivity
    canaan | Canaan | 3      | 2024-01-05 | 2024-01-01 | 2024-02-01 | radio  | ditch | high
    """
    frame = table(text).assign(reliability=pd.array([2], dtype="Int64"))
    read = ledger(NONE, dataset("gateways", frame, "gates"))
    shown = read.frame.loc["gates:canaan"]
    assert shown.drop(["title", "url"]).to_dict() == {
        "subject_type": "gateway", "subject": "canaan", "kind": "status", "value": "closed",
        "actor": "", "valid_from": "2024-01-01", "valid_to": "2024-02-01", "as_of": "2024-01-05",
        "source_id": "radio", "reliability": 2, "sensitivity": "high", "note": "ditch",
        "dataset": "gates", "publisher": "A radio", "published": "2024-01-04",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "subject_type"),
    [("roads", "road"), ("links", "link"), ("infrastructure", "infrastructure"),
     ("obstacles", "obstacle")],
)  # fmt: skip
def test_each_layer_speaks_of_its_own_subjects(role, subject_type):
    text = "id | status | as_of\none | closed | 2024-01-05\ntwo | | "
    read = ledger(NONE, gates(text, role))
    assert [claim.key for claim in read.claims if claim.dataset == "gates"] == [
        (subject_type, "one")
    ]
    assert (subject_type, "two") in read.silent
    assert read.frame.loc["gates:one", ["source_id", "publisher"]].tolist() == ["", "Own drivers"]


def test_a_missing_reliability_stays_missing():
    frame = table("id | status | as_of\none | closed | 2024-01-05")
    for value in (pd.array([pd.NA], dtype="Int64"), [float("nan")], [""]):
        read = ledger(NONE, dataset("gateways", frame.assign(reliability=value), "gates"))
        assert read.claims[-1].reliability is None


def test_areas_without_a_holder_imply_nothing():
    read = ledger(NONE, gates("id | name | control | as_of\nx | X | unknown | ", "control"))
    assert ("area", "x") in read.silent
    assert len(read.claims) == 1
    blank = ledger(NONE, gates("id | name | control | as_of\nx | X |  | \ny | Y | | 2024-01-05",
                               "control"))  # fmt: skip
    assert len(blank.claims) == 1


def test_that_nobody_knows_the_holder_or_the_status_is_a_report_if_somebody_says_so():
    dated = "id | name | control | as_of\nx | X | Unknown | 2024-01-05"
    assert ledger(NONE, gates(dated, "control")).claims[-1].value.text == "unknown"
    (fault,) = told(gates("id | name | status | as_of\nx | X | unknown | "))
    assert "as_of is missing" in fault


def test_a_layer_without_the_column_implies_nothing():
    read = ledger(NONE, gates("id | name\ncanaan | Canaan"))
    assert [claim.claim_id for claim in read.claims] == ["A"]
