"""`potay import`: bring an outside file into data/ with a dataset.toml."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from potay.claims import register
from potay.cli.check import rows_of
from potay.cli.reading import Crs, Layer, Renames, Sheet, renamed
from potay.cli.session import session_of, table
from potay.errors import SpecError, raise_errors
from potay.sources import content_hash, import_file, read_dataset
from potay.spec.toml import suggestion
from potay.spec.workspace import read_dataset_spec


def import_dataset(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to bring in.")],
    role: Annotated[str, typer.Option("--as", help="What the file is: areas, roads, sites …")],
    name: Annotated[str, typer.Option(help="Name of the dataset; default: the file's.")] = "",
    layer: Layer = "",
    sheet: Sheet = "",
    crs: Crs = "",
    columns: Renames = None,
) -> None:
    """Check FILE against a role and copy it into data/ with a dataset.toml."""
    session = session_of(context)
    dataset, folder = import_file(
        file, role, session.workspace().root, name=name, layer=layer, sheet=sheet,
        crs=crs, columns=renamed(columns), retrieved=today(),
    )  # fmt: skip
    session.report(dataset.findings)
    document = {
        "ok": True,
        "dataset": dataset.name,
        "folder": str(folder),
        "findings": [finding.record() for finding in dataset.findings],
        "rows": {dataset.name: rows_of(dataset)},
    }
    counted = table(
        ("dataset", "role", "rows in", "used", "repaired", "refused"),
        [(dataset.name, dataset.role, *rows_of(dataset).values())],
    )
    note = f"Now state source and licence in {folder / 'dataset.toml'}, and name it in a layer."
    session.answer(document, [counted, note])


def register_datasets(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Datasets in data/.")],
) -> None:
    """Check edited files and write their new sha256 into dataset.toml."""
    session = session_of(context)
    workspace = session.workspace()
    rows = []
    for name in names:
        if name not in workspace.datasets:
            raise SpecError(f"no dataset '{name}'.", hint=suggestion(name, workspace.datasets))
        spec, faults = read_dataset_spec(workspace, name)
        raise_errors(SpecError, faults)
        assert spec is not None
        digest = content_hash(spec.path)
        session.report(read_dataset(spec.model_copy(update={"sha256": digest})).findings)
        register(spec, digest)
        rows.append((name, "unchanged" if digest == spec.sha256 else "registered", digest))
    document = {"datasets": [dict(zip(("name", "state", "sha256"), row, strict=True))
                             for row in rows]}  # fmt: skip
    session.answer(document, [table(("dataset", "state", "sha256"), rows)])


def today() -> date:
    """Today in UTC, or the day of SOURCE_DATE_EPOCH where a build must be repeatable."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.date()
