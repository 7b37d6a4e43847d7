"""A bundle goes out as one file and comes back as the folder it was, or does not come back."""

import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bundle.fixtures import content, small, workspace_with_key
from export.world import world

from potay.bundle import (
    Delivery,
    Recipient,
    judge_bundle,
    make_identity,
    open_bundle,
    read_identity,
    read_key,
    trusted_signers,
    write_bundle,
)
from potay.bundle.contents import contents_of, copy_out
from potay.errors import BundleError, SourceError

NOW = datetime(2024, 8, 20, tzinfo=UTC)
TOP = "ti-mond-internal_2024-08-18"


@pytest.fixture
def root(tmp_path):
    return workspace_with_key(tmp_path / "desk")


@pytest.fixture
def identity(tmp_path):
    make_identity(tmp_path / "me.txt")
    return tmp_path / "me.txt"


@pytest.fixture
def receipt(root, identity, tmp_path):
    public = identity.read_text().split()[3]
    delivery = Delivery(read_key(root / ".potay" / "key"), None, True, (Recipient("me", public),))
    return write_bundle(replace(world(), home=root), tmp_path / "out", small(), delivery)


@pytest.fixture
def opened(receipt, root, identity, tmp_path):
    def opening(file=receipt.sent[1], keys=read_identity(identity), **more):  # noqa: B008
        given = {"now": NOW, "signers": trusted_signers(root), **more}
        return open_bundle(file, tmp_path / "in", keys, **given)

    return opening


def test_two_files_are_made_to_be_sent_and_their_names_tell_what_they_are(receipt, tmp_path):
    assert receipt.sent == (
        tmp_path / "out" / f"{TOP}.zip", tmp_path / "out" / f"{TOP}.zip.age",
    )  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "ti-mond-internal", f"{TOP}.zip", f"{TOP}.zip.age",
    ]  # fmt: skip


@pytest.mark.parametrize("which", [0, 1], ids=["zip", "age"])
def test_what_was_sent_opens_to_what_was_built(which, opened, receipt, tmp_path):
    found = opened(receipt.sent[which])
    assert found.path == tmp_path / "in" / TOP
    assert (found.verdict.ok, found.verdict.signed_by, found.verdict.problems) == (True, "desk", ())
    assert content(found.path) == content(receipt.path)
    assert [path.name for path in (tmp_path / "in").iterdir()] == [TOP]


def test_a_bundle_with_folders_in_folders_opens_into_folders_that_are_not_there(root, tmp_path):
    def deep(built, folder):
        (folder / "a" / "b").mkdir(parents=True)
        (folder / "a" / "b" / "c.txt").write_text("x", encoding="utf-8")

    delivery = Delivery(read_key(root / ".potay" / "key"), packed=True)
    receipt = write_bundle(world(), tmp_path / "out", {"deep": deep}, delivery)
    found = open_bundle(receipt.sent[0], tmp_path / "new" / "in")
    assert content(found.path) == content(receipt.path)


def test_opening_it_again_replaces_only_what_is_ours(opened, tmp_path):
    opened()
    assert opened().path
    (tmp_path / "in" / TOP / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BundleError, match=r"did not write \(notes\.txt\)"):
        opened()


def test_somebody_else_cannot_open_it(opened, receipt, tmp_path):
    make_identity(tmp_path / "other.txt")
    with pytest.raises(SourceError, match="this identity does not open the file"):
        opened(keys=read_identity(tmp_path / "other.txt"))
    assert list((tmp_path / "in").iterdir()) == []


def test_a_bundle_that_is_not_whole_is_not_taken_out(opened, receipt, tmp_path):
    with zipfile.ZipFile(receipt.sent[0], "a") as archive:
        archive.writestr(f"{TOP}/more.html", "more")
    found = opened(receipt.sent[0])
    assert (found.path, found.verdict.ok) == (None, False)
    assert found.verdict.problems[0].message == "the file is not in the manifest."
    assert list((tmp_path / "in").iterdir()) == []


def test_an_expired_bundle_is_taken_out_and_said_to_be_expired(opened):
    found = opened(now=datetime(2025, 1, 1, tzinfo=UTC))
    assert (found.path is not None, found.verdict.ok, found.verdict.whole) == (True, False, True)


def test_what_is_decrypted_on_the_way_is_private_and_gone_at_the_end(opened, tmp_path, monkeypatch):
    seen = []

    def judged(path, now, signers):
        seen.append((path, stat.S_IMODE(path.parent.stat().st_mode)))
        raise RuntimeError

    monkeypatch.setattr("potay.bundle.opening.judge_bundle", judged)
    with pytest.raises(RuntimeError):
        opened()
    ((path, mode),) = seen
    assert (path.parent.parent, path.name, mode) == (tmp_path / "in", f"{TOP}.zip", 0o700)
    assert list((tmp_path / "in").iterdir()) == []


def test_what_a_kill_left_decrypted_is_gone_after_the_next_opening(opened, tmp_path):
    left = tmp_path / "in" / f".{TOP}.tmp-k3f9"
    left.mkdir(parents=True)
    (left / f"{TOP}.zip").write_bytes(b"where they are")
    assert opened().path
    assert [path.name for path in (tmp_path / "in").iterdir()] == [TOP]


@pytest.mark.parametrize("name", ["x.tar", ".zip", ".zip.age", "x.age.zip.gz", "none.zip"])
def test_what_is_no_sent_bundle_is_told(name, tmp_path):
    path = tmp_path / name
    if name != "none.zip":
        path.write_bytes(b"x")
    with pytest.raises(SourceError) as refused:
        open_bundle(path, tmp_path / "in")
    assert str(refused.value) == (
        f"{path}: a bundle in one file was expected, NAME.zip or NAME.zip.age. Name the file that "
        "was sent."
    )


def test_a_file_that_is_changed_while_it_is_taken_out_is_told(opened, receipt, monkeypatch):
    def judged(path, now, signers):
        verdict = judge_bundle(path, now, signers)
        raw = path.read_bytes()
        path.write_bytes(raw.replace(b"PK\x03\x04", b"PK\x03\x05"))
        return verdict

    monkeypatch.setattr("potay.bundle.opening.judge_bundle", judged)
    with pytest.raises(SourceError) as refused:
        opened(receipt.sent[0])
    assert str(refused.value) == (
        f"{receipt.sent[0]}: the file was changed while it was taken out: it is damaged in the zip "
        "file. Try again."
    )


def test_a_place_that_cannot_be_written_is_told(receipt, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BundleError) as refused:
        open_bundle(receipt.sent[0], tmp_path / "file")
    assert str(refused.value) == (
        f"{tmp_path / 'file' / TOP}: the bundle cannot be taken out (File exists). Free space or "
        "choose a folder you may write to with --out."
    )


def test_a_full_disk_leaves_nothing_behind(opened, tmp_path, monkeypatch):
    def full(folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("potay.bundle.opening.flush", full)
    with pytest.raises(BundleError, match=r"cannot be taken out \(No space left on device\)"):
        opened()
    assert list((tmp_path / "in").iterdir()) == []


def test_what_cannot_be_written_is_the_places_fault_and_not_the_bundles(receipt, tmp_path):
    (tmp_path / "index.html").mkdir()
    with contents_of(receipt.sent[0]) as contents, pytest.raises(FileExistsError):
        copy_out(contents, tmp_path)
