"""The key of a workspace: it signs what is built there, and opens what was encrypted for it.

An Ed25519 key as OpenSSH keeps it, `.potay/key` and `.potay/key.pub`; it never leaves with a
bundle. Another key of that kind may be put in its place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from potay.bundle.signers import SIGNERS, Signer, public_line, read_signers
from potay.bundle.sshsig import fingerprint, key_blob, public_blob, sign
from potay.errors import BundleError, SourceError, SpecError
from potay.files import in_place_of, replace_file
from potay.keys import PRIVATE, private_folder, sole_maker

#: Gives the passphrase of the key in a file, when it is asked for.
AskPassphrase = Callable[[Path], str]


@dataclass(frozen=True)
class WorkspaceKey:
    """A private key that was read, and where it lies."""

    path: Path
    private: Ed25519PrivateKey

    @property
    def blob(self) -> bytes:
        """The public key as OpenSSH packs it."""
        return public_blob(self.private.public_key())

    @property
    def fingerprint(self) -> str:
        """Its fingerprint as OpenSSH shows it."""
        return fingerprint(self.blob)

    def signature(self, message: bytes) -> bytes:
        """The armoured signature of a message."""
        return sign(self.private, message)


def key_path(root: Path) -> Path:
    """Where the key of the workspace at `root` lies, if it has one."""
    return root / PRIVATE / "key"


def no_passphrase(path: Path) -> str:
    """Refuse to ask: the answer where nobody can be asked.

    Raises
    ------
    SpecError
        Always.
    """
    raise SpecError(
        "the key is locked with a passphrase.", file=str(path),
        hint="Set POTAY_PASSPHRASE, or run the command in a terminal.",
    )  # fmt: skip


def make_key(root: Path, name: str, passphrase: str = "") -> WorkspaceKey:
    """Make the key of the workspace at `root`; `name` says in its public line whose it is.

    Raises
    ------
    SpecError
        Where it has one: a key is never replaced.
    BundleError
        Where it cannot be written.
    """
    path = key_path(root)
    key = WorkspaceKey(path, Ed25519PrivateKey.generate())
    try:
        private_folder(root)
        with sole_maker(path):
            if path.exists():
                raise SpecError(
                    "the workspace has a key; it is not replaced.", file=str(path),
                    hint="Show it with potay key show. To begin anew move it and key.pub away.",
                )  # fmt: skip
            replace_file(path.with_name("key.pub"), f"{public_line(key.blob)} {name}\n".encode())
            with in_place_of(path, mode=0o600) as file:
                file.write(openssh_bytes(key.private, passphrase))
    except OSError as error:
        raise BundleError(
            f"the key cannot be written ({error.strerror}).", file=str(path),
            hint="Let this user write in the folder of the workspace.",
        ) from error  # fmt: skip
    return key


def read_key(path: Path, ask: AskPassphrase = no_passphrase) -> WorkspaceKey:
    """A private key from its file; `ask` is called where it is locked.

    Raises
    ------
    SourceError
        Where the file holds no Ed25519 key as OpenSSH writes it, or the passphrase is wrong.
    """
    raw = private_bytes(path)
    try:
        private = _loaded(raw, path, ask)
    except (ValueError, UnsupportedAlgorithm):
        private = None
    if not isinstance(private, Ed25519PrivateKey):
        raise SourceError(
            "the file holds no private key of the kind ssh-ed25519.",
            file=str(path), hint="Name another, or make one with potay key make.",
        )  # fmt: skip
    return WorkspaceKey(path, private)


def openssh_bytes(key: Ed25519PrivateKey, passphrase: str = "") -> bytes:
    """A private key as a file of OpenSSH, locked where there is a passphrase."""
    lock = (serialization.BestAvailableEncryption(passphrase.encode()) if passphrase
            else serialization.NoEncryption())  # fmt: skip
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, lock)


def private_bytes(path: Path) -> bytes:
    """What a file that is to hold a private key holds.

    Raises
    ------
    SourceError
        Where it cannot be read or is far too large for one.
    """
    try:
        with path.open("rb") as file:
            raw = file.read((1 << 16) + 1)
    except OSError as error:
        raise SourceError(
            f"the key cannot be read ({error.strerror}).", file=str(path), hint="Name its file."
        ) from error
    if len(raw) > 1 << 16:
        raise SourceError("the file is too large for a key.", file=str(path), hint="Name its file.")
    return raw


def _loaded(raw: bytes, path: Path, ask: AskPassphrase) -> object:
    try:
        return serialization.load_ssh_private_key(raw, password=None)
    except TypeError:  # it is locked
        passphrase = ask(path).encode()
    try:
        return serialization.load_ssh_private_key(raw, password=passphrase)
    except (ValueError, TypeError):  # a TypeError where the passphrase is empty
        raise SourceError(
            "the passphrase does not open the key.", file=str(path), hint="Try again."
        ) from None


def open_to_others(path: Path) -> bool:
    """Whether others on this machine may read a private key's file."""
    return bool(path.stat().st_mode & 0o077)


def own_signer(root: Path) -> Signer | None:
    """The workspace's own key as a signer, from its public half; None where it has no key.

    Raises
    ------
    SourceError
        Where the public half is missing or no key.
    """
    path = key_path(root)
    if not path.exists():
        return None
    public = path.with_name("key.pub")
    try:
        _, text, *name = public.read_text(encoding="utf-8").split(maxsplit=2)
        return Signer(name[0].strip() if name else "this workspace", key_blob(text))
    except (OSError, ValueError) as error:
        raise SourceError(
            "the public half of the workspace's key is missing or damaged.", file=str(public),
            hint=f"Make it again with ssh-keygen -y -f {path} > {public}.",
        ) from error  # fmt: skip


def trusted_signers(root: Path) -> tuple[Signer, ...]:
    """Whom a workspace trusts: its own key, and the keys of its `signers.txt`.

    Raises
    ------
    SourceError, SpecError
        As `own_signer` and `read_signers`.
    """
    own = own_signer(root)
    listed = root / SIGNERS
    return ((own,) if own else ()) + (read_signers(listed) if listed.exists() else ())
