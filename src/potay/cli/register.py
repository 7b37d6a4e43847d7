"""`potay register`: an edited file is looked at, told of, and taken in."""

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from potay.cli.session import Session, session_of, table
from potay.errors import Finding, SourceError, SpecError, raise_errors
from potay.sources import Registration, label_of, look_at, take_in
from potay.spec import DatasetSpec, Workspace, starter_folder
from potay.spec.toml import suggestion
from potay.spec.workspace import read_dataset_spec

#: How many rows are named in a sentence, and how much of a cell is shown.
_SHOWN = 10
_LONGEST_SHOWN = 60


def register_datasets(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Datasets in data/.")],
    yes: Annotated[bool, typer.Option("--yes", help="Also where rows would be lost.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be taken in; write nothing.")
    ] = False,
) -> None:
    """Check edited files, tell what changed, and write their new sha256 into dataset.toml."""
    session = session_of(context)
    workspace = session.workspace()
    root, shipped = workspace.root, starter_folder() / "data"
    looked_at = look_at(root, _named(workspace, names), shipped)
    for one in looked_at:
        session.report(one.dataset.findings)
    if not dry_run:
        _ask_before_rows_are_lost(session, looked_at, yes=yes)
        take_in(root, looked_at, session.say)
    rows = [_row(one, dry_run=dry_run) for one in looked_at]
    sentences = [line for one in looked_at for line in in_words(one)]
    document = {
        "ok": True,
        "dry_run": dry_run,
        "datasets": [_record(one, row[1]) for one, row in zip(looked_at, rows, strict=True)],
    }
    counted = table(("dataset", "state", "rows", "added", "changed", "removed", "sha256"), rows)
    session.answer(document, [counted, *sentences])


def _named(workspace: Workspace, names: Sequence[str]) -> list[DatasetSpec]:
    """The datasets of some names, each once; every wrong name and dataset.toml told at once."""
    faults: list[Finding] = []
    found = []
    for name in dict.fromkeys(names):
        if name not in workspace.datasets:
            hint = suggestion(name, workspace.datasets)
            faults.append(Finding("error", f"no dataset '{name}'.", hint=hint))
            continue
        spec, more = read_dataset_spec(workspace, name)
        faults += more
        if spec:
            found.append(spec)
    raise_errors(SpecError, faults)
    return found


def _ask_before_rows_are_lost(
    session: Session, looked_at: Sequence[Registration], *, yes: bool
) -> None:
    """Go on with --yes, or where the person at the terminal says so.

    Raises
    ------
    SourceError
        Where rows would be lost and nobody agreed.
    """
    losing = [one for one in looked_at if one.difference.removed]
    if yes or not losing:
        return
    for one in losing:
        for line in in_words(one):
            session.say(line)
    count = sum(len(one.difference.removed) for one in losing)
    asked = not session.as_json and sys.stdin is not None and sys.stdin.isatty()
    if asked and typer.confirm(f"Register, and lose {_rows(count)}?", err=True):
        return
    raise SourceError(
        [
            Finding("error", f"{_rows(len(gone))} would be lost: {_first(gone)}.",
                    file=label_of(one.spec),
                    hint="Nothing was registered. If they are meant to go, add --yes.")
            for one in losing
            for gone in [one.difference.removed]
        ]
    )  # fmt: skip


def in_words(one: Registration) -> list[str]:
    """What registering a file takes in, in sentences for the terminal."""
    name, told = one.spec.name, one.difference
    if not one.changed:
        return []
    if one.dataset.raster is not None:
        return [f"{name}: another raster; it has no rows to be compared."]
    if told.before is None:
        return [
            f"{name}: {_rows(told.now)} now. Which were added, changed or removed cannot be told: "
            "the rows as last registered are not kept here."
        ]
    lines = [
        f"{name}: {_rows(len(ids))} {what}: {_first(ids)}."
        for what, ids in (("added", told.added), ("removed", told.removed))
        if ids
    ]
    if told.changed:
        shown = [_change(one, told.changed[one]) for one in list(told.changed)[:_SHOWN]]
        more = len(told.changed) - len(shown)
        lines.append(
            f"{name}: {_rows(len(told.changed))} changed: {'; '.join(shown)}"
            f"{f' and {more} more' if more > 0 else ''}."
        )
    if told.by_content and lines:
        lines.append(f"{name}: its rows have no ids; a changed one counts as removed and added.")
    return lines or [f"{name}: the file differs, and no row that is read of it does."]


def _change(row: str, columns: Mapping[str, tuple[str, str]]) -> str:
    cells = [
        "{} '{}' → '{}'".format(name, *_short(before, after))
        for name, (before, after) in columns.items()
    ]
    return f"{row} ({', '.join(cells)})"


def _first(ids: Sequence[str]) -> str:
    more = len(ids) - _SHOWN
    return ", ".join(ids[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _short(before: str, after: str) -> tuple[str, str]:
    """Two long texts from a little before they part."""
    signs = enumerate(zip(before, after, strict=False))
    same = next((place for place, (old, new) in signs if old != new), 0)
    skip = max(0, same - 20) if max(len(before), len(after)) > _LONGEST_SHOWN else 0
    short = [f"{'…' if skip else ''}{text[skip:]}" for text in (before, after)]
    cut = [text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…" for text in short]
    return cut[0], cut[1]


def _row(one: Registration, *, dry_run: bool) -> tuple[object, ...]:
    told = one.difference
    new = "changed" if dry_run else "registered"
    state = new if one.changed else "unchanged"
    counts = (len(told.added), len(told.changed), len(told.removed))
    known = counts if told.before is not None else ("?", "?", "?") if one.changed else (0, 0, 0)
    return one.spec.name, state, told.now, *known, one.dataset.sha256


def _record(one: Registration, state: object) -> dict[str, object]:
    """What `--json` tells of one dataset; where no rows were kept, `compared` is false."""
    told = one.difference
    return {
        "name": one.spec.name,
        "state": state,
        "sha256": one.dataset.sha256,
        "compared": told.before is not None,
        "rows": {"before": told.before, "now": told.now},
        "added": told.added,
        "changed": [
            {"id": row, "columns": {name: {"before": before, "after": after}
                                    for name, (before, after) in columns.items()}}
            for row, columns in told.changed.items()
        ],
        "removed": told.removed,
    }  # fmt: skip
