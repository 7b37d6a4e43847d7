"""Relief as light and shade: a small grid of tones that a page can lay under its map."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from potay.built import Dataset
from potay.geo import Extent
from potay.spec import LayerSpec
from potay.terrain.grid import Grid, read_grid

#: Tones from the darkest to the brightest; level ground has the tone FLAT.
TONES, FLAT = 32, 20
#: A tone is one sign of this alphabet.
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#: Light from the north-west, half way up: as on paper maps.
_AZIMUTH, _ALTITUDE = np.radians(315.0), np.radians(45.0)
#: How much steeper the ground is lit than it is, to be seen at this scale.
_STRETCH = 6.0
_METRES_PER_DEGREE = 111_320.0
#: How far beyond the opening view the relief is drawn, in degrees.
MARGIN = 0.2


def hillshade(grid: Grid, around: Extent, columns: int = 120) -> dict[str, Any]:
    """Tones of relief over `around`, light from the north-west.

    Parameters
    ----------
    grid
        Heights in metres. Where there are none (sea, or off the grid) the ground is level.
    around
        What to cover, EPSG:4326.
    columns
        Cells from west to east; rows follow from the shape of `around`.

    Returns
    -------
    dict
        bounds (west, south, east, north), columns, rows, flat (the tone of level ground), and
        `tones`: a sign per cell, row by row from the north-west. The same heights give the
        same text on any machine.
    """
    west, south, east, north = around.bounds
    middle = np.cos(np.radians((south + north) / 2))
    rows = max(2, round(columns * (north - south) / ((east - west) * middle)))
    lon = west + (np.arange(columns) + 0.5) * (east - west) / columns
    lat = north - (np.arange(rows) + 0.5) * (north - south) / rows
    lons, lats = np.meshgrid(lon, lat)
    heights = grid.between(*grid.place(lons.ravel(), lats.ravel()))
    heights = heights.reshape(rows, columns)
    cell_x = (east - west) / columns * _METRES_PER_DEGREE * middle
    cell_y = (north - south) / rows * _METRES_PER_DEGREE
    tones = _tones(heights * _STRETCH, cell_x, cell_y)
    text = "".join(SIGNS[tone] for tone in tones.ravel().tolist())
    return {
        "bounds": [round(value, 5) for value in around.bounds],
        "columns": columns,
        "rows": rows,
        "flat": FLAT,
        "tones": text,
    }


def relief_of(
    layers: Iterable[LayerSpec], datasets: Mapping[str, Dataset], view: Extent
) -> dict[str, Any] | None:
    """Light and shade about what a page opens on, where a layer that is drawn is terrain.

    Raises
    ------
    SourceError
        Where the terrain cannot be read.
    """
    for layer in layers:
        dataset = datasets.get(layer.dataset)
        terrain = dataset is not None and dataset.role == "terrain"
        if layer.draw and dataset is not None and terrain and dataset.raster is not None:
            around = view.grown(MARGIN)
            return hillshade(read_grid(dataset.raster, around=around), around)
    return None


def _tones(heights: Any, cell_x: float, cell_y: float) -> Any:  # noqa: ANN401 - arrays
    """The tone of each cell from the light it gets; level ground is FLAT."""
    down, right = np.gradient(heights, cell_y, cell_x)
    steep = np.arctan(np.hypot(right, down))
    facing = np.arctan2(down, -right)
    light = np.sin(_ALTITUDE) * np.cos(steep) + np.cos(_ALTITUDE) * np.sin(steep) * np.cos(
        np.pi / 2 - _AZIMUTH - facing
    )
    level = np.sin(_ALTITUDE)
    dark = np.clip(np.rint(FLAT * light / level), 0, FLAT)
    bright = np.clip(
        np.rint((light - level) / (1 - level) * (TONES - 1 - FLAT)), 0, TONES - 1 - FLAT
    )
    tones = np.where(light > level, FLAT + bright, dark)
    return np.where(np.isnan(tones), FLAT, tones).astype(np.int64)
