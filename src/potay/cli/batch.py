"""`potay batch`: many scenarios of one map, on all cores or a cluster."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from potay.batch import (
    BatchPlan,
    Outcome,
    on_cluster,
    on_cores,
    pending,
    plan_batch,
    read_variants,
    write_outcome,
    write_summary,
)
from potay.cli.options import Audience, Draws, MapName, overrides
from potay.cli.session import Session, session_of, table
from potay.errors import BundleError
from potay.inputs import read_inputs


def batch(
    context: typer.Context,
    map_name: MapName,
    scenarios: Annotated[Path, typer.Argument(help="A TOML file with [[scenario]] tables.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the results.")],
    form: Annotated[
        Literal["csv", "parquet"], typer.Option("--format", help="Form of the tables.")
    ] = "csv",
    workers: Annotated[int, typer.Option(help="Processes; 0 means one per core.", min=0)] = 0,
    scheduler: Annotated[
        str, typer.Option(help="Address of a dask scheduler, e.g. tcp://host:8786.")
    ] = "",
    audience: Audience = "",
    draws: Draws = False,
) -> None:
    """Answer `potay access` for every scenario of a file; results already there are kept."""
    session = session_of(context)
    variants = read_variants(scenarios)
    inputs = read_inputs(session.asked(map_name, overrides(audience=audience)), session.say)
    session.report(inputs.network.findings)
    plan = plan_batch(inputs, variants, draws=draws)
    _make(out)
    left = pending(plan.tasks, out, form)
    session.say(f"{len(plan.tasks)} scenarios, {len(plan.tasks) - len(left)} answered already.")
    todo = replace(plan, tasks=left)
    for outcome in _told(session, todo, scheduler, workers):
        write_outcome(outcome, out, form)
    summary = write_summary(plan.tasks, out)
    rows = summary.to_dict("records")
    shown = [name for name in summary.columns if name not in ("as_of", "probability_is")]
    session.answer(
        {"map": inputs.asked.spec.name, "out": str(out), "scenarios": rows},
        [table(shown, ([row[name] for name in shown] for row in rows))],
    )


def _told(session: Session, plan: BatchPlan, scheduler: str, workers: int) -> Iterator[Outcome]:
    """Outcomes as they come, each told on stderr."""
    if not plan.tasks:
        return
    found = on_cluster(plan, scheduler) if scheduler else on_cores(plan, workers)
    for number, outcome in enumerate(found, start=1):
        cut_off = outcome.summary["cut_off_sites"]
        found_out = "answered" if cut_off is None else f"{cut_off} sites cut off"
        session.say(f"[{number}/{len(plan.tasks)}] {outcome.task.name}: {found_out}")
        yield outcome


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BundleError(
            f"the folder cannot be made: {error.strerror}.", file=str(folder)
        ) from None
