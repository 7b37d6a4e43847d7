"""The starter workspace: 61 camps and what else may not leave, moved and changed, all at once."""

import csv
import hashlib
import random
import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from release.test_noninterference import built, differing, files

ROOT = Path(__file__).parents[2]
UTM = 32618


def copied(root: Path) -> Path:
    root.mkdir()
    for name in ("data", "layers", "maps"):
        shutil.copytree(ROOT / name, root / name)
    return root


def rewritten(root: Path, name: str, change) -> None:
    """A CSV dataset with every row passed through `change`, registered anew."""
    path = root / "data" / name / f"{name}.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(found for row in rows if (found := change(dict(row))))
    spec = path.with_name("dataset.toml")
    lines = [line for line in spec.read_text(encoding="utf-8").splitlines()
             if not line.startswith("sha256")]  # fmt: skip
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    at = next((n for n, line in enumerate(lines) if line.startswith("[")), len(lines))
    lines.insert(at, f'sha256 = "{digest}"')
    spec.write_text("\n".join(lines) + "\n", encoding="utf-8")


def disturbed(root: Path) -> Path:
    """What neither the public nor partners may have, made other."""
    chance = random.Random(1)

    def moved(row):
        if row["sensitivity"] == "high" and chance.random() < 0.9:
            row["name"] = f"Other {chance.random()}"
            row["lon"] = f"{float(row['lon']) + chance.uniform(-0.004, 0.004):.6f}"
            row["lat"] = f"{float(row['lat']) + chance.uniform(-0.004, 0.004):.6f}"
            return row
        return None if row["sensitivity"] == "high" else row

    def said(row):
        if row["sensitivity"] == "high" and row["kind"] == "toll":
            row["value"] = f"{chance.randint(1, 10**6)} HTG bus"
        if row["sensitivity"] == "high":
            row["note"] = f"Other {chance.random()}"
        return row

    rewritten(root, "sites", moved)
    rewritten(root, "infrastructure", moved)
    rewritten(root, "claims", said)
    return root


@pytest.fixture(scope="module", params=["public", "partners"])
def pair(request, tmp_path_factory):
    """The starter's bundle for an audience, before and after, but for the totals in bands."""
    folder = tmp_path_factory.mktemp(request.param)
    made = []
    for name, root in (("a", copied(folder / "one")), ("b", disturbed(copied(folder / "two")))):
        map_ = built(root, request.param, "port-au-prince")
        map_.tables.pop("site_totals", None)
        made.append(files(map_, folder / name))
    return folder, request.param, made


def test_what_may_not_leave_the_starter_changes_no_byte(pair):
    _, _, (one, two) = pair
    assert differing(one, two) == set()


def test_no_camp_can_be_read_off_a_road(pair):
    """Where a camp meets its road no vertex stands that the road was not drawn with."""
    folder, audience, _ = pair
    roads = gpd.read_file(ROOT / "data/roads/roads.geojson").to_crs(UTM).geometry.to_numpy()
    camps = pd.read_csv(ROOT / "data/sites/sites.csv")
    points = gpd.GeoSeries(gpd.points_from_xy(camps.lon, camps.lat), crs=4326).to_crs(UTM)
    nearest = [roads[shapely.distance(roads, point).argmin()] for point in points]
    feet = [
        road.interpolate(road.project(point)) for road, point in zip(nearest, points, strict=True)
    ]
    own = shapely.points(np.unique(shapely.get_coordinates(roads), axis=0))
    (gpkg,) = (folder / "a" / f"port-au-prince-{audience}").glob("*.gpkg")
    drawn = gpd.read_file(gpkg, layer="roads").to_crs(UTM).geometry.to_numpy()
    told = shapely.points(shapely.get_coordinates(drawn))
    found = [foot for foot in feet if shapely.distance(foot, told).min() < 1 <=
             shapely.distance(foot, own).min()]  # fmt: skip
    assert (len(feet), found) == (61, [])
