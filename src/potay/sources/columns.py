"""Which column of the file is which of ours: without case, by rename, or by a known name."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from potay.errors import Finding, SourceError
from potay.signs import half_letters, hidden_signs, is_plain, named_signs, without_hidden
from potay.sources.asked import OF_A_FILE, Wording
from potay.sources.limits import refuse_beyond
from potay.sources.roles import Column, Role
from potay.sources.rows import RawRows, Verdict
from potay.spec.toml import suggestion

#: Names of coordinate columns, for points in tables.
LAT = Column("lat", also=("latitude", "y", "lat_dd", "latitud"))
LON = Column("lon", also=("lng", "long", "longitude", "x", "lon_dd"))
WKT = Column("wkt", also=("geometry", "geom", "the_geom", "wkt_geom"))


_TAKEN = "signs that nobody sees were taken out of the column's name"


@dataclass(frozen=True)
class Matching:
    """Our name → the file's name, what was found on the way, and the file's unused columns."""

    theirs: Mapping[str, str]
    findings: tuple[Finding, ...]
    unused: tuple[str, ...]


def match_columns(
    role: Role,
    found: Sequence[str],
    renames: Mapping[str, str],
    label: str,
    *,
    is_table: bool,
) -> Matching:
    """Match the columns of a file with those of a role.

    A rename of dataset.toml (ours = theirs) wins over our own name, which wins over names known
    to mean the same. `is_table` says that the file has no geometry of its own, so that columns
    with coordinates or WKT are looked for.
    """
    places = (LAT, LON, WKT) if is_table and role.shapes else ()
    wanted = (*role.columns, *places)
    folded, faults = _folded(found, label)
    theirs, more = _renamed(renames, folded, found, wanted, label)
    faults += more
    faults += _matched(wanted, folded, theirs, label)
    used = set(theirs.values())
    unused = tuple(name for name in found if name not in used)
    return Matching(theirs, tuple(faults), unused)


def missing_columns(
    role: Role,
    matching: Matching,
    found: Sequence[str],
    label: str,
    wording: Wording = OF_A_FILE,
) -> tuple[Finding, ...]:
    """One error for each required column that the file does not have."""
    lacking = [c for c in role.columns if c.required and c.name not in matching.theirs]
    if not role.id_required:
        lacking = [c for c in lacking if c.name != role.id_column]
    return tuple(_missing(column, matching.unused, found, label, wording) for column in lacking)


def with_plain_names(raw: RawRows, label: str) -> RawRows:
    """The rows with column names that hold nothing unseen; which ones did is told.

    Raises
    ------
    SourceError
        As `check_names`, and where two names differ in such signs alone.
    """
    names = [str(name) for name in raw.fields.columns]
    check_names(names, label)
    odd = {name: hidden_signs(name) for name in names if not is_plain(name)}
    told = tuple(
        Finding("repair", f"{_TAKEN}: {named_signs(signs)}.", file=label,
                column=without_hidden(name).strip())
        for name, signs in odd.items() if signs
    )  # fmt: skip
    if not told:
        return raw
    plain = [without_hidden(name).strip() for name in names]
    if len(set(plain)) < len(plain):
        message = "two columns have the same name, but for signs that nobody sees."
        raise SourceError(message, file=label, hint="Give each column its own name.")
    fields = raw.fields.set_axis(plain, axis=1)
    return replace(raw, fields=fields, verdict=raw.verdict + Verdict(told))


def check_names(names: Iterable[str], label: str) -> None:
    """Refuse a file with a column name that is no text, or too long for a name.

    Raises
    ------
    SourceError
        With the place of the column.
    """
    for place, name in enumerate(names, start=1):
        refuse_beyond("characters of a name", len(name), label, place=f"{place:,}")
        if half_letters(name):
            message = f"the name of column {place} is no Unicode: it holds half a letter."
            raise SourceError(message, file=label, hint="Save the file again as UTF-8.")


def fold(name: str) -> str:
    """A column name as it is compared: NFC, no case, spaces and hyphens as underscores."""
    plain = unicodedata.normalize("NFC", name).casefold().strip().lstrip("\ufeff")
    return re.sub(r"[\s\-]+", "_", plain)


def _folded(found: Sequence[str], label: str) -> tuple[dict[str, str], list[Finding]]:
    folded: dict[str, str] = {}
    faults = []
    for name in found:
        if fold(name) in folded:
            faults.append(
                Finding("error", f"the columns '{folded[fold(name)]}' and '{name}' differ only in "
                        "case or spaces.", file=label, hint="Rename one of them.")
            )  # fmt: skip
        folded.setdefault(fold(name), name)
    return folded, faults


def _renamed(
    renames: Mapping[str, str],
    folded: Mapping[str, str],
    found: Sequence[str],
    wanted: Sequence[Column],
    label: str,
) -> tuple[dict[str, str], list[Finding]]:
    theirs, faults = {}, []
    ours = [column.name for column in wanted]
    for our_name, their_name in renames.items():
        if our_name not in ours:
            message = (
                f"[columns] (--column) renames to '{our_name}', which this role does not have."
            )
            faults.append(Finding("error", message, file=label, hint=suggestion(our_name, ours)))
        elif fold(their_name) not in folded:
            message = f"[columns] (--column) names '{their_name}', which the file does not have."
            faults.append(Finding("error", message, file=label, hint=suggestion(their_name, found)))
        else:
            theirs[our_name] = folded[fold(their_name)]
    return theirs, faults


def _matched(
    wanted: Sequence[Column], folded: Mapping[str, str], theirs: dict[str, str], label: str
) -> list[Finding]:
    """Fill `theirs` with the columns that are there; tell which were read under another name."""
    taken = set(theirs.values())
    for column in wanted:
        name = folded.get(fold(column.name))
        if column.name not in theirs and name is not None and name not in taken:
            theirs[column.name] = name
            taken.add(name)
    told = []
    for column in wanted:
        other = next((folded[fold(a)] for a in column.also if fold(a) in folded), None)
        if column.name in theirs or other is None or other in taken:
            continue
        theirs[column.name] = other
        taken.add(other)
        told.append(f"'{other}' as {column.name}")
    message = f"columns read under another name: {', '.join(told)}."
    return [Finding("info", message, file=label)] if told else []


def _missing(
    column: Column, unused: Sequence[str], found: Sequence[str], label: str, wording: Wording
) -> Finding:
    known = ", ".join(found[:12]) + (", …" if len(found) > 12 else "")
    return Finding(
        "error",
        f"the column '{column.name}' is missing; the {wording.thing} has {known or 'no columns'}.",
        file=label,
        column=column.name,
        hint=_rename_hint(column.name, unused, wording),
    )


def _rename_hint(name: str, unused: Sequence[str], wording: Wording) -> str:
    close = suggestion(name, unused) if unused else ""
    other = close.split("'")[1] if close.startswith("Did you mean") else "their name"
    question = f"Did you mean '{other}'? " if other != "their name" else ""
    return f"{question}Add it, or {wording.rename.format(ours=name, theirs=other)}"
