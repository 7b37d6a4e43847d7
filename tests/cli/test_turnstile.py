"""Of many who add a report at once, a few at a time load what that takes; all get through."""

import itertools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from cli.processes import SOURCE

from potay.cli import _wait_with_others, turnstile
from potay.cli.turnstile import take_a_turn

HOLDER = (
    "import sys, tempfile\n"
    "tempfile.tempdir = sys.argv[1]\n"
    "from potay.cli import turnstile\n"
    "turnstile.os.cpu_count = lambda: 1\n"
    "turnstile.take_a_turn(quiet=True)\n"
    "print('passed', flush=True)\n"
    "sys.stdin.read()\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    """One turn, in a folder of its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(turnstile.os, "cpu_count", lambda: 1)
    return tmp_path


def holder(folder: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], env=os.environ | {"PYTHONPATH": SOURCE},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("how", ["ended", "killed"])
def test_a_turn_comes_when_another_has_ended_however(folder, how):
    first = holder(folder)
    assert first.stdout.readline() == "passed\n"
    second = holder(folder)
    first.kill() if how == "killed" else first.stdin.close()
    assert second.stdout.readline() == "passed\n"  # not before, or the next test would fail
    for process in (first, second):
        process.kill()
        process.wait()
        process.stdout.close()
        process.stdin.close()


def test_who_waits_too_long_goes_on_and_says_for_what_it_waits(folder, monkeypatch, capsys):
    first = holder(folder)
    assert first.stdout.readline() == "passed\n"
    monkeypatch.setattr(turnstile, "TELL_AFTER_S", 0.0)
    monkeypatch.setattr(turnstile, "PATIENCE_S", 0.3)
    taken = []
    monkeypatch.setattr(turnstile, "_taken", lambda slot, real=turnstile._taken: bool(
        taken.append(real(slot))))  # fmt: skip
    take_a_turn(quiet=False)
    assert taken
    assert not any(taken)
    assert capsys.readouterr().err == "Waiting for others who add reports on this computer …\n"
    take_a_turn(quiet=True)
    assert capsys.readouterr().err == ""
    first.kill()
    first.communicate()


def test_who_waits_is_patient_while_turns_are_given(folder, monkeypatch):
    """Each turn is given within our patience, all of them together take longer."""
    monkeypatch.setattr(turnstile, "PATIENCE_S", 2.5)
    clock = itertools.count()
    monkeypatch.setattr(turnstile.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(turnstile.time, "sleep", lambda _: None)
    tries = []

    def taken(slot: str) -> bool:
        tries.append(slot)
        if len(tries) % 2:  # to another, of whom there are five
            Path(slot).touch()
            os.utime(slot, ns=(0, len(tries)))
        return len(tries) == 10

    monkeypatch.setattr(turnstile, "_taken", taken)
    take_a_turn(quiet=True)
    assert len(tries) == 10
    monkeypatch.setattr(turnstile, "LONGEST_WAIT_S", 4.5)
    tries.clear()
    take_a_turn(quiet=True)
    assert len(tries) == 5


def test_a_folder_that_is_not_ours_holds_nobody_up(folder, monkeypatch):
    place = folder / f"potay-turns-{os.getuid()}"
    place.mkdir(mode=0o777)
    place.chmod(0o777)
    monkeypatch.setattr(turnstile, "_taken", lambda slot: pytest.fail("nothing is opened there"))
    take_a_turn(quiet=True)
    place.rmdir()
    place.symlink_to(folder)
    take_a_turn(quiet=True)


@pytest.mark.parametrize(
    ("words", "waits"),
    [
        (["claim", "add", "gateway.gate"], True),
        (["--json", "claim", "source", "radio"], True),
        (["claims", "add"], False),
        (["build", "claim"], False),
    ],
)
def test_only_who_adds_waits(words, waits, monkeypatch):
    waited = []
    monkeypatch.setattr(turnstile, "take_a_turn", lambda quiet: waited.append(quiet))
    _wait_with_others(words)
    assert waited == ([False] if waits else [])
