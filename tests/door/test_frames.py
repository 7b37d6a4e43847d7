"""A map of frames: the answers of the same map in files, faults in sentences, nothing written."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from door.world import frame, own, placed, town
from rasterio.transform import Affine
from render.reading import laid_open
from tiny import write_workspace

import potay
from potay.bundle import verify_bundle
from potay.cli.session import plain


@pytest.fixture
def files(tmp_path: Path) -> potay.Map:
    return potay.open(write_workspace(tmp_path / "tiny")).map("tiny")


def said(error: pytest.ExceptionInfo[potay.PotayError]) -> list[str]:
    return [finding.sentence() for finding in error.value.findings]


def refused(**changed: object) -> list[str]:
    with pytest.raises(potay.SourceError) as error:
        own(**changed)
    return said(error)


def answers(m: potay.Map) -> list[object]:
    """All that a map answers, as plain values, or how it refuses."""
    asked: list[Callable[[], potay.Answer]] = [
        m.access, m.corridors, m.critical, lambda: m.route("port", "camp-1"),
        lambda: m.change(since="2024-02-05"),
        lambda: m.suppose({"gateway.gate": "open"}).change(),
    ]  # fmt: skip
    return [answered(question) for question in asked]


def answered(question: Callable[[], potay.Answer]) -> object:
    try:
        return plain(question().document)
    except potay.PotayError as error:
        return type(error)


@pytest.mark.parametrize("as_of", ["2024-01-05", "2024-02-05", "2024-09-05"])
@pytest.mark.parametrize("audience", ["internal", "partners", "public"])
def test_frames_answer_as_files_do(files, as_of, audience):
    by_files, by_frames = (
        m.at(as_of).for_audience(audience) for m in (files, own())
    )  # fmt: skip
    assert by_frames.hubs == by_files.hubs
    assert answers(by_frames) == answers(by_files)
    for name in ("areas", "gateways", "roads", "infrastructure"):
        one, other = getattr(by_frames.state(), name), getattr(by_files.state(), name)
        pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("crs", ["EPSG:32618", "EPSG:3857", "EPSG:4326", "OGC:CRS84"])
def test_any_crs_is_converted(crs):
    every = town()
    moved = {name: every[name].to_crs(crs) for name in ("roads", "areas")}
    moved |= {name: placed(every[name]).to_crs(crs) for name in ("gateways", "infrastructure")}
    m = own(**moved)
    assert m.access().rows.loc[0, "status"] == "cut_off"
    assert m.roads().crs.to_epsg() == 4326
    ends = m.roads().geometry.iloc[0].coords[0]
    assert ends == pytest.approx((-72.40, 18.50), abs=1e-7)


def test_the_frames_of_the_caller_stay_as_they_were():
    every = town()
    kept = {name: one.copy() for name, one in every.items()}
    m = own(**every)
    answers(m)
    for name, one in every.items():
        pd.testing.assert_frame_equal(one, kept[name])
    every["roads"].loc[:, "class"] = "path"
    assert set(m.roads()["class"]) == {"primary"}


def test_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    m = own()
    answers(m)
    m.for_audience("partners").access()
    m.explore()
    assert list(tmp_path.rglob("*")) == []


def test_it_is_compiled_once_for_all_moments(monkeypatch):
    import potay.network.cache as cache

    compiled = []
    compile_network = cache.compile_network
    monkeypatch.setattr(
        cache, "compile_network", lambda *a, **k: compiled.append(1) or compile_network(*a, **k)
    )
    m = own()
    for one in (m, m.at("2024-02-05"), m.by("light"), m.suppose({"gateway.gate": "open"})):
        one.access()
    assert len(compiled) == 1


def test_a_bundle_of_frames_is_whole_and_the_same_twice(tmp_path):
    first, second = (own(actors=None).build(tmp_path / name) for name in ("one", "two"))
    assert [(f.path, f.sha256) for f in first.files] == [(f.path, f.sha256) for f in second.files]
    assert not [one for one in verify_bundle(first.path) if one.severity == "error"]
    assert {"index.html", "manifest.json"} <= {f.path for f in first.files}
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["tiny-internal"]


def test_a_public_bundle_of_frames_tells_no_totals_of_sites(tmp_path):
    camps = pd.concat([frame("camps")] * 4, ignore_index=True).assign(
        id=["a", "b", "c", "d"], commune="Delmas"
    )
    m = own(sites=camps).for_audience("public")
    assert m._inputs.site_totals
    built = m.build(tmp_path)
    assert not [f.path for f in built.files if "totals" in f.path]
    assert "Delmas" not in laid_open((built.path / "index.html").read_bytes())


def test_every_fault_of_every_frame_is_told_at_once():
    every = town()
    assert refused(
        roads=every["roads"].set_crs(None, allow_override=True),
        areas=every["areas"].drop(columns="name"),
        gateways=every["gateways"].assign(lat=-72.35, lon=18.5),
        sites=every["sites"].assign(persons=-3),
        claims=every["claims"].assign(as_of="03/04/2024", valid_from=""),
    ) == [
        "roads: the frame names no coordinate system (CRS), and none is guessed. Ask its author, "
        'then state it, e.g. frame.set_crs("EPSG:4326").',
        "areas, column name: the column 'name' is missing; the frame has id. Add it, or rename "
        'yours: frame.rename(columns={"their name": "name"}).',
        "gateways, row 1, id gate: (18.5, -72.35) lies outside the study area "
        "(-75.2, 17.5, -71, 20.8): latitude and longitude are swapped. Exchange the two.",
        "sites, row 1, id camp-1, column persons: -3 is outside what persons can be (0 or more). "
        "Leave the cell empty if it is unknown.",
        *(
            f"claims, row {row}, id T{row}, column as_of: '03/04/2024' is ambiguous: 2024-04-03 "
            "(day first) or 2024-03-04 (month first)? Write it as YYYY-MM-DD."
            for row in (1, 2, 3)
        ),
    ]


def test_a_column_of_another_name_is_asked_after():
    roads = frame("quarters").rename(columns={"id": "idd"})
    assert refused(areas=roads) == [
        "areas, column id: the column 'id' is missing; the frame has idd, name. Did you mean "
        '\'idd\'? Add it, or rename yours: frame.rename(columns={"idd": "id"}).'
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("roads.shp", "roads: expected a GeoDataFrame or a DataFrame, found str. Read a file with "
         "geopandas.read_file, or keep it in a workspace (potay.open)."),
        ([1], "roads: expected a GeoDataFrame or a DataFrame, found list. Read a file with "
         "geopandas.read_file, or keep it in a workspace (potay.open)."),
        (pd.DataFrame(frame("roads")), "roads: the column 'geometry' holds geometries, but the "
         'frame has no CRS for them. Make it a GeoDataFrame: GeoDataFrame(frame, '
         'geometry="geometry", crs=…).'),
        (pd.DataFrame(frame("roads").drop(columns="geometry")), "roads: this is a table without "
         "geometry, and roads are drawn as line. Give a GeoDataFrame, or a column 'wkt'."),
        (pd.concat([frame("roads"), frame("roads")[["name"]]], axis=1), "roads: the frame has "
         "several columns called 'name'. Give each column its own name."),
        (frame("roads").set_index(pd.Index(["a", "b"], name="id")), "roads: a column and the index "
         "are both called 'id', and differ. Rename or drop one of them."),
        (frame("roads").iloc[:0], "roads: there are no rows; no roads would mean that nothing is "
         "there. Check the export."),
        (frame("roads").assign(geometry=[shapely.LineString(), shapely.Point(0, 0)]).set_crs(
            "EPSG:4326"), "roads, row 1, id r1: the geometry is empty. Draw it, or delete the "
         "row."),
        (frame("roads").rename(columns={"name": "na\u200bme"}).assign(name="x"), "roads: two "
         "columns have the same name, but for signs that nobody sees. Give each column its own "
         "name."),
        (frame("roads").assign(**{"class": "primery"}), "roads, row 1, id r1, column class: "
         "'primery' is no class that potay knows. Did you mean 'primary'?"),
    ],
)  # fmt: skip
def test_a_frame_that_cannot_be_used_is_refused_in_a_sentence(wrong, sentence):
    assert sentence in refused(roads=wrong)


def test_ids_may_stand_in_a_named_index_and_cells_be_anything():
    every = town()
    roads = every["roads"].set_index("id").assign(
        tags=[{"a": 1}, ["b"]], seen=pd.to_datetime(["2024-01-01", None]),
        bridge=pd.array([True, None], dtype="boolean"), width_m=np.float32(4.5),
        practicability=np.int8(3), layer=pd.array([None, 1], dtype="Int64"),
        surface=pd.Categorical(["asphalt", None]),
    )  # fmt: skip
    claims = every["claims"].assign(
        as_of=pd.to_datetime(every["claims"]["as_of"]), reliability=np.array([3.0, 3.0, 3.0])
    )
    m = own(roads=roads, claims=claims)
    assert m.access().rows.loc[0, "status"] == "cut_off"
    told = m.findings
    assert told[told["file"] == "roads"]["message"].to_list() == ["columns not used: tags, seen."]


def test_frames_that_came_out_go_in_again():
    m = own()
    state = m.state()
    again = own(areas=state.areas, gateways=state.gateways[["name", "geometry"]],
                claims=state.claims.drop(columns=["title", "url", "publisher"]))  # fmt: skip
    assert plain(again.access().document) == plain(m.access().document)


def test_areas_with_a_holder_are_read_as_reports():
    areas = frame("quarters").assign(control="none", as_of="2024-01-01", source="Le Journal")
    row = own(areas=areas, claims=None, sources=None).state().areas.loc["east"]
    assert (row["control"], row["basis"]) == ("none", "claim")


def test_a_country_elsewhere_says_so_and_lost_points_are_still_refused():
    roads = frame("roads")
    far = roads.set_geometry(roads.geometry.translate(xoff=100), crs="EPSG:4326")
    m = own(roads=far, areas=None, gateways=None, infrastructure=None, sites=None, hubs=[],
            claims=None, sources=None)  # fmt: skip
    assert m.extent == pytest.approx((27.1, 18.0, 28.2, 19.0))
    assert m.findings["severity"].to_list() == ["warning"]
    with pytest.raises(potay.SourceError, match="lies outside the study area"):
        own(roads=far, areas=None, infrastructure=None, sites=None, hubs=[])


def test_a_raster_is_named_by_its_path(tmp_path):
    cells = np.full((20, 20), 10, dtype="float32")
    place = Affine(0.0025, 0, -72.33, 0, -0.002, 18.52)
    path = tmp_path / "people.tif"
    with rasterio.open(path, "w", driver="GTiff", width=20, height=20, count=1, dtype="float32",
                       crs="EPSG:4326", transform=place, nodata=-1) as out:  # fmt: skip
        out.write(cells, 1)
    people = own(population=path).people()
    assert people.summary["total"] == 4000
    assert 0 < people.rows.loc["east", "persons_modelled"] < 4000
    with pytest.raises(potay.NoAnswerError) as error:
        own().people()
    assert said(error) == ["Map.from_frames: the map has no population raster. Give it one: "
                           "population=…"]  # fmt: skip
    assert refused(population=tmp_path / "none.tif") == [
        f"{tmp_path / 'none.tif'}: no such file. Check the name."
    ]


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"as_of": "5/1/2024"}, "as_of: '5/1/2024' is ambiguous: 2024-01-05 (day first) or "
         "2024-05-01 (month first)? Write it as YYYY-MM-DD."),
        ({"as_of": pd.NaT}, "as_of: NaT is no moment. Write e.g. 2024-01-05, or give a date or a "
         "datetime."),
        ({"mover": "lorry"}, "Map.from_frames: no mover 'lorry' in [movers]. Known: ambulance, "
         "haulier, light, motorcycle, un-heavy, un-truck."),
        ({"audience": "press"}, "Map.from_frames: 'audience' is 'press'. Did you mean "
         "'partners'?"),
        ({"extent": (1, 2, 3)}, "Map.from_frames: extent: (1, 2, 3) is no box. Give west, south, "
         "east, north in degrees."),
        ({"sensitivity": {"road": "low"}}, "Map.from_frames: sensitivity: nothing called 'road' is "
         "given. Did you mean 'roads'?"),
        ({"sensitivity": "lowish"}, "Map.from_frames: sensitivity: 'lowish' is no level. Did you "
         "mean 'low'?"),
        ({"roads": None, "areas": None, "gateways": None, "infrastructure": None, "sites": None},
         "Map.from_frames: no frame with places is given. Give it one, e.g. roads=…"),
    ],
)  # fmt: skip
def test_another_parameter_that_is_wrong_is_told(how, sentence):
    with pytest.raises(potay.SpecError) as error:
        own(**how)
    assert said(error) == [sentence]


def test_a_map_without_roads_answers_what_it_can():
    m = own(roads=None)
    assert m.state().gateways.loc["gate", "status"] == "closed"
    assert m.explore()
    with pytest.raises(potay.SourceError) as error:
        m.access()
    assert said(error) == ["Map.from_frames: the map names no roads. Give it one: roads=…"]


def test_unmarked_frames_are_not_public():
    m = own(sensitivity="high")
    with pytest.raises(potay.SensitivityError):
        m.for_audience("public").access()
    mixed = own(sensitivity={"roads": "low", "infrastructure": "low"}).for_audience("public")
    assert len(mixed.state().gateways) == 0
    assert len(mixed.roads()) == 2


def test_input_columns_say_what_files_are_read_by():
    rules = potay.input_columns("sites").set_index("column")
    assert rules.loc["persons", ["kind", "required", "values", "also"]].to_list() == [
        "whole", False, "0 or more", "individuals, personnes",
    ]  # fmt: skip
    assert isinstance(own().roads(), gpd.GeoDataFrame)
