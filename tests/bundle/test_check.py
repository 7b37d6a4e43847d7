import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from bundle.fixtures import small
from export.world import world

from potay.bundle import verify_bundle, write_bundle
from potay.errors import Finding

EXPIRES = datetime(2024, 8, 21, 3, 59, 59, tzinfo=UTC)


@pytest.fixture
def bundle(tmp_path):
    return write_bundle(world(), tmp_path, small()).path


def changed(bundle, **more):
    told = json.loads((bundle / "manifest.json").read_bytes())
    told.update(more)
    (bundle / "manifest.json").write_text(json.dumps(told), encoding="utf-8")


def entry(**more):
    return [{"path": "index.html", "bytes": 1, "sha256": "0" * 64, **more}]


def sentences(bundle, now=None):
    return [fault.sentence() for fault in verify_bundle(bundle, now)]


def test_a_bundle_as_it_was_written_has_no_fault(bundle):
    assert verify_bundle(bundle, now=EXPIRES - timedelta(seconds=1)) == []


def test_a_missing_file_is_named(bundle):
    (bundle / "tables" / "access.csv").unlink()
    assert verify_bundle(bundle) == [
        Finding(
            "error",
            "the file is missing.",
            file="ti-mond-internal/tables/access.csv",
            hint="Get the bundle again.",
        )
    ]


def test_an_extra_file_is_named(bundle):
    (bundle / "tables" / "extra.csv").write_text("x", encoding="utf-8")
    assert sentences(bundle) == [
        "ti-mond-internal/tables/extra.csv: the file is not in the manifest. Remove it."
    ]


@pytest.mark.parametrize("change", [lambda old: old + b"!", lambda old: b"X" + old[1:]])
def test_a_changed_file_is_named(change, bundle):
    path = bundle / "index.html"
    path.write_bytes(change(path.read_bytes()))
    assert sentences(bundle) == [
        "ti-mond-internal/index.html: the file was changed after the build. Get the bundle again."
    ]


def test_all_faults_are_told_at_once(bundle):
    (bundle / "index.html").write_text("?", encoding="utf-8")
    (bundle / "tables" / "access.csv").unlink()
    (bundle / "more").write_text("?", encoding="utf-8")
    assert len(verify_bundle(bundle, now=EXPIRES)) == 4


def test_a_bundle_past_its_expiry_is_faulty_for_a_reader_with_a_clock(bundle):
    assert verify_bundle(bundle) == []
    assert sentences(bundle, EXPIRES) == [
        "ti-mond-internal/manifest.json: the bundle expired at 2024-08-21T03:59:59+00:00. "
        "Build it again from newer reports; do not move by this one."
    ]


@pytest.mark.parametrize("expires", [None, "soon", 3, "2024-08-21T03:59:59"])
def test_a_manifest_without_a_moment_of_expiry_is_faulty(expires, bundle):
    changed(bundle, expires=expires)
    assert sentences(bundle) == [
        "ti-mond-internal/manifest.json: the manifest gives no moment of expiry. "
        "Get the bundle again."
    ]


@pytest.mark.parametrize(
    "path",
    ["../index.html", "/etc/passwd", "a/../../b", "", ".", "a//b", "a\\b", "C:/x", "a\x00b", "./a",
     "tables/", None, 5],
)  # fmt: skip
def test_a_path_that_leads_out_of_the_bundle_is_refused_before_it_is_opened(path, bundle):
    changed(bundle, files=entry(path=path))
    (fault,) = verify_bundle(bundle)
    assert fault.message == (
        f"the manifest names {path!r}, which is no plain path inside the bundle."
    )


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([], "the manifest lists no files."),
        ("all", "the manifest lists no files."),
        (["index.html"], "the manifest has a file entry without exactly path, bytes and sha256."),
        (entry(extra=1), "the manifest has a file entry without exactly path, bytes and sha256."),
        (entry(bytes=-1), "the manifest gives index.html no whole size in bytes."),
        (entry(bytes=True), "the manifest gives index.html no whole size in bytes."),
        (entry(sha256="xyz"), "the manifest gives index.html no sha256."),
        (entry() + entry(), "the manifest lists index.html twice."),
    ],
)
def test_a_malformed_list_of_files_is_told(files, message, bundle):
    changed(bundle, files=files)
    assert [fault.message for fault in verify_bundle(bundle)] == [message]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_manifest_that_is_not_json_is_told(raw, bundle):
    (bundle / "manifest.json").write_bytes(raw)
    assert [fault.message for fault in verify_bundle(bundle)] == ["the manifest is not JSON."]


@pytest.mark.parametrize("raw", ["[]", "{}", '{"schema": "other"}', "null"])
def test_a_manifest_of_another_kind_is_told(raw, bundle):
    (bundle / "manifest.json").write_text(raw, encoding="utf-8")
    assert [fault.message for fault in verify_bundle(bundle)] == [
        "the manifest is not of the form potay-bundle-1."
    ]


def test_a_folder_without_manifest_and_a_place_without_folder_are_told(bundle):
    (bundle / "manifest.json").unlink()
    assert [one.message for one in verify_bundle(bundle)] == ["the manifest is missing."]
    assert [one.message for one in verify_bundle(bundle / "none")] == [
        "the bundle is no folder; a folder with a manifest.json was expected."
    ]


def test_a_file_replaced_by_a_link_to_an_equal_one_is_faulty(bundle, tmp_path):
    """A link may point elsewhere tomorrow."""
    twin = tmp_path / "twin"
    (bundle / "index.html").rename(twin)
    (bundle / "index.html").symlink_to(twin)
    assert len(verify_bundle(bundle)) == 1


def test_a_folder_replaced_by_a_link_is_faulty(bundle, tmp_path):
    (bundle / "tables").rename(tmp_path / "elsewhere")
    (bundle / "tables").symlink_to(tmp_path / "elsewhere")
    assert "the file is missing." in [fault.message for fault in verify_bundle(bundle)]


def test_a_pipe_in_the_bundle_does_not_hang_the_check(bundle):
    (bundle / "index.html").unlink()
    os.mkfifo(bundle / "index.html")
    assert len(verify_bundle(bundle)) == 1


def test_a_signature_beside_the_manifest_is_no_fault(bundle):
    (bundle / "manifest.json.sig").write_text("signature", encoding="utf-8")
    assert verify_bundle(bundle) == []
