"""Columns, tables and ways that are for a narrower circle are left out of what was built."""

from dataclasses import replace

import pandas as pd
import pytest
from export.world import world

from potay.release import told_map
from potay.release.allowed import allowed_columns, allows, has_list


def told(audience):
    made = world(audience)
    tables = {**made.tables, "people": pd.DataFrame({"persons": [1]}), "odd": pd.DataFrame()}
    return made, told_map(type(made)(**{**vars(made), "tables": tables}))


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


def test_below_internal_only_sources_and_actors_that_a_report_names_are_told():
    made = world("partners")
    claims = made.tables["claims"].iloc[:1]
    tables = {**made.tables, "claims": claims, "state": made.tables["state"].iloc[:0]}
    left = told_map(type(made)(**{**vars(made), "tables": tables}))
    assert list(left.tables["sources"].index) == [claims["source_id"].iloc[0]]
    named = {*claims["value"], *claims["subject"], *";".join(claims["actor"]).split(";")}
    assert set(left.tables["actors"].index) <= {str(one).strip() for one in named}
    assert list(left.state.actors.index) == list(left.tables["actors"].index)


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
    assert not has_list("internal-only", "partners")
    assert allows("public", "control", "name") == allows("public", "areas", "name")
