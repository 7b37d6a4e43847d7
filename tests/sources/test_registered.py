"""The file and its sha256 change together; whoever reads or writes meanwhile is not harmed."""

import json
import os
import signal
from pathlib import Path

import pytest
from sources.registry import FIRST, HEADER, ROW, dataset, digest, files, is_registered

from potay.errors import BundleError, SourceError
from potay.files import lock_of, sole_writer
from potay.sources import append_row, finish_change, read_dataset, read_datasets, writing
from potay.sources import dataset as reading
from potay.sources.registered import change_file, register

SOURCES = "source_id,publisher,title,published\nicg,ICG,A briefing,2024-01-05\n"
OTHER = "C2,gateway,canaan,status,open,2026-11-22,ocha,seen\n"


def lock(root: Path) -> Path:
    return lock_of(root / "data" / "writing")


def impatient(monkeypatch) -> None:
    monkeypatch.setattr("potay.sources.registered.PATIENCE_S", 0.05)


def cut_short(spec, new: str, *, swapped: bool) -> None:
    """As a writer leaves it that was killed before or after the new file took its place."""
    old, content = digest(spec.path.read_bytes()), new.encode()
    note = spec.folder / f".{spec.file}.pending"
    note.write_text(f"{old} {digest(content)}\n", encoding="ascii")
    if swapped:
        spec.path.write_bytes(content)


def test_who_writes_too_long_is_named(tmp_path, monkeypatch):
    spec = dataset(tmp_path)
    impatient(monkeypatch)
    with sole_writer(tmp_path / "data" / "writing"):
        since = json.loads(lock(tmp_path).read_text())["since"][:19]
        with pytest.raises(BundleError) as told:
            append_row(spec, lambda ids: ROW)
    assert str(told.value) == (
        f"data/claims/claims.csv: process {os.getpid()} on {os.uname().nodename} has been writing "
        f"in data/ since {since} UTC, and one writer at a time is expected. Nothing was written. "
        f"Try again when it is done; if it hangs, end it: kill {os.getpid()}"
    )
    assert files(spec) == ["claims.csv", "dataset.toml"]
    append_row(spec, lambda ids: ROW)


def test_a_lock_of_another_computer_says_how_it_goes_away(tmp_path, monkeypatch):
    spec = dataset(tmp_path)
    impatient(monkeypatch)
    lock(tmp_path).write_text('{"host": "desk-2", "pid": 7}', encoding="utf-8")
    with pytest.raises(BundleError) as told:
        append_row(spec, lambda ids: ROW)
    assert str(told.value) == (
        "data/claims/claims.csv: process 7 on desk-2 has been writing in data/; whether it still "
        "does cannot be seen from this computer. Nothing was written. If nobody writes there any "
        "more, remove data/.writing.lock and try again."
    )
    assert len(read_dataset(spec).frame) == 1  # who reads needs no lock
    lock(tmp_path).unlink()
    append_row(spec, lambda ids: ROW)


def test_those_who_wait_are_told_for_whom(tmp_path, monkeypatch):
    impatient(monkeypatch)
    monkeypatch.setattr("potay.files.TELL_AFTER_S", 0.0)
    said = []
    data = tmp_path / "data"
    data.mkdir()
    with sole_writer(data / "writing"), pytest.raises(BundleError), writing(data, "x", said.append):
        pass
    assert said == [
        f"Waiting for process {os.getpid()} on {os.uname().nodename}, which is writing in data/ …"
    ]


def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    with pytest.raises(BundleError) as told, writing(tmp_path / "gone", "data/x.csv"):
        pass
    assert str(told.value) == (
        "data/x.csv: cannot be written: No such file or directory. Check the rights on its folder "
        "and the space left."
    )


@pytest.mark.parametrize("swapped", [False, True])
def test_a_reader_takes_either_file_of_a_change_that_was_cut_short(tmp_path, swapped):
    spec = dataset(tmp_path)
    cut_short(spec, f"{HEADER}\n{FIRST}\n{OTHER}", swapped=swapped)
    assert len(read_dataset(spec).frame) == 1 + swapped
    assert read_dataset(spec).sha256 == digest(spec.path.read_bytes())
    assert finish_change(spec)
    assert is_registered(spec)
    assert files(spec) == ["claims.csv", "dataset.toml"]
    assert not finish_change(spec)


def test_a_file_edited_after_a_change_was_cut_short_is_nobodys(tmp_path):
    spec = dataset(tmp_path)
    cut_short(spec, f"{HEADER}\n{FIRST}\n{OTHER}", swapped=True)
    spec.path.write_text(f"{HEADER}\n", encoding="utf-8")
    with pytest.raises(SourceError, match="the file has changed since it was registered"):
        read_dataset(spec)
    with pytest.raises(SourceError) as told:
        finish_change(spec)
    assert str(told.value) == (
        "data/claims/claims.csv: adding a row was cut short here, and the file was changed since. "
        "Look at its last rows, then run 'potay register claims'."
    )


def test_a_note_of_another_change_makes_no_file_a_registered_one(tmp_path):
    spec = dataset(tmp_path)
    edited = f"{HEADER}\n{OTHER}".encode()
    note = spec.folder / ".claims.csv.pending"
    note.write_text(f"{'0' * 64} {digest(edited)}\n", encoding="ascii")
    spec.path.write_bytes(edited)
    with pytest.raises(SourceError, match="the file has changed since it was registered"):
        read_dataset(spec)


def test_what_changes_while_it_is_read_is_read_again(tmp_path, monkeypatch):
    spec = dataset(tmp_path)
    real, added = reading._read_once, []

    def slowly(specs, *about, **more):
        read = real(specs, *about, **more)
        if not added:
            added.append("once")
            append_row(spec, lambda ids: ROW)
        return read

    monkeypatch.setattr(reading, "_read_once", slowly)
    dataset_read = read_dataset(spec)
    assert list(dataset_read.frame.index) == ["C1", "C2"]
    assert dataset_read.sha256 == digest(spec.path.read_bytes())


def test_a_claim_is_never_read_without_the_source_that_was_added_before_it(tmp_path, monkeypatch):
    claims = dataset(tmp_path)
    sources = dataset(tmp_path, SOURCES, name="press", file="press.csv", role="sources")
    real, added = reading._question, []

    def slowly(spec, *about, **more):
        question = real(spec, *about, **more)
        if spec.name == "press" and not added:  # sources are hashed; claims are not yet
            added.append("once")
            row = {"source_id": "new", "publisher": "P", "title": "T", "published": "2026-11-22"}
            append_row(sources, lambda ids: row)
            append_row(claims, lambda ids: ROW | {"source_id": "new"})
        return question

    monkeypatch.setattr(reading, "_question", slowly)
    read = read_datasets([sources, claims])
    assert set(read["claims"].frame["source_id"]) == {"icg", "new"}
    assert set(read["press"].frame.index) == {"icg", "new"}


def test_a_file_that_is_never_still_is_refused_in_words(tmp_path, monkeypatch):
    spec = dataset(tmp_path)
    monkeypatch.setattr(reading, "_BETWEEN_TRIES_S", 0)
    monkeypatch.setattr(reading, "_TRIES", 3)
    count = iter(range(1000))
    monkeypatch.setattr(reading, "standing", lambda spec: (next(count),))
    with pytest.raises(SourceError) as told:
        read_dataset(spec)
    assert str(told.value) == (
        "data/claims/claims.csv: the file is written again and again, and could not be read in "
        "between. Try again when that is done."
    )


def test_faults_of_several_files_are_told_at_once(tmp_path):
    one = dataset(tmp_path, f"{HEADER}\n{FIRST.replace('2024-01-05', 'then')}\n")
    two = dataset(tmp_path, SOURCES, name="press", file="press.csv", role="sources")
    two.path.unlink()
    with pytest.raises(SourceError) as told:
        read_datasets([one, two])
    assert [fault.file for fault in told.value.findings] == [
        "data/claims/claims.csv", "data/press/press.csv",
    ]  # fmt: skip


def test_an_interruption_comes_after_what_belongs_together(tmp_path, monkeypatch):
    spec = dataset(tmp_path)
    from potay.sources import registered

    def interrupted(spec, digest, real=register):
        signal.raise_signal(signal.SIGINT)
        real(spec, digest)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(registered, "register", interrupted)
    try:
        with pytest.raises(KeyboardInterrupt) as stop:
            append_row(spec, lambda ids: ROW)
    finally:
        signal.signal(signal.SIGINT, before)
    assert is_registered(spec)
    assert files(spec) == ["claims.csv", "dataset.toml"]
    assert stop.value.__notes__ == ["data/claims/claims.csv: what was asked for had been written."]


def test_an_interruption_before_leaves_all_as_it_was(tmp_path):
    spec = dataset(tmp_path)

    def interrupted(path: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as stop:
        change_file(spec, b"new", interrupted)
    assert not hasattr(stop.value, "__notes__")
    assert is_registered(spec)
    assert files(spec) == ["claims.csv", "dataset.toml"]


@pytest.mark.parametrize(
    "line", ['"sha256" = "{0}"', "[more]\nsha256 = '{0}'", 'x = """\nsha256 = "{0}"\n"""\n']
)
def test_a_sha256_that_stands_elsewhere_is_not_guessed_at(tmp_path, line):
    spec = dataset(tmp_path)
    toml = spec.folder / "dataset.toml"
    toml.write_text(f'title = "x"\n{line.format("0" * 64)}\n', encoding="utf-8")
    before = toml.read_bytes()
    with pytest.raises(SourceError) as told:
        register(spec, "1" * 64)
    assert str(told.value) == (
        'data/claims/dataset.toml: there is no plain line sha256 = "…" to be replaced. '
        f'Write sha256 = "{"1" * 64}" on a line of its own.'
    )
    assert toml.read_bytes() == before
