"""Claims and sources added by hand, checked like all others before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from potay.claims.check import check_row, check_subjects
from potay.claims.claim import COLUMNS, Claim
from potay.claims.ledger import SOURCE_COLUMNS, Ledger
from potay.errors import Finding, SourceError, raise_errors
from potay.sources import append_row, keep_rows, label_of, read_datasets, tidy, unfit_texts
from potay.spec import DatasetSpec
from potay.spec.toml import suggestion

Say = Callable[[str], None]


@dataclass(frozen=True)
class AddedClaim:
    """The id given to a claim, the file it stands in, its cells there, and warnings about it."""

    claim_id: str
    path: Path
    row: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


def add_claim(
    workspace_root: Path,
    spec: DatasetSpec,
    row: Mapping[str, str],
    ledger: Ledger,
    *,
    others: Sequence[DatasetSpec] = (),
    say: Say | None = None,
) -> AddedClaim:
    """Check one claim against the ledger and append it to a claims file.

    Parameters
    ----------
    workspace_root
        The workspace, in whose cache the rows as registered are kept.
    spec
        The dataset of role claims to append to; its file is CSV or TSV.
    row
        Values by our column names; without a `claim_id` it becomes `U-<day of as_of>-<n>`.
        Spaces are tidied; a text that the file would not give back is refused.
    ledger
        What the claim may name, and the ids already used.
    others
        The other datasets of claims, to which somebody else may have added since `ledger` was
        read: no id of theirs is given twice.
    say
        Told for whom we wait, where another writes in data/.

    Raises
    ------
    SourceError
        Where the claim is wrong, the file cannot carry it, or the file is not the one that
        dataset.toml describes. Nothing has been written then.
    BundleError
        Where another potay goes on writing in data/, or it cannot be written.
    """
    label = label_of(spec)
    faults = _unknown_columns(row, ("claim_id", *COLUMNS), "a claim", label)
    faults += unfit_texts(row, label)
    row = {name: tidy(value) for name, value in row.items()}
    checked, more = check_row(row.get("claim_id", ""), row, ledger.known, dataset=label)
    raise_errors(SourceError, [*faults, *more])
    assert checked is not None
    claim = checked
    elsewhere = {other.claim_id for other in ledger.claims}

    def row_for(used: frozenset[str]) -> Mapping[str, str]:
        nonlocal claim
        claim = _with_id(checked, used | elsewhere | _ids_in(others), label)
        return {**row, "claim_id": claim.claim_id, "value": claim.value.text}

    written = _append(workspace_root, spec, row_for, say)
    findings = tuple(check_subjects([claim], ledger.known))
    return AddedClaim(claim.claim_id, spec.path, written, findings)


def add_source(
    workspace_root: Path,
    spec: DatasetSpec,
    row: Mapping[str, str],
    ledger: Ledger,
    *,
    say: Say | None = None,
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
    label = label_of(spec)
    faults = _unknown_columns(row, ("source_id", *SOURCE_COLUMNS), "a source", label)
    faults += unfit_texts(row, label)
    row = {name: tidy(value) for name, value in row.items()}
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

    _append(workspace_root, spec, row_for, say)
    return source_id


def _append(
    workspace_root: Path,
    spec: DatasetSpec,
    row_for: Callable[[frozenset[str]], Mapping[str, str]],
    say: Say | None,
) -> dict[str, str]:
    """Add a row, keep the rows as they are registered now, and give the cells as read back."""
    dataset = append_row(spec, row_for, say)
    keep_rows(workspace_root, dataset)
    assert dataset.frame is not None
    last = dataset.frame.iloc[-1]
    return {str(dataset.frame.index.name): dataset.frame.index[-1], **last.to_dict()}


def _ids_in(specs: Sequence[DatasetSpec]) -> set[str]:
    read = read_datasets(specs)
    return {one for data in read.values() if data.frame is not None for one in data.frame.index}


def _unknown_columns(
    row: Mapping[str, str], known: tuple[str, ...], what: str, label: str
) -> list[Finding]:
    return [
        Finding("error", f"{what} has no column '{name}'.", file=label, column=name,
                hint=suggestion(name, known))
        for name in sorted(row.keys() - set(known))
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
