"""OpenStreetMap extracts, written by the tests: what becomes a road, and with which tags."""

from pathlib import Path

import osmium
import pytest
from osmium.osm.mutable import Node, Way
from sources.paper import conserves, said

from potay.geo import Extent
from potay.sources import check_file
from potay.sources.osm import practicability, read_osm


def extract(path: Path, *ways: dict[str, str], lost: tuple[int, ...] = ()) -> Path:
    """An extract with one three-node way per dict of tags; nodes in `lost` are not written."""
    with osmium.SimpleWriter(str(path)) as writer:
        nodes = [
            Node(id=10 * way + n, location=(-72.3 + way / 100 + n / 1000, 18.5))
            for way in range(1, len(ways) + 1)
            for n in range(1, 4)
        ]
        for node in nodes:
            if node.id not in lost:
                writer.add_node(node)
        for number, tags in enumerate(ways, start=1):
            refs = [10 * number + n for n in range(1, 4)]
            writer.add_way(Way(id=number, nodes=refs, tags=tags))
    return path


def test_ways_become_roads_with_their_tags(tmp_path: Path):
    path = extract(
        tmp_path / "a.osm.pbf",
        {"highway": "primary", "name": "Rue Ogé", "name:ht": "Ri Oje", "ref": "RN1",
         "oneway": "-1", "bridge": "viaduct", "layer": "1", "maxweight": "7500 kg",
         "maxheight": "12'6\"", "maxspeed": "30 mph", "width": "wide", "surface": "asphalt"},
        {"highway": "residential", "junction": "roundabout"},
        {"highway": "motorway"},
        {"building": "yes"},
    )  # fmt: skip
    dataset = check_file(path, "roads")
    assert said(dataset) == []
    frame = dataset.frame
    assert frame.index.tolist() == ["way/1", "way/2", "way/3"]
    first = frame.loc["way/1"]
    assert first[["name", "name_ht", "ref", "class", "surface", "oneway"]].tolist() == [
        "Rue Ogé", "Ri Oje", "RN1", "primary", "asphalt", "-1",
    ]  # fmt: skip
    assert first[["bridge", "tunnel", "layer"]].tolist() == [True, False, 1]
    assert first["max_weight_t"] == pytest.approx(7.5)
    assert first["max_height_m"] == pytest.approx(3.81)
    assert first["speed_kmh"] == pytest.approx(48.28032)
    assert first[["width_m"]].isna().all()
    assert frame["oneway"].tolist() == ["-1", "yes", "yes"]
    assert frame.geometry.iloc[0].wkt == "LINESTRING (-72.289 18.5, -72.288 18.5, -72.287 18.5)"


def test_what_is_no_road_is_counted_not_listed(tmp_path: Path):
    path = extract(
        tmp_path / "a.osm.pbf",
        {"highway": "residential"}, {"highway": "steps"}, {"highway": "steps"},
        {"highway": "cycleway"}, {"highway": "pedestrian", "area": "yes"},
    )  # fmt: skip
    dataset = check_file(path, "roads")
    assert dataset.rows.rows_in == dataset.rows.used == 1
    assert "a.osm.pbf: 4 ways that are no roads were left out (steps 2, cycleway 1, pedestrian " \
        "area 1)." in said(dataset, "info")  # fmt: skip


def test_a_gap_in_an_extract_is_not_bridged(tmp_path: Path):
    ways = [{"highway": "track"}] * 3
    path = extract(tmp_path / "a.osm.pbf", *ways, lost=(21, 22, 23, 31))
    dataset = check_file(path, "roads")
    assert dataset.frame.index.tolist() == ["way/1", "way/3"]
    assert len(dataset.frame.geometry.iloc[1].coords) == 2
    assert said(dataset) == [
        "a.osm.pbf, row 2, id way/2: the extract holds no position of this road. Take an extract "
        "with complete ways."
    ]
    conserves(dataset)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "primary"}, 0),
        ({"highway": "path"}, 2),
        ({"highway": "footway"}, 1),
        ({"highway": "track", "smoothness": "impassable"}, 1),
        ({"highway": "track", "smoothness": "horrible"}, 3),
        ({"highway": "service", "access": "no"}, 1),
        ({"highway": "service", "motor_vehicle": "no"}, 1),
        ({"highway": "residential", "hgv": "no"}, 3),
        ({"highway": "residential", "access": "private"}, 0),
    ],
)
def test_tags_say_what_a_way_carries(tags: dict[str, str], expected: int):
    assert practicability(tags) == expected


def test_another_country_is_refused_with_what_it_covers(tmp_path: Path):
    path = extract(tmp_path / "a.osm.pbf", {"highway": "primary"})
    dataset = check_file(path, "roads", study_area=Extent(1.3, 42.3, 1.9, 42.8))
    assert said(dataset) == [
        "a.osm.pbf: the extract covers -72.29, 18.5, -72.29, 18.5 and none of its 1 roads touches "
        "the study area (1.3, 42.3, 1.9, 42.8). Take the extract of the right country."
    ]


def test_progress_is_told_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("potay.sources.osm._PROGRESS_EVERY", 2)
    path = extract(tmp_path / "a.osm.pbf", *[{"highway": "track"}] * 5)
    heard: list[int] = []
    read_osm(path, "pbf", "a.osm.pbf", area=Extent(-75, 17, -71, 20), progress=heard.append)
    assert heard == [2, 4]


def test_an_extract_without_roads_is_an_error(tmp_path: Path):
    assert said(check_file(extract(tmp_path / "a.osm.pbf", {"building": "yes"}), "roads")) == [
        "a.osm.pbf: there are no rows; no roads would mean that nothing is there. Check the export."
    ]
