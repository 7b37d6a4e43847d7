"""Boundaries: the level and the names in any of the styles in which COD-AB files come."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from potay.errors import Finding
from potay.sources.columns import fold
from potay.sources.rows import RawRows, Verdict

if TYPE_CHECKING:
    from potay.sources.asked import Asked

#: ADM2_PCODE, ADM2_PC, admin2Pcod, adm2_pcode, admin2Pcode, ADM2_CODE.
_PCODE = re.compile(r"^adm(?:in)?_?([0-5])_?(?:pcode|pcod|pc|code)$")
#: ADM2_FR, admin2Name_fr, adm2_name, adm2_name1, admin2Name, ADM2_NAME_FR.
_NAME = re.compile(r"^adm(?:in)?_?([0-5])_?(?:name|na)?_?(fr|en|ht|[1-3])?$")


def prepared(raw: RawRows, asked: "Asked") -> tuple[RawRows, Mapping[str, str]]:
    """The rows with the columns pcode, name, name_fr, name_ht, level, parent, as of the file.

    The level is the deepest one whose p-codes the file has. Files that already have `pcode`
    and `name` come back as they are.
    """
    folded = {fold(str(name)): str(name) for name in raw.fields.columns}
    if "pcode" in folded or "pcode" in asked.columns:
        return raw, asked.columns
    codes = {int(m.group(1)): name for key, name in folded.items() if (m := _PCODE.match(key))}
    if not codes:
        return raw, asked.columns
    level = max(codes)
    fields = raw.fields.assign(pcode=raw.fields[codes[level]], level=level)
    if level - 1 in codes:
        fields["parent"] = fields[codes[level - 1]]
    for name, column in _names(folded, level, raw.fields).items():
        fields[name] = column
    dated = next((folded[key] for key in ("validon", "valid_on") if key in folded), None)
    if dated is not None and "as_of" not in folded:
        fields["as_of"] = fields[dated]
    message = f"boundaries of level {level}: p-codes from the column '{codes[level]}'."
    told = Verdict((Finding("info", message, file=asked.label),))
    return replace(raw, fields=fields, verdict=raw.verdict + told), asked.columns


def _names(folded: Mapping[str, str], level: int, fields: pd.DataFrame) -> dict[str, pd.Series]:
    """The name columns of a level by language; `name` is the French one where there is one."""
    by_language: dict[str, pd.Series] = {}
    for key, name in folded.items():
        found = _NAME.match(key)
        if found and int(found.group(1)) == level:
            language = _language(found.group(2) or "", folded, fields)
            by_language.setdefault(language, fields[name])
    ours = {f"name_{code}": by_language[code] for code in ("fr", "ht") if code in by_language}
    best = next((by_language[code] for code in ("fr", "", "en", "ht") if code in by_language), None)
    if best is None:
        return ours
    others = [by_language[code] for code in ("en", "ht") if code in by_language]
    return {"name": _filled(best, others), **ours}


def _language(ending: str, folded: Mapping[str, str], fields: pd.DataFrame) -> str:
    """The language of a name column: its ending, or what the `lang…` column says of it."""
    if ending in ("fr", "en", "ht"):
        return ending
    column = folded.get(f"lang{ending}")
    if column is None:
        return ending
    said = fields[column].dropna()
    return str(said.iloc[0]).strip().lower() if len(said) else f"?{ending}"


def _filled(names: pd.Series, others: list[pd.Series]) -> pd.Series:
    for other in others:
        names = names.where(names.notna() & (names != ""), other)
    return names
