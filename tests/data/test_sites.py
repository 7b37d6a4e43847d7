"""The displacement sites of the bundled dataset: invented, labelled, plausible."""

import re
import tomllib
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
UTM = 32618
#: Displaced in June 2024 by the reports (round 7), and the share of them in sites in April 2023.
DISPLACED = 578_074
IN_SITES = 30_492 / 155_166


@pytest.fixture(scope="module")
def sites():
    table = pd.read_csv(DATA / "sites" / "sites.csv", dtype={"id": str}).set_index("id")
    places = gpd.points_from_xy(table["lon"], table["lat"])
    return gpd.GeoDataFrame(table, geometry=places, crs=4326)


def test_every_site_says_in_three_languages_that_it_is_invented(sites):
    assert len(sites) >= 45
    assert sites.index.is_unique
    for site, row in sites.iterrows():
        code = re.fullmatch(r"site-([a-z]\d\d)", site)[1].upper()
        assert row["name"] == f"Site {code} (fictitious)"
        assert row["name_fr"] == f"Site {code} (fictif)"
        assert row["name_ht"] == f"Sit {code} (fiktif)"
        assert "no real shelter" in row["note"]


def test_sites_are_of_high_sensitivity_row_by_row_and_as_a_whole(sites):
    assert set(sites["sensitivity"]) == {"high"}
    described = tomllib.loads((DATA / "sites" / "dataset.toml").read_text(encoding="utf-8"))
    assert described["sensitivity"] == "high"
    assert described["illustrative"] is True


def test_households_have_a_plausible_size(sites):
    assert sites["persons"].dtype.kind == "i"
    assert sites["households"].dtype.kind == "i"
    size = sites["persons"] / sites["households"]
    assert size.between(4.0, 5.2).all()


def test_totals_stay_below_what_is_reported_in_sites(sites):
    total = sites["persons"].sum()
    assert 0.3 * DISPLACED * IN_SITES < total < DISPLACED * IN_SITES
    note = tomllib.loads((DATA / "sites" / "dataset.toml").read_text(encoding="utf-8"))["note"]
    assert f"{len(sites)} sites hold {total:,} persons" in note


def test_no_site_holds_so_much_of_its_commune_that_a_total_would_tell_it(sites):
    metropolitan = sites[sites["commune_pcode"].str.match("HT011[12348]|HT0117|HT0131")]
    grouped = metropolitan.groupby("commune_pcode")["persons"]
    largest = (grouped.max() / grouped.sum())[grouped.size() >= 3]
    assert len(largest) >= 6
    assert largest.max() < 0.8


def test_sites_lie_in_their_commune_and_on_land(sites):
    communes = gpd.read_file(DATA / "communes" / "communes.geojson").set_index("pcode")
    land = gpd.read_file(DATA / "base" / "base.geojson").set_index("id").geometry["land-haiti"]
    for site, row in sites.iterrows():
        assert land.contains(row.geometry), site
        if row["commune_pcode"] in communes.index:
            home = communes.loc[row["commune_pcode"]]
            assert home.geometry.contains(row.geometry), site
            assert row["commune"] == home["name"]


def test_sites_are_near_a_road_and_apart_from_each_other(sites):
    roads = gpd.read_file(DATA / "roads" / "roads.geojson").to_crs(UTM)
    near = gpd.sjoin_nearest(sites.to_crs(UTM), roads[["geometry"]], distance_col="metres")
    assert near["metres"].max() <= 800
    assert sites[["lon", "lat"]].drop_duplicates().shape[0] == len(sites)
