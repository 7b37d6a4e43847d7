"""Only the named recipients can open what was encrypted for them; anybody else is told so."""

import random
import shutil
import stat
import subprocess

import pyrage
import pytest
from bundle.fixtures import workspace_with_key

from potay.bundle import (
    Recipient,
    chosen_recipients,
    make_identity,
    make_key,
    own_signer,
    read_identity,
    read_recipients,
)
from potay.bundle.envelope import decrypted, encrypted
from potay.bundle.signers import public_line
from potay.errors import BundleError, SourceError, SpecError

FORM = "a name, then an age or an ssh-ed25519 public key"
SECRET = b"where they are" * 10_000


@pytest.fixture
def cayes(tmp_path):
    """Somebody with an age identity: their file, and how they stand among the recipients."""
    file = tmp_path / "cayes.txt"
    return file, Recipient("Les Cayes", make_identity(file))


def sealed(path, *recipients):
    path.write_bytes(encrypted(SECRET, recipients))
    return path


def opened(path, identities):
    return decrypted(path, identities)


def test_a_recipient_opens_with_an_age_identity(tmp_path, cayes):
    file, recipient = cayes
    path = sealed(tmp_path / "x.age", recipient)
    assert SECRET[:100] not in path.read_bytes()
    assert opened(path, read_identity(file)) == SECRET


@pytest.mark.parametrize("passphrase", ["", "lapli"])
def test_a_recipient_opens_with_the_key_of_a_workspace(passphrase, tmp_path, cayes):
    made = make_key(tmp_path, "desk", passphrase)
    desk = Recipient("desk", public_line(made.blob))
    path = sealed(tmp_path / "x.age", cayes[1], desk)
    assert opened(path, read_identity(made.path, lambda path: "lapli")) == SECRET


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_a_recipient_opens_with_a_key_of_openssh(tmp_path):
    key = tmp_path / "id_ed25519"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "me", "-f", str(key)],
                   check=True)  # fmt: skip
    (tmp_path / "list").write_text(f"Me too {key.with_suffix('.pub').read_text()}")
    (me,) = read_recipients(tmp_path / "list")
    assert me.name == "Me too"
    assert opened(sealed(tmp_path / "x.age", me), read_identity(key)) == SECRET


def test_two_encryptions_are_never_the_same(tmp_path, cayes):
    a, b = (sealed(tmp_path / name, cayes[1]).read_bytes() for name in ("a", "b"))
    assert a != b


def test_nobody_else_opens_it(tmp_path, cayes):
    path = sealed(tmp_path / "x.age", cayes[1])
    make_identity(tmp_path / "other.txt")
    with pytest.raises(SourceError) as refused:
        opened(path, read_identity(tmp_path / "other.txt"))
    assert str(refused.value) == (
        f"{path}: this identity does not open the file: it was encrypted for others. Name the key "
        "whose public half the sender has, or send them yours."
    )


def test_any_change_on_the_way_is_found(tmp_path, cayes):
    file, recipient = cayes
    path = sealed(tmp_path / "x.age", recipient)
    raw, identities = path.read_bytes(), read_identity(file)
    chance = random.Random(3)
    for number in range(200):
        odd = bytearray(raw)
        place = chance.randrange(300 if number % 2 else len(raw))
        odd[place] ^= chance.randrange(1, 256)
        path.write_bytes(odd)
        with pytest.raises(SourceError):
            opened(path, identities)


@pytest.mark.parametrize("cut", [0, 10, 1000, -1])
def test_a_damaged_file_is_told(cut, tmp_path, cayes):
    file, recipient = cayes
    path = sealed(tmp_path / "x.age", recipient)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(SourceError) as refused:
        opened(path, read_identity(file))
    assert str(refused.value) == (
        f"{path}: the file is no encrypted bundle, or was changed or cut short on the way. "
        "Get it again."
    )


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SourceError) as refused:
        opened(tmp_path / "none", [])
    assert str(refused.value) == (
        f"{tmp_path / 'none'}: the file cannot be read (No such file or directory). Name another."
    )


def test_a_file_larger_than_any_bundle_is_not_read_into_memory(tmp_path, cayes, monkeypatch):
    path = sealed(tmp_path / "x.age", cayes[1])
    size = path.stat().st_size
    monkeypatch.setattr("potay.bundle.envelope.MOST_BYTES", size)
    assert opened(path, read_identity(cayes[0])) == SECRET
    monkeypatch.setattr("potay.bundle.envelope.MOST_BYTES", size - 1)
    with pytest.raises(SourceError) as refused:
        opened(path, read_identity(cayes[0]))
    assert str(refused.value) == f"{path}: the file is larger than any bundle. Get it again."


# -- identities


def test_an_identity_is_for_its_owner_alone_and_is_never_replaced(tmp_path, cayes):
    file, recipient = cayes
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first, second, end = file.read_text(encoding="ascii").split("\n")
    assert first == f"# public key: {recipient.key}"
    assert str(pyrage.x25519.Identity.from_str(second).to_public()) == recipient.key
    assert end == ""
    with pytest.raises(BundleError) as refused:
        make_identity(file)
    assert str(refused.value) == (
        f"{file}: the identity cannot be written (File exists). Name a new file in a folder you "
        "may write to."
    )


@pytest.mark.parametrize("raw", [b"", b"# only a comment\n", b"AGE-SECRET-KEY-1XX\n", b"\xff"])
def test_what_is_no_identity_is_told(raw, tmp_path):
    path = tmp_path / "identity"
    path.write_bytes(raw)
    with pytest.raises(SourceError) as refused:
        read_identity(path)
    assert str(refused.value) == (
        f"{path}: the file holds no identity: neither AGE-SECRET-KEY-1… nor a private key of the "
        "kind ssh-ed25519. Name another, or make one with potay key identity."
    )


def test_a_file_may_hold_several_identities(tmp_path, cayes):
    make_identity(tmp_path / "more.txt")
    both = tmp_path / "both.txt"
    both.write_bytes((tmp_path / "more.txt").read_bytes() + b"\n" + cayes[0].read_bytes())
    assert opened(sealed(tmp_path / "x.age", cayes[1]), read_identity(both)) == SECRET


# -- recipients


@pytest.fixture
def listed(tmp_path, cayes):
    desk = public_line(own_signer(workspace_with_key(tmp_path / "desk")).key)
    path = tmp_path / "recipients.txt"
    path.write_text(
        f"  # who reads us\n\nLes Cayes  {cayes[1].key}  by radio\nDesk {desk} a comment\n"
        f"Desk {cayes[1].key}\n",
        encoding="utf-8",
    )
    return path


def test_recipients_have_names_with_blanks_and_keys_of_two_kinds(listed, cayes):
    first, second, third = read_recipients(listed)
    assert first == cayes[1]
    assert (second.name, second.key[:15]) == ("Desk", "ssh-ed25519 AAA")
    assert second.key.count(" ") == 1
    assert third.name == "Desk"


def test_who_is_meant_is_a_name_or_a_file(listed, tmp_path):
    cayes, *desk = read_recipients(listed)
    assert chosen_recipients(["Les Cayes"], listed) == (cayes,)
    assert chosen_recipients(["Desk", "Les Cayes", "Desk"], listed) == (*desk, cayes)
    assert chosen_recipients([str(listed)], tmp_path / "none") == (cayes, *desk)
    assert chosen_recipients(["Desk", str(listed)], listed) == (*desk, cayes)


def test_everybody_who_is_meant_and_not_known_is_told(listed, tmp_path):
    with pytest.raises(SpecError) as refused:
        chosen_recipients(["Les Caye", "Desk", "x" * 5000], listed)
    first, second = (one.sentence() for one in refused.value.findings)
    assert first == f"{listed}: no recipient 'Les Caye' and no such file. Did you mean 'Les Cayes'?"
    assert second.startswith(f"{listed}: no recipient 'xxx")
    with pytest.raises(SpecError) as refused:
        chosen_recipients(["Desk"], tmp_path / "none")
    assert str(refused.value) == (
        f"{tmp_path / 'none'}: no recipient 'Desk' and no such file. Write one a line: {FORM}."
    )


@pytest.mark.parametrize(
    "line",
    ["Desk", "Desk age1xyz", "AGE", "Desk ssh-rsa AAAA", "Desk ssh-ed25519 AAAA",
     "Desk ssh-ed25519", "Desk ecdsa-sha2-nistp256 AAAA", "Desk AGE-SECRET-KEY-1XX"],
)  # fmt: skip
def test_every_line_that_names_nobody_is_told(line, listed):
    good = listed.read_text(encoding="utf-8")
    listed.write_text(f"{good}{line}\nworse\n", encoding="utf-8")
    with pytest.raises(SpecError) as refused:
        read_recipients(listed)
    assert [one.sentence() for one in refused.value.findings] == [
        f"{listed}, row {row}: the line names no recipient. Expected {FORM}." for row in (6, 7)
    ]


def test_a_key_without_a_name_is_no_recipient(listed, cayes):
    for line in (cayes[1].key, f"  {cayes[1].key}", f"a\x1bb {cayes[1].key}"):
        listed.write_text(line, encoding="utf-8")
        with pytest.raises(SpecError, match="the line names no recipient"):
            read_recipients(listed)


def test_a_file_that_names_nobody_or_cannot_be_read_is_told(listed, tmp_path):
    listed.write_text("# nobody\n", encoding="utf-8")
    with pytest.raises(SpecError) as refused:
        read_recipients(listed)
    assert str(refused.value) == f"{listed}: nobody is named. Write one a line: {FORM}."
    listed.write_bytes(b"\xff")
    with pytest.raises(SourceError) as caught:
        read_recipients(listed)
    assert str(caught.value) == (
        f"{listed}: the recipients cannot be read (it is no text). Write one a line: {FORM}."
    )
    with pytest.raises(SourceError, match=r"cannot be read \(No such file or directory\)"):
        read_recipients(tmp_path / "none")
