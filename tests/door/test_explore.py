"""A look at an answer: a folium map with everything inside, in which data is only ever text."""

import json
import re

import folium
import geopandas as gpd
import pytest
from door.world import frame, own
from shapely import Point
from tiny import write_workspace

import potay
from potay.geo import Extent
from potay.render import Sheet, chart
from potay.spec import StyleSpec

HOSTILE = "{{ 7 * 7 }} {% raw %}</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def page(found: folium.Map) -> str:
    return str(found.get_root().render())


def data(text: str) -> dict:
    block = re.search(r'<script type="application/json" id="potay-chart">(.*?)</script>', text)
    assert block is not None
    return json.loads(block.group(1))


def titles(text: str) -> list[str]:
    return [sheet["title"] for sheet in data(text)["sheets"] if not sheet["faint"]]


@pytest.fixture
def m(tmp_path) -> potay.Map:
    return potay.open(write_workspace(tmp_path / "tiny")).map("tiny")


def test_every_answer_is_drawn(m):
    later = m.at("2024-02-05")
    found = {
        "state": m.explore(), "access": m.access().explore(),
        "route": later.route("port", "camp-1").explore(), "corridors": m.corridors().explore(),
        "critical": later.critical().explore(), "change": later.change("2024-01-05").explore(),
    }  # fmt: skip
    assert all(isinstance(one, folium.Map) for one in found.values())
    assert {name: titles(page(one)) for name, one in found.items()} == {
        "state": ["Reported control", "Roads", "Gateways"],
        "access": ["Sites"],
        "route": ["Ways", "From and to"],
        "corridors": ["Corridors"],
        "critical": ["Stretches without another way", "Gateways"],
        "change": ["Access that changed"],
    }


def test_nothing_is_fetched_but_tiles_that_are_asked_for(m):
    text = page(m.explore())
    assert not re.findall(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=", text)
    assert not re.findall(r"url\((?!['\"]?(?:data:|#))", text)
    assert "L.tileLayer(" not in text.partition("var map_")[2]
    assert "openstreetmap" in page(m.explore(tiles="OpenStreetMap"))


def test_signs_and_words_are_those_of_the_layers(tmp_path):
    root = write_workspace(tmp_path / "tiny")
    layer = root / "layers" / "gates.toml"
    layer.write_text(
        layer.read_text("utf-8") + 'by = "reading_status"\n[styles.closed]\ncolor = "#123456"\n'
        'label = "Shut"\n', encoding="utf-8",
    )  # fmt: skip
    sheet = data(page(potay.open(root).map("tiny").explore()))["sheets"][-1]
    assert sheet["styles"]["closed"]["color"] == "#123456"
    assert sheet["labels"] == {
        "open": "Passable", "restricted": "Restricted", "presumed": "No known closure",
        "unknown": "Unknown", "closed": "Shut",
    }  # fmt: skip
    assert sheet["values"] == ["closed"]


def test_silence_is_not_drawn_as_a_report():
    roads = data(page(own(claims=None, sources=None, gateways=None, areas=None).explore()))
    sheet = next(one for one in roads["sheets"] if one["title"] == "Roads")
    assert sheet["values"] == ["silent"]
    assert sheet["labels"]["silent"] == "Nobody reports: not known closed"


def test_data_never_meets_a_template_nor_markup():
    hostile = frame("gates").assign(name=HOSTILE)
    text = page(own(gateways=hostile, sites=frame("camps").assign(name=HOSTILE)).explore())
    assert "49" not in [row[1] for sheet in data(text)["sheets"] for one in sheet["rows"]
                        for row in one["properties"]["told"]]  # fmt: skip
    assert "<img src=x" not in text
    assert "alert(1)</script>" not in text
    names = [row[1] for one in data(text)["sheets"][-1]["rows"]
             for row in one["properties"]["told"] if row[0] == "name"]  # fmt: skip
    assert names == [HOSTILE]


def test_the_same_map_is_shown_twice_and_in_a_notebook():
    found = own().explore()
    assert page(found) == page(found)
    shown = found._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert "potay-chart" in shown


def test_folium_layers_can_be_added():
    found = own().explore()
    folium.CircleMarker([18.5, -72.35]).add_to(found)
    assert "L.circleMarker(" in page(found)


def test_a_map_opens_on_its_view_and_a_way_on_itself():
    m = own()
    west, south, east, north = m._asked.spec.opening_view.bounds
    assert data(page(m.explore()))["bounds"] == [[south, west], [north, east]]
    near = data(page(m.route("port", "camp-1").explore()))["bounds"]
    assert near[0][1] == pytest.approx(-72.405)
    points = gpd.GeoDataFrame({"look": ["a", None]}, geometry=[Point(1, 2), None], crs="EPSG:4326")
    sheet = Sheet("Points", "place", points, "look", {"a": StyleSpec()})
    assert data(page(chart([sheet])))["bounds"] == [[2.0, 1.0], [2.0, 1.0]]
    assert data(page(chart([sheet], view=Extent(0, 0, 1, 1))))["bounds"] == [[0, 0], [1, 1]]
    assert data(page(chart([])))["bounds"] is None
