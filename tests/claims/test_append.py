"""A claim added by hand: checked, appended in the file's own manner, never half written."""

import csv
import os
import signal
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from claims.tiny import claims, ledger

from potay.claims import add_claim, add_source
from potay.errors import BundleError, SourceError
from potay.files import replace_file
from potay.sources import finish_change, read_dataset
from potay.spec import DatasetSpec

HEADER = "claim_id,subject_type,subject,kind,value,as_of,source_id,reliability,note"
FIRST = 'C1,gateway,martissant,status,closed,2024-01-05,icg,3,"said ""twice"", once"'
ROW = {
    "subject_type": "gateway", "subject": "canaan", "kind": "status", "value": "Open",
    "as_of": "2026-11-22", "source_id": "ocha", "reliability": "3", "note": "RN1, seen at Canaan",
}  # fmt: skip
TOML = """# our own reports
title = "Reports"
sha256 = "{sha256}"   # of the file

[columns]
"""


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def folder(tmp_path: Path, content: str | bytes, **more) -> DatasetSpec:
    """A workspace with one dataset of claims."""
    place = tmp_path / "data" / "claims"
    place.mkdir(parents=True)
    content = content.encode() if isinstance(content, str) else content
    file = more.pop("file", "claims.csv")
    (place / file).write_bytes(content)
    (place / "dataset.toml").write_text(TOML.format(sha256=digest(content)), encoding="utf-8")
    return DatasetSpec(
        **{
            "name": "claims", "folder": place, "title": "Reports", "role": "claims", "file": file,
            "source": "us", "licence": "CC BY 4.0", "retrieved": date(2026, 11, 22),
            "sha256": digest(content), **more,
        }
    )  # fmt: skip


def known():
    lines = (
        "id | about | kind | value | as_of | source",
        "C1 | gateway.martissant | status | closed | 2024-01-05 | icg",
    )
    return ledger(claims("\n".join(lines)))


def add(tmp_path, spec, **changed):
    return add_claim(tmp_path, spec, {**ROW, **changed}, known())


def registered_in(spec) -> bool:
    return digest(spec.path.read_bytes()) in (spec.folder / "dataset.toml").read_text()


def files(spec) -> list[str]:
    return sorted(path.name for path in spec.folder.iterdir())


def test_a_claim_is_appended_and_the_rest_stays_as_it_is(tmp_path):
    spec = folder(tmp_path, f"{HEADER}\n{FIRST}\n")
    added = add(tmp_path, spec)
    assert added.claim_id == "U-2026-11-22-1"
    assert added.findings == ()
    assert added.row["note"] == ROW["note"]
    assert spec.path.read_text() == (
        f"{HEADER}\n{FIRST}\n"
        'U-2026-11-22-1,gateway,canaan,status,open,2026-11-22,ocha,3,"RN1, seen at Canaan"\n'
    )
    assert registered_in(spec)
    assert (spec.folder / "dataset.toml").read_text() == TOML.format(
        sha256=digest(spec.path.read_bytes())
    )
    assert files(spec) == ["claims.csv", "dataset.toml"]


def test_ids_count_up_and_leave_out_those_in_use(tmp_path):
    spec = folder(tmp_path, f"{HEADER}\n{FIRST}\n")
    assert add(tmp_path, spec, claim_id="U-2026-11-22-2").claim_id == "U-2026-11-22-2"
    ids = [add(tmp_path, spec).claim_id for _ in range(2)]
    assert ids == ["U-2026-11-22-1", "U-2026-11-22-3"]
    assert add(tmp_path, spec, as_of="2026-11-23T02:00Z").claim_id == "U-2026-11-22-4"


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (
            f"{HEADER}\r\n{FIRST}\r\n",
            'U-2026-11-22-1,gateway,canaan,status,open,2026-11-22,ocha,3,"RN1, seen at Canaan"\r\n',
        ),
        (
            f"{HEADER}\n{FIRST}",  # no end of line after the last row
            '\nU-2026-11-22-1,gateway,canaan,status,open,2026-11-22,ocha,3,"RN1, seen at Canaan"\n',
        ),
        (
            HEADER.replace(",", ";") + "\n",
            "U-2026-11-22-1;gateway;canaan;status;open;2026-11-22;ocha;3;RN1, seen at Canaan\n",
        ),
        (
            HEADER.replace(",", "\t") + "\n",
            "U-2026-11-22-1\tgateway\tcanaan\tstatus\topen\t2026-11-22\tocha\t3\t"
            "RN1, seen at Canaan\n",
        ),
        (
            ",".join(f'"{name}"' for name in HEADER.split(",")) + "\n",
            '"U-2026-11-22-1","gateway","canaan","status","open","2026-11-22","ocha","3",'
            '"RN1, seen at Canaan"\n',
        ),
        (
            "Note,claim_id,as_of,source_id,kind,value,subject,subject_type,Reliability,remark\n",
            '"RN1, seen at Canaan",U-2026-11-22-1,2026-11-22,ocha,status,open,canaan,gateway,3,\n',
        ),
        (
            f"\ufeff{HEADER}\n",
            'U-2026-11-22-1,gateway,canaan,status,open,2026-11-22,ocha,3,"RN1, seen at Canaan"\n',
        ),
    ],
    ids=["crlf", "no last end of line", "semicolons", "tabs", "all quoted", "other order", "bom"],
)
def test_the_file_keeps_its_manner(tmp_path, content, row):
    spec = folder(tmp_path, content)
    add(tmp_path, spec)
    assert spec.path.read_bytes() == (content + row).encode()
    assert registered_in(spec)


def test_columns_renamed_in_dataset_toml_are_found(tmp_path):
    spec = folder(tmp_path, HEADER.replace("claim_id", "Nr").replace("note", "Remarque") + "\n",
                  columns={"claim_id": "Nr", "note": "Remarque"})  # fmt: skip
    add(tmp_path, spec)
    rows = list(csv.DictReader(spec.path.read_text().splitlines()))
    assert (rows[0]["Nr"], rows[0]["Remarque"]) == ("U-2026-11-22-1", "RN1, seen at Canaan")


def test_windows_1252_stays_windows_1252(tmp_path):
    spec = folder(tmp_path, f"{HEADER}\n".encode() + FIRST.replace("once", "née").encode("cp1252"))
    add(tmp_path, spec, note="route coupée")
    assert spec.path.read_bytes().decode("cp1252").endswith("route coupée\n")
    with pytest.raises(SourceError) as told:
        add(tmp_path, spec, note="Ţ")
    assert str(told.value) == (
        "data/claims/claims.csv: the encoding cp1252 has no letter 'Ţ'. "
        "Save the file as UTF-8 and register it."
    )
    assert registered_in(spec)


def test_accents_are_written_in_one_spelling(tmp_path):
    spec = folder(tmp_path, f"{HEADER}\n")
    add(tmp_path, spec, note="coupe\u0301e")
    assert "coupée" in spec.path.read_text(encoding="utf-8")


def test_a_bad_claim_is_told_like_all_others_and_nothing_is_written(tmp_path):
    spec = folder(tmp_path, f"{HEADER}\n{FIRST}\n")
    before = spec.path.read_bytes()
    with pytest.raises(SourceError) as told:
        add(tmp_path, spec, as_of="03/04/2026", source_id="nobody", valu="x")
    assert [fault.sentence() for fault in told.value.findings] == [
        "data/claims/claims.csv, column valu: a claim has no column 'valu'. Did you mean 'value'?",
        "data/claims/claims.csv, column as_of: '03/04/2026' is ambiguous: 2026-04-03 (day first) "
        "or 2026-03-04 (month first)? Write it as YYYY-MM-DD.",
        "data/claims/claims.csv, column source_id: 'nobody' is not a source of this ledger. "
        "Known: icg, ocha, radio.",
    ]
    assert spec.path.read_bytes() == before
    assert files(spec) == ["claims.csv", "dataset.toml"]


def test_a_claim_about_nothing_we_know_is_written_with_a_warning(tmp_path):
    spec = folder(tmp_path, f"{HEADER}\n")
    added = add(tmp_path, spec, subject="cannan")
    assert [fault.sentence() for fault in added.findings] == [
        "data/claims/claims.csv, id U-2026-11-22-1, column subject: no gateway 'cannan' here; "
        "claim U-2026-11-22-1 is kept and steers nothing. Did you mean 'canaan'?"
    ]


@pytest.mark.parametrize(
    ("content", "more", "changed", "sentence"),
    [
        (
            f"{HEADER}\n", {}, {"claim_id": "C1"},
            "data/claims/claims.csv, id C1: claim_id 'C1' is already used. "
            "Leave it out to be given a free one.",
        ),
        (
            f"{HEADER}\n", {}, {"valid_to": "2026-12-01"},
            "data/claims/claims.csv, column valid_to: the file has no column 'valid_to'. "
            "Add the column to its header, or leave the value out.",
        ),
        (
            f"{HEADER}\n".encode("utf-16"), {}, {},
            "data/claims/claims.csv: rows cannot be added to UTF-16. Save it as UTF-8.",
        ),
    ],
)  # fmt: skip
def test_a_file_that_cannot_carry_the_claim_says_why(tmp_path, content, more, changed, sentence):
    spec = folder(tmp_path, content, **more)
    before = spec.path.read_bytes()
    with pytest.raises(SourceError) as told:
        add(tmp_path, spec, **changed)
    assert str(told.value) == sentence
    assert spec.path.read_bytes() == before


def test_a_file_edited_by_hand_is_not_passed_off_as_ours(tmp_path):
    spec = folder(tmp_path, f"{HEADER}\n{FIRST}\n")
    spec.path.write_text(f"{HEADER}\n")
    with pytest.raises(SourceError) as told:
        add(tmp_path, spec)
    new = digest(spec.path.read_bytes())
    assert str(told.value) == (
        "data/claims/claims.csv: the file has changed since it was registered (sha256 "
        f"{new[:12]}…). If the change is wanted, run 'potay register claims', or write it into "
        f'dataset.toml: sha256 = "{new}".'
    )


def test_a_source_is_added_once(tmp_path):
    content = "source_id,publisher,title,published\nicg,ICG,A briefing,2024-01-05\n"
    spec = folder(tmp_path, content, role="sources")
    row = {"source_id": "own-1", "publisher": "Us", "title": "A call", "published": "2026-11-22"}
    assert add_source(tmp_path, spec, row, known()) == "own-1"
    assert spec.path.read_text().endswith("\nown-1,Us,A call,2026-11-22\n")
    assert registered_in(spec)
    with pytest.raises(SourceError) as told:
        add_source(tmp_path, spec, row, known())
    assert str(told.value) == (
        "data/claims/claims.csv, id own-1: source_id 'own-1' is already used. "
        "Use it, or choose another."
    )
    with pytest.raises(SourceError) as told:
        add_source(tmp_path, spec, {"source_id": "own-2", "publisher": "Us", "autor": ""}, known())
    assert [fault.sentence() for fault in told.value.findings] == [
        "data/claims/claims.csv, column autor: a source has no column 'autor'. "
        "Known: language, published, publisher, source_id, title, url.",
        "data/claims/claims.csv, column title: title is missing; a source needs it.",
        "data/claims/claims.csv, column published: published is missing; a source needs it.",
    ]


def test_an_id_is_given_once_in_all_files_of_claims(tmp_path):
    """Two people add to two files of claims at once: the ledger each has read is out of date."""
    mine = folder(tmp_path / "a", f"{HEADER}\n")
    theirs = folder(tmp_path / "b", f"{HEADER}\n").model_copy(update={"name": "others"})
    ledger = known()
    add_claim(tmp_path, theirs, ROW, ledger, others=[mine])
    assert add_claim(tmp_path, mine, ROW, ledger, others=[theirs]).claim_id == "U-2026-11-22-2"


#: Adds the row in a process of its own; `change` may arrange for its death.
WRITER = """
import sys, os, signal
sys.path.insert(0, "{tests}")
from pathlib import Path
from datetime import date
from claims.test_append import ROW, known
from potay.claims import add_claim
from potay.spec import DatasetSpec
root = Path("{root}")
folder = root / "data" / "claims"
spec = DatasetSpec(name="claims", folder=folder, title="Reports", role="claims", file="claims.csv",
                   source="us", licence="x", retrieved=date(2026, 11, 22), sha256="0" * 64)
{change}
add_claim(root, spec, ROW, known())
"""
KILL = """
replace, count = Path.replace, []
def dying(self, target):
    count.append(target)
    if len(count) == {death}:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, target)
Path.replace = dying
"""


def killed(tmp_path, spec, death):
    """Kill a writer before its `death`-th swap: note, file, dataset.toml."""
    code = WRITER.format(
        tests=Path(__file__).parents[1], root=tmp_path, change=KILL.format(death=death)
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=120)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("death", [1, 2])
def test_killed_before_the_swap_the_old_file_is_whole(tmp_path, death):
    spec = folder(tmp_path, f"{HEADER}\n{FIRST}\n")
    killed(tmp_path, spec, death)
    assert spec.path.read_text() == f"{HEADER}\n{FIRST}\n"
    assert registered_in(spec)
    assert add(tmp_path, spec).claim_id == "U-2026-11-22-1"
    assert len(spec.path.read_text().splitlines()) == 3
    assert files(spec) == ["claims.csv", "dataset.toml"]


def test_killed_between_the_swaps_it_is_seen_and_put_right(tmp_path):
    spec = folder(tmp_path, f"{HEADER}\n{FIRST}\n")
    killed(tmp_path, spec, 3)
    assert len(spec.path.read_text().splitlines()) == 3
    assert not registered_in(spec)
    assert len(read_dataset(spec).frame) == 2  # a reader sees from the note that the row is ours
    assert finish_change(spec)
    assert registered_in(spec)
    assert not finish_change(spec)
    assert files(spec) == ["claims.csv", "dataset.toml"]
    assert add(tmp_path, spec).claim_id == "U-2026-11-22-2"


def test_killed_between_the_swaps_the_next_claim_puts_it_right(tmp_path):
    spec = folder(tmp_path, f"{HEADER}\n{FIRST}\n")
    killed(tmp_path, spec, 3)
    assert add(tmp_path, spec).claim_id == "U-2026-11-22-2"
    assert len(spec.path.read_text().splitlines()) == 4
    assert registered_in(spec)


def test_killed_and_then_edited_by_hand_is_left_alone(tmp_path):
    spec = folder(tmp_path, f"{HEADER}\n{FIRST}\n")
    killed(tmp_path, spec, 3)
    spec.path.write_text("all gone\n")
    with pytest.raises(SourceError) as told:
        finish_change(spec)
    assert str(told.value) == (
        "data/claims/claims.csv: adding a row was cut short here, and the file was changed since. "
        "Look at its last rows, then run 'potay register claims'."
    )


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path, monkeypatch):
    spec = folder(tmp_path, f"{HEADER}\n{FIRST}\n")

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("potay.sources.registered.replace_file", full)
    with pytest.raises(BundleError) as told:
        add(tmp_path, spec)
    assert str(told.value) == (
        "data/claims/claims.csv: cannot be written: No space left on device. "
        "Check the rights on its folder and the space left."
    )
    assert spec.path.read_text() == f"{HEADER}\n{FIRST}\n"


def test_a_file_that_fails_half_way_leaves_no_trace(tmp_path, monkeypatch):
    target = tmp_path / "x.csv"
    target.write_bytes(b"old")

    def broken(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        replace_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
