"""Whose signatures count: a file in the form of OpenSSH's `allowed_signers`, one key a line.

    logistics@example.org namespaces="potay-bundle" ssh-ed25519 AAAAC3Nza… Desk in Port-au-Prince

Keys of other kinds than ssh-ed25519, and certificate authorities, are for other programs and are
passed over.
"""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from potay.bundle.sshsig import KIND, NAMESPACE, fingerprint, key_blob
from potay.errors import BundleError, Finding, SourceError, SpecError, raise_errors
from potay.files import names_file, replace_file
from potay.keys import sole_maker

#: The signers that a workspace trusts besides itself.
SIGNERS = "signers.txt"
#: Words of a line; text in double quotes, as in an option, holds its blanks together.
_WORD = re.compile(r'(?:"[^"]*"|[^\s"])+')
_OPTION = re.compile(r'([A-Za-z-]+)(?:="([^"]*)"|=([^",]*))?(?:,|$)')
_KIND = re.compile(r"(ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+")
#: What would mean something else in a line.
_MARKS = '",#!*?'
_TIMES = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


@dataclass(frozen=True)
class Signer:
    """Somebody whose signature counts: name, packed key, from when, until when, for what."""

    name: str
    key: bytes
    after: datetime | None = None
    before: datetime | None = None
    namespaces: str = NAMESPACE

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint as OpenSSH shows it."""
        return fingerprint(self.key)

    @property
    def for_bundles(self) -> bool:
        """Whether the line lets the key sign bundles."""
        patterns = self.namespaces.split(",")
        refused = any(_fits(one[1:], NAMESPACE) for one in patterns if one.startswith("!"))
        return not refused and any(_fits(one, NAMESPACE) for one in patterns)

    def valid(self, now: datetime) -> bool:
        """Whether the line lets the key sign at this moment."""
        begun = self.after is None or self.after <= now
        return begun and (self.before is None or now < self.before)

    def line(self) -> str:
        """The signer as a line of the file."""
        name = f'"{self.name}"' if re.search(r"\s", self.name) else self.name
        return f'{name} namespaces="{self.namespaces}" {public_line(self.key)}'


def public_line(blob: bytes) -> str:
    """A packed public key as one line: `ssh-ed25519 AAAA…`."""
    return f"{KIND.decode()} {base64.b64encode(blob).decode()}"


def read_signers(path: Path) -> tuple[Signer, ...]:
    """The signers of a file, in its order.

    Raises
    ------
    SourceError
        Where it cannot be read.
    SpecError
        With every line that is none.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise SourceError(
            f"the signers cannot be read ({why}).", file=str(path), hint="Name another file."
        ) from error
    signers, faults = _parsed(text.splitlines(), str(path))
    raise_errors(SpecError, faults)
    return signers


def trust_signer(root: Path, name: str, key: str) -> Signer:
    """Add somebody to the signers that the workspace at `root` trusts.

    `key` is a public key, `ssh-ed25519 AAAA…`, or a file with one.

    Raises
    ------
    SpecError
        Where the key is none, or the name or the key is listed already.
    BundleError
        Where the file cannot be written.
    """
    path = root / SIGNERS
    words = _text_of(key).split()
    named = name.strip()
    try:
        blob = key_blob(words[1]) if words[:1] == [KIND.decode()] and len(words) > 1 else None
    except ValueError:
        blob = None
    if blob is None or not named or not named.isprintable() or set(named) & set(_MARKS):
        raise SpecError(
            f"'{name}' and '{key}' are no name and key of a signer.", file=SIGNERS,
            hint="Expected a name of letters and digits, and ssh-ed25519 AAAA… or its file.",
        )  # fmt: skip
    signer = Signer(named, blob)
    listed = read_signers(path) if path.exists() else ()
    for one in listed:
        if one.key == blob:
            raise SpecError(f"the key is listed already, for {one.name}.", file=SIGNERS,
                            hint="Nothing was changed.")  # fmt: skip
    _add_line(path, signer.line())
    return signer


def _text_of(key: str) -> str:
    """A key as written, or what the file says that is named instead."""
    try:
        return Path(key).read_text(encoding="utf-8") if names_file(key) else key
    except (OSError, UnicodeError):
        return ""


def _add_line(path: Path, line: str) -> None:
    try:
        with sole_maker(path):
            before = path.read_bytes() if path.exists() else b""
            gap = b"" if not before or before.endswith(b"\n") else b"\n"
            replace_file(path, before + gap + line.encode() + b"\n")
    except OSError as error:
        raise BundleError(
            f"the signers cannot be written ({error.strerror}).", file=str(path),
            hint="Let this user write in the folder of the workspace.",
        ) from error  # fmt: skip


def _parsed(lines: Iterable[str], label: str) -> tuple[tuple[Signer, ...], list[Finding]]:
    signers, faults = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            found = _signer(line.strip())
        except ValueError as error:
            faults.append(Finding("error", f"{error}.", file=label, row=number, hint=(
                'Expected NAME namespaces="potay-bundle" ssh-ed25519 KEY; see potay key show.'
            )))  # fmt: skip
            continue
        signers += [found] if found else []
    return tuple(signers), faults


def _signer(line: str) -> Signer | None:
    """The signer of one line; None where its key is of no use here."""
    if line.count('"') % 2:
        raise ValueError("a quotation mark is not closed")
    words = _WORD.findall(line)
    options = words.pop(1) if len(words) > 1 and not _KIND.fullmatch(words[1]) else ""
    if len(words) < 3 or not _KIND.fullmatch(words[1]) or not words[0].isprintable():
        raise ValueError("the line is no signer")
    told = _options(options)
    if words[1] != KIND.decode() or "cert-authority" in told:
        return None
    return Signer(
        name=words[0].replace('"', ""),
        key=_key(words[2]),
        after=_time(told.get("valid-after")),
        before=_time(told.get("valid-before")),
        namespaces=told.get("namespaces", "*"),
    )


def _options(text: str) -> dict[str, str]:
    told: dict[str, str] = {}
    at = 0
    while at < len(text):
        found = _OPTION.match(text, at)
        if not found:
            raise ValueError(f"the options {text!r} cannot be read")
        told[found[1].lower()] = found[2] if found[2] is not None else found[3] or ""
        at = found.end()
    strange = told.keys() - {"cert-authority", "namespaces", "valid-after", "valid-before"}
    if strange:
        raise ValueError(f"the option {min(strange)!r} is not known")
    return told


def _key(text: str) -> bytes:
    try:
        return key_blob(text)
    except ValueError:
        raise ValueError("the key is no ssh-ed25519 key") from None


def _time(text: str | None) -> datetime | None:
    """A moment as OpenSSH writes it; without a final Z in the time of this machine."""
    if text is None:
        return None
    digits = text.removesuffix("Z")
    try:
        moment = datetime.strptime(digits, _TIMES[len(digits)])
    except (KeyError, ValueError):
        raise ValueError(f"{text!r} is no moment like 20260731 or 202607311200Z") from None
    return moment.replace(tzinfo=UTC) if text.endswith("Z") else moment.astimezone()


def _fits(pattern: str, word: str) -> bool:
    parts = {"*": ".*", "?": "."}
    regex = "".join(parts.get(sign, re.escape(sign)) for sign in pattern)
    return re.fullmatch(regex, word) is not None
