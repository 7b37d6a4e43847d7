"""A claim added by hand: checked like all others, appended so that nothing is ever half written.

What happens on disk, in this order, under a lock that the system frees when we die:

1. `.<file>.pending` notes the sha256 of the file as it is and as it will be;
2. the new file is written beside the old one, synced, and takes its name;
3. `dataset.toml` with the new sha256 takes the place of the old one in the same way;
4. the note is removed.

Killed before 2, the old file is whole and the note tells of it. Killed between 2 and 3, the
sha256 in `dataset.toml` is the old one: whoever reads the dataset says so, and `finish_append`
(or the next `add_claim`) sees from the note that the new row was ours and puts it right. A file
that is neither of the two was changed by somebody else and is left alone, with a sentence.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from potay.claims.check import check_row, check_subjects
from potay.claims.claim import COLUMNS, Claim
from potay.claims.delimited import read_delimited
from potay.claims.ledger import Ledger
from potay.claims.safefile import clear_leftovers, locked, replace_file, sha256_of
from potay.errors import BundleError, Finding, SourceError, raise_errors
from potay.spec import DatasetSpec
from potay.spec.toml import suggestion

_SHA256 = re.compile(r"""^(\s*sha256\s*=\s*["'])([0-9a-f]{64})(["'])""", re.MULTILINE)
_PENDING = re.compile(r"([0-9a-f]{64}) ([0-9a-f]{64})")


@dataclass(frozen=True)
class AddedClaim:
    """The id given to a claim, the file it stands in, and warnings about it."""

    claim_id: str
    path: Path
    findings: tuple[Finding, ...] = ()


def add_claim(
    workspace_root: Path, spec: DatasetSpec, row: Mapping[str, str], ledger: Ledger
) -> AddedClaim:
    """Check one claim against the ledger and append it to a claims file.

    Parameters
    ----------
    workspace_root
        The workspace, for the names of files in messages.
    spec
        The dataset of role claims to append to; its file is CSV or TSV.
    row
        Values by our column names; without a `claim_id` it becomes `U-<day of as_of>-<n>`.
    ledger
        What the claim may name, and the ids already used.

    Raises
    ------
    SourceError
        Where the claim is wrong, the file cannot carry it, or the file is not the one that
        dataset.toml describes. Nothing has been written then.
    BundleError
        Where another potay is writing the file, or it cannot be written.
    """
    label = _label(spec.path, workspace_root)
    row = {name: unicodedata.normalize("NFC", value).strip() for name, value in row.items()}
    claim = _checked(row, ledger, label)
    with locked(spec.path, label):
        try:
            _finish(spec, label)
            content = _registered_content(spec, label)
            table = read_delimited(content, spec, "claim_id", label)
            claim = _with_id(claim, table.ids | {other.claim_id for other in ledger.claims}, label)
            told = {**row, "claim_id": claim.claim_id, "value": claim.value}
            _swap(spec, content, table.with_row(told, label))
        except OSError as error:
            raise BundleError(
                f"cannot be written: {error.strerror}.",
                file=label,
                hint="Check the rights on its folder and the space left.",
            ) from error
    return AddedClaim(claim.claim_id, spec.path, tuple(check_subjects([claim], ledger.known)))


def finish_append(workspace_root: Path, spec: DatasetSpec) -> bool:
    """Put right a dataset whose appending was cut short; True where there was something to do.

    Raises
    ------
    SourceError
        Where the file is neither the old nor the new one: somebody edited it meanwhile.
    BundleError
        Where another potay is writing the file.
    """
    if not _pending(spec.path).exists():
        return False
    label = _label(spec.path, workspace_root)
    with locked(spec.path, label):
        return _finish(spec, label)


def _label(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _checked(row: Mapping[str, str], ledger: Ledger, label: str) -> Claim:
    known = ("claim_id", *COLUMNS)
    faults = [
        Finding("error", f"a claim has no column '{name}'.", file=label, column=name,
                hint=suggestion(name, known))
        for name in sorted(row.keys() - set(known))
    ]  # fmt: skip
    claim, more = check_row(row.get("claim_id", ""), dict(row), ledger.known, dataset=label)
    raise_errors(SourceError, [*faults, *more])
    assert claim is not None
    return claim


def _with_id(claim: Claim, used: frozenset[str] | set[str], label: str) -> Claim:
    """The claim under its own id, or under the first free `U-2026-11-22-1`."""
    if claim.claim_id in used:
        raise SourceError(
            f"claim_id '{claim.claim_id}' is already used.",
            file=label,
            id=claim.claim_id,
            hint="Leave it out to be given a free one.",
        )
    if claim.claim_id:
        return claim
    stem = f"U-{date.fromordinal(claim.day)}"
    number = 1
    while f"{stem}-{number}" in used:
        number += 1
    return replace(claim, claim_id=f"{stem}-{number}")


def _registered_content(spec: DatasetSpec, label: str) -> bytes:
    """The bytes of the file, which must be those that dataset.toml tells of."""
    content = spec.path.read_bytes()
    if sha256_of(content) != _sha256_in(_toml(spec), label):
        raise SourceError(
            "the file is not the one that dataset.toml describes (its sha256 differs).",
            file=label,
            hint=f'Look at what changed, then write sha256 = "{sha256_of(content)}" in '
            "dataset.toml, and add the claim again.",
        )
    return content


def _swap(spec: DatasetSpec, old: bytes, new: bytes) -> None:
    note = _pending(spec.path)
    replace_file(note, f"{sha256_of(old)} {sha256_of(new)}\n".encode())
    replace_file(spec.path, new)
    _register(spec, sha256_of(new))
    note.unlink()


def _register(spec: DatasetSpec, sha256: str) -> None:
    path = spec.folder / "dataset.toml"
    text = _SHA256.sub(rf"\g<1>{sha256}\g<3>", _toml(spec), count=1)
    replace_file(path, text.encode("utf-8"))


def _finish(spec: DatasetSpec, label: str) -> bool:
    note = _pending(spec.path)
    for path in (note, spec.path, spec.folder / "dataset.toml"):
        clear_leftovers(path)
    if not note.exists():
        return False
    match = _PENDING.match(note.read_text(encoding="ascii", errors="replace"))
    old, new = match.groups() if match else ("", "")
    now = sha256_of(spec.path.read_bytes())
    if now not in (old, new):
        raise SourceError(
            "adding a claim was cut short here, and the file was changed since.",
            file=label,
            hint=f"Look at its last rows, write its sha256 in dataset.toml and remove {note.name}.",
        )
    _register(spec, now)
    note.unlink()
    return True


def _pending(path: Path) -> Path:
    return path.parent / f".{path.name}.pending"


def _toml(spec: DatasetSpec) -> str:
    return (spec.folder / "dataset.toml").read_bytes().decode("utf-8")


def _sha256_in(text: str, label: str) -> str:
    match = _SHA256.search(text)
    if not match:
        raise SourceError('dataset.toml has no line sha256 = "…".', file=label)
    return match[2]
