"""The list of commands and the options they all share."""

from pathlib import Path
from typing import Annotated

import typer

from potay import __version__
from potay.cli import (
    access,
    batch,
    build,
    change,
    check,
    claim,
    corridors,
    critical,
    importing,
    init,
    keys,
    register,
    releases,
    route,
    state,
    verify,
)
from potay.cli.people import people
from potay.cli.session import Session
from potay.cli.walk import walk

app = typer.Typer(
    name="potay",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Who is reported to hold what, which roads pass, who can be reached.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"potay {__version__}")
        raise typer.Exit


@app.callback()
def shared(
    context: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option("--workspace", "-w", help="Folder with data/, layers/ and maps/."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only the answer.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every finding.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings end the command.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Who is reported to hold what, which roads pass, who can be reached."""
    context.obj = Session(workspace, as_json, quiet, verbose, strict)


app.command("init")(init.init)
app.command("check")(check.check)
app.command("import")(importing.import_dataset)
app.command("register")(register.register_datasets)
app.add_typer(claim.app, name="claim")
app.command("claims")(claim.claims)
app.command("state")(state.state)
app.command("build")(build.build)
app.command("route")(route.route)
app.command("access")(access.access)
app.command("batch")(batch.batch)
app.command("corridors")(corridors.corridors)
app.command("critical")(critical.critical)
app.command("people")(people)
app.command("walk")(walk)
app.command("change")(change.change)
app.command("verify")(verify.verify)
app.command("open")(verify.open_)
app.add_typer(keys.app, name="key")
app.command("releases")(releases.releases)
