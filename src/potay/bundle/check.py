"""Is a bundle what its manifest says: every file there, none else, none changed, not expired."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from potay.bundle.manifest import MANIFEST, SCHEMA, BundleFile, measured
from potay.errors import Finding

#: No manifest of ours comes near this; a larger one is not read into memory.
LARGEST_MANIFEST = 64 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")


def verify_bundle(path: Path, now: datetime | None = None) -> list[Finding]:
    """Every way in which the folder `path` differs from its manifest; empty when it is whole.

    Where `now` is given (aware), a bundle past its `expires` is a fault too.
    """
    try:
        told = _manifest(path)
        files = _entries(told)
    except (ValueError, OSError, RecursionError) as error:
        return [_fault(path, MANIFEST, f"{_reason(error)}.", "Get the bundle again.")]
    found = _present(path)
    faults = list(_compare(path, files, found))
    return faults + list(_expiry(path, told, now))


def _manifest(path: Path) -> dict[str, Any]:
    if not path.is_dir():
        raise ValueError("the bundle is no folder; a folder with a manifest.json was expected")
    file = path / MANIFEST
    if file.is_symlink() or not file.is_file():
        raise ValueError("the manifest is missing")
    if file.stat().st_size > LARGEST_MANIFEST:
        raise ValueError("the manifest is larger than any that potay writes")
    told = json.loads(file.read_bytes())
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise ValueError(f"the manifest is not of the form {SCHEMA}")
    return told


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
        raise ValueError(f"the manifest names {name!r}, which is no plain path inside the bundle")
    if isinstance(size, bool) or not isinstance(size, int) or size < 0:
        raise ValueError(f"the manifest gives {name} no whole size in bytes")
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        raise ValueError(f"the manifest gives {name} no sha256")
    return BundleFile(name, size, digest)


def _stays_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    odd = any(mark in name for mark in ("\\", ":", "\x00"))
    plain = bool(parts) and name == "/".join(parts)
    return plain and not odd and ".." not in parts and not name.startswith("/")


def _present(path: Path) -> dict[str, Path]:
    return {
        file.relative_to(path).as_posix(): file
        for file in sorted(path.rglob("*"))
        if file.is_symlink() or not file.is_dir()
    }


def _compare(path: Path, files: dict[str, BundleFile], found: dict[str, Path]) -> Iterator[Finding]:
    for name in sorted(files.keys() - found.keys()):
        yield _fault(path, name, "the file is missing.", "Get the bundle again.")
    for name in sorted(found.keys() - files.keys() - {MANIFEST, f"{MANIFEST}.sig"}):
        yield _fault(path, name, "the file is not in the manifest.", "Remove it.")
    for name in sorted(files.keys() & found.keys()):
        if _differs(path, files[name], found[name]):
            yield _fault(path, name, "the file was changed after the build.",
                         "Get the bundle again.")  # fmt: skip


def _differs(path: Path, entry: BundleFile, file: Path) -> bool:
    inside = file.resolve().is_relative_to(path.resolve())
    if file.is_symlink() or not inside or not file.is_file():
        return True
    return file.stat().st_size != entry.bytes or measured(path, entry.path) != entry


def _expiry(path: Path, told: dict[str, Any], now: datetime | None) -> Iterator[Finding]:
    try:
        expires = datetime.fromisoformat(told["expires"])
    except (KeyError, TypeError, ValueError):
        expires = None
    if expires is None or expires.tzinfo is None:
        yield _fault(path, MANIFEST, "the manifest gives no moment of expiry.",
                     "Get the bundle again.")  # fmt: skip
    elif now is not None and now >= expires:
        yield _fault(path, MANIFEST, f"the bundle expired at {expires.isoformat()}.",
                     "Build it again from newer reports; do not move by this one.")  # fmt: skip


def _fault(path: Path, name: str, message: str, hint: str) -> Finding:
    return Finding("error", message, file=f"{path.name}/{name}", hint=hint)


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError | RecursionError):
        return "the manifest is not JSON"
    return str(error)
