"""`potay claim add` and `potay claims`: the ledger, one checked report at a time."""

from datetime import date
from typing import Annotated, Any

import typer

from potay.claims import add_claim, add_source, list_claims
from potay.cli.importing import today
from potay.cli.options import AsOf, Audience, overrides
from potay.cli.session import Session, session_of, table
from potay.cli.words import notes
from potay.errors import SourceError, SpecError
from potay.inputs import Inputs, datasets_of, read_everything_claimed, read_inputs
from potay.sources import finish_change
from potay.spec import DatasetSpec, Overrides, Workspace
from potay.spec.map import moment
from potay.spec.toml import suggestion
from potay.terms.audiences import SENSITIVITIES
from potay.terms.kinds import KINDS
from potay.terms.languages import either
from potay.terms.subjects import SUBJECT_TYPES

app = typer.Typer(no_args_is_help=True, help="Add to the ledger of dated, sourced reports.")

SHOWN = ("claim_id", "subject", "kind", "value", "as_of", "state", "age_days", "reliability",
         "publisher", "rivals")  # fmt: skip


@app.command("add")
def add(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(help="What it is about, e.g. gateway.canaan.")],
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(KINDS)}.")],
    value: Annotated[str, typer.Argument(help="open, closed, an actor id, 'Fri-Sun 06:00-18:00'")],
    source: Annotated[str, typer.Option("--source", help="A source_id of the sources.")],
    as_of: Annotated[str, typer.Option("--as-of", help="Day of the report; default: today.")] = "",
    valid_from: Annotated[
        str, typer.Option(help="From when; default: the day of the report.")
    ] = "",
    valid_to: Annotated[str, typer.Option(help="Until when, exclusive; may be left open.")] = "",
    reliability: Annotated[str, typer.Option(help="0 to 4; empty: not rated.")] = "",
    actor: Annotated[str, typer.Option(help="Who is reported to act, an actor id.")] = "",
    sensitivity: Annotated[str, typer.Option(help=either(SENSITIVITIES))] = "",
    note: Annotated[str, typer.Option(help="In your own words.")] = "",
    dataset: Annotated[str, typer.Option(help="Which claims dataset, if there are several.")] = "",
) -> None:
    """Append one checked claim to the ledger."""
    session = session_of(context)
    workspace = session.workspace()
    subject_type, name = _subject(subject)
    day = as_of or today().isoformat()
    _not_from_the_future(day)
    row = {
        "subject_type": subject_type, "subject": name, "kind": kind, "value": value,
        "actor": actor, "valid_from": valid_from or day, "valid_to": valid_to, "as_of": day,
        "source_id": source, "reliability": reliability, "sensitivity": sensitivity, "note": note,
    }  # fmt: skip
    chosen = _dataset(workspace, "claims", dataset)
    others = [one for one in datasets_of(workspace, "claims").values() if one != chosen]
    finish_change(chosen, session.say)  # mends what a killed run left, before it is read
    ledger = read_everything_claimed(workspace)
    added = add_claim(workspace.root, chosen, row, ledger, others=others, say=session.say)
    session.report(added.findings)
    for line in _not_yet_known(session, workspace, day):
        session.say(line)
    document = {"claim_id": added.claim_id, "file": str(added.path), "claims": [added.row]}
    session.answer(document, [f"Added {added.claim_id} to {added.path}."])


@app.command("source")
def source(
    context: typer.Context,
    source_id: Annotated[str, typer.Argument(help="A short id, e.g. ocha-2026-11-22.")],
    publisher: Annotated[str, typer.Option(help="Who published it.")],
    title: Annotated[str, typer.Option(help="What it is, in your own words.")],
    published: Annotated[str, typer.Option(help="The day, YYYY-MM-DD.")],
    language: Annotated[str, typer.Option(help="fr, ht, en, es …")] = "",
    dataset: Annotated[str, typer.Option(help="Which sources dataset, if several.")] = "",
) -> None:
    """Append one source, so that claims can name it."""
    session = session_of(context)
    workspace = session.workspace()
    chosen = _dataset(workspace, "sources", dataset)
    finish_change(chosen, session.say)
    row = {
        "source_id": source_id, "publisher": publisher, "title": title, "published": published,
        "language": language,
    }  # fmt: skip
    ledger = read_everything_claimed(workspace)
    added = add_source(workspace.root, chosen, row, ledger, say=session.say)
    session.answer({"source_id": added, "file": str(chosen.path)}, [f"Added {added}."])


def claims(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="[SUBJECT]", help="e.g. martissant")] = "",
    map_name: Annotated[str, typer.Option("--map", help="Whose moment and rules.")] = "",
    as_of: AsOf = "",
    audience: Audience = "",
) -> None:
    """List the claims known at the moment: age, state, rivals."""
    session = session_of(context)
    inputs = _inputs(session, map_name, overrides(as_of, audience=audience))
    frame = list_claims(inputs.state, subject or None)
    if subject and frame.empty and not _known(inputs, subject):
        ids = {name for _, name in inputs.state.subjects}
        raise SpecError(f"no subject '{subject}'.", hint=suggestion(subject, ids))
    rows = frame.reset_index().to_dict("records")
    document = {
        "map": inputs.asked.spec.name, "as_of": inputs.asked.spec.as_of, "claims": rows,
    }  # fmt: skip
    shown = [[_shown(row, column) for column in SHOWN] for row in rows]
    listed = table(SHOWN, shown, spare=("rivals", "age_days", "reliability"))
    session.answer(document, [listed, *notes(inputs.state)])


def _inputs(session: Session, map_name: str, changed: Overrides) -> Inputs:
    maps = session.workspace().maps
    if not map_name and not maps:
        raise SpecError("the workspace has no map, so no moment to list claims at.")
    return read_inputs(session.asked(map_name or maps[0], changed), session.say)


def _known(inputs: Inputs, subject: str) -> bool:
    return any(subject in (name, f"{kind}.{name}") for kind, name in inputs.state.subjects)


def _shown(row: dict[str, Any], column: str) -> object:
    if column == "subject":
        return f"{row['subject_type']}.{row['subject']}"
    return str(row[column])[:10] if column == "as_of" else row[column]


def _not_from_the_future(day: str) -> None:
    """Refuse a report that is dated after today; what is no date is refused with the rest."""
    try:
        reported = date.fromisoformat(day[:10])
    except ValueError:
        return
    if reported > today():
        raise SourceError(
            f"--as-of: {reported} lies after today, {today()}: no such report can be known yet.",
            hint="Correct the day; from when something announced counts is said with --valid-from.",
        )


def _subject(text: str) -> tuple[str, str]:
    for mark in (".", ":"):
        kind, found, name = text.partition(mark)
        if found and kind in SUBJECT_TYPES and name:
            return kind, name
    raise SpecError(
        f"'{text}' does not say what kind of thing it is.",
        hint=f"Write type.id, e.g. gateway.canaan; types: {', '.join(SUBJECT_TYPES)}.",
    )


def _dataset(workspace: Workspace, role: str, wanted: str) -> DatasetSpec:
    offered = datasets_of(workspace, role)
    if wanted in offered:
        return offered[wanted]
    if wanted:
        raise SpecError(f"no {role} dataset '{wanted}'.", hint=suggestion(wanted, offered))
    if len(offered) != 1:
        raise SpecError(
            f"{len(offered)} {role} datasets here; expected one.",
            hint=f"Name one with --dataset: {', '.join(offered) or 'none found'}.",
        )
    return next(iter(offered.values()))


def _not_yet_known(session: Session, workspace: Workspace, day: str) -> list[str]:
    """A map of a moment before the report cannot know it: say so, with the words to see it."""
    lines = []
    for name in workspace.maps:
        try:
            as_of = session.asked(name).spec.as_of
        except SpecError:  # a broken map is for `potay check` to explain; the claim is written
            continue
        if moment(day) > as_of:
            lines.append(
                f"Map {name} is as of {as_of:%Y-%m-%d}, before this report. To see it: "
                f"potay build {name} --as-of {day}"
            )
    return lines
