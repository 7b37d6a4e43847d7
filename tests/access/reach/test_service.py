"""Bands of minutes around the roads that are met, as a layer of the map."""

import geopandas as gpd
import pytest
import shapely
from rasters import inputs, workspace
from render.reading import laid_open

from potay.access import service_areas
from potay.build import build_map, write_map

RULES = ("rules.service_minutes=[4, 12]", "rules.service_beside_m=500")
PORT, GATE, EAST_END = (shapely.Point(lon, 18.5) for lon in (-72.40, -72.35, -72.301))


def bands(tmp_path, *settings: str, as_of: str = "2024-02-05"):
    read = inputs(workspace(tmp_path), *RULES, *settings, as_of=as_of)
    return service_areas(read.scenario(), ["port"])


def test_bands_hold_each_other_and_end_where_the_minutes_end(tmp_path):
    found = bands(tmp_path)
    assert found.index.tolist() == ["within-12", "within-4"]  # the smaller is drawn on top
    wide, narrow = found.geometry
    assert wide.buffer(1e-9).covers(narrow)
    assert found["km2"].is_monotonic_decreasing
    assert narrow.covers(PORT)
    assert not narrow.covers(GATE)  # 5.3 km at 40 km/h take 8 minutes
    assert wide.covers(GATE)
    reach = narrow.bounds[2]
    assert reach == pytest.approx(-72.40 + (4 / 60 * 40 + 0.5) / 105.55, abs=0.001)
    assert found.loc["within-4", ["name", "name_fr", "name_ht"]].tolist() == [
        "Within 4 min", "À 4 min au plus", "Nan 4 minit pou pi plis",
    ]  # fmt: skip


def test_nothing_is_served_beyond_a_closed_gate(tmp_path):
    found = bands(tmp_path, as_of="2024-01-05")
    assert not found.geometry["within-12"].covers(EAST_END)
    assert found.geometry["within-12"].covers(PORT)


def test_the_layer_is_in_every_bundle_but_the_public_one(tmp_path):
    root = workspace(tmp_path)
    (root / "layers" / "served.toml").write_text(
        'title = "Service areas"\nanalysis = "service_area"\nvisible = false\n'
    )
    layers = 'layers=["served", "roads", "east", "gates", "places", "camps"]'
    for audience in ("internal", "partners", "public"):
        built = build_map(inputs(root, layers, *RULES, audience=audience).asked)
        names = [layer.spec.name for layer in built.layers]
        assert (names[0] == "served") == (audience != "public")
    built = build_map(inputs(root, layers, *RULES).asked)
    bundle = write_map(built, tmp_path / "out").path
    stored = gpd.read_file(bundle / "tiny_internal_2024-02-05.gpkg", layer="served")
    assert sorted(stored["id"]) == ["within-12", "within-4"]
    assert stored.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all()
    assert "Within 12 min" in laid_open((bundle / "index.html").read_bytes())
