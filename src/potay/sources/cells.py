"""The cells of rasters, read apart like every file; small rasters are read once and kept.

Analyses ask the same terrain for thirty strips of ground: whatever fits into 16 million cells
(all of Haiti at 100 m) is read whole the first time, and cut from memory after that.
"""

from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from rasterio.warp import transform_bounds
from rasterio.windows import Window

from potay.errors import SourceError, raise_errors
from potay.geo import WGS84, Extent
from potay.sources.apart import Job, nonsense, read_apart
from potay.sources.coordinates import read_crs
from potay.sources.limits import refuse_beyond
from potay.sources.parcel import Parcel
from potay.sources.paths import checked_path
from potay.sources.raster import open_raster, raster_faults

_KEPT = 16_000_000
_PLACE = ("west", "north", "width", "height")


class Cells(NamedTuple):
    """Cells of a raster, first row in the north; NaN where the file has no data.

    `west` and `north` are the outer corner of the first cell, `width` and `height` the size of
    a cell, in the units of `crs` (EPSG:4326 or WKT).
    """

    values: NDArray[np.floating]
    west: float
    north: float
    width: float
    height: float
    crs: str


def read_cells(path: Path, *, around: Extent | None = None) -> Cells:
    """The cells of a raster, or only those that touch `around` (degrees) and one more each way.

    Raises
    ------
    SourceError
        Where it is missing, no GeoTIFF or SRTM HGT, has no nodata tag, no CRS, no position, more
        than one band, is rotated, is damaged, or more than 100 million cells would be held.
    """
    checked_path(path, path.name)
    about = path.stat()
    whole = _whole(path.resolve(), (about.st_mtime_ns, about.st_size, about.st_ino))
    if whole is None:
        return _read(path, around, kept=0)
    return whole if around is None else _cut(whole, around)


@lru_cache(maxsize=3)
def _whole(path: Path, _stamp: tuple[int, ...]) -> Cells | None:
    """All cells of a raster as it is now; None where they are too many to keep."""
    found = _read(path, None, kept=_KEPT)
    return found if found.values.size else None


def _read(path: Path, around: Extent | None, *, kept: int) -> Cells:
    label = path.name
    parcel = read_apart(Job(_packed, (path, label, around, kept), path, label))
    try:
        values = parcel.tables["cells"].column("values").to_numpy()
        shape = tuple(map(int, parcel.told["shape"]))
        west, north, width, height = (float(parcel.told[name]) for name in _PLACE)
        if values.dtype.kind != "f" or not all(map(isfinite, (west, north, width, height))):
            raise ValueError("no cells")
        grid = np.array(values).reshape(shape)
        return Cells(grid, west, north, width, height, str(parcel.told["crs"]))
    except (KeyError, TypeError, ValueError):
        raise nonsense(label) from None


def _packed(path: Path, label: str, around: Extent | None, kept: int) -> Parcel:
    """What a reading process does: the cells asked for; none of a raster of more than `kept`."""
    try:
        return _read_from(path, label, around, kept)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}.", file=label) from None


def _read_from(path: Path, label: str, around: Extent | None, kept: int) -> Parcel:
    with open_raster(path, label) as raster:
        raise_errors(SourceError, raster_faults(raster, label))
        to_map, crs = raster.transform, _crs_name(raster, label)
        place = Cells(np.empty((0, 0)), to_map.c, to_map.f, to_map.a, -to_map.e, crs)
        window = _window(place, (raster.height, raster.width), around)
        if kept and raster.width * raster.height > kept:
            window = Window(0, 0, 0, 0)
        refuse_beyond("cells held", int(window.width * window.height), label)
        values = _filled(raster, window) if window.width else np.empty((0, 0))
    corner = {
        "shape": values.shape,
        "west": to_map.c + window.col_off * to_map.a,
        "north": to_map.f + window.row_off * to_map.e,
        "width": to_map.a,
        "height": -to_map.e,
        "crs": crs,
    }
    return Parcel(corner, {"cells": pa.table({"values": values.ravel()})})


def _filled(raster: Any, window: Window) -> NDArray[np.floating]:  # noqa: ANN401
    band = raster.read(1, window=window, masked=True)
    values = band.astype(np.result_type(band.dtype, np.float32)).filled(np.nan)
    scale, offset = raster.scales[0], raster.offsets[0]
    scaled: NDArray[np.floating] = values if (scale, offset) == (1, 0) else values * scale + offset
    return scaled


def _cut(whole: Cells, around: Extent) -> Cells:
    window = _window(whole, whole.values.shape, around)
    top, left = int(window.row_off), int(window.col_off)
    values = whole.values[top : top + int(window.height), left : left + int(window.width)]
    west, north = whole.west + left * whole.width, whole.north - top * whole.height
    return whole._replace(values=values.copy(), west=west, north=north)


def _window(place: Cells, shape: tuple[int, ...], around: Extent | None) -> Window:
    rows, columns = shape
    if around is None:
        return Window(0, 0, columns, rows)
    west, south, east, north = transform_bounds(WGS84, place.crs, *around.bounds, densify_pts=21)
    # One cell more on each side, for values between centres.
    left = min(max(int((west - place.west) / place.width) - 1, 0), columns - 1)
    top = min(max(int((place.north - north) / place.height) - 1, 0), rows - 1)
    right = min(max(int((east - place.west) / place.width) + 2, left + 1), columns)
    low = min(max(int((place.north - south) / place.height) + 2, top + 1), rows)
    return Window(left, top, right - left, low - top)


def _crs_name(raster: Any, label: str) -> str:  # noqa: ANN401
    wkt = raster.crs.to_wkt()
    return WGS84 if read_crs(wkt, label).to_epsg() == 4326 else str(wkt)
