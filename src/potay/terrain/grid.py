"""A raster as a grid of cells in memory: where its cells lie and what they say at a place.

Rasters come as paths; what is empty in the file (nodata) is NaN here and stays unknown. Files
are opened by a fixed driver and by their own bytes alone, as everywhere in potay.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from rasterio.warp import transform_bounds
from rasterio.windows import Window

from potay.errors import SourceError, raise_errors
from potay.geo import WGS84, Extent, distances_m
from potay.sources.raster import open_raster, raster_faults

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]
Shapes = NDArray[np.object_]

#: More cells than this are not held in memory at once.
MOST_CELLS = 100_000_000


@dataclass(frozen=True)
class Grid:
    """Cells of a raster, first row in the north, first column in the west.

    `values` are floats with NaN where the file has no data. `west` and `north` are the outer
    corner of the first cell, `width` and `height` the size of a cell, all in the units of
    `crs`. Columns and rows count from 0 at that corner: the centre of the first cell is 0.5, 0.5.
    """

    values: NDArray[np.floating]
    west: float
    north: float
    width: float
    height: float
    crs: str = WGS84
    name: str = "raster"

    @property
    def in_degrees(self) -> bool:
        """Whether the cells are laid out in lon, lat (WGS 84)."""
        return self.crs == WGS84

    @property
    def cell_m(self) -> float:
        """The shorter side of a cell in the middle of the grid, in metres along the ground."""
        row, column = (size / 2 for size in self.values.shape)
        lon, lat = self.lonlat(
            np.array([row, row, row + 1]), np.array([column, column + 1, column])
        )
        return float(distances_m(lon[[0, 0]], lat[[0, 0]], lon[1:], lat[1:]).min())

    def place(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Fractional row and column of points in EPSG:4326; anywhere, also off the grid."""
        x, y = lon, lat
        if not self.in_degrees:
            x, y = Transformer.from_crs(WGS84, self.crs, always_xy=True).transform(lon, lat)
        return (self.north - np.asarray(y)) / self.height, (np.asarray(x) - self.west) / self.width

    def lonlat(self, row: Floats, column: Floats) -> tuple[Floats, Floats]:
        """Lon, lat (EPSG:4326) of fractional rows and columns."""
        x, y = self.west + column * self.width, self.north - row * self.height
        if not self.in_degrees:
            x, y = Transformer.from_crs(self.crs, WGS84, always_xy=True).transform(x, y)
        return np.asarray(x), np.asarray(y)

    def cell(self, row: Floats, column: Floats) -> tuple[Longs, Longs, Flags]:
        """Whole row and column of the cell at a place, and whether it lies on the grid.

        A place on the outer border belongs to the cell inside it; off the grid it is cell 0, 0.
        """
        rows, columns = self.values.shape
        with np.errstate(invalid="ignore"):
            on = (row >= 0) & (row <= rows) & (column >= 0) & (column <= columns)
        low = np.minimum(np.where(on, row, 0).astype(np.int64), rows - 1)
        left = np.minimum(np.where(on, column, 0).astype(np.int64), columns - 1)
        return low, left, on

    def at(self, row: Floats, column: Floats) -> Floats:
        """The value of the cell at a place; NaN where it has no data and off the grid."""
        low, left, on = self.cell(row, column)
        return np.where(on, self.values[low, left], np.nan)

    def between(self, row: Floats, column: Floats) -> Floats:
        """The bilinear value at a place, from the centres of the four cells around it.

        NaN off the grid and where a cell that counts has no data. In the outer half cell the
        nearest centres count.
        """
        rows, columns = self.values.shape
        _, _, on = self.cell(row, column)
        down = np.clip(np.where(on, row, 0.5) - 0.5, 0, rows - 1)
        right = np.clip(np.where(on, column, 0.5) - 0.5, 0, columns - 1)
        top, left = down.astype(np.int64), right.astype(np.int64)
        low, far = np.minimum(top + 1, rows - 1), np.minimum(left + 1, columns - 1)
        down, right = down - top, right - left
        found = np.zeros(len(row))
        for r, wr in ((top, 1 - down), (low, down)):
            for c, wc in ((left, 1 - right), (far, right)):
                weight = wr * wc
                found += np.where(weight > 0, weight * self.values[r, c], 0.0)
        return np.where(on, found, np.nan)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A raster opened for reading (a rasterio dataset): GeoTIFF, SRTM HGT, or HGT in a zip.

    Raises
    ------
    SourceError
        Where it is missing, no such raster, has no nodata tag, no CRS, no position, more than
        one band, or is rotated.
    """
    with open_raster(path) as raster:
        raise_errors(SourceError, raster_faults(raster, path.name))
        yield raster


def read_grid(path: Path, *, around: Extent | None = None) -> Grid:
    """The cells of a raster, or only those that touch `around` (degrees, EPSG:4326).

    Raises
    ------
    SourceError
        As `opened`, and where more than 100 million cells would be held.
    """
    with opened(path) as raster:
        window = _window(raster, around)
        if window.width * window.height > MOST_CELLS:
            raise SourceError(
                f"{int(window.width * window.height):,} cells are asked for, at most "
                f"{MOST_CELLS:,} can be held.",
                file=path.name,
                hint="Ask for a smaller area, or cut the raster.",
            )
        values = _filled(raster, window)
        to_map = raster.transform
        return Grid(
            values,
            to_map.c + window.col_off * to_map.a,
            to_map.f + window.row_off * to_map.e,
            to_map.a,
            -to_map.e,
            _crs_name(raster),
            path.name,
        )


def row_blocks(raster: Any, cells: int = 4_000_000) -> Iterator[Floats]:  # noqa: ANN401
    """The cells of an opened raster from north to south, a few rows at a time."""
    step = max(1, cells // raster.width)
    for first in range(0, raster.height, step):
        yield _filled(raster, Window(0, first, raster.width, min(step, raster.height - first)))


def _filled(raster: Any, window: Window) -> Floats:  # noqa: ANN401
    band = raster.read(1, window=window, masked=True)
    values = band.astype(np.result_type(band.dtype, np.float32)).filled(np.nan)
    scale, offset = raster.scales[0], raster.offsets[0]
    scaled: Floats = values if (scale, offset) == (1, 0) else values * scale + offset
    return scaled


def _window(raster: Any, around: Extent | None) -> Window:  # noqa: ANN401
    whole = Window(0, 0, raster.width, raster.height)
    if around is None:
        return whole
    west, south, east, north = transform_bounds(WGS84, raster.crs, *around.bounds, densify_pts=21)
    to_map = raster.transform
    # One cell more on each side, for values between centres.
    left = min(max(int((west - to_map.c) / to_map.a) - 1, 0), raster.width - 1)
    top = min(max(int((north - to_map.f) / to_map.e) - 1, 0), raster.height - 1)
    right = min(max(int((east - to_map.c) / to_map.a) + 2, left + 1), raster.width)
    low = min(max(int((south - to_map.f) / to_map.e) + 2, top + 1), raster.height)
    return Window(left, top, right - left, low - top)


def _crs_name(raster: Any) -> str:  # noqa: ANN401
    wkt = raster.crs.to_wkt()
    return WGS84 if CRS.from_wkt(wkt).to_epsg() == 4326 else str(wkt)
