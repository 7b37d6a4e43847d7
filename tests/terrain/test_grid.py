"""Cells by hand, bilinear values by plane surfaces, files that must be refused."""

import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer
from rasterio.transform import Affine
from terrain.ground import CELL, NORTH, SHARED, WEST, at, grid, law, written

from potay.errors import SourceError
from potay.geo import Extent
from potay.terrain import read_grid

PICTURE = """
    1 2 3
    4 . 6
"""


def test_cells_are_read_with_no_data_as_nan(tmp_path):
    read = read_grid(written(tmp_path / "a.tif", PICTURE))
    np.testing.assert_array_equal(read.values, [[1, 2, 3], [4, np.nan, 6]])
    assert (read.west, read.north, read.crs) == (WEST, NORTH, "EPSG:4326")
    row, column = read.place(np.array([WEST, at(1.5, 2.5)[0]]), np.array([NORTH, at(1.5, 2.5)[1]]))
    np.testing.assert_allclose([row, column], [[0, 1.5], [0, 2.5]], atol=1e-9)


def test_only_the_cells_around_are_read(tmp_path):
    values = np.arange(400.0).reshape(20, 20)
    west, north = at(10, 10)
    around = Extent(west, north - CELL / 2, west + CELL / 2, north)
    whole, part = (read_grid(written(tmp_path / "a.tif", values), around=each)
                   for each in (None, around))  # fmt: skip
    assert part.values.size <= 16
    here = np.array([west + 0.002]), np.array([north - 0.003])
    assert part.at(*part.place(*here)) == whole.at(*whole.place(*here)) == 210
    np.testing.assert_allclose(part.between(*part.place(*here)), whole.between(*whole.place(*here)))


def test_off_the_grid_and_in_empty_cells_nothing_is_known():
    found = grid(PICTURE)
    row, column = np.array([-0.1, 0.0, 1.5, 2.0, 2.1, np.nan]), np.array([1, 0.0, 1.5, 3.0, 1, 1])
    np.testing.assert_array_equal(found.at(row, column), [np.nan, 1, np.nan, 6, np.nan, np.nan])
    np.testing.assert_array_equal(
        found.between(row, column), [np.nan, 1, np.nan, 6, np.nan, np.nan]
    )


@law
@given(st.floats(0.5, 4.5), st.floats(0.5, 5.5), st.floats(-9, 9), st.floats(-9, 9))
def test_bilinear_values_are_exact_on_a_plane(row, column, down, right):
    rows, columns = np.mgrid[0:5, 0:6] + 0.5
    plane = grid(7 + down * rows + right * columns)
    found = plane.between(np.array([row]), np.array([column]))[0]
    assert found == pytest.approx(7 + down * row + right * column, abs=1e-9)


def test_a_grid_in_metres_finds_the_same_cells(tmp_path):
    to_utm = Transformer.from_crs(4326, 32618, always_xy=True)
    x, y = to_utm.transform(WEST, NORTH)
    corner = Affine(100, 0, x, 0, -200, y)
    path = written(tmp_path / "utm.tif", PICTURE, crs="EPSG:32618", transform=corner)
    read = read_grid(path)
    lon, lat = to_utm.transform(x + 250, y - 300, direction="INVERSE")
    row, column = read.place(np.array([lon]), np.array([lat]))
    np.testing.assert_allclose([row[0], column[0]], [1.5, 2.5], atol=1e-6)
    np.testing.assert_allclose(np.array(read.lonlat(row, column))[:, 0], [lon, lat], atol=1e-9)
    assert read.at(row, column)[0] == 6
    assert read.cell_m == pytest.approx(100, rel=1e-3)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"nodata": None},
            "a.tif: the raster has no nodata tag, so empty cells would count as values. Set it, "
            "e.g. gdal_edit.py -a_nodata -9999 FILE.",
        ),
        (
            {"crs": None},
            "a.tif: the raster names no coordinate system (CRS). Set it in QGIS, save it anew.",
        ),
        ({"count": 2}, "a.tif: the raster has 2 bands, expected one. Extract the right one."),
        (
            {"transform": Affine(0.01, 0.001, WEST, 0, -0.01, NORTH)},
            "a.tif: the raster is rotated or south up. Warp it to north up.",
        ),
    ],
)
def test_a_raster_that_cannot_be_trusted_is_refused(tmp_path, change, sentence):
    path = written(tmp_path / "a.tif", PICTURE, **change)
    with pytest.raises(SourceError) as refused:
        read_grid(path)
    assert str(refused.value) == sentence


def test_all_faults_are_told_at_once(tmp_path):
    with pytest.raises(SourceError) as refused:
        read_grid(written(tmp_path / "a.tif", PICTURE, nodata=None, crs=None))
    assert len(refused.value.findings) == 2


def test_what_is_no_raster_is_refused(tmp_path):
    (tmp_path / "a.tif").write_text("<VRTDataset rasterXSize='1' rasterYSize='1'/>")
    with pytest.raises(SourceError, match=r"^a.tif: this is a virtual file \(VRT\), which"):
        read_grid(tmp_path / "a.tif")
    (tmp_path / "b.tif").write_bytes(b"II*\x00 cut short")
    with pytest.raises(SourceError, match=r"^b.tif: the raster cannot be read: .* Fetch it again"):
        read_grid(tmp_path / "b.tif")
    with pytest.raises(SourceError, match=r"^c.tif: no such file. Check the name.$"):
        read_grid(tmp_path / "c.tif")


def test_a_zip_must_hold_one_tile(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("N18W073.hgt", "none")
        archive.writestr("N18W074.hgt", "none")
    with pytest.raises(SourceError, match=r"^a.zip: the zip archive holds 2 HGT tiles, expected"):
        read_grid(tmp_path / "a.zip")


def test_an_aux_file_beside_it_changes_nothing(tmp_path):
    path = written(tmp_path / "a.tif", PICTURE)
    (tmp_path / "a.tif.aux.xml").write_text(
        "<PAMDataset><PAMRasterBand band='1'><NoDataValue>3</NoDataValue></PAMRasterBand>"
        "</PAMDataset>"
    )
    assert read_grid(path).values[0, 2] == 3


def test_a_zipped_hgt_tile_is_read():
    tile = SHARED / "terrain" / "N42E001.hgt.zip"
    if not tile.exists():
        pytest.skip("the reference terrain is not beside this checkout")
    read = read_grid(tile, around=Extent(1.5, 42.5, 1.6, 42.6))
    assert read.cell_m == pytest.approx(68.5, abs=1)
    assert 500 < np.nanmin(read.values) < np.nanmax(read.values) < 3100
