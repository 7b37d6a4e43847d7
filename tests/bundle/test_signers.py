"""The file of signers is the one of OpenSSH, and a line that is wrong is told, not passed over."""

import shutil
import subprocess
import time
from datetime import UTC, datetime

import pytest
from bundle.fixtures import workspace_with_key

from potay.bundle import own_signer, read_signers, trust_signer, trusted_signers
from potay.bundle.signers import public_line
from potay.errors import BundleError, SourceError, SpecError

NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    return own_signer(workspace_with_key(tmp_path_factory.mktemp("desk")))


@pytest.fixture
def read(tmp_path, own):
    def reading(text):
        (tmp_path / "signers").write_text(
            text.replace("KEY", public_line(own.key)), encoding="utf-8"
        )
        return read_signers(tmp_path / "signers")

    return reading


def test_a_line_has_a_name_a_key_and_may_have_a_comment(read, own):
    (one,) = read("  # the desk\n\n  desk@example.org   KEY   Desk in Port-au-Prince\n")
    assert (one.name, one.key, one.after, one.before) == ("desk@example.org", own.key, None, None)
    assert one.for_bundles
    assert one.valid(NOW)
    assert one.fingerprint == own.fingerprint


def test_signers_keep_their_order_and_names_may_hold_blanks(read):
    found = read('"Desk in Les Cayes" KEY\nb,c KEY\n')
    assert [one.name for one in found] == ["Desk in Les Cayes", "b,c"]


@pytest.mark.parametrize(
    ("namespaces", "meant"),
    [
        ("potay-bundle", True),
        ("git,potay-bundle", True),
        ("potay-*", True),
        ("potay-bundl?", True),
        ("*", True),
        ("git", False),
        ("potay-bundle2", False),
        ("potay.bundle", False),
        ("!potay-bundle,*", False),
        ("*,!potay-*", False),
        ("!git", False),
    ],
)
def test_a_key_signs_what_its_line_lets_it_sign(namespaces, meant, read):
    (one,) = read(f'desk namespaces="{namespaces}" KEY\n')
    assert one.for_bundles is meant


def test_a_key_counts_from_and_until_the_moments_of_its_line(read):
    (one,) = read('desk valid-after="20260701Z",valid-before="202607020930Z" KEY\n')
    assert (one.after, one.before) == (NOW, datetime(2026, 7, 2, 9, 30, tzinfo=UTC))
    assert [one.valid(datetime(2026, 7, day, tzinfo=UTC)) for day in (1, 2, 3)] == [
        True, True, False,
    ]  # fmt: skip
    assert not one.valid(datetime(2026, 6, 30, 23, 59, tzinfo=UTC))
    assert not one.valid(one.before)


def test_moments_without_a_z_are_of_this_machine_and_may_have_seconds(read, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    here, there = read("a valid-after=20260701120130 KEY\nb valid-after=20260701120130Z KEY\n")
    monkeypatch.undo()
    time.tzset()
    assert here.after == datetime(2026, 7, 1, 3, 1, 30, tzinfo=UTC)
    assert there.after == datetime(2026, 7, 1, 12, 1, 30, tzinfo=UTC)


def test_other_kinds_of_key_are_for_other_programs(read):
    assert (
        read("a ssh-rsa AAAA\nb sk-ssh-ed25519@openssh.com AAAA\nc cert-authority KEY\n"
             "d ecdsa-sha2-nistp256 AAAA\n") == ()
    )  # fmt: skip


HINT = 'Expected NAME namespaces="potay-bundle" ssh-ed25519 KEY; see potay key show.'


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("desk", "the line is no signer"),
        ("desk ssh-ed25519", "the line is no signer"),
        ("desk some thing else", "the line is no signer"),
        ("de\x1bsk KEY", "the line is no signer"),
        ("KEY", "the line is no signer"),
        ("desk ssh-ed25519 AAAA", "the key is no ssh-ed25519 key"),
        ('"desk KEY', "a quotation mark is not closed"),
        ("desk valid-until=20260701 KEY", "the option 'valid-until' is not known"),
        ("desk valid-after=tomorrow KEY",
         "'tomorrow' is no moment like 20260731 or 202607311200Z"),
        ("desk valid-after KEY", "'' is no moment like 20260731 or 202607311200Z"),
        ("desk valid-after=20261399 KEY",
         "'20261399' is no moment like 20260731 or 202607311200Z"),
        ('desk =x KEY', "the options '=x' cannot be read"),
        ('desk namespaces="a"b KEY', "the options 'namespaces=\"a\"b' cannot be read"),
    ],
)  # fmt: skip
def test_every_wrong_line_is_told(line, said, read, tmp_path):
    with pytest.raises(SpecError) as refused:
        read(f"ok KEY\n{line}\nworse\n")
    label = tmp_path / "signers"
    assert [one.sentence() for one in refused.value.findings] == [
        f"{label}, row 2: {said}. {HINT}",
        f"{label}, row 3: the line is no signer. {HINT}",
    ]


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(SourceError) as refused:
        read_signers(tmp_path / "none")
    assert str(refused.value) == (
        f"{tmp_path / 'none'}: the signers cannot be read (No such file or directory). "
        "Name another file."
    )
    (tmp_path / "bytes").write_bytes(b"\xff")
    with pytest.raises(SourceError, match=r"cannot be read \(it is no text\)"):
        read_signers(tmp_path / "bytes")


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_ssh_keygen_reads_the_lines_that_we_write(tmp_path, own):
    trust_signer(tmp_path, "Les Cayes", public_line(own.key))
    (tmp_path / "message.sig").write_text("x", encoding="utf-8")
    done = subprocess.run(
        ["ssh-keygen", "-Y", "match-principals", "-I", "Les Cayes", "-f",
         str(tmp_path / "signers.txt")],
        capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == b"Les Cayes\n"


def test_a_trusted_signer_is_one_line_more(tmp_path, own):
    (tmp_path / "signers.txt").write_text("# ours", encoding="utf-8")  # without an end of line
    added = trust_signer(tmp_path, " Les Cayes ", f"{public_line(own.key)} a comment")
    assert (tmp_path / "signers.txt").read_text(encoding="utf-8") == (
        f'# ours\n"Les Cayes" namespaces="potay-bundle" {public_line(own.key)}\n'
    )
    assert trusted_signers(tmp_path) == (added,)


def test_trusted_signers_are_a_line_each_and_quoted_only_where_they_must_be(tmp_path, own):
    other = own_signer(workspace_with_key(tmp_path / "other"))
    for name, key in (("desk", own.key), ("Les Cayes", other.key)):
        trust_signer(tmp_path, name, public_line(key))
    assert (tmp_path / "signers.txt").read_text(encoding="utf-8") == (
        f'desk namespaces="potay-bundle" {public_line(own.key)}\n'
        f'"Les Cayes" namespaces="potay-bundle" {public_line(other.key)}\n'
    )


def test_a_key_may_be_given_as_a_file(tmp_path, own):
    (tmp_path / "key.pub").write_text(f"{public_line(own.key)} comment\n", encoding="utf-8")
    assert trust_signer(tmp_path, "desk", str(tmp_path / "key.pub")).key == own.key


def test_a_workspace_trusts_itself_first(tmp_path, own):
    root = workspace_with_key(tmp_path / "here", "here")
    assert [one.name for one in trusted_signers(root)] == ["here"]
    trust_signer(root, "desk", public_line(own.key))
    assert [one.name for one in trusted_signers(root)] == ["here", "desk"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("desk", "ssh-ed25519"),
        ("desk", "ssh-ed25519 AAAA"),
        ("desk", "ssh-rsa AAAA"),
        ("desk", ""),
        ("desk", "x" * 5000),
        ("", "KEY"),
        (" ", "KEY"),
        ('a"b', "KEY"),
        ("a,b", "KEY"),
        ("a*", "KEY"),
        ("a\nb", "KEY"),
    ],
)
def test_what_is_no_name_and_key_is_not_added(name, key, tmp_path, own):
    key = key.replace("KEY", public_line(own.key))
    with pytest.raises(SpecError) as refused:
        trust_signer(tmp_path, name, key)
    shown = name.replace("\n", " ")
    assert str(refused.value) == (
        f"signers.txt: '{shown}' and '{key}' are no name and key of a signer. Expected a name of "
        "letters and digits, and ssh-ed25519 AAAA… or its file."
    )
    assert not (tmp_path / "signers.txt").exists()


def test_a_file_that_is_no_text_is_no_key(tmp_path):
    (tmp_path / "key.pub").write_bytes(b"\xff\xfe")
    with pytest.raises(SpecError, match="are no name and key of a signer"):
        trust_signer(tmp_path, "desk", str(tmp_path / "key.pub"))


def test_a_key_is_trusted_once(tmp_path, own):
    other = own_signer(workspace_with_key(tmp_path / "other"))
    trust_signer(tmp_path, "first", public_line(other.key))
    trust_signer(tmp_path, "desk", public_line(own.key))
    with pytest.raises(SpecError) as refused:
        trust_signer(tmp_path, "other", public_line(own.key))
    assert str(refused.value) == (
        "signers.txt: the key is listed already, for desk. Nothing was changed."
    )


def test_signers_that_cannot_be_written_are_told(tmp_path, own):
    with pytest.raises(BundleError) as refused:
        trust_signer(tmp_path / "none", "desk", public_line(own.key))
    assert str(refused.value) == (
        f"{tmp_path / 'none' / 'signers.txt'}: the signers cannot be written (No such file or "
        "directory). Let this user write in the folder of the workspace."
    )
