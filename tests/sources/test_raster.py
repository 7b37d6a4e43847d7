"""Rasters: CRS and nodata from the file alone, and what is refused before a cell is read."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from sources.paper import said

from potay.errors import SourceError
from potay.geo import Extent
from potay.sources import check_file
from potay.sources.raster import open_raster

HERE = Affine(0.01, 0, -72.4, 0, -0.01, 18.7)
NOWHERE = Affine(0.01, 0, 2.0, 0, -0.01, 48.9)


def raster(path: Path, **how) -> Path:
    profile = {
        "driver": "GTiff", "width": 8, "height": 6, "count": 1, "dtype": "float32",
        "crs": "EPSG:4326", "transform": HERE, "nodata": -9999.0,
    } | how  # fmt: skip
    with rasterio.open(path, "w", **profile) as opened:
        opened.write(np.ones((profile["count"], 6, 8), profile["dtype"]))
    return path


def test_a_good_raster_is_a_checked_path(tmp_path: Path):
    path = raster(tmp_path / "flood.tif")
    dataset = check_file(path, "flood")
    assert said(dataset, "error", "warning", "info") == []
    assert dataset.raster == path
    assert dataset.frame is None


def test_a_raster_in_metres_is_placed_by_its_crs(tmp_path: Path):
    there = Affine(1000, 0, 780000, 0, -1000, 2055000)
    path = raster(tmp_path / "flood.tif", crs="EPSG:32618", transform=there)
    assert said(check_file(path, "flood")) == []


@pytest.mark.parametrize(
    ("how", "sentences"),
    [
        ({"nodata": None},
         ["a.tif: the raster has no nodata tag, so empty cells would count as values. Set it, e.g. "
          "gdal_edit.py -a_nodata -9999 FILE."]),
        ({"crs": None},
         ["a.tif: the raster names no coordinate system (CRS). Set it in QGIS, save it anew."]),
        ({"count": 3}, ["a.tif: the raster has 3 bands, expected one. Extract the right one."]),
        ({"transform": NOWHERE},
         ["a.tif: the raster covers 2, 48.84, 2.08, 48.9 and misses the study area (-75.2, 17.5, "
          "-71, 20.8). Check its CRS, or take the tile that covers the area."]),
        ({"transform": Affine(0.01, 0.002, -72.4, 0.002, -0.01, 18.7)},
         ["a.tif: the raster is rotated or south up. Warp it to north up."]),
        ({"transform": Affine(0.2, 0, -73.0, 0, -0.2, 19.0)},
         ["a.tif: one cell is about 22 km wide, too coarse for a road or a quarter. Take a finer "
          "raster."]),
        ({"dtype": "complex64", "nodata": -1.0},
         ["a.tif: the cells are complex numbers. Convert the raster to real numbers."]),
    ],
    ids=["nodata", "crs", "bands", "elsewhere", "rotated", "coarse", "complex"],
)  # fmt: skip
def test_a_raster_that_would_mislead_says_why(tmp_path: Path, how, sentences):
    assert said(check_file(raster(tmp_path / "a.tif", **how), "flood")) == sentences


def test_a_raster_without_a_place_is_refused(tmp_path: Path):
    path = tmp_path / "a.tif"
    with (
        pytest.warns(rasterio.errors.NotGeoreferencedWarning),
        rasterio.open(
            path, "w", driver="GTiff", width=8, height=6, count=1, dtype="uint8", nodata=0
        ) as opened,
    ):
        opened.write(np.ones((1, 6, 8), "uint8"))
    assert said(check_file(path, "population")) == [
        "a.tif: the raster names no coordinate system (CRS). Set it in QGIS, save it anew.",
        "a.tif: the raster has no position on the ground. Georeference it.",
    ]


def test_files_beside_a_raster_change_nothing_and_are_told(tmp_path: Path):
    path = raster(tmp_path / "a.tif")
    (tmp_path / "a.tif.aux.xml").write_text(
        '<PAMDataset><PAMRasterBand band="1"><NoDataValue>1</NoDataValue></PAMRasterBand>'
        "</PAMDataset>"
    )
    assert said(check_file(path, "flood")) == [
        "a.tif: 'a.tif.aux.xml' lies beside the raster and is not read: it could change nodata or "
        "position. Write what it says into the raster itself, then delete it."
    ]
    with open_raster(path) as opened:
        assert opened.nodata == -9999.0
        assert opened.read(1, masked=True).count() == 48


def test_an_hgt_tile_is_read_also_from_its_zip(tmp_path: Path):
    tile = tmp_path / "N18W073.hgt"
    tile.write_bytes(np.full((1201, 1201), 7, ">i2").tobytes())
    with zipfile.ZipFile(tmp_path / "N18W073.hgt.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("N18W073.hgt", np.arange(1201 * 1201, dtype=">i2").tobytes())
    assert said(check_file(tile, "terrain")) == []
    assert said(check_file(tmp_path / "N18W073.hgt.zip", "terrain")) == []
    with open_raster(tmp_path / "N18W073.hgt.zip") as opened:
        assert opened.nodata == -32768
        assert opened.read(1)[0, 5] == 5
        assert opened.bounds.left == pytest.approx(-73, abs=0.001)


def test_roles_and_rasters_do_not_mix(tmp_path: Path):
    path = raster(tmp_path / "a.tif")
    assert said(check_file(path, "areas")) == [
        "a.tif: this is a raster (GeoTIFF), and the role areas needs rows. Rasters have the role "
        "population, terrain or flood."
    ]
    (tmp_path / "a.csv").write_text("id\n1\n")
    with pytest.raises(SourceError, match=r"this is no raster \(GeoTIFF or SRTM HGT\)\."), \
            open_raster(tmp_path / "a.csv"):  # fmt: skip
        pass


def test_a_cut_raster_is_refused(tmp_path: Path):
    path = raster(tmp_path / "a.tif")
    path.write_bytes(path.read_bytes()[:60])
    faults = said(check_file(path, "flood", study_area=Extent(-73, 18, -72, 19)))
    assert len(faults) == 1
    assert faults[0].startswith("a.tif: the raster cannot be read: ")
    assert faults[0].endswith(" Fetch it again.")
