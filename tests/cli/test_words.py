"""Global options may stand anywhere; exit codes follow the fault."""

from potay.cli import EXIT_CODES, hoisted
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
