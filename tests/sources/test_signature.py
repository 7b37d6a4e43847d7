"""What a file is, is told from its bytes; what acts when opened is refused before it acts."""

import pickle
import zipfile
from pathlib import Path

import pytest
from sources.paper import judged, said

from potay.sources import check_file

VRT = '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>'
NEVER = "the content decides, not the name. Export the data itself, for example as GeoPackage."

REFUSED = [
    ("vector.geojson", VRT, "areas",
     "vector.geojson: this is a virtual file (VRT), which makes the reader open other files; "
     + NEVER),
    ("raster.tif", "<VRTDataset rasterXSize='1' rasterYSize='1'>", "flood",
     "raster.tif: this is a virtual file (VRT), which makes the reader open other files; " + NEVER),
    ("tiles.tif", "<GDAL_WMS><Service name='TMS'/></GDAL_WMS>", "terrain",
     "tiles.tif: this is a web map service description, which opens network connections; "
     + NEVER),
    ("page.csv", "<!doctype html><html><body>log in</body></html>", "sites",
     "page.csv: this is a web page, perhaps the log-in or error page of a download; " + NEVER),
    ("roads.csv", pickle.dumps({"id": 1}), "roads",
     "roads.csv: a pickle can run code when it is opened and is never read. Save the data as "
     "GeoPackage, GeoParquet or CSV."),
    ("roads.yaml", "id: 1", "roads",
     "roads.yaml: YAML is never read. Save the data as CSV or GeoJSON."),
    ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "sites",
     "old.xls: this is an old Excel file (.xls). Save it as .xlsx or CSV."),
    ("notes.sqlite", b"SQLite format 3\x00" + bytes(200), "areas",
     "notes.sqlite: this is an SQLite database but not a GeoPackage. Export it as GeoPackage."),
    ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "areas",
     "photo.jpg: this is none of the formats that potay reads (GeoJSON, GeoPackage, Shapefile "
     "(also zipped), FlatGeobuf, GeoParquet, KML/KMZ, GPX, CSV/TSV, XLSX, OSM PBF or XML, "
     "GeoTIFF, SRTM HGT). Save it as GeoPackage or CSV."),
    ("nothing.csv", b"", "sites", "nothing.csv: the file is empty (0 bytes). Fetch it again."),
    ("entities.kml", '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml>&a;</kml>',
     "areas",
     "entities.kml: the XML declares a document type or entities, which can open other files. "
     "Remove the <!DOCTYPE …> part."),
    ("entities.gpx", '<?xml version="1.0"?>' + " " * 70000 + "<!DOCTYPE gpx><gpx/>", "roads",
     "entities.gpx: this is none of the formats that potay reads (GeoJSON, GeoPackage, Shapefile "
     "(also zipped), FlatGeobuf, GeoParquet, KML/KMZ, GPX, CSV/TSV, XLSX, OSM PBF or XML, "
     "GeoTIFF, SRTM HGT). Save it as GeoPackage or CSV."),
    ("links.kml", "<kml><Document><NetworkLink><Link><href>http://x</href></Link></NetworkLink>"
     "</Document></kml>", "areas",
     "links.kml: the KML holds network links: it points to data elsewhere, which is not fetched. "
     "Open it in Google Earth and save the places themselves as KML."),
    ("index.shx", b"\x00\x00\x27\x0a" + bytes(100), "roads",
     "index.shx: this is one part of a Shapefile. Name 'index.shp' instead."),
    ("dump.gz", b"\x1f\x8b" + bytes(50), "roads",
     "dump.gz: gzip is read only for OSM XML (.osm.gz). Unpack it first."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "role", "sentence"), REFUSED, ids=[case[0] for case in REFUSED]
)
def test_what_acts_or_is_unknown_is_refused(tmp_path: Path, name, content, role, sentence):
    dataset = judged(tmp_path, name, content, role)
    assert said(dataset) == [sentence]
    assert dataset.frame is None
    assert dataset.raster is None


def test_a_doctype_in_another_encoding_is_refused_too(tmp_path: Path):
    head = b'<?xml version="1.0" encoding="cp037"?>'
    kml = "<!DOCTYPE kml><kml/>".encode("cp037")
    dataset = judged(tmp_path, "ebcdic.kml", head + b"<kml>" + kml, "areas")
    assert dataset.frame is None
    assert len(said(dataset, "error")) == 1


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/vsicurl/http://example.org/a.geojson",
         "'/vsicurl/http:/example.org/a.geojson' is not a local file; nothing is fetched from a "
         "network or an archive path. Fetch it yourself and name the file."),
        ("http://example.org/a.geojson",
         "'http:/example.org/a.geojson' is not a local file; nothing is fetched from a network "
         "or an archive path. Fetch it yourself and name the file."),
        ("GPKG:roads.gpkg",
         "'GPKG:roads.gpkg' names a driver; the content decides how a file is read. Name the "
         "file alone."),
        ("nowhere.geojson", "no such file. Check the name."),
        (".", "this is not a regular file. Name a file."),
    ],
)  # fmt: skip
def test_only_local_files_are_opened(path: str, sentence: str):
    dataset = check_file(Path(path), "roads")
    assert [f"{finding.message} {finding.hint}" for finding in dataset.findings] == [sentence]


def zipped(path: Path, **members: bytes) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"../roads.shp": b"x"},
         "a.zip: the zip archive is refused: the path '../roads.shp' leads out of the archive. "
         "Pack the data files alone."),
        ({"/etc/roads.shp": b"x"},
         "a.zip: the zip archive is refused: the path '/etc/roads.shp' leads out of the archive. "
         "Pack the data files alone."),
        ({"C:\\roads.shp": b"x"},
         "a.zip: the zip archive is refused: the path 'C:\\roads.shp' leads out of the archive. "
         "Pack the data files alone."),
        ({"roads.shp": bytes(30_000_000)},
         "a.zip: the zip archive is refused: it would inflate to 30,000,000 bytes. "
         "Pack the data files alone."),
        ({f"{n}.shp": b"x" for n in range(1001)},
         "a.zip: the zip archive is refused: it holds 1,001 files. Pack the data files alone."),
        ({"a/roads.shp": b"x", "b/roads.shp": b"x"},
         "a.zip: the zip archive is refused: it holds two files called 'roads.shp'. Pack the "
         "data files alone."),
        ({"readme.txt": b"x"},
         "a.zip: the zip archive holds no Shapefile, KML, HGT or workbook. Unpack it and name "
         "the file inside."),
    ],
    ids=["dots", "absolute", "drive", "bomb", "many", "twice", "nothing"],
)  # fmt: skip
def test_hostile_archives_are_refused(tmp_path: Path, members, sentence):
    zipped(tmp_path / "a.zip", **members)
    assert said(check_file(tmp_path / "a.zip", "roads")) == [sentence]


def test_a_link_in_an_archive_is_refused(tmp_path: Path):
    link = zipfile.ZipInfo("roads.shp")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert said(check_file(tmp_path / "a.zip", "roads")) == [
        "a.zip: the zip archive is refused: 'roads.shp' is a link. Pack the data files alone."
    ]


def test_a_cut_archive_is_called_broken(tmp_path: Path):
    whole = zipped(tmp_path / "a.zip", **{"roads.shp": bytes(range(256)) * 40})
    for size in (30, len(whole) // 2, len(whole) - 5):
        assert said(judged(tmp_path, "a.zip", whole[:size], "roads")) == [
            "a.zip: the zip archive is broken or cut short. Fetch it again."
        ]
