"""Whatever a file does to its reader becomes one sentence, and nothing of it gets out."""

import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pytest
from sources.paper import said

from potay.errors import Finding, SourceError
from potay.sources import apart, check_file, how_held
from potay.sources.apart import Job, bounds_for, read_apart, read_together
from potay.sources.confined import Bounds
from potay.sources.parcel import Parcel

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="this system has no such limit")
AGAIN = "It is damaged, or made to do harm: open it in the program it comes from and save it again."
NONSENSE = "its reader gave no answer that makes sense"
SITES = "id,name,lat,lon\na,A,18.5,-72.3\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text(SITES)
    return tmp_path / "a.csv"


@pytest.fixture
def tight(monkeypatch):
    """Bounds that are reached soon: 300 MB, 2 seconds of processor."""
    monkeypatch.setattr(apart, "_LEAST", Bounds(300 << 20, 2, 600))


@pytest.fixture
def impatient(monkeypatch):
    """Two seconds of waiting."""
    monkeypatch.setattr(apart, "_LEAST", Bounds(300 << 20, 2, 2 - 6))


def refusal(work, file: Path, *given) -> str:
    with pytest.raises(SourceError) as caught:
        read_apart(Job(work, given, file, file.name))
    return str(caught.value)


def runs_for_ever() -> Parcel:
    while True:
        pass


def sleeps_for_ever() -> Parcel:
    time.sleep(3600)
    return Parcel()


def takes_all_memory() -> Parcel:
    return Parcel({"much": len(bytearray(2 << 30))})


def takes_all_memory_bit_by_bit() -> Parcel:
    held = []
    while True:
        held.append("x" * 10_000_000)


def crashes() -> Parcel:
    os.kill(os.getpid(), signal.SIGSEGV)
    return Parcel()


def calls_itself() -> Parcel:
    return calls_itself()


def fails() -> Parcel:
    raise ZeroDivisionError("division\nby zero")


def leaves() -> Parcel:
    os._exit(0)


def answers(*values: str) -> Parcel:
    return Parcel({"values": list(values)})


def refuses() -> Parcel:
    raise SourceError(Finding("error", "no roads.", file="a.csv", row=3, column="id"))


@pytest.mark.usefixtures("tight")
@pytest.mark.parametrize(
    ("work", "what"),
    [
        pytest.param(runs_for_ever, "reading it takes more than 2 seconds of processor time, which "
                     "a file of its size should not", marks=LINUX),
        pytest.param(takes_all_memory, "reading it takes more than 300 MB of memory, which a file "
                     "of its size should not", marks=LINUX),
        pytest.param(takes_all_memory_bit_by_bit, "reading it takes more than 300 MB of memory, "
                     "which a file of its size should not", marks=LINUX),
        (crashes, "its reader crashed (SIGSEGV)"),
        (calls_itself, "it is nested too deeply"),
        (fails, "its reader failed (ZeroDivisionError: division)"),
        (leaves, NONSENSE),
    ],
)  # fmt: skip
def test_what_a_file_does_to_its_reader_is_one_sentence(file, work, what):
    assert refusal(work, file) == f"a.csv: the file is refused: {what}. {AGAIN}"


@pytest.mark.usefixtures("impatient")
def test_a_reader_that_does_not_end_is_not_waited_for(file):
    what = "reading it did not end within 2 seconds"
    assert refusal(sleeps_for_ever, file) == f"a.csv: the file is refused: {what}. {AGAIN}"


def test_what_a_reader_says_comes_through_as_it_was(file):
    assert read_apart(Job(answers, ("é", "\n"), file, "a.csv")).told["values"] == ["é", "\n"]
    with pytest.raises(SourceError) as caught:
        read_apart(Job(refuses, (), file, "a.csv"))
    finding = Finding("error", "no roads.", file="a.csv", row=3, column="id")
    assert caught.value.findings == (finding,)


def test_what_ends_one_of_many_counts_for_that_one_alone(file):
    works = [answers, crashes, answers, leaves, refuses, answers]
    told = read_together([Job(work, (), file, work.__name__) for work in works])
    kinds = [type(answer) for answer in told]
    refused = SourceError
    assert kinds == [Parcel, refused, Parcel, refused, refused, Parcel]
    assert str(told[1]) == f"crashes: the file is refused: its reader crashed (SIGSEGV). {AGAIN}"
    assert str(told[3]) == f"leaves: the file is refused: {NONSENSE}. {AGAIN}"


def opens_a_socket() -> Parcel:
    socket.socket(socket.AF_UNIX)
    return Parcel()


def asks_the_kernel_for_a_socket() -> Parcel:
    return Parcel({"handle": ctypes.CDLL(None).socket(2, 1, 0)})


def starts_a_program() -> Parcel:
    return Parcel({"code": subprocess.call(["true"])})


@pytest.mark.parametrize("work", [opens_a_socket, starts_a_program])
def test_a_reader_has_no_network_and_starts_no_program(file, work):
    assert "its reader failed (PermissionError:" in refusal(work, file)


@pytest.mark.parametrize("work", [opens_a_socket, starts_a_program])
def test_where_the_kernel_cannot_refuse_the_interpreter_does(file, work, monkeypatch):
    monkeypatch.setattr("potay.sources.confined._filtered", lambda: False)
    assert "its reader failed (PermissionError:" in refusal(work, file)
    assert how_held(file).network == "interpreter"


def test_native_libraries_have_no_network_either(file):
    if how_held(file).network != "kernel":
        pytest.skip("this kernel refuses no system calls")
    handle = read_apart(Job(asks_the_kernel_for_a_socket, (), file, "a.csv")).told["handle"]
    assert handle == -1


@LINUX
def test_what_holds_is_told(file):
    held = how_held(file)
    assert (held.memory, held.seconds) == bounds_for(file)[:2]


def burns_a_second() -> Parcel:
    while time.process_time() < 1.1:
        pass
    return Parcel()


def tells_its_limits() -> Parcel:
    kinds = (resource.RLIMIT_CPU, resource.RLIMIT_CORE)
    return Parcel({"limits": [resource.getrlimit(kind)[0] for kind in kinds]})


@LINUX
def test_each_of_many_files_has_its_seconds_anew(file):
    job = Job(tells_its_limits, (), file, "a.csv")
    first, last = read_together([job, Job(burns_a_second, (), file, "a.csv"), job])[::2]
    first, last = first.told["limits"], last.told["limits"]
    assert first[1] == 0
    assert last[0] > first[0]


def test_larger_files_may_take_more_and_packed_ones_most(tmp_path):
    small, large, packed = (tmp_path / name for name in ("s", "l", "p"))
    small.write_bytes(b"id\n")
    large.write_bytes(b"id\n" * 1_000_000)
    packed.write_bytes(b"PK\x03\x04" + bytes(3_000_000))
    bounds = [bounds_for(path) for path in (small, large, packed)]
    assert [bound.memory >> 20 for bound in bounds] == [512, 626, 855]
    assert [bound.seconds for bound in bounds] == [5, 7, 27]
    assert bounds_for(tmp_path / "none") == bounds_for(tmp_path / "nowhere")


def lies(folder: str, told: str, table: bytes) -> Parcel:
    """What a reader that was taken over could leave."""
    scratch = Path(os.environ["TMPDIR"]) / "0"
    (scratch / "told.json").write_text(told)
    (scratch / "frame.arrow").write_bytes(table)
    os._exit(0)


def arrow(**columns: list[object]) -> bytes:
    table = pa.table(columns, metadata={b"potay": b'{"index": "id", "kinds": ["text"]}'})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


SOUND = {"rows": [1, 1, 0, 0], "findings": [], "raster": False}


@pytest.mark.parametrize(
    ("told", "table"),
    [
        ("", b""),
        ("[]", arrow(id=["a"])),
        ("[" * 100_000, arrow(id=["a"])),
        (json.dumps(SOUND), b"ARROW1\x00\x00" + b"\xff" * 100),
        (json.dumps(SOUND), arrow(id=[1])),
        (json.dumps(SOUND | {"rows": "many"}), arrow(id=["a"])),
        (json.dumps(SOUND | {"findings": [["error", {}]]}), arrow(id=["a"])),
        (json.dumps(SOUND | {"refused": [[1, 2]]}), arrow(id=["a"])),
        (json.dumps({"rows": [1, 1, 0, 0]}), arrow(id=["a"])),
    ],
)
def test_a_reader_that_was_taken_over_can_hand_back_nothing_odd(
    file, monkeypatch, told, table
):  # fmt: skip
    monkeypatch.setattr("potay.sources.dataset.judge", lambda *_: lies("", told, table))
    dataset = check_file(file, "sites")
    assert dataset.frame is None
    assert said(dataset) == [f"a.csv: the file is refused: {NONSENSE}. {AGAIN}"]


def test_with_threads_about_a_server_without_any_forks(file):
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert apart._context().get_start_method() == "forkserver"
        assert check_file(file, "sites").rows.used == 1
        assert how_held(file) == how_held(file)
    finally:
        done.set()
        thread.join()


def test_where_nothing_can_be_forked_a_new_interpreter_reads(file, monkeypatch):
    monkeypatch.setattr(apart, "_context", lambda: get_context("spawn"))
    assert check_file(file, "sites").rows.used == 1


#: A program that reads a file whose reader never ends, and says who reads.
PARENT = """
import os, sys, time
from pathlib import Path
from potay.sources.apart import Job, read_apart
from potay.sources.parcel import Parcel

def never_ends(note):
    Path(note).write_text(f"{os.getpid()} {os.environ['TMPDIR']}")
    time.sleep(3600)
    return Parcel()

read_apart(Job(never_ends, (sys.argv[1],), Path(sys.argv[2]), "a.csv"))
"""


@LINUX
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_reader_ends_with_whoever_waits_for_it(tmp_path, file, ending):
    note = tmp_path / "note"
    words = [sys.executable, "-c", PARENT, str(note), str(file)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL, start_new_session=True) as parent:
        while not (note.exists() and note.read_text().count(" ")):
            assert parent.poll() is None
            time.sleep(0.01)
        child, folder = note.read_text().split(" ", 1)
        parent.send_signal(ending)
    while Path(f"/proc/{child}/stat").exists():
        if Path(f"/proc/{child}/stat").read_text().split(") ")[1][0] == "Z":
            break  # ended; whoever adopted it has not noticed yet
        time.sleep(0.01)
    if ending == signal.SIGINT:
        assert not Path(folder).exists()
