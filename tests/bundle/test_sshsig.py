"""Our signatures and those of ssh-keygen are the same bytes, and each reads the other's."""

import base64
import random
import shutil
import struct
import subprocess

import pytest
from bundle.fixtures import workspace_with_key

from potay.bundle import own_signer, read_key
from potay.bundle.sshsig import (
    NoSignatureError,
    fingerprint,
    key_blob,
    public_blob,
    read_signature,
    sign,
)

MESSAGE = b'{"audience": "public"}\n'
KEYGEN = shutil.which("ssh-keygen")
needs_keygen = pytest.mark.skipif(KEYGEN is None, reason="ssh-keygen is not installed")
BEGIN, END = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return workspace_with_key(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def private(root):
    return read_key(root / ".potay" / "key").private


def field(raw):
    return struct.pack(">I", len(raw)) + raw


def armoured(blob):
    text = base64.b64encode(blob)
    lines = [text[at : at + 70] + b"\n" for at in range(0, len(text), 70)]
    return BEGIN + b"".join(lines) + END


def blob(raw):
    return base64.b64decode(raw.removeprefix(BEGIN).removesuffix(END).replace(b"\n", b""))


def keygen(*words, message=b"", code=0):
    done = subprocess.run([KEYGEN, *words], input=message, capture_output=True, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout


@needs_keygen
def test_a_signature_is_byte_for_byte_that_of_ssh_keygen(root, private):
    theirs = keygen("-Y", "sign", "-n", "potay-bundle", "-f", str(root / ".potay" / "key"), "-",
                    message=MESSAGE)  # fmt: skip
    assert sign(private, MESSAGE) == theirs


@needs_keygen
def test_ssh_keygen_verifies_ours_with_the_line_that_we_show(root, private, tmp_path):
    (tmp_path / "signers").write_text(own_signer(root).line() + "\n", encoding="utf-8")
    (tmp_path / "sig").write_bytes(sign(private, MESSAGE))
    words = ["-Y", "verify", "-f", str(tmp_path / "signers"), "-I", "desk", "-n", "potay-bundle",
             "-s", str(tmp_path / "sig")]  # fmt: skip
    keygen(*words, message=MESSAGE)
    keygen(*words, message=MESSAGE + b" ", code=255)


@needs_keygen
@pytest.mark.parametrize("hashed", ["sha256", "sha512"])
def test_we_verify_those_of_ssh_keygen(hashed, root):
    theirs = keygen("-Y", "sign", "-n", "potay-bundle", "-O", f"hashalg={hashed}", "-f",
                    str(root / ".potay" / "key"), "-", message=MESSAGE)  # fmt: skip
    found = read_signature(theirs)
    assert found.fits(MESSAGE)
    assert not found.fits(MESSAGE + b" ")
    assert found.hash == hashed.encode()


@needs_keygen
def test_fingerprints_are_those_of_ssh_keygen(root, private):
    shown = keygen("-l", "-f", str(root / ".potay" / "key.pub")).decode().split()
    assert fingerprint(public_blob(private.public_key())) == shown[1]


@needs_keygen
@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_a_key_of_another_kind_is_named(kind, tmp_path):
    keygen("-q", "-t", kind, "-N", "", "-f", str(tmp_path / "key"))
    theirs = keygen("-Y", "sign", "-n", "potay-bundle", "-f", str(tmp_path / "key"), "-",
                    message=MESSAGE)  # fmt: skip
    with pytest.raises(NoSignatureError, match=r"by a key of the kind '(ssh-rsa|ecdsa-sha2-.*)'; "
                                               "ssh-ed25519 is expected"):  # fmt: skip
        read_signature(theirs)


def test_the_same_key_and_message_give_the_same_bytes(private):
    assert sign(private, MESSAGE) == sign(private, MESSAGE)


def test_every_byte_of_a_signature_counts(private):
    chance = random.Random(7)
    raw = sign(private, MESSAGE)
    for place in range(len(raw)):
        odd = bytearray(raw)
        odd[place] ^= chance.randrange(1, 256)
        try:
            assert not read_signature(bytes(odd)).fits(MESSAGE), place
        except NoSignatureError:
            continue


KEY = field(b"ssh-ed25519") + field(bytes(range(32)))
VALUE = field(b"ssh-ed25519") + field(bytes(64))


def made(magic=b"SSHSIG", version=1, key=KEY, reserved=b"", hashed=b"sha512", value=VALUE, end=b""):
    fields = (key, b"potay-bundle", reserved, hashed, value)
    return magic + struct.pack(">I", version) + b"".join(field(one) for one in fields) + end


def test_what_these_tests_make_is_a_signature_of_some_message():
    found = read_signature(armoured(made()))
    assert (found.namespace, found.value) == (b"potay-bundle", bytes(64))
    assert not found.fits(MESSAGE)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"signature",
        BEGIN + END,
        armoured(b"SSHSIG"),
        armoured(made())[:-1],
        armoured(made()) + b"\n",
        armoured(made()).replace(b"\n", b"\r\n"),
        BEGIN + base64.b64encode(made()) + b"\n" + END,
        BEGIN + b"!" + armoured(made()).removeprefix(BEGIN),
        armoured(made(magic=b"SSHSIX")),
        armoured(made(version=2)),
        armoured(made(reserved=b"more")),
        armoured(made(hashed=b"md5")),
        armoured(made(key=field(b"ssh-ed25519") + field(bytes(31)))),
        armoured(made(key=KEY + field(b""))),
        armoured(made(value=field(b"ssh-rsa") + field(bytes(64)))),
        armoured(made(value=VALUE + b"\0")),
        armoured(made(end=b"\0")),
        armoured(made()[:-1]),
        armoured(made(key=b"")),
    ],
    ids=range(20),
)
def test_what_is_no_signature_is_said_to_be_none(raw):
    with pytest.raises(NoSignatureError, match=r"^it is no signature$"):
        read_signature(raw)


def test_a_kind_of_key_that_is_no_text_is_spelled_out():
    with pytest.raises(NoSignatureError) as refused:
        read_signature(armoured(made(key=field(b"\xff\x1b") + field(bytes(32)))))
    assert str(refused.value) == (
        r"it was made by a key of the kind '\\xff\x1b'; ssh-ed25519 is expected"
    )


def test_a_signature_of_the_wrong_length_fits_nothing():
    odd = field(b"ssh-ed25519") + field(bytes(10))
    assert not read_signature(armoured(made(value=odd))).fits(MESSAGE)


@pytest.mark.parametrize(
    "text",
    ["", "!", "AAAA", base64.b64encode(KEY).decode() + "\n", base64.b64encode(KEY + b"\0").decode(),
     base64.b64encode(field(b"ssh-rsa") + field(bytes(32))).decode(),
     base64.b64encode(field(b"ssh-ed25519") + field(bytes(33))).decode()],
)  # fmt: skip
def test_what_is_no_public_key_is_refused(text):
    with pytest.raises(ValueError, match=r"^no key$"):
        key_blob(text)


def test_a_public_key_is_read_from_its_base64(private):
    packed = public_blob(private.public_key())
    assert key_blob(base64.b64encode(packed).decode()) == packed
