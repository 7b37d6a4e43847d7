"""The rasters of the starter workspace under its own roads, quarters and communes."""

import tomllib
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from potay.terrain import flooding, people_by_class, people_in, people_near, read_grid, slopes

DATA = Path(__file__).parents[2] / "data"
TERRAIN, FLOOD, PEOPLE = (
    DATA / name / f"{name}.tif" for name in ("terrain", "flood", "population")
)


def drawn(name):
    told = tomllib.loads((DATA / name / "dataset.toml").read_text("utf-8"))
    read = gpd.read_file(DATA / name / told["file"])
    return read.set_index("pcode" if "pcode" in read else "id")


@pytest.fixture(scope="module")
def roads():
    read = drawn("roads")
    return read.assign(bridge=read["bridge"].isin(["yes", True]) if "bridge" in read else False)


def test_the_road_to_kenscoff_climbs_and_the_shore_road_does_not(roads):
    found = slopes(roads.geometry, TERRAIN).join(roads[["corridor"]])
    by_corridor = found.groupby("corridor")["grade_pct"].mean()
    assert by_corridor["route-de-kenscoff"] > 5
    assert by_corridor["bicentenaire"] < 2
    inside = shapely.box(*_box(TERRAIN)).covers(roads.geometry.array)
    assert found.loc[~inside, "covered"].lt(1).all()
    assert found.loc[inside, "covered"].mean() > 0.98


def test_the_flood_prone_ground_wets_some_roads_and_no_bridge(roads):
    some, deep = (
        flooding(roads, FLOOD, depth_m=depth, source="authored", as_of="") for depth in (0.3, 1.2)
    )
    assert some.km > deep.km > 0
    assert not roads.loc[some.obstacles["road"], "bridge"].any()
    assert some.unknown_km > 0  # national roads beyond the raster


def test_everybody_is_in_a_commune_and_conserved():
    count = people_in(drawn("communes").geometry, PEOPLE)
    assert count.total == pytest.approx(3_700_000, rel=1e-6)
    assert count.rows["persons"].sum() + count.uncovered == pytest.approx(count.total, rel=1e-6)
    assert count.uncovered < 0.005 * count.total  # cells on the shore
    assert abs(count.counted_twice) < 1e-6 * count.total


def test_people_by_commune_of_the_quarters_are_those_of_the_quarters():
    quarters = drawn("areas")
    whole = people_in(quarters.geometry, PEOPLE)
    classed = people_by_class(quarters, PEOPLE, column="commune")
    assert classed.together == pytest.approx(whole.together, rel=1e-6)


def test_more_people_live_within_two_kilometres_of_the_shore_road_than_within_one(roads):
    shore = roads.loc[roads["corridor"] == "bicentenaire", ["corridor", "geometry"]]
    road = shore.dissolve("corridor").geometry
    near, far = (people_near(road, PEOPLE, within_m=metres).together for metres in (1000, 2000))
    assert 0 < near < far < 1_500_000


def _box(path):
    cells = read_grid(path)
    rows, columns = cells.values.shape
    return (
        cells.west,
        cells.north - rows * cells.height,
        cells.west + columns * cells.width,
        cells.north,
    )
