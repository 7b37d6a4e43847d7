import html
import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import gpxpy
import pytest
from export.world import world

from potay.export import write_routes

STEM = "ti-mond_internal_2024-08-18"
KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("routes")
    write_routes(world(), path)
    return path


def kml_of(folder):
    with zipfile.ZipFile(io.BytesIO((folder / f"{STEM}.kmz").read_bytes())) as archive:
        return archive.read("doc.kml").decode(), archive.namelist()


def test_ways_are_tracks_so_that_no_receiver_finds_a_way_of_its_own(folder):
    file = gpxpy.parse((folder / f"{STEM}.gpx").read_text(encoding="utf-8"))
    assert file.routes == []
    assert [track.name for track in file.tracks] == ["Pò a → Kan", "Pò a → Pòt"]
    points = file.tracks[1].segments[0].points
    assert [(point.longitude, point.latitude) for point in points] == [
        (-72.36, 18.56), (-72.365, 18.555), (-72.375, 18.55)
    ]  # fmt: skip


def test_each_says_status_figures_and_age(folder):
    file = gpxpy.parse((folder / f"{STEM}.gpx").read_text(encoding="utf-8"))
    assert (
        file.tracks[0].description == "Atteignable · 12 min · 3 km · En date du 18 août 2024, 23:59"
    )
    assert file.waypoints[1].description == "Fermé · En date du 18 août 2024, 23:59"
    assert "Ne plus utiliser après le 20 août 2024, 23:59." in file.description


def test_gateways_are_waypoints(folder):
    file = gpxpy.parse((folder / f"{STEM}.gpx").read_text(encoding="utf-8"))
    assert [(one.name, one.longitude, one.latitude) for one in file.waypoints] == [
        ("Baryè Lwen", -72.3251234, 18.5500077), ("Pont", -72.35, 18.57), ("Pòt", -72.375, 18.55)
    ]  # fmt: skip


def test_the_kmz_holds_its_own_icon_and_names_no_address_on_the_network(folder):
    text, members = kml_of(folder)
    assert members == ["doc.kml", "files/dot.png"]
    names = {line for line in text.split('"') if line.startswith("http")}
    assert names == {"http://www.opengis.net/kml/2.2", "http://www.google.com/kml/ext/2.2"}
    icons = {one.text for one in ElementTree.fromstring(text).iter(f"{KML}href")}
    assert icons == {"files/dot.png"}


def test_status_has_its_colour_in_the_kmz(folder):
    text, _ = kml_of(folder)
    assert "<color>ff0000cc</color>" in text  # closed: red, as KML writes it


def test_names_are_never_markup(tmp_path):
    given = world()
    odd = "<script>alert(1)</script>&{{ }}"
    routes = given.routes.assign(name=odd)
    marked = [replace(one, frame=one.frame.assign(name=odd)) for one in given.layers]
    write_routes(replace(given, routes=routes, layers=tuple(marked)), tmp_path)
    file = gpxpy.parse((tmp_path / f"{STEM}.gpx").read_text(encoding="utf-8"))
    assert file.tracks[0].name == odd
    text, _ = kml_of(tmp_path)
    names = {one.text for one in ElementTree.fromstring(text).iter(f"{KML}name")}
    assert "‹script›alert(1)‹/script›&{{ }}" in names
    assert not any("<" in name for name in names)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("&lt;b&gt;Pont&lt;/b&gt;", "＆lt;b＆gt;Pont＆lt;/b＆gt;"),
        ("&amp;lt;script&amp;gt;", "＆amp;lt;script＆amp;gt;"),
        ("&#60;img src=x&#x3e", "＆#60;img src=x＆#x3e"),
        ("Kafou &lt zòn <b>", "Kafou ＆lt zòn ‹b›"),
        ("Sité & Frè R&D", "Sité & Frè R&D"),
    ],
)
def test_names_stay_text_however_often_a_viewer_decodes_them(tmp_path, name, written):
    given = world()
    marked = [replace(one, frame=one.frame.assign(name=name)) for one in given.layers]
    write_routes(replace(given, layers=tuple(marked)), tmp_path)
    names = {one.text for one in ElementTree.fromstring(kml_of(tmp_path)[0]).iter(f"{KML}name")}
    assert written in names
    for each in names:
        decoded = html.unescape(html.unescape(html.unescape(each)))
        assert not set("<>") & set(decoded)


def test_a_map_without_ways_still_has_its_gateways(tmp_path):
    write_routes(world(routes=None), tmp_path)
    file = gpxpy.parse((tmp_path / f"{STEM}.gpx").read_text(encoding="utf-8"))
    assert (file.tracks, len(file.waypoints)) == ([], 3)


def test_a_way_without_figures_has_no_figures(tmp_path):
    given = world()
    routes = given.routes.assign(minutes=float("nan"), km=None)
    write_routes(replace(given, routes=routes), tmp_path)
    file = gpxpy.parse((tmp_path / f"{STEM}.gpx").read_text(encoding="utf-8"))
    assert file.tracks[0].description == "Atteignable · En date du 18 août 2024, 23:59"


def test_files_are_the_same_however_many_were_written_before(tmp_path):
    write_routes(world(), tmp_path / "a")
    write_routes(world(), tmp_path / "b")
    for name in (f"{STEM}.gpx", f"{STEM}.kmz"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
