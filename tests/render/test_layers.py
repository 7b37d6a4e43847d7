"""Layers reach the page as the kind of thing they are, and stay light by rule."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from render.reading import polygon, shapes
from render.world import built_world, layer_specs

from potay.built import BuiltLayer
from potay.render import layers as room
from potay.render.layers import layers_block


def drawn(built) -> dict[str, dict]:
    return {layer["name"]: layer for layer in layers_block(built.layers)["drawn"]}


def test_layers_keep_their_order_kind_and_words():
    told = drawn(built_world())
    assert [(name, layer["kind"]) for name, layer in told.items()] == [
        ("base", "base"), ("communes", "base"), ("control", "area"), ("roads", "road"),
        ("links", "link"), ("obstacles", "obstacle"), ("infrastructure", "place"),
        ("gateways", "gateway"), ("sites", "place"),
    ]  # fmt: skip
    assert told["roads"]["title"] == {"fr": "Routes", "ht": "Wout", "en": "Roads"}
    assert told["links"]["visible"] is False


def test_areas_have_a_place_for_their_name():
    told = drawn(built_world())["control"]
    anchors = shapes(told["anchors"])
    assert len(anchors) == told["data"]["rows"] == 6
    area = polygon(shapes(told["shapes"])[0][0])
    assert area.contains(shapely.Point(anchors[0][0][0]))


def test_an_obstacle_along_a_road_is_one_sign():
    spec = layer_specs()["obstacles"]
    line = shapely.LineString([(-72.3, 18.5), (-72.2, 18.5), (-72.1, 18.5)])
    frame = gpd.GeoDataFrame({"kind": ["flooded"]}, index=["x"], geometry=[line], crs="EPSG:4326")
    (layer,) = layers_block([BuiltLayer(spec, "obstacles", frame)])["drawn"]
    assert shapes(layer["shapes"]) == [[[(-72.2, 18.5)]]]


def test_what_is_not_for_the_map_is_left_out():
    built = built_world()
    hidden = [
        BuiltLayer(layer.spec.model_copy(update={"draw": False}), layer.role, layer.frame)
        for layer in built.layers
    ]
    nothing = [BuiltLayer(layer.spec, layer.role, None) for layer in built.layers]
    assert layers_block([*hidden, *nothing]) == {"drawn": [], "notes": []}


def test_too_many_road_positions_are_generalised_and_said(monkeypatch):
    wave = np.linspace(-72.4, -72.2, 2000)
    line = shapely.LineString(np.column_stack([wave, 18.5 + 1e-5 * np.sin(wave * 4000)]))
    frame = gpd.GeoDataFrame(
        {"reading_status": ["open"]}, index=["x"], geometry=[line], crs="EPSG:4326"
    )
    roads = BuiltLayer(layer_specs()["roads"], "roads", frame)
    assert layers_block([roads])["notes"] == []
    monkeypatch.setattr(room, "ROAD_POSITIONS", 500)
    told = layers_block([roads])
    assert told["notes"] == [
        {"layer": {"fr": "Routes", "ht": "Wout", "en": "Roads"}, "metres": 5.0}
    ]
    ((path,),) = shapes(told["drawn"][0]["shapes"])
    assert len(path) <= 500
    assert np.allclose(np.array(path)[[0, -1]], np.array(line.coords)[[0, -1]], atol=1e-5)


def streets(count, **columns):
    """Straight streets of two positions each, `columns` for all of them."""
    lines = [shapely.LineString([(-72.4, 18.5 + i / 1e4), (-72.3, 18.5 + i / 1e4)])
             for i in range(count)]  # fmt: skip
    return gpd.GeoDataFrame(columns, index=range(count), geometry=lines, crs="EPSG:4326")


def test_small_streets_are_left_out_before_those_that_matter(monkeypatch):
    frame = pd.concat(
        [
            streets(30, **{"class": "residential", "reading_status": "presumed"}),
            streets(10, **{"class": "residential", "reading_status": "closed"}),
            streets(5, **{"class": "residential", "reading_status": "open", "corridor": "rn2"}),
            streets(8, **{"class": "tertiary", "reading_status": "presumed"}),
            streets(7, **{"class": "primary", "reading_status": "presumed"}),
        ],
        ignore_index=True,
    ).fillna("")
    roads = BuiltLayer(layer_specs()["roads"], "roads", frame)
    for positions, kept in [(120, 60), (119, 30), (60, 30), (59, 20), (39, 12), (23, 12)]:
        monkeypatch.setattr(room, "ROAD_POSITIONS", positions)
        told = layers_block([roads])
        assert told["drawn"][0]["data"]["rows"] == kept
        left = [note.get("left", 0) for note in told["notes"]]
        assert left == ([60 - kept] if kept < 60 else [])
    assert "primary" in str(told["drawn"][0]["data"])
    assert "rn2" in str(told["drawn"][0]["data"])
