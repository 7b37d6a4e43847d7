"""Real files as they circulate; each test is skipped with a reason where its file is absent."""

import pytest
import shapely
from sources.paper import conserves, reference, said

from potay.geo import Extent
from potay.sources import check_file, guess_role
from potay.sources.raster import open_raster

ANDORRA = Extent(1.3, 42.3, 1.9, 42.8)
HELSINKI = Extent(24.7, 60.0, 25.2, 60.4)
CENTRAL_AFRICA = Extent(13.0, 1.0, 29.0, 12.0)
DJIBOUTI = Extent(41.0, 10.0, 44.0, 13.0)


def test_the_roads_of_2010_with_their_faults():
    path = reference("haiti-roads-2010/PortAuPrince_Roads.shp")
    dataset = check_file(path, "roads")
    conserves(dataset)
    rows = dataset.rows
    assert (rows.rows_in, rows.used, rows.refused) == (1583, 1510, 73)
    warnings = [finding for finding in dataset.findings if finding.severity == "warning"]
    assert len({finding.row for finding in warnings}) == len(warnings) == 73
    assert not [finding for finding in dataset.findings if finding.severity == "error"]
    names = set(dataset.frame["name"])
    assert {"Rue Ogé", "Rue Grégoire", "Avenue de la République"} <= names
    assert not [name for name in names if "Ã" in name]
    assert dataset.frame["ref"].value_counts().to_dict() == {
        "": 1492, "RN2": 8, "101": 4, "22": 1, "227": 1, "304": 1, "RN3": 1, "R9": 1, "RN1": 1,
    }  # fmt: skip
    assert (dataset.frame["oneway"] == "yes").sum() == 14
    assert guess_role(path) == "roads"


@pytest.mark.parametrize(
    ("name", "area", "level", "count", "code", "parent"),
    [
        ("haiti-admin/hti_admbnda_adm1_cnigs_20181129_dv.json", None, 1, 10, "HT01", "HT"),
        ("haiti-admin/hti_admbnda_adm2_cnigs_20181129_dv.json", None, 2, 140, "HT0111", "HT01"),
        ("cod-ab-caf/caf_admin0.parquet", CENTRAL_AFRICA, 0, 1, "CF", ""),
        ("cod-ab-caf/caf_admin1.parquet", CENTRAL_AFRICA, 1, 17, "CF62", "CF"),
        ("cod-ab-caf/caf_admin2.parquet", CENTRAL_AFRICA, 2, 72, "CF621", "CF62"),
    ],
)
def test_boundaries_of_both_schemas(name, area, level, count, code, parent):
    how = {} if area is None else {"study_area": area}
    dataset = check_file(reference(name), "boundaries", **how)
    conserves(dataset)
    assert dataset.rows.used == count
    assert set(dataset.frame["level"]) == {level}
    assert dataset.frame.loc[code, "parent"] == parent
    assert (dataset.frame["name"] != "").all()
    assert guess_role(reference(name)) == "boundaries"


def test_names_of_communes_come_in_their_languages():
    name = "haiti-admin/hti_admbnda_adm1_cnigs_20181129_dv.json"
    row = check_file(reference(name), "boundaries").frame.loc["HT05"]
    assert row[["name", "name_fr", "name_ht"]].tolist() == ["Artibonite", "Artibonite", "Latibonit"]


def test_an_outline_without_codes_is_no_boundary_but_a_base():
    path = reference("haiti-admin/admin-boundary-unified-polygon.json")
    assert len(said(check_file(path, "boundaries"), "error")) == 2
    assert check_file(path, "base").rows.used == 1


def test_extracts_of_openstreetmap():
    andorra = check_file(reference("osm/andorra.osm.pbf"), "roads", study_area=ANDORRA)
    helsinki = check_file(reference("osm/Helsinki.osm.pbf"), "roads", study_area=HELSINKI)
    for dataset in (andorra, helsinki):
        conserves(dataset)
        assert not said(dataset, "error")
        assert (shapely.get_type_id(dataset.frame.geometry) == 1).all()
    assert andorra.rows.used == 1597
    assert helsinki.rows.rows_in == 2110
    assert andorra.frame["tunnel"].any()
    assert andorra.frame["bridge"].any()


def test_ways_of_an_extract_meet_at_exactly_shared_nodes():
    frame = check_file(reference("osm/andorra.osm.pbf"), "roads", study_area=ANDORRA).frame
    ends = shapely.get_coordinates(shapely.get_point(frame.geometry.to_numpy(), 0))
    vertices = {tuple(place) for place in shapely.get_coordinates(frame.geometry.to_numpy())}
    assert len({tuple(place) for place in ends}) < len(ends)
    assert {tuple(place) for place in ends} <= vertices


def test_a_road_graph_in_geoparquet():
    dataset = check_file(
        reference("network-flood-djibouti/edges.gpq"), "roads", study_area=DJIBOUTI
    )
    assert said(dataset) == []
    assert dataset.rows.used == 652
    first = dataset.frame.loc["edge_0"]
    assert first[["class", "surface", "bridge", "width_m"]].tolist() == [
        "secondary", "gravel", False, 6.25,
    ]  # fmt: skip


def test_a_point_layer_given_as_roads_is_one_sentence():
    path = reference("network-flood-djibouti/nodes.gpq")
    assert said(check_file(path, "roads", study_area=DJIBOUTI)) == [
        "nodes.gpq: in all 513 rows, the geometry is a point, expected a line. Export the right "
        "layer."
    ]


def test_rasters_of_terrain_and_flood():
    flood = reference("network-flood-djibouti/inunriver_2030_rp00100.tif")
    terrain = reference("terrain/N42E001.hgt.zip")
    assert said(check_file(flood, "flood", study_area=DJIBOUTI)) == []
    assert said(check_file(terrain, "terrain", study_area=ANDORRA)) == []
    with open_raster(terrain) as opened:
        assert opened.nodata == -32768
        assert opened.shape == (1201, 1201)


def test_the_coast_is_a_base_although_it_leaves_haiti():
    dataset = check_file(reference("coastline/ne_10m_coastline_hispaniola.geojson"), "base")
    assert said(dataset) == []
    assert dataset.rows.used == 8


def test_a_3w_workbook_says_what_it_lacks():
    path = reference("spreadsheets/3w_tcd_avr2025.xlsx")
    assert said(check_file(path, "sites")) == [
        "3w_tcd_avr2025.xlsx: the file holds 2 sheets: '3W Opérationnelle', '3W Physique'. Name "
        'the one to read: sheet = "3W Opérationnelle".'
    ]
    physical = said(check_file(path, "sites", sheet="3W Physique"))
    assert [sentence.partition("; ")[0] for sentence in physical] == [
        "3w_tcd_avr2025.xlsx, column id: the column 'id' is missing",
        "3w_tcd_avr2025.xlsx, column name: the column 'name' is missing",
        "3w_tcd_avr2025.xlsx: the table has no columns 'lat' and 'lon', so nothing can be placed. "
        'Add them, or name them in dataset.toml: [columns] lat = "…", lon = "…"'
        " (potay check, potay import: --column lat=…).",
    ]
    tagged = check_file(path, "sites", sheet="3W Opérationnelle")
    assert "3w_tcd_avr2025.xlsx: the HXL tag row below the header is no data row." in said(
        tagged, "info"
    )


def test_gazetteers_say_what_they_lack():
    points = check_file(
        reference("haiti-gazetteer/haiti-reference-points.csv"), "infrastructure",
        columns={"id": "code"},
    )  # fmt: skip
    conserves(points)
    assert "haiti-reference-points.csv, row 14, column code: nothing is written here. Fill the " \
        "cell." in said(points)  # fmt: skip
    assert "'place' is no kind that potay knows. Known: fuel_terminal, port, airport, helipad, " \
        "hospital, clinic, warehouse, market, water_point, police, school, bridge, other." in {
            f"{finding.message} {finding.hint}" for finding in points.findings
        }  # fmt: skip
    localities = check_file(
        reference("haiti-gazetteer/wof-haiti-localities.csv"), "areas", columns={"id": "wof_id"}
    )
    assert said(localities) == [
        "wof-haiti-localities.csv: this is a table without geometry, and areas are drawn as "
        "polygon. Give a GeoPackage or GeoJSON, or a column 'wkt'."
    ]


def test_a_track_is_a_line():
    path = reference("osm/andorra_for_map_matching.gpx")
    dataset = check_file(path, "roads", study_area=ANDORRA)
    assert dataset.rows.used == 1
    assert dataset.frame["name"].tolist() == ["new"]
