"""What a workspace keeps to itself, in `.potay/`: never in a bundle, not in git, 0600.

The *secret* is 32 random bytes. With it a manifest may say "this input is the one of yesterday"
to whoever holds the workspace, while a reader of the bundle cannot try out what a withheld row
said: stamps are HMAC-SHA256. The secret travels with the folder of the workspace; where it does
not (a fresh clone), a new one is made and stamps, nothing else, come out differently.
"""

import errno
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from potay.errors import BundleError, SourceError
from potay.files import TakenError, in_place_of, sole_writer

#: The folder of a workspace that never leaves it.
PRIVATE = ".potay"
_SECRET_BYTES = 32
#: How long to wait for another process that is just making the same file.
_PATIENCE_S = 10.0


def stamp(key: bytes, content: bytes | str) -> str:
    """HMAC-SHA256 of `content` (text as UTF-8) under `key`, as 64 hexadecimal digits.

    Equal content has equal stamps under one key; without the key a stamp can neither be made
    nor tried out.
    """
    raw = content.encode() if isinstance(content, str) else content
    return hmac.new(key, raw, hashlib.sha256).hexdigest()


def workspace_secret(root: Path) -> bytes:
    """The 32 secret bytes of the workspace at `root`, made on first need.

    Raises
    ------
    SourceError
        Where the file that should hold them holds something else.
    BundleError
        Where they cannot be read or made.
    """
    path = root / PRIVATE / "secret"
    try:
        if not path.exists():
            _make(root, path)
        text = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise BundleError(
            f"the workspace's secret can be neither read nor made ({error.strerror}).",
            file=str(path), hint="Let this user write in the folder of the workspace.",
        ) from error  # fmt: skip
    return _checked(text, path)


def private_folder(root: Path) -> Path:
    """`.potay/` of the workspace at `root`, made where it is missing: 0700, ignored by git.

    Raises
    ------
    OSError
        Where it cannot be made.
    """
    folder = root / PRIVATE
    folder.mkdir(mode=0o700, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="ascii")
    return folder


@contextmanager
def sole_maker(path: Path) -> Iterator[None]:
    """Hold the lock of a file of the workspace, waiting some seconds for another process.

    Raises
    ------
    OSError
        Where the other process does not end, or the folder cannot be written.
    """
    try:
        with sole_writer(path, patience_s=_PATIENCE_S):
            yield
    except TakenError:
        raise BlockingIOError(errno.EBUSY, "another process holds its lock") from None


def _make(root: Path, path: Path) -> None:
    private_folder(root)
    with sole_maker(path):
        if not path.exists():  # another process may have made it while we waited
            with in_place_of(path, mode=0o600) as file:
                file.write(f"{secrets.token_hex(_SECRET_BYTES)}\n".encode())


def _checked(text: str, path: Path) -> bytes:
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) != _SECRET_BYTES:
        raise SourceError(
            f"the workspace's secret is damaged; {2 * _SECRET_BYTES} hexadecimal digits were "
            "expected.",
            file=str(path), hint="Put a copy back, or remove it: a new one is made, and only the "
            "stamps of inputs change.",
        )  # fmt: skip
    return secret
