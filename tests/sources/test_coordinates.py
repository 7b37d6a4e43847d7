"""Where rows lie: one CRS, and the likely cause where they lie elsewhere."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from sources.paper import GATEWAYS, collection, judged, point, said

from potay.errors import SourceError
from potay.geo import HAITI, WGS84, Extent
from potay.sources import check_file
from potay.sources.coordinates import (
    Place,
    accepted_area,
    agreed_crs,
    common_systems,
    is_within,
    likely_cause,
    likely_causes,
    read_crs,
    stray_places,
    to_degrees,
)

IN_HAITI = "(-75.2, 17.5, -71, 20.8)"
DEGREES = CRS.from_epsg(4326)
SYSTEMS = common_systems(HAITI)
FROM_DEGREES = {
    code: Transformer.from_crs(WGS84, code, always_xy=True) for code in ("EPSG:32618", "EPSG:3857")
}


def metres(code: str, lon: float = -72.34, lat: float = 18.54) -> tuple[float, float]:
    return FROM_DEGREES[code].transform(lon, lat)


def cause(x: float, y: float, crs: CRS = DEGREES, area: Extent = HAITI) -> str:
    systems = SYSTEMS if area == HAITI else common_systems(area)
    return " | ".join(likely_cause(Place(x, y, x, y), crs, area, systems))


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (18.54, -72.34, "latitude and longitude are swapped | Exchange the two."),
        (72.34, 18.54, "the minus sign of the longitude is lost | Write it as -72.34."),
        (-72.34, -18.54, "the latitude has a wrong minus sign | Write it as 18.54."),
        (72.34, -18.54, "both signs are wrong | Write it as -72.34, 18.54."),
        (18.54, 72.34, "latitude and longitude are swapped and the minus sign is lost | "
         "Write it as -72.34, 18.54."),
        (0, 0, "it is 0, 0, so the position is missing | Fill in the position."),
        (-72.34, 0, "one coordinate is 0 | Fill in the position."),
        (-723400, 185400, "the decimal point is lost or misplaced | Write degrees like -72.3388."),
        (-72.34, 185400, "the decimal point is lost or misplaced | Write degrees like -72.3388."),
        (*metres("EPSG:32618"), "the coordinates are metres and fit EPSG:32618 (or EPSG:26718) | "
         'Ask which it is, then give that CRS, e.g. crs = "EPSG:32618".'),
        (*metres("EPSG:3857"), "the coordinates are metres and fit EPSG:3857 | "
         'Ask which it is, then give that CRS, e.g. crs = "EPSG:3857".'),
        (2.35, 48.85, " | "),
    ],
    ids=["swapped", "lon sign", "lat sign", "both signs", "swapped and sign", "zero", "one zero",
         "comma", "one comma", "UTM", "Mercator", "Paris"],
)  # fmt: skip
def test_the_likely_cause_is_named(x: float, y: float, expected: str):
    assert cause(x, y) == expected


@pytest.mark.parametrize("crs", [DEGREES, CRS.from_epsg(32619)], ids=["degrees", "metres"])
def test_many_places_have_the_causes_that_each_has_alone(crs: CRS):
    rng = np.random.default_rng(0)
    sizes = 10.0 ** rng.integers(0, 7, 400)
    numbers = (
        rng.uniform(-99, 99, (400, 2)) * sizes[:, None] / rng.choice([1, sizes.max()], 400)[:, None]
    )
    numbers[:8] = [(0, 0), (5, 0), (18.5, -72.3), (-7234, 1854), *map(metres, FROM_DEGREES),
                   (np.nan, 3), (np.inf, 18.5)]  # fmt: skip
    places = [Place(x, y, x, y) for x, y in numbers.tolist()]
    alone = [likely_cause(place, crs, HAITI, SYSTEMS) for place in places]
    assert likely_causes(places, crs, HAITI, SYSTEMS) == alone
    assert len(set(alone)) > 4


def test_the_vertex_farthest_outside_stands_for_its_geometry():
    there = shapely.linestrings([[(0, 1), (9, 30), (2, 2)], [(-72, 18), (-60, 18), (-84, 18)]])
    found = stray_places(there, shapely.transform(there, lambda xy: xy * 2), HAITI)
    assert found == [Place(9, 30, 18, 60), Place(-60, 18, -120, 36)]


def test_the_wrong_zone_is_named():
    said_cause = cause(*metres("EPSG:32618"), CRS.from_epsg(32619))
    assert said_cause == (
        "the zone is wrong: the coordinates fit EPSG:32618 (or EPSG:26718), not EPSG:32619 | "
        'Ask which it is, then give that CRS, e.g. crs = "EPSG:32618".'
    )


def test_degrees_declared_as_metres_are_named():
    assert cause(-72.34, 18.54, CRS.from_epsg(32618)) == (
        'the coordinates are degrees, not metres | The CRS is "EPSG:4326".'
    )


@settings(deadline=None)
@given(
    st.floats(HAITI.west + 0.01, HAITI.east - 0.01),
    st.floats(HAITI.south + 0.01, HAITI.north - 0.01),
    st.sampled_from(["EPSG:32618", "EPSG:3857"]),
)
def test_any_place_of_haiti_in_metres_is_recognised(lon: float, lat: float, code: str):
    assert code in cause(*metres(code, lon, lat))


@settings(deadline=None)
@given(
    st.floats(HAITI.west + 0.01, HAITI.east - 0.01),
    st.floats(HAITI.south + 0.01, HAITI.north - 0.01),
)
def test_reprojection_and_back_is_the_same_place(lon: float, lat: float):
    x, y = metres("EPSG:32618", lon, lat)
    moved = to_degrees(np.array([shapely.Point(x, y)]), CRS.from_epsg(32618), "a.gpkg")
    assert moved[0].distance(shapely.Point(lon, lat)) < 1e-8


def test_one_stray_vertex_is_outside_but_a_border_road_is_not():
    area = Extent(-73, 18, -72, 19)
    shapes = np.array(
        [
            shapely.LineString([(-72.5, 18.5), (-71.8, 18.5)]),
            shapely.LineString([(-72.5, 18.5), (0, 0)]),
            shapely.Point(-71.8, 18.5),
            shapely.Point(-72.5, 18.5),
            shapely.LineString([(-71.9, 18.5), (-71.8, 18.5)]),
        ]
    )
    assert is_within(shapes, area).tolist() == [True, False, False, True, False]


def test_a_map_of_a_part_of_haiti_accepts_all_of_haiti():
    assert accepted_area(Extent(-72.5, 18.4, -72.2, 18.7)) == HAITI
    assert accepted_area(Extent(1.3, 42.3, 1.9, 42.8)) == Extent(1.3, 42.3, 1.9, 42.8)


def test_file_and_dataset_may_name_one_crs_differently():
    wkt = CRS.from_epsg(32618).to_wkt("WKT1_ESRI")
    assert agreed_crs(wkt, "EPSG:32618", "a.shp").to_epsg(min_confidence=60) == 32618
    assert agreed_crs("", "EPSG:4326", "a.shp") == DEGREES


def test_all_rows_outside_are_named_with_their_cause(tmp_path: Path):
    content = collection(
        point(18.54, -72.34, id="a", name="A"),
        point(-72.34, 18.54, id="b", name="B"),
        point(0, 0, id="c", name="C"),
    )
    dataset = judged(tmp_path, "gateways.geojson", content, "gateways")
    assert said(dataset) == [
        f"gateways.geojson, row 1, id a: (18.54, -72.34) lies outside the study area {IN_HAITI}: "
        "latitude and longitude are swapped. Exchange the two.",
        f"gateways.geojson, row 3, id c: (0, 0) lies outside the study area {IN_HAITI}: it is "
        "0, 0, so the position is missing. Fill in the position.",
    ]
    assert dataset.rows.used == 1


def test_a_whole_file_in_the_wrong_place_is_one_sentence(tmp_path: Path):
    points = [point(18.5 + n / 100, -72.3, id=f"g{n}", name="G") for n in range(40)]
    assert said(judged(tmp_path, "a.geojson", collection(*points), "gateways")) == [
        f"a.geojson: all 40 rows lie outside the study area {IN_HAITI}, the first at (18.5, "
        "-72.3): latitude and longitude are swapped. Exchange the two."
    ]


def test_a_missing_crs_is_demanded_and_a_contradiction_refused(tmp_path: Path):
    local = collection(
        point(*metres("EPSG:32618"), id="a", name="A"),
        crs={"type": "name", "properties": {"name": "EPSG:32618"}},
    )
    assert said(judged(tmp_path, "a.geojson", local, "gateways")) == []
    assert said(judged(tmp_path, "a.geojson", local, "gateways", crs="EPSG:4326")) == [
        "a.geojson: the file says its coordinates are EPSG:32618, dataset.toml (-"
        "-crs) says EPSG:4326. "
        "Correct the wrong one of the two."
    ]
    unknown = local.replace("EPSG:32618", "EPSG:99999")
    assert said(judged(tmp_path, "a.geojson", unknown, "gateways")) == [
        "a.geojson: 'EPSG:99999' is no coordinate system that is known. Write it as an EPSG code, "
        'e.g. crs = "EPSG:4326" or "EPSG:32618".'
    ]


def test_points_in_metres_in_a_table_need_their_crs(tmp_path: Path):
    x, y = metres("EPSG:32618")
    table = f"id,name,x,y\na,A,{x:.1f},{y:.1f}\n"
    dataset = judged(tmp_path, "a.csv", table, "gateways", crs="EPSG:32618")
    assert said(dataset) == []
    assert dataset.frame.geometry.iloc[0].distance(shapely.Point(-72.34, 18.54)) < 1e-5


OWN_FILE = 'which is not opened. Write it as an EPSG code, e.g. crs = "EPSG:4326" or "EPSG:32618".'


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("+proj=longlat +ellps=clrk66 +nadgrids=/etc/passwd", "/etc/passwd"),
        ("+proj=longlat +ellps=clrk66 +nadgrids=@null,/etc/passwd", "@null,/etc/passwd"),
        ("+proj=longlat +datum=WGS84 +geoidgrids=x.gtx", "x.gtx"),
        ("+proj=utm +zone=18 +ellps=clrk66 +NADGRIDS = conus", "conus"),
        ("+init=/etc/passwd:x", "/etc/passwd:x"),
        ("init=../x:1", "../x:1"),
        ("+proj=pipeline +step +proj=hgridshift +grids=x.gsb", "x.gsb"),
        (CRS("+proj=longlat +ellps=clrk66 +nadgrids=x.gsb").to_wkt(), "x.gsb"),
        (CRS("+proj=longlat +ellps=clrk66 +nadgrids=x.gsb").to_json(), "x.gsb"),
        (CRS("+proj=longlat +ellps=clrk66 +nadgrids=x.gsb").to_wkt("WKT1_GDAL"), "x.gsb"),
        (CRS("+proj=longlat +datum=WGS84 +geoidgrids=x.gtx").to_wkt(), "x.gtx"),
    ],
)
def test_a_system_that_names_a_file_of_its_own_is_refused(tmp_path, text, file):
    with pytest.raises(SourceError) as caught:
        read_crs(text, "a.geojson")
    said_of = str(caught.value)
    assert said_of == (
        f"a.geojson: the coordinate system names a file of its own ('{file}'), {OWN_FILE}"
    )
    member = {"crs": {"type": "name", "properties": {"name": text}}}
    content = collection(point(-72.3, 18.5, id="a", name="A"), **member)
    assert said(judged(tmp_path, "a.geojson", content, "sites")) == [said_of]
    plain = collection(point(-72.3, 18.5, id="a", name="A"))
    assert said(judged(tmp_path, "a.geojson", plain, "sites", crs=text)) == [said_of]


@pytest.mark.parametrize(
    "text",
    [
        "EPSG:32618", "epsg:26718", "urn:ogc:def:crs:EPSG::32618", "WGS 84", "OGC:CRS84",
        "http://www.opengis.net/def/crs/EPSG/0/4326", "+proj=utm +zone=18 +datum=WGS84",
        "+init=epsg:32618", "+proj=merc +a=6378137 +b=6378137 +nadgrids=@null +wktext +no_defs",
        CRS.from_epsg(3857).to_wkt("WKT1_GDAL"), CRS.from_epsg(26718).to_wkt("WKT1_ESRI"),
    ],
)  # fmt: skip
def test_systems_that_name_no_file_are_read(text):
    assert read_crs(text, "a").to_wkt()


def test_a_projection_beside_a_shapefile_may_name_no_file_either(tmp_path):
    GATEWAYS.to_file(tmp_path / "a.shp", encoding="utf-8")
    shifted = CRS("+proj=longlat +ellps=clrk66 +nadgrids=x.gsb").to_wkt("WKT1_GDAL")
    (tmp_path / "a.prj").write_text(shifted)
    assert said(check_file(tmp_path / "a.shp", "gateways")) == [
        f"a.prj: the coordinate system names a file of its own ('x.gsb'), {OWN_FILE}"
    ]


def test_a_table_of_systems_in_a_geopackage_may_name_no_file_either(tmp_path):
    path = tmp_path / "a.gpkg"
    GATEWAYS.to_file(path, driver="GPKG", layer="gateways")
    shifted = CRS("+proj=longlat +ellps=clrk66 +nadgrids=x.gsb").to_wkt("WKT1_GDAL")
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("UPDATE gpkg_spatial_ref_sys SET definition = ?, organization = 'NONE', "
                     "organization_coordsys_id = 9 WHERE srs_id = 4326", [shifted])  # fmt: skip
    assert said(check_file(path, "gateways")) == [
        f"a.gpkg: the coordinate system names a file of its own ('x.gsb'), {OWN_FILE}"
    ]
