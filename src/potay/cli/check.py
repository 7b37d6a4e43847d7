"""`potay check`: read and judge a map, a file or the whole workspace; write nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from potay.built import Dataset
from potay.cli.failing import EXIT_CODES
from potay.cli.options import AsOf, overrides
from potay.cli.reading import Crs, Layer, Renames, Sheet, renamed
from potay.cli.session import Session, session_of, table
from potay.errors import SPELLED_OUT, Finding, PotayError, SourceError, SpecError
from potay.inputs import read_inputs
from potay.sources import ROLE_HINTS, check_file, guess_role, how_held
from potay.terms.languages import either
from potay.terms.subjects import ROLES

#: What the option says that names a role.
AS_ROLE = f"What the file is: {either(tuple(ROLES))}"


def check(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="[MAP or FILE]", help="Nothing: every map of the workspace.")
    ] = "",
    role: Annotated[str, typer.Option("--as", help=AS_ROLE)] = "",
    layer: Layer = "",
    sheet: Sheet = "",
    crs: Crs = "",
    columns: Renames = None,
    as_of: AsOf = "",
) -> None:
    """Read and check everything a map or a file holds, and say every fault."""
    session = session_of(context)
    if role:
        if not what:
            raise SpecError("--as: no file is named.", hint="Write potay check FILE --as ROLE.")
        judged = check_file(
            Path(what), role, columns=renamed(columns), layer=layer, sheet=sheet, crs=crs
        )
        _tell_bounds(session, [Path(what)])
        _show(session, [], [judged])
        return
    if what and Path(what).is_file() and not what.endswith(".toml"):
        raise _role_wanted(Path(what))
    if what and Path(what).suffix not in ("", ".toml") and not Path(what).exists():
        raise SourceError("no such file.", file=what, hint="Check the name.")
    for option, value in (("layer", layer), ("sheet", sheet), ("crs", crs), ("column", columns)):
        if value:
            raise SpecError(
                f"--{option}: says how a file is read, and no file is checked here.",
                hint="Write potay check FILE --as ROLE; a map's files say it in dataset.toml.",
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
        _tell_bounds(session, [spec.path for spec in inputs.asked.datasets.values()])
        findings += inputs.state.findings
    _show(session, findings, list(read.values()), errors)


def _role_wanted(file: Path) -> SpecError:
    """That a file needs a role, with the one that it looks like."""
    role = guess_role(file)
    hint = (
        f"It looks like {role}: add --as {role}, or another role. " if role else "Add --as ROLE. "
    )
    return SpecError("a file is checked against a role.", file=str(file), hint=hint + ROLE_HINTS)


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
    if len(lines) > SPELLED_OUT and not session.verbose:
        more = f"… and {len(lines) - SPELLED_OUT:,} more (all of them: -v, --json)."
        lines = [*lines[:SPELLED_OUT], more]
    session.answer(document, [*lines, counted, "Fit for use." if not wrong else "Not fit for use."])
    if wrong:
        raise typer.Exit(_exit_code(errors or []))


def _tell_bounds(session: Session, files: Sequence[Path]) -> None:
    """With -v: within what a file is read, as a process that reads one tells it."""
    if not session.verbose or not files:
        return
    held = how_held(files[0])
    network = {
        "kernel": "the kernel refuses it sockets and other programs",
        "interpreter": "Python refuses it sockets and other programs, native libraries are not "
        "held back",
    }[held.network]
    memory = "memory is not limited" if held.memory is None else f"{held.memory >> 20:,} MB at most"
    seconds = (
        "processor time is not limited"
        if held.seconds is None
        else f"{held.seconds:,} seconds of processor time at most"
    )
    session.say(
        f"Files are read in a process of their own: {network}; for '{files[0].name}' {memory}, "
        f"{seconds}."
    )


def rows_of(data: Dataset) -> dict[str, int]:
    """The conservation of rows as the contract names it."""
    rows = data.rows
    return {
        "in": rows.rows_in, "used": rows.used, "repaired": rows.repaired, "refused": rows.refused,
    }  # fmt: skip


def _exit_code(errors: list[PotayError]) -> int:
    return min((EXIT_CODES[type(error)] for error in errors), default=EXIT_CODES[SourceError])
