"""The weighed network as frames to draw: road stretches and subjects with their status."""

from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from potay.arrays import Longs
from potay.built import SubjectKey
from potay.geo import WGS84
from potay.network.arrays import ROAD, Network
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.terms.statuses import CASES, OPEN, PASSAGES, RESTRICTED, UNCERTAIN, UNREPORTED

#: What each level means in a reading: closed above the reading's own level.
_READ = {
    reading: [
        "restricted" if level == RESTRICTED else "open" if level <= limit else "closed"
        for level in range(len(PASSAGES))
    ]
    for reading, limit in zip(CASES, (OPEN, UNREPORTED, UNCERTAIN), strict=True)
}


def road_levels(scenario: Scenario) -> "tuple[Longs, np.ndarray[tuple[int], np.dtype[np.bool_]]]":
    """Per road piece its level, and whether any report speaks about its passage.

    The pieces are those of the network, in its order, whatever the state.
    """
    network, reasons = scenario.network, Reasons(scenario)
    governing = network.pieces.governing[network.pieces.kind == ROAD]
    spoken = np.array(
        [
            any(reasons.claim_ids(row) for row in reasons.governing_subjects(number))
            for number in range(network.governing_sets.count)
        ],
        dtype=np.bool_,
    )
    return scenario.weights.governing_sets.level[governing].astype(np.int64), spoken[governing]


def road_status(scenario: Scenario, apart: Longs | None = None) -> gpd.GeoDataFrame:
    """Stretches of road that are governed alike, with their status for the scenario's mover.

    Parameters
    ----------
    apart
        A number per road piece; pieces of different numbers are never put together, and the
        frame has the number in a column `apart`.

    Returns
    -------
    GeoDataFrame
        One row per stretch, in order of road and kilometre, index `id` (the road's id, then
        `id~2` and so on): road_id, name, ref, corridor, class, reading_status (open, restricted,
        presumed, unknown, closed), silent (open only because nobody reports on it), status_worst,
        status_presumed, status_best, governing subjects (`type.id`), claims (ids), usable (whether
        the vehicle can use it), km, geometry.
    """
    network, reasons = scenario.network, Reasons(scenario)
    pieces, roads = network.pieces, network.roads
    count = int((pieces.kind == ROAD).sum())
    sets, governed = _governor_sets(reasons, network)
    owner, told = pieces.owner[:count], governed[pieces.governing[:count]]
    kept_apart = np.zeros(count, np.int64) if apart is None else apart[:count]
    breaks = (np.diff(owner) != 0) | (np.diff(told) != 0) | (np.diff(kept_apart) != 0)
    first = np.flatnonzero(np.append(True, breaks)[:count])
    last = np.append(first[1:], count)
    road, governing = owner[first], pieces.governing[first]
    level = scenario.weights.governing_sets.level[governing]
    repeat = np.arange(len(road)) - np.searchsorted(road, road) + 1
    names = roads.id[road].tolist()
    ids = [f"{name}~{n}" if n > 1 else name for name, n in zip(names, repeat.tolist(), strict=True)]
    return gpd.GeoDataFrame(
        {
            "road_id": roads.id[road],
            "name": roads.name.all()[road],
            "ref": roads.ref.all()[road],
            "corridor": roads.corridor.all()[road],
            "class": roads.classes.all()[road],
            "reading_status": np.array(PASSAGES)[level],
            "silent": [
                one == OPEN and not sets[number][1]
                for one, number in zip(level.tolist(), told[first].tolist(), strict=True)
            ],
            **{f"status_{name}": np.array(words)[level] for name, words in _READ.items()},
            "governors": [sets[number][0] for number in told[first]],
            "claims": [sets[number][1] for number in told[first]],
            "usable": np.isfinite(scenario.free_piece_s[first]),
            "km": np.add.reduceat(pieces.metres[:count], first).round(1) / 1000,
            **({} if apart is None else {"apart": kept_apart[first]}),
        },
        geometry=_stretches(network, first, last),
        crs=WGS84,
        index=pd.Index(ids, name="id", dtype=object),
    )


def roads_governed(network: Network, subjects: Iterable[SubjectKey]) -> frozenset[str]:
    """Ids of the roads, as their dataset has them, that one of some subjects governs a piece of."""
    wanted = frozenset(subjects)
    rows = [row for row, key in enumerate(network.subjects.keys) if key in wanted]
    governing_sets = network.governing_sets
    owner = np.repeat(np.arange(governing_sets.count), np.diff(governing_sets.indptr))
    touched = np.zeros(governing_sets.count, dtype=np.bool_)
    touched[owner[np.isin(governing_sets.subject, rows)]] = True
    pieces = network.pieces
    road = pieces.owner[(pieces.kind == ROAD) & touched[pieces.governing]]
    return frozenset(name.partition("#")[0] for name in network.roads.id[np.unique(road)].tolist())


def _governor_sets(
    reasons: Reasons, network: Network
) -> tuple[list[tuple[list[str], list[str]]], Longs]:
    """Different sets of subjects that count (names and claims), and that of each governing set."""
    numbers: dict[tuple[int, ...], int] = {}
    of_set = np.empty(network.governing_sets.count, np.int64)
    for governing in range(network.governing_sets.count):
        of_set[governing] = numbers.setdefault(reasons.governing_subjects(governing), len(numbers))
    subjects = network.subjects
    sets = [
        (
            [".".join(subjects.key(row)) for row in rows],
            list(dict.fromkeys(claim for row in rows for claim in reasons.claim_ids(row))),
        )
        for rows in numbers
    ]
    return sets, of_set


def _stretches(
    network: Network, first: Longs, last: Longs
) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    """Runs of pieces as they were drawn: a cut is a vertex only where a run ends.

    The vertex that neighbours share is kept once, or not at all where the line was not drawn with
    it: where a place is tied to the road is nothing that the road's line tells.
    """
    start = network.pieces.xy_start
    count = int(last[-1]) if len(last) else 0
    xy = network.pieces.xy[: start[count]]
    run = np.repeat(np.arange(len(first)), start[last] - start[first])
    repeated = np.zeros(len(xy), dtype=np.bool_)
    inner = start[1:count]
    shared = run[inner] == run[inner - 1]
    repeated[inner] = shared
    repeated[inner[shared & network.pieces.fresh[1:count]] - 1] = True
    lines: np.ndarray[tuple[int], np.dtype[np.object_]] = shapely.linestrings(
        xy[~repeated], indices=run[~repeated]
    )
    return lines


def subject_status(scenario: Scenario) -> pd.DataFrame:
    """The verdict on every governing subject for the scenario's mover.

    Returns
    -------
    DataFrame
        Index (subject_type, id): reading_status, basis, reason (what decided, e.g. `control:
        claim`), claims (ids the verdict rests on), probability of passing.
    """
    subjects, judged = scenario.network.subjects, scenario.passability
    reasons = Reasons(scenario)
    return pd.DataFrame(
        {
            "reading_status": np.array(PASSAGES)[judged.level],
            "basis": [verdict.basis for verdict in judged.verdicts],
            "reason": [f"{verdict.by}: {verdict.basis}" for verdict in judged.verdicts],
            "claims": [reasons.claim_ids(row) for row in range(len(subjects.id))],
            "probability": judged.probability,
        },
        index=pd.MultiIndex.from_arrays(
            [subjects.type.astype(object), subjects.id.astype(object)],
            names=["subject_type", "id"],
        ),
    )
