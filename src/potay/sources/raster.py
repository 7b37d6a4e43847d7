"""Rasters: only what the file says of itself is read here; cells are for the analyses."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rasterio
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.io import MemoryFile

from potay.errors import Finding, SourceError
from potay.geo import Extent
from potay.sources.archive import checked_members, opened_archive
from potay.sources.coordinates import bounds_in_degrees, box
from potay.sources.limits import advice, most, told
from potay.sources.signature import HGT_NAME, sniff

_COARSE_DEG = 0.1  # about 11 km
_MOST_HGT_BYTES = 3601 * 3601 * 2
#: A raster is read by its own bytes alone: sibling files must not change nodata or position.
_ALONE = {
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_GEOREF_SOURCES": "INTERNAL",
    "CPL_CURL_ENABLE_VSIMEM": "NO",
}
_SIBLINGS = (".aux.xml", ".tfw", ".tifw", ".msk", ".ovr")
_DRIVERS = {"tif": "GTiff", "hgt": "SRTMHGT", "hgtzip": "SRTMHGT"}


@contextmanager
def open_raster(path: Path, label: str = "") -> Iterator[Any]:
    """The raster opened for reading (a rasterio dataset), by fixed driver and its bytes alone.

    Raises
    ------
    SourceError
        Where it is missing, or no GeoTIFF or SRTM HGT (also zipped).
    """
    label = label or path.name
    if not path.exists():
        raise SourceError("no such file.", file=label, hint="Check the name.")
    kind = sniff(path, label)
    if kind not in _DRIVERS:
        raise SourceError("this is no raster (GeoTIFF or SRTM HGT).", file=label)
    try:
        with rasterio.Env(**_ALONE):
            if kind == "hgtzip":
                with _unzipped(path, label) as memory, memory.open(driver="SRTMHGT") as opened:
                    yield opened
            else:
                with _opened(path, _DRIVERS[kind]) as opened:
                    yield opened
    except RasterioError as error:
        raise SourceError(
            f"the raster cannot be read: {_said(error)}.", file=label, hint="Fetch it again."
        ) from None


def check_raster(
    path: Path, label: str, area: Extent, *, whole: bool = False
) -> tuple[Finding, ...]:
    """What must be known of a raster before its cells count: CRS, nodata, size, place.

    `whole` says that all its cells will be held at once.
    """
    findings = list(_ignored_siblings(path, label))
    with open_raster(path, label) as opened:
        findings += raster_faults(opened, label)
        cells = opened.width * opened.height
        if whole and cells > most("cells held"):
            what = told("cells held", cells)
            findings.append(Finding("error", what, file=label, hint=advice("cells held")))
        if opened.crs is not None and _is_upright(opened.transform):
            findings += _placement(opened, label, area)
    return tuple(findings)


def _opened(path: Path, driver: str) -> Any:  # noqa: ANN401 - a rasterio dataset
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)  # said as a finding
        return rasterio.open(path, driver=driver)


@contextmanager
def _unzipped(path: Path, label: str) -> Iterator[MemoryFile]:
    with opened_archive(path, label) as archive:
        members = checked_members(archive, label)
        tiles = [info for info in members if HGT_NAME.match(Path(info.filename).name)]
        if len(tiles) != 1:
            raise SourceError(
                f"the zip archive holds {len(tiles)} HGT tiles, expected one.", file=label
            )
        with archive.open(tiles[0]) as handle:
            content = handle.read(_MOST_HGT_BYTES + 1)
    if len(content) > _MOST_HGT_BYTES:
        raise SourceError("the HGT tile is larger than a tile can be.", file=label)
    with MemoryFile(content, filename=Path(tiles[0].filename).name) as memory:
        yield memory


def _ignored_siblings(path: Path, label: str) -> Iterator[Finding]:
    for ending in _SIBLINGS:
        for sibling in (path.with_name(path.name + ending), path.with_suffix(ending)):
            if sibling.is_file():
                yield Finding(
                    "warning",
                    f"'{sibling.name}' lies beside the raster and is not read: it could change "
                    "nodata or position.",
                    file=label,
                    hint="Write what it says into the raster itself, then delete it.",
                )


def raster_faults(opened: Any, label: str) -> Iterator[Finding]:  # noqa: ANN401
    """What makes the cells of an opened raster (a rasterio dataset) untrustworthy."""

    def fault(message: str, hint: str) -> Finding:
        return Finding("error", message, file=label, hint=hint)

    if opened.crs is None:
        yield fault("the raster names no coordinate system (CRS).", "Set it in QGIS, save it anew.")
    if opened.nodata is None:
        yield fault(
            "the raster has no nodata tag, so empty cells would count as values.",
            "Set it, e.g. gdal_edit.py -a_nodata -9999 FILE.",
        )
    if opened.count != 1:
        yield fault(f"the raster has {opened.count} bands, expected one.", "Extract the right one.")
    if "complex" in opened.dtypes[0]:
        yield fault("the cells are complex numbers.", "Convert the raster to real numbers.")
    if opened.transform.is_identity:
        yield fault("the raster has no position on the ground.", "Georeference it.")
    elif not _is_upright(opened.transform):
        yield fault("the raster is rotated or south up.", "Warp it to north up.")
    cells = opened.width * opened.height
    if cells > most("raster cells"):
        yield fault(told("raster cells", cells), advice("raster cells"))


def _is_upright(transform: Any) -> bool:  # noqa: ANN401 - an affine transform
    return not (transform.is_identity or transform.b or transform.d or transform.e > 0)


def _placement(opened: Any, label: str, area: Extent) -> Iterator[Finding]:  # noqa: ANN401
    west, south, east, north = bounds_in_degrees(opened.crs.to_wkt(), opened.bounds, label)
    meets = west <= area.east and east >= area.west and south <= area.north and north >= area.south
    if not meets:
        place = ", ".join(f"{number:.4g}" for number in (west, south, east, north))
        yield Finding(
            "error",
            f"the raster covers {place} and misses the study area {box(area)}.",
            file=label,
            hint="Check its CRS, or take the tile that covers the area.",
        )
    size_deg = max((east - west) / opened.width, (north - south) / opened.height)
    if size_deg > _COARSE_DEG:
        yield Finding(
            "warning",
            f"one cell is about {size_deg * 111:.0f} km wide, too coarse for a road or a quarter.",
            file=label,
            hint="Take a finer raster.",
        )


def _said(error: Exception) -> str:
    return str(error).strip().rstrip(".") or type(error).__name__
