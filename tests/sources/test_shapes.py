"""Geometry: mended where nothing is lost, refused where something would be."""

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from sources.paper import collection, conserves, feature, judged, said

from potay.sources.shapes import checked_shapes

SQUARE = [[-72.3, 18.5], [-72.2, 18.5], [-72.2, 18.6], [-72.3, 18.6], [-72.3, 18.5]]


def area(coordinates, kind: str = "Polygon") -> str:
    return collection(feature(kind, coordinates, id="a", name="A"))


def verdict(tmp_path: Path, content: str, role: str = "areas") -> list[str]:
    dataset = judged(tmp_path, "a.geojson", content, role)
    conserves(dataset)
    return [sentence.removeprefix("a.geojson, row 1, id a: ") for sentence in said(dataset)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (area([SQUARE[:-1]]), "a ring that did not close was closed. Look at it on the map."),
        (area([[[*place, 12.0] for place in SQUARE]]), "heights (Z) were dropped."),
        (area([[[*SQUARE[0], None], *SQUARE[1:]]]),
         "incomplete heights were dropped. Look at it on the map."),
        (area([[[-72.3, 18.5], [-72.2, 18.6], [-72.2, 18.5], [-72.3, 18.6], [-72.3, 18.5]]]),
         "an invalid polygon was mended (self-intersection)."),
    ],
    ids=["open ring", "heights", "null height", "bow-tie"],
)  # fmt: skip
def test_what_loses_nothing_is_mended_and_told(tmp_path: Path, content: str, sentence: str):
    assert verdict(tmp_path, content) == [sentence]
    dataset = judged(tmp_path, "a.geojson", content, "areas")
    shape = dataset.frame.geometry.iloc[0]
    assert shape.is_valid
    assert not shape.has_z
    assert dataset.rows.repaired == 1


@pytest.mark.parametrize(
    ("content", "role", "sentence"),
    [
        (area(None), "areas", "the geometry is empty. Draw it, or delete the row."),
        (area([]), "areas", "the geometry is empty. Draw it, or delete the row."),
        (area([SQUARE[:2]]), "areas",
         "the polygon is invalid (too few points in geometry component); mending it would change "
         "100% of it. Draw it again in QGIS (Check validity)."),
        (area([SQUARE, [[-72.1, 18.5], [-72.05, 18.5], [-72.05, 18.55], [-72.1, 18.5]]]), "areas",
         "the polygon is invalid (hole lies outside shell); mending it would change 29% of it. "
         "Draw it again in QGIS (Check validity)."),
        (area([[[-72.3, 18.5], [-72.2, 18.5], [-72.3, 18.5]]]), "areas",
         "the polygon is invalid (too few points in geometry component); mending it would change "
         "100% of it. Draw it again in QGIS (Check validity)."),
        (area([[[float("nan"), 18.5], *SQUARE[1:]]]), "areas",
         "a coordinate is no number on Earth (NaN, infinite or far too large). Draw the feature "
         "again."),
        (area([[["-72.3", "18.5"], *SQUARE[1:]]]), "areas",
         "the coordinates are not lists of numbers (lon, lat). Draw the feature again."),
        (area([-72.3, 18.5], "Point"), "areas",
         "the geometry is a point, expected a polygon. Export the right layer."),
        (area([[-72.3, 18.5], [-72.2, 18.5]], "MultiPoint"), "gateways",
         "the row has 2 points, expected one. Give each point its own row and id."),
        (area([[-72.3, 18.5], [-72.3, 18.5]], "LineString"), "roads",
         "the line has no length. Draw it again, or delete the row."),
        (area([1, 2], "Circle"), "areas", "'Circle' is no geometry type. Draw the feature again."),
    ],
    ids=["null", "no rings", "two points", "outer hole", "flat ring", "nan", "texts", "point",
         "multipoint", "no length", "circle"],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(tmp_path: Path, content: str, role: str, sentence: str):
    assert verdict(tmp_path, content, role) == [sentence]


def test_one_wrong_layer_is_one_sentence(tmp_path: Path):
    points = [feature("Point", [-72.3, 18.5 + n / 100], id=f"p{n}") for n in range(30)]
    assert said(judged(tmp_path, "a.geojson", collection(*points), "roads")) == [
        "a.geojson: in all 30 rows, the geometry is a point, expected a line. Export the right "
        "layer."
    ]


def test_a_single_part_collection_is_its_part(tmp_path: Path):
    content = collection(
        {"type": "Feature", "properties": {"id": "a", "name": "A"},
         "geometry": {"type": "GeometryCollection",
                      "geometries": [{"type": "Polygon", "coordinates": [SQUARE]}]}}
    )  # fmt: skip
    assert verdict(tmp_path, content) == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=9))
def test_mended_polygons_are_valid_and_keep_what_was_drawn(corners):
    drawn = shapely.Polygon(corners)
    shapes, notes = checked_shapes(np.array([drawn], dtype=object), ("polygon",))
    if any(note.is_fault for note in notes):
        assert shapes[0] is None
        return
    assert shapely.is_valid(shapes[0])
    faces = shapely.get_parts(shapely.polygonize([shapely.node(drawn.exterior)]))
    inside = float(np.sum(shapely.area(faces)))
    assert shapes[0].area == pytest.approx(inside, rel=0.01)


def test_inputs_are_left_as_they_were():
    shapes = np.array([shapely.Point(1, 2, 3), None], dtype=object)
    checked_shapes(shapes, ("point",))
    assert shapes[0].has_z
    assert shapes[1] is None
