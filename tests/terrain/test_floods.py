"""Modelled water closes roads through the normal path, says where it is from, and can be beaten."""

import hashlib
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from access.corridors.test_records import add_claims
from rasters import SHAPE, inputs, level, workspace
from terrain.test_water import CITY, DJIBOUTI

from potay.access import Clock, access_table, by_the_clock
from potay.build import build_map, write_map
from potay.bundle import verify_bundle
from potay.errors import SpecError
from potay.inputs import read_inputs
from potay.spec import Overrides, read_map, read_workspace
from potay.terms.moments import HAITI_TIME
from potay.terrain import cut_off_nodes, flooding

DEEP = "rules.flood_depth_m=0.3"


def pond(depth: float = 0.5) -> np.ndarray:
    """Water on one cell of the road west of the gate."""
    water = level(0)
    water[SHAPE[0] // 2, 4] = depth
    return water


def row(read, place: str = "camp-1") -> dict:
    rows = access_table(read.scenario(), hubs=["port"]).rows
    return rows[rows["id"] == place].iloc[0].to_dict()


def test_without_the_rule_the_raster_closes_nothing(tmp_path):
    read = inputs(workspace(tmp_path, flood=pond()))
    assert row(read)["status"] == "reachable"
    assert "obstacle" not in read.frames


def test_water_closes_the_road_and_says_where_it_is_from(tmp_path):
    read = inputs(workspace(tmp_path, flood=pond()), DEEP)
    found = row(read)
    assert found["status"] == "cut_off"
    (reason,) = found["blocked_by"]
    assert (reason["subject"], reason["status"]) == ("obstacle.flooded-r1-1", "closed")
    (claim,) = reason["claims"]
    assert claim["publisher"] == "drawn in a test"
    assert claim["as_of"].startswith("2024-02-05")
    wet = read.frames["obstacle"].iloc[0]
    assert wet["note"] == "Modelled water up to 0.50 m deep."
    notes = [one.sentence() for one in read.datasets["flooded-roads"].findings]
    assert notes == ["data/flood: 1.1 km of road are under 0.3 m of water or more (model)."]


def test_shallow_water_closes_nothing(tmp_path):
    assert row(inputs(workspace(tmp_path, flood=pond(0.29)), DEEP))["status"] == "reachable"


def test_a_report_from_the_road_beats_the_model(tmp_path):
    root = workspace(tmp_path, flood=pond())
    add_claims(root, "T9,obstacle,flooded-r1-1,status,open,,2024-02-05,,2024-02-05,press,3,low,dry")
    assert row(inputs(root, DEEP))["status"] == "reachable"


@pytest.mark.parametrize(("season", "status"), [("Jan-Mar", "cut_off"), ("Apr-Jun", "reachable")])
def test_water_of_a_season_is_there_in_its_months(tmp_path, season, status):
    read = inputs(workspace(tmp_path, flood=pond()), DEEP, f"rules.flood_season={season}")
    assert row(read)["status"] == status
    (note,) = [one.sentence() for one in read.datasets["flooded-roads"].findings]
    assert note == "data/flood: 1.1 km of road are under 0.3 m of water or more (model)." + (
        "" if status == "cut_off" else " Water of Apr-Jun: it is not the season at this moment."
    )
    kinds = read.ledger.frame.loc[read.ledger.frame["subject"] == "flooded-r1-1", "kind"]
    assert sorted(kinds) == ["season", "status"]


def test_water_of_a_season_is_there_on_the_day_of_the_journey(tmp_path):
    root = workspace(tmp_path, flood=pond())
    add_claims(root, "T9,gateway,gate,status,open,,,,2024-02-05,press,3,low,open")
    read = inputs(root, DEEP, "rules.flood_season=Mar-May")
    outlook = read.outlook()
    found = {}
    for month in (2, 3):
        leaving = datetime(2024, month, 10, 10, tzinfo=HAITI_TIME)
        told = by_the_clock(outlook, "port", "camp-1", Clock(depart=leaving))
        found[month] = told["departure_status"]
    assert found == {2: "reachable", 3: "cut_off"}
    assert [change["sentence"] for change in told["changes_ahead"]] == [
        "obstacle.flooded-r1-1: from 2024-03-01 on report flooded-r1-1:status (drawn in a test,"
        " 2024-02-05: closed) counts."
    ]


@pytest.mark.parametrize("audience", ["internal", "partners", "public"])
def test_the_bundle_is_whole_for_every_audience(tmp_path, audience):
    built = build_map(inputs(workspace(tmp_path, flood=pond()), DEEP, audience=audience).asked)
    receipt = write_map(built, tmp_path / "out")
    assert verify_bundle(receipt.path) == []


WRONG = {
    "no raster": ({}, [DEEP],
                  "maps/tiny.toml: flood_depth_m is set, but the map has no flood raster. Add a "
                  "layer whose dataset has the role flood, or leave flood_depth_m out."),
    "no season": ({"flood": pond()}, [DEEP, "rules.flood_season=Avr-Jun"],
                  "'rules.flood_season': 'Avr' is not a month; use Jan, Feb"),
    "dry ground": ({"flood": pond()}, ["rules.flood_depth_m=0"], "flood_depth_m"),
}  # fmt: skip


@pytest.mark.parametrize(("rasters", "settings", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused(tmp_path, rasters, settings, said):
    root = workspace(tmp_path, **rasters)
    with pytest.raises(SpecError) as refused:
        inputs(root, *settings)
    assert said in str(refused.value)


def djibouti(folder: Path) -> Path:
    """A workspace of the reference network, with its flood raster and one hub in the city."""
    edges = gpd.read_parquet(DJIBOUTI / "edges.gpq")
    nodes = gpd.read_parquet(DJIBOUTI / "nodes.gpq")
    roads = edges[["id", "tag_highway", "bridge", "geometry"]]
    roads = roads.rename(columns={"tag_highway": "class"})
    towns = gpd.GeoDataFrame(
        {"id": nodes["id"], "name": nodes["id"], "persons": 1}, geometry=nodes.geometry
    )
    city = f"id,name,kind,lon,lat\ncity,City,port,{CITY[0]},{CITY[1]}\n"
    raster = (DJIBOUTI / "inunriver_2030_rp00100.tif").read_bytes()
    files = {
        "roads": ("roads.geojson", roads.to_json(drop_id=True).encode(), "road_status"),
        "sites": ("sites.geojson", towns.to_json(drop_id=True).encode(), "access"),
        "infrastructure": ("hubs.csv", city.encode(), "access"),
        "flood": ("flood.tif", raster, ""),
    }
    (folder / "maps").mkdir(parents=True)
    (folder / "layers").mkdir()
    for role, (file, data, analysis) in files.items():
        (folder / "data" / role).mkdir(parents=True)
        (folder / "data" / role / file).write_bytes(data)
        (folder / "data" / role / "dataset.toml").write_text(
            f'title = "{role}"\nrole = "{role}"\nfile = "{file}"\ncrs = "EPSG:4326"\n'
            f'source = "reference"\nlicence = "see its README"\nretrieved = 2026-11-22\n'
            f'sensitivity = "low"\nsha256 = "{hashlib.sha256(data).hexdigest()}"\n'
        )
        drawn = f'analysis = "{analysis}"\n' if analysis else "draw = false\n"
        (folder / "layers" / f"{role}.toml").write_text(
            f'title = "{role}"\ndataset = "{role}"\n{drawn}'
        )
    (folder / "maps" / "djibouti.toml").write_text(
        'title = "Djibouti"\nextent = [41.5, 10.9, 43.6, 12.9]\nas_of = 2026-11-22\n'
        'layers = ["roads", "sites", "infrastructure", "flood"]\nhubs = ["city"]\n'
        'outputs = ["tables"]\n'
    )
    return folder


@pytest.mark.parametrize("depth_m", [0.3, 0.15])
def test_which_nodes_of_djibouti_are_cut_off_by_the_normal_path(tmp_path, depth_m):
    if not DJIBOUTI.exists():
        pytest.skip("the reference network and flood are not beside this checkout")
    root = djibouti(tmp_path / "w")
    settings = (f"rules.flood_depth_m={depth_m}",)
    read = read_inputs(read_map(read_workspace(root), "djibouti", Overrides(settings=settings)))
    rows = access_table(read.scenario(), hubs=["city"], types=("site",)).rows
    off = set(rows.loc[rows["status"] == "cut_off", "id"])

    edges = gpd.read_parquet(DJIBOUTI / "edges.gpq").set_index("id")
    nodes = gpd.read_parquet(DJIBOUTI / "nodes.gpq").set_index("id")
    raster = DJIBOUTI / "inunriver_2030_rp00100.tif"
    wet = flooding(edges, raster, depth_m=depth_m, source="", as_of="").obstacles["road"]
    number = {name: place for place, name in enumerate(nodes.index)}
    ends = [edges[end].map(number).to_numpy() for end in ("from_id", "to_id")]
    hub = int(shapely.STRtree(nodes.geometry).nearest(shapely.Point(CITY)))
    alone = cut_off_nodes(*ends, edges.index.isin(wet), nodes=len(nodes), hub=hub)
    asked = set(rows.loc[rows["status"] != "misplaced", "id"])
    assert len(asked) > 400
    assert off == set(nodes.index[alone]) & asked
    assert bool(off) == (depth_m < 0.18)  # the deepest water on any road
