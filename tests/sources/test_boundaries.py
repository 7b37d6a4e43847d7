"""Boundaries: the level and the names in every style that COD-AB files have had."""

from pathlib import Path

import pytest
from sources.paper import collection, feature, judged, said

SQUARE = [[[-72.3, 18.5], [-72.2, 18.5], [-72.2, 18.6], [-72.3, 18.6], [-72.3, 18.5]]]

STYLES = {
    "2018 upper case": {
        "ADM0_PCODE": "HT", "ADM1_PCODE": "HT01", "ADM2_PCODE": "HT0111", "ADM1_FR": "Ouest",
        "ADM2_EN": "Port-au-Prince (en)", "ADM2_FR": "Port-au-Prince", "ADM2_HT": "Pòtoprens",
        "validOn": "2018-11-29",
    },
    "short": {"ADM1_PC": "HT01", "ADM2_PC": "HT0111", "ADM2_FR": "Port-au-Prince",
              "ADM2_HT": "Pòtoprens", "validOn": "2018-11-29"},
    "camel": {
        "admin1Pcod": "HT01", "admin2Pcod": "HT0111", "admin2Name_fr": "Port-au-Prince",
        "admin2Name_ht": "Pòtoprens", "valid_on": "2018-11-29",
    },
    "2025": {
        "adm1_pcode": "HT01", "adm2_pcode": "HT0111", "adm2_name": "Port-au-Prince",
        "adm2_name1": "Pòtoprens", "adm2_name2": None, "lang": "fr", "lang1": "ht", "lang2": None,
        "valid_on": "2018-11-29",
    },
    "ours": {"pcode": "HT0111", "name": "Port-au-Prince", "name_fr": "Port-au-Prince",
             "name_ht": "Pòtoprens", "level": 2, "parent": "HT01", "as_of": "2018-11-29"},
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_every_style_gives_the_same_boundary(tmp_path: Path, style: str):
    content = collection(feature("Polygon", SQUARE, **STYLES[style]))
    dataset = judged(tmp_path, "a.geojson", content, "boundaries")
    assert said(dataset) == []
    row = dataset.frame.loc["HT0111"]
    columns = ["pcode", "name", "name_fr", "name_ht", "level", "parent", "as_of"]
    assert row[columns].tolist() == [
        "HT0111", "Port-au-Prince", "Port-au-Prince",
        "Pòtoprens", 2, "HT01", "2018-11-29",
    ]  # fmt: skip


def test_a_country_has_no_parent(tmp_path: Path):
    content = collection(feature("Polygon", SQUARE, ADM0_PCODE="HT", ADM0_EN="Haiti"))
    row = judged(tmp_path, "a.geojson", content, "boundaries").frame.loc["HT"]
    assert row[["level", "parent", "name"]].tolist() == [0, "", "Haiti"]


def test_a_name_missing_in_french_is_taken_from_another_language(tmp_path: Path):
    content = collection(
        feature("Polygon", SQUARE, ADM2_PCODE="HT0111", ADM2_FR="", ADM2_EN="Port-au-Prince")
    )
    row = judged(tmp_path, "a.geojson", content, "boundaries").frame.loc["HT0111"]
    assert row["name"] == "Port-au-Prince"


def test_boundaries_without_codes_say_what_is_missing(tmp_path: Path):
    content = collection(feature("Polygon", SQUARE, nom="Ouest"))
    assert said(judged(tmp_path, "a.geojson", content, "boundaries")) == [
        "a.geojson, column name: the column 'name' is missing; the file has nom. Add it, or name "
        'it in dataset.toml: [columns] name = "their name"'
        ' (potay check, potay import: --column name="their name").',
        "a.geojson, column pcode: the column 'pcode' is missing; the file has nom. Add it, or "
        'name it in dataset.toml: [columns] pcode = "their name"'
        ' (potay check, potay import: --column pcode="their name").',
    ]
