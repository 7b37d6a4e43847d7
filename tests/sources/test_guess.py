"""A role is suggested from columns and shapes, and never where nothing points to one."""

from pathlib import Path

import pytest
from sources.paper import collection, feature, point

from potay.sources import ROLE_HINTS, guess_role

SQUARE = [[[-72.3, 18.5], [-72.2, 18.5], [-72.2, 18.6], [-72.3, 18.5]]]
LINE = [[-72.3, 18.5], [-72.2, 18.5]]


@pytest.mark.parametrize(
    ("name", "content", "role"),
    [
        ("a.csv", "claim_id,subject\n1,x\n", "claims"),
        ("a.csv", "Source_ID,title\n1,x\n", "sources"),
        ("a.csv", "actor_id,name\n1,x\n", "actors"),
        ("a.csv", "id,from,to\n1,p,q\n", "links"),
        ("a.csv", "id,lat,lon,Households\n1,18,-72,5\n", "sites"),
        ("a.csv", "id,lat,lon,status\n1,18,-72,open\n", "gateways"),
        ("a.csv", "id,lat,lon,kind\n1,18,-72,port\n", "infrastructure"),
        ("a.csv", "id,lat,lon,obstype\n1,18,-72,Flood\n", "obstacles"),
        ("a.csv", "id,colour\n1,red\n", ""),
        ("a.geojson", collection(feature("Polygon", SQUARE, control="g9")), "control"),
        ("a.geojson", collection(feature("Polygon", SQUARE, ADM2_PCODE="HT0111")), "boundaries"),
        ("a.geojson", collection(feature("Polygon", SQUARE, name="A")), "areas"),
        ("a.geojson", collection(feature("LineString", LINE, highway="track")), "roads"),
        ("a.geojson", collection(feature("LineString", LINE)), "base"),
        ("a.geojson", collection(point(-72, 18), feature("LineString", LINE)), ""),
        ("a.geojson", "{", ""),
        ("a.yaml", "a: 1", ""),
    ],
)
def test_a_role_is_suggested(tmp_path: Path, name: str, content: str, role: str):
    (tmp_path / name).write_text(content)
    assert guess_role(tmp_path / name) == role


def test_the_roles_are_listed_in_a_sentence():
    assert ROLE_HINTS.startswith("Roles: areas, control, gateways, roads, links, infrastructure")
    assert ROLE_HINTS.endswith("population, terrain, flood.")
