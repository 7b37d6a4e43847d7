"""Bad rows: each fault is one sentence, and all are told at once."""

from datetime import date

import pytest
from claims.tiny import claim_rows, dataset, ledger, table

from potay.claims import read_ledger
from potay.claims.check import check_row
from potay.claims.claim import ALWAYS, NEVER, Claim
from potay.errors import Finding, SourceError
from potay.spec.map import moment
from potay.terms.values import Holder

GOOD = {
    "claim_id": "C1", "subject_type": "gateway", "subject": "martissant", "kind": "status",
    "value": "closed", "as_of": "2024-01-05", "source_id": "icg",
}  # fmt: skip


def told(**changed):
    """The sentences about the good row with some cells changed."""
    with pytest.raises(SourceError) as refused:
        ledger(claim_rows([{**GOOD, **changed}]))
    return [fault.sentence() for fault in refused.value.findings]


def value_of(**changed):
    """The value of the good row with some cells changed, as the ledger writes it."""
    return ledger(claim_rows([{**GOOD, **changed}])).claims[0].value.text


def test_the_good_row_is_good():
    assert value_of() == "closed"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"kind": "statsu"},
            "claims, id C1, column kind: unknown kind 'statsu'. Did you mean 'status'?",
        ),
        (
            {"subject_type": "gatway"},
            "claims, id C1, column subject_type: unknown subject_type 'gatway'. "
            "Did you mean 'gateway'?",
        ),
        (
            {"subject": ""},
            "claims, id C1, column subject: the subject is empty; expected the id of what is "
            "reported on.",
        ),
        (
            {"value": "shut"},
            "claims, id C1, column value: 'shut' is not a status; expected open, restricted, "
            "closed, abandoned, unknown or a code 1 to 4 or 0.",
        ),
        (
            {"value": "close"},
            "claims, id C1, column value: 'close' is not a status; expected open, restricted, "
            "closed, abandoned, unknown or a code 1 to 4 or 0. Did you mean 'closed'?",
        ),
        ({"value": ""}, "claims, id C1, column value: the value is empty."),
        (
            {"kind": "control", "value": "grand-ravin"},
            "claims, id C1, column value: 'grand-ravin' is not an actor of this ledger; expected "
            "an actor id, none or contested. Did you mean 'grand-ravine'?",
        ),
        (
            {"kind": "window", "value": "Fridays"},
            "claims, id C1, column value: 'Fridays' is not a day; use Mon, Tue, Wed, Thu, Fri, "
            "Sat, Sun.",
        ),
        (
            {"kind": "curfew", "value": "at night"},
            "claims, id C1, column value: 'at night' is not a day; use Mon, Tue, Wed, Thu, Fri, "
            "Sat, Sun.",
        ),
        (
            {"kind": "toll", "value": "a lot"},
            "claims, id C1, column value: 'a lot' is not a toll; write amount, currency and "
            "vehicle class, e.g. '50000-150000 HTG container-truck' or 'unstated HTG any'.",
        ),
        (
            {"kind": "toll", "value": "500-200 HTG bus"},
            "claims, id C1, column value: '500-200 HTG bus' has its range the wrong way round: "
            "200 is less than 500.",
        ),
        (
            {"kind": "delay", "value": "-5"},
            "claims, id C1, column value: '-5' is not a delay; expected minutes, e.g. 45.",
        ),
        (
            {"kind": "displacement", "value": "about 200"},
            "claims, id C1, column value: 'about 200' is not a number of persons; expected a "
            "whole number, e.g. 1200.",
        ),
        (
            {"kind": "season", "value": "winter"},
            "claims, id C1, column value: 'winter' is not a month; use Jan, Feb, Mar, Apr, May, "
            "Jun, Jul, Aug, Sep, Oct, Nov, Dec.",
        ),
        (
            {"as_of": ""},
            "claims, id C1, column as_of: as_of is missing; a claim needs the date on which it "
            "was made. Write the date of the statement or publication as YYYY-MM-DD.",
        ),
        (
            {"as_of": "03/04/2026"},
            "claims, id C1, column as_of: '03/04/2026' is ambiguous: 2026-04-03 (day first) or "
            "2026-03-04 (month first)? Write it as YYYY-MM-DD.",
        ),
        (
            {"valid_from": "2024-02-01", "valid_to": "2024-01-01"},
            "claims, id C1, column valid_to: valid_to 2024-01-01 is before valid_from 2024-02-01. "
            "valid_to is the first moment at which the claim holds no more.",
        ),
        (
            {"valid_from": "2024-02-01", "valid_to": "2024-02-01"},
            "claims, id C1, column valid_to: valid_to 2024-02-01 is the same moment as valid_from "
            "2024-02-01. valid_to is the first moment at which the claim holds no more.",
        ),
        (
            {"source_id": ""},
            "claims, id C1, column source_id: source_id is missing; a claim without a source is "
            "not kept. Name the source_id of a row of the sources.",
        ),
        (
            {"source_id": "icq"},
            "claims, id C1, column source_id: 'icq' is not a source of this ledger. "
            "Did you mean 'icg'?",
        ),
        (
            {"actor": "pnh; gpepp"},
            "claims, id C1, column actor: 'gpepp' is not an actor of this ledger. "
            "Did you mean 'gpep'?",
        ),
        (
            {"reliability": "5"},
            "claims, id C1, column reliability: '5' is not a reliability; expected a whole number "
            "from 0 to 4. Leave it empty where the source is not rated.",
        ),
        (
            {"sensitivity": "private"},
            "claims, id C1, column sensitivity: unknown sensitivity 'private'. "
            "Known: high, low, moderate, severe.",
        ),
        (
            {"kind": "alliance", "value": "gpep"},
            "claims, id C1, column subject_type: an alliance is of an actor, not of 'gateway'. "
            "Name the actor as the subject and its coalition as the value.",
        ),
        (
            {"subject_type": "actor", "subject": "pnh"},
            "claims, id C1, column kind: a claim about an actor cannot be of kind 'status'. "
            "Use alliance, incident, note.",
        ),
        (
            {"subject_type": "actor", "subject": "gpep", "kind": "alliance", "value": "gpep"},
            "claims, id C1, column value: 'gpep' cannot be allied with itself.",
        ),
        (
            {"subject_type": "actor", "subject": "ti-bwa", "kind": "alliance", "value": "g-9"},
            "claims, id C1, column value: 'g-9' is not an actor of this ledger; expected the id "
            "of a coalition, or none. Did you mean 'g9'?",
        ),
    ],
)
def test_a_fault_is_one_sentence(changed, sentence):
    assert told(**changed) == [sentence]


def test_all_faults_of_all_rows_are_told_at_once():
    rows = [
        {**GOOD, "claim_id": "C2", "as_of": "1/2/2024", "reliability": "high"},
        {**GOOD, "claim_id": "C1", "source_id": "nobody", "value": "maybe"},
    ]
    with pytest.raises(SourceError) as refused:
        ledger(claim_rows(rows))
    assert [(fault.id, fault.column) for fault in refused.value.findings] == [
        ("C1", "source_id"), ("C1", "value"), ("C2", "as_of"), ("C2", "reliability"),
    ]  # fmt: skip


def test_an_id_used_twice_is_told_even_over_two_files():
    with pytest.raises(SourceError) as refused:
        ledger(claim_rows([GOOD, GOOD]), dataset("claims", claim_rows([GOOD]), "radio-claims"))
    assert [fault.value for fault in refused.value.findings] == ["C1", "C1"]
    assert [fault.sentence() for fault in refused.value.findings] == [
        "claims, id C1, column claim_id: claim_id 'C1' is already used in this dataset. "
        "Give each claim an id of its own.",
        "radio-claims, id C1, column claim_id: claim_id 'C1' is already used in 'claims'. "
        "Give each claim an id of its own.",
    ]


def test_an_unknown_subject_is_kept_and_steers_nothing():
    rows = [{**GOOD, "claim_id": f"C{n}", "subject": "martisant"} for n in range(1, 6)]
    kept = ledger(claim_rows(rows))
    assert [fault.sentence() for fault in kept.findings] == [
        "claims, id C1, column subject: no gateway 'martisant' here; claims C1, C2, C3 and 2 more "
        "are kept and steer nothing. Did you mean 'martissant'?"
    ]
    assert [fault.severity for fault in kept.findings] == ["warning"]
    assert len(kept.claims) == 5
    one = ledger(claim_rows(rows[:1]))
    assert "claim C1 is kept and steers nothing." in one.findings[0].sentence()


def test_a_road_is_known_by_id_ref_and_corridor_in_any_case():
    names = ("r2-01", "RN2", "Laboule-12", "rn7")
    rows = [
        {**GOOD, "claim_id": f"C{place}", "subject_type": "road", "subject": name}
        for place, name in enumerate(names)
    ]
    assert [fault.value for fault in ledger(claim_rows(rows)).findings] == ["rn7"]


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("status", "Closed", "closed"),
        ("status", "1", "open"),
        ("status", "2", "restricted"),
        ("status", "3", "closed"),
        ("status", "4", "abandoned"),
        ("status", "0", "unknown"),
        ("control", "None", "none"),
        ("control", "contested", "contested"),
        ("window", "Fri-Sun  06:00-18:00", "Fri-Sun 06:00-18:00"),
        ("toll", "50000-150000 HTG container-truck", "50000-150000 HTG container-truck"),
        ("toll", "unstated HTG any", "unstated HTG any"),
        ("delay", "45", "45"),
        ("displacement", "1200", "1200"),
        ("season", "May-Oct", "May-Oct"),
        ("note", "some  words", "some words"),
    ],
)
def test_values_have_one_spelling_in_the_ledger(kind, written, kept):
    assert value_of(kind=kind, value=written) == kept


def test_missing_optional_columns_are_no_fault():
    bare = claim_rows([GOOD])[["subject_type", "subject", "kind", "value", "as_of", "source_id"]]
    kept = ledger(bare).claims[0]
    assert (kept.reliability, kept.actors, kept.note) == (None, (), "")


def test_several_ledgers_of_sources_and_actors_lie_over_each_other():
    more = table("source_id | publisher | title | published\nhere | Us | Seen | 2024-01-07")
    rows = [{**GOOD, "source_id": "here"}]
    assert (
        ledger(claim_rows(rows), dataset("sources", more, "own")).frame["publisher"].item() == "Us"
    )


def test_the_curfew_of_a_department_counts_everywhere_and_is_no_fault():
    curfew = {**GOOD, "subject_type": "area", "subject": "ouest-department", "kind": "curfew",
              "value": "19:00-05:00"}  # fmt: skip
    told = {**curfew, "claim_id": "C2", "kind": "note", "value": "a state of emergency"}
    (found,) = ledger(claim_rows([curfew, told])).findings
    assert (found.severity, found.sentence()) == (
        "info",
        "claims, id C1, column subject: no area 'ouest-department' here; claim C2 is kept and"
        " steers nothing; claim C1 is taken to count on all of the map (curfew).",
    )
    (shut,) = ledger(claim_rows([{**told, "kind": "status", "value": "closed"}])).findings
    assert (shut.severity, "steers nothing" in shut.sentence()) == ("warning", True)
    (other,) = ledger(claim_rows([{**curfew, "subject": "jeremie"}])).findings
    assert other.severity == "warning"


def test_a_claim_about_an_actor_that_is_nearly_one_of_ours_is_told():
    row = {**GOOD, "subject_type": "actor", "subject": "grand-ravin", "kind": "note", "value": "x"}
    (found,) = ledger(claim_rows([row])).findings
    assert found.sentence() == (
        "claims, id C1, column subject: no actor 'grand-ravin' here; claim C1 is kept and steers"
        " nothing. Did you mean 'grand-ravine'?"
    )


def test_a_good_row_is_kept_with_all_that_it_says():
    """Cells are trimmed, actors parted, dates kept as written and as moments of Haiti."""
    row = {
        "subject_type": " gateway ", "subject": " martissant", "kind": "control ",
        "value": " ti-bwa ", "actor": "pnh ; ;gpep;", "valid_from": "2024-01-03",
        "valid_to": "2024-01-08T06:00", "as_of": "2024-01-05T08:30", "source_id": "icg",
        "reliability": "0", "sensitivity": "low", "note": " seen  twice ",
    }  # fmt: skip
    known = ledger(claim_rows([])).known
    claim, faults = check_row("C", row, known, dataset="reports")
    assert faults == []
    assert claim == Claim(
        claim_id="C", subject_type="gateway", subject="martissant", kind="control",
        value=Holder("ti-bwa"),
        known_from=seconds("2024-01-05T08:30"), begins=seconds("2024-01-03T00:00"),
        ends=seconds("2024-01-08T06:00"), day=date(2024, 1, 5).toordinal(), timed=True,
        dates=("2024-01-03", "2024-01-08T06:00", "2024-01-05T08:30"), actors=("pnh", "gpep"),
        source_id="icg", source="", reliability=0, sensitivity="low", note="seen  twice",
        dataset="reports",
    )  # fmt: skip
    assert claim.key == ("gateway", "martissant")


def test_what_a_row_does_not_say_is_always_never_and_nothing():
    row = {**GOOD, "note": None, "reliability": float("nan"), "actor": 7}
    claim, faults = check_row("C", row, ledger(claim_rows([])).known, dataset="d")
    assert faults == []
    assert (claim.begins, claim.ends, claim.timed) == (ALWAYS, NEVER, False)
    assert (claim.dates, claim.actors, claim.note) == (("", "", "2024-01-05"), (), "")
    assert (claim.reliability, claim.sensitivity, claim.source) == (None, "", "")
    assert ALWAYS < seconds("0001-01-02T00:00") < seconds("9999-12-30T00:00") < NEVER


def seconds(text):
    return int(moment(text).timestamp())


def test_a_row_that_another_dataset_implies_may_have_its_source_in_words():
    row = {**GOOD, "source_id": "", "source": "Own drivers"}
    known = ledger(claim_rows([])).known
    claim, faults = check_row("C", row, known, dataset="d", implied=True)
    assert (faults, claim.source, claim.source_id) == ([], "Own drivers", "")
    _, faults = check_row("C", row, known, dataset="d")
    assert [fault.column for fault in faults] == ["source_id"]
    _, faults = check_row("C", {**row, "source_id": "icq"}, known, dataset="d", implied=True)
    assert [fault.column for fault in faults] == ["source_id"]


def test_a_fault_has_its_place_and_what_was_written():
    known = ledger(claim_rows([])).known
    claim, (fault,) = check_row("C", {**GOOD, "kind": " statsu "}, known, dataset="reports")
    assert claim is None
    assert fault == Finding(
        "error", "unknown kind 'statsu'.", file="reports", id="C", column="kind", value="statsu",
        hint="Did you mean 'status'?",
    )  # fmt: skip


@pytest.mark.parametrize("level", ["0", "1", "2", "3", "4"])
def test_a_reliability_is_a_whole_number_up_to_four(level):
    row = {**GOOD, "reliability": level}
    claim, _ = check_row("C", row, ledger(claim_rows([])).known, dataset="d")
    assert claim.reliability == int(level)


@pytest.mark.parametrize("level", ["-1", "5", "3.0", "A"])
def test_anything_else_is_no_reliability(level):
    (sentence,) = told(reliability=level)
    assert f"'{level}' is not a reliability" in sentence


def test_every_fault_of_a_row_is_told():
    sentences = told(
        kind="statsu", subject_type="gatway", subject="", value="", valid_from="x", valid_to="y",
        as_of="z", source_id="nobody", actor="a;b", reliability="9", sensitivity="secret",
    )  # fmt: skip
    assert [one.partition("column ")[2].partition(":")[0] for one in sentences] == [
        "actor", "actor", "as_of", "kind", "reliability", "sensitivity", "source_id", "subject",
        "subject_type", "valid_from", "valid_to", "value",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("subject_type", "kind", "columns"),
    [("actor", "alliance", []), ("actor", "incident", []), ("actor", "note", []),
     ("actor", "toll", ["kind"]), ("gateway", "alliance", ["subject_type"]),
     ("gatway", "alliance", ["subject_type"]), ("actor", "statsu", ["kind"])],
)  # fmt: skip
def test_who_may_be_said_to_do_what(subject_type, kind, columns):
    value = {"alliance": "g9", "toll": "5 HTG any"}.get(kind, "x")
    row = {**GOOD, "subject_type": subject_type, "subject": "ti-bwa", "kind": kind, "value": value}
    _, faults = check_row("C", row, ledger(claim_rows([])).known, dataset="d")
    assert [fault.column for fault in faults] == columns


# --- subjects that no dataset has -----------------------------------------------------------------


def unknown(*rows, **more):
    """Severity and sentence about rows of subjects that are not on the map."""
    found = [{**GOOD, "claim_id": f"C{n}", **row} for n, row in enumerate(rows, 1)]
    return [(one.severity, one.sentence().partition(": ")[2]) for one in
            ledger(claim_rows(found), **more).findings]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "severity"),
    [("control", "pnh", "warning"), ("status", "open", "warning"), ("window", "Fri", "warning"),
     ("toll", "5 HTG any", "warning"), ("curfew", "19:00-05:00", "warning"),
     ("delay", "5", "warning"), ("season", "May", "warning"), ("note", "x", "info"),
     ("incident", "x", "info"), ("displacement", "5", "info")],
)  # fmt: skip
def test_it_matters_where_the_claim_could_have_opened_or_closed_something(kind, value, severity):
    told = "no gateway 'nowhere' here; claim C1 is kept and steers nothing."
    assert unknown({"subject": "nowhere", "kind": kind, "value": value}) == [(severity, told)]


def test_claims_are_counted_by_subject_and_named_up_to_three():
    nowhere = {"subject": "nowhere"}
    assert unknown(nowhere, nowhere, {"subject": "elsewhere", "kind": "note"}) == [
        ("warning", "no gateway 'nowhere' here; claims C1, C2 are kept and steer nothing."),
        ("info", "no gateway 'elsewhere' here; claim C3 is kept and steers nothing."),
    ]
    (three,) = unknown(*[nowhere] * 3)
    assert "claims C1, C2, C3 are kept" in three[1]
    (four,) = unknown(*[nowhere] * 4)
    assert "claims C1, C2, C3 and 1 more are kept" in four[1]


def test_the_curfews_of_a_country_or_a_department_count_everywhere_and_no_other_claim_does():
    haiti = {"subject_type": "area", "subject": "haiti"}
    curfew = {**haiti, "kind": "curfew", "value": "19:00-05:00"}
    assert unknown(curfew) == [
        ("info", "no area 'haiti' here; claim C1 is taken to count on all of the map (curfew).")
    ]
    assert unknown(curfew, curfew, {**haiti, "kind": "delay", "value": "5"}) == [
        ("warning", "no area 'haiti' here; claim C3 is kept and steers nothing; claims C1, C2 are "
         "taken to count on all of the map (curfew).")
    ]  # fmt: skip
    (gate,) = unknown({"subject": "haiti", "kind": "curfew", "value": "19:00-05:00"})
    assert gate == ("warning", "no gateway 'haiti' here; claim C1 is kept and steers nothing.")


def test_an_unknown_actor_is_told_and_a_type_that_no_dataset_has_is_not():
    nobody = {"subject_type": "actor", "subject": "nobody", "kind": "note", "value": "x"}
    assert unknown(nobody) == [
        ("info", "no actor 'nobody' here; claim C1 is kept and steers nothing.")
    ]
    found = read_ledger([
        dataset("claims", claim_rows([GOOD, {**GOOD, "claim_id": "C2", **nobody}])),
        dataset("sources", table("source_id | publisher\nicg | ICG")),
    ])  # fmt: skip
    assert [one.value for one in found.findings] == ["nobody"]


def test_where_it_is_said_is_the_dataset_of_the_first_claim_and_its_least_id():
    more = dataset("claims", claim_rows([{**GOOD, "claim_id": "A1", "subject": "nowhere"}]), "own")
    (found,) = ledger(claim_rows([{**GOOD, "subject": "nowhere"}]), more).findings
    assert (found.file, found.id, found.column, found.value) == (
        "claims", "A1", "subject", "nowhere",
    )  # fmt: skip
