"""Is a bundle what its manifest says: all of it there, nothing else, nothing changed, in date."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from potay.bundle.contents import (
    Contents,
    UnreadableError,
    content_of,
    contents_of,
    folders_over,
    measure,
)
from potay.bundle.manifest import (
    DIGEST,
    EARLIER,
    MANIFEST,
    SCHEMA,
    SIDECARS,
    SIGNATURE,
    BundleFile,
    Facts,
    canonical,
    digest_of,
    facts_of,
)
from potay.bundle.sshsig import LARGEST, NAMESPACE, NoSignatureError, Signature, read_signature
from potay.errors import Finding

#: No manifest of ours comes near this; a larger one is not read into memory.
LARGEST_MANIFEST = 64 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
_AGAIN = "Get the bundle again."


@dataclass(frozen=True)
class Examined:
    """What a bundle says of itself, how it differs from that, and the signature that fits it.

    `expiry` is apart from the `faults`: a bundle out of date is whole, but not to be used.
    `unsigned` is whether no signature lies beside a manifest that can be read.
    """

    facts: Facts
    faults: tuple[Finding, ...]
    expiry: tuple[Finding, ...] = ()
    signature: Signature | None = None
    unsigned: bool = False
    repacked: bool = False


def verify_bundle(path: Path, now: datetime | None = None) -> list[Finding]:
    """Every way in which the bundle at `path`, folder or zip file, differs from its manifest.

    Empty when it is whole; that says nothing of who wrote it: see `judge_bundle`. Where `now` is
    given (aware), a bundle past its `expires` is a fault too.
    """
    found = examine(path, now)
    return [*found.faults, *found.expiry]


def examine(path: Path, now: datetime | None = None) -> Examined:
    """Everything that can be told of a bundle without knowing whom to trust."""
    try:
        with contents_of(path) as contents:
            return _examined(path, contents, now)
    except UnreadableError as error:
        return Examined(Facts(), (_fault(path, "", f"{error}.", _AGAIN),))


def _examined(path: Path, contents: Contents, now: datetime | None) -> Examined:
    try:
        raw = _raw_manifest(contents)
        told = _parsed(raw)
    except ValueError as error:
        return Examined(Facts(), (_fault(path, MANIFEST, f"{error}.", _AGAIN),))
    facts = facts_of(told, raw)
    unsigned = SIGNATURE not in contents.files | contents.strange.keys()
    signature, unfit = _signature(path, contents, raw)
    faults = [*_itself(path, told, raw), *_facts_missing(path, facts), *unfit]
    try:
        faults += _compare(path, contents, _entries(told))
    except ValueError as error:
        faults.append(_fault(path, MANIFEST, f"{error}.", _AGAIN))
    expiry = tuple(_expiry(path, facts, now))
    return Examined(facts, tuple(faults), expiry, signature, unsigned, contents.repacked)


def _raw_manifest(contents: Contents) -> bytes:
    if MANIFEST not in contents.files:
        raise ValueError("the manifest is missing")
    try:
        return content_of(contents, MANIFEST, LARGEST_MANIFEST)
    except UnreadableError as error:
        raise ValueError(f"the manifest cannot be used: {error}") from error


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        raise ValueError("the manifest is not JSON") from None
    schema = told.get("schema") if isinstance(told, dict) else None
    if schema in EARLIER:
        raise ValueError(
            f"the manifest is of the earlier form {schema}, which does not cover itself"
        )
    if schema != SCHEMA:
        raise ValueError(f"the manifest is not of the form {SCHEMA}")
    assert isinstance(told, dict)
    return told


def _itself(path: Path, told: dict[str, Any], raw: bytes) -> Iterator[Finding]:
    """Whether the manifest is the one that was written, as far as it can tell by itself."""
    try:
        whole = canonical(told) == raw and digest_of(told) == told.get(DIGEST)
    except (ValueError, RecursionError):
        whole = False
    if not whole:
        yield _fault(path, MANIFEST, "the manifest was changed after the build.", _AGAIN)


def _facts_missing(path: Path, facts: Facts) -> Iterator[Finding]:
    told = {"map": facts.map, "audience": facts.audience, "moment (as_of)": facts.as_of,
            "moment of expiry": facts.expires}  # fmt: skip
    for what, value in told.items():
        if not value:
            yield _fault(path, MANIFEST, f"the manifest gives no {what}.", _AGAIN)


def _signature(
    path: Path, contents: Contents, manifest: bytes
) -> tuple[Signature | None, list[Finding]]:
    """The signature, where there is one and it fits the manifest; or what is wrong with it."""
    if SIGNATURE not in contents.files:
        return None, []
    try:
        found = read_signature(content_of(contents, SIGNATURE, LARGEST))
    except (NoSignatureError, UnreadableError) as error:
        return None, [_fault(path, SIGNATURE, f"the signature is junk: {error}.", _AGAIN)]
    if found.namespace != NAMESPACE.encode():
        name = found.namespace.decode("ascii", "backslashreplace")
        return None, [_fault(path, SIGNATURE, f"the signature is for another purpose ({name!r}); "
                             f"one for {NAMESPACE!r} was expected.", _AGAIN)]  # fmt: skip
    if not found.fits(manifest):
        return None, [_fault(path, SIGNATURE, "the signature is not of this manifest: one of the "
                             "two was changed after the signing.", _AGAIN)]  # fmt: skip
    return found, []


def _entries(told: dict[str, Any]) -> dict[str, BundleFile]:
    listed = told.get("files")
    if not isinstance(listed, list) or not listed:
        raise ValueError("the manifest lists no files")
    entries: dict[str, BundleFile] = {}
    for item in listed:
        entry = _entry(item)
        if entry.path in entries:
            raise ValueError(f"the manifest lists {entry.path} twice")
        entries[entry.path] = entry
    return entries


def _entry(item: object) -> BundleFile:
    if not isinstance(item, dict) or set(item) != {"path", "bytes", "sha256"}:
        raise ValueError("the manifest has a file entry without exactly path, bytes and sha256")
    name, size, digest = item["path"], item["bytes"], item["sha256"]
    if not isinstance(name, str) or not _stays_inside(name):
        raise ValueError(f"the manifest names {name!a}, which is no plain path inside the bundle")
    if isinstance(size, bool) or not isinstance(size, int) or size < 0:
        raise ValueError(f"the manifest gives {name} no whole size in bytes")
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        raise ValueError(f"the manifest gives {name} no sha256")
    return BundleFile(name, size, digest)


def _stays_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    odd = any(mark in name for mark in ("\\", ":")) or not name.isprintable()
    plain = bool(parts) and name == "/".join(parts)
    own = name in (MANIFEST, SIGNATURE)
    return plain and not odd and not own and ".." not in parts and not name.startswith("/")


def _compare(path: Path, contents: Contents, files: dict[str, BundleFile]) -> Iterator[Finding]:
    strange, present = contents.strange, contents.files
    for name in sorted(files.keys() - present - strange.keys()):
        yield _fault(path, name, "the file is missing.", _AGAIN)
    for name in sorted(strange):
        yield _fault(path, name, f"it is {strange[name]}; a plain file was expected.", _AGAIN)
    for name in sorted(present - files.keys() - {MANIFEST, SIGNATURE}):
        yield _fault(path, name, "the file is not in the manifest.", _out_of_place(name))
    known = {folder for name in files for folder in folders_over(name)}
    for name in sorted(contents.folders - known):
        yield _fault(path, name, "the folder is not in the manifest.", "Remove it.")
    for name in sorted(files.keys() & present):
        yield from _differing(path, contents, files[name])


def _out_of_place(name: str) -> str:
    if name.endswith(SIDECARS):
        return "Close the program that has the GeoPackage open, then remove it."
    return "Remove it."


def _differing(path: Path, contents: Contents, entry: BundleFile) -> Iterator[Finding]:
    try:
        same = measure(contents, entry.path) == entry
    except UnreadableError as error:
        yield _fault(path, entry.path, f"{error}.", _AGAIN)
        return
    if not same:
        yield _fault(path, entry.path, "the file was changed after the build.", _AGAIN)


def _expiry(path: Path, facts: Facts, now: datetime | None) -> Iterator[Finding]:
    if facts.expires is not None and now is not None and now >= facts.expires:
        yield _fault(path, MANIFEST, f"the bundle expired at {facts.expires.isoformat()}.",
                     "Build it again from newer reports; do not move by this one.")  # fmt: skip


def _fault(path: Path, name: str, message: str, hint: str) -> Finding:
    return Finding("error", message, file=place_of(path, name), hint=hint)


def place_of(bundle: Path, name: str) -> str:
    """A bundle and a file in it, in words that can be printed whoever gave them their names."""
    own = bundle.name or bundle.resolve().name  # somebody stands in it and says `.`
    where = f"{own}/{name}" if name else own
    return where if where.isprintable() else ascii(where)
