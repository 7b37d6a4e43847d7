"""What may not leave is searched for byte by byte in everything that a bundle holds."""

import base64
import io
import json
import re
import sqlite3
import struct
import zipfile

import pytest
from bundle.fixtures import content
from release.guarded import drawn, may_have, written
from render.reading import laid_open

from potay.build import build_map, write_map
from potay.spec import Overrides, read_map, read_workspace

#: Texts of a row that say something of it; words of the vocabulary do not.
TELLING = ("id", "claim_id", "source_id", "actor_id", "name", "note", "publisher", "title", "value")
#: Values that other rows may have too.
COMMON = re.compile("open|closed|restricted|none|contested|port|quay")


def everything(folder):
    """All bytes of a bundle: files, members of archives, projects, the data of pages inflated."""
    for name, raw in content(folder).items():
        yield name, raw
        if name.endswith(".html"):
            yield f"{name}:data", laid_open(raw).encode("utf-8")
        if raw[:2] == b"PK":
            yield from members(name, raw)
        if raw[:6] == b"SQLite":
            con = sqlite3.connect(folder / name)
            for (packed,) in con.execute("SELECT content FROM qgis_projects"):
                yield from members(f"{name}:project", bytes.fromhex(packed))
            con.close()


def members(name, raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for member in archive.namelist():
            yield f"{name}:{member}", archive.read(member)


def spellings(text):
    """A text as any of the formats may write it."""
    escaped = json.dumps(text)[1:-1]
    html = text.encode("ascii", "xmlcharrefreplace").decode()
    forms = {text, escaped, html, text.upper(), text.replace(" ", "_"), text.replace(" ", "%20")}
    raw = {form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")}
    raw |= {form.encode("latin-1", "replace") for form in forms}
    return raw | {base64.b64encode(text.encode())[:-4], text.encode().hex().encode()}


def doubles(values):
    """Coordinates as GeoPackage, WKB and R-trees hold them, in both byte orders."""
    for value in values:
        for form in ("<d", ">d", "<f", ">f"):
            yield struct.pack(form, value)


def decimals(values):
    for value in values:
        yield from {f"{value:.{digits}f}".encode() for digits in (4, 5, 6, 7)}


def planted(world, audience):
    """Texts and numbers that stand in withheld rows, and in no row that the audience has."""
    gone = [(name, row) for name, rows in world.items() for row in rows
            if not may_have(name, row, audience)]  # fmt: skip
    told = {str(value) for name, rows in world.items() for row in rows
            if may_have(name, row, audience) for value in row.values()}  # fmt: skip
    texts = {str(row[key]) for _, row in gone for key in TELLING if row.get(key)} - told
    if audience == "public":
        texts |= {row["note"] for rows in world.values() for row in rows if row.get("note")}
    points = {row[key] for _, row in gone for key in ("lon", "lat") if key in row}
    figures = {row["persons"] for name, row in gone if name == "camps" and len(row["persons"]) > 3}
    return {text for text in texts if len(text) > 3 and not COMMON.fullmatch(text)}, points, figures


def bundle(world, folder, audience):
    asked = read_map(read_workspace(written(world, folder / "w")), "town",
                     Overrides(audience=audience))  # fmt: skip
    return dict(everything(write_map(build_map(asked), folder / "out").path))


def hits(held, needles):
    return sorted({(name, needle) for name, raw in held.items() for needle in needles
                   if needle in raw})  # fmt: skip


def canary(row, key, place):
    """A text that no other row has in place of what a row says freely."""
    return f"{row[key]} canary{place}" if key in ("name", "title", "publisher") else row[key]


def marked(seed):
    """A world in which every free text is one of its own, and so are amounts."""
    world = drawn(seed)
    place = 0
    for rows in world.values():
        for row in rows:
            for key in row:
                place += 1
                row[key] = canary(row, key, place)
            if row.get("kind") == "toll":
                row["value"] = f"{7_000_000 + place} HTG any"
    return world


WORLDS = (3, 4, 5, 6)


@pytest.mark.parametrize("audience", ["public", "partners"])
@pytest.mark.parametrize("seed", WORLDS)
def test_no_canary_is_in_any_byte(tmp_path, audience, seed):
    world = marked(seed)
    texts, points, figures = planted(world, audience)
    assert len(texts) + len(points) > 20
    held = bundle(world, tmp_path, audience)
    assert hits(held, {form for text in texts for form in spellings(text)}) == []
    assert hits(held, {*doubles(points), *decimals(points)}) == []
    readable = {name: raw for name, raw in held.items()
                if name.endswith((".csv", ".gpx", ".kml", ".qgs"))}  # fmt: skip
    told = [name for name, raw in readable.items() for figure in figures
            if re.search(rb"(?<![\d.])" + figure.encode() + rb"(?![\d])", raw)]  # fmt: skip
    assert told == []
    assert [name for name in held for text in texts if text in name] == []


def test_the_search_finds_in_an_internal_bundle_what_it_does_not_find_in_public(tmp_path):
    """A search that cannot find anything proves nothing."""
    world = marked(WORLDS[0])
    texts, points, _ = planted(world, "public")
    severe, severe_points, _ = planted(world, "internal")
    held = bundle(world, tmp_path, "internal")
    missed = [text for text in texts - severe if not hits(held, spellings(text))]
    assert len(missed) < len(texts - severe) / 4, missed
    assert all(hits(held, {*doubles([one])}) for one in points - severe_points)
    assert hits(held, {form for text in severe for form in spellings(text)}) == []


def test_the_search_looks_into_the_deflated_data_of_a_page(tmp_path):
    """What stands in a page stands there deflated: of a row that internal readers have, only so."""
    world = marked(WORLDS[0])
    texts, _, _ = planted(world, "public")
    severe, _, _ = planted(world, "internal")
    held = bundle(world, tmp_path, "internal")
    page = {name: raw for name, raw in held.items() if name.startswith("index.html")}
    found = [text for text in texts - severe if hits(page, spellings(text))]
    assert len(found) > len(texts - severe) / 2
    bare = {"index.html": page["index.html"]}
    assert not [text for text in found if hits(bare, spellings(text))]
