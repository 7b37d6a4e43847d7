"""The rows of a file as the frame of a role: columns, ids, places, and the account of each row."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from potay.errors import Finding
from potay.geo import WGS84
from potay.signs import shown
from potay.sources import boundaries, places, roads
from potay.sources.asked import Asked
from potay.sources.columns import Matching, match_columns, missing_columns, with_plain_names
from potay.sources.consistency import forward_periods, link_ends, unique_ids
from potay.sources.roles import Column, Role
from potay.sources.rows import RawRows, RowNames, Verdict
from potay.sources.values import ColumnCells, read_cells

#: How many unused columns are named before the rest is counted.
_NAMED_COLUMNS = 60
_LONGEST = 400  # a message that quotes a cell is no longer


def role_frame(raw: RawRows, asked: Asked) -> tuple[pd.DataFrame | None, Verdict, int]:
    """The frame of a role from the rows of a file, what became of each row, and how many came.

    The frame is None where no row can be used, or where something is wrong with all of them.
    """
    role = asked.role
    if raw.total == 0:
        return None, raw.verdict + _nothing_in(role, asked.label), 0
    raw = with_plain_names(raw, asked.label)
    raw, renames = _prepared(raw, asked)
    is_table = raw.geometry is None
    found = list(map(str, raw.fields.columns))
    matching = match_columns(role, found, renames, asked.label, is_table=is_table)
    about = Verdict(
        matching.findings
        + missing_columns(role, matching, found, asked.label, asked.wording)
        + _unused(matching, asked.label)
    )
    ids = _ids(raw, role, matching)
    names = RowNames(asked.label, raw.numbers, ids.values)
    if _key(role) not in matching.theirs and not role.id_required and role.name == "roads":
        about += Verdict((_numbered(asked.label),))
    values, verdict = _values(raw, role, matching, names, ids)
    verdict += unique_ids(names, matching.theirs.get(_key(role), ""))
    verdict += forward_periods(values, names)
    shapes, placed = places.located(raw, matching.theirs, asked, names)
    verdict = raw.verdict + about + verdict + placed
    if role.name == "links":
        verdict += link_ends(values, shapes, names)
    if role.name == "roads":
        values, verdict = roads.judged(values, matching.theirs.get("class", ""), names, verdict)
    verdict = _without_vain_repairs(verdict)
    if _all_wrong(verdict):
        return None, verdict, raw.total
    frame, told = _framed(values, shapes, verdict, role, names)
    return frame, verdict + told, raw.total


def _prepared(raw: RawRows, asked: Asked) -> tuple[RawRows, Mapping[str, str]]:
    """The rows with what a role reads out of foreign columns, and the renames that still hold."""
    if asked.role.name == "boundaries":
        return boundaries.prepared(raw, asked)
    if asked.role.name == "roads":
        return roads.prepared(raw, asked)
    return raw, asked.columns


def _nothing_in(role: Role, label: str) -> Verdict:
    if role.governs:
        message = f"there are no rows; no {role.name} would mean that nothing is there."
        return Verdict((Finding("error", message, file=label, hint="Check the export."),))
    return Verdict((Finding("warning", "there are no rows.", file=label),))


def _unused(matching: Matching, label: str) -> tuple[Finding, ...]:
    if not matching.unused:
        return ()
    more = len(matching.unused) - _NAMED_COLUMNS
    named = ", ".join(matching.unused[:_NAMED_COLUMNS]) + (f" and {more:,} more" * (more > 0))
    message = f"columns not used: {named}."
    return (Finding("info", message, file=label),)


def _ids(raw: RawRows, role: Role, matching: Matching) -> ColumnCells:
    """The ids as read; made from row numbers where the role allows it, else empty."""
    theirs = matching.theirs.get(_key(role))
    if theirs is not None:
        column = next(column for column in role.columns if column.name == _key(role))
        return read_cells(column, raw.fields[theirs].tolist())
    if role.id_required:
        return ColumnCells([""] * len(raw.numbers), {})
    stem = role.name.removesuffix("s")
    return ColumnCells([f"{stem}-{number}" for number in raw.numbers], {})


def _numbered(label: str) -> Finding:
    return Finding(
        "repair",
        "there is no column 'id'; the rows are called road-1, road-2 and so on.",
        file=label,
        hint="Such ids change with the file: add a column 'id' before claims name single roads.",
    )


def _key(role: Role) -> str:
    return "pcode" if role.name == "boundaries" else role.id_column


def _values(
    raw: RawRows, role: Role, matching: Matching, names: RowNames, ids: ColumnCells
) -> tuple[dict[str, Any], Verdict]:
    """The cells of every column of the role, and the faults and repairs in them."""
    values: dict[str, Any] = {}
    verdict = Verdict()
    for column in role.columns:
        theirs = matching.theirs.get(column.name)
        if theirs is None:
            values[column.name] = _absent(column, len(raw.numbers))
            continue
        cells = raw.fields[theirs].tolist()
        read = ids if column.name == _key(role) else read_cells(column, cells)
        values[column.name] = _series(column, read.values)
        verdict += _told(read, cells, theirs, names)
    return values, verdict


def _told(read: ColumnCells, cells: list[Any], theirs: str, names: RowNames) -> Verdict:
    """What is said of the cells of one column."""
    faults = []
    repairs: dict[str, list[int]] = defaultdict(list)
    unseen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, cell in read.remarkable.items():
        if cell.fault:
            written = "" if cells[position] is None else shown(str(cells[position])[:80])
            faults.append(
                names.finding(position, "error", shown(cell.fault[:_LONGEST]), cell.hint,
                              column=theirs, value=written)
            )  # fmt: skip
            continue
        if cell.repair:
            repairs[cell.repair].append(position)
        if cell.unseen:
            unseen[cell.unseen].append(position)
    return (
        names.refusal(faults)
        + names.repairs(repairs, column=theirs)
        + names.without_signs(unseen, column=theirs)
    )


def _absent(column: Column, count: int) -> pd.Series:
    missing = "" if column.kind in ("id", "text", "word", "moment") else np.nan
    return _series(column, [missing if column.default is None else column.default] * count)


def _series(column: Column, values: list[Any]) -> pd.Series:
    if column.kind in ("number", "measure"):
        return pd.Series(values, dtype="float64")
    if column.kind == "whole":
        whole = pd.Series(values, dtype="float64").astype("Int64")
        return whole if column.default is None else whole.fillna(column.default).astype("int64")
    if column.kind == "flag":
        return pd.Series(values, dtype=bool)
    return pd.Series(values, dtype=object)


def _without_vain_repairs(verdict: Verdict) -> Verdict:
    """The verdict without the repairs of rows that are refused all the same."""
    told = tuple(
        f for f in verdict.findings if f.severity != "repair" or f.row not in verdict.refused
    )
    return replace(verdict, findings=told)


def _all_wrong(verdict: Verdict) -> bool:
    return any(f.severity == "error" and f.row is None for f in verdict.findings)


def _framed(
    values: Mapping[str, Any],
    shapes: NDArray[np.object_] | None,
    verdict: Verdict,
    role: Role,
    names: RowNames,
) -> tuple[pd.DataFrame | None, Verdict]:
    """The used rows with their columns, indexed by id."""
    used = ~np.isin(names.numbers, list(verdict.refused))
    if not used.any():
        return None, Verdict()
    index = pd.Index([name for name, keep in zip(names.ids, used, strict=True) if keep],
                     name="id" if role.shapes else role.id_column, dtype=object)  # fmt: skip
    columns = {
        name: column[used].to_numpy() if column.dtype != "Int64" else column[used].array
        for name, column in values.items()
        if name not in ("id", role.id_column)
    }
    frame = pd.DataFrame(columns, index=index)
    told = Verdict()
    if "name" in columns and role.name not in ("roads", "links", "obstacles", "base"):
        frame, told = _with_names(frame, names.label)
    if shapes is None:
        return frame, told
    placed = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes[used], index=index), crs=WGS84)
    if role.name == "roads":
        placed, more = roads.in_parts(placed, names)
        told += more
    return placed, told


def _with_names(frame: pd.DataFrame, label: str) -> tuple[pd.DataFrame, Verdict]:
    """No row without a name: the French or Creole name, else the id, stands in."""
    empty = frame["name"] == ""
    if not empty.any():
        return frame, Verdict()
    names = frame["name"].where(~empty, frame.get("name_fr", ""))
    names = names.where(names != "", frame.get("name_ht", ""))
    names = names.where(names != "", frame.index.to_series())
    message = f"{int(empty.sum()):,} rows have no name; another name or the id stands in."
    return frame.assign(name=names), Verdict((Finding("info", message, file=label),))
