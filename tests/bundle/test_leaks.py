"""What may not leave is searched for byte by byte in everything that a bundle holds."""

import base64
import io
import json
import re
import sqlite3
import struct
import zipfile

import pytest
import shapely
from bundle.fixtures import content, full_bundle
from export.world import SITES, areas, claims, gateways, infrastructure, sites, sources


def everything(folder):
    """All bytes of a bundle: files, members of archives, projects inside GeoPackages."""
    for name, raw in content(folder).items():
        yield name, raw
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


def places(geometries):
    """The coordinates of geometries that no released thing shares."""
    shared = {-72.40, -72.35, -72.30, 18.50, 18.55, 18.60}
    flat = shapely.get_coordinates(list(geometries)).ravel().tolist()
    return sorted(set(flat) - shared)


def hidden_from(audience):
    """Texts, coordinates and figures that `audience` may not have of the tiny world."""
    levels = {"public": ("low",), "partners": ("low", "moderate")}[audience]
    lost = [site for site in SITES if audience == "public" or site[4] not in levels]
    gone_sites = sites().loc[[site[0] for site in lost]]
    gone_places = infrastructure().query("sensitivity not in @levels")
    gone_area = areas().loc[["sidlavil"]]
    gone_claims = claims().query("sensitivity not in @levels or subject == 'baryelwen'")
    texts = {"baryelwen", "Baryè Lwen", "gwoup-yagrek", "Gwoup Yagrèk", "House of src-2",
             "Report src-3", "hush-claims", "sekrè total", "convoy"}  # fmt: skip
    for frame in (gone_sites, gone_places, gone_area):
        texts |= set(frame.index) | set(frame["name"])
    texts |= set(gone_sites["note"]) | set(gone_area["note"]) | set(gone_claims.index)
    if audience == "public":
        texts |= {"1234-5678", "note of nord", "dlo nan"}
    shapes = [*gone_sites.geometry, *gone_places.geometry, *gone_area.geometry,
              gateways().geometry["baryelwen"]]  # fmt: skip
    return texts - {"pò"}, places(shapes)


@pytest.fixture(scope="module", params=["public", "partners"])
def bundle(request, tmp_path_factory):
    receipt = full_bundle(tmp_path_factory.mktemp(request.param), request.param)
    return request.param, dict(everything(receipt.path))


@pytest.fixture(scope="module")
def internal(tmp_path_factory):
    return dict(everything(full_bundle(tmp_path_factory.mktemp("internal"), "internal").path))


def hits(held, needles):
    return sorted({(name, needle) for name, raw in held.items() for needle in needles
                   if needle in raw})  # fmt: skip


def test_no_withheld_text_is_in_any_file(bundle):
    audience, held = bundle
    texts, _ = hidden_from(audience)
    assert hits(held, {form for text in texts for form in spellings(text)}) == []


def test_no_withheld_coordinate_is_in_any_file(bundle):
    audience, held = bundle
    _, coordinates = hidden_from(audience)
    assert len(coordinates) >= 6
    needles = {*doubles(coordinates), *decimals(coordinates)}
    assert hits(held, needles) == []


def test_no_file_name_tells_what_is_withheld(bundle):
    audience, held = bundle
    texts, _ = hidden_from(audience)
    assert [name for name in held for text in texts if text in name] == []


def test_no_figure_of_a_withheld_site_is_in_any_text(bundle):
    _, held = bundle
    readable = {name: raw for name, raw in held.items()
                if name.endswith((".csv", ".json", ".gpx", ".kml", ".xml", ".qgs"))}  # fmt: skip
    figures = re.compile(rb"(?<!\d)(6543|1307)(?!\d)")
    assert [name for name, raw in readable.items() if figures.search(raw)] == []


def test_the_search_finds_in_an_internal_bundle_what_it_does_not_find_in_public(internal):
    """A search that cannot find anything proves nothing."""
    texts, coordinates = hidden_from("public")
    severe = {"sit-0009", "Kan SIT-0009 Espwa", "depo-sekre", "Depo sekrè", "c-secret", "convoy",
              "sekrè total", "dlo nan sit-0009", "Report src-3", "hush-claims"}  # fmt: skip
    for text in texts - severe:
        assert hits(internal, spellings(text)), text
    kept = [value for value in coordinates
            if value not in places([sites().loc["sit-0009"].geometry,
                                    infrastructure().loc["depo-sekre"].geometry])]  # fmt: skip
    for value in kept:
        assert hits(internal, {*doubles([value])}), value


def test_severe_things_are_in_no_bundle_at_all(internal):
    lost = ["sit-0009", "Kan SIT-0009 Espwa", "depo-sekre", "Depo sekrè", "c-secret", "sekrè total"]
    assert hits(internal, {form for text in lost for form in spellings(text)}) == []
    point = places([sites().loc["sit-0009"].geometry, infrastructure().loc["depo-sekre"].geometry])
    assert hits(internal, {*doubles(point), *decimals(point)}) == []


def test_the_world_holds_what_the_tests_search_for():
    assert "House of src-2" in set(sources()["publisher"])


@pytest.mark.parametrize("audience", ["public", "partners"])
def test_what_a_withheld_report_says_does_not_change_a_byte(audience, tmp_path):
    """Whether the bridge is reported open or closed, its readers see the same bundle."""
    closed = full_bundle(tmp_path / "closed", audience, pont="closed")
    opened = full_bundle(tmp_path / "open", audience, pont="open")
    assert opened.files == closed.files
    inside = full_bundle(tmp_path / "c", "internal", pont="closed").files
    assert full_bundle(tmp_path / "o", "internal", pont="open").files != inside
