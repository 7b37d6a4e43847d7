"""Tables as an audience may have them: rows that rest on something withheld say *unknown*."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from potay.built import SubjectKey
from potay.release.allowed import allowed_columns, has_list
from potay.release.layers import SUBJECT_OF_ROLE, alone, silence
from potay.release.withheld import LISTED, MASK, Withheld, marked_claims

ANSWERS = ("gateways", "areas", "blocked_by", "would_open", "claims", "best_case",
           "presumed_case", "worst_case", "stretches", "obstacles", "alternatives", "claim_ids",
           "before", "after", "single_points")  # fmt: skip
FIGURES = ("minutes", "km", "km_beside", "free_minutes", "detour_minutes", "probability",
           "independent_corridors", "gateway_disjoint", "latest_departure",
           "sentence_fr", "sentence_ht", "sentence_en", "status_by_class", "windows",
           "tolls")  # fmt: skip
CASES = ("best_case", "presumed_case", "worst_case")


def reduce_tables(
    tables: Mapping[str, pd.DataFrame], withheld: Withheld, *, whole: bool
) -> dict[str, pd.DataFrame]:
    """Every table the audience may have, by name; a table without a list of columns is left out.

    `whole` says that no claim was withheld, so that sources and actors may all stay.
    """
    told = {}
    for name, frame in tables.items():
        if has_list(name, withheld.audience):
            reduced = _REDUCE.get(name, _left)(frame, withheld)
            told[name] = reduced[allowed_columns(reduced, name, withheld.audience)]
    claims = told.get("claims")
    if claims is not None and not whole:
        told |= _said_by(told, claims)
    return told


def unsure_places(tables: Mapping[str, pd.DataFrame], withheld: Withheld) -> frozenset[SubjectKey]:
    """Places with an access row that rests on something withheld: their best status tells of it."""
    access = tables.get("access")
    if access is None or access.empty:
        return frozenset()
    unsure = _mentions(access, withheld) | _from_hidden_hub(access, withheld)
    kinds = row_types(access)
    return frozenset(
        (str(kind), str(one)) for kind, one in zip(kinds[unsure], access["id"][unsure], strict=True)
    )


def row_types(frame: pd.DataFrame) -> pd.Series:
    """The subject type of each row, from `type`, `subject_type` or `role`; sites where unsaid."""
    for name in ("type", "subject_type", "role"):
        if name in frame.columns:
            return frame[name].map(lambda word: SUBJECT_OF_ROLE.get(str(word), str(word)))
    return pd.Series("site", index=frame.index)


def _access(frame: pd.DataFrame, withheld: Withheld) -> pd.DataFrame:
    hidden = _hidden(row_types(frame), frame["id"], withheld) | _from_hidden_hub(frame, withheld)
    kept = frame[~hidden]
    return _unknown(kept, _mentions(kept, withheld))


def _state(frame: pd.DataFrame, withheld: Withheld) -> pd.DataFrame:
    ids = frame["id"] if "id" in frame.columns else pd.Series(frame.index, index=frame.index)
    kinds = row_types(frame)
    kept = ~_hidden(kinds, ids, withheld)
    keys = list(zip(kinds[kept], ids[kept].astype(str), strict=True))
    quiet = withheld.control | withheld.status
    rests = pd.Series([key in quiet for key in keys], index=frame.index[kept], dtype=bool)
    rows = frame[kept]
    for name in ("rivals", "expired_claims"):
        if name in rows.columns:
            rows = rows.assign(**{name: rows[name].map(_without(withheld.claims))})
    return silence(alone(rows, withheld), rests)


def _claims(frame: pd.DataFrame, withheld: Withheld) -> pd.DataFrame:
    marked = marked_claims(frame, withheld.levels)
    kept = marked[~marked.index.astype(str).isin(withheld.claims)]
    if withheld.audience == "public":
        kept = kept.assign(value=kept["value"].mask(kept["kind"] == "toll", MASK))
    if "rivals" in kept.columns:
        kept = kept.assign(rivals=kept["rivals"].map(_without(withheld.claims)))
    return kept


def _corridors(frame: pd.DataFrame, withheld: Withheld) -> pd.DataFrame:
    """A corridor that something withheld touches: unknown as a whole, its stretches not told.

    Where one stretch ends and the next begins would show where the thing lies. Below internal
    the ways beside it are told without their course: the roads layer shows what may be shown.
    """
    told = _unknown(frame, _mentions(frame, withheld))
    if withheld.audience == "internal" or "alternatives" not in told.columns:
        return told
    return told.assign(alternatives=told["alternatives"].map(_without_course))


def _without_course(ways: Any) -> Any:  # noqa: ANN401 - a list of ways, or nothing
    if not isinstance(ways, list | tuple):
        return ways
    return [
        {key: value for key, value in way.items() if key != "geometry"}
        if isinstance(way, Mapping) else way
        for way in ways
    ]  # fmt: skip


def _change(frame: pd.DataFrame, withheld: Withheld) -> pd.DataFrame:
    hidden = _hidden(row_types(frame), frame["id"], withheld) if "id" in frame.columns else False
    return frame[~(_mentions(frame, withheld) | hidden)]


def _left(frame: pd.DataFrame, withheld: Withheld) -> pd.DataFrame:
    return frame[~_mentions(frame, withheld)]


_REDUCE: Mapping[str, Callable[[pd.DataFrame, Withheld], pd.DataFrame]] = {
    "access": _access, "people": _access, "state": _state, "claims": _claims,
    "corridors": _corridors, "change": _change,
    "sources": lambda frame, _: frame, "actors": lambda frame, _: frame,
}  # fmt: skip


def _said_by(tables: Mapping[str, pd.DataFrame], claims: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Sources and actors that a released claim or state names, and no other."""
    used = set(claims["source_id"].astype(str))
    actors = set(claims["value"].astype(str)) | set(claims["subject"].astype(str))
    state = tables.get("state", pd.DataFrame())
    actors |= {str(cell) for name in ("control", "coalition") for cell in state.get(name, ())}
    actors |= {one.strip() for cell in claims.get("actor", ()) for one in str(cell).split(";")}
    named = {"sources": used, "actors": actors}
    return {
        name: tables[name][tables[name].index.astype(str).isin(ids)]
        for name, ids in named.items()
        if name in tables
    }


def _hidden(kinds: pd.Series, ids: pd.Series, withheld: Withheld) -> pd.Series:
    keys = zip(kinds, ids.astype(str), strict=True)
    return pd.Series([key in withheld.rows for key in keys], index=kinds.index, dtype=bool)


def _from_hidden_hub(access: pd.DataFrame, withheld: Withheld) -> pd.Series:
    hidden = {one for kind, one in withheld.rows if kind == "infrastructure"}
    return access["hub"].astype(str).isin(hidden)


def _mentions(frame: pd.DataFrame, withheld: Withheld) -> pd.Series:
    """Which rows name something withheld in any of the columns that give reasons."""
    found = pd.Series(False, index=frame.index)
    for name in (name for name in ANSWERS if name in frame.columns):
        kind = LISTED.get(name, "")
        found |= frame[name].map(lambda cell, kind=kind: withheld.mentioned_in(cell, kind))
    return found


def _unknown(frame: pd.DataFrame, which: pd.Series) -> pd.DataFrame:
    """Answers that rest on something withheld: unknown, without figures or reasons."""
    if not which.any():
        return frame
    told = frame.copy()
    for name in told.columns:
        blank = _blank(str(name))
        if blank is not None:
            cells = zip(told[name], which, strict=True)
            values = [blank() if hide else cell for cell, hide in cells]
            told[name] = pd.Series(values, index=told.index, dtype=object)
    return told


def _blank(name: str) -> Callable[[], Any] | None:
    if name == "status":
        return lambda: "unknown"
    if name in CASES:
        return lambda: {"status": "unknown", "minutes": None}
    if name in ANSWERS:
        return list
    return (lambda: None) if name in FIGURES else None


def _without(hidden: frozenset[str]) -> Callable[[object], object]:
    def shorter(cell: object) -> object:
        if not isinstance(cell, list | tuple):
            return cell
        return [item for item in cell if item not in hidden]

    return shorter
