import errno
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bundle.fixtures import small
from export.world import world

from potay.bundle import judge_bundle, verify_bundle, write_bundle
from potay.bundle.manifest import Facts, canonical, digest_of
from potay.errors import Finding

EXPIRES = datetime(2024, 8, 21, 3, 59, 59, tzinfo=UTC)


@pytest.fixture
def bundle(tmp_path):
    return write_bundle(world(), tmp_path, small()).path


def changed(bundle, **more):
    """Change a manifest as somebody would who knows how it covers itself."""
    told = json.loads((bundle / "manifest.json").read_bytes()) | more
    told = {key: value for key, value in told.items() if value is not ABSENT}
    sealed = canonical(told | {"manifest_sha256": digest_of(told)})
    (bundle / "manifest.json").write_bytes(sealed)


ABSENT = object()


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


@pytest.mark.parametrize("moment", [ABSENT, None, "soon", 3, "2024-08-21T03:59:59"])
@pytest.mark.parametrize(
    ("key", "words"), [("expires", "moment of expiry"), ("as_of", "moment (as_of)")]
)
def test_a_manifest_without_its_moments_is_faulty(key, words, moment, bundle):
    changed(bundle, **{key: moment})
    assert sentences(bundle, EXPIRES - timedelta(seconds=1)) == [
        f"ti-mond-internal/manifest.json: the manifest gives no {words}. Get the bundle again."
    ]


@pytest.mark.parametrize("key", ["map", "audience"])
@pytest.mark.parametrize("value", [ABSENT, "", 3, "a\x1b[2Jb"])
def test_a_manifest_without_map_or_audience_is_faulty(key, value, bundle):
    changed(bundle, **{key: value})
    assert sentences(bundle) == [
        f"ti-mond-internal/manifest.json: the manifest gives no {key}. Get the bundle again."
    ]


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda raw: raw.replace(b'"public"', b'"internal"').replace(b"un-truck", b"un-trucK"),
        lambda raw: raw.rstrip(b"\n"),
        lambda raw: raw.replace(b"\n ", b"\n  "),
        lambda raw: raw.replace(b"{\n", b'{\n "as_of": "twice",\n', 1),
        lambda raw: json.dumps(json.loads(raw)).encode(),
        lambda raw: raw.replace(b'"ti-mond"', b'"t\\u0069-mond"'),
        lambda raw: raw.replace(b"2024-08-21", b"2099-08-21"),
        lambda raw: raw.replace(b'"map": "ti-mond"', b'"map": "\\ud800"'),
        lambda raw: canonical(json.loads(raw) | {"manifest_sha256": None}),
        lambda raw: canonical(json.loads(raw) | {"more": 1}),
    ],
)
def test_a_manifest_covers_itself_and_has_one_spelling(rewrite, bundle):
    manifest = bundle / "manifest.json"
    written = manifest.read_bytes()
    manifest.write_bytes(rewrite(written))
    assert manifest.read_bytes() != written
    assert sentences(bundle)[0] == (
        "ti-mond-internal/manifest.json: the manifest was changed after the build. "
        "Get the bundle again."
    )


@pytest.mark.parametrize(
    "path",
    ["../index.html", "/etc/passwd", "a/../../b", "", ".", "a//b", "a\\b", "C:/x", "a\x00b", "./a",
     "tables/", None, 5, "a\nb", "a\u202eb", "manifest.json", "manifest.json.sig"],
)  # fmt: skip
def test_a_path_that_leads_out_of_the_bundle_is_refused_before_it_is_opened(path, bundle):
    changed(bundle, files=entry(path=path))
    (fault,) = verify_bundle(bundle)
    assert fault.message == (
        f"the manifest names {path!a}, which is no plain path inside the bundle."
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
    assert sentences(bundle) == [f"ti-mond-internal/manifest.json: {message} Get the bundle again."]


def test_a_bundle_of_an_earlier_version_is_told_so(bundle):
    changed(bundle, schema="potay-bundle-1")
    assert sentences(bundle) == [
        "ti-mond-internal/manifest.json: the manifest is of the earlier form potay-bundle-1, "
        "which does not cover itself. Get the bundle again."
    ]


def test_a_manifest_larger_than_any_is_not_read_into_memory(bundle, monkeypatch):
    monkeypatch.setattr("potay.bundle.check.LARGEST_MANIFEST", 100)
    assert sentences(bundle) == [
        "ti-mond-internal/manifest.json: the manifest cannot be used: it is larger than any that "
        "potay writes. Get the bundle again."
    ]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 5000], ids=range(5))
def test_a_manifest_that_is_not_json_is_told(raw, bundle):
    (bundle / "manifest.json").write_bytes(raw)
    assert [fault.message for fault in verify_bundle(bundle)] == ["the manifest is not JSON."]


@pytest.mark.parametrize("raw", ["[]", "{}", '{"schema": "other"}', "null"])
def test_a_manifest_of_another_kind_is_told(raw, bundle):
    (bundle / "manifest.json").write_text(raw, encoding="utf-8")
    assert [fault.message for fault in verify_bundle(bundle)] == [
        "the manifest is not of the form potay-bundle-2."
    ]


@pytest.mark.parametrize("gone", ["bundle", "manifest"])
def test_what_cannot_be_read_tells_no_facts(gone, bundle):
    (bundle / "manifest.json").unlink()
    verdict = judge_bundle(bundle if gone == "manifest" else bundle / "none")
    assert (verdict.facts, verdict.sentence(), len(verdict.problems)) == (
        Facts(), "Not to be used.", 1,
    )  # fmt: skip
    assert verdict.problems[0].hint == "Get the bundle again."


def test_a_folder_without_manifest_and_a_place_without_folder_are_told(bundle):
    (bundle / "manifest.json").unlink()
    assert [one.message for one in verify_bundle(bundle)] == ["the manifest is missing."]
    assert [one.message for one in verify_bundle(bundle / "none")] == [
        "the bundle is neither a folder nor a zip file; a folder with a manifest.json was expected."
    ]


def test_a_file_replaced_by_a_link_to_an_equal_one_is_faulty(bundle, tmp_path):
    """A link may point elsewhere tomorrow."""
    twin = tmp_path / "twin"
    (bundle / "index.html").rename(twin)
    (bundle / "index.html").symlink_to(twin)
    assert sentences(bundle) == [
        "ti-mond-internal/index.html: it is a link; a plain file was expected. "
        "Get the bundle again."
    ]


def test_a_folder_replaced_by_a_link_is_faulty(bundle, tmp_path):
    (bundle / "tables").rename(tmp_path / "elsewhere")
    (bundle / "tables").symlink_to(tmp_path / "elsewhere")
    assert [fault.message for fault in verify_bundle(bundle)] == [
        "the file is missing.", "it is a link; a plain file was expected.",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["manifest.json", "manifest.json.sig"])
def test_a_manifest_or_signature_that_is_a_link_is_faulty(name, bundle, tmp_path):
    (tmp_path / "other").write_bytes((bundle / "manifest.json").read_bytes())
    (bundle / name).unlink(missing_ok=True)
    (bundle / name).symlink_to(tmp_path / "other")
    assert len(verify_bundle(bundle)) == 1


def test_a_pipe_in_the_bundle_does_not_hang_the_check(bundle):
    (bundle / "index.html").unlink()
    os.mkfifo(bundle / "index.html")
    assert [fault.message for fault in verify_bundle(bundle)] == [
        "it is no plain file; a plain file was expected."
    ]


@pytest.mark.parametrize("name", ["empty", "tables/empty", ".hidden"])
def test_a_folder_that_is_not_in_the_manifest_is_named(name, bundle):
    (bundle / name).mkdir()
    assert sentences(bundle) == [
        f"ti-mond-internal/{name}: the folder is not in the manifest. Remove it."
    ]


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_what_sqlite_leaves_beside_a_geopackage_may_change_what_it_shows(ending, bundle):
    (bundle / f"index.html{ending}").write_bytes(b"")
    assert sentences(bundle) == [
        f"ti-mond-internal/index.html{ending}: the file is not in the manifest. Close the program "
        "that has the GeoPackage open, then remove it."
    ]


def test_a_name_that_would_steer_a_terminal_is_spelled_out(bundle):
    (bundle / "a\x1b[2Jb").write_text("x", encoding="utf-8")
    (bundle / os.fsdecode(b"\xff")).write_text("x", encoding="utf-8")
    assert sentences(bundle) == [
        "'ti-mond-internal/a\\x1b[2Jb': the file is not in the manifest. Remove it.",
        "'ti-mond-internal/\\udcff': the file is not in the manifest. Remove it.",
    ]


def test_who_stands_in_a_bundle_is_told_its_name(bundle, monkeypatch):
    (bundle / "index.html").unlink()
    monkeypatch.chdir(bundle)
    assert sentences(Path()) == [
        "ti-mond-internal/index.html: the file is missing. Get the bundle again."
    ]


def test_a_file_that_cannot_be_read_is_told(bundle, monkeypatch):
    def refuse(self, name):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("potay.bundle.contents.FolderContents.opened", refuse)
    assert sentences(bundle) == [
        "ti-mond-internal/manifest.json: the manifest cannot be used: it cannot be read "
        "(Permission denied). Get the bundle again."
    ]
