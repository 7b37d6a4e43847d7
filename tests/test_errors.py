"""Faults read as sentences, all at once, the first fifty spelled out."""

import pytest

from potay.errors import Finding, PotayError, SourceError, raise_errors, spell_out

FAULT = Finding(
    "error", "'statos' is not a column.", file="gates.csv", layer="gates", row=3, id="canaan",
    column="status", hint="Did you mean 'status'?",
)  # fmt: skip


def test_a_sentence_says_where_what_and_what_to_do():
    assert FAULT.sentence() == (
        "gates.csv, layer gates, row 3, id canaan, column status: 'statos' is not a column. "
        "Did you mean 'status'?"
    )
    assert Finding("warning", "Nothing has a place.").sentence() == "Nothing has a place."


def test_fifty_faults_are_spelled_out_and_the_rest_counted():
    lines = spell_out([FAULT] * 53).splitlines()
    assert len(lines) == 51
    assert lines[-1] == "… and 3 more."


def test_only_errors_stop():
    raise_errors(SourceError, [Finding("warning", "stale")])
    with pytest.raises(SourceError, match=r"gates\.csv") as caught:
        raise_errors(SourceError, [Finding("warning", "stale"), FAULT])
    assert caught.value.findings == (FAULT,)


def test_an_error_takes_a_sentence_and_a_place():
    error = PotayError("no such file.", file="x.csv", hint="Check the name.")
    assert str(error) == "x.csv: no such file. Check the name."
