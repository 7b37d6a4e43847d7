"""`potay import`: bring an outside file into data/ with a dataset.toml."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from potay.cli.check import AS_ROLE, rows_of
from potay.cli.reading import Crs, Layer, Renames, Sheet, renamed
from potay.cli.session import session_of, table
from potay.sources import import_file


def import_dataset(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to bring in.")],
    role: Annotated[str, typer.Option("--as", help=AS_ROLE)],
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
        crs=crs, columns=renamed(columns), retrieved=today(), say=session.say,
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


def today() -> date:
    """Today in UTC, or the day of SOURCE_DATE_EPOCH where a build must be repeatable."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.date()
