"""A line of the log that was edited, removed, moved or cut off is told in words."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from potay.errors import BundleError, SourceError
from potay.files import sole_writer
from potay.releaselog import (
    Release,
    band,
    check_releases,
    last_releases,
    read_releases,
    record_release,
)

ONE = Release(
    at="2026-07-31T12:00:00+00:00", map="port-au-prince", audience="public",
    as_of="2026-07-30T23:59:59-04:00", expires="2026-08-01T23:59:59-04:00", sent=("folder", "zip"),
    recipients=("Les Cayes",), manifest="a" * 64, fingerprint="b" * 64, signed_with="SHA256:x",
    counts={"sites": "10 to 99"}, totals={"Dèlma": {"persons": "1000 or more"}},
)  # fmt: skip
MEND = "Put a copy of the log back; what was released cannot be known from this one."


@pytest.fixture
def root(tmp_path):
    for number in range(1, 6):
        assert record_release(tmp_path, replace(ONE, manifest=str(number) * 64)) == number
    return tmp_path


def lines(root):
    return (root / "releases.jsonl").read_bytes().splitlines(keepends=True)


def write(root, rows):
    (root / "releases.jsonl").write_bytes(b"".join(rows))


def said(root):
    problems = check_releases(root)[1]
    assert {problem.severity for problem in problems} <= {"error"}
    return [problem.sentence() for problem in problems]


def rehashed(line, **changed):
    """A line as somebody writes it who knows how it covers itself."""
    told = json.loads(line) | changed
    del told["sha256"]

    def spell(told):
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()

    return spell(told | {"sha256": hashlib.sha256(spell(told)).hexdigest()}) + b"\n"


def test_what_is_recorded_is_read_back(tmp_path):
    assert record_release(tmp_path, ONE) == 1
    assert record_release(tmp_path, replace(ONE, signed_with=None, audience="partners")) == 2
    assert read_releases(tmp_path)[0] == ONE
    assert said(tmp_path) == []
    assert last_releases(tmp_path, "port-au-prince", "public") == [ONE]
    assert last_releases(tmp_path, "cap-haitien", "public") == []
    assert len(last_releases(tmp_path, "port-au-prince", "partners")) == 1


def test_a_workspace_that_released_nothing_has_no_log(tmp_path):
    assert read_releases(tmp_path) == []
    assert check_releases(tmp_path) == ([], [])
    assert list(tmp_path.iterdir()) == []


def test_the_lines_are_a_chain(root):
    told = [json.loads(line) for line in lines(root)]
    assert [one["number"] for one in told] == [1, 2, 3, 4, 5]
    assert told[0]["previous"] == "0" * 64
    assert [one["previous"] for one in told[1:]] == [one["sha256"] for one in told[:-1]]
    head = json.loads((root / ".potay" / "head").read_bytes())
    assert head == {"number": 5, "sha256": told[-1]["sha256"]}
    assert [rehashed(line) for line in lines(root)] == lines(root)


# -- manipulations


@pytest.mark.parametrize("place", range(5))
def test_an_edited_line_is_told(place, root):
    rows = lines(root)
    rows[place] = rows[place].replace(b"public", b"pubLic")
    write(root, rows)
    assert said(root) == [f"releases.jsonl, line {place + 1}: was edited. {MEND}"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda line: b"\n",
        lambda line: b"[]\n",
        lambda line: b"{}\n",
        lambda line: b"\xff\n",
        lambda line: b"[" * 100_000 + b"\n",
        lambda line: line.replace(b",", b", ", 1),
        lambda line: rehashed(line, number="3"),
        lambda line: rehashed(line, number=True),
        lambda line: rehashed(line, sent="zip"),
        lambda line: rehashed(line, sent=[1]),
        lambda line: rehashed(line, recipients={}),
        lambda line: rehashed(line, counts=[]),
        lambda line: rehashed(line, totals=None),
        lambda line: rehashed(line, map=None),
        lambda line: rehashed(line, signed_with=1),
        lambda line: rehashed(line, previous=3),
    ],
    ids=range(16),
)
def test_a_line_that_is_none_of_ours_is_told(edit, root):
    rows = lines(root)
    rows[2] = edit(rows[2])
    write(root, rows)
    assert f"releases.jsonl, line 3: was edited. {MEND}" in said(root)


def test_a_line_that_was_written_anew_is_told(root):
    rows = lines(root)
    rows[2] = rehashed(rows[2], audience="partners")
    write(root, rows)
    assert said(root) == [
        "releases.jsonl, line 4: does not follow the line before it: that one was written anew. "
        f"{MEND}"
    ]


def test_the_last_line_written_anew_is_told_by_the_head(root):
    rows = lines(root)
    rows[4] = rehashed(rows[4], audience="partners")
    write(root, rows)
    assert said(root) == [
        "releases.jsonl, line 5: is not the one that was released: the log was written anew. "
        f"{MEND}"
    ]


def test_a_whole_log_written_anew_is_told_by_the_head(root):
    rows, before = [], "0" * 64
    for line in lines(root):
        rows.append(rehashed(line, previous=before, audience="partners"))
        before = json.loads(rows[-1])["sha256"]
    write(root, rows)
    assert said(root) == [
        "releases.jsonl, line 5: is not the one that was released: the log was written anew. "
        f"{MEND}"
    ]


@pytest.mark.parametrize("place", range(4))
def test_a_removed_line_is_told(place, root):
    rows = lines(root)
    del rows[place]
    write(root, rows)
    assert said(root) == [
        f"releases.jsonl, line {place + 1}: is release {place + 2}, but release {place + 1} was "
        f"removed. {MEND}",
        f"releases.jsonl, line 5: is missing: the log was cut off, release 5 was the last. {MEND}",
    ]


def test_lines_that_changed_places_are_told(root):
    rows = lines(root)
    rows[1], rows[2] = rows[2], rows[1]
    write(root, rows)
    assert said(root) == [
        f"releases.jsonl, line 2: is release 3 and stands out of order. {MEND}",
        f"releases.jsonl, line 3: is release 2 and stands out of order. {MEND}",
        f"releases.jsonl, line 4: is release 4 and stands out of order. {MEND}",
    ]


def test_a_line_that_is_there_twice_is_told(root):
    rows = lines(root)
    write(root, [*rows, rows[4]])
    assert said(root) == [f"releases.jsonl, line 6: is release 5 and stands out of order. {MEND}"]


@pytest.mark.parametrize("kept", range(5))
def test_a_tail_that_was_cut_off_is_told(kept, root):
    write(root, lines(root)[:kept])
    assert said(root) == [
        f"releases.jsonl, line {kept + 1}: is missing: the log was cut off, release 5 was the "
        f"last. {MEND}"
    ]


def test_a_log_that_was_removed_is_told(root):
    (root / "releases.jsonl").unlink()
    assert said(root) == [
        f"releases.jsonl, line 1: is missing: the log was cut off, release 5 was the last. {MEND}"
    ]


def test_a_log_of_one_release_that_was_removed_is_told(tmp_path):
    record_release(tmp_path, ONE)
    (tmp_path / "releases.jsonl").unlink()
    assert said(tmp_path) == [
        f"releases.jsonl, line 1: is missing: the log was cut off, release 1 was the last. {MEND}"
    ]


def test_the_log_is_no_program_and_spelled_in_utf_8(tmp_path):
    record_release(tmp_path, ONE)
    assert (tmp_path / "releases.jsonl").stat().st_mode & 0o133 == 0
    assert "Dèlma".encode() in (tmp_path / "releases.jsonl").read_bytes()


@pytest.mark.parametrize("head", [None, b"", b"[]", b"{}", b'{"number": 0, "sha256": ""}',
                                  b'{"number": "5", "sha256": ""}'])  # fmt: skip
def test_without_a_head_a_cut_tail_would_not_show_and_that_is_said(head, root):
    (root / ".potay" / "head").unlink()
    if head is not None:
        (root / ".potay" / "head").write_bytes(head)
    (warning,) = check_releases(root)[1]
    assert warning.severity == "warning"
    assert warning.sentence() == (
        "releases.jsonl, line 5: is the last, as far as is known: .potay/head is missing or "
        "damaged, so lines cut off after it would not show. Keep the folder .potay with the "
        "workspace."
    )
    record_release(root, ONE)
    assert said(root) == []


def test_any_byte_changed_is_told(root):
    raw = (root / "releases.jsonl").read_bytes()
    chance = random.Random(5)
    for _ in range(300):
        odd = bytearray(raw)
        place = chance.randrange(len(raw))
        odd[place] ^= chance.randrange(1, 256)
        (root / "releases.jsonl").write_bytes(odd)
        assert any(one.severity == "error" for one in check_releases(root)[1]), place


def test_nothing_is_read_from_or_added_to_a_log_that_is_not_whole(root):
    write(root, lines(root)[:3])
    before = lines(root)
    for refused in (
        lambda: read_releases(root),
        lambda: last_releases(root, "port-au-prince", "public"),
        lambda: record_release(root, ONE),
    ):
        with pytest.raises(SourceError, match="line 4: is missing: the log was cut off"):
            refused()
    assert lines(root) == before


# -- machines


def test_a_half_written_line_never_counted_and_is_written_over(root):
    with (root / "releases.jsonl").open("ab") as file:
        file.write(lines(root)[0][:100])
    (warning,) = check_releases(root)[1]
    assert warning.severity == "warning"
    assert warning.sentence() == (
        "releases.jsonl, line 6: is half written: the build that wrote it was killed and released "
        "nothing. The next release writes over it."
    )
    assert len(read_releases(root)) == 5
    assert record_release(root, ONE) == 6
    assert (said(root), len(read_releases(root))) == ([], 6)


def test_a_kill_between_line_and_head_is_no_fault(root):
    head = (root / ".potay" / "head").read_bytes()
    record_release(root, ONE)
    (root / ".potay" / "head").write_bytes(head)
    assert said(root) == []
    assert record_release(root, ONE) == 7


def test_many_at_once_are_all_recorded(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda _: record_release(tmp_path, ONE), range(40)))
    assert sorted(numbers) == list(range(1, 41))
    assert said(tmp_path) == []


RECORDER = """
import sys
from pathlib import Path
from test_releaselog import ONE, record_release
while True:
    record_release(Path(sys.argv[1]), ONE)
    print("recorded", flush=True)
"""


def test_a_chain_whose_writers_are_killed_stays_whole(tmp_path):
    chance = random.Random(9)
    for _ in range(6):
        victim = subprocess.Popen(
            [sys.executable, "-c", RECORDER, str(tmp_path)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
        )
        victim.stdout.readline()
        time.sleep(chance.random() * 0.05)
        victim.send_signal(signal.SIGKILL)
        done = 1 + victim.communicate()[0].count(b"recorded")
        found, problems = check_releases(tmp_path)
        assert [one for one in problems if one.severity == "error"] == []
        assert len(found) >= done
    before = len(read_releases(tmp_path))
    assert record_release(tmp_path, ONE) == before + 1
    assert said(tmp_path) == []


def test_a_log_that_cannot_be_written_or_read_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("potay.keys._PATIENCE_S", 0.0)
    path = tmp_path / "releases.jsonl"
    with sole_writer(path), pytest.raises(BundleError) as refused:
        record_release(tmp_path, ONE)
    assert str(refused.value) == (
        f"{path}: the release cannot be recorded (another process holds its lock), so nothing was "
        "released. Free space, or let this user write in the workspace."
    )
    path.mkdir()
    with pytest.raises(SourceError) as unread:
        check_releases(tmp_path)
    assert str(unread.value) == (
        "releases.jsonl: the release log cannot be read (Is a directory). Let this user read it."
    )


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0"), (1, "1 to 9"), (9, "1 to 9"), (10, "10 to 99"), (99, "10 to 99"),
     (100, "100 to 999"), (999, "100 to 999"), (1000, "1000 or more"), (10**9, "1000 or more")],
)  # fmt: skip
def test_a_figure_is_told_as_a_band(count, words):
    assert band(count) == words
