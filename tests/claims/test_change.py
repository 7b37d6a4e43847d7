from claims.tiny import state

from potay.claims import change_states

TEXT = """
id | about              | kind     | value        | to         | as_of      | source | rel
A  | gateway.martissant | status   | closed       |            | 2024-01-05 | icg    | 3
B  | gateway.martissant | status   | open         |            | 2024-01-20 | icg    | 3
C  | gateway.canaan     | control  | grand-ravine | 2024-01-15 | 2024-01-05 | icg    | 3
D  | area.canaan        | control  | gpep         |            | 2024-01-05 | icg    | 3
E  | actor.gpep         | alliance | viv-ansanm   |            | 2024-01-10 | icg    | 3
F  | area.martissant    | control  | none         |            | 2024-01-20 | icg    | 3
G  | area.martissant    | control  | pnh          |            | 2024-01-20 | ocha   | 3
"""


def changes(one, other):
    rows = change_states(state(TEXT, one), state(TEXT, other)).to_dict("records")
    return {(row.pop("aspect"), f"{row.pop('subject_type')}.{row.pop('id')}"): row for row in rows}


def test_what_changed_and_the_claims_that_did_it():
    found = changes("2024-01-06", "2024-01-21")
    assert found == {
        ("status", "gateway.martissant"): {
            "before": "closed", "after": "open", "basis_before": "claim", "basis_after": "claim",
            "claims": ["B", "A"],
        },
        ("control", "gateway.canaan"): {
            "before": "grand-ravine", "after": "unknown", "basis_before": "claim",
            "basis_after": "expired", "claims": ["C"],
        },
        ("coalition", "area.canaan"): {
            "before": "gpep", "after": "viv-ansanm", "basis_before": "claim",
            "basis_after": "claim", "claims": ["D"],
        },
        ("control", "area.martissant"): {
            "before": "unknown", "after": "pnh", "basis_before": "no_report",
            "basis_after": "contradicted", "claims": ["G", "F"],
        },
    }  # fmt: skip


def test_nothing_changes_between_a_moment_and_itself():
    assert changes("2024-01-21", "2024-01-21") == {}


def test_a_day_older_is_no_change():
    assert changes("2024-01-06", "2024-01-07") == {}


def test_the_way_back_is_the_mirror():
    there, back = changes("2024-01-06", "2024-01-21"), changes("2024-01-21", "2024-01-06")
    assert there.keys() == back.keys()
    for key, row in there.items():
        assert (row["before"], row["basis_before"]) == (
            back[key]["after"],
            back[key]["basis_after"],
        )
        assert set(row["claims"]) == set(back[key]["claims"])


HEAD = "id | about | kind | value | to | as_of | source | rel"


def between(before, after, one="2024-01-06", other="2024-01-21"):
    """What differs between two ledgers, each at its moment."""
    return change_states(
        state("\n".join([HEAD, *before]), one), state("\n".join([HEAD, *after]), other)
    )


def test_a_subject_that_only_one_of_two_ledgers_knows_has_changed_too():
    elsewhere = ["A | gateway.elsewhere | status | closed | | 2024-01-05 | icg | 3"]
    other = ["B | area.martissant | note | x | | 2024-01-05 | icg | 3"]
    columns = ["aspect", "subject_type", "id", "before", "after", "basis_before", "basis_after",
               "claims"]  # fmt: skip
    came = between(other, elsewhere)
    assert list(came) == columns
    assert came.to_numpy().tolist() == [
        ["status", "gateway", "elsewhere", "unknown", "closed", "no_report", "claim", ["A"]]
    ]
    gone = between(elsewhere, other)
    assert gone.to_numpy().tolist() == [
        ["status", "gateway", "elsewhere", "closed", "unknown", "claim", "no_report", ["A"]]
    ]
    assert list(between(other, other)) == columns


def test_changes_come_by_aspect_then_by_subject():
    rows = ["A | gateway.martissant | status | closed | | 2024-01-20 | icg | 3",
            "B | gateway.canaan | status | closed | | 2024-01-20 | icg | 3",
            "C | gateway.canaan | control | gpep | | 2024-01-20 | icg | 3",
            "D | area.martissant | status | closed | | 2024-01-20 | icg | 3"]  # fmt: skip
    found = between(rows, rows)
    assert found[["aspect", "subject_type", "id"]].to_numpy().tolist() == [
        ["control", "gateway", "canaan"], ["status", "area", "martissant"],
        ["status", "gateway", "canaan"], ["status", "gateway", "martissant"],
    ]  # fmt: skip


def test_a_holder_that_joins_or_leaves_a_coalition_has_changed():
    rows = ["A | area.canaan | control | ti-bwa | | 2024-01-05 | icg | 3",
            "B | actor.ti-bwa | alliance | g9 | 2024-02-01 | 2024-01-10 | icg | 3"]  # fmt: skip
    joined = between(rows, rows)
    assert joined[["aspect", "before", "after"]].to_numpy().tolist() == [
        ["coalition", "none", "g9"]
    ]
    left = between(rows, rows, "2024-01-21", "2024-02-02")
    assert left[["aspect", "before", "after"]].to_numpy().tolist() == [["coalition", "g9", "none"]]


def test_another_holder_of_another_coalition_is_one_change():
    rows = ["A | area.canaan | control | gpep | | 2024-01-05 | icg | 3",
            "B | area.canaan | control | pnh | | 2024-01-20 | icg | 3"]  # fmt: skip
    assert between(rows, rows)["aspect"].tolist() == ["control"]


def test_of_what_has_expired_the_last_report_is_named_and_of_rivals_only_contradicting_ones():
    ended = ["A | gateway.canaan | status | closed | 2024-01-18 | 2024-01-10 | icg | 3",
             "B | gateway.canaan | status | open | 2024-01-18 | 2024-01-11 | icg | 3"]  # fmt: skip
    (row,) = between(ended, ended).to_dict("records")
    assert (row["before"], row["basis_after"], row["claims"]) == ("unknown", "expired", ["B"])
    lesser = ["A | gateway.canaan | status | closed | | 2024-01-10 | icg | 3",
              "B | gateway.canaan | status | open | | 2024-01-10 | icg | 2"]  # fmt: skip
    (row,) = between(lesser, lesser).to_dict("records")
    assert row["claims"] == ["A"]
    equal = [lesser[0], lesser[1].replace("icg | 2", "icg | 3")]
    (row,) = between(equal, equal).to_dict("records")
    assert row["claims"] == ["A", "B"]


def test_the_same_word_on_another_footing_has_changed():
    rows = ["A | gateway.canaan | status | closed | | 2024-01-05 | icg | 3",
            "B | gateway.canaan | status | open | | 2024-01-20 | icg | 3",
            "C | gateway.canaan | status | closed | | 2024-01-20 | icg | 3"]  # fmt: skip
    (row,) = between(rows, rows).to_dict("records")
    assert (row["before"], row["after"], row["basis_before"], row["basis_after"]) == (
        "closed", "closed", "claim", "contradicted",
    )  # fmt: skip
    assert row["claims"] == ["C", "B", "A"]
