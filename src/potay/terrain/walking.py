"""Who can be reached on foot beyond the road, how long it takes and from where.

The last stretch to many places is a path or no path. From road nodes with their hours of
arrival the least time over the ground is found to every target; one that stands on a barrier
is said to, never dropped.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from potay.arrays import Flags, Floats, Longs, Shapes
from potay.errors import Finding, NoAnswerError
from potay.geo import WGS84, line_lengths_m
from potay.terrain.surface import WalkingSurface

_NO_CELL = -9999
#: What the cell of a place says of it; the first that fits.
_OFF, _BARRIER, _UNKNOWN, _FREE = 0, 1, 2, 3
_WORDS = ("outside", "on_barrier", "no_ground", "not_reached")


@dataclass(frozen=True)
class Walks:
    """Least-time walks to targets.

    `rows` is a frame (EPSG:4326, the targets' index) with
    `status`: *reached*, *not_reached* (no way round the barriers, or later than asked for),
    *on_barrier*, *no_ground* (no height known there), *outside* (off the raster);
    `seconds` at arrival, start time included; `walk_minutes` and `walk_km` on foot; `start`,
    the id of the start where the walk begins; `geometry`, the way through cell centres. NaN, ""
    and None where not reached.
    """

    rows: gpd.GeoDataFrame
    findings: tuple[Finding, ...] = ()


def walks(
    surface: WalkingSurface,
    starts: gpd.GeoDataFrame,
    targets: gpd.GeoSeries,
    *,
    until_s: float = np.inf,
) -> Walks:
    """The earliest arrival on foot at each target, from whichever start gives it.

    Parameters
    ----------
    surface
        As `walking_surface` gives it.
    starts
        Points (EPSG:4326) with `seconds`: when each can be left, e.g. when a vehicle gets
        there; infinite or NaN for those it does not reach. Index: unique ids.
    targets
        Points, EPSG:4326. A place counts as the centre of its cell.
    until_s
        Arrivals later than this count as not reached.

    Raises
    ------
    NoAnswerError
        Where no start can be left at all: none is reached, on the raster and off barriers.
    """
    cell, ground = _cells(surface, starts.geometry)
    seconds = starts["seconds"].to_numpy(np.float64)
    usable = (ground == _FREE) & np.isfinite(seconds)
    if not usable.any():
        raise NoAnswerError(
            "no walk can begin: no start is reached, on the raster and off the barriers.",
            hint="Check that the terrain covers the starts and what closes their cells.",
        )
    rows = _first_at_each_cell(np.flatnonzero(usable), cell, seconds)
    arrival, before = _search(surface.graph, cell[rows], seconds[rows], until_s)
    owner = pd.Series(rows, index=cell[rows])
    to, to_ground = _cells(surface, targets)
    answer = _answer(surface, to, to_ground, (arrival, before))
    begun = owner.reindex([way[0] if len(way) else -1 for way in answer.ways]).to_numpy()
    frame = _frame(answer, begun, starts.index, seconds, targets.index)
    return Walks(frame, tuple(_notes(ground, seconds, starts.index)))


@dataclass(frozen=True)
class _Answer:
    status: NDArray[np.object_]
    seconds: Floats
    ways: list[Longs]
    lines: Shapes


def _cells(surface: WalkingSurface, points: gpd.GeoSeries) -> tuple[Longs, Longs]:
    """The cell number of each point and what its cell says of it."""
    lonlat = shapely.get_coordinates(shapely.centroid(np.asarray(points.array, dtype=object)))
    row, column, on = surface.grid.cell(*surface.grid.place(lonlat[:, 0], lonlat[:, 1]))
    ground = np.select(
        [~on, surface.closed[row, column], surface.unknown[row, column]],
        [_OFF, _BARRIER, _UNKNOWN],
        _FREE,
    )
    return row * surface.grid.values.shape[1] + column, ground


def _first_at_each_cell(rows: Longs, cell: Longs, seconds: Floats) -> Longs:
    """Of starts in one cell the earliest, of equal ones the first."""
    rows = rows[np.lexsort((rows, seconds[rows], cell[rows]))]
    first = np.concatenate([[True], cell[rows][1:] != cell[rows][:-1]])
    found: Longs = rows[first]
    return found


def _search(
    graph: csr_array, cells: Longs, seconds: Floats, until_s: float
) -> tuple[Floats, NDArray[np.int32]]:
    """Earliest arrival at each cell and the cell before it, from one more node before all."""
    early = float(seconds.min()) - 1.0  # every edge from the node before has a weight above 0
    count = graph.shape[0]
    order = np.argsort(cells)
    wide = csr_array(
        (
            np.concatenate([graph.data, seconds[order] - early]),
            np.concatenate([graph.indices, cells[order]]),
            np.concatenate([graph.indptr, [graph.nnz + len(cells)]]),
        ),
        shape=(count + 1, count + 1),
    )
    arrival, before = dijkstra(
        wide, indices=count, return_predecessors=True, limit=max(until_s - early, 0.0)
    )
    before[before == count] = _NO_CELL
    return arrival[:count] + early, before[:count]


def _answer(
    surface: WalkingSurface,
    cell: Longs,
    ground: Longs,
    found: tuple[Floats, NDArray[np.int32]],
) -> _Answer:
    arrival, before = found
    seconds = np.where(ground == _FREE, arrival[cell], np.inf)
    reached = np.isfinite(seconds)
    ways = [_way(before, at) if ok else np.zeros(0, np.int64)
            for at, ok in zip(cell, reached, strict=True)]  # fmt: skip
    status = np.where(reached, "reached", np.array(_WORDS, dtype=object)[ground])
    return _Answer(status, np.where(reached, seconds, np.nan), ways, _drawn(surface, ways, reached))


def _way(before: NDArray[np.int32], cell: int) -> Longs:
    """The cells from a start to `cell`."""
    way = [cell]
    while before[way[-1]] != _NO_CELL:
        way.append(int(before[way[-1]]))
    return np.array(way[::-1], dtype=np.int64)


def _drawn(surface: WalkingSurface, ways: list[Longs], reached: Flags) -> Shapes:
    lines = np.full(len(ways), None, dtype=object)
    for place in np.flatnonzero(reached):
        row, column = np.divmod(ways[place], surface.grid.values.shape[1])
        lonlat = np.column_stack(surface.grid.lonlat(row + 0.5, column + 0.5))
        lines[place] = shapely.LineString(lonlat if len(lonlat) > 1 else lonlat[[0, 0]])
    return lines


def _frame(
    answer: _Answer, begun: Floats, names: pd.Index, left: Floats, index: pd.Index
) -> gpd.GeoDataFrame:
    known = ~np.isnan(begun)
    start = np.where(known, begun, 0).astype(np.int64)
    name = np.where(known, names.astype(str).to_numpy(dtype=object)[start], "")
    columns = {
        "status": answer.status,
        "seconds": answer.seconds,
        "walk_minutes": np.where(known, (answer.seconds - left[start]) / 60, np.nan),
        "walk_km": np.where(known, line_lengths_m(answer.lines) / 1000, np.nan),
        "start": name,
    }
    return gpd.GeoDataFrame(columns, index=index, geometry=answer.lines, crs=WGS84)


def _notes(ground: Longs, seconds: Floats, names: pd.Index) -> list[Finding]:
    """Starts that would have counted but for the cell they stand in."""
    said = {
        _OFF: "it lies off the terrain raster, so no walk begins here.",
        _BARRIER: "its cell is closed by a barrier, so no walk begins here.",
        _UNKNOWN: "no height is known here, so no walk begins here.",
    }
    return [
        Finding("info", said[int(ground[row])], id=str(names[row]))
        for row in np.flatnonzero((ground != _FREE) & np.isfinite(seconds))
    ]
