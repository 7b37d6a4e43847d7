"""Options that say how a file is to be read, as its dataset.toml would."""

from typing import Annotated

import typer

from potay.errors import Finding, SpecError, raise_errors

Layer = Annotated[str, typer.Option(help="Layer, where the file has several.")]
Sheet = Annotated[str, typer.Option(help="Sheet, where the workbook has several.")]
Crs = Annotated[
    str, typer.Option("--crs", help="Coordinate system, where the file names none: EPSG:32618.")
]
Renames = Annotated[
    list[str] | None,
    typer.Option("--column", help="OURS=THEIRS, e.g. name=nom_quartier. May be repeated."),
]


def renamed(columns: list[str] | None) -> dict[str, str]:
    """The renames of a command line: our column names with theirs.

    Raises
    ------
    SpecError
        Where one is not OURS=THEIRS, or renames a column twice; all faults at once.
    """
    found: dict[str, str] = {}
    faults = []
    for text in columns or ():
        ours, sign, theirs = (part.strip() for part in text.partition("="))
        if not (ours and sign and theirs):
            message = f"--column: '{text}' does not say which column is which."
            hint = "Write OURS=THEIRS, e.g. --column name=nom_quartier."
            faults.append(Finding("error", message, hint=hint))
        elif ours in found:
            message = f"--column: '{ours}' is given twice: {found[ours]} and {theirs}."
            faults.append(Finding("error", message, hint="Keep the one that is meant."))
        else:
            found[ours] = theirs
    raise_errors(SpecError, faults)
    return found
