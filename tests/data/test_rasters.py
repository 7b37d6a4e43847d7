"""The modelled grids of the bundled dataset: people, heights, ground that floods."""

import importlib.util
import sys
import tomllib
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from rasterio.features import rasterize

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
NAMES = ("population", "terrain", "flood")


def load_script(path):
    spec = importlib.util.spec_from_file_location("authoring_rasters_build", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build = load_script(ROOT / "authoring" / "rasters" / "build.py")


@pytest.fixture(scope="module")
def made():
    return build.grids()


def grid(name):
    with rasterio.open(DATA / name / f"{name}.tif") as raster:
        return raster.read(1, masked=True)


def value(name, lon, lat):
    with rasterio.open(DATA / name / f"{name}.tif") as raster:
        return next(raster.sample([(lon, lat)], masked=True))[0]


@pytest.mark.parametrize("name", NAMES)
def test_each_grid_says_where_it_is_and_what_is_no_data(name):
    path = DATA / name / f"{name}.tif"
    assert path.stat().st_size < 400_000
    with rasterio.open(path) as raster:
        assert raster.crs.to_epsg() == 4326
        assert raster.nodata == build.NODATA
        assert raster.res == pytest.approx((0.002, 0.002))
        assert raster.bounds == pytest.approx((-72.75, 18.30, -71.85, 18.95))


@pytest.mark.parametrize("name", NAMES)
def test_each_grid_is_marked_as_modelled(name):
    described = tomllib.loads((DATA / name / "dataset.toml").read_text(encoding="utf-8"))
    assert described["role"] == name
    assert described["note"].startswith("Modelled, not ")
    assert "authoring/rasters/build.py" in described["source"]


def test_the_script_gives_the_committed_heights(made):
    committed = grid("terrain").filled(build.NODATA).astype(int)
    assert np.abs(committed - made["terrain"]).max() <= 1  # rounding of another machine


@pytest.mark.parametrize("name", ["population", "flood"])
def test_the_script_gives_the_committed_cells(made, name):
    committed = grid(name).filled(build.NODATA)
    differing = (committed != made[name]).mean()
    assert differing <= (0.0 if name == "population" else 1e-4)  # depths hang on rounded heights


def test_each_commune_holds_its_stated_total():
    persons = grid("population").filled(0)
    communes = gpd.read_file(DATA / "communes" / "communes.geojson").set_index("pcode").geometry
    stated = {row["pcode"]: int(row["persons"]) for row in build.rows_of("persons.csv")}
    assert set(stated) == set(communes.index)
    for pcode, shape in communes.items():
        inside = rasterize([(shape, 1)], persons.shape, transform=build.TRANSFORM)
        assert persons[inside == 1].sum() == stated[pcode], pcode
    assert persons.sum() == sum(stated.values())
    note = tomllib.loads((DATA / "population" / "dataset.toml").read_text(encoding="utf-8"))["note"]
    assert f"{sum(stated.values()):,} in all" in note


def test_people_are_where_people_live():
    persons = grid("population")
    assert persons.min() == 0
    assert persons.max() < 4000  # about 85,000 on a square kilometre
    assert value("population", -72.3365, 18.5785) > 10 * value("population", -72.2396, 18.4837)
    assert value("population", -72.60, 18.65) == 0  # the bay
    assert value("population", -72.00, 18.58) == 0  # Lake Azuéi
    assert value("population", -72.10, 18.90) is np.ma.masked  # outside the drawn communes


@pytest.mark.parametrize(
    ("lon", "lat", "low", "high"),
    [
        (-72.3340, 18.5800, 0, 8),  # Cité Soleil on the shore
        (-72.3438, 18.5477, 1, 25),  # lower town
        (-72.2861, 18.5125, 320, 420),  # Pétion-Ville on the slope
        (-72.3131, 18.4933, 680, 840),  # Laboule
        (-72.2840, 18.4477, 1350, 1550),  # Kenscoff
        (-72.3340, 18.5003, 880, 1050),  # Morne l'Hôpital
        (-72.2263, 18.5768, 40, 90),  # the plain
        (-72.1572, 18.7106, 600, 780),  # Terre Rouge
        (-72.4000, 18.8300, 1050, 1300),  # Matheux
    ],
)
def test_heights_are_as_generally_known(lon, lat, low, high):
    assert low <= value("terrain", lon, lat) <= high


def test_the_sea_is_at_zero_and_all_land_above_it():
    heights = grid("terrain")
    assert heights.min() == 0
    assert 1800 < heights.max() < 2700
    assert value("terrain", -72.60, 18.65) == 0
    assert value("terrain", -71.86, 18.62) is np.ma.masked  # across the border


def test_depths_are_the_stated_classes_on_a_small_part_of_the_land():
    depth = grid("flood")
    assert np.unique(depth.compressed()) == pytest.approx([0.0, 0.2, 0.5, 1.0, 1.5])
    assert 0.003 < (depth > 0).sum() / depth.count() < 0.06


def test_what_is_reported_to_flood_does_and_a_slope_does_not():
    assert value("flood", -72.4622, 18.5440) >= 0.5  # Mariani on RN2
    assert value("flood", -72.3365, 18.5785) >= 0.2  # Brooklyn
    assert value("flood", -72.2853, 18.5978) >= 1.0  # bridge of Croix-des-Missions
    assert value("flood", -72.2861, 18.5125) == 0.0  # Pétion-Ville
    assert value("flood", -72.60, 18.70) is np.ma.masked  # out at sea


def test_shares_add_up_to_the_total_whatever_the_weights():
    shares = build.shared_out(10, np.array([1.0, 1.0, 1.0]))
    assert shares.tolist() == [4, 3, 3]
    assert build.shared_out(7, np.array([0.0, 2.0, 5.0])).tolist() == [0, 2, 5]
