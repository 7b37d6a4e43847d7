"""Global options may stand anywhere; exit codes follow the fault."""

import pytest

from potay.cli import hoisted, run
from potay.cli.failing import EXIT_CODES
from potay.errors import PotayError


def test_global_options_move_to_the_front():
    line = ["access", "town", "--json", "--from", "apn", "-w", "there", "--strict"]
    assert hoisted(line) == ["--json", "-w", "there", "--strict", "access", "town", "--from", "apn"]


def test_words_after_two_dashes_stay():
    assert hoisted(["check", "--", "--json"]) == ["check", "--", "--json"]


def test_an_option_with_equals_takes_no_word():
    assert hoisted(["state", "--workspace=w", "town"]) == ["--workspace=w", "state", "town"]


def test_every_error_has_its_own_exit_code():
    assert set(EXIT_CODES) == set(PotayError.__subclasses__())
    assert sorted(EXIT_CODES.values()) == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "words", [["chanje"], ["route", "town"], ["state", "--as-off", "2024"], ["claim", "ad"]]
)
def test_a_wrong_command_line_is_not_a_bug(words, capsys):
    assert run(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Usage:" in said.err
    assert "bug" not in said.err


def test_the_version_is_an_answer(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("potay ")
