"""The same map at other moments: what changed since one, and a light account of many.

A moment is a state laid on the map's own network. Roads, places and rules are those of today:
only the reports differ, so that every difference shown is one that reports made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from potay.access import access_change, corridor_paths, reached
from potay.built import State
from potay.claims import change_states, state_tables
from potay.network import Scenario, road_levels, subject_status
from potay.terms.statuses import PASSAGES

#: What a page needs of an area to draw it.
AREA_LOOK = ("control", "coalition", "basis", "stale", "expired", "reliability")
#: What it needs of a gateway.
GATEWAY_LOOK = ("reading_status", "basis", "stale", "expired", "reliability")
#: A road that passes because nobody said anything is not one that is reported passable.
SILENT = "silent"

_CHANGE = ("subject_type", "id", "name", "kind", "before", "after", "basis_before", "basis_after",
           "claims", "persons")  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """The map's network as one state leaves it for the chosen mover, from the map's hubs."""

    scenario: Scenario
    hubs: tuple[str, ...]
    frames: Mapping[str, pd.DataFrame]

    @property
    def state(self) -> State:
        """What was known at the moment."""
        return self.scenario.state

    @cached_property
    def subjects(self) -> pd.DataFrame:
        """The verdict on every governing subject."""
        return subject_status(self.scenario)

    @cached_property
    def places(self) -> pd.Series:
        """The best status of every place, by type and id."""
        return reached(self.scenario, self.hubs)

    @cached_property
    def roads(self) -> list[str]:
        """A status word per road piece."""
        levels, spoken = road_levels(self.scenario)
        words = np.array([*PASSAGES, SILENT])[np.where((levels == 0) & ~spoken, -1, levels)]
        return [str(word) for word in words]

    @cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        drawn = {kind: self.frames[kind] for kind in ("area", "gateway") if kind in self.frames}
        return state_tables(self.state, drawn)

    def looks(self, kind: str, columns: Sequence[str]) -> list[Any]:
        """What is to be drawn of every area or gateway, in the order of its frame."""
        table = self._tables[f"{kind}s"]
        verdicts = self.subjects.loc[kind] if kind in self.subjects.index else pd.DataFrame()
        told = table.assign(reading_status=verdicts.get("reading_status", pd.Series(dtype=object)))
        return [[_plain(value) for value in row] for row in told[list(columns)].to_numpy(object)]


def change_table(before: Moment, after: Moment, *, places: bool = True) -> pd.DataFrame:
    """What differs between two moments, one row per subject and kind of difference.

    Returns
    -------
    pandas.DataFrame
        Columns subject_type, id, name, kind, before, after, basis_before, basis_after, claims,
        persons. `kind` is *control*, *status* or *coalition* (what reports say), *passage*
        (whether the mover passes a gateway or area) or *access* (whether it reaches a place;
        left out where `places` is False).
    """
    reported = change_states(before.state, after.state).rename(columns={"aspect": "kind"})
    parts = [reported, _passage(before, after)]
    if places:
        parts.append(_access(before, after))
    told = pd.concat([part for part in parts if len(part)] or [reported], ignore_index=True)
    told["name"] = [
        _name(after.frames.get(str(kind)), str(one))
        for kind, one in zip(told["subject_type"], told["id"], strict=True)
    ]
    told["claims"] = [cell if isinstance(cell, list) else [] for cell in told["claims"]]
    told = told.reindex(columns=list(_CHANGE))
    for name in ("basis_before", "basis_after"):
        told[name] = told[name].fillna("")
    return told


def _passage(before: Moment, after: Moment) -> pd.DataFrame:
    """Gateways and areas that the mover passes otherwise than before."""
    kinds = [kind for kind in ("area", "gateway") if kind in after.subjects.index]
    if not kinds:
        return pd.DataFrame(columns=_CHANGE)
    both = after.subjects.loc[kinds].join(before.subjects.add_suffix("_before"), how="inner")
    changed = both[both["reading_status"] != both["reading_status_before"]]
    return pd.DataFrame(
        {
            "subject_type": changed.index.get_level_values(0),
            "id": changed.index.get_level_values(1),
            "kind": "passage",
            "before": changed["reading_status_before"].to_numpy(),
            "after": changed["reading_status"].to_numpy(),
            "claims": changed["claims"].to_list(),
        }
    )


def _access(before: Moment, after: Moment) -> pd.DataFrame:
    rows = [_rows(moment) for moment in (before, after)]
    changed = access_change(*rows)
    told = changed.rename(columns={"type": "subject_type"}).drop(columns=["name", "commune"])
    return told.assign(kind="access")


def _rows(moment: Moment) -> pd.DataFrame:
    rows = moment.places.reset_index().assign(mover=moment.scenario.mover.name)
    sites = moment.frames.get("site")
    persons = sites["persons"] if sites is not None and "persons" in sites else pd.Series()
    rows["persons"] = rows["id"].map(persons).where(rows["type"] == "site")
    return rows


def _name(frame: pd.DataFrame | None, one: str) -> str:
    known = frame is not None and "name" in frame and one in frame.index
    return str(frame.at[one, "name"]) if frame is not None and known else one


def road_marks(moments: Sequence[Moment]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """A number per road piece: equal where the pieces have had the same status at all moments."""
    words = np.array([moment.roads for moment in moments]).T
    return np.unique(words, axis=0, return_inverse=True)[1].astype(np.int64).ravel()


def timeline(
    moments: Sequence[Moment], marks: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> dict[str, Any]:
    """The moments as plain values, each told as its difference from the one before.

    Returns
    -------
    dict
        `moments` (ISO), `mover`, and per kind (area, gateway, road, place, corridor) `ids` and
        `of` (the different looks or words) with `is`: a list of numbers for the first moment,
        then flat lists [row, number, row, number …] of what is different. Rows of `road` are
        the numbers in `marks`.
    """
    first = moments[0]
    paths = corridor_paths(first.scenario.network)
    order = np.unique(marks, return_index=True)[1]
    told: dict[str, list[list[Any]]] = {
        kind: [moment.looks(kind, columns) for moment in moments]
        for kind, columns in (("area", AREA_LOOK), ("gateway", GATEWAY_LOOK))
        if kind in first.frames
    }
    told["road"] = [[moment.roads[piece] for piece in order] for moment in moments]
    told["place"] = [moment.places.tolist() for moment in moments]
    told["corridor"] = [[_worst(moment, path) for path in paths.values()] for moment in moments]
    ids = {
        **{kind: [str(one) for one in first.frames[kind].index]
           for kind in ("area", "gateway") if kind in first.frames},
        "place": [f"{kind}.{one}" for kind, one in first.places.index],
        "corridor": list(paths),
    }  # fmt: skip
    return {
        "moments": [moment.state.as_of for moment in moments],
        "mover": first.scenario.mover.name,
        "area_look": AREA_LOOK,
        "gateway_look": GATEWAY_LOOK,
        **{kind: {"ids": ids.get(kind), **_coded(rows)} for kind, rows in told.items()},
    }


#: From the best to the worst status a stretch of a corridor can have.
_ORDER = ("open", SILENT, *(word for word in PASSAGES if word != "open"))


def _worst(moment: Moment, path: Iterable[int]) -> str:
    return max((moment.roads[piece] for piece in path), key=_ORDER.index)


def _coded(rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    numbers: dict[str, int] = {}
    values: list[Any] = []
    coded = []
    for row in rows:
        codes = []
        for value in row:
            key = repr(value)
            if key not in numbers:
                numbers[key] = len(values)
                values.append(value)
            codes.append(numbers[key])
        coded.append(codes)
    moves = [
        [part for row, (one, other) in enumerate(zip(a, b, strict=True)) if one != other
         for part in (row, other)]
        for a, b in pairwise(coded)
    ]  # fmt: skip
    return {"of": values, "is": [coded[0], *moves]}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell
    if value is None or value is pd.NA or value != value:
        return None
    return value.item() if isinstance(value, np.generic) else value
