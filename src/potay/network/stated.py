"""A network with a state laid on it: who reports what about each governing subject.

Claims about roads name an id, a corridor or a number, and many roads share one report. Roads of
which the state knows the same are made one subject here, named as the deciding claim names it,
so that "RN2 is closed" is one fact and not three hundred.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from potay.arrays import Floats, Ints, Longs, ranges
from potay.built import Aspect, State, SubjectKey, SubjectState
from potay.errors import Finding, NoAnswerError
from potay.network.arrays import ROAD, GoverningSets, Network, Roads, Subjects
from potay.network.names import suggest
from potay.network.roads import road_keys
from potay.terms.statuses import REPORTED, SILENT

#: An area's delay is what this many metres of road inside it cost.
AREA_DELAY_M = 2000.0

#: All that a state says of a subject but its name and the claims that were heard.
_SAID = attrgetter(
    *(each.name for each in fields(SubjectState) if each.name not in ("subject", "claim_ids"))
)


@dataclass(frozen=True)
class StatedNetwork:
    """A network whose subjects include the roads that a state speaks of, with their states.

    `states` has one entry per subject row, None where nothing is known. A subject's delay is
    spread over `delay_m` metres of the roads it governs, where that is not NaN; else it is
    borne where the governing sets' shares say. `base` is the network before the state: the
    governing sets of all edges but those in `touched` are still the ones that it knows.
    """

    network: Network
    state: State
    states: tuple[SubjectState | None, ...]
    delay_m: Floats
    base: Network
    touched: Ints


def with_state(
    network: Network, state: State, what_if: Mapping[str, str] | None = None
) -> StatedNetwork:
    """Lay a state on a network, after assuming what `what_if` says.

    Parameters
    ----------
    what_if
        Statuses by subject, e.g. `{"gateway.martissant": "open", "road.rn2": "closed"}`. They
        count like holding status claims that are certainly right.

    Raises
    ------
    NoAnswerError
        Where `what_if` names an unknown subject or status.
    """
    assumed = {**state.subjects, **_assumed(network, what_if or {})}
    labels, members, states = _spoken_roads(network, state, assumed)
    subjects = _with_roads(network.subjects, labels)
    touched, spoken = _pieces_of(network, members)
    governing, governing_sets = _with_subjects(network, touched, spoken, len(network.subjects.id))
    metres = np.bincount(spoken, network.pieces.metres[touched], minlength=len(labels))
    area = np.where(network.subjects.type == "area", AREA_DELAY_M, np.nan)
    known = [assumed.get(key) for key in network.subjects.keys]
    laid = replace(
        network,
        subjects=subjects,
        governing_sets=governing_sets,
        pieces=replace(network.pieces, governing=governing),
    )
    delay_m = np.concatenate([area, np.maximum(metres, 1.0)])
    edges = _edges_of(network, touched)
    return StatedNetwork(laid, state, (*known, *states), delay_m, network, edges)


def _pieces_of(network: Network, members: list[list[int]]) -> tuple[Longs, Longs]:
    """The pieces of the roads of each group, in order, and the number of their group."""
    if not members:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    group = np.repeat(np.arange(len(members)), [len(rows) for rows in members])
    road = np.concatenate([np.asarray(rows, np.int32) for rows in members])
    order = np.argsort(road)
    # Roads come first among the pieces, in order of their rows.
    owner = network.pieces.owner[: np.count_nonzero(network.pieces.kind == ROAD)]
    first = np.searchsorted(owner, road[order])
    which, touched = ranges(first, np.searchsorted(owner, road[order], side="right"))
    return touched, group[order][which]


def _edges_of(network: Network, pieces: Longs) -> Ints:
    if len(pieces) == 0:
        return np.zeros(0, np.int32)
    order, first = network.edges_by_piece
    return order[ranges(first[pieces], first[pieces + 1])[1]]


def _assumed(network: Network, what_if: Mapping[str, str]) -> dict[SubjectKey, SubjectState]:
    """A subject state per what-if; for a road one per road that bears the name."""
    if not what_if:
        return {}
    known = set(network.subjects.keys)
    keys = road_keys(network.roads) if any(k.startswith("road.") for k in what_if) else None
    found: dict[SubjectKey, SubjectState] = {}
    faults = []
    for name, status in sorted(what_if.items()):
        kind, _, subject = name.partition(".")
        matches = [(kind, subject)] if (kind, subject) in known else []
        if kind == "road" and keys is not None:
            own = keys.of_corridor(subject) | (network.roads.id == subject)
            matches = [("road", road) for road in network.roads.id[own].tolist()]
        if not matches:
            hint = suggest(name, [".".join(key) for key in known])
            faults.append(Finding("error", f"what-if '{name}': no such subject.{hint}"))
        if status not in REPORTED:
            words = ", ".join(REPORTED)
            faults.append(Finding("error", f"what-if '{name}': '{status}' is none of {words}."))
        aspect = Aspect(value=status, basis="claim", reliability=4, age_days=0, probability=1.0)
        found |= {key: SubjectState((kind, subject), status=aspect) for key in matches}
    if faults:
        raise NoAnswerError(faults)
    return found


def _spoken_roads(
    network: Network, state: State, subjects: Mapping[SubjectKey, SubjectState]
) -> tuple[list[str], list[list[int]], list[SubjectState]]:
    """Roads of which anything is known, grouped by what: label, road rows, state."""
    spoken = {
        subject: known
        for (kind, subject), known in subjects.items()
        if kind == "road" and _says_something(known)
    }
    claims = state.claims if spoken and "subject" in state.claims else pd.DataFrame({"subject": []})
    named = dict(zip(claims.index.to_numpy(), claims["subject"].to_numpy(), strict=True))
    groups: dict[tuple[str, tuple[Any, ...]], list[int]] = {}
    for row in _named(network.roads, spoken):
        road = str(network.roads.id[row])
        known = spoken.get(road) or spoken[road.partition("#")[0]]
        groups.setdefault((_label(known, road, named), _SAID(known)), []).append(row)
    labels: list[str] = []
    for (label, _), rows in groups.items():
        labels.append(label if label not in labels else str(network.roads.id[rows[0]]))
    states = [
        SubjectState(("road", label), *said)
        for label, (_, said) in zip(labels, groups, strict=True)
    ]
    return labels, list(groups.values()), states


def _named(roads: Roads, asked: Iterable[str]) -> list[int]:
    """Rows of the roads (sorted by id) that are asked for, whole or in parts (`id#2`)."""
    ids = roads.id
    width = ids.dtype.itemsize // 4  # a longer name is no road's, and would make numpy copy all ids
    # In order, names are found several times faster: each search begins near the last.
    whole = np.array(sorted(name for name in asked if len(name) <= width), ids.dtype)
    rows = np.searchsorted(ids, whole)
    rows = rows[ids[np.minimum(rows, len(ids) - 1)] == whole]
    if roads.has_parts:
        parted = [name for name in whole.tolist() if len(name) < width]
        first = np.searchsorted(ids, np.array([f"{name}#" for name in parted], ids.dtype))
        # $ is the sign after #
        stop = np.searchsorted(ids, np.array([f"{name}$" for name in parted], ids.dtype))
        rows = np.union1d(rows, ranges(first, stop)[1])
    found: list[int] = rows.tolist()
    return found


def _says_something(known: SubjectState) -> bool:
    bases = (known.status.basis, known.control.basis)
    told = not set(bases) <= set(SILENT)
    return told or known.delay_min > 0 or bool(known.curfews)


def _label(known: SubjectState, road: str, named: Mapping[str, str]) -> str:
    """What the deciding claim calls the road, in lower case; else the road's own id."""
    decided = known.control if known.status.basis in SILENT else known.status
    claim = decided.claim_id or next(iter(decided.rivals or decided.expired_claims), None)
    if claim is None or claim not in named:
        return known.subject[1]
    return road if named[claim] == road else str(named[claim]).casefold()


def _with_roads(subjects: Subjects, labels: list[str]) -> Subjects:
    count = len(labels)
    empty = np.full(count, "")
    return Subjects(
        np.concatenate([subjects.type, np.full(count, "road")]),
        np.concatenate([subjects.id, np.array(labels, dtype=np.str_)]) if count else subjects.id,
        np.concatenate([subjects.name, empty]),
        np.concatenate([subjects.declared, empty]),
        np.concatenate([subjects.declared_as_of, empty]),
    )


def _with_subjects(
    network: Network, touched: Longs, spoken: Longs, first: int
) -> tuple[Ints, GoverningSets]:
    """Governing sets with one more subject (`first + spoken`) on the pieces that are `touched`."""
    governing_sets = network.governing_sets
    if len(touched) == 0:
        return network.pieces.governing, governing_sets
    width = int(spoken.max()) + 1
    old = network.pieces.governing[touched].astype(np.int64)
    keys, inverse = np.unique(old * width + spoken, return_inverse=True)
    governing = network.pieces.governing.copy()
    governing[touched] = governing_sets.count + inverse
    base, extra = keys // width, keys % width
    counts = np.diff(governing_sets.indptr)[base] + 1
    stops = np.concatenate([[0], np.cumsum(counts)])
    subject, share = np.empty(stops[-1], np.int32), np.zeros(stops[-1])
    last = stops[1:] - 1
    subject[last] = first + extra
    inner = np.ones(stops[-1], dtype=np.bool_)
    inner[last] = False
    origin = np.repeat(governing_sets.indptr[base] - stops[:-1], counts) + np.arange(stops[-1])
    subject[inner], share[inner] = (
        governing_sets.subject[origin[inner]],
        governing_sets.share[origin[inner]],
    )
    return governing, GoverningSets(
        np.concatenate([governing_sets.indptr, governing_sets.indptr[-1] + stops[1:]]).astype(
            np.int32
        ),
        np.concatenate([governing_sets.subject, subject]),
        np.concatenate([governing_sets.share, share]),
    )
