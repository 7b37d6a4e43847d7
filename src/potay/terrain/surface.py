"""The ground as a graph for walkers: cells, the steps between them, and what closes them."""

from dataclasses import dataclass
from typing import TypeVar

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from rasterio.features import rasterize
from rasterio.transform import Affine
from scipy.sparse import csr_array

from potay.arrays import Flags, Floats, Shapes
from potay.errors import NoAnswerError
from potay.geo import WGS84, distances_m
from potay.terrain.grid import Grid

#: To the eight cells around (down, right), then the eight a knight's move away.
_STEPS = (
    (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1),
    (-2, -1), (-2, 1), (2, -1), (2, 1), (-1, -2), (-1, 2), (1, -2), (1, 2),
)  # fmt: skip
Cell = TypeVar("Cell", bound=np.generic)
#: More cells than this make a graph of several gigabytes.
MOST_CELLS = 8_000_000
#: Of walking on a path; Tobler's own figure for walking off it.
OFF_PATH = 0.6


@dataclass(frozen=True)
class WalkingSurface:
    """Cells a walker can stand on and the seconds from each to its neighbours.

    `graph` has a row and column per cell (row-major); closed cells have no steps. `closed` are
    the cells of barriers, `unknown` those without a height.
    """

    grid: Grid
    graph: csr_array
    closed: Flags
    unknown: Flags


def closed_cells(
    grid: Grid, barriers: gpd.GeoSeries, *, crossings: gpd.GeoSeries | None = None
) -> Flags:
    """Which cells of a grid barriers close: every cell they touch at all.

    Parameters
    ----------
    grid
        Only its place counts.
    barriers
        Lines (rivers, ravines, walls) and polygons (lakes, sea, areas closed to the mover),
        EPSG:4326. Holes in polygons stay open.
    crossings
        Bridges and fords (points, lines or polygons, EPSG:4326): the cells they touch are open
        again. Give those of water only, never of areas that are closed to the mover.
    """
    closed = _touched(grid, barriers)
    return closed if crossings is None else closed & ~_touched(grid, crossings)


def walking_surface(
    grid: Grid, *, closed: Flags | None = None, neighbours: int = 8, off_path: float = OFF_PATH
) -> WalkingSurface:
    """The steps a walker can take over a terrain, with their seconds.

    Speed is Tobler's hiking function of the grade from cell centre to cell centre, 6 km/h ×
    exp(−3.5 × |grade + 0.05|), so uphill and downhill differ, times `off_path`. Distances are
    geodesic and level, also diagonally. A step that passes other cells (a diagonal passes two,
    a knight's move two) needs them open as well, so nobody slips through a river drawn one cell
    wide. Ways over a grid are longer than the shortest way over open ground: in Haiti by up to
    9 percent with 8 neighbours, 3 with 16.

    Parameters
    ----------
    grid
        Heights in metres. Cells without a height are closed.
    closed
        Cells of barriers, as `closed_cells` gives them.
    neighbours
        8 or 16.
    off_path
        Share of the speed on a path: 0.6 in open country, 1.0 on paths. Snow, mud, load and
        darkness are for the caller.

    Raises
    ------
    NoAnswerError
        Where the grid has more than 8 million cells.
    ValueError
        Where `neighbours` is neither 8 nor 16, or `off_path` is not above 0.
    """
    if neighbours not in (8, 16) or not off_path > 0:
        raise ValueError("neighbours is 8 or 16, off_path above 0")
    if grid.values.size > MOST_CELLS:
        raise NoAnswerError(
            f"{grid.values.size:,} cells are too many to walk over, at most {MOST_CELLS:,}.",
            file=grid.name,
            hint="Cut the terrain to the places in question, or take larger cells.",
        )
    unknown = np.isnan(grid.values)
    shut = np.zeros(unknown.shape, dtype=np.bool_) if closed is None else closed
    graph = _graph(grid, ~(unknown | shut), neighbours, off_path)
    return WalkingSurface(grid, graph, shut, unknown & ~shut)


def tobler_kmh(grade: Floats) -> Floats:
    """Walking speed on a path by grade (rise over level distance, negative downhill)."""
    speed: Floats = 6.0 * np.exp(-3.5 * np.abs(grade + 0.05))
    return speed


def _graph(grid: Grid, free: Flags, neighbours: int, off_path: float) -> csr_array:
    """All steps, in the order of the cells they leave, without sorting anything."""
    count = free.size
    seconds = np.full((count, neighbours), np.nan)
    target = np.zeros((count, neighbours), dtype=np.int32)
    number = np.arange(count, dtype=np.int32).reshape(free.shape)
    for place, step in enumerate(_STEPS[:neighbours]):
        target[:, place] = (number + (step[0] * free.shape[1] + step[1])).ravel()
        seconds[:, place] = _seconds(grid, free, step, off_path).ravel()
    real = ~np.isnan(seconds)
    starts = np.concatenate([[0], np.cumsum(real.sum(axis=1))])
    return csr_array((seconds[real], target[real], starts), shape=(count, count))


def _seconds(grid: Grid, free: Flags, step: tuple[int, int], off_path: float) -> Floats:
    """Seconds of one step from each cell, NaN where it cannot be taken."""
    allowed = free & _shifted(free, step, fill=False)
    for passed in _passed(step):
        allowed &= _shifted(free, passed, fill=False)
    metres = _metres(grid, step)
    rise = _shifted(grid.values, step, fill=np.nan) - grid.values
    speed = tobler_kmh(np.asarray(rise, np.float64) / metres) * off_path / 3.6
    return np.where(allowed, metres / speed, np.nan)


def _passed(step: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """The cells besides the first and last that a straight step runs through or between."""
    down, right = step
    if abs(down) + abs(right) == 1:
        return ()
    if abs(down) == abs(right):
        return (down, 0), (0, right)
    near = (down // 2, 0) if abs(down) == 2 else (0, right // 2)
    return near, (int(np.sign(down)), int(np.sign(right)))


def _shifted(values: NDArray[Cell], step: tuple[int, int], *, fill: float) -> NDArray[Cell]:
    """For each cell the value `step` (down, right) away, `fill` off the grid."""
    found = np.full_like(values, fill)
    (into_rows, from_rows), (into_columns, from_columns) = (
        (slice(max(0, -by), size - max(0, by)), slice(max(0, by), size - max(0, -by)))
        for by, size in zip(step, values.shape, strict=True)
    )
    found[into_rows, into_columns] = values[from_rows, from_columns]
    return found


def _metres(grid: Grid, step: tuple[int, int]) -> Floats:
    """Geodesic length of one step from each cell; one column where all columns are alike."""
    rows, columns = grid.values.shape
    columns = 1 if grid.in_degrees else columns
    row = np.repeat(np.arange(rows, dtype=np.float64), columns) + 0.5
    column = np.tile(np.arange(columns, dtype=np.float64), rows) + 0.5
    here, there = grid.lonlat(row, column), grid.lonlat(row + step[0], column + step[1])
    return distances_m(*here, *there).reshape(rows, columns)


def _touched(grid: Grid, shapes: gpd.GeoSeries) -> Flags:
    plain = np.asarray(shapes.array, dtype=object)
    plain = plain[~(shapely.is_missing(plain) | shapely.is_empty(plain))]
    if len(plain) == 0:
        return np.zeros(grid.values.shape, dtype=np.bool_)
    burnt = rasterize(
        _in_grid_crs(grid, plain).tolist(),
        out_shape=grid.values.shape,
        transform=Affine(grid.width, 0, grid.west, 0, -grid.height, grid.north),
        all_touched=True,
        dtype="uint8",
    )
    return np.asarray(burnt, dtype=np.bool_)


def _in_grid_crs(grid: Grid, shapes: Shapes) -> Shapes:
    if grid.in_degrees:
        return shapes
    to_grid = Transformer.from_crs(WGS84, grid.crs, always_xy=True)
    moved: Shapes = shapely.transform(
        shapely.segmentize(shapes, 0.01),
        lambda lonlat: np.column_stack(to_grid.transform(lonlat[:, 0], lonlat[:, 1])),
    )
    return moved
