"""`potay change`: what differs between two moments, two maps, or with and without a what-if."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any

import typer
from rich.table import Table

from potay import questions
from potay.cli.options import (
    Audience,
    MapName,
    MoverName,
    Settings,
    WhatIf,
    overrides,
)
from potay.cli.session import Session, session_of, table
from potay.cli.words import notes
from potay.inputs import read_inputs
from potay.spec import AskedMap, Overrides
from potay.spec.map import check_moments

#: What goes first where the terminal is narrow.
SPARE = ("basis_before", "subject_type", "basis_after", "persons")
SHOWN = ("id", "name", "before", "after", "persons", "subjects", "claims")


def change(
    context: typer.Context,
    map_name: MapName,
    since: Annotated[
        str, typer.Option("--from", help="The earlier moment; default: the map's 'previous'.")
    ] = "",
    until: Annotated[
        str, typer.Option("--to", help="The later moment; default: the map's 'as_of'.")
    ] = "",
    against: Annotated[
        str, typer.Option("--against", metavar="MAP", help="The map to compare with.")
    ] = "",
    audience: Audience = "",
    mover: MoverName = "",
    settings: Settings = None,
    what_if: WhatIf = None,
) -> None:
    """Say what changed, who gains or loses access, and which reports did it.

    --set and --what-if count for the later side only.
    """
    session = session_of(context)
    check_moments({"--from": since, "--to": until})
    assumed = bool(settings or what_if)
    second = session.asked(
        against or map_name, overrides(until, mover, settings, audience, what_if)
    )
    base = overrides(mover=mover, audience=audience)
    first = _earlier(session, map_name, second, since, base, apart=bool(against) or assumed)
    after = read_inputs(second, session.say)
    before = read_inputs(first, session.say, like=after)
    document = questions.change(before, after)
    session.answer(document, [*_told(document), *notes(after.state)])


def _earlier(
    session: Session, map_name: str, second: AskedMap, since: str, base: Overrides, *, apart: bool
) -> AskedMap:
    """The side compared with: at its moment, else the map's previous one, without what-ifs."""
    plain = session.asked(map_name, replace(base, as_of=since))
    hint = "Name a moment with --from, a map with --against, or a what-if."
    moment = questions.compared_moment(plain, second, since=bool(since), apart=apart, hint=hint)
    return session.asked(map_name, replace(base, as_of=moment.isoformat()))


def _told(found: dict[str, Any]) -> Iterator[Table | str]:
    before, after = found["before"], found["after"]
    yield (
        f"{before['map']} as of {before['as_of']:%Y-%m-%d} → {after['map']} as of "
        f"{after['as_of']:%Y-%m-%d}, for {after['mover']}."
    )
    columns = ("subject_type", "id", "before", "after", "basis_before", "basis_after", "claims")
    for aspect, title in (("control", "Reported control"), ("status", "Reported status"),
                          ("coalition", "Coalition of the holder")):  # fmt: skip
        if found[aspect]:
            yield _rows(title, columns, found[aspect])
    if found["passage"]:
        yield _rows("Passage for this mover", columns[:4], found["passage"])
    yield _rows("Access", SHOWN, found["access"])
    sums = [(name, persons) for name, persons in found["summary"].items() if persons is not None]
    if sums:
        yield table(("summary", ""), sums)


def _rows(title: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> Table:
    cells = [[row[column] for column in columns] for row in rows]
    return table(columns, cells, title=title, spare=SPARE)
