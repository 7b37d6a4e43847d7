"""What leaves is recorded before it is put in place; what cannot be recorded does not leave."""

import errno
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from bundle.fixtures import content, signed, small, workspace_with_key
from export.world import world

from potay.built import named_moment
from potay.bundle import (
    Delivery,
    Recipient,
    delivery_of,
    make_identity,
    open_bundle,
    read_identity,
    verify_bundle,
    write_bundle,
)
from potay.errors import BundleError, SourceError
from potay.files import in_place_of
from potay.releaselog import read_releases

TOP = "ti-mond-internal_2024-08-18"


@pytest.fixture
def root(tmp_path):
    return workspace_with_key(tmp_path / "desk")


@pytest.fixture
def readers(tmp_path):
    return tuple(
        Recipient(name, make_identity(tmp_path / f"{name}.txt")) for name in ("Cayes", "Jacmel")
    )


def deliver(root, out, audience="internal", **how):
    built = replace(world(audience), home=root)
    return write_bundle(built, out, small(), delivery_of(root, **how))


@pytest.mark.parametrize("audience", ["public", "partners"])
def test_every_bundle_that_is_not_internal_is_a_release(audience, root, tmp_path):
    before = datetime.now(UTC).replace(microsecond=0)
    receipt = signed(root, tmp_path / "out", audience)
    (line,) = read_releases(root)
    assert (line.map, line.audience, line.sent, line.recipients) == (
        "ti-mond", audience, ("folder",), (),
    )  # fmt: skip
    assert before <= datetime.fromisoformat(line.at) <= datetime.now(UTC) + timedelta(seconds=1)
    assert (line.as_of, line.expires) == ("2024-08-19T03:59:59+00:00", "2024-08-21T03:59:59+00:00")
    assert line.manifest == receipt.digest
    assert line.fingerprint == world(audience).provenance.fingerprint
    assert line.signed_with == delivery_of(root).key.fingerprint
    assert line.totals == {}


def test_figures_are_told_in_bands(root, tmp_path):
    signed(root, tmp_path / "out", "public")
    counts = read_releases(root)[0].counts
    assert counts["sites"] == "10 to 99"
    assert counts["gateways"] == "1 to 9"
    assert all(" to " in band or band == "0" for band in counts.values())


def test_totals_that_the_map_was_released_with_are_kept(root, tmp_path):
    built = replace(world("public"), home=root)
    built = replace(built, released_totals={"Vil": "10 to 99"})
    write_bundle(built, tmp_path / "out", small())
    assert read_releases(root)[0].totals == {"Vil": "10 to 99"}
    assert b"10 to 99" not in b"".join(content(tmp_path / "out").values())


def test_a_plain_internal_bundle_is_no_release_but_one_that_is_sent_is(root, tmp_path, readers):
    deliver(root, tmp_path / "out")
    assert read_releases(root) == []
    assert not (root / "releases.jsonl").exists()
    deliver(root, tmp_path / "out", packed=True)
    deliver(root, tmp_path / "out", recipients=(*readers, readers[0]))
    assert [(one.sent, one.recipients) for one in read_releases(root)] == [
        (("folder", "zip"), ()), (("folder", "age"), ("Cayes", "Jacmel")),
    ]  # fmt: skip


def test_a_workspace_without_a_key_records_too(tmp_path):
    (tmp_path / "home").mkdir()
    signed(tmp_path / "home", tmp_path / "out", "public")
    assert read_releases(tmp_path / "home")[0].signed_with is None


def test_a_map_of_no_workspace_is_written_and_not_recorded(tmp_path):
    receipt = write_bundle(world("public"), tmp_path / "out", small())
    assert verify_bundle(receipt.path) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_what_is_recorded_does_not_reach_the_bundle(root, tmp_path):
    first = signed(root, tmp_path / "a", "public")
    second = signed(root, tmp_path / "b", "public")
    assert content(first.path) == content(second.path)
    assert len(read_releases(root)) == 2


def test_a_bundle_that_cannot_be_recorded_does_not_leave(root, tmp_path):
    signed(root, tmp_path / "out", "public")
    before = content(tmp_path / "out")
    log = root / "releases.jsonl"
    log.write_bytes(log.read_bytes().replace(b"ti-mond", b"ti-mons"))
    with pytest.raises(SourceError, match=r"releases\.jsonl, line 1: was edited"):
        signed(root, tmp_path / "out", "public", text="two")
    assert content(tmp_path / "out") == before


@pytest.mark.parametrize("end", ["", ".age"])
def test_a_bundle_that_fails_is_not_recorded(end, root, tmp_path, readers, monkeypatch):
    @contextmanager
    def full(path):
        if path.name == f"{TOP}.zip{end}":
            raise OSError(errno.ENOSPC, "No space left on device")
        with in_place_of(path) as file:
            yield file

    monkeypatch.setattr("potay.bundle.delivery.in_place_of", full)
    with pytest.raises(BundleError, match="No space left on device"):
        deliver(root, tmp_path / "out", packed=True, recipients=readers)
    assert read_releases(root) == []
    assert list((tmp_path / "out").iterdir()) == []


def test_every_recipient_opens_what_was_encrypted_for_all(root, tmp_path, readers):
    receipt = deliver(root, tmp_path / "out", "partners", recipients=readers)
    (file,) = receipt.sent
    assert file.name == "ti-mond-partners_2024-08-18.zip.age"
    for name in ("Cayes", "Jacmel"):
        found = open_bundle(file, tmp_path / name, read_identity(tmp_path / f"{name}.txt"))
        assert content(found.path) == content(receipt.path)


def test_only_the_encrypted_file_is_there_where_only_it_was_asked_for(root, tmp_path, readers):
    deliver(root, tmp_path / "out", recipients=readers)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "ti-mond-internal", f"{TOP}.zip.age",
    ]  # fmt: skip


def test_the_zip_file_is_the_same_each_time(root, tmp_path):
    (first,) = deliver(root, tmp_path / "a", packed=True).sent
    (second,) = deliver(root, tmp_path / "b", packed=True).sent
    assert first.read_bytes() == second.read_bytes()
    assert first.name == second.name == f"{TOP}.zip"


def test_what_a_killed_build_left_of_a_zip_file_is_gone_after_the_next(root, tmp_path):
    (tmp_path / "out").mkdir()
    left = [tmp_path / "out" / f".{TOP}.zip{end}.k3f9.new" for end in ("", ".age")]
    for path in left:
        path.write_bytes(b"half")
    other = tmp_path / "out" / ".ti-mond-public_2024-08-18.zip.k3f9.new"
    other.write_bytes(b"of another build")
    deliver(root, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        other.name, "ti-mond-internal",
    ]  # fmt: skip


@pytest.mark.parametrize("audience", ["internal", "partners"])
def test_a_zip_file_that_is_not_for_all_warns_unless_encrypted(audience, root, readers):
    (warning,) = delivery_of(root, packed=True).warnings(audience)
    assert warning.severity == "warning"
    assert warning.sentence() == (
        f"the bundle is for {audience} and its zip file is not encrypted: whoever gets hold of it "
        "reads all of it. Name who may open it with --for, instead of --zip."
    )
    assert delivery_of(root, recipients=readers).warnings(audience) == ()
    assert delivery_of(root, packed=True).warnings("public") == ()
    assert delivery_of(root).warnings(audience) == ()


def test_a_key_that_others_may_read_warns(root):
    path = root / ".potay" / "key"
    path.chmod(0o640)
    (warning,) = delivery_of(root).warnings("public")
    assert warning.severity == "warning"
    assert warning.sentence() == (
        f"{path}: others on this machine may read the key. Run chmod 600 {path}."
    )


def test_an_empty_folder_of_a_renderer_is_in_no_bundle(tmp_path):
    def empty(built, folder):
        (folder / "routes" / "more").mkdir(parents=True)

    receipt = write_bundle(world(), tmp_path, {**small(), "empty": empty}, Delivery())
    assert sorted(path.name for path in receipt.path.iterdir()) == [
        "index.html", "manifest.json", "tables",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (datetime(2024, 8, 19, 3, 59, 59, tzinfo=UTC), "2024-08-18"),
        (datetime(2024, 8, 19, 3, 58, 59, tzinfo=UTC), "2024-08-18T2358"),
        (datetime(2024, 8, 19, 13, 30, tzinfo=UTC), "2024-08-19T0930"),
        (datetime(2024, 1, 6, 4, 59, 59, tzinfo=UTC), "2024-01-05"),
    ],
)
def test_the_moment_in_a_name_is_the_day_in_haiti_and_the_time_where_it_is_not_its_end(
    moment, name
):
    assert named_moment(moment) == name
    provenance = replace(world().provenance, as_of=moment)
    assert replace(world(), provenance=provenance).stem == f"ti-mond_internal_{name}"
