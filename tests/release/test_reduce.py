from dataclasses import replace

import pandas as pd
import pytest
import shapely
from export.world import BARYE, layer, sites, world
from shapely import Point

from potay.errors import Finding, SensitivityError
from potay.release import reduce_for
from potay.release.allowed import allowed_columns


def layers_of(built):
    return {one.spec.name: one for one in built.layers}


@pytest.fixture
def public():
    return reduce_for(world("public"), "public")


@pytest.fixture
def partners():
    return reduce_for(world("partners"), "partners")


@pytest.fixture
def internal():
    return reduce_for(world(), "internal")


def test_public_has_no_site_and_partners_those_up_to_moderate(public, partners, internal):
    assert "sites" not in layers_of(public)
    assert public.spec.layers == ("base", "control", "roads", "links", "obstacles",
                                  "infrastructure", "gateways")  # fmt: skip
    assert "sit-0009" not in layers_of(partners)["sites"].frame.index
    assert len(layers_of(partners)["sites"].frame) == 9
    assert len(layers_of(internal)["sites"].frame) == 9


def test_public_site_figures_are_totals_of_communes_that_may_be_shown(public, partners):
    assert public.tables["site_totals"].to_dict("records") == [
        {"commune": "Vil", "sites": 3, "households": 210, "persons": 1050}
    ]
    assert "site_totals" not in partners.tables


def test_rows_above_the_audience_are_gone_from_layers_and_tables(public, partners, internal):
    assert list(layers_of(public)["infrastructure"].frame.index) == ["pò"]
    assert set(layers_of(partners)["infrastructure"].frame.index) == {"pò", "lopital-xena"}
    assert set(layers_of(internal)["infrastructure"].frame.index) == {"pò", "lopital-xena"}
    assert "sidlavil" not in layers_of(partners)["control"].frame.index
    assert set(partners.tables["access"]["hub"]) == {"pò"}
    assert "depo-sekre" not in set(internal.tables["access"]["id"])
    assert "baryelwen" not in partners.tables["state"].index


def test_a_withheld_report_is_unknown_wherever_its_subject_shows(partners):
    pont = layers_of(partners)["gateways"].frame.loc["pont"]
    assert (pont["status"], pont["reading_status"]) == ("unknown", "unknown")
    assert (pont["basis"], pont["claim_id"], pont["as_of"]) == ("withheld", "", "")
    row = partners.tables["state"].set_index("id").loc["pont"]
    assert (row["status"], row["basis"], row["claim_id"]) == ("unknown", "withheld", "")
    road = layers_of(partners)["roads"].frame.loc["wout-1"]
    assert (road["status_worst"], road["reading_status"]) == ("unknown", "unknown")


def test_an_answer_that_names_a_withheld_subject_is_unknown_without_figures(partners):
    row = partners.tables["access"].set_index("id").loc["lopital-xena"]
    assert (row["status"], row["minutes"], row["blocked_by"]) == ("unknown", None, [])
    assert row["best_case"] == {"status": "unknown", "minutes": None}
    assert layers_of(partners)["infrastructure"].frame.at["lopital-xena", "status"] == "unknown"


def test_a_corridor_that_a_withheld_report_touches_tells_no_stretches(partners):
    rn1, rn2, rn4 = partners.tables["corridors"].to_dict("records")
    assert (rn1["status"], rn1["stretches"], rn1["km"]) == ("unknown", [], None)
    assert (rn2["status"], rn2["alternatives"]) == ("unknown", [])  # beside it stands baryelwen
    assert (rn4["status"], rn4["stretches"][0]["claim_ids"]) == ("open", ["c-nord"])


def test_a_road_under_a_withheld_gateway_is_one_piece_without_the_cuts(partners):
    """Two cuts fifty metres on either side would show where the gateway stands."""
    roads = layers_of(partners)["roads"].frame
    assert list(roads.index) == ["wout-1", "wout-2", "wout-3"]
    road = roads.loc["wout-3"]
    first, *bends, last = road.geometry.coords
    assert (first, last) == ((-72.325, 18.60), (-72.325, 18.50))
    assert len(bends) == 1  # where the road itself bends
    assert shapely.distance(Point(bends[0]), BARYE) > 1e-4
    assert (road["reading_status"], road["governors"]) == ("unknown", [])


def test_a_road_without_anything_withheld_keeps_its_pieces(internal):
    assert len(layers_of(internal)["roads"].frame) == 5


def test_toll_amounts_stay_out_of_public_and_the_restriction_stays_in(public, partners):
    assert "tolls" not in layers_of(public)["gateways"].frame.columns
    assert layers_of(public)["gateways"].frame.at["pot", "status"] == "restricted"
    assert public.tables["claims"].at["c-toll", "value"] == "withheld"
    assert public.state.claims.at["c-toll", "value"] == "withheld"
    assert partners.tables["claims"].at["c-toll", "value"] == "1234-5678 HTG truck"


def test_columns_leave_by_list_only():
    """A column nobody thought of does not leave; internal keeps it."""
    given = world()
    odd = [replace(one, frame=one.frame.assign(phone="509")) if one.frame is not None else one
           for one in given.layers]  # fmt: skip
    tables = {name: table.assign(phone="509") for name, table in given.tables.items()}
    given = replace(given, layers=tuple(odd), tables=tables)
    for audience in ("public", "partners"):
        reduced = reduce_for(given, audience)
        columns = {c for one in reduced.layers for c in one.frame.columns}
        columns |= {c for table in reduced.tables.values() for c in table.columns}
        assert "phone" not in columns
        assert "phone" not in reduced.state.claims.columns
    assert "phone" in layers_of(reduce_for(given, "internal"))["roads"].frame.columns


def test_notes_do_not_leave_for_the_public():
    frame = pd.DataFrame({"name": ["a"], "note": ["b"], "geometry": [None]})
    assert allowed_columns(frame, "gateways", "public") == ["name", "geometry"]
    assert allowed_columns(frame, "gateways", "partners") == ["name", "note", "geometry"]


def test_a_table_without_a_list_of_columns_does_not_leave_below_internal():
    given = world()
    given = replace(given, tables={**given.tables, "critical": given.tables["access"]})
    assert "critical" not in reduce_for(given, "partners").tables
    assert "critical" in reduce_for(given, "internal").tables


def test_sources_and_actors_are_those_that_a_released_claim_names(partners):
    assert list(partners.tables["sources"].index) == ["src-1"]
    assert set(partners.tables["actors"].index) == {"g-x", "misyon", "k-a"}
    assert set(partners.state.actors.index) == {"g-x", "misyon", "k-a"}


def test_head_figures_are_counted_from_what_is_shown(public, partners):
    assert set(public.summary) == {"disconnected_pairs", "places"}
    shown = partners.tables["access"].drop_duplicates("id")
    assert sum(partners.summary["persons"].values()) == int(shown["persons"].sum())


def test_where_no_row_is_left_there_is_no_figure_rather_than_a_nought():
    given = world("public")
    bare = given.tables["access"][given.tables["access"]["type"] == "site"]
    told = reduce_for(replace(given, tables={**given.tables, "access": bare}), "public")
    assert told.summary == {}
    hidden = tuple(replace(one, frame=one.frame.assign(sensitivity="high"))
                   if one.spec.name == "sites" else one for one in given.layers)  # fmt: skip
    assert "persons_cut_off" not in reduce_for(replace(given, layers=hidden), "partners").summary


def test_routes_to_sites_stay_out_of_public_and_severe_ends_out_of_all(public, internal):
    assert list(public.routes.index) == ["r-2"]
    given = world()
    secret = given.routes.assign(to=["sit-0009", "pot"])
    reduced = reduce_for(replace(given, routes=secret), "internal")
    assert list(reduced.routes.index) == ["r-2"]
    untyped = replace(given, routes=given.routes.drop(columns="to_type"))
    assert reduce_for(untyped, "public").routes.empty
    assert list(internal.routes.index) == ["r-1", "r-2"]


def test_the_spec_names_neither_hidden_hubs_nor_arrangements_nor_hidden_what_ifs(public):
    assert public.spec.hubs == ("pò",)
    assert public.spec.chosen_mover.arrangements == ()
    assert public.spec.what_if == {}
    assert public.spec.audience == public.provenance.audience == "public"


def test_inputs_that_may_not_leave_are_not_named(partners, internal):
    assert [entry["name"] for entry in partners.provenance.inputs] == ["areas", "sites"]
    assert len(internal.provenance.inputs) == 3
    assert partners.provenance.fingerprint != world().provenance.fingerprint
    assert partners.provenance.sensitivity == "moderate"


def test_a_dataset_with_single_released_rows_is_named_without_its_hash():
    given = world()
    entries = tuple({**entry, "sensitivity": "high"} for entry in given.provenance.inputs)
    drawn = replace(given.layers[1], spec=given.layers[1].spec.model_copy(
        update={"dataset": "areas"}))  # fmt: skip
    given = replace(given, layers=(drawn,), provenance=replace(given.provenance, inputs=entries))
    (entry,) = reduce_for(given, "public").provenance.inputs
    assert entry["name"] == "areas"
    assert "sha256" not in entry
    assert "sensitivity" not in entry


def test_findings_leave_as_a_number_and_extras_by_list(public, internal):
    told = ["Findings on the inputs that are not part of this bundle: 1."]
    assert [one.message for one in public.findings] == told
    assert [one.message for one in internal.findings] == told  # it quotes a severe site
    assert set(public.extras) == {"illustrative", "attribution", "withheld", "reduced_for"}
    assert set(internal.extras) == set(public.extras)


def test_internal_keeps_the_findings_that_quote_nothing_withheld():
    plain = Finding("warning", "roads: 3 rows repaired", file="roads.geojson", layer="roads")
    given = replace(world(), findings=(*world().findings, plain))
    assert plain in reduce_for(given, "internal").findings
    assert plain not in reduce_for(given, "partners").findings


def test_a_claim_marked_by_its_dataset_stays_however_often_it_is_reduced():
    given = world("public")
    claims = given.state.claims.assign(sensitivity="", dataset="ledger")
    entry = {**given.provenance.inputs[0], "name": "ledger", "sensitivity": "low"}
    given = replace(
        given,
        state=replace(given.state, claims=claims),
        tables={**given.tables, "claims": claims},
        provenance=replace(given.provenance, inputs=(entry,)),
    )
    twice = reduce_for(reduce_for(given, "public"), "public")
    assert "c-nord" in twice.tables["claims"].index
    assert twice.tables["claims"].at["c-nord", "sensitivity"] == "low"


def test_nothing_withheld_leaves_an_internal_map_as_it_was():
    given = world()
    plain = tuple(one for one in given.layers if one.spec.name in ("base", "roads", "links"))
    known = given.state.claims.drop(index="c-secret")
    given = replace(given, layers=plain, state=replace(given.state, claims=known))
    reduced = reduce_for(given, "internal")
    assert reduced.extras["convoy_cards"] == given.extras["convoy_cards"]
    assert reduced.findings == given.findings
    assert reduced.summary == given.summary
    assert reduced.extras["withheld"] == {}


def test_counts_tell_how_many_and_never_what(partners):
    assert partners.extras["withheld"]["claims"] == 4
    assert partners.extras["withheld"]["layer sites: rows"] == 1
    assert partners.extras["withheld"]["table state: rows"] == 2
    assert all(isinstance(count, int) for count in partners.extras["withheld"].values())


@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
def test_reducing_twice_is_reducing_once(audience):
    once = reduce_for(world(audience), audience)
    twice = reduce_for(once, audience)
    assert twice.provenance == once.provenance
    assert twice.extras == once.extras
    assert twice.summary == once.summary
    for name, table in once.tables.items():
        pd.testing.assert_frame_equal(twice.tables[name], table)
    for before, after in zip(once.layers, twice.layers, strict=True):
        pd.testing.assert_frame_equal(after.frame, before.frame)


def test_what_is_gone_cannot_be_asked_back(public):
    with pytest.raises(SensitivityError) as refused:
        reduce_for(public, "partners")
    assert str(refused.value) == (
        "ti-mond: this map was reduced for 'public' and cannot be widened to 'partners'. "
        "Build it again for that audience."
    )


def test_the_map_given_is_not_touched():
    given, same = world("public"), world("public")
    reduce_for(given, "public")
    for name, table in same.tables.items():
        pd.testing.assert_frame_equal(given.tables[name], table)
    for before, after in zip(same.layers, given.layers, strict=True):
        pd.testing.assert_frame_equal(after.frame, before.frame)


def test_a_site_layer_that_is_marked_low_still_has_no_points_in_public():
    marked = sites().drop(index=["sit-0009", "sit-0010"]).assign(sensitivity="low")
    given = replace(world("public"), layers=(layer("sites", "sites", marked),))
    reduced = reduce_for(given, "public")
    assert reduced.layers == ()
    assert list(reduced.tables["site_totals"]["commune"]) == ["Vil"]
