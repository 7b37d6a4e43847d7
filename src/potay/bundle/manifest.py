"""The manifest of a bundle: what is in it, what it was made from, until when it may be used."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from potay.built import BuiltMap

MANIFEST = "manifest.json"
SCHEMA = "potay-bundle-1"


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
    return tuple(measured(folder, name) for name in found
                 if name not in (MANIFEST, f"{MANIFEST}.sig"))  # fmt: skip


def manifest_bytes(built: BuiltMap, files: Iterable[BundleFile]) -> bytes:
    """The manifest as sorted, indented JSON in UTF-8. No clock: its moments are the map's."""
    told = _told(built)
    told["files"] = [asdict(file) for file in files]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1, default=str)
    return f"{text}\n".encode()


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


def measured(folder: Path, name: str) -> BundleFile:
    """Size and sha256 of one file of a bundle."""
    path = folder / name
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return BundleFile(name, path.stat().st_size, digest.hexdigest())
