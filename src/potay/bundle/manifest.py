"""The manifest of a bundle: what is in it, what it was made from, until when it may be used.

It covers itself: every file by its hash, everything else (audience, moment, expiry) by
`manifest_sha256`, and it is written in one way only, so that no byte of it can change unseen.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from potay.built import BuiltMap

MANIFEST = "manifest.json"
SIGNATURE = f"{MANIFEST}.sig"
SCHEMA = "potay-bundle-2"
#: Forms that earlier versions wrote: still ours to replace, no longer good enough to trust.
EARLIER = ("potay-bundle-1",)
#: The key of the manifest's own digest.
DIGEST = "manifest_sha256"
#: What SQLite leaves beside a GeoPackage that somebody has open.
SIDECARS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class BundleFile:
    """One file of a bundle: its path below the bundle (with /), its size, its hash."""

    path: str
    bytes: int
    sha256: str


def files_below(folder: Path) -> tuple[BundleFile, ...]:
    """Every file below `folder` but the manifest and its signature, sorted by path."""
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")
                   if path.is_file())  # fmt: skip
    return tuple(measured_below(folder, name) for name in found
                 if name not in (MANIFEST, SIGNATURE))  # fmt: skip


def manifest_bytes(built: BuiltMap, files: Iterable[BundleFile]) -> bytes:
    """The manifest of a built map in its one spelling. No clock: its moments are the map's."""
    told = _told(built)
    told["files"] = [asdict(file) for file in files]
    text = json.dumps(told, default=str)
    plain = json.loads(text, parse_constant=lambda _: None)  # JSON knows no infinite numbers
    return canonical(plain | {DIGEST: digest_of(plain)})


def canonical(told: Mapping[str, Any]) -> bytes:
    """The one spelling of a manifest: sorted keys, one space a level, UTF-8, a line end."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return f"{text}\n".encode()


def digest_of(told: Mapping[str, Any]) -> str:
    """The sha256 of everything that a manifest says but this very digest."""
    rest = {key: value for key, value in told.items() if key != DIGEST}
    return hashlib.sha256(canonical(rest)).hexdigest()


def _told(built: BuiltMap) -> dict[str, Any]:
    provenance = built.provenance
    return {
        "schema": SCHEMA,
        "map": built.name,
        "title": built.spec.title.model_dump(),
        "audience": provenance.audience,
        "sensitivity": provenance.sensitivity,
        "as_of": provenance.as_of.isoformat(),
        "built_for": {"audience": provenance.audience, "mover": built.spec.mover},
        "expires": provenance.expires.isoformat(),
        "fingerprint": provenance.fingerprint,
        "inputs": [dict(entry) for entry in provenance.inputs],
        "versions": dict(provenance.versions),
        "rules": built.spec.rules.model_dump(mode="json"),
        "findings": [finding.record() for finding in built.findings],
    }


def measured_below(folder: Path, name: str) -> BundleFile:
    """Size and sha256 of one file of a bundle that lies in a folder."""
    with (folder / name).open("rb") as file:
        return measured(name, file)


def measured(name: str, file: IO[bytes]) -> BundleFile:
    """Size and sha256 of what an open file holds, under the name given."""
    digest = hashlib.sha256()
    size = 0
    while block := file.read(1 << 20):
        digest.update(block)
        size += len(block)
    return BundleFile(name, size, digest.hexdigest())


@dataclass(frozen=True)
class Facts:
    """What a manifest says of its bundle in a few words; empty or None where it says nothing.

    `digest` is the sha256 of the manifest's own bytes: one number for the whole bundle.
    """

    map: str = ""
    audience: str = ""
    as_of: datetime | None = None
    expires: datetime | None = None
    fingerprint: str = ""
    digest: str = ""


def facts_of(told: Mapping[str, Any], raw: bytes) -> Facts:
    """What the few words of a manifest are; nothing is taken on trust but that it is JSON."""
    return Facts(
        map=_word(told.get("map")),
        audience=_word(told.get("audience")),
        as_of=_moment(told.get("as_of")),
        expires=_moment(told.get("expires")),
        fingerprint=_word(told.get("fingerprint")),
        digest=hashlib.sha256(raw).hexdigest(),
    )


def _word(value: object) -> str:
    return value if isinstance(value, str) and value.isprintable() else ""


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
