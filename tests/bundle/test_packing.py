"""One zip file of a bundle: the same bytes each time, and checked as strictly as its folder."""

import io
import random
import re
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bundle.fixtures import content, signed, workspace_with_key
from export.world import world

from potay.bundle import judge_bundle, trusted_signers, verify_bundle, write_bundle
from potay.bundle.packing import pack

TOP = "ti-mond-internal_2024-08-18"
NOW = datetime(2024, 8, 20, tzinfo=UTC)
REPACKED = (
    "x.zip: another program than potay packed the zip file, so that what yet another takes out of "
    "it may differ from what was checked. Take it out with potay open."
)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return workspace_with_key(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def folder(root, tmp_path_factory):
    return signed(root, tmp_path_factory.mktemp("out"), text="plas lè " * 500).path


@pytest.fixture
def zipped(folder, tmp_path):
    path = tmp_path / "x.zip"
    with path.open("wb") as sink:
        pack(folder, TOP, sink)
    return path


@pytest.fixture
def members(folder):
    return {f"{TOP}/{name}": raw for name, raw in content(folder).items()}


@pytest.fixture
def rezip(zipped):
    """Another zip file in the place of ours, from pairs of a name or an info, and bytes."""

    def rewritten(pairs, method=zipfile.ZIP_DEFLATED, comment=b""):
        with zipfile.ZipFile(zipped, "w", method) as archive:
            for name, raw in pairs:
                archive.writestr(name, raw)
            archive.comment = comment

    return rewritten


@pytest.fixture
def judge(root, zipped):
    return lambda: judge_bundle(zipped, NOW, trusted_signers(root))


def said(verdict):
    return [problem.sentence() for problem in verdict.problems]


def test_a_zip_file_is_judged_like_its_folder(judge):
    verdict = judge()
    assert (verdict.ok, verdict.signed_by, said(verdict)) == (True, "desk", [])


def test_the_same_bundle_packs_into_the_same_bytes(folder, zipped):
    again = io.BytesIO()
    pack(folder, TOP, again)
    assert again.getvalue() == zipped.read_bytes()
    with zipfile.ZipFile(again) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o644}
        assert {info.create_system for info in archive.infolist()} == {3}


def test_a_zip_file_holds_the_files_below_one_folder_and_is_smaller(folder, zipped, members):
    with zipfile.ZipFile(zipped) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == members
    assert zipped.stat().st_size < sum(map(len, members.values()))


def test_names_that_are_not_ascii_are_packed_and_recognised(root, tmp_path):
    def accents(built, folder):
        (folder / "é").mkdir()
        (folder / "é" / "à.txt").write_text("x", encoding="utf-8")

    built = replace(world(), home=root)
    folder = write_bundle(built, tmp_path / "out", {"accents": accents}).path
    with (tmp_path / "x.zip").open("wb") as sink:
        pack(folder, "lè", sink)
    verdict = judge_bundle(tmp_path / "x.zip", NOW, trusted_signers(root))
    assert (verdict.signed_by, verdict.problems) == ("desk", ())


# -- packed by others


def test_files_that_another_program_packed_are_whole_with_a_warning(judge, rezip, members):
    rezip(members.items())
    verdict = judge()
    assert [problem.severity for problem in verdict.problems] == ["warning"]
    assert (verdict.ok, verdict.signed_by, said(verdict)) == (True, "desk", [REPACKED])


def test_files_at_the_top_of_a_zip_file_are_found_too(judge, rezip, members):
    rezip((name.removeprefix(f"{TOP}/"), raw) for name, raw in members.items())
    assert (judge().ok, said(judge())) == (True, [REPACKED])


def test_folders_that_another_program_lists_are_those_of_the_files(judge, rezip, members):
    folders = [(f"{TOP}/", b""), (f"{TOP}/tables/", b"")]
    rezip([*folders, *members.items()])
    assert said(judge()) == [REPACKED]
    rezip([*folders, (f"{TOP}/empty/", b""), *members.items()])
    assert said(judge()) == ["x.zip/empty: the folder is not in the manifest. Remove it.", REPACKED]


def test_what_is_stored_is_read_too(judge, rezip, members):
    rezip(members.items(), method=zipfile.ZIP_STORED)
    assert said(judge()) == [REPACKED]


ODD_LAYOUTS = {
    "something before": lambda raw: b"MZ" + raw,
    "something after": lambda raw: raw + b"\0",
}


@pytest.mark.parametrize("change", ODD_LAYOUTS.values(), ids=ODD_LAYOUTS)
def test_bytes_around_the_members_are_told(change, judge, zipped):
    zipped.write_bytes(change(zipped.read_bytes()))
    assert said(judge()) in ([REPACKED], [BROKEN])


BROKEN = "x.zip: the zip file is broken or cut short. Get the bundle again."


def test_a_comment_is_told(judge, rezip, members):
    rezip(sorted(members.items()), comment=b"hello")
    assert said(judge()) == [REPACKED]


def test_a_header_that_says_something_else_than_the_directory_is_told(judge, zipped):
    """Programs that read the headers would take out something else than was checked."""
    raw = bytearray(zipped.read_bytes())
    raw[14] ^= 1  # the checksum in the first header
    zipped.write_bytes(raw)
    assert said(judge()) == [REPACKED]


SETTINGS = {
    "date_time": (2024, 1, 1, 0, 0, 0), "create_system": 0, "external_attr": 0, "comment": b"x",
    "extra": b"\x99\x99\x00\x00", "internal_attr": 1, "create_version": 63,
}  # fmt: skip


@pytest.mark.parametrize("setting", SETTINGS)
def test_whatever_we_do_not_set_is_told(setting, judge, zipped, members):
    with zipfile.ZipFile(zipped, "w") as archive:
        for name, raw in sorted(members.items()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            setattr(info, setting, SETTINGS[setting])
            archive.writestr(info, raw, compresslevel=9)
    assert said(judge()) == [REPACKED]


def test_a_name_longer_than_we_can_write_is_told(judge, rezip, zipped, members):
    long = "~" * 40_000
    rezip([*members.items(), (long, b"x")])
    zipped.write_bytes(zipped.read_bytes().replace(long.encode(), b"\x82" * 40_000))
    *_, last = said(judge())
    assert last == REPACKED
    assert len(said(judge())) == 2


# -- hostile


def test_a_member_that_leads_out_is_no_part_of_the_bundle(judge, rezip, members):
    rezip([*members.items(), (f"{TOP}/../../etc/passwd", b"x"), ("/abs", b"x"), ("else/x", b"x")])
    assert said(judge()) == [
        "x.zip/../../etc/passwd: the file is not in the manifest. Remove it.",
        "x.zip//abs: the file is not in the manifest. Remove it.",
        "x.zip/else/x: the file is not in the manifest. Remove it.",
        *[f"x.zip/{name}: the folder is not in the manifest. Remove it."
          for name in ("..", "../..", "../../etc", "/", "else")],
        REPACKED,
    ]  # fmt: skip


@pytest.mark.parametrize("top", [".", "..", "", "a/b"])
def test_a_folder_that_leads_out_is_no_folder_of_a_bundle(top, judge, rezip, members):
    rezip((name.replace(TOP, top), raw) for name, raw in members.items())
    assert said(judge()) == ["x.zip/manifest.json: the manifest is missing. Get the bundle again."]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_told(judge, rezip, members):
    rezip([*members.items(), (f"{TOP}/index.html", b"other")])
    assert said(judge()) == [
        "x.zip/index.html: it is in the archive twice; a plain file was expected. "
        "Get the bundle again.",
        REPACKED,
    ]


def test_a_link_is_told(judge, rezip, members):
    info = zipfile.ZipInfo(f"{TOP}/index.html")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    rezip([(info, b"/etc/passwd"), *[one for one in members.items() if "index" not in one[0]]])
    assert said(judge())[0] == (
        "x.zip/index.html: it is a link; a plain file was expected. Get the bundle again."
    )


def test_a_member_without_a_name_is_told(judge, rezip, zipped, members):
    rezip([*members.items(), ("~name~", b"x")])
    zipped.write_bytes(zipped.read_bytes().replace(b"~name~", b"\0name~"))  # names end at a zero
    assert said(judge()) == ["x.zip: the file is not in the manifest. Remove it.", REPACKED]


def test_an_encrypted_member_is_told(judge, zipped):
    raw = bytearray(zipped.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1  # the flags of the first entry of the directory
    zipped.write_bytes(raw)
    assert said(judge()) == [
        "x.zip/index.html: it is encrypted; a plain file was expected. Get the bundle again.",
        REPACKED,
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_that_inflates_without_limit_is_not_opened(method, judge, zipped, members):
    with zipfile.ZipFile(zipped, "w") as archive:
        for name, raw in members.items():
            index = name.endswith("index.html")
            archive.writestr(name, raw, compress_type=method if index else zipfile.ZIP_STORED)
    assert said(judge()) == [
        "x.zip/index.html: it is packed by a method that inflates without limit; a plain file was "
        "expected. Get the bundle again.",
        REPACKED,
    ]


def test_a_large_file_that_hardly_shrinks_is_no_bomb(judge, rezip, members):
    noise = random.Random(1).randbytes(3 << 20)
    rezip([*members.items(), (f"{TOP}/noise", noise)])
    assert said(judge()) == ["x.zip/noise: the file is not in the manifest. Remove it.", REPACKED]


def test_an_archive_that_would_inflate_too_far_is_not_opened(judge, rezip, members):
    rezip([*members.items(), (f"{TOP}/bomb", bytes(5 << 20))])
    (sentence,) = said(judge())
    assert re.fullmatch(
        r"x\.zip: the zip file would inflate to 5,2\d\d,\d{3} bytes from \d,\d{3}, which no bundle "
        r"does\. Get the bundle again\.",
        sentence,
    )


def test_an_archive_that_says_it_is_packed_into_more_than_any_is_not_opened(judge, zipped):
    raw = bytearray(zipped.read_bytes())
    entry = raw.index(b"PK\x01\x02")
    raw[entry + 20 : entry + 24] = (0xFFFFFFF0).to_bytes(4, "little")
    zipped.write_bytes(raw)
    (sentence,) = said(judge())
    assert re.search(
        r"would inflate to \d+,\d+ bytes from 4,29\d,.*, which no bundle does", sentence
    )


def test_an_archive_with_more_files_than_any_bundle_is_not_opened(judge, rezip):
    rezip((str(number), b"") for number in range(1001))
    assert said(judge()) == [
        "x.zip: the zip file holds 1,001 files; at most 1,000 were expected. Get the bundle again."
    ]


def test_the_limits_themselves_are_kept(judge, rezip, members, monkeypatch):
    size = sum(map(len, members.values()))
    monkeypatch.setattr("potay.bundle.contents.MOST_BYTES", size)
    monkeypatch.setattr("potay.bundle.contents.MOST_MEMBERS", len(members))
    rezip(members.items())
    assert judge().ok
    rezip(members.items(), method=zipfile.ZIP_STORED)
    assert judge().ok
    monkeypatch.setattr("potay.bundle.contents.MOST_BYTES", size - 1)
    assert "which no bundle does" in said(judge())[0]


def test_what_is_no_zip_file_and_one_that_is_broken_are_told(judge, zipped):
    raw = zipped.read_bytes()
    zipped.write_bytes(b"PK" + bytes(100))
    assert said(judge()) == [
        "x.zip: the bundle is neither a folder nor a zip file; a folder with a manifest.json was "
        "expected. Get the bundle again."
    ]
    zipped.write_bytes(raw[200:])
    assert said(judge()) == [BROKEN]


def test_a_byte_changed_in_a_zip_file_is_told(judge, zipped):
    """But for the last bits of what was deflated: they come after the content and mean nothing."""
    raw = zipped.read_bytes()
    with zipfile.ZipFile(zipped) as archive:
        starts = [info.header_offset for info in archive.infolist()] + [archive.start_dir]
    chance = random.Random(11)
    for place in range(len(raw)):
        odd = bytearray(raw)
        odd[place] ^= chance.randrange(1, 256)
        zipped.write_bytes(odd)
        assert said(judge()) or any(0 < start - place <= 3 for start in starts), place
    assert b"".join([raw[:4], raw[starts[-1] :][:4]]) == b"PK\x03\x04PK\x01\x02"


def test_a_member_that_is_damaged_is_told(zipped, folder, rezip, members):
    rezip(sorted(members.items()), method=zipfile.ZIP_STORED)
    raw = zipped.read_bytes()
    zipped.write_bytes(raw.replace(b"plas l", b"PLAS L", 1))
    assert "x.zip/index.html: it is damaged in the zip file. Get the bundle again." in [
        fault.sentence() for fault in verify_bundle(zipped)
    ]
