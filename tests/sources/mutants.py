"""Sound files of every format, and what is made of them by damage that follows a seed."""

import gzip
import io
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import osmium
import rasterio
import shapely
from affine import Affine
from sources.paper import GATEWAYS

ROADS = gpd.GeoDataFrame(
    {"id": ["r1", "r2"], "name": ["Rue 1", "Rue 2"], "class": ["primary", "track"],
     "layer": [0, 1], "max_weight_t": [3.5, 10.0]},
    geometry=[shapely.LineString([(-72.3, 18.5), (-72.3, 18.6)]),
              shapely.LineString([(-72.3, 18.6), (-72.2, 18.6)])],
    crs="EPSG:4326",
)  # fmt: skip
CLAIMS = (
    "claim_id,subject_type,subject,kind,value,actor,valid_from,valid_to,as_of,source_id,"
    "reliability,sensitivity,note\n"
    "T1,gateway,gate,status,closed,,2024-01-01,2024-02-01,2024-01-01,press,3,low,\n"
    "T2,gateway,gate,window,Fri-Sun 06:00-18:00,,2024-02-01,,2024-02-01,press,3,low,noon\n"
)
KML = (
    "<kml><Document><Folder><name>f</name><Placemark id='a'><name>a</name><Point><coordinates>"
    "-72.3,18.5</coordinates></Point></Placemark><Placemark><name>b</name><ExtendedData>"
    "<Data name='id'><value>b</value></Data></ExtendedData><MultiGeometry><Point><coordinates>"
    "-72.3,18.5</coordinates></Point></MultiGeometry></Placemark></Folder></Document></kml>"
)
GPX = (
    '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="18.5" '
    'lon="-72.3"><name>w</name></wpt><trk><name>t</name><trkseg><trkpt lat="18.5" lon="-72.3"/>'
    '<trkpt lat="18.6" lon="-72.3"/></trkseg></trk></gpx>'
)
OSM = (
    '<osm version="0.6"><node id="1" lat="18.5" lon="-72.3"/><node id="2" lat="18.6" '
    'lon="-72.3"/><way id="5"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/>'
    '<tag k="maxheight" v="3.5"/><tag k="layer" v="1"/></way></osm>'
)
WKT = "id;name;geometry\na;A;POLYGON ((-72.3 18.5, -72.2 18.5, -72.2 18.6, -72.3 18.5))\n"

#: What people, programs and enemies write where something else was expected.
WORDS = (
    "", " ", "NaN", "-inf", "1e999", "-1e308", "9" * 400, "9" * 5000, "0", "-0", "null", "true",
    "[]", "{}", '"', "'", ",", ";", "\n", "\t", "<", "&", "&lt;b&gt;", "<b>", "{{7*7}}", "${x}",
    "=1+1", "\u202e", "\u200b", "\ufeff", "\x00", "\x1b[31m", "\\ud800", "\\u0000", "é" * 50,
    "x" * 20_000, "/etc/passwd", "../../x", "http://127.0.0.1:9/", "/vsicurl/http://127.0.0.1:9/",
    "+proj=longlat +nadgrids=/etc/passwd", "+init=/etc/passwd:x", "EPSG:0", "EPSG:999999",
    "POINT (1", "GEOMETRYCOLLECTION(" * 2000, "2024-02-30", "0001-01-01", "9999-12-31",
    "03/04/2026",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!-- ", "]]>", "[" * 2000, '{"a":' * 2000, "1,2,3",
)  # fmt: skip
_BYTES = (b"", b"\x00", b"\xff", b"\xff\xff\xff\xff", b'"', b",", b"NaN", b"<", b"&", b"9" * 40)
_TOKEN = re.compile(rb"[^\s,;:<>\"'=\[\]{}()/]+")


def sound_files(folder: Path) -> dict[str, tuple[bytes, str]]:
    """A sound file of every format that is read, as bytes, with a role that takes it."""
    GATEWAYS.to_file(folder / "a.gpkg", driver="GPKG")
    GATEWAYS.to_file(folder / "a.fgb", driver="FlatGeobuf")
    GATEWAYS.to_file(folder / "a.geojson", driver="GeoJSON")
    GATEWAYS.to_parquet(folder / "a.parquet")
    ROADS.to_file(folder / "roads.gpkg", driver="GPKG")
    ROADS.drop(columns="max_weight_t").to_file(folder / "part.shp")
    parts = [part for part in folder.glob("part.*") if part.suffix != ".cpg"]
    _zip(folder / "roads.zip", {part.name: part.read_bytes() for part in parts})
    for part in folder.glob("part.*"):
        part.unlink()
    for name, text in (("a.kml", KML), ("a.gpx", GPX), ("a.osm", OSM), ("claims.csv", CLAIMS),
                       ("areas.csv", WKT)):  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "a.csv").write_text("id,name,lat,lon,as_of\na,Cité,18.5,-72.3,2024-01-01\n", "utf-8")
    (folder / "a.tsv").write_text("id\tname\tlat\tlon\na\tCité\t18.5\t-72.3\n", encoding="utf-8")
    (folder / "a.osm.gz").write_bytes(gzip.compress(OSM.encode(), mtime=0))
    _zip(folder / "a.kmz", {"doc.kml": KML.encode()})
    _workbook(folder / "a.xlsx")
    _pbf(folder / "a.osm.pbf")
    _raster(folder / "a.tif")
    tile = np.random.default_rng(1).integers(0, 3000, (1201, 1201)).astype(">i2").tobytes()
    _zip(folder / "N18W073.hgt.zip", {"N18W073.hgt": tile})
    roles = {".gpx": "roads", ".osm": "roads", ".gz": "roads", ".pbf": "roads", ".tif": "flood"}
    named = {"roads.gpkg": "roads", "roads.zip": "roads", "claims.csv": "claims",
             "areas.csv": "areas", "N18W073.hgt.zip": "terrain"}  # fmt: skip
    return {
        path.name: (path.read_bytes(), named.get(path.name, roles.get(path.suffix, "gateways")))
        for path in sorted(folder.iterdir())
    }


def mutants(name: str, content: bytes, seed: int) -> Iterator[bytes]:
    """Ever more files that are not sound, the same for the same seed."""
    dice = random.Random(f"{name} {seed}")
    while True:
        yield _mutated(content, dice)


def with_words(content: bytes, dice: random.Random, most: int = 3) -> bytes:
    """The text with words of `WORDS` in place of some of its own."""
    for _ in range(dice.choice((1, 1, 1, 2, most))):
        tokens = list(_TOKEN.finditer(content))
        if not tokens:
            return content
        token = dice.choice(tokens)
        word = dice.choice(WORDS).encode("utf-8", "surrogatepass")
        content = content[: token.start()] + word + content[token.end() :]
    return content


def damaged(content: bytes, dice: random.Random) -> bytes:
    """The bytes with stretches cut out and others put in their stead, or cut short."""
    for _ in range(dice.choice((1, 1, 1, 2, 6))):
        place, cut = dice.randrange(len(content) + 1), dice.choice((0, 1, 4, 40))
        content = content[:place] + dice.choice(_BYTES) + content[place + cut :]
    return content if dice.random() < 0.8 else content[: dice.randrange(len(content) + 1)]


def _mutated(content: bytes, dice: random.Random) -> bytes:
    if content[:2] == b"PK" and dice.random() < 0.7:
        return _rezipped(content, dice)
    if content[:2] == b"\x1f\x8b" and dice.random() < 0.7:
        return gzip.compress(_mutated(gzip.decompress(content), dice), mtime=0)
    as_text = b"\x00" not in content[:200] and dice.random() < 0.7
    return with_words(content, dice) if as_text else damaged(content, dice)


def _rezipped(content: bytes, dice: random.Random) -> bytes:
    """The archive with one member changed and every checksum right."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice(sorted(members))
    members[name] = _mutated(members[name], dice)
    if dice.random() < 0.1:
        del members[name]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, inner in members.items():
            archive.writestr(member, inner)
    return target.getvalue()


def _zip(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(members.items()):
            archive.writestr(name, content)


def _workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "name", "lat", "lon", "as_of"])
    book.active.append(["007", "x", 18.5, -72.3, "2024-01-01"])
    book.create_sheet("hidden").sheet_state = "hidden"
    book.save(path)


def _pbf(path: Path) -> None:
    with osmium.SimpleWriter(str(path)) as writer:
        for number, lat in ((1, 18.5), (2, 18.6)):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(-72.3, lat)))
        tags = {"highway": "primary", "name": "Rue"}
        writer.add_way(osmium.osm.mutable.Way(id=5, nodes=[1, 2], tags=tags))


def _raster(path: Path) -> None:
    with rasterio.open(
        path, "w", driver="GTiff", width=8, height=8, count=1, dtype="float32", crs="EPSG:4326",
        transform=Affine(0.01, 0, -72.4, 0, -0.01, 18.6), nodata=-9999, compress="deflate",
    ) as opened:  # fmt: skip
        opened.write(np.ones((1, 8, 8), "float32"))
