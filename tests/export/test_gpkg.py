import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import geopandas as gpd
import pyogrio
import pytest
from export.world import frame, layer, layers, world
from shapely import GeometryCollection, LineString, MultiPoint, Point, box

from potay.errors import BundleError
from potay.export import write_gpkg


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("gpkg") / "ti-mond.gpkg"
    write_gpkg(world(), path)
    return path


def asked(path, statement, *values):
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as con:
        return con.execute(statement, values).fetchall()


def written(tmp_path, **changed):
    path = tmp_path / "x.gpkg"
    write_gpkg(world(**changed), path)
    return path


def test_every_layer_and_table_is_there_in_drawing_order(file):
    assert [(name, shape) for name, shape in pyogrio.list_layers(file)
            if name != "layer_styles"] == [
        ("base", "MultiLineString"), ("control", "MultiPolygon"), ("roads", "MultiLineString"),
        ("links", "MultiLineString"), ("obstacles_lines", "MultiLineString"),
        ("obstacles", "Point"), ("infrastructure", "Point"), ("gateways", "Point"),
        ("sites", "Point"), ("access", None), ("actors", None), ("claims", None),
        ("corridors", None), ("sources", None), ("state", None),
    ]  # fmt: skip


def test_it_is_a_geopackage_of_version_1_2_and_sound(file):
    assert asked(file, "PRAGMA user_version") == [(10200,)]
    assert asked(file, "PRAGMA application_id") == [(0x47504B47,)]
    assert asked(file, "PRAGMA integrity_check") == [("ok",)]
    assert asked(file, "PRAGMA freelist_count") == [(0,)]
    assert asked(file, "SELECT count(*) FROM gpkg_geometry_columns WHERE srs_id != 4326") == [(0,)]


def test_rows_come_back_as_they_were(file):
    read = gpd.read_file(file, layer="control").set_index("id")
    given = next(one.frame for one in layers() if one.spec.name == "control")
    assert sorted(read.index) == sorted(given.index)
    for one in given.index:
        assert read.geometry[one].equals(given.geometry[one])
        assert read.at[one, "name"] == given.at[one, "name"]
    sites = gpd.read_file(file, layer="sites").set_index("id")
    assert sites.geometry["sit-0001"] == Point(-72.3912347, 18.5112349)


def test_columns_have_real_types_and_ids_are_text(file):
    types = dict(asked(file, "SELECT name, type FROM pragma_table_info('sites')"))
    assert types["id"] == "TEXT"
    assert types["as_of"] == "DATE"
    assert (types["persons"], types["minutes"]) == ("INTEGER", "REAL")
    assert asked(file, "SELECT as_of, persons FROM sites WHERE id = 'sit-0001'") == [
        ("2024-07-15", 400)
    ]
    gateways = dict(asked(file, "SELECT name, type FROM pragma_table_info('gateways')"))
    assert gateways["stale"] == "BOOLEAN"
    (cell,) = asked(file, "SELECT tolls FROM gateways WHERE id = 'pot'")[0]
    assert json.loads(cell) == ["1234-5678 HTG truck"]


def test_a_layer_without_rows_has_its_columns(file):
    types = dict(asked(file, "SELECT name, type FROM pragma_table_info('links')"))
    assert asked(file, "SELECT count(*) FROM links") == [(0,)]
    assert (types["mode"], types["minutes"], types["geom"]) == ("TEXT", "REAL", "MULTILINESTRING")


def test_every_feature_table_has_a_default_style(file):
    styled = asked(file, "SELECT f_table_name FROM layer_styles WHERE useAsDefault = 1")
    drawn = asked(file, "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'")
    assert sorted(styled) == sorted(drawn)


def test_columns_are_titled_in_the_maps_language_and_codes_have_words(file, tmp_path):
    statement = (
        "SELECT title, constraint_name FROM gpkg_data_columns "
        "WHERE table_name = ? AND column_name = ?"
    )
    assert asked(file, statement, "control", "control") == [("Contrôle rapporté", "control")]
    assert asked(file, statement, "state", "basis") == [("Fondement", "basis")]
    creole = written(tmp_path, spec=world().spec.model_copy(update={"language": "ht"}))
    assert asked(creole, statement, "control", "control") == [("Kontwòl rapòte", "control")]
    words = dict(asked(file, "SELECT value, description FROM gpkg_data_column_constraints "
                             "WHERE constraint_name = 'control'"))  # fmt: skip
    assert (words["g-x"], words["contested"]) == ("Gwoup X", "Disputé")


def test_the_file_says_how_old_how_sensitive_and_from_whom_it_is(file):
    told = [json.loads(text) for (text,) in asked(file, "SELECT metadata FROM gpkg_metadata")]
    whole, *tables = told
    assert whole["as_of"] == "2024-08-19T03:59:59+00:00"
    assert (whole["audience"], whole["sensitivity"]) == ("internal", "high")
    assert whole["warning"].startswith("Rapports publics résumés")
    assert whole["illustrative"] == ["areas", "sites", "hush-claims"]
    assert {entry["licence"] for entry in whole["sources"]} == {"CC0-1.0"}
    assert [entry["name"] for entry in tables] == ["sites"]
    assert asked(file, "SELECT table_name FROM gpkg_metadata_reference "
                       "WHERE reference_scope = 'table'") == [("sites",)]  # fmt: skip


def test_no_time_of_day_is_in_the_file(file):
    moment = [("2024-08-19T03:59:59.000Z",)]
    assert asked(file, "SELECT DISTINCT last_change FROM gpkg_contents") == moment
    assert asked(file, "SELECT DISTINCT update_time FROM layer_styles") == moment
    assert asked(file, "SELECT DISTINCT timestamp FROM gpkg_metadata_reference") == moment


def test_the_sqlite_version_of_the_machine_is_not_in_the_file(file):
    assert file.read_bytes()[96:100] == (3040001).to_bytes(4, "big")


def test_many_rows_give_the_same_bytes_twice(tmp_path):
    """GDAL builds large spatial indexes on another thread."""
    count = 6000
    points = [Point(-72.4 + n % 77 / 1000, 18.5 + n % 91 / 1000) for n in range(count)]
    rows = frame([{"id": f"n{n:05d}", "name": "x"} for n in range(count)], points)
    many = (layer("many", "infrastructure", rows),)
    first, second = tmp_path / "a" / "x.gpkg", tmp_path / "b" / "x.gpkg"
    for path in (first, second):
        path.parent.mkdir()
        write_gpkg(world(layers=many), path)
    assert first.read_bytes() == second.read_bytes()


def test_layers_with_one_title_and_tables_with_a_layers_name_get_along(tmp_path):
    same = [replace(one, spec=one.spec.model_copy(update={"title": layers()[0].spec.title}))
            for one in layers()]  # fmt: skip
    same.append(replace(same[0], spec=same[0].spec.model_copy(update={"name": "access"})))
    path = written(tmp_path, layers=tuple(same))
    names = {name for (name,) in asked(path, "SELECT table_name FROM gpkg_contents")}
    assert {"access", "access_table"} <= names


def test_hostile_names_are_text_like_any_other(tmp_path):
    odd = "x'); DROP TABLE roads; --<&>\"{{ }}]]>"
    rows = frame([{"id": odd, "name": odd, "kind": odd}], [Point(-72.3, 18.5)])
    path = written(tmp_path, layers=(layer("odd", "infrastructure", rows, by="kind"),))
    assert asked(path, "SELECT id, name FROM odd") == [(odd, odd)]


def test_rows_without_geometry_are_kept(tmp_path):
    rows = frame([{"id": "a"}, {"id": "b"}], [None, Point(-72.3, 18.5)])
    path = written(tmp_path, layers=(layer("some", "infrastructure", rows),))
    assert asked(path, "SELECT id, geom IS NULL FROM some") == [("a", 1), ("b", 0)]


def test_a_third_dimension_is_dropped_and_parts_stay_one_row(tmp_path):
    line = LineString([(-72.4, 18.5, 3.0), (-72.3, 18.5, 4.0)])
    rows = frame([{"id": "a"}], [line])
    path = written(tmp_path, layers=(layer("flat", "roads", rows),))
    (read,) = gpd.read_file(path, layer="flat").geometry
    assert (read.geom_type, read.has_z, len(read.geoms)) == ("MultiLineString", False, 1)


def test_a_layer_of_all_dimensions_becomes_three_tables_areas_lowest(tmp_path):
    rows = frame(
        [{"id": "p"}, {"id": "l"}, {"id": "a"}],
        [Point(-72.3, 18.5), LineString([(-72.4, 18.5), (-72.3, 18.5)]),
         box(-72.4, 18.5, -72.3, 18.6)],
    )  # fmt: skip
    path = written(tmp_path, layers=(layer("all", "obstacles", rows),))
    statement = "SELECT table_name, identifier FROM gpkg_contents WHERE data_type = 'features'"
    assert asked(path, statement) == [
        ("all_areas", "all (fr) (surfaces)"), ("all_lines", "all (fr) (lignes)"),
        ("all", "all (fr) (points)"),
    ]  # fmt: skip


def test_points_in_groups_stay_one_row(tmp_path):
    rows = frame([{"id": "a"}, {"id": "b"}],
                 [MultiPoint([(-72.3, 18.5), (-72.2, 18.5)]), Point(-72.3, 18.5)])  # fmt: skip
    path = written(tmp_path, layers=(layer("some", "infrastructure", rows),))
    assert gpd.read_file(path, layer="some").geom_type.tolist() == ["MultiPoint", "MultiPoint"]


def test_geometries_of_mixed_kinds_are_refused_in_a_sentence(tmp_path):
    rows = frame([{"id": "a"}], [GeometryCollection([Point(0, 0), box(0, 0, 1, 1)])])
    with pytest.raises(BundleError) as refused:
        written(tmp_path, layers=(layer("some", "obstacles", rows),))
    assert str(refused.value) == (
        "layer some, id a: a GeometryCollection; a point, line or polygon was expected. "
        "Split it into rows of one kind."
    )


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(BundleError, match=r"x\.gpkg: the GeoPackage cannot be written"):
        write_gpkg(world(), tmp_path / "none" / "x.gpkg")
