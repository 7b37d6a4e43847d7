"""Files put in place whole, one writer at a time, and steps that are finished first."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from potay import files
from potay.files import (
    TakenError,
    clear_leftovers,
    clear_old_leftovers,
    holder_in_words,
    in_place_of,
    lock_of,
    replace_file,
    sole_writer,
    undisturbed,
)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "claims.csv"


def left_by(target: Path, **holder: object) -> None:
    lock_of(target).write_text(json.dumps(holder), encoding="utf-8")


def test_the_one_who_waits_gets_it_when_the_other_is_done(target, monkeypatch):
    monkeypatch.setattr(files, "TELL_AFTER_S", 0.0)
    told, got = threading.Event(), threading.Event()
    holders = []

    def second() -> None:
        with sole_writer(target, 60.0, lambda holder: (holders.append(holder), told.set())):
            got.set()

    waiting = threading.Thread(target=second)
    with sole_writer(target):
        waiting.start()
        assert told.wait(60)
        assert not got.is_set()
    waiting.join(60)
    assert got.is_set()
    assert [holder["pid"] for holder in holders] == [os.getpid()]  # told once
    assert not lock_of(target).exists()


def test_patience_ends_and_the_holder_is_named(target):
    with sole_writer(target), pytest.raises(TakenError) as taken, sole_writer(target, 0.05):
        pass
    assert taken.value.holder["pid"] == os.getpid()
    assert holder_in_words(taken.value.holder) == f"process {os.getpid()} on {os.uname().nodename}"
    assert not taken.value.elsewhere


def test_writers_one_after_another_are_waited_for(target, monkeypatch):
    """Each holds it nearly as long as our patience; together they hold it longer."""
    clock = iter(range(1000))
    queue = [{"pid": pid} for pid in (1, 1, 2, 2, 3, 3)]

    def acquire(lock: Path) -> int:
        if queue:
            raise TakenError(queue.pop(0))
        return os.open(lock, os.O_RDWR | os.O_CREAT)

    monkeypatch.setattr(files, "_acquire", acquire)
    monkeypatch.setattr(files.time, "monotonic", lambda: float(next(clock)))
    with sole_writer(target, 2.0):
        assert not queue
    queue += [{"pid": 1}] * 3
    with pytest.raises(TakenError), sole_writer(target, 2.0):
        pass
    queue += [{"pid": pid} for pid in range(50)]
    monkeypatch.setattr(files, "LONGEST_WAIT_S", 20.0)
    with pytest.raises(TakenError), sole_writer(target, 2.0):
        pass


def test_a_lock_of_another_computer_is_respected_and_not_waited_for_long(target, monkeypatch):
    monkeypatch.setattr(files, "ELSEWHERE_S", 0.0)
    left_by(target, host="not-this-one", pid=7)
    with pytest.raises(TakenError) as taken, sole_writer(target, 60.0):
        pass
    assert taken.value.elsewhere
    assert holder_in_words(taken.value.holder) == "process 7 on not-this-one"
    assert lock_of(target).exists()


def test_a_lock_that_nobody_can_read_says_so(target):
    lock_of(target).write_text("[1, 2", encoding="utf-8")
    with sole_writer(target):  # of a dead process, whatever it wrote
        pass
    assert holder_in_words({}) == "process ? on this host"


def test_a_killed_holder_frees_it_at_once(target):
    code = (
        "import sys, time; from pathlib import Path; from potay.files import sole_writer\n"
        f"with sole_writer(Path({str(target)!r})):\n    print('held', flush=True); time.sleep(600)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(TakenError), sole_writer(target):
        pass
    holder.kill()
    holder.communicate()
    assert lock_of(target).exists()
    with sole_writer(target):
        pass
    assert not lock_of(target).exists()


def test_the_new_file_can_be_looked_at_before_it_is_in_place(target):
    replace_file(target, b"old")
    with in_place_of(target) as file:
        file.write(b"new")
        file.flush()
        assert (Path(file.name).read_bytes(), Path(file.name).suffix) == (b"new", ".csv")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"


def test_what_killed_writers_left_goes(target):
    left = [target.with_name(name) for name in (".claims.csv.x1.new", ".claims.csv.x2.new.csv")]
    other = target.with_name(".other.csv.x3.new.csv")
    for path in (*left, other):
        path.touch()
    clear_leftovers(target)
    assert list(target.parent.iterdir()) == [other]
    clear_old_leftovers(target.parent)
    assert other.exists()  # it may be being written
    os.utime(other, (time.time() - 7200, time.time() - 7200))
    clear_old_leftovers(target.parent)
    assert not other.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_belongs_together_is_finished_before_a_signal_is_heard(number):
    heard = []
    before = signal.signal(number, lambda *_: heard.append("heard"))
    try:
        with undisturbed():
            signal.raise_signal(number)
            signal.raise_signal(number)
            heard.append("finished")
    finally:
        handler = signal.signal(number, before)
    assert heard == ["finished", "heard"]
    assert callable(handler)


def test_without_a_signal_nothing_is_heard():
    before = signal.getsignal(signal.SIGINT)
    with undisturbed():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before


def test_a_thread_is_never_interrupted_and_changes_nothing():
    seen = []

    def work() -> None:
        with undisturbed():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGINT)]
