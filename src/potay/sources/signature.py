"""What a file is, told from its first bytes; the name only chooses between plain texts."""

import re
from pathlib import Path

from potay.errors import SourceError
from potay.sources.archive import is_clutter, opened_archive

#: Formats that potay reads, as people call them.
FORMATS = {
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
    "shp": "Shapefile",
    "shpzip": "zipped Shapefile",
    "fgb": "FlatGeobuf",
    "parquet": "GeoParquet",
    "kml": "KML",
    "kmz": "KMZ",
    "gpx": "GPX",
    "csv": "CSV",
    "xlsx": "XLSX",
    "pbf": "OSM PBF",
    "osm": "OSM XML",
    "osmgz": "OSM XML (gzip)",
    "tif": "GeoTIFF",
    "hgt": "SRTM HGT",
    "hgtzip": "zipped SRTM HGT",
}
ACCEPTED = (
    "GeoJSON, GeoPackage, Shapefile (also zipped), FlatGeobuf, GeoParquet, KML/KMZ, GPX, CSV/TSV, "
    "XLSX, OSM PBF or XML, GeoTIFF, SRTM HGT"
)
RASTERS = frozenset({"tif", "hgt", "hgtzip"})

HGT_NAME = re.compile(r"^[NS]\d{2}[EW]\d{3}\.hgt$", re.IGNORECASE)
_HGT_BYTES = (1201 * 1201 * 2, 3601 * 3601 * 2)
_XML_ROOT = re.compile(rb"<(?![?!])\s*(?:\w+:)?(\w+)")
_HEAD = 65536
_MARKS = (
    (0, b"\x00\x00\x27\x0a", "shp"),
    (0, b"fgb\x03fgb", "fgb"),
    (0, b"PAR1", "parquet"),
    (0, b"II*\x00", "tif"),
    (0, b"MM\x00*", "tif"),
    (0, b"II+\x00", "tif"),
    (0, b"MM\x00+", "tif"),
    (4, b"\x0a\x09OSMHeader", "pbf"),
)

#: What some files turn out to be, and why they are refused.
_REFUSED_XML = {
    b"OGRVRTDataSource": "a virtual file (VRT), which makes the reader open other files",
    b"VRTDataset": "a virtual file (VRT), which makes the reader open other files",
    b"GDAL_WMS": "a web map service description, which opens network connections",
    b"GDAL_WMTS": "a web map service description, which opens network connections",
    b"WMS_Tile_Service": "a web map service description, which opens network connections",
    b"FeatureCollection": "GML, which is not read",
    b"qgis": "a QGIS project, not data",
    b"html": "a web page, perhaps the log-in or error page of a download",
    b"HTML": "a web page, perhaps the log-in or error page of a download",
}


def sniff(path: Path, label: str) -> str:
    """The format of a file, a key of `FORMATS`.

    Raises
    ------
    SourceError
        Where the content is none of the accepted formats, or one that acts when opened.
    """
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    if not head:
        raise SourceError("the file is empty (0 bytes).", file=label, hint="Fetch it again.")
    found = _binary(path, head, label) or _text(path, head, label)
    if found:
        return found
    raise SourceError(
        f"this is none of the formats that potay reads ({ACCEPTED}).",
        file=label,
        hint="Save it as GeoPackage or CSV.",
    )


def is_plain_text(path: Path) -> bool:
    """Whether a file begins as CSV or JSON do, and as no binary format or XML does."""
    try:
        with path.open("rb") as handle:
            head = handle.read(_HEAD)
    except OSError:
        return False
    return b"\x00" not in head and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"", b"<")


def _binary(path: Path, head: bytes, label: str) -> str:
    _refuse_foreign(path, head, label)
    for place, mark, found in _MARKS:
        if head[place : place + len(mark)] == mark:
            return found
    if head.startswith(b"SQLite format 3\x00"):
        return _sqlite(head, label)
    if head[:4] == b"PK\x03\x04":
        return _zipped(path, label)
    if head[:2] == b"\x1f\x8b":
        return _gzipped(path, label)
    if HGT_NAME.match(path.name) and path.stat().st_size in _HGT_BYTES:
        return "hgt"
    return ""


def _sqlite(head: bytes, label: str) -> str:
    if head[68:72] in (b"GPKG", b"GP10", b"GP11"):
        return "gpkg"
    raise SourceError(
        "this is an SQLite database but not a GeoPackage.",
        file=label,
        hint="Export it as GeoPackage.",
    )


def _zipped(path: Path, label: str) -> str:
    with opened_archive(path, label) as archive:
        names = [name for name in archive.namelist() if not is_clutter(name)]
    endings = {Path(name).suffix.lower() for name in names}
    for needed, found in (
        ("xl/workbook.xml", "xlsx"), (".shp", "shpzip"), (".kml", "kmz"), (".hgt", "hgtzip"),
    ):  # fmt: skip
        if needed in names or needed in endings:
            return found
    raise SourceError(
        "the zip archive holds no Shapefile, KML, HGT or workbook.",
        file=label,
        hint="Unpack it and name the file inside.",
    )


def _gzipped(path: Path, label: str) -> str:
    if path.name.lower().endswith(".osm.gz"):
        return "osmgz"
    raise SourceError(
        "gzip is read only for OSM XML (.osm.gz).", file=label, hint="Unpack it first."
    )


def _refuse_foreign(path: Path, head: bytes, label: str) -> None:
    is_pickle = head[:1] == b"\x80" and head[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05")
    if is_pickle or path.suffix.lower() in (".pkl", ".pickle"):
        raise SourceError(
            "a pickle can run code when it is opened and is never read.",
            file=label,
            hint="Save the data as GeoPackage, GeoParquet or CSV.",
        )
    if path.suffix.lower() in (".yaml", ".yml"):
        hint = "Save the data as CSV or GeoJSON."
        raise SourceError("YAML is never read.", file=label, hint=hint)
    if path.suffix.lower() in (".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx"):
        message = "this is one part of a Shapefile."
        raise SourceError(message, file=label, hint=f"Name '{path.stem}.shp' instead.")
    if head[:4] == b"\x00\x00\x27\x0a" and path.suffix.lower() != ".shp":
        hint = "Give all its parts their endings back (.shp, .shx, .dbf, .prj)."
        raise SourceError("this is a Shapefile without its ending.", file=label, hint=hint)
    if head[:4] == b"\xd0\xcf\x11\xe0":
        raise SourceError(
            "this is an old Excel file (.xls).", file=label, hint="Save it as .xlsx or CSV."
        )


def _text(path: Path, head: bytes, label: str) -> str:
    text = head.lstrip(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"["):
        return "geojson"
    if text[:1] == b"<":
        return _xml(path, text, label)
    return "csv" if path.suffix.lower() in (".csv", ".tsv", ".txt", ".tab") else ""


def _xml(path: Path, text: bytes, label: str) -> str:
    root = _XML_ROOT.search(text)
    name = root.group(1) if root else b""
    if name in _REFUSED_XML:
        raise SourceError(
            f"this is {_REFUSED_XML[name]}; the content decides, not the name.",
            file=label,
            hint="Export the data itself, for example as GeoPackage.",
        )
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise SourceError(
            "the XML declares a document type or entities, which can open other files.",
            file=label,
            hint="Remove the <!DOCTYPE …> part.",
        )
    return {b"kml": "kml", b"gpx": "gpx", b"osm": "osm"}.get(name, "")
