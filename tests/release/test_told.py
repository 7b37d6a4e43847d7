"""Columns, tables and ways that are for a narrower circle are left out of what was built."""

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from export.world import world

from potay.release import allowed, told_map
from potay.release.allowed import allowed_columns, allows, has_list


def told(audience):
    made = world(audience)
    tables = {**made.tables, "people": pd.DataFrame({"persons": [1]}), "odd": pd.DataFrame()}
    return made, told_map(type(made)(**{**vars(made), "tables": tables}))


def test_a_layer_keeps_the_columns_of_its_role_and_no_other():
    """A column that nobody listed is drawn for internal use only, whatever else the layer has."""
    for audience, more in (("public", []), ("partners", []), ("internal", ["secret"])):
        made = world(audience)
        layers = tuple(
            replace(layer, frame=layer.frame.assign(secret="x")) for layer in made.layers
        )
        left = {one.role: one.frame for one in told_map(replace(made, layers=layers)).layers}
        assert list(left["base"]) == ["kind", "name", "geometry", *more]
        assert list(left["obstacles"]) == ["kind", "sensitivity", "as_of", "geometry", *more]
        assert isinstance(left["obstacles"], gpd.GeoDataFrame)
        assert left["obstacles"].crs == "EPSG:4326"
        assert ("tolls" in left["gateways"]) == (audience != "public")
        assert list(left["gateways"].index) == ["pont", "pot", "baryelwen"]


def test_ways_keep_the_columns_of_ways():
    for audience, more in (("partners", ["note"]), ("internal", ["note", "odd"])):
        made = world(audience)
        ways = made.routes.assign(note="by night", odd="x")
        left = told_map(replace(made, routes=ways)).routes
        assert list(left) == [*made.routes, *more]
        assert isinstance(left, gpd.GeoDataFrame)
    assert list(told_map(world("public")).routes) == []


@pytest.mark.parametrize("audience", ["public", "partners"])
def test_layers_and_tables_have_the_columns_of_the_list(audience):
    made, left = told(audience)
    for layer in left.layers:
        if layer.frame is not None and layer.spec.dataset:
            assert set(layer.frame) == set(
                allowed_columns(layer.frame.columns, layer.role, audience)
            )
    assert "people" not in left.tables
    assert "odd" not in left.tables
    assert set(left.tables["claims"]) <= set(made.tables["claims"])
    assert all(allows(audience, "claims", name) for name in left.tables["claims"])
    assert ("note" in left.tables["claims"]) == (audience == "partners")
    assert ("note" in left.state.claims) == (audience == "partners")


def test_internally_nothing_is_left_out():
    made, left = told("internal")
    assert {"people", "odd"} <= set(left.tables)
    assert list(left.tables["claims"]) == list(made.tables["claims"])
    assert list(left.routes) == list(made.routes)
    assert list(left.tables["sources"].index) == ["src-1", "src-2", "src-3"]
    few = {**made.tables, "claims": made.tables["claims"].iloc[:0]}
    left = told_map(replace(made, tables=few))
    assert list(left.tables["sources"].index) == ["src-1", "src-2", "src-3"]
    assert list(left.tables["actors"].index) == ["g-x", "gwoup-yagrek", "k-a", "misyon"]


def test_below_internal_only_sources_and_actors_that_a_report_names_are_told():
    made = world("partners")
    claims = made.tables["claims"].iloc[:1]
    tables = {**made.tables, "claims": claims, "state": made.tables["state"].iloc[:0]}
    left = told_map(type(made)(**{**vars(made), "tables": tables}))
    assert list(left.tables["sources"].index) == [claims["source_id"].iloc[0]]
    named = {*claims["value"], *claims["subject"], *";".join(claims["actor"]).split(";")}
    assert set(left.tables["actors"].index) <= {str(one).strip() for one in named}
    assert list(left.state.actors.index) == list(left.tables["actors"].index)


def told_of(report, actors, **tables):
    """Ids of the actors that partners are told of, by one report and some tables."""
    plain = {"subject_type": "gateway", "subject": "pont", "kind": "status", "value": "open",
             "actor": "", "source_id": "src-2"}  # fmt: skip
    claims = pd.DataFrame([{**plain, **report}], index=pd.Index(["c"], name="claim_id"))
    known = pd.DataFrame({"name": actors}, index=pd.Index(actors, name="actor_id"))
    made = world("partners")
    sources = made.tables["sources"]
    given = {"claims": claims, "actors": known, "sources": sources, **tables}
    left = told_map(replace(made, tables=given))
    assert list(left.tables["sources"].index) == ["src-2"]
    return list(left.tables["actors"].index)


@pytest.mark.parametrize(
    "report",
    [{"kind": "control", "value": "boss"}, {"subject_type": "actor", "subject": "boss"},
     {"actor": "boss"}, {"actor": "chief; boss"}, {"actor": " boss ;police"}],
)  # fmt: skip
def test_an_actor_is_told_whom_a_report_names_as_holder_subject_or_actor(report):
    assert told_of(report, ["boss", "nobody"]) == ["boss"]


def test_every_actor_of_a_report_is_told():
    assert told_of({"actor": "chief; boss"}, ["boss", "chief", "nobody"]) == ["boss", "chief"]


def test_holders_and_coalitions_of_the_state_are_told():
    state = pd.DataFrame({"control": ["boss", ""], "coalition": ["", "union"]}, index=["a", "b"])
    actors = ["boss", "chief", "union"]
    assert told_of({"actor": "chief"}, actors, state=state) == actors
    assert told_of({"actor": "chief"}, ["boss", "chief"], state=state[["coalition"]]) == ["chief"]
    assert told_of({}, ["boss"], state=state[["control"]]) == ["boss"]


def test_reports_without_a_column_of_actors_name_holders_all_the_same():
    made = world("partners")
    claims = made.tables["claims"].iloc[[1]].drop(columns="actor")
    tables = {"claims": claims, "actors": made.tables["actors"]}
    left = told_map(replace(made, tables=tables))
    assert set(left.tables) == {"claims", "actors"}
    assert list(left.tables["actors"].index) == ["misyon"]


def test_without_a_table_of_actors_the_state_keeps_its_own():
    made = world("partners")
    tables = {name: frame for name, frame in made.tables.items() if name != "actors"}
    assert told_map(replace(made, tables=tables)).state.actors is made.state.actors


def test_a_map_without_reports_or_ways_is_told_as_it_is():
    made = world("partners")
    tables = {name: frame for name, frame in made.tables.items() if name != "claims"}
    left = told_map(type(made)(**{**vars(made), "tables": tables, "routes": None}))
    assert "sources" in left.tables
    assert left.routes is None
    empty = made.routes.iloc[:0]
    assert told_map(type(made)(**{**vars(made), "routes": empty})).routes is empty


@pytest.mark.parametrize("changed", [{"dataset": ""}, {"frame": None}])
def test_a_layer_of_no_dataset_and_a_raster_have_no_columns_to_leave_out(changed):
    made = world("public")
    layer = made.layers[0]
    spec = layer.spec.model_copy(update={"dataset": changed.get("dataset", "d")})
    frame = layer.frame.assign(secret="x") if "dataset" in changed else None
    one = replace(layer, spec=spec, frame=frame)
    (left,) = told_map(replace(made, layers=(one,))).layers
    assert left is one


def test_an_unknown_column_role_or_kind_is_internal():
    assert allows("internal", "gateways", "brand-new")
    assert not allows("partners", "gateways", "brand-new")
    assert not allows("public", "kind of claim", "brand-new")
    assert has_list("internal-only", "internal")
    assert has_list("control", "public")
    assert not has_list("sites", "public")
    assert not has_list("internal-only", "partners")
    assert allows("public", "control", "name") == allows("public", "areas", "name")


def test_the_list_in_force_is_that_of_the_file():
    read = allowed._read()
    assert read == allowed._ALLOWED
    assert read["sites", "persons"] == "partners"
    assert read["roads", "apart"] == "internal"
    assert read["kind of claim", "toll"] == "partners"
    assert set(read.values()) == {"public", "partners", "internal"}
