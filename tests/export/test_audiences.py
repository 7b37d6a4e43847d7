"""Files say to each audience what silence means to it, and never what it cannot know."""

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import audiences
import geopandas as gpd
import gpxpy
import openpyxl
import pytest
from export.world import world

from potay.export.words import codes, for_whom, glossary
from potay.gathering import with_site_totals

LANGUAGES = ("fr", "ht", "en")
UNTOLD = {
    "fr": "Non communiqué, ou signalements périmés ou contradictoires",
    "ht": "Yo pa di l isit la, oswa rapò yo pase dat oswa youn kontredi lòt",
    "en": "Not told, or reports expired or contradicting",
}
ASK = {
    "fr": "Demandez avant de partir : un signalement qui ne peut être montré ici ferme peut-être "
    "le passage",
    "ht": "Mande anvan ou pati: gen yon rapò yo pa ka montre isit la ki ka fèmen pasaj la",
    "en": "Ask before you go: a report that may not be shown here may close the passage",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Bundles of the town whose gate is closed by a report that is withheld."""
    folder = tmp_path_factory.mktemp("made")
    root = audiences.town(folder / "town", "high")
    return {
        audience: audiences.bundle(root, folder / "out", audience)
        for audience in ("public", "partners", "internal")
    }


def asked(bundle, statement):
    (file,) = bundle.glob("*.gpkg")
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as con:
        return con.execute(statement).fetchall()


def rows_of(bundle, name):
    """The columns of a table's file, and its rows after the one of tags."""
    header, _, *rows = csv.reader((bundle / f"tables/{name}.csv").read_text("utf-8").splitlines())
    return header, [dict(zip(header, row, strict=True)) for row in rows]


def meanings(bundle):
    rows = asked(
        bundle,
        "SELECT constraint_name, value, description FROM gpkg_data_column_constraints",
    )
    return {(domain, value): text for domain, value, text in rows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_have_the_words_of_their_readers(language):
    spec = world().spec.model_copy(update={"language": language})
    state = replace(world().state, silence="not_told")
    public, other = world(spec=spec, state=state), world(spec=spec)
    for domain in ("passage", "access", "control"):
        assert codes(domain, public)["unknown"] == UNTOLD[language]
        assert codes(domain, other)["unknown"] != UNTOLD[language]
        assert "presumed" not in codes(domain, public)
    assert not {"no_report", "withheld"} & codes("basis", public).keys()
    assert "not_told" not in codes("basis", other)
    assert codes("basis", other)["withheld"] == ASK[language]
    assert "presumed" not in glossary(public)


def test_a_public_geopackage_explains_no_code_that_cannot_be(made):
    told = meanings(made["public"])
    assert told["passage", "unknown"] == UNTOLD["en"]
    assert told["basis", "not_told"] == "Not told here"
    assert not {value for _, value in told} & {"presumed", "no_report", "withheld"}
    (columns,) = asked(made["public"], "SELECT group_concat(name) FROM pragma_table_info('roads')")
    assert not {"status_presumed", "status_best", "status_worst", "probability", "silent"} & set(
        columns[0].split(",")
    )


def test_the_styles_of_a_public_geopackage_presume_nothing(made):
    styles = asked(made["public"], "SELECT f_table_name, styleQML FROM layer_styles")
    for name, qml in styles:
        assert "presumed" not in qml, name
        assert "No known closure" not in qml, name
    assert "No known closure" in str(asked(made["partners"], "SELECT styleQML FROM layer_styles"))


def test_partners_see_in_the_geopackage_where_to_ask(made):
    assert meanings(made["partners"])["basis", "withheld"] == ASK["en"]
    gate = asked(made["partners"], "SELECT basis, status, reading_status, claim_id FROM gates")
    assert gate == [("withheld", "unknown", "unknown", "")]
    roads = asked(made["partners"], "SELECT ask_first, count(*) FROM roads GROUP BY ask_first")
    assert dict(roads)[1] >= 1
    access = asked(made["partners"], "SELECT DISTINCT ask_first FROM access")
    assert access == [(1,)]
    for audience in ("public", "internal"):
        names = asked(made[audience], "SELECT name FROM pragma_table_info('access')")
        assert ("ask_first",) not in names


def test_files_say_for_whom_they_are(made):
    for audience, start in (
        ("public", "Public map: what is not told here may be closed. Reports, places"),
        ("partners", "For partners. Reports and places of high sensitivity were taken out"),
        ("internal", "For internal use: everything but what is marked severe."),
    ):
        (whole,) = asked(made[audience], "SELECT metadata FROM gpkg_metadata WHERE id = 1")
        assert json.loads(whole[0])["for_whom"].startswith(start)
        (book,) = made[audience].glob("tables/*.xlsx")
        with closing(openpyxl.load_workbook(book, read_only=True)) as opened:
            said = {row[0]: row[1] for row in opened["about"].iter_rows(values_only=True)}
        assert said[audience].startswith(start)
        assert (said.get("unknown") == UNTOLD["en"]) == (audience == "public")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
def test_each_note_is_there_in_each_language(language, audience):
    given = world(spec=world().spec.model_copy(update={"language": language}))
    told = for_whom(replace(given, provenance=replace(given.provenance, audience=audience)))
    assert len(told) > 40


def test_nothing_to_drive_by_is_made_for_the_public(made):
    assert not (made["public"] / "routes").exists()
    assert (made["partners"] / "routes").is_dir()
    (gpx,) = made["partners"].glob("routes/*.gpx")
    file = gpxpy.parse(gpx.read_text("utf-8"))
    assert [one.description.split(" · ")[0] for one in file.waypoints] == [ASK["en"]]
    assert "it says “ask before you go”, and nothing more." in file.description


def test_totals_of_sites_are_ranges_in_the_table_and_on_the_communes(made):
    _, (row,) = rows_of(made["public"], "site_totals")
    assert row["commune"] == "Vil Ba"
    (file,) = made["public"].glob("*.gpkg")
    drawn = gpd.read_file(file, layer="site-totals")
    assert [*drawn["commune"]] == ["VIL-BA"]  # the commune as its dataset writes it
    for name in ("sites", "households", "persons"):
        for end in ("from", "to"):
            assert drawn[f"{name}_{end}"][0] == int(row[f"{name}_{end}"])
    assert drawn["sites_from"][0] <= 4 <= drawn["sites_to"][0]
    (qml,) = asked(
        made["public"], "SELECT styleQML FROM layer_styles WHERE f_table_name = 'site-totals'"
    )
    low, high = (int(row[f"persons_{end}"]) for end in ("from", "to"))
    assert f"{low:,} to {high:,}" in qml[0]
    for audience in ("partners", "internal"):
        assert not (made[audience] / "tables/site_totals.csv").exists()


def test_no_layer_of_totals_where_the_map_draws_no_such_commune(tmp_path):
    built = audiences.built(audiences.town(tmp_path / "town"), "public")
    elsewhere = built.tables["site_totals"].assign(commune="Elsewhere")
    for totals in (None, elsewhere.iloc[:0], elsewhere):
        assert with_site_totals(built.layers, totals) == built.layers


def test_tables_of_the_public_hold_no_column_that_rests_on_silence(made):
    header = {name: rows_of(made["public"], name)[0] for name in ("access", "corridors", "state")}
    assert header["access"] == [
        "type", "id", "name", "kind", "commune", "hub", "mover", "status", "minutes", "km",
        "gateways", "areas", "claims", "blocked_by",
    ]  # fmt: skip
    assert {"sentence_fr", "sentence_ht", "sentence_en"} <= set(header["corridors"])
    assert not {"alternatives", "tolls", "status_by_class"} & set(header["corridors"])
    assert "probability" not in header["state"]
