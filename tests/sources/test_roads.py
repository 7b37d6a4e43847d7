"""Roads: numbers from names, tags from tag columns, parts with ids, and what is no road."""

from pathlib import Path

import pytest
import shapely
from sources.paper import collection, conserves, feature, judged, said

from potay.sources.roads import road_number

LINE = [[-72.3, 18.5], [-72.2, 18.5]]


def road(coordinates=LINE, kind: str = "LineString", **properties):
    return feature(kind, coordinates, **properties)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("Nationale No 2", "RN2"), ("Route Nationale #1", "RN1"), ("Route nationale n° 3", "RN3"),
        ("RN1", "RN1"), ("RN-8", "RN8"), ("R9", "R9"), ("Route Départementale 208", "RD208"),
        ("rn 2", "RN2"), ("Rue Nationale", ""), ("Rue du Travail 3ème", ""), ("R9 bis nord", ""),
        ("Avenue Internationale 4", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_number_is_read_from_the_name(name: str, number: str):
    assert road_number(name) == number


def test_numbers_from_names_are_repairs_and_do_not_replace_a_ref(tmp_path: Path):
    content = collection(
        road(id="a", name="Nationale No 2"), road(id="b", name="RN1", ref="101"),
        road(id="c", name="Rue Ogé"),
    )  # fmt: skip
    dataset = judged(tmp_path, "a.geojson", content, "roads")
    assert dataset.frame["ref"].tolist() == ["RN2", "101", ""]
    assert said(dataset) == [
        "a.geojson, row 1, id a, column ref: the name 'Nationale No 2' gave the ref RN2."
    ]


def test_what_is_no_road_is_left_out_by_name_without_an_error(tmp_path: Path):
    content = collection(
        road(id="a", highway="primary"),
        road(id="b", highway=None, layer="--1"),
        road(id="c", highway="steps"),
        road(id="d", highway="primry"),
    )
    dataset = judged(tmp_path, "a.geojson", content, "roads")
    assert said(dataset) == [
        "a.geojson, row 4, id d, column highway: 'primry' is no class that potay knows. Did you "
        "mean 'primary'?",
        "a.geojson, row 2, id b, column highway: this is no road (no highway class). Nothing to "
        "do if it is a river.",
        "a.geojson, row 3, id c, column highway: 'steps' is no road that potay routes over.",
    ]
    assert [finding.severity for finding in dataset.findings if finding.row] == [
        "error", "warning", "warning",
    ]  # fmt: skip
    conserves(dataset)


def test_tags_fill_only_what_is_empty(tmp_path: Path):
    tags = '"highway"="primary","ref"=>"RN1","oneway"="-1","bridge"="yes","surface"="unpaved","na'
    content = collection(
        road(id="a", highway="", tags=tags),
        road(id="b", highway="track", tags='"highway"="primary"'),
        road(id="c", highway="track", tags=None),
    )
    frame = judged(tmp_path, "a.geojson", content, "roads").frame
    assert frame["class"].tolist() == ["primary", "track", "track"]
    assert frame.loc["a", ["ref", "oneway", "bridge", "surface"]].tolist() == [
        "RN1", "-1", True, "unpaved",
    ]  # fmt: skip
    assert frame.loc["b", ["ref", "oneway", "bridge", "surface"]].tolist() == ["", "no", False, ""]


def test_paths_and_footways_carry_what_they_carry(tmp_path: Path):
    content = collection(
        road(id="a", highway="path"), road(id="b", highway="footway"),
        road(id="c", highway="primary"), road(id="d", highway="path", practicability=3),
    )  # fmt: skip
    frame = judged(tmp_path, "a.geojson", content, "roads").frame
    assert frame["practicability"].tolist() == [2, 1, 0, 3]


def test_a_road_of_several_lines_is_taken_apart(tmp_path: Path):
    parts = [LINE, [[-72.1, 18.5], [-72.0, 18.5]], [[-71.9, 18.5], [-71.8, 18.5]]]
    content = collection(road(parts, "MultiLineString", id="a", name="A"), road(id="b"))
    dataset = judged(tmp_path, "a.geojson", content, "roads")
    assert dataset.frame.index.tolist() == ["a", "a#2", "a#3", "b"]
    assert dataset.frame["name"].tolist() == ["A", "A", "A", ""]
    assert [list(map(list, line.coords)) for line in dataset.frame.geometry[:3]] == parts
    assert said(dataset) == [
        "a.geojson, row 1, id a: a road of several lines was taken apart (ids with #2, #3 …)."
    ]
    assert dataset.rows.used == 2
    conserves(dataset)


def test_a_road_elsewhere_is_left_out_but_a_wrong_sign_is_an_error(tmp_path: Path):
    elsewhere = [[-66.1, 18.4], [-66.0, 18.4]]
    sign = [[72.3, 18.5], [72.2, 18.5]]
    content = collection(road(id="a"), road(id="b"), road(elsewhere, id="c"), road(sign, id="d"))
    dataset = judged(tmp_path, "a.geojson", content, "roads")
    assert [(f.severity, f.id) for f in dataset.findings if f.row] == [
        ("warning", "c"), ("error", "d"),
    ]  # fmt: skip
    alone = judged(tmp_path, "b.geojson", collection(road(elsewhere, id="c")), "roads")
    assert [(f.severity, f.id) for f in alone.findings if f.row] == [("error", "c")]


def test_rows_without_ids_are_numbered_and_that_is_told(tmp_path: Path):
    dataset = judged(tmp_path, "a.geojson", collection(road(), road()), "roads")
    assert dataset.frame.index.tolist() == ["road-1", "road-2"]
    assert said(dataset) == [
        "a.geojson: there is no column 'id'; the rows are called road-1, road-2 and so on. Such "
        "ids change with the file: add a column 'id' before claims name single roads."
    ]


def test_shared_ends_stay_exactly_shared(tmp_path: Path):
    node = [-72.123456789012345, 18.987654321098765]
    content = collection(road([[-72.3, 18.5], node], id="a"), road([node, [-72.0, 19.0]], id="b"))
    lines = judged(tmp_path, "a.geojson", content, "roads").frame.geometry
    assert shapely.get_point(lines["a"], -1) == shapely.get_point(lines["b"], 0)
