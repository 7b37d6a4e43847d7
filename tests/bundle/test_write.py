import ctypes
import errno
import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from bundle.fixtures import EXPORTS, content, full_bundle, small
from export.world import world

from potay.bundle import verify_bundle, write_bundle
from potay.bundle.lock import build_lock
from potay.errors import BundleError
from potay.export import write_gpkg

NAME = "ti-mond-internal"
STEM = "ti-mond_internal_2024-08-18"


def hidden(out):
    return sorted(path.name for path in out.iterdir() if path.name.startswith("."))


def failing(error):
    def write(built, folder):
        (folder / "half.bin").write_bytes(b"half")
        raise error

    return {"failing": write}


def test_a_bundle_is_whole_and_says_what_is_in_it(tmp_path):
    receipt = full_bundle(tmp_path, "internal")
    assert receipt.path == tmp_path / NAME
    assert [file.path for file in receipt.files] == [
        "index.html", "manifest.json", f"routes/{STEM}.gpx", f"routes/{STEM}.kmz",
        "tables/access.csv", "tables/claims.csv", "tables/corridors.csv", "tables/state.csv",
        f"tables/{STEM}.xlsx", f"{STEM}.gpkg",
    ]  # fmt: skip
    assert verify_bundle(receipt.path) == []
    assert hidden(tmp_path) == []


def test_the_manifest_tells_inputs_moment_expiry_and_counts(tmp_path):
    told = json.loads((full_bundle(tmp_path, "partners").path / "manifest.json").read_bytes())
    assert told["as_of"] == "2024-08-19T03:59:59+00:00"
    assert told["expires"] == "2024-08-21T03:59:59+00:00"
    assert told["built_for"] == {"audience": "partners", "mover": "un-truck"}
    given = world("partners").provenance
    assert (told["audience"], told["sensitivity"]) == ("partners", given.sensitivity)
    assert told["inputs"] == list(given.inputs)
    assert told["versions"] == {"potay": "0.1.0"}
    assert set(told["files"][0]) == {"path", "bytes", "sha256"}


def test_the_same_map_gives_the_same_bytes(tmp_path):
    assert content(full_bundle(tmp_path / "a", "internal").path) == content(
        full_bundle(tmp_path / "b", "internal").path
    )


def test_nothing_of_the_machine_reaches_the_bytes(tmp_path):
    """Another time zone, language, seed, clock, user, umask and working folder: same bytes."""
    here = full_bundle(tmp_path / "here", "internal")
    script = (
        "import os, pathlib; os.umask(0o077); os.chdir('/'); "
        "from bundle.fixtures import full_bundle; "
        f"full_bundle(pathlib.Path({str(tmp_path / 'there')!r}), 'internal')"
    )
    other = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "77", "USER": "other",
             "SOURCE_DATE_EPOCH": "1", "HOME": "/nonexistent"}  # fmt: skip
    environment = {**os.environ, **other, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, timeout=120)
    assert content(tmp_path / "there" / NAME) == content(here.path)


def test_the_order_of_rows_does_not_reach_the_bytes(tmp_path):
    given = world()
    mixed = replace(
        given,
        layers=tuple(replace(one, frame=one.frame.iloc[::-1]) for one in given.layers),
        tables={name: table.iloc[::-1] for name, table in given.tables.items()},
        routes=given.routes.iloc[::-1],
    )
    data = {name: write for name, write in EXPORTS.items() if name != "html"}
    first = write_bundle(given, tmp_path / "a", data)
    assert write_bundle(mixed, tmp_path / "b", data).files == first.files


def test_a_new_bundle_replaces_the_old_one_and_leaves_nothing_behind(tmp_path):
    write_bundle(world(), tmp_path, small("old"))
    write_bundle(world(), tmp_path, small("new"))
    assert content(tmp_path / NAME)["tables/access.csv"] == b"new"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize(
    "error",
    [BundleError("ti-mond.gpkg: no."), OSError(errno.ENOSPC, "No space left on device"),
     RuntimeError("a bug"), KeyboardInterrupt()],
    ids=["refused", "disk full", "bug", "interrupted"],
)  # fmt: skip
def test_whatever_fails_the_last_bundle_stays_whole(error, tmp_path):
    write_bundle(world(), tmp_path, small("old"))
    before = content(tmp_path / NAME)
    with pytest.raises((BundleError, RuntimeError, KeyboardInterrupt)):
        write_bundle(world(), tmp_path, {**small("new"), **failing(error)})
    assert content(tmp_path / NAME) == before
    assert hidden(tmp_path) == []


def test_a_full_disk_is_told_in_a_sentence(tmp_path):
    with pytest.raises(BundleError) as refused:
        write_bundle(world(), tmp_path, failing(OSError(errno.ENOSPC, "No space left on device")))
    assert str(refused.value) == (
        f"{tmp_path / NAME}: the bundle cannot be written (No space left on device). The bundle "
        "that was there is untouched. Free space or choose a folder you may write to with --out."
    )


@pytest.mark.parametrize(
    "told",
    [BundleError("x.gpkg: cannot rollback - no transaction is active."), ValueError("no table")],
)
def test_a_full_disk_is_told_as_one_whatever_a_library_calls_it(told, tmp_path, monkeypatch):
    write_bundle(world(), tmp_path, small("old"))
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr("potay.bundle.place.os.fsync", Mock(side_effect=full))
    with pytest.raises(BundleError) as refused:
        write_bundle(world(), tmp_path, failing(told))
    assert str(refused.value).startswith(
        f"{tmp_path / NAME}: the bundle cannot be written (No space left on device). "
    )


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BundleError, match="the bundle cannot be written"):
        write_bundle(world(), tmp_path / "file" / "out", small())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_geopackage_on_a_full_disk_is_refused(tmp_path):
    (tmp_path / "x.gpkg").symlink_to("/dev/full")
    with pytest.raises(BundleError, match=r"x\.gpkg: the GeoPackage cannot be written"):
        write_gpkg(world(), tmp_path / "x.gpkg")


def test_files_that_are_not_ours_are_not_replaced(tmp_path):
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "thesis.doc").write_text("mine", encoding="utf-8")
    with pytest.raises(BundleError) as refused:
        write_bundle(world(), tmp_path, small())
    assert str(refused.value) == (
        f"{tmp_path / NAME}: holds files that potay did not write (thesis.doc), so it is not "
        "replaced. Move them away or choose another folder with --out."
    )
    assert content(tmp_path / NAME) == {"thesis.doc": b"mine"}


def test_a_file_put_into_our_bundle_is_not_lost(tmp_path):
    write_bundle(world(), tmp_path, small())
    (tmp_path / NAME / "tables" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BundleError, match=r"did not write \(tables/notes\.txt\)"):
        write_bundle(world(), tmp_path, small())
    assert (tmp_path / NAME / "tables" / "notes.txt").exists()


def test_a_manifest_of_something_else_does_not_make_a_folder_ours(tmp_path):
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "manifest.json").write_text('{"files": [{"path": "a"}]}', encoding="utf-8")
    with pytest.raises(BundleError, match=r"did not write \(manifest\.json\)"):
        write_bundle(world(), tmp_path, small())


@pytest.mark.parametrize(
    "manifest",
    ['{"schema": "other", "files": [{"path": "a"}]}', '{"schema": "potay-bundle-2", "files": []}'],
)
def test_a_manifest_of_another_kind_or_of_nothing_makes_nothing_ours(manifest, tmp_path):
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(BundleError, match=r"did not write \(manifest\.json\)"):
        write_bundle(world(), tmp_path, small())


@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_file_or_link_in_the_bundles_place_is_refused(kind, tmp_path):
    if kind == "file":
        (tmp_path / NAME).write_text("x", encoding="utf-8")
    else:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BundleError, match="is not a folder; a bundle's folder was expected"):
        write_bundle(world(), tmp_path, small())


def test_an_empty_folder_and_what_sqlite_leaves_beside_a_geopackage_are_no_hindrance(tmp_path):
    (tmp_path / NAME).mkdir()
    write_bundle(world(), tmp_path, small())
    (tmp_path / NAME / "index.html-wal").write_bytes(b"")
    write_bundle(world(), tmp_path, small("new"))
    assert content(tmp_path / NAME)["tables/access.csv"] == b"new"


def test_a_second_build_at_the_same_time_ends_with_a_clear_message(tmp_path):
    with build_lock(tmp_path / NAME), pytest.raises(BundleError) as refused:
        write_bundle(world(), tmp_path, small())
    assert str(refused.value) == (
        f"{tmp_path / NAME}: this bundle is being built by process {os.getpid()} on "
        f"{socket.gethostname()}; one build at a time is expected. Wait for it, or remove "
        f"{tmp_path / f'.{NAME}.lock'} if that process no longer exists."
    )
    write_bundle(world(), tmp_path, small())


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path):
    held = {"host": socket.gethostname(), "pid": 2**22 + 1}
    (tmp_path / f".{NAME}.lock").write_text(json.dumps(held), encoding="utf-8")
    write_bundle(world(), tmp_path, small())
    assert hidden(tmp_path) == []


def test_a_build_whose_process_is_not_known_is_told_too(tmp_path):
    with build_lock(tmp_path / NAME):
        (tmp_path / f".{NAME}.lock").write_text("{}", encoding="utf-8")
        with pytest.raises(BundleError, match=r"being built by process \? on this host; one"):
            write_bundle(world(), tmp_path, small())


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_lock_file_without_sense_is_taken_over(text, tmp_path):
    (tmp_path / f".{NAME}.lock").write_text(text, encoding="utf-8")
    write_bundle(world(), tmp_path, small())


def test_the_lock_of_another_host_is_respected(tmp_path):
    held = {"host": "elsewhere", "pid": 1}
    (tmp_path / f".{NAME}.lock").write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(BundleError, match="being built by process 1 on elsewhere"):
        write_bundle(world(), tmp_path, small())


def test_what_a_killed_build_left_is_gone_after_the_next(tmp_path):
    left = tmp_path / f".{NAME}.tmp-999999"
    left.mkdir()
    (left / "half.gpkg").write_bytes(b"half")
    write_bundle(world(), tmp_path, small())
    assert hidden(tmp_path) == []


def test_a_bundle_set_aside_by_a_build_killed_between_renames_comes_back(tmp_path):
    write_bundle(world(), tmp_path, small("old"))
    (tmp_path / NAME).rename(tmp_path / f".{NAME}.old-999999")
    with pytest.raises(RuntimeError):
        write_bundle(world(), tmp_path, failing(RuntimeError()))
    assert content(tmp_path / NAME)["tables/access.csv"] == b"old"


def test_the_swap_works_where_folders_cannot_be_exchanged(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "other")
    write_bundle(world(), tmp_path, small("old"))
    write_bundle(world(), tmp_path, small("new"))
    assert content(tmp_path / NAME)["tables/access.csv"] == b"new"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="renameat2 is of Linux")
@pytest.mark.parametrize("relative", [True, False])
def test_on_linux_a_bundle_is_never_missing_for_a_moment(relative, tmp_path, monkeypatch):
    """Old and new change places in one step: no rename of the old one away comes before."""
    write_bundle(world(), tmp_path, small("old"))

    def refuse(path, target):
        raise AssertionError(f"{path} was renamed")

    monkeypatch.setattr(Path, "rename", refuse)
    monkeypatch.chdir(tmp_path)
    write_bundle(world(), Path() if relative else tmp_path, small("new"))
    assert content(tmp_path / NAME)["tables/access.csv"] == b"new"
    assert hidden(tmp_path) == []


def kernel(monkeypatch, answer):
    """A system whose renameat2 is missing (None), or fails with an error number."""

    def library(name, **how):
        def renameat2(*words):
            ctypes.set_errno(answer)
            return -1

        return SimpleNamespace() if answer is None else SimpleNamespace(renameat2=renameat2)

    monkeypatch.setattr("potay.bundle.place.ctypes.CDLL", library)


@pytest.mark.parametrize("answer", [None, errno.EINVAL, errno.ENOSYS, errno.ENOTSUP])
def test_the_swap_works_where_the_system_cannot_exchange(answer, tmp_path, monkeypatch):
    write_bundle(world(), tmp_path, small("old"))
    kernel(monkeypatch, answer)
    write_bundle(world(), tmp_path, small("new"))
    assert content(tmp_path / NAME)["tables/access.csv"] == b"new"
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_swap_that_fails_leaves_the_old_bundle(tmp_path, monkeypatch):
    write_bundle(world(), tmp_path, small("old"))
    kernel(monkeypatch, errno.EIO)
    with pytest.raises(BundleError) as refused:
        write_bundle(world(), tmp_path, small("new"))
    assert "the bundle cannot be written (Input/output error)" in str(refused.value)
    assert content(tmp_path / NAME)["tables/access.csv"] == b"old"
    assert hidden(tmp_path) == []


def test_an_empty_folder_that_somebody_put_into_our_bundle_is_not_lost(tmp_path):
    write_bundle(world(), tmp_path, small())
    (tmp_path / NAME / "mine").mkdir()
    with pytest.raises(BundleError, match=r"did not write \(mine\)"):
        write_bundle(world(), tmp_path, small())


def test_a_link_to_a_folder_of_our_bundle_is_not_ours(tmp_path):
    write_bundle(world(), tmp_path, small())
    (tmp_path / NAME / "tables").rename(tmp_path / "elsewhere")
    (tmp_path / NAME / "tables").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BundleError, match=r"did not write \(tables\)"):
        write_bundle(world(), tmp_path, small())


def test_a_bundle_of_an_earlier_version_is_replaced(tmp_path):
    manifest = write_bundle(world(), tmp_path, small("old")).path / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"potay-bundle-2", b"potay-bundle-1"))
    (manifest.parent / "manifest.json.sig").write_bytes(b"signature")
    write_bundle(world(), tmp_path, small("new"))
    assert content(tmp_path / NAME)["tables/access.csv"] == b"new"


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"[]", b'{"schema": "potay-bundle-2"}', b"\xff"])
def test_a_manifest_that_cannot_be_read_makes_nothing_ours(raw, tmp_path):
    (write_bundle(world(), tmp_path, small()).path / "manifest.json").write_bytes(raw)
    with pytest.raises(
        BundleError, match=r"did not write \(index\.html, manifest\.json, tables, t"
    ):
        write_bundle(world(), tmp_path, small())


def test_of_many_foreign_files_five_are_named(tmp_path):
    (tmp_path / NAME).mkdir()
    for number in range(7):
        (tmp_path / NAME / f"{number}.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BundleError, match=r"\(0\.txt, 1\.txt, 2\.txt, 3\.txt, 4\.txt and 2 more\)"):
        write_bundle(world(), tmp_path, small())


def test_a_bundle_that_reads_back_wrong_is_not_published(tmp_path, monkeypatch):
    write_bundle(world(), tmp_path, small("old"))

    def linked(built, folder):
        (folder / "link").symlink_to("/etc/hostname")

    with pytest.raises(BundleError, match="link: it is a link; a plain file was expected"):
        write_bundle(world(), tmp_path, {**small("new"), "linked": linked})
    assert content(tmp_path / NAME)["tables/access.csv"] == b"old"
