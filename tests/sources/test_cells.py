"""Cells of rasters come from a reading process; small rasters are read once."""

import numpy as np
import pytest
from affine import Affine
from pyproj import CRS
from terrain.ground import written

from potay.errors import SourceError
from potay.geo import Extent
from potay.sources import apart, cells
from potay.sources.cells import read_cells

PICTURE = np.arange(600.0).reshape(20, 30)
AROUND = Extent(-72.31, 18.45, -72.255, 18.52)


@pytest.fixture
def jobs(monkeypatch):
    """The jobs that processes were started for."""
    cells._whole.cache_clear()
    done = []
    run = apart._run
    monkeypatch.setattr(apart, "_run", lambda some, *more: done.extend(some) or run(some, *more))
    return done


@pytest.mark.parametrize(
    ("crs", "place"),
    [("EPSG:4326", None), ("EPSG:32618", Affine(1000, 0, 770000, 0, -1000, 2055000))],
)
def test_a_part_is_the_same_whether_the_whole_is_kept_or_not(
    tmp_path, jobs, monkeypatch, crs, place
):
    path = written(tmp_path / "a.tif", PICTURE, crs=crs, transform=place)
    kept = read_cells(path, around=AROUND)
    assert read_cells(path, around=AROUND).values.tolist() == kept.values.tolist()
    assert len(jobs) == 1
    monkeypatch.setattr(cells, "_KEPT", 100)
    cells._whole.cache_clear()
    cut = read_cells(path, around=AROUND)
    assert len(jobs) == 3
    assert 0 < cut.values.size < PICTURE.size
    assert cut.values.tolist() == kept.values.tolist()
    assert cut[1:] == pytest.approx(kept[1:]) if crs == "EPSG:4326" else cut[1:] == kept[1:]


def test_a_raster_that_changed_is_read_again(tmp_path, jobs):
    path = written(tmp_path / "a.tif", PICTURE)
    assert read_cells(path).values[0, 0] == 0
    path.unlink()
    written(path, PICTURE + 1)
    assert read_cells(path).values[0, 0] == 1
    assert len(jobs) == 2


def test_what_is_done_to_cells_stays_with_whoever_does_it(tmp_path):
    path = written(tmp_path / "a.tif", PICTURE)
    read_cells(path, around=AROUND).values[:] = -1
    assert read_cells(path, around=AROUND).values.min() >= 0


def test_a_raster_that_names_a_grid_file_of_its_own_is_refused(tmp_path):
    shifted = CRS("+proj=longlat +ellps=clrk66 +nadgrids=x.gsb").to_wkt("WKT1_GDAL")
    path = written(tmp_path / "a.tif", PICTURE, crs=shifted)
    with pytest.raises(
        SourceError, match=r"names a file of its own \('x\.gsb'\), which is not open"
    ):
        read_cells(path)


def test_a_raster_cut_short_is_refused(tmp_path):
    path = written(tmp_path / "a.tif", PICTURE, tiled=True, blockxsize=16, blockysize=16)
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(SourceError, match=r"^a\.tif: the raster cannot be read: "):
        read_cells(path)
