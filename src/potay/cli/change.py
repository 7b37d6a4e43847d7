"""`potay change`: what differs between two moments, two maps, or with and without a what-if."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any

import pandas as pd
import typer
from rich.table import Table

from potay.access import access_table
from potay.access.causes import access_causes, passage_changes, persons_moved
from potay.claims import change_states
from potay.cli.options import (
    Audience,
    MapName,
    MoverName,
    Settings,
    WhatIf,
    check_moments,
    overrides,
)
from potay.cli.session import Session, session_of, table
from potay.errors import SpecError
from potay.inputs import Inputs, read_inputs
from potay.spec import AskedMap, Overrides

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
    after = _Side.of(session, second)
    before = _Side.of(session, first, like=after.inputs)
    document = _compared(before, after)
    session.answer(document, _told(document))


def _earlier(
    session: Session, map_name: str, second: AskedMap, since: str, base: Overrides, *, apart: bool
) -> AskedMap:
    """The side compared with: at its moment, else the map's previous one, without what-ifs.

    Raises
    ------
    SpecError
        Where nothing says what to compare with.
    """
    plain = session.asked(map_name, replace(base, as_of=since))
    if since:
        return plain
    if apart:
        same = plain.workspace == second.workspace and plain.spec.name == second.spec.name
        moment = second.spec.as_of.isoformat() if same else ""
        return session.asked(map_name, replace(base, as_of=moment))
    if plain.spec.previous is None:
        raise SpecError(
            "nothing to compare with: the map has no 'previous'.",
            file=f"maps/{plain.spec.name}.toml",
            hint="Name a moment with --from, a map with --against, or a what-if.",
        )
    return session.asked(map_name, replace(base, as_of=plain.spec.previous.isoformat()))


@dataclass(frozen=True)
class _Side:
    """One of the two scenarios, with its table of access."""

    inputs: Inputs
    access: pd.DataFrame

    @classmethod
    def of(cls, session: Session, asked: AskedMap, like: Inputs | None = None) -> "_Side":
        inputs = read_inputs(asked, session.say, like)
        return cls(inputs, access_table(inputs.scenario(), inputs.starts()).rows)

    def record(self) -> dict[str, Any]:
        """Which map, moment, mover and assumptions it is."""
        spec = self.inputs.asked.spec
        return {"map": spec.name, "as_of": spec.as_of, "mover": spec.mover,
                "what_if": dict(spec.what_if)}  # fmt: skip


def _compared(before: _Side, after: _Side) -> dict[str, Any]:
    changes = change_states(before.inputs.state, after.inputs.state)
    rows = {
        aspect: changes[changes["aspect"] == aspect].drop(columns="aspect").to_dict("records")
        for aspect in ("control", "status", "coalition")
    }
    scenes = before.inputs.scenario(), after.inputs.scenario()
    records = access_causes(*scenes, before.access, after.access)
    return {
        "before": before.record(),
        "after": after.record(),
        **rows,
        "passage": passage_changes(*scenes),
        "access": records,
        "summary": persons_moved(records),
    }


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
    yield table(("summary", ""), found["summary"].items())


def _rows(title: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> Table:
    return table(columns, [[row[column] for column in columns] for row in rows], title=title)
