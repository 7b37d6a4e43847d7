"""Claims and sources added by hand, checked like all others before anything is written."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from potay.claims.check import check_row, check_subjects
from potay.claims.claim import COLUMNS, Claim
from potay.claims.ledger import SOURCE_COLUMNS, Ledger
from potay.claims.registered import append_row, label_of
from potay.errors import Finding, SourceError, raise_errors
from potay.signs import hidden_signs, named_signs
from potay.spec import DatasetSpec
from potay.spec.toml import suggestion


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
    label = label_of(spec, workspace_root)
    row = _tidy(row)
    faults = _unknown_columns(row, ("claim_id", *COLUMNS), "a claim", label)
    faults += _unseen(row, label)
    checked, more = check_row(row.get("claim_id", ""), row, ledger.known, dataset=label)
    raise_errors(SourceError, [*faults, *more])
    assert checked is not None
    claim = checked
    elsewhere = {other.claim_id for other in ledger.claims}

    def row_for(used: frozenset[str]) -> Mapping[str, str]:
        nonlocal claim
        claim = _with_id(checked, used | elsewhere, label)
        return {**row, "claim_id": claim.claim_id, "value": claim.value}

    append_row(workspace_root, spec, "claim_id", row_for)
    return AddedClaim(claim.claim_id, spec.path, tuple(check_subjects([claim], ledger.known)))


def add_source(
    workspace_root: Path, spec: DatasetSpec, row: Mapping[str, str], ledger: Ledger
) -> str:
    """Append one source to a file of sources, so that claims can name it; returns its id.

    `row` has source_id, publisher, title and published, and may have url and language.

    Raises
    ------
    SourceError
        Where a value is missing, the id is taken, or as for `add_claim`.
    BundleError
        As for `add_claim`.
    """
    label = label_of(spec, workspace_root)
    row = _tidy(row)
    faults = _unknown_columns(row, ("source_id", *SOURCE_COLUMNS), "a source", label)
    faults += _unseen(row, label)
    faults += [
        Finding("error", f"{name} is missing; a source needs it.", file=label, column=name)
        for name in ("source_id", "publisher", "title", "published")
        if not row.get(name)
    ]
    raise_errors(SourceError, faults)
    source_id = row["source_id"]

    def row_for(used: frozenset[str]) -> Mapping[str, str]:
        if source_id in used | ledger.known.sources:
            raise SourceError(_taken("source_id", source_id, label, "Use it, or choose another."))
        return row

    append_row(workspace_root, spec, "source_id", row_for)
    return source_id


def _tidy(row: Mapping[str, str]) -> dict[str, str]:
    return {name: unicodedata.normalize("NFC", value).strip() for name, value in row.items()}


def _unknown_columns(
    row: Mapping[str, str], known: tuple[str, ...], what: str, label: str
) -> list[Finding]:
    return [
        Finding("error", f"{what} has no column '{name}'.", file=label, column=name,
                hint=suggestion(name, known))
        for name in sorted(row.keys() - set(known))
    ]  # fmt: skip


def _unseen(row: Mapping[str, str], label: str) -> list[Finding]:
    """What is typed is refused with signs that nobody sees; who reads a file takes them out."""
    return [
        Finding("error", f"it holds {named_signs(signs)}, which nobody sees.", file=label,
                column=name, hint="Type it anew.")
        for name, value in row.items() if (signs := hidden_signs(value))
    ]  # fmt: skip


def _with_id(claim: Claim, used: frozenset[str], label: str) -> Claim:
    """The claim under its own id, or under the first free `U-2026-11-22-1`."""
    if claim.claim_id in used:
        hint = "Leave it out to be given a free one."
        raise SourceError(_taken("claim_id", claim.claim_id, label, hint))
    if claim.claim_id:
        return claim
    stem = f"U-{date.fromordinal(claim.day)}"
    number = 1
    while f"{stem}-{number}" in used:
        number += 1
    return replace(claim, claim_id=f"{stem}-{number}")


def _taken(column: str, value: str, label: str, hint: str) -> Finding:
    return Finding("error", f"{column} '{value}' is already used.", file=label, id=value, hint=hint)
