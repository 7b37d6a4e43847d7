"""Many people at once: every report they add is there once, and nobody is sent away."""

import csv
import random
import signal
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from cli.processes import ended, run, start
from proving import TIMES
from tiny import write_workspace

#: How many add a report at the same time; `make proof` lets a whole office in.
CROWD = 12 if TIMES == 1 else 60
#: How many writers are killed, one after another.
KILLED = 4 * min(TIMES, 15)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_workspace(tmp_path / "tiny")


def add(root: Path, number: int):
    told = ("--as-of", "2024-01-20", "--source", "press", "--note", f"report {number}")
    return start("-w", str(root), "claim", "add", "gateway.gate", "status", "open", *told)


def rows(root: Path) -> list[dict[str, str]]:
    with (root / "data" / "reports" / "reports.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def tidy(root: Path) -> bool:
    """Whether nothing stands in data/ but what belongs there."""
    return not list((root / "data").rglob(".*"))


def test_a_crowd_adds_and_reads_at_once(root, tmp_path):
    before, done, reads = rows(root), threading.Event(), []

    def read(*words: str) -> None:
        while not done.is_set():
            reads.append((words[0], *run("-w", str(root), *words)))

    readers = [
        threading.Thread(target=read, args=words)
        for words in (("claims",), ("check",), ("build", "tiny", "--out", str(tmp_path / "out")))
    ]
    writers = [add(root, number) for number in range(CROWD)]
    for reader in readers:
        reader.start()
    said = [ended(writer) for writer in writers]
    done.set()
    for reader in readers:
        reader.join()

    assert Counter(code for code, _, _ in said) == {0: CROWD}, said
    assert [one for one in reads if one[1] != 0] == []
    assert {words for words, *_ in reads} == {"claims", "check", "build"}
    assert rows(root)[: len(before)] == before
    new = rows(root)[len(before) :]
    assert sorted(row["note"] for row in new) == sorted(f"report {n}" for n in range(CROWD))
    assert {row["claim_id"] for row in new} == {f"U-2024-01-20-{n + 1}" for n in range(CROWD)}
    assert [out.split()[1] for _, out, _ in said] == [id_of(new, n) for n in range(CROWD)]
    assert run("-w", str(root), "check")[0] == 0
    assert tidy(root)


def id_of(new: list[dict[str, str]], number: int) -> str:
    """The id under which a report stands in the file: what its writer was told."""
    (row,) = [row for row in new if row["note"] == f"report {number}"]
    return row["claim_id"]


def test_writers_killed_at_any_moment_leave_a_whole_ledger(root):
    chance = random.Random(7)
    began = time.monotonic()
    assert ended(add(root, 1000))[0] == 0
    seconds = time.monotonic() - began
    before = rows(root)
    for number in range(KILLED):
        victim, beside = add(root, number), add(root, 2000 + number)
        time.sleep(seconds * (0.3 + 0.9 * chance.random()))
        victim.send_signal(signal.SIGKILL)
        victim.communicate()
        assert ended(beside)[0] == 0
        assert run("-w", str(root), "check")[0] == 0  # whatever the kill left, readers understand
    assert ended(add(root, 3000))[0] == 0  # the next writer mends
    after = rows(root)
    assert after[: len(before)] == before
    notes = Counter(row["note"] for row in after)
    assert {notes[f"report {2000 + number}"] for number in range(KILLED)} == {1}
    assert {notes[f"report {number}"] for number in range(KILLED)} <= {0, 1}
    assert len({row["claim_id"] for row in after}) == len(after)
    assert tidy(root)


def test_an_import_and_a_registration_wait_their_turn(root, tmp_path):
    """All who write in data/: two imports of one name, one of which comes too late."""
    file = tmp_path / "wells.csv"
    file.write_text("id,name,kind,lat,lon\nw,Well,water_point,18.5,-72.33\n", encoding="utf-8")
    gates = root / "data" / "gates" / "gates.csv"
    gates.write_text(gates.read_text().replace("La Porte", "Porte"), encoding="utf-8")
    asked = [
        start("-w", str(root), "import", str(file), "--as", "infrastructure"),
        start("-w", str(root), "import", str(file), "--as", "infrastructure"),
        start("-w", str(root), "register", "gates"),
        start("-w", str(root), "claim", "source", "radio", "--publisher", "R", "--title", "N",
              "--published", "2024-01-06"),
    ]  # fmt: skip
    codes = [ended(one)[0] for one in asked]
    assert sorted(codes[:2]) == [0, 2]
    # The source is added once the gates are registered; before, they are refused as edited.
    assert codes[2] == 0
    assert codes[3] in (0, 3)
    assert run("-w", str(root), "check")[0] == 0
    assert tidy(root)
