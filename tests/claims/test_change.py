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
