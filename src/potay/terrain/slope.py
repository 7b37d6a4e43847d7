"""How steep roads are, and what a map makes of it."""

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from potay.arrays import Flags, Floats, Shapes, ranges
from potay.built import Dataset
from potay.geo import Extent
from potay.spec import Rules
from potay.terrain.grid import Grid, read_grid
from potay.terrain.lines import lay
from potay.terrain.rasters import raster_of

#: So many lines are measured at once, to bound memory.
_AT_ONCE = 50_000


def slopes(
    lines: gpd.GeoSeries, terrain: Path | Grid, *, spans: Flags | None = None
) -> pd.DataFrame:
    """How steep each line is, from heights sampled every cell of the terrain along it.

    Parameters
    ----------
    lines
        (Multi)lines, EPSG:4326. Reversed, a line has the same grade, climb and descent swapped.
    terrain
        A raster of heights in metres in any CRS, or its cells. Heights between cell centres
        are bilinear. One that is coarse or noisy makes level roads look rough: with 90 m cells
        and 2 m of noise about 2 percent.
    spans
        Which lines are bridges or tunnels, where the ground is not the road: only the heights
        of their ends count.

    Returns
    -------
    DataFrame
        The index of `lines`; `grade_pct` (metres up and down per 100 m of geodesic length),
        `climb_m`, `descent_m` (in the line's direction), and `covered`, the share of the length
        where heights are known. The first three speak of that share and are NaN where it is 0,
        as for lines off the raster.

    Raises
    ------
    SourceError
        Where the raster cannot be used, e.g. has no nodata tag.
    """
    shapes = np.asarray(lines.array, dtype=object)
    if len(shapes) == 0 or bool((shapely.is_empty(shapes) | shapely.is_missing(shapes)).all()):
        return _as_frame(np.zeros((4, len(shapes))), lines.index)
    grid = terrain
    if isinstance(grid, Path):
        grid = read_grid(grid, around=Extent.around(tuple(shapely.total_bounds(shapes))))
    level = np.zeros(len(shapes), dtype=np.bool_) if spans is None else np.asarray(spans)
    blocks = [slice(first, first + _AT_ONCE) for first in range(0, len(shapes), _AT_ONCE)]
    measured = np.hstack([_measured(shapes[block], grid, level[block]) for block in blocks])
    return _as_frame(measured, lines.index)


def with_grades(
    roads: gpd.GeoDataFrame, datasets: Mapping[str, Dataset], rules: Rules
) -> gpd.GeoDataFrame:
    """Roads with `grade_pct` (mean absolute grade; NaN where no height is known).

    They stay as they are where the rules leave slope out or the map has no terrain.

    Raises
    ------
    SourceError, SpecError
        Where the terrain cannot be used, or there are several.
    """
    terrain = raster_of(datasets, "terrain") if rules.slope_slows else None
    if terrain is None:
        return roads
    spans = np.zeros(len(roads), dtype=np.bool_)
    for column in ("bridge", "tunnel"):
        if column in roads:
            spans |= roads[column].astype("boolean").fillna(False).to_numpy(dtype=np.bool_)
    return roads.assign(grade_pct=slopes(roads.geometry, terrain, spans=spans)["grade_pct"])


def _measured(shapes: Shapes, grid: Grid, spans: Flags) -> Floats:
    """Rows of up, down, measured and whole metres; one column per line."""
    laid = lay(shapes)
    steps = np.ceil(laid.metres / grid.cell_m).clip(1).astype(np.int64)
    steps[spans[laid.owner]] = 1
    part, step = ranges(np.zeros_like(steps), steps + 1)
    stride = laid.metres / steps
    lonlat = laid.at(laid.first[part] + step * stride[part])
    height = grid.between(*grid.place(lonlat[:, 0], lonlat[:, 1]))
    rise = np.diff(height)
    onward = part[1:] == part[:-1]
    rise, part = rise[onward], part[1:][onward]
    known = ~np.isnan(rise)
    owner = laid.owner[part]
    amounts = (
        np.where(known, rise.clip(0), 0),
        np.where(known, (-rise).clip(0), 0),
        np.where(known, stride[part], 0),
        stride[part],
    )
    return np.array([np.bincount(owner, each, len(shapes)) for each in amounts])


def _as_frame(measured: Floats, index: pd.Index) -> pd.DataFrame:
    up, down, known_m, metres = measured
    missing = np.full(len(index), np.nan)
    known = known_m > 0
    return pd.DataFrame(
        {
            "grade_pct": np.divide(100 * (up + down), known_m, out=missing.copy(), where=known),
            "climb_m": np.where(known, up, np.nan),
            "descent_m": np.where(known, down, np.nan),
            "covered": np.divide(known_m, metres, out=np.zeros(len(index)), where=known),
        },
        index=index,
    )
