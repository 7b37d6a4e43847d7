import hashlib
import hmac
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from potay.errors import BundleError, SourceError
from potay.files import sole_writer
from potay.keys import private_folder, stamp, workspace_secret


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_stamp_is_hmac_sha256_and_text_counts_as_utf_8():
    key = bytes(range(32))
    assert stamp(key, "lè") == hmac.new(key, "lè".encode(), hashlib.sha256).hexdigest()
    assert stamp(key, "lè") == stamp(key, "lè".encode())


def test_without_the_key_a_stamp_is_another():
    assert stamp(b"a" * 32, "row") != stamp(b"b" * 32, "row")
    assert stamp(b"a" * 32, "row") != hashlib.sha256(b"row").hexdigest()


def test_the_secret_is_made_once_for_its_owner_alone_and_ignored_by_git(tmp_path):
    first = workspace_secret(tmp_path)
    assert len(first) == 32
    assert workspace_secret(tmp_path) == first
    assert mode(tmp_path / ".potay") == 0o700
    assert mode(tmp_path / ".potay" / "secret") == 0o600
    assert (tmp_path / ".potay" / ".gitignore").read_text(encoding="ascii") == "*\n"
    assert sorted(path.name for path in (tmp_path / ".potay").iterdir()) == [".gitignore", "secret"]


def test_every_workspace_has_a_secret_of_its_own(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert workspace_secret(tmp_path / "a") != workspace_secret(tmp_path / "b")


def test_many_at_once_are_given_one_secret(tmp_path):
    with ThreadPoolExecutor(16) as threads:
        assert len(set(threads.map(workspace_secret, [tmp_path] * 64))) == 1


@pytest.mark.parametrize("text", ["", "xyz", "00" * 31, "00" * 33, "é" * 64])
def test_a_damaged_secret_is_refused_and_not_replaced(text, tmp_path):
    path = private_folder(tmp_path) / "secret"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        workspace_secret(tmp_path)
    assert str(refused.value) == (
        f"{path}: the workspace's secret is damaged; 64 hexadecimal digits were expected. "
        "Put a copy back, or remove it: a new one is made, and only the stamps of inputs change."
    )
    assert path.read_text(encoding="utf-8") == text


def test_a_secret_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / ".potay").write_text("a file", encoding="ascii")
    with pytest.raises(BundleError) as refused:
        workspace_secret(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path / '.potay' / 'secret'}: the workspace's secret can be neither read nor made "
        "(File exists). Let this user write in the folder of the workspace."
    )


def test_a_maker_that_does_not_end_is_waited_for_and_then_named(tmp_path, monkeypatch):
    monkeypatch.setattr("potay.keys._PATIENCE_S", 0.05)
    path = private_folder(tmp_path) / "secret"
    with sole_writer(path), pytest.raises(BundleError, match="another process holds its lock"):
        workspace_secret(tmp_path)
    assert not path.exists()
