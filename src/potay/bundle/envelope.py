"""A file that only named recipients can open, in the age format (age-encryption.org/v1).

Recipients stand in a file, one a line: a name, then an age or an ssh-ed25519 public key.

    Desk in Les Cayes  age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudwvxnqsrg4z0p
    Convoy lead        ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…
"""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pyrage

from potay.bundle.contents import MOST_BYTES
from potay.bundle.key import AskPassphrase, no_passphrase, openssh_bytes, private_bytes, read_key
from potay.bundle.sshsig import KIND, key_blob
from potay.errors import BundleError, Finding, SourceError, SpecError, raise_errors
from potay.files import names_file
from potay.spec.toml import suggestion

#: The recipients of a workspace.
RECIPIENTS = "recipients.txt"
_LINE = re.compile(r"(?P<name>.*?)\s+(?P<key>age1\S+|(?:ssh|ecdsa|sk)-\S+\s+\S+)(?:\s.*)?")

_OPENSSH = b"-----BEGIN OPENSSH PRIVATE KEY-----"
_FORM = "a name, then an age or an ssh-ed25519 public key"


@dataclass(frozen=True)
class Recipient:
    """Somebody who can open what is encrypted for them: name and public key, as text."""

    name: str
    key: str


def read_recipients(path: Path) -> tuple[Recipient, ...]:
    """The recipients of a file, in its order.

    Raises
    ------
    SourceError
        Where it cannot be read.
    SpecError
        With every line that is none, and where there is no line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise SourceError(
            f"the recipients cannot be read ({why}).", file=str(path),
            hint=f"Write one a line: {_FORM}.",
        ) from error  # fmt: skip
    recipients: list[Recipient] = []
    faults: list[Finding] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if one := _recipient(line.strip()):
            recipients.append(one)
        else:
            faults.append(Finding("error", "the line names no recipient.", file=str(path),
                                  row=number, hint=f"Expected {_FORM}."))  # fmt: skip
    if not recipients and not faults:
        faults.append(Finding("error", "nobody is named.", file=str(path),
                              hint=f"Write one a line: {_FORM}."))  # fmt: skip
    raise_errors(SpecError, faults)
    return tuple(recipients)


def chosen_recipients(words: Sequence[str], listed: Path) -> tuple[Recipient, ...]:
    """Whom words mean: each is a name in the file `listed`, or another file of recipients.

    Somebody listed under one name with several keys can open with each of them.

    Raises
    ------
    SourceError
        Where a file cannot be read.
    SpecError
        With every word that means nobody.
    """
    known = read_recipients(listed) if listed.exists() else ()
    chosen: list[Recipient] = []
    faults: list[Finding] = []
    for word in words:
        named = [one for one in known if one.name == word]
        if named:
            chosen += named
        elif names_file(word):
            chosen += read_recipients(Path(word))
        else:
            hint = suggestion(word, tuple(one.name for one in known)) if known else (
                f"Write one a line: {_FORM}.")  # fmt: skip
            faults.append(Finding("error", f"no recipient '{word}' and no such file.",
                                  file=str(listed), hint=hint))  # fmt: skip
    raise_errors(SpecError, faults)
    return tuple(dict.fromkeys(chosen))


def encrypted(content: bytes, recipients: Iterable[Recipient]) -> bytes:
    """What every one of the recipients can read, and nobody else. Never the same bytes twice.

    In memory, because the library's way through files keeps silent about a disk that is full at
    the very end.
    """
    sealed: bytes = pyrage.encrypt(content, [_public(one.key) for one in recipients])
    return sealed


def decrypted(path: Path, identities: Sequence[Any]) -> bytes:
    """What a file holds, read with whichever of the identities fits.

    Raises
    ------
    SourceError
        Where it cannot be read, was encrypted for others, or was changed on the way.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SourceError("the file is larger than any bundle.", file=str(path),
                              hint="Get it again.")  # fmt: skip
        content: bytes = pyrage.decrypt(path.read_bytes(), identities)
    except OSError as error:
        raise SourceError(
            f"the file cannot be read ({error.strerror}).", file=str(path), hint="Name another."
        ) from error
    except pyrage.DecryptError as error:
        raise _refused(path, str(error)) from None
    return content


def _refused(path: Path, told: str) -> SourceError:
    if "No matching keys" in told:
        return SourceError(
            "this identity does not open the file: it was encrypted for others.", file=str(path),
            hint="Name the key whose public half the sender has, or send them yours.",
        )  # fmt: skip
    return SourceError(
        "the file is no encrypted bundle, or was changed or cut short on the way.",
        file=str(path), hint="Get it again.",
    )  # fmt: skip


def read_identity(path: Path, ask: AskPassphrase = no_passphrase) -> list[Any]:
    """The private keys of a file: an identity file of age, or an ssh-ed25519 key of OpenSSH.

    Raises
    ------
    SourceError
        Where it holds neither.
    """
    raw = private_bytes(path)
    if raw.startswith(_OPENSSH):
        return [pyrage.ssh.Identity.from_buffer(openssh_bytes(read_key(path, ask).private))]
    try:
        lines = [line.strip() for line in raw.decode("ascii").splitlines()]
        return [pyrage.x25519.Identity.from_str(line) for line in lines
                if line and not line.startswith("#")] or _no_identity(path)  # fmt: skip
    except (UnicodeError, pyrage.IdentityError):
        return _no_identity(path)


def _no_identity(path: Path) -> NoReturn:
    raise SourceError(
        "the file holds no identity: neither AGE-SECRET-KEY-1… nor a private key of the kind "
        "ssh-ed25519.",
        file=str(path), hint="Name another, or make one with potay key identity.",
    )  # fmt: skip


def make_identity(path: Path) -> str:
    """Make a key to open bundles with, in a new file for its owner alone; gives its public half.

    Raises
    ------
    BundleError
        Where the file is there already, or cannot be written.
    """
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"# public key: {public}\n{identity}\n")
    except OSError as error:
        raise BundleError(
            f"the identity cannot be written ({error.strerror}).", file=str(path),
            hint="Name a new file in a folder you may write to.",
        ) from error  # fmt: skip
    return public


def _recipient(line: str) -> Recipient | None:
    found = _LINE.fullmatch(line)
    if found is None or not found["name"] or not found["name"].isprintable():
        return None
    key = " ".join(found["key"].split())
    try:
        _public(key)
    except (pyrage.RecipientError, ValueError):
        return None
    return Recipient(found["name"], key)


def _public(key: str) -> Any:  # noqa: ANN401 - the library has no types
    if key.startswith("age1"):
        return pyrage.x25519.Recipient.from_str(key)
    kind, text = key.split()
    if kind != KIND.decode():
        raise ValueError("another kind of key")
    key_blob(text)
    return pyrage.ssh.Recipient.from_str(key)
