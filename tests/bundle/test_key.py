"""The key of a workspace: made once, for its owner alone, and read back or refused in words."""

import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from potay.bundle import delivery_of, make_key, own_signer, read_key
from potay.bundle.key import open_to_others
from potay.errors import BundleError, SourceError, SpecError
from potay.files import sole_writer
from potay.keys import private_folder

KEYGEN = shutil.which("ssh-keygen")
needs_keygen = pytest.mark.skipif(KEYGEN is None, reason="ssh-keygen is not installed")


def test_a_key_is_for_its_owner_alone_and_has_a_public_half(tmp_path):
    made = make_key(tmp_path, "Desk in Les Cayes")
    assert made.path == tmp_path / ".potay" / "key"
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert not open_to_others(made.path)
    assert made.path.read_bytes().startswith(b"-----BEGIN OPENSSH PRIVATE KEY-----\n")
    public = (tmp_path / ".potay" / "key.pub").read_text(encoding="utf-8")
    assert public.startswith("ssh-ed25519 AAAA")
    assert public.endswith(" Desk in Les Cayes\n")
    own = own_signer(tmp_path)
    assert (own.name, own.key, own.fingerprint) == (
        "Desk in Les Cayes", made.blob, made.fingerprint,
    )  # fmt: skip
    assert read_key(made.path).blob == made.blob


def test_a_key_is_never_replaced(tmp_path):
    first = make_key(tmp_path, "desk")
    with pytest.raises(SpecError) as refused:
        make_key(tmp_path, "desk")
    assert str(refused.value) == (
        f"{first.path}: the workspace has a key; it is not replaced. Show it with potay key show. "
        "To begin anew move it and key.pub away."
    )
    assert read_key(first.path).blob == first.blob == own_signer(tmp_path).key


def test_of_many_made_at_once_one_is_the_key(tmp_path):
    def attempt(number):
        try:
            return make_key(tmp_path, str(number)).blob
        except SpecError:
            return None

    with ThreadPoolExecutor(8) as threads:
        (made,) = [one for one in threads.map(attempt, range(16)) if one]
    assert made == own_signer(tmp_path).key == read_key(tmp_path / ".potay" / "key").blob


def test_a_key_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    (tmp_path / ".potay").write_text("a file", encoding="utf-8")
    with pytest.raises(BundleError) as refused:
        make_key(tmp_path, "desk")
    path = tmp_path / ".potay" / "key"
    assert str(refused.value) == (
        f"{path}: the key cannot be written (File exists). Let this user write in the folder of "
        "the workspace."
    )
    monkeypatch.setattr("potay.keys._PATIENCE_S", 0.0)
    (tmp_path / ".potay").unlink()
    private_folder(tmp_path)
    with sole_writer(path), pytest.raises(BundleError, match="another process holds its lock"):
        make_key(tmp_path, "desk")


def test_a_workspace_without_a_key_has_no_signer_and_signs_nothing(tmp_path):
    assert own_signer(tmp_path) is None
    assert delivery_of(tmp_path).key is None
    assert delivery_of(None).key is None


@pytest.mark.parametrize("content", [None, "", "ssh-ed25519", "ssh-ed25519 AAAA x", "a b c"])
def test_a_public_half_that_is_missing_or_damaged_is_told(content, tmp_path):
    path = make_key(tmp_path, "desk").path
    public = path.with_name("key.pub")
    public.unlink()
    if content is not None:
        public.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        own_signer(tmp_path)
    assert str(refused.value) == (
        f"{public}: the public half of the workspace's key is missing or damaged. Make it again "
        f"with ssh-keygen -y -f {path} > {public}."
    )


@needs_keygen
def test_the_advice_about_a_missing_public_half_helps(tmp_path):
    made = make_key(tmp_path, "desk")
    public = made.path.with_name("key.pub")
    public.unlink()
    done = subprocess.run([KEYGEN, "-y", "-f", str(made.path)], capture_output=True, check=True)
    public.write_bytes(done.stdout)
    assert (own_signer(tmp_path).name, own_signer(tmp_path).key) == ("this workspace", made.blob)


# -- locked with a passphrase


def test_a_locked_key_asks_and_opens(tmp_path):
    made = make_key(tmp_path, "desk", "lapli")
    asked = []

    def ask(path):
        asked.append(path)
        return "lapli"

    assert read_key(made.path, ask).blob == made.blob
    assert asked == [made.path]
    assert delivery_of(tmp_path, ask=ask).key.blob == made.blob


@pytest.mark.parametrize("answer", ["", "solèy"])
def test_a_wrong_passphrase_is_told(answer, tmp_path):
    made = make_key(tmp_path, "desk", "lapli")
    with pytest.raises(SourceError) as refused:
        read_key(made.path, lambda path: answer)
    assert str(refused.value) == f"{made.path}: the passphrase does not open the key. Try again."


def test_where_nobody_can_be_asked_a_locked_key_is_told(tmp_path):
    made = make_key(tmp_path, "desk", "lapli")
    with pytest.raises(SpecError) as refused:
        read_key(made.path)
    assert str(refused.value) == (
        f"{made.path}: the key is locked with a passphrase. Set POTAY_PASSPHRASE, or run the "
        "command in a terminal."
    )


@needs_keygen
def test_ssh_keygen_opens_a_locked_key_with_its_passphrase(tmp_path):
    made = make_key(tmp_path, "desk", "lapli")
    words = [KEYGEN, "-y", "-f", str(made.path), "-P"]
    assert subprocess.run([*words, "lapli"], capture_output=True, check=False).returncode == 0
    assert subprocess.run([*words, "no"], capture_output=True, check=False).returncode != 0


# -- a key of another kind, or none


@needs_keygen
def test_an_ed25519_key_of_ssh_keygen_may_take_its_place(tmp_path):
    path = private_folder(tmp_path) / "key"
    words = [KEYGEN, "-q", "-t", "ed25519", "-N", "", "-C", "desk", "-f", str(path)]
    subprocess.run(words, check=True)
    assert delivery_of(tmp_path).key.blob == own_signer(tmp_path).key
    assert own_signer(tmp_path).name == "desk"


@needs_keygen
@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_a_key_of_another_kind_is_refused(kind, tmp_path):
    path = tmp_path / "key"
    subprocess.run([KEYGEN, "-q", "-t", kind, "-N", "", "-f", str(path)], check=True)
    with pytest.raises(SourceError) as refused:
        read_key(path)
    assert str(refused.value) == (
        f"{path}: the file holds no private key of the kind ssh-ed25519. Name another, or make one "
        "with potay key make."
    )


@pytest.mark.parametrize("raw", [b"", b"key", b"\xff" * 50])
def test_what_is_no_key_is_refused(raw, tmp_path):
    (tmp_path / "key").write_bytes(raw)
    with pytest.raises(SourceError, match="holds no private key of the kind ssh-ed25519"):
        read_key(tmp_path / "key")


def test_a_key_that_cannot_be_read_or_is_far_too_large_is_told(tmp_path):
    path = tmp_path / "key"
    with pytest.raises(SourceError) as refused:
        read_key(path)
    assert str(refused.value) == (
        f"{path}: the key cannot be read (No such file or directory). Name its file."
    )
    path.write_bytes(b"x" * (1 << 16))
    with pytest.raises(SourceError, match="holds no private key"):
        read_key(path)
    path.write_bytes(b"x" * ((1 << 16) + 1))
    with pytest.raises(SourceError) as refused:
        read_key(path)
    assert str(refused.value) == f"{path}: the file is too large for a key. Name its file."
