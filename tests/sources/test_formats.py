"""The same three gateways come back the same from every format that can hold them."""

import gzip
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from sources.paper import GATEWAYS, collection, conserves, judged, point, said

from potay.sources import check_file

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>Nord</name>
<Placemark id="ID_0"><name>Carrefour Aéroport</name><ExtendedData><Data name="id"><value>007</value>
</Data><Data name="status"><value>open</value></Data><Data name="as_of"><value>2024-01-05</value>
</Data></ExtendedData><Point><coordinates>-72.3029,18.5719,0</coordinates></Point></Placemark>
<Placemark><name>Martissant</name><ExtendedData><SchemaData><SimpleData name="id">martissant
</SimpleData><SimpleData name="as_of">2024-02-01</SimpleData></SchemaData></ExtendedData>
<Point><coordinates>-72.3641,18.5301</coordinates></Point></Placemark>
<Placemark><name>Kanaran</name><ExtendedData><Data name="id"><value>canaan</value></Data>
<Data name="status"><value>closed</value></Data></ExtendedData>
<MultiGeometry><Point><coordinates>-72.2551,18.6602</coordinates></Point></MultiGeometry>
</Placemark></Folder></Document></kml>"""


def cells() -> list[list[object]]:
    plain = GATEWAYS.assign(lat=GATEWAYS.geometry.y, lon=GATEWAYS.geometry.x)
    columns = ["id", "name", "status", "as_of", "lat", "lon"]
    return [columns, *plain[columns].to_numpy().tolist()]


def write_csv(path: Path) -> None:
    path.write_text("\n".join(",".join(map(str, line)) for line in cells()), encoding="utf-8")


def write_csv_semicolons(path: Path) -> None:
    lines = [";".join(str(cell).replace(".", ",") for cell in line) for line in cells()]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))


def write_csv_utf16(path: Path) -> None:
    path.write_bytes("\n".join("\t".join(map(str, line)) for line in cells()).encode("utf-16"))


def write_csv_wkt(path: Path) -> None:
    lines = ["ID,Name,Status,As of,WKT"]
    lines += [
        f'{row.id},{row.name_},{row.status},{row.as_of},"{row.geometry.wkt}"'
        for row in GATEWAYS.rename(columns={"name": "name_"}).itertuples()
    ]
    path.write_text("\n".join(lines), encoding="utf-8-sig")


def write_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in cells():
        sheet.append(line)
    sheet["A1"], sheet["B1"] = "  ID ", "NAME"
    sheet["D2"] = pd.Timestamp("2024-01-05").to_pydatetime()
    sheet["A7"] = "   "  # a formatted empty row below the data
    book.create_sheet("old").sheet_state = "hidden"
    book.save(path)


def write_vector(driver: str, **how: str) -> Callable[[Path], None]:
    return lambda path: GATEWAYS.to_file(path, driver=driver, **how)


def write_geopackage_utm(path: Path) -> None:
    GATEWAYS.to_crs("EPSG:32618").to_file(path, driver="GPKG", layer="gateways")


def write_zipped_shapefile(path: Path) -> None:
    GATEWAYS.to_file(path.with_suffix(".shp"), encoding="utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in path.parent.glob(f"{path.stem}.*"):
            if part.suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
                archive.write(part, f"données/{part.name}")
        archive.writestr("__MACOSX/._gateways.shp", b"clutter")


def write_kmz(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", KML)
        archive.writestr("files/icon.png", b"png")


WRITERS = {
    "gateways.csv": write_csv,
    "semicolons.csv": write_csv_semicolons,
    "utf16.tsv": write_csv_utf16,
    "wkt.csv": write_csv_wkt,
    "gateways.xlsx": write_xlsx,
    "gateways.geojson": write_vector("GeoJSON"),
    "gateways.gpkg": write_vector("GPKG", layer="gateways"),
    "utm.gpkg": write_geopackage_utm,
    "gateways.fgb": write_vector("FlatGeobuf"),
    "gateways.shp": write_vector("ESRI Shapefile", encoding="utf-8"),
    "latin.shp": write_vector("ESRI Shapefile", encoding="cp1252"),
    "gateways.zip": write_zipped_shapefile,
    "gateways.parquet": lambda path: GATEWAYS.to_parquet(path),
    "arrow.parquet": lambda path: GATEWAYS.to_parquet(path, geometry_encoding="geoarrow"),
    "gateways.kml": lambda path: path.write_text(KML, encoding="utf-8"),
    "gateways.kmz": write_kmz,
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_gateways(tmp_path: Path, name: str):
    WRITERS[name](tmp_path / name)
    dataset = check_file(tmp_path / name, "gateways")
    assert said(dataset, "error", "warning") == []
    conserves(dataset)
    assert set(dataset.frame.index) == {"007", "martissant", "canaan"}
    frame = dataset.frame.loc[["007", "martissant", "canaan"]]  # FlatGeobuf sorts by place
    assert frame.index.name == "id"
    assert frame["name"].tolist() == GATEWAYS["name"].tolist()
    assert frame["status"].tolist() == ["open", "", "closed"]
    assert frame["as_of"].tolist() == ["2024-01-05", "2024-02-01", ""]
    assert frame.crs == "EPSG:4326"
    assert shapely.distance(frame.geometry.to_numpy(), GATEWAYS.geometry.to_numpy()).max() < 1e-8


@pytest.mark.parametrize("name", ["latin.shp", "gateways.shp"])
def test_a_shapefile_without_its_encoding_is_read_right(tmp_path: Path, name: str):
    WRITERS[name](tmp_path / name)
    (tmp_path / name).with_suffix(".cpg").unlink()
    dataset = check_file(tmp_path / name, "gateways")
    assert dataset.frame["name"].iloc[0] == "Carrefour Aéroport"
    assert said(dataset) == [
        {
            "gateways.shp": "gateways.shp: there is no .cpg, so accents would be garbled; the text "
            "was read as UTF-8, which all of it is (1 rows with accents).",
            "latin.shp": "latin.shp: the text is not UTF-8; it was read as Windows-1252. Check the "
            "accents; set 'encoding' in dataset.toml if they are wrong.",
        }[name]
    ]


def test_several_layers_must_be_named(tmp_path: Path):
    path = tmp_path / "a.gpkg"
    GATEWAYS.to_file(path, driver="GPKG", layer="gateways")
    GATEWAYS.iloc[:1].to_file(path, driver="GPKG", layer="other")
    assert said(check_file(path, "gateways")) == [
        "a.gpkg: the file holds 2 layers: 'gateways', 'other'. Name the one to read: "
        'layer = "gateways".'
    ]
    assert check_file(path, "gateways", layer="OTHER").rows.used == 1
    assert said(check_file(path, "gateways", layer="gatewais")) == [
        "a.gpkg: no layer 'gatewais' in the file. Did you mean 'gateways'?"
    ]


def test_several_sheets_must_be_named(tmp_path: Path):
    write_xlsx(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["old"].sheet_state = "visible"
    book.save(tmp_path / "a.xlsx")
    assert said(check_file(tmp_path / "a.xlsx", "gateways")) == [
        "a.xlsx: the file holds 2 sheets: 'Sheet', 'old'. Name the one to read: sheet = \"Sheet\"."
    ]
    assert check_file(tmp_path / "a.xlsx", "gateways", sheet="Sheet").rows.used == 3


def test_a_table_that_a_program_computes_is_not_read(tmp_path: Path):
    path = tmp_path / "a.gpkg"
    GATEWAYS.to_file(path, driver="GPKG", layer="gateways")
    base = sqlite3.connect(path)
    base.execute("create  virtual table made USING fts5(id)")
    base.execute("INSERT INTO gpkg_contents(table_name, data_type, identifier) "
                 "VALUES ('made', 'attributes', 'made')")  # fmt: skip
    base.commit()
    base.close()
    assert said(check_file(path, "actors", layer="made")) == [
        "a.gpkg: the layer 'made' is computed by a program, which would run while reading. Export "
        "it as a layer of its own."
    ]


def test_views_are_not_run_and_triggers_do_not_fire(tmp_path: Path):
    path = tmp_path / "a.gpkg"
    GATEWAYS.to_file(path, driver="GPKG", layer="gateways")
    base = sqlite3.connect(path)
    numbers = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
    for view in ("endless", "loose"):
        base.execute(f"CREATE VIEW {view} AS {numbers} SELECT x AS id FROM c")
    base.execute("INSERT INTO gpkg_contents(table_name, data_type, identifier) "
                 "VALUES ('endless', 'attributes', 'endless')")  # fmt: skip
    base.execute("CREATE TRIGGER wipe AFTER INSERT ON gateways BEGIN DELETE FROM gateways; END")
    base.commit()
    base.close()
    before = path.read_bytes()
    assert check_file(path, "gateways", layer="gateways").rows.used == 3
    assert said(check_file(path, "gateways", layer="endless")) == [
        "a.gpkg: the layer 'endless' is a view, whose query would run while reading. Export it as "
        "a layer of its own."
    ]
    assert path.read_bytes() == before
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.gpkg"]


def test_changes_that_wait_beside_a_geopackage_are_not_overlooked(tmp_path: Path):
    path = tmp_path / "a.gpkg"
    GATEWAYS.to_file(path, driver="GPKG", layer="gateways")
    (tmp_path / "a.gpkg-wal").write_bytes(b"pending")
    assert said(check_file(path, "gateways")) == [
        "a.gpkg: 'a.gpkg-wal' beside it holds changes that are not yet in the file. Close the file "
        "in QGIS, then try again."
    ]


@pytest.mark.parametrize(
    ("ending", "sentence"),
    [
        (".dbf", "the part 'a.dbf' is missing: the attributes, without which rows have no id and "
         "no name. Copy all parts of the Shapefile (.shp, .shx, .dbf, .prj)."),
        (".shx", "the part 'a.shx' is missing: the index, without which rows cannot be found. "
         "Copy all parts of the Shapefile (.shp, .shx, .dbf, .prj)."),
        (".prj", "the file names no coordinate system (CRS), and none is guessed. Ask its author, "
         'then write it in dataset.toml, e.g. crs = "EPSG:4326"'
         ' (potay check, potay import: --crs EPSG:4326).'),
    ],
)  # fmt: skip
def test_a_shapefile_needs_its_parts(tmp_path: Path, ending: str, sentence: str):
    GATEWAYS.to_file(tmp_path / "a.shp", encoding="utf-8")
    (tmp_path / f"a{ending}").unlink()
    assert said(check_file(tmp_path / "a.shp", "gateways")) == [f"a.shp: {sentence}"]


def test_a_dbf_one_record_short_is_refused(tmp_path: Path):
    GATEWAYS.to_file(tmp_path / "a.shp", encoding="utf-8")
    table = tmp_path / "a.dbf"
    whole = table.read_bytes()
    sentence = (
        "a.shp: the .shx lists 3 shapes and the .dbf holds 2 records, so attributes would stand "
        "beside the wrong shapes. Fetch or export it again."
    )
    table.write_bytes(whole[:4] + (2).to_bytes(4, "little") + whole[8:])
    assert said(check_file(tmp_path / "a.shp", "gateways")) == [sentence]
    table.write_bytes(whole[:-60])
    assert said(check_file(tmp_path / "a.shp", "gateways")) == [sentence]


def test_line_breaks_in_headers_are_spaces(tmp_path: Path):
    book = openpyxl.Workbook()
    book.active.append(["id", "Name", "Name\nFR", "lat", "lon"])
    book.active.append(["007", "Airport", "Aéroport", 18.57, -72.29])
    book.save(tmp_path / "a.xlsx")
    frame = check_file(tmp_path / "a.xlsx", "gateways").frame
    assert frame.loc["007", "name_fr"] == "Aéroport"


def test_a_formula_without_result_is_refused(tmp_path: Path):
    write_xlsx(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["Sheet"]["C3"] = '=IF(A1="x","open","closed")'
    book["Sheet"]["C4"] = "#REF!"
    book["Sheet"]["C4"].data_type = "e"
    book.save(tmp_path / "a.xlsx")
    assert said(check_file(tmp_path / "a.xlsx", "gateways")) == [
        "a.xlsx: the formula in cell C3 has no stored result. Open and save it in Excel, or "
        "replace it by its value.",
        "a.xlsx: the cell C4 holds #REF!. Open and save it in Excel, or replace it by its value.",
    ]


def test_a_parquet_table_may_have_coordinate_columns(tmp_path: Path):
    plain = pd.DataFrame(cells()[1:], columns=cells()[0])
    plain.to_parquet(tmp_path / "a.parquet")
    assert check_file(tmp_path / "a.parquet", "gateways").rows.used == 3


def test_gpx_gives_points_or_lines_as_the_role_wants(tmp_path: Path):
    gpx = """<?xml version="1.0"?><gpx version="1.1" creator="t"
     xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="18.57" lon="-72.30"><name>gate</name></wpt>
     <trk><name>way</name><trkseg><trkpt lat="18.5" lon="-72.3"/><trkpt lat="18.6" lon="-72.3"/>
     </trkseg><trkseg><trkpt lat="18.7" lon="-72.3"/><trkpt lat="18.8" lon="-72.3"/></trkseg></trk>
     </gpx>"""
    roads = judged(tmp_path, "a.gpx", gpx, "roads")
    assert roads.frame.index.tolist() == ["road-1", "road-1#2"]
    assert "a.gpx: 1 waypoints were not read." in said(roads, "info")
    gates = judged(tmp_path, "a.gpx", gpx, "gateways", columns={"id": "name"})
    assert said(gates) == [
        "a.gpx, column name: the column 'name' is missing; the file has name, note, kind. Add it, "
        'or name it in dataset.toml: [columns] name = "their name"'
        ' (potay check, potay import: --column name="their name").'
    ]


def test_osm_xml_may_be_compressed(tmp_path: Path):
    xml = (
        '<?xml version="1.0"?><osm version="0.6"><node id="1" lat="18.5" lon="-72.3"/>'
        '<node id="2" lat="18.6" lon="-72.3"/><way id="5"><nd ref="1"/><nd ref="2"/>'
        '<tag k="highway" v="primary"/></way></osm>'
    )
    plain = judged(tmp_path, "a.osm", xml, "roads")
    packed = judged(tmp_path, "a.osm.gz", gzip.compress(xml.encode()), "roads")
    assert plain.frame.index.tolist() == packed.frame.index.tolist() == ["way/5"]
    assert said(judged(tmp_path, "a.osm", xml, "sites")) == [
        "a.osm: OpenStreetMap extracts are read as roads, not as sites. Export what you need as "
        "GeoPackage or GeoJSON."
    ]


def test_the_driver_that_answers_is_the_one_asked(tmp_path: Path):
    GATEWAYS.to_file(tmp_path / "a.fgb", driver="FlatGeobuf")
    assert pyogrio.read_info(tmp_path / "a.fgb")["driver"] == "FlatGeobuf"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[1, 2", "not JSON: line 1, column 6: Expecting ',' delimiter. The file may be cut short: "
         "fetch it again."),
        ("{}", "this is JSON, but not a FeatureCollection. Export it as GeoJSON."),
        ('{"type": "Topology"}', "this is TopoJSON. Export it as GeoJSON."),
        ("[" * 100000, "nested too deeply to be GeoJSON."),
        ('{"type":"Point","coordinates":[' + "9" * 5000 + ",1]}",
         "a number in it has thousands of digits."),
        (b'{"type": "\xe9"}', "byte 10 is not UTF-8, which GeoJSON must be. Save it as UTF-8."),
        ('{"type":"FeatureCollection","features":[1]}, row 1', "not JSON: line 1, column 44: Extra "
         "data. The file may be cut short: fetch it again."),
        (collection(), "there are no rows; no gateways would mean that nothing is there. Check the "
         "export."),
    ],
)  # fmt: skip
def test_broken_geojson_says_where(tmp_path: Path, content: str | bytes, sentence: str):
    assert said(judged(tmp_path, "a.geojson", content, "gateways")) == [f"a.geojson: {sentence}"]


def test_a_features_own_id_counts(tmp_path: Path):
    content = collection({**point(-72.3, 18.5, name="A"), "id": "canaan"})
    assert judged(tmp_path, "a.geojson", content, "gateways").frame.index.tolist() == ["canaan"]
