"""Roads: what is no road is left out by name; tags and names fill the columns that lack."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from potay.errors import Finding
from potay.sources.columns import fold
from potay.sources.rows import RawRows, RowNames, Verdict
from potay.sources.vocabulary import NO_ROAD_CLASS
from potay.terms.roads import CLASS_PRACTICABILITY

if TYPE_CHECKING:
    from potay.sources.asked import Asked

#: The tags of an OSM tag column that fill a column of their own where that is empty.
_TAGS = ("highway", "ref", "surface", "oneway", "bridge", "tunnel", "layer")
_TAG_COLUMNS = ("tags", "other_tags")
_PAIR = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>?\s*"((?:[^"\\]|\\.)*)"')
_NATIONAL = re.compile(
    r"\b(?:route\s+|rte\.?\s+)?nationale\s*(?:num[ée]ro|n[o°º]?\.?|#)?\s*(\d{1,3})\b", re.IGNORECASE
)
_DEPARTMENTAL = re.compile(
    r"\b(?:route\s+|rte\.?\s+)?d[ée]partementale\s*(?:num[ée]ro|n[o°º]?\.?|#)?\s*(\d{1,3})\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^(RN|RD|R)\s*-?\s*(\d{1,3})$", re.IGNORECASE)


def prepared(raw: RawRows, asked: "Asked") -> tuple[RawRows, Mapping[str, str]]:
    """The rows with the OSM tags of a tag column in columns of their own, where those lack."""
    column = next((name for name in raw.fields.columns if fold(name) in _TAG_COLUMNS), None)
    if column is None or column in asked.columns.values():
        return raw, asked.columns
    cells = raw.fields[column]
    read = [dict(_PAIR.findall(cell)) if isinstance(cell, str) else {} for cell in cells]
    if not any(read):
        return raw, asked.columns
    fields = raw.fields.copy()
    for tag in _TAGS:
        values = [tags.get(tag) for tags in read]
        own = next((name for name in fields.columns if fold(name) == tag), None)
        if own is not None:
            values = [cell if _has(cell) else tag_value
                      for cell, tag_value in zip(fields[own], values, strict=True)]  # fmt: skip
        if any(value is not None for value in values):
            fields[own or tag] = pd.Series(values, dtype=object)
    message = f"OSM tags in the column '{column}' filled the empty cells of road columns."
    told = Finding("info", message, file=asked.label)
    return replace(raw, fields=fields, verdict=raw.verdict + Verdict((told,))), asked.columns


def judged(
    values: dict[str, Any], class_column: str, names: RowNames, verdict: Verdict
) -> tuple[dict[str, Any], Verdict]:
    """The columns with road numbers from names, and the verdict with the rows that are no roads.

    A row that is no road is refused with a warning, each named; whatever else is wrong with it
    does not matter and is not told. `class_column` is the file's column of highway words, ""
    where it has none.
    """
    foreign = _not_roads(values["class"], class_column, names, verdict)
    told = tuple(f for f in verdict.findings if f.row is None or f.row not in foreign.refused)
    refs, numbered = _refs_from_names(values, names)
    values = {**values, "ref": refs, "practicability": _practicability(values)}
    return values, replace(verdict, findings=told) + foreign + numbered


def in_parts(roads: gpd.GeoDataFrame, names: RowNames) -> tuple[gpd.GeoDataFrame, Verdict]:
    """One row per line: the parts of a multi-line get the ids `id`, `id#2`, `id#3` and so on."""
    shapes = roads.geometry.to_numpy()
    counts = shapely.get_num_geometries(shapes)
    if not (shapely.get_type_id(shapes) == shapely.GeometryType.MULTILINESTRING).any():
        return roads, Verdict()
    parts, owner = shapely.get_parts(shapes, return_index=True)
    ordinal = np.arange(len(parts)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    ids = [
        name if number == 1 else f"{name}#{number}"
        for name, number in zip(roads.index[owner], ordinal, strict=True)
    ]
    lines = gpd.GeoSeries(parts, index=roads.index[owner], crs=roads.crs)
    exploded = roads.iloc[owner].set_geometry(lines)
    exploded.index = pd.Index(ids, name="id", dtype=object)
    place = {name: position for position, name in enumerate(names.ids)}
    several = [place[name] for name in roads.index[counts > 1]]
    text = "a road of several lines was taken apart (ids with #2, #3 …)"
    return exploded, names.repairs({text: several} if several else {})


def road_number(name: str) -> str:
    """The number that a road's name says: *Route Nationale No 2* is RN2; "" if it says none."""
    for pattern, prefix in ((_NATIONAL, "RN"), (_DEPARTMENTAL, "RD")):
        found = pattern.search(name)
        if found:
            return f"{prefix}{int(found.group(1))}"
    found = _NUMBERED.match(name)
    return f"{found.group(1).upper()}{int(found.group(2))}" if found else ""


def _refs_from_names(values: Mapping[str, Any], names: RowNames) -> tuple[Any, Verdict]:
    numbers = {name: road_number(name) for name in set(values["name"]) if name}
    refs = values["ref"].tolist()
    repairs: dict[str, list[int]] = defaultdict(list)
    for position, name in enumerate(values["name"]):
        number = numbers.get(name, "")
        if number and not refs[position]:
            refs[position] = number
            repairs[f"the name '{name}' gave the ref {number}"].append(position)
    return pd.Series(refs, dtype=object), names.repairs(repairs, column="ref")


def _practicability(values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a Series
    """Paths carry motorcycles and footways people, where the file does not say otherwise."""
    stated = values["practicability"]
    usual = values["class"].map(CLASS_PRACTICABILITY).fillna(0).astype("int64")
    return stated.where(stated != 0, usual)


def _not_roads(
    classes: Any,  # noqa: ANN401 - a Series
    column: str,
    names: RowNames,
    verdict: Verdict,
) -> Verdict:
    """The rows with no class or that of something else; a misspelt class is an error already."""
    if not column:
        return Verdict()
    misspelt = {f.row for f in verdict.findings if f.column == column and f.severity == "error"}
    found = []
    for position, word in enumerate(classes):
        if (word and word not in NO_ROAD_CLASS) or names.numbers[position] in misspelt:
            continue
        if word == "":
            message, hint = "this is no road (no highway class).", "Nothing to do if it is a river."
        else:
            message, hint = f"'{word}' is no road that potay routes over.", ""
        found.append(names.finding(position, "warning", message, hint, column=column, value=word))
    return names.refusal(found)


def _has(cell: Any) -> bool:  # noqa: ANN401 - any cell
    return cell is not None and cell == cell and str(cell).strip() != ""
