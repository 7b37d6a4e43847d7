"""Every cap of the one table refuses by its sentence, before the file costs anything."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import rasterio
import shapely
from affine import Affine
from sources.paper import collection, feature, judged, point, said

from potay.errors import SourceError
from potay.sources import check_file, limits
from potay.sources.cells import read_cells

CSV = "id,name,lat,lon\na,A,18.5,-72.3\nb,B,18.6,-72.3\n"
KML = (
    "<kml><Placemark><name>a</name><Point><coordinates>-72.3,18.5</coordinates></Point>"
    "</Placemark></kml>"
)
OSM = '<osm version="0.6">' + " " * 200 + "</osm>"
LINE = shapely.LineString([(-72.3, 18.5), (-72.3, 18.6), (-72.2, 18.6)])
CUT = "Cut it to the study area, or split it."


def archive(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return target.getvalue()


def book(*rows: list[object], far: str = "") -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if far:
        made.active[far] = "x"
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def parquet() -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table({"id": ["a", "b"], "note": ["x" * 50, "y" * 50]}), target)
    return target.getvalue()


def inflated(content: bytes) -> int:
    return pq.ParquetFile(io.BytesIO(content)).metadata.row_group(0).total_byte_size


def roads(count: int) -> bytes:
    target = io.BytesIO()
    frame = gpd.GeoDataFrame({"id": [f"r{n}" for n in range(count)]}, geometry=[LINE] * count)
    frame.set_crs("EPSG:4326").to_parquet(target)
    return target.getvalue()


def raster(path: Path) -> bytes:
    with rasterio.open(
        path, "w", driver="GTiff", width=8, height=8, count=1, dtype="float32", crs="EPSG:4326",
        transform=Affine(0.01, 0, -72.4, 0, -0.01, 18.6), nodata=-9999,
    ) as opened:  # fmt: skip
        opened.write(np.ones((1, 8, 8), "float32"))
    return path.read_bytes()


def nested(depth: int) -> str:
    shape = {"type": "Point", "coordinates": [-72.3, 18.5]}
    for _ in range(depth):
        shape = {"type": "GeometryCollection", "geometries": [shape]}
    found = {"type": "Feature", "properties": {"id": "a"}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [found]})


#: By cap: a file, its role, the cap for the test, and the sentences.
CASES = {
    "bytes": ("a.csv", CSV, "sites", 20, "the file has 46 bytes; at most 20 are read. " + CUT),
    "bytes of CSV": ("a.csv", CSV, "sites", 20, "larger than 1 GB. Split it or use GeoParquet."),
    "bytes of JSON": ("a.geojson", collection(point(-72.3, 18.5, id="a")), "sites", 20,
                      "larger than 512 MB. Save it as GeoPackage."),
    "bytes of XML": ("a.kml", KML, "sites", 20, "larger than 256 MB. Save it as GeoPackage."),
    "members": ("a.zip", archive(**{"a.shp": b"", "b.shp": b""}), "roads", 1,
                "the zip archive is refused: it holds 2 files. Pack the data files alone."),
    "inflated": ("a.zip", archive(**{"a.shp": b"1234", "b.dbf": b"123"}), "roads", 6,
                 "the zip archive is refused: it would inflate to 7 bytes. Pack the data files "
                 "alone."),
    "inflated XML": ("a.kmz", archive(**{"doc.kml": KML.encode()}), "sites", 20,
                     "the XML inside is larger than 256 MB. " + CUT),
    "inflated columns": ("a.parquet", parquet(), "actors", 100,
                         f"it would inflate to {inflated(parquet())} bytes. {CUT}"),
    "inflated gzip": ("a.osm.gz", gzip.compress(OSM.encode()), "roads", 100,
                      "the gzip file inflates to more than 100 bytes. " + CUT),
    "times inflated": ("a.osm.gz", gzip.compress(b" " * (65 << 20), 1), "roads", 200,
                       "it inflates to more than 200 times its size (68,157,440 bytes). Fetch it "
                       "again."),
    "rows": ("a.csv", CSV, "sites", 2, "the file has 3 rows; at most 2 are read. " + CUT),
    "columns": ("a.csv", CSV, "sites", 3, "the file has 4 columns; at most 3 are read. Keep those "
                "that are needed."),
    "cells": ("a.csv", CSV, "sites", 9, "the file has 12 cells; at most 9 are read. Keep the "
              "columns that are needed, or split it."),
    "rows of a sheet": ("a.xlsx", book(["id"], ["a"], far="B9"), "sites", 5,
                        "the sheet reaches to row 9; at most 5 rows are read. Delete what stands "
                        "far below the table. Save the sheet as CSV, of which 1 GB is read."),
    "cells of a workbook": ("a.xlsx", book(["id", "name"], ["a", "A"]), "sites", 3,
                            "the workbook has 4 cells; at most 3 are read. Save the sheet as CSV, "
                            "of which 1 GB is read."),
    "characters of a name": ("a.csv", CSV, "sites", 3,
                             "the name of column 2 has 4 characters; at most 3 are read. Is the "
                             "header in the right row?"),
    "characters of a field": ("a.csv", CSV, "sites", 3,
                              "a field near line 1 has more than 3 characters. A quote that does "
                              "not close makes the rest of the file one field."),
    "characters of a text": ("a.csv", CSV.replace("A", "é" * 6), "sites", 5,
                             "the text has 6 characters; at most 5 are read. Keep what is needed; "
                             "a report is named by its source."),
    "characters of an id": ("a.csv", CSV.replace("a,", "é" * 6 + ","), "sites", 5,
                            "the id has 6 characters; at most 5 are read. Shorten it."),
    "depth": ("a.geojson", nested(3), "sites", 2,
              "the geometry is nested more than 2 levels deep. Draw the feature again."),
    "vertices of a shape": ("a.parquet", roads(1), "roads", 2,
                            "the geometry has 3 vertices; at most 2 are read. Simplify it, or "
                            "split it."),
    "vertices": ("a.parquet", roads(2), "roads", 5,
                 "the geometries have 6 vertices; at most 5 are read. " + CUT),
    "raster cells": ("a.tif", raster, "flood", 63,
                     "the raster has more than 4,000 million cells. Cut it to the study area."),
}  # fmt: skip


@pytest.fixture
def cap(monkeypatch):
    def lowered(what: str, most: int) -> None:
        old = limits.LIMITS[what]
        new = limits.Limit(most, old.sentence, old.hint)
        monkeypatch.setattr(limits, "LIMITS", {**limits.LIMITS, what: new})

    return lowered


@pytest.mark.parametrize("what", CASES)
def test_what_lies_beyond_a_cap_is_refused_by_its_sentence(tmp_path, cap, what):
    name, content, role, most, sentence = CASES[what]
    content = content(tmp_path / "made.tif") if callable(content) else content
    cap(what, most)
    dataset = judged(tmp_path, name, content, role)
    told = [f"{one.message} {one.hint}" for one in dataset.findings if one.severity == "error"]
    assert told[:1] == [sentence]


def test_cells_that_cannot_be_held_are_refused(tmp_path, cap):
    raster(tmp_path / "a.tif")
    cap("cells held", 60)
    with pytest.raises(SourceError) as caught:
        read_cells(tmp_path / "a.tif")
    assert str(caught.value) == (
        "a.tif: 64 cells are asked for, at most 60 can be held. Ask for a smaller area, or cut "
        "the raster."
    )


def test_a_population_that_cannot_be_held_does_not_pass_the_check(tmp_path, cap):
    raster(tmp_path / "a.tif")
    cap("cells held", 60)
    assert said(check_file(tmp_path / "a.tif", "population")) == [
        "a.tif: 64 cells are asked for, at most 60 can be held. Ask for a smaller area, or cut the "
        "raster."
    ]
    assert check_file(tmp_path / "a.tif", "terrain").findings == ()


def test_every_cap_has_its_case():
    assert {*CASES, "cells held"} == set(limits.LIMITS)


def workbook_of(cells: int) -> bytes:
    """A workbook with one row of so many cells, written by hand: openpyxl would take a minute."""
    with zipfile.ZipFile(io.BytesIO(book(["id"]))) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    rows = b"".join(b"<row><c ><v>1</v></c><c ><v>1</v></c></row>" for _ in range(cells // 2))
    name = "xl/worksheets/sheet1.xml"
    return archive(**members | {name: sheet + b"<sheetData>" + rows + b"</sheetData></worksheet>"})


HUGE = {
    "200,000 columns": ("a.csv", lambda: "id," + "c," * 200_000 + "d\n",
                        "a.csv: the file has 200,002 columns; at most 5,000 are read. Keep those "
                        "that are needed."),
    "a text of 20 MB": ("a.csv", lambda: "id,name\na," + "x" * 20_000_000 + "\n",
                        "a.csv: a field near line 2 has more than 16,777,216 characters. A quote "
                        "that does not close makes the rest of the file one field."),
    "a cell in the last corner": ("a.xlsx", lambda: book(["id"], far="XFD1048576"),
                                  "a.xlsx: the sheet reaches to row 1,048,576; at most 200,000 "
                                  "rows are read. Delete what stands far below the table. Save the "
                                  "sheet as CSV, of which 1 GB is read."),
    "a workbook of a million rows": ("a.xlsx", lambda: workbook_of(2_000_000),
                                     "a.xlsx: the zip archive is refused: it would inflate to "),
    "a hundred million blanks": ("a.osm.gz", lambda: gzip.compress(bytes(b" " * 100_000_000), 1),
                                 "a.osm.gz: it inflates to more than 200 times its size ("),
    "properties of other names": (
        "a.geojson",
        lambda: collection(*(feature("Point", [-72.3, 18.5], **{f"p{n}": 1}) for n in range(6000))),
        "a.geojson: the file has 5,001 columns; at most 5,000 are read. Keep those that are "
        "needed.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", HUGE)
def test_files_made_to_exhaust_the_machine_are_refused(tmp_path, what):
    name, content, sentence = HUGE[what]
    dataset = judged(tmp_path, name, content(), "roads" if ".osm" in name else "sites")
    (told,) = said(dataset, "error")
    assert told.startswith(sentence)


def test_a_last_row_that_only_has_a_height_is_no_row(tmp_path):
    """As one common program writes it below every sheet."""
    sound = book(["id", "name", "lat", "lon"], ["a", "A", 18.5, -72.3])
    with zipfile.ZipFile(io.BytesIO(sound)) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    name = "xl/worksheets/sheet1.xml"
    last = b'<row r="1048576" ht="12.8"/></sheetData>'
    members[name] = members[name].replace(b"</sheetData>", last)
    dataset = judged(tmp_path, "a.xlsx", archive(**members), "sites")
    assert (said(dataset), dataset.rows.used) == ([], 1)


def test_many_columns_that_are_not_used_are_counted(tmp_path):
    names = [f"c{number}" for number in range(100)]
    text = f"id,name,lat,lon,{','.join(names)}\na,A,18.5,-72.3{',' * 100}\n"
    told = said(judged(tmp_path, "a.csv", text, "sites"), "info")
    assert told == [f"a.csv: columns not used: {', '.join(names[:60])} and 40 more."]


def test_a_large_honest_table_is_read(tmp_path):
    rows = "".join(f"s{n},Sit {n},18.5,-72.3{',v' * 26}\n" for n in range(20_000))
    names = ",".join(f"c{number}" for number in range(26))
    dataset = judged(tmp_path, "a.csv", f"id,name,lat,lon,{names}\n{rows}", "sites")
    assert (dataset.rows.used, dataset.rows.refused) == (20_000, 0)
    assert check_file(tmp_path / "a.csv", "sites").frame.equals(dataset.frame)
