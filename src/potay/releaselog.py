"""What left, to whom and when: `releases.jsonl` of a workspace, one line a bundle.

Lines are only ever added. Each carries its own hash and that of the line before, so that an
edited, removed or moved line shows; `.potay/head` remembers the last one, so that a cut tail
shows too. The log stays in the workspace: its moments come from the clock, and nothing of it is
in any bundle. Figures stand in it as bands only.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from potay.errors import BundleError, Finding, Severity, SourceError, raise_errors
from potay.files import replace_file, sync
from potay.keys import PRIVATE, private_folder, sole_maker

LOG = "releases.jsonl"
HEAD = f"{PRIVATE}/head"
_BEFORE_THE_FIRST = "0" * 64
_HASH = "sha256"
_TEXTS = ("at", "map", "audience", "as_of", "expires", "manifest", "fingerprint", "previous")
_BANDS = ((0, "0"), (9, "1 to 9"), (99, "10 to 99"), (999, "100 to 999"))


@dataclass(frozen=True)
class Release:
    """One bundle that left.

    `at` is the moment of the build by the clock, `as_of` and `expires` are the map's, all ISO
    8601. `sent` has the forms it left in: folder, zip, age. `recipients` are the names for whom
    it was encrypted. `manifest` is the sha256 of its manifest.json. `counts` gives the rows of
    each layer in bands; `totals` what was told of totals, in bands, as the map's release saw fit.
    """

    at: str
    map: str
    audience: str
    as_of: str
    expires: str
    sent: tuple[str, ...]
    recipients: tuple[str, ...]
    manifest: str
    fingerprint: str
    signed_with: str | None = None
    counts: Mapping[str, str] = field(default_factory=dict)
    totals: Mapping[str, Any] = field(default_factory=dict)


def band(count: int) -> str:
    """A figure as a band, never exact: 0, 1 to 9, 10 to 99, 100 to 999, 1000 or more."""
    return next((words for most, words in _BANDS if count <= most), "1000 or more")


def record_release(root: Path, release: Release) -> int:
    """Add one line to the log of the workspace at `root`; gives its number, from 1.

    It is on the disk when this returns. A line that a killed build left half written never
    counted and is written over.

    Raises
    ------
    SourceError
        Where the log is not whole; nothing is added to it then.
    BundleError
        Where it cannot be written.
    """
    path = root / LOG
    try:
        private_folder(root)
        with sole_maker(path):
            lines, _ = _lines(path)
            raise_errors(SourceError, _faults(root, lines))
            told = _line(release, lines[-1] if lines else None, len(lines) + 1)
            _append(path, sum(len(line) + 1 for line in lines), told)
            _remember(root, len(lines) + 1, told)
    except OSError as error:
        raise BundleError(
            f"the release cannot be recorded ({error.strerror}), so nothing was released.",
            file=str(path), hint="Free space, or let this user write in the workspace.",
        ) from error  # fmt: skip
    return len(lines) + 1


def read_releases(root: Path) -> list[Release]:
    """Every release of the workspace at `root`, oldest first.

    Raises
    ------
    SourceError
        Where the log is not whole.
    """
    releases, faults = check_releases(root)
    raise_errors(SourceError, faults)
    return releases


def last_releases(root: Path, map_name: str, audience: str) -> list[Release]:
    """The releases of one map for one audience, oldest first.

    Raises
    ------
    SourceError
        Where the log is not whole.
    """
    return [one for one in read_releases(root)
            if (one.map, one.audience) == (map_name, audience)]  # fmt: skip


def check_releases(root: Path) -> tuple[list[Release], list[Finding]]:
    """The releases as far as they can be read, and every break of the chain.

    Raises
    ------
    SourceError
        Where the log cannot be read at all.
    """
    try:
        lines, rest = _lines(root / LOG)
        faults = _faults(root, lines)
    except OSError as error:
        raise SourceError(
            f"the release log cannot be read ({error.strerror}).", file=LOG,
            hint="Let this user read it.",
        ) from error  # fmt: skip
    if rest:
        faults.append(_finding("warning", len(lines) + 1, "is half written: the build that wrote "
                               "it was killed and released nothing", "The next release writes "
                               "over it."))  # fmt: skip
    told = (_told(line) for line in lines)
    return [_release(one) for one in told if one is not None], faults


def _lines(path: Path) -> tuple[list[bytes], bytes]:
    """The complete lines of the log without their ends, and what follows the last of them."""
    if not path.exists():
        return [], b""
    *lines, rest = path.read_bytes().split(b"\n")
    return lines, rest


def _line(release: Release, before: bytes | None, number: int) -> bytes:
    previous = _BEFORE_THE_FIRST if before is None else json.loads(before)[_HASH]
    told = json.loads(json.dumps(asdict(release))) | {"number": number, "previous": previous}
    return _spelled(told | {_HASH: _own_hash(told)})


def _spelled(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _own_hash(told: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in told.items() if key != _HASH}
    return hashlib.sha256(_spelled(rest)).hexdigest()


def _append(path: Path, at: int, line: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    with os.fdopen(handle, "wb") as file:
        file.truncate(at)
        file.seek(at)
        file.write(line + b"\n")
    sync(path)
    sync(path.parent)


def _remember(root: Path, number: int, line: bytes) -> None:
    """Note the last line; a kill before this leaves a note one line behind, which is no fault."""
    head = {"number": number, _HASH: json.loads(line)[_HASH]}
    replace_file(root / HEAD, json.dumps(head).encode() + b"\n")


def _told(line: bytes) -> dict[str, Any] | None:
    """What an unaltered line says; None where it was altered."""
    try:
        told = json.loads(line)
        whole = _spelled(told) == line and told[_HASH] == _own_hash(told) and _formed(told)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return told if whole else None


def _formed(told: Mapping[str, Any]) -> bool:
    """Whether every value of a line is of its kind."""
    texts = [told[key] for key in _TEXTS] + [*told["sent"], *told["recipients"]]
    lists = isinstance(told["sent"], list) and isinstance(told["recipients"], list)
    tables = isinstance(told["counts"], dict) and isinstance(told["totals"], dict)
    signed = told["signed_with"] is None or isinstance(told["signed_with"], str)
    numbered = type(told["number"]) is int
    return lists and tables and signed and numbered and all(isinstance(one, str) for one in texts)


def _release(told: Mapping[str, Any]) -> Release:
    values = {one.name: told[one.name] for one in fields(Release)}
    return Release(**values | {key: tuple(values[key]) for key in ("sent", "recipients")})


def _faults(root: Path, lines: Sequence[bytes]) -> list[Finding]:
    told = [_told(line) for line in lines]
    return [*_chain_faults(told), *_tail_faults(root, told)]


def _chain_faults(told: Sequence[Mapping[str, Any] | None]) -> list[Finding]:
    faults = []
    numbers = {one["number"] for one in told if one}
    before: Mapping[str, Any] | None = {"number": 0, _HASH: _BEFORE_THE_FIRST}
    for place, one in enumerate(told, 1):
        if one is None:
            faults.append(_finding("error", place, "was edited", _MEND))
        elif before is not None and one["previous"] != before[_HASH]:
            missing = before["number"] + 1 not in numbers
            faults.append(_finding("error", place, _break(one, before, missing), _MEND))
        before = one
    return faults


_MEND = "Put a copy of the log back; what was released cannot be known from this one."


def _break(one: Mapping[str, Any], before: Mapping[str, Any], missing: bool) -> str:
    if one["number"] == before["number"] + 1:
        return "does not follow the line before it: that one was written anew"
    if missing and one["number"] > before["number"]:
        return f"is release {one['number']}, but release {before['number'] + 1} was removed"
    return f"is release {one['number']} and stands out of order"


def _tail_faults(root: Path, told: Sequence[Mapping[str, Any] | None]) -> list[Finding]:
    head = _head(root)
    if head is None:
        return [_finding("warning", len(told), f"is the last, as far as is known: {HEAD} is "
                         "missing or damaged, so lines cut off after it would not show",
                         "Keep the folder .potay with the workspace.")] if told else []  # fmt: skip
    number, digest = head
    if len(told) < number:
        return [_finding("error", len(told) + 1, f"is missing: the log was cut off, release "
                         f"{number} was the last", _MEND)]  # fmt: skip
    last = told[number - 1]
    if last is not None and last[_HASH] != digest:
        return [_finding("error", number, "is not the one that was released: the log was written "
                         "anew", _MEND)]  # fmt: skip
    return []


def _head(root: Path) -> tuple[int, str] | None:
    try:
        head = json.loads((root / HEAD).read_bytes())
        number, digest = head["number"], head[_HASH]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return (number, digest) if isinstance(number, int) and number > 0 else None


def _finding(severity: Severity, number: int, what: str, hint: str) -> Finding:
    return Finding(severity, f"{what}.", file=f"{LOG}, line {number}", hint=hint)
