"""Shapefiles: all their parts or none, one record per shape, and text in the right encoding."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio

from potay.errors import Finding, SourceError
from potay.sources.archive import unpacked
from potay.sources.coordinates import read_crs
from potay.sources.paths import SHAPEFILE_PARTS, shapefile_parts
from potay.sources.rows import RawRows, Verdict, raw_rows
from potay.sources.text import check_encoding
from potay.sources.vector import (
    DRIVER_ERRORS,
    check_names,
    chosen_layer,
    plain_columns,
    said_by,
    wkb_shapes,
)

_NEEDED = {
    ".shx": "the index, without which rows cannot be found",
    ".dbf": "the attributes, without which rows have no id and no name",
}
_SHAPES_HEAD = 100
_INDEX_ENTRY = 8


def read_shapefile(path: Path, label: str, *, encoding: str = "") -> RawRows:
    """Rows of a Shapefile named by its `.shp`.

    Text is decoded as `encoding` or the `.cpg` says; where neither does, as UTF-8 if all of it
    is, else as Windows-1252, whatever the `.dbf` header claims.

    Raises
    ------
    SourceError
        Where a part is missing, or the numbers of shapes and records differ.
    """
    parts = {part.suffix.lower(): part for part in shapefile_parts(path)}
    _check_parts(parts, path, label)
    projection = parts.get(".prj")
    crs = projection.read_text(encoding="utf-8", errors="replace").strip() if projection else ""
    if crs:
        read_crs(crs, parts[".prj"].name)
    try:
        meta, table = pyogrio.read_arrow(path, encoding="UTF-8")
    except DRIVER_ERRORS as error:
        message = f"cannot be read: {said_by(error)}."
        raise SourceError(message, file=label, hint="Fetch it again.") from None
    shapes, verdict = wkb_shapes(table.column(meta["geometry_name"] or "wkb_geometry"), label)
    table, told = _decoded(table, encoding or _stated_encoding(parts.get(".cpg")), label)
    names = plain_columns(table, label, meta["geometry_name"] or "wkb_geometry")
    return raw_rows(names, shapes, crs=crs, verdict=verdict + told)


def read_zipped_shapefile(
    path: Path, label: str, *, layer: str = "", encoding: str = ""
) -> RawRows:
    """Rows of the Shapefile in a zip archive; of several, the one called `layer`.

    Raises
    ------
    SourceError
        As `read_shapefile`, and where the archive is hostile or holds several.
    """
    with unpacked(path, SHAPEFILE_PARTS, label) as folder:
        files = sorted(folder.iterdir())
        found = {file.stem: file for file in files if file.suffix.lower() == ".shp"}
        name = chosen_layer(list(found), layer, label)
        return read_shapefile(found[name], label, encoding=encoding)


def _check_parts(parts: dict[str, Path], path: Path, label: str) -> None:
    missing = [
        Finding("error", f"the part '{path.stem}{ending}' is missing: {why}.", file=label,
                hint="Copy all parts of the Shapefile (.shp, .shx, .dbf, .prj).")
        for ending, why in _NEEDED.items() if ending not in parts
    ]  # fmt: skip
    if missing:
        raise SourceError(missing)
    shapes = (parts[".shx"].stat().st_size - _SHAPES_HEAD) // _INDEX_ENTRY
    with parts[".dbf"].open("rb") as handle:
        head = handle.read(12)
    if len(head) < 12:
        raise SourceError("the .dbf is cut short.", file=label, hint="Fetch it again.")
    records, head_bytes, record_bytes = struct.unpack("<IHH", head[4:12])
    held = (parts[".dbf"].stat().st_size - head_bytes) // max(record_bytes, 1)
    if not shapes == records <= held:
        raise SourceError(
            f"the .shx lists {shapes:,} shapes and the .dbf holds {min(records, held):,} records, "
            "so attributes would stand beside the wrong shapes.",
            file=label,
            hint="Fetch or export it again.",
        )


def _stated_encoding(part: Path | None) -> str:
    """The encoding a `.cpg` names, in Python's words."""
    if part is None:
        return ""
    said = part.read_text(encoding="ascii", errors="replace").strip().lower()
    digits = said.removeprefix("ansi ").removeprefix("cp").removeprefix("windows-")
    if digits in ("65001", "utf8"):
        return "utf-8"
    if digits in ("88591", "iso-8859-1"):  # writers say Latin-1 and mean Windows-1252
        return "cp1252"
    return f"cp{digits}" if digits.isdigit() else said


def _decoded(table: pa.Table, stated: str, label: str) -> tuple[pa.Table, Verdict]:
    """The text columns decoded from their bytes."""
    check_names(table, label)
    texts = [field.name for field in table.schema if pa.types.is_string(field.type)]
    raw = {name: table.column(name).cast(pa.binary()).to_pylist() for name in texts}
    encoding, told = _encoding(raw, stated, label)
    read = _reader(encoding)
    for name in texts:
        place = table.schema.get_field_index(name)
        values = [None if cell is None else read(cell) for cell in raw[name]]
        table = table.set_column(place, name, pa.array(values, type=pa.string()))
    return table, told


def _encoding(raw: dict[str, list[Any]], stated: str, label: str) -> tuple[str, Verdict]:
    if stated:
        check_encoding(stated, label)
    try:
        for cells in raw.values():
            for cell in cells:
                if cell is not None:
                    cell.decode(stated or "utf-8")
    except UnicodeError:
        message = f"the text is not {stated or 'UTF-8'}; it was read as Windows-1252."
        hint = "Check the accents; set 'encoding' in dataset.toml if they are wrong."
        return "cp1252", Verdict((Finding("repair", message, file=label, hint=hint),))
    accented = {
        number
        for cells in raw.values()
        for number, cell in enumerate(cells, start=1)
        if cell and not cell.isascii()
    }
    if stated or not accented:
        return stated or "utf-8", Verdict()
    message = (
        f"there is no .cpg, so accents would be garbled; the text was read as UTF-8, which all of "
        f"it is ({len(accented):,} rows with accents)."
    )
    found = (Finding("repair", message, file=label),)
    return "utf-8", Verdict(found, repaired=frozenset(accented))


def _reader(encoding: str) -> Callable[[bytes], str]:
    if encoding != "cp1252":
        return lambda cell: cell.decode(encoding)
    return lambda cell: "".join(
        bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in cell
    )
