"""People counted by hand on six cells, conserved whatever the zones and the CRS."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from rasterio.transform import Affine
from terrain.ground import NORTH, WEST, at, cells, frame, grid, line, series, written

from potay.errors import SourceError
from potay.geo import GEOD
from potay.terrain import people_by_class, people_in, people_near

#      column 0    1    2
TOWN = """
        100  200  300
         40   .    60
"""
reuse = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def test_a_zone_counts_the_parts_of_cells_it_covers(tmp_path):
    town = written(tmp_path / "p.tif", TOWN)
    zones = series(
        {
            "west": cells(0, 0, 2, 1),
            "half": cells(0, 1, 1, 1.5),
            "corner": cells(0.5, 2.5, 1.5, 3),
        }
    )
    count = people_in(zones, town)
    assert count.rows["persons"].tolist() == pytest.approx([140, 100, 75 + 15], rel=1e-6)
    assert count.rows.index.equals(zones.index)
    assert (count.total, count.together) == pytest.approx((700, 330))
    assert count.uncovered == pytest.approx(370)
    assert count.findings == ()


def test_empty_cells_are_unknown_and_told(tmp_path):
    town = written(tmp_path / "p.tif", TOWN)
    zones = series({"void": cells(1, 1, 2, 2), "partly": cells(1, 0, 2, 2),
                    "off": shapely.box(0, 0, 1, 1)})  # fmt: skip
    count = people_in(zones, town)
    np.testing.assert_allclose(count.rows["persons"], [np.nan, 40, np.nan])
    np.testing.assert_allclose(count.rows["covered"], [0, 0.5, 0], atol=1e-6)
    assert [finding.sentence() for finding in count.findings] == [
        "p.tif, id void: the population raster has no data here, so the number of people is "
        "unknown. Take a raster that covers it.",
        "p.tif, id off: the population raster has no data here, so the number of people is "
        "unknown. Take a raster that covers it.",
        "p.tif, id partly: the population raster has data for 50.0 % of it; people in the rest, "
        "if any, are not counted.",
    ]


@pytest.mark.parametrize(("areas", "severity"), [("void off", "warning"), ("void in", "info")])
def test_a_raster_that_covers_no_area_at_all_is_a_fault(tmp_path, areas, severity):
    drawn = {"void": cells(1, 1, 2, 2), "off": shapely.box(0, 0, 1, 1), "in": cells(0, 0, 1, 2)}
    found = people_in(series({area: drawn[area] for area in areas.split()}),
                      written(tmp_path / "p.tif", TOWN)).findings  # fmt: skip
    assert {finding.severity for finding in found} == {severity}


def test_overlaps_are_told_and_counted_once_together(tmp_path):
    town = written(tmp_path / "p.tif", TOWN)
    zones = series({"a": cells(0, 0, 1, 2), "b": cells(0, 1, 1, 3), "c": cells(1, 0, 2, 1)})
    count = people_in(zones, town)
    assert count.rows["persons"].sum() == pytest.approx(840)
    assert (count.together, count.counted_twice) == pytest.approx((640, 200))
    assert [finding.sentence() for finding in count.findings] == [
        "id a: 'a' and 'b' overlap; 200 people are counted in both. Redraw the border between "
        "them, or read the sum as too high."
    ]
    assert people_in(zones, town, nested=True).findings == ()


def test_classes_are_joined_before_they_are_counted(tmp_path):
    town = written(tmp_path / "p.tif", TOWN)
    zones = frame({"a": cells(0, 0, 1, 2), "b": cells(0, 1, 1, 3), "c": cells(1, 0, 2, 1)},
                  control=["g9", "g9", "none"])  # fmt: skip
    count = people_by_class(zones, town, column="control")
    assert count.rows["persons"].to_dict() == pytest.approx({"g9": 600, "none": 40})
    assert count.rows.index.name == "control"
    assert count.uncovered == pytest.approx(60)


def test_no_nodata_tag_is_refused(tmp_path):
    town = written(tmp_path / "p.tif", TOWN, nodata=None)
    with pytest.raises(SourceError, match=r"^p.tif: the raster has no nodata tag, so empty cells"):
        people_in(series({"a": cells(0, 0, 1, 1)}), town)


def test_negative_people_are_refused(tmp_path):
    town = written(tmp_path / "p.tif", TOWN, nodata=-1.0)
    with pytest.raises(SourceError) as refused:
        people_in(series({"a": cells(0, 0, 1, 1)}), town)
    assert str(refused.value) == (
        "p.tif: the raster has cells with fewer than 0 persons. These are most likely empty "
        "cells: set its nodata tag to their value."
    )


def test_empty_zones_and_no_zones_count_nobody(tmp_path):
    town = written(tmp_path / "p.tif", TOWN)
    count = people_in(series({"none": shapely.Polygon()}), town)
    assert count.rows["persons"].isna().all()
    assert count.uncovered == count.total == 700
    nobody = people_in(gpd.GeoSeries([], crs=4326), town)
    assert len(nobody.rows) == 0
    assert nobody.uncovered == 700


corners = st.tuples(
    st.floats(-0.5, 5), st.floats(-0.5, 7), st.floats(0.2, 3), st.floats(0.2, 3)
).map(lambda box: cells(box[0], box[1], box[0] + box[2], box[1] + box[3]))
SPREAD = np.random.default_rng(3).integers(0, 900, (6, 8)).astype(float)


@reuse
@given(st.lists(corners, min_size=1, max_size=5))
def test_people_are_conserved(tmp_path, boxes):
    town = written(tmp_path / "p.tif", SPREAD)
    zones = series({str(number): box for number, box in enumerate(boxes)})
    count = people_in(zones, town)
    rest = shapely.difference(cells(-1, -1, 9, 9), shapely.union_all(boxes))
    outside = people_in(series({"rest": rest}), town).together
    assert count.uncovered == pytest.approx(outside, rel=1e-6, abs=1e-6 * SPREAD.sum())
    for box, persons in zip(boxes, count.rows["persons"], strict=True):
        assert np.nan_to_num(persons) == pytest.approx(_by_hand(box), rel=1e-5, abs=1e-3)


def _by_hand(box):
    """Each cell of the spread as its own box, cut by shapely."""
    return sum(
        SPREAD[row, column] * cell.intersection(box).area / cell.area
        for row in range(6)
        for column in range(8)
        for cell in [cells(row, column, row + 1, column + 1)]
    )


@reuse
@given(st.lists(st.floats(0.1, 5.9), max_size=3), st.lists(st.floats(0.1, 7.9), max_size=3))
def test_zones_that_tile_the_raster_hold_everybody(tmp_path, across, down):
    town = written(tmp_path / "p.tif", SPREAD)
    rows, columns = sorted({0.0, *across, 6.0}), sorted({0.0, *down, 8.0})
    tiles = {
        f"{r}-{c}": cells(rows[r], columns[c], rows[r + 1], columns[c + 1])
        for r in range(len(rows) - 1)
        for c in range(len(columns) - 1)
    }
    count = people_in(series(tiles), town)
    assert count.rows["persons"].sum() + count.uncovered == pytest.approx(count.total, rel=1e-6)
    assert abs(count.uncovered) <= 1e-6 * count.total


def test_a_raster_in_metres_counts_the_same_people(tmp_path):
    to_utm = Transformer.from_crs(4326, 32618, always_xy=True)
    x, y = to_utm.transform(WEST, NORTH)
    town = written(tmp_path / "utm.tif", SPREAD, crs="EPSG:32618",
                   transform=Affine(1000, 0, x, 0, -1000, y))  # fmt: skip
    ring = [(x + 1500, y - 1500), (x + 4500, y - 1500), (x + 4500, y - 3000), (x + 1500, y - 3000)]
    zone = shapely.Polygon([to_utm.transform(*xy, direction="INVERSE") for xy in ring])
    count = people_in(series({"a": zone}), town)
    expected = sum(
        SPREAD[row, column] * (0.5 if row == 1 else 1) * (0.5 if column in (1, 4) else 1)
        for row in (1, 2)
        for column in (1, 2, 3, 4)
    )
    assert count.rows.loc["a", "persons"] == pytest.approx(expected, rel=1e-4)


def test_people_near_a_line_are_those_within_metres_of_it(tmp_path):
    even = np.ones((200, 200))  # one person in each cell of 0.001°
    town = written(tmp_path / "p.tif", even, transform=Affine(0.001, 0, WEST, 0, -0.001, NORTH))
    road = line((10, 5), (10, 15))  # 0.1° due east, in the middle
    count = people_near(series({"rn": road, "none": shapely.LineString()}), town, within_m=2000)
    length = GEOD.geometry_length(road)
    cell = GEOD.line_length([WEST, WEST + 0.001], [18.5, 18.5]) * GEOD.line_length(
        [WEST, WEST], [18.4995, 18.5005]
    )
    expected = (length * 4000 + np.pi * 2000**2) / cell
    assert count.rows.loc["rn", "persons"] == pytest.approx(expected, rel=3e-3)
    assert np.isnan(count.rows.loc["none", "persons"])


def test_corridors_in_two_zones_are_each_measured_in_their_own(tmp_path):
    even = np.ones((300, 300))
    corner = Affine(0.001, 0, -72.15, 0, -0.001, 18.65)
    town = written(tmp_path / "p.tif", even, transform=corner)
    west, east = (shapely.LineString([(lon, 18.5), (lon + 0.05, 18.5)]) for lon in (-72.1, -71.95))
    count = people_near(series({"west": west, "east": east}), town, within_m=1000)
    one, other = count.rows["persons"]
    assert one == pytest.approx(other, rel=1e-3)


def test_corridors_that_meet_share_their_people_without_a_finding(tmp_path):
    town = written(tmp_path / "p.tif", SPREAD)
    roads = series({"a": line((3, 1), (3, 6)), "b": line((1, 3), (5, 3))})
    count = people_near(roads, town, within_m=900)
    assert count.counted_twice > 1
    assert count.findings == ()


def test_the_order_of_zones_changes_no_figure(tmp_path):
    town = written(tmp_path / "p.tif", SPREAD)
    zones = series({"a": cells(0, 0, 2, 3), "b": cells(1, 1, 5, 4), "c": cells(3, 5, 6, 8)})
    there, back = people_in(zones, town), people_in(zones[::-1], town)
    assert there.rows["persons"].to_dict() == pytest.approx(back.rows["persons"].to_dict())
    assert there.together == pytest.approx(back.together)


def test_the_corner_of_the_drawing_is_where_it_should_be():
    assert grid(SPREAD).north == at(0, 0)[1]


def test_zones_that_mending_leaves_lines_in_are_counted_by_their_polygons(tmp_path):
    town = written(tmp_path / "p.tif", SPREAD)
    # a box with a spike: valid only as a polygon and a line
    (west, north), (east, south) = at(1, 1), at(3, 3)
    spike = shapely.Polygon([(west, north), (east, north), (east, south), (west, south),
                             (west, south - 0.02), (west, south)])  # fmt: skip
    count = people_in(series({"spike": spike, "next": cells(2, 2, 4, 4)}), town)
    assert count.rows["persons"].tolist() == pytest.approx(
        [SPREAD[1:3, 1:3].sum(), SPREAD[2:4, 2:4].sum()], rel=1e-6
    )
    assert count.counted_twice == pytest.approx(SPREAD[2, 2])


def test_parts_that_only_touch_the_raster_do_no_harm(tmp_path):
    """A zone of this form made exactextract 0.3.0 end the whole process."""
    town = written(tmp_path / "p.tif", SPREAD)
    parts = [cells(4, 3, 6, 5), cells(0.5, 4.5, 1, 6.5), cells(-0.5, 4, 0, 4.5)]
    zone = shapely.union_all(parts)
    count = people_in(series({"zone": zone}), town)
    assert count.rows.loc["zone", "persons"] == pytest.approx(sum(map(_by_hand, parts)), rel=1e-6)


def test_zones_on_the_borders_of_cells_and_of_the_raster_are_counted(tmp_path):
    town = written(tmp_path / "p.tif", SPREAD)
    random = np.random.default_rng(8)
    for _ in range(150):
        corners = random.integers(-2, 14, (4, 2)) / 2
        boxes = [cells(*corner, *(corner + random.integers(1, 6, 2) / 2)) for corner in corners]
        zone = shapely.union_all(boxes)
        count = people_in(series({"zone": zone}), town)
        persons = np.nan_to_num(count.rows["persons"].iloc[0])
        assert persons == pytest.approx(_by_hand(zone), rel=1e-5, abs=1e-2)
