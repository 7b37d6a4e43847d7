"""A raster as a grid of cells in memory: where its cells lie and what they say at a place.

Rasters come as paths; what is empty in the file (nodata) is NaN here and stays unknown. Files
are opened in `sources` alone, apart from this process.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from potay.arrays import Flags, Floats, Longs
from potay.geo import WGS84, Extent, distances_m
from potay.sources.cells import read_cells


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
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the cells, in the units of `crs`."""
        rows, columns = self.values.shape
        south, east = self.north - rows * self.height, self.west + columns * self.width
        return self.west, south, east, self.north

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


def read_grid(path: Path, *, around: Extent | None = None) -> Grid:
    """The cells of a raster, or only those that touch `around` (degrees, EPSG:4326).

    Raises
    ------
    SourceError
        Where it is missing, no GeoTIFF or SRTM HGT (also zipped), has no nodata tag, no CRS, no
        position, more than one band, is rotated, is damaged, or more than 100 million cells
        would be held.
    """
    return Grid(*read_cells(path, around=around), path.name)
