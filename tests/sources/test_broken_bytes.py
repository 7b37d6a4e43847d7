"""Damaged files of every format end in findings: no traceback, no warning, rows accounted for."""

import gzip
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import rasterio
from affine import Affine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources.paper import GATEWAYS, conserves

from potay.sources import check_file

XML = '<?xml version="1.0" encoding="UTF-8"?>'
KML = (
    XML + "<kml><Placemark><name>a</name><Point><coordinates>-72.3,18.5</coordinates></Point>"
    "</Placemark></kml>"
)
GPX = (
    XML + '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>'
    '<trkpt lat="18.5" lon="-72.3"/><trkpt lat="18.6" lon="-72.3"/></trkseg></trk></gpx>'
)
OSM = (
    XML + '<osm version="0.6"><node id="1" lat="18.5" lon="-72.3"/><node id="2" lat="18.6" '
    'lon="-72.3"/><way id="5"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way></osm>'
)
CSV = 'id,name,lat,lon,as_of\na,"Cité, x",18.5,-72.3,2024-01-01\nb,y,"18,6",-72.2,\n'
ROLES = {".gpx": "roads", ".osm": "roads", ".gz": "roads", ".tif": "flood"}


def _zip(path: Path, member: str, content: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A sound file of every format, as bytes."""
    folder = tmp_path_factory.mktemp("whole")
    GATEWAYS.to_file(folder / "a.gpkg", driver="GPKG")
    GATEWAYS.to_file(folder / "a.fgb", driver="FlatGeobuf")
    GATEWAYS.to_file(folder / "a.geojson", driver="GeoJSON")
    GATEWAYS.to_parquet(folder / "a.parquet")
    (folder / "a.kml").write_text(KML)
    (folder / "a.gpx").write_text(GPX)
    (folder / "a.osm").write_text(OSM)
    (folder / "a.osm.gz").write_bytes(gzip.compress(OSM.encode(), mtime=0))
    (folder / "a.csv").write_text(CSV, encoding="utf-8")
    _zip(folder / "a.kmz", "doc.kml", KML.encode())
    book = openpyxl.Workbook()
    book.active.append(["id", "name", "lat", "lon"])
    book.active.append(["007", "x", 18.5, -72.3])
    book.save(folder / "a.xlsx")
    with rasterio.open(
        folder / "a.tif", "w", driver="GTiff", width=8, height=8, count=1, dtype="float32",
        crs="EPSG:4326", transform=Affine(0.01, 0, -72.4, 0, -0.01, 18.6), nodata=-9999,
    ) as opened:  # fmt: skip
        opened.write(np.ones((1, 8, 8), "float32"))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


NAMES = ("a.csv", "a.fgb", "a.geojson", "a.gpkg", "a.gpx", "a.kml", "a.kmz", "a.osm", "a.osm.gz",
         "a.parquet", "a.tif", "a.xlsx")  # fmt: skip
DAMAGE = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.sampled_from([0, 1, 7, 40]),
        st.sampled_from([b"", b"\x00", b"\xff", b'"', b",", b"NaN", b"<", b"&", b"-", b"9" * 40]),
    ),
    min_size=1,
    max_size=6,
)


def damaged(content: bytes, damage: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes with stretches cut out at relative places and others put in their stead."""
    for share, cut, put in damage:
        place = int(share * len(content))
        content = content[:place] + put + content[place + cut :]
    return content


@pytest.mark.parametrize("name", NAMES)
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(damage=DAMAGE, ends_at=st.floats(0.02, 1.2))
def test_damage_is_told_in_findings(tmp_path: Path, whole, name: str, damage, ends_at: float):
    content = damaged(whole[name], damage)
    path = tmp_path / name
    path.write_bytes(content[: int(ends_at * len(content)) + 1])
    dataset = check_file(path, ROLES.get(path.suffix, "gateways"))
    conserves(dataset)
    if dataset.frame is None and dataset.raster is None:
        assert [finding for finding in dataset.findings if finding.severity == "error"]


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(part=st.sampled_from(["shp", "shx", "dbf", "prj", "cpg"]), damage=DAMAGE)
def test_damaged_parts_of_a_shapefile_are_told(tmp_path: Path, part: str, damage):
    GATEWAYS.to_file(tmp_path / "a.shp", encoding="utf-8")
    path = tmp_path / f"a.{part}"
    path.write_bytes(damaged(path.read_bytes(), damage))
    conserves(check_file(tmp_path / "a.shp", "gateways"))


def test_a_file_of_which_no_row_can_be_used_is_refused(tmp_path: Path, whole):
    """A node without a place leaves a road of which the extract has no position."""
    path = tmp_path / "a.osm"
    path.write_bytes(whole["a.osm"].replace(b"lon=", b"lon-="))
    found = check_file(path, "roads")
    conserves(found)
    assert [finding.sentence() for finding in found.findings if finding.severity == "error"] == [
        f"{path}: its row is of no use. See what is said of each."
    ]
