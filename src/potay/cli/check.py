"""`potay check`: read and judge a map, a file or the whole workspace; write nothing."""

from pathlib import Path
from typing import Annotated, Any

import typer

from potay.build import read_inputs
from potay.built import Dataset
from potay.cli.options import AsOf, overrides
from potay.cli.session import Session, session_of, table
from potay.errors import Finding, PotayError, SourceError, SpecError
from potay.sources import ROLE_HINTS, check_file


def check(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="[MAP or FILE]", help="Nothing: every map of the workspace.")
    ] = "",
    role: Annotated[str, typer.Option("--as", help="What the file is meant to be.")] = "",
    layer: Annotated[str, typer.Option(help="Layer, where the file has several.")] = "",
    sheet: Annotated[str, typer.Option(help="Sheet, where the workbook has several.")] = "",
    as_of: AsOf = "",
) -> None:
    """Read and check everything a map or a file holds, and say every fault."""
    session = session_of(context)
    if role:
        datasets = [check_file(Path(what), role, layer=layer, sheet=sheet)]
        _show(session, [], datasets)
        return
    if what and Path(what).is_file() and not what.endswith(".toml"):
        raise SpecError(
            "a file is checked against a role.", file=what, hint=f"Add --as ROLE. {ROLE_HINTS}"
        )
    findings: list[Finding] = []
    read: dict[str, Dataset] = {}
    errors: list[PotayError] = []
    for name in [what] if what else session.workspace().maps:
        try:
            inputs = read_inputs(session.asked(name, overrides(as_of)))
        except PotayError as error:
            errors.append(error)
            findings += error.findings
            continue
        read.update(inputs.datasets)
        findings += inputs.state.findings
    _show(session, findings, list(read.values()), errors)


def _show(
    session: Session,
    findings: list[Finding],
    datasets: list[Dataset],
    errors: list[PotayError] | None = None,
) -> None:
    """Print the report; leave with the exit code of the first error, if there is one."""
    every = list(dict.fromkeys([*findings, *(f for data in datasets for f in data.findings)]))
    wrong = [finding for finding in every if finding.severity == "error"]
    if session.strict:
        wrong += [finding for finding in every if finding.severity == "warning"]
    document: dict[str, Any] = {
        "ok": not wrong,
        "findings": [finding.record() for finding in every],
        "rows": {data.name: rows_of(data) for data in datasets},
    }
    rows = [
        (data.name, data.role, *rows_of(data).values())
        for data in sorted(datasets, key=lambda data: data.name)
    ]
    counted = table(("dataset", "role", "rows in", "used", "repaired", "refused"), rows)
    lines = [f"{finding.severity}: {finding.sentence()}" for finding in every]
    session.answer(document, [*lines, counted, "Fit for use." if not wrong else "Not fit for use."])
    if wrong:
        raise typer.Exit(_exit_code(errors or []))


def rows_of(data: Dataset) -> dict[str, int]:
    """The conservation of rows as the contract names it."""
    rows = data.rows
    return {
        "in": rows.rows_in, "used": rows.used, "repaired": rows.repaired, "refused": rows.refused,
    }  # fmt: skip


def _exit_code(errors: list[PotayError]) -> int:
    from potay.cli import EXIT_CODES

    return min((EXIT_CODES[type(error)] for error in errors), default=EXIT_CODES[SourceError])
