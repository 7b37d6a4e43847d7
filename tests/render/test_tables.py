"""Tables reach the page whole in meaning and light in bytes: subjects are numbers, told once."""

from dataclasses import replace

import numpy as np
import pandas as pd
from render.world import built_world

from potay.render.tables import tables_block

PLACES = (("infrastructure", "port"), ("infrastructure", "depot"), *(
    ("site", f"s{number}") for number in range(20)
))  # fmt: skip


def block(**tables: pd.DataFrame) -> dict:
    return tables_block(replace(built_world(), tables=tables))


def column(told: dict, table: str, name: str) -> list:
    return told[table]["columns"][name]


def test_lists_of_subjects_become_numbers_for_keys():
    access = pd.DataFrame(
        {
            "id": ["s1", "s2"], "minutes": [9.49, np.nan], "km": [2.06, None],
            "gateways": [["canaan"], []],
            "blocked_by": [[{"subject": "area.canaan", "claims": ["c1"]}], ["gateway.canaan"]],
            "would_open": [None, ["area.canaan", "gateway.canaan"]],
            "worst_case": [{"status": "cut_off", "minutes": None}, None],
            "best_case": [{"status": "reachable", "minutes": 30.6}, None],
        }
    )  # fmt: skip
    told = block(access=access)
    keys = told["keys"]
    named = [[keys[number] for number in row] for row in column(told, "access", "blocked_by")]
    assert named == [["area.canaan"], ["gateway.canaan"]]
    assert [keys[number] for number in column(told, "access", "gateways")[0]] == ["gateway.canaan"]
    assert sorted(keys) == ["area.canaan", "gateway.canaan"]
    assert column(told, "access", "minutes") == [9, None]
    assert column(told, "access", "km") == [2.1, None]
    assert column(told, "access", "best_case") == [31, None]
    assert "worst_case" not in told["access"]["columns"]  # no way in either row: nothing to tell


def test_a_complete_table_of_access_names_nothing_twice():
    """Two vehicles, two points, two places; a point is not asked about itself."""
    rows = [(mover, hub, kind, one) for mover in ("truck", "moto") for hub in ("port", "depot")
            for kind, one in PLACES if one != hub]  # fmt: skip
    access = pd.DataFrame(rows, columns=["mover", "hub", "type", "id"])
    access["probability"] = [number / 100 for number in range(len(rows))]
    told = block(access=access)
    by = told["access"]["by"]
    assert (by["mover"], by["hub"]) == (["truck", "moto"], ["port", "depot"])
    keys = [told["keys"][number] for number in by["place"]]
    assert sorted(keys) == sorted(f"{kind}.{one}" for kind, one in PLACES)
    values = iter(column(told, "access", "probability"))
    back = [(mover, hub, *key.split("."), next(values)) for mover in by["mover"]
            for hub in by["hub"] for key in keys]  # fmt: skip
    given = {row: 0.01 * number for number, row in enumerate(rows)}
    for mover, hub, kind, one, value in back:
        wanted = given.get((mover, hub, kind, one))
        assert value == (wanted if wanted is None else round(wanted, 2))
    assert not {"mover", "hub", "type", "id"} & set(told["access"]["columns"])


def test_a_table_of_access_with_gaps_names_what_each_row_is_about():
    access = pd.DataFrame(
        {"mover": ["truck", "moto"], "hub": ["port", "depot"], "type": ["site"] * 2,
         "id": ["s1", "s2"], "status": ["cut_off", "reachable"]}
    )  # fmt: skip
    told = block(access=access)["access"]
    assert "by" not in told
    assert set(told["columns"]) == {"mover", "hub", "type", "id", "status"}


def test_people_are_told_by_the_row_of_their_quarter():
    state = pd.DataFrame(
        {"subject_type": ["gateway", "area", "area"], "id": ["a", "b", "c"],
         "basis": ["claim"] * 3, "name": ["A", "B", "C"]}
    )  # fmt: skip
    people = pd.DataFrame({"id": ["c", "b", "gone"], "persons_modelled": [7, None, 9],
                           "status": ["cut_off", "reachable", "unknown"],
                           "minutes": [None, 12.4, None]})  # fmt: skip
    told = block(state=state, people=people)
    assert column(told, "people", "area") == [2, 1]
    assert column(told, "people", "persons_modelled") == [7, None]
    assert column(told, "people", "minutes") == [None, 12]


def test_what_a_layer_names_the_states_need_not():
    built = built_world()
    (control,) = [one.frame for one in built.layers if one.spec.name == "control"]
    drawn = str(control.index[0])
    state = pd.DataFrame(
        {"subject_type": ["area", "area", "road"], "id": [drawn, "elsewhere", "rn1"],
         "basis": ["claim"] * 3, "name": ["Drawn", "Elsewhere", "Route"]}
    )  # fmt: skip
    assert column(block(state=state), "state", "name") == ["", "Elsewhere", "Route"]


def test_corridors_keep_kilometres_states_places_and_reports():
    stretch = {"from_km": 0.0, "to_km": 1.25, "status": "closed", "areas": ["canaan"],
               "claim_ids": ["c1"], "control": "g9", "at": [-72.3, 18.5],
               "decided_by": [{"subject": "area.canaan", "kind": "report",
                               "claim_ids": ["c1"]}]}  # fmt: skip
    corridors = pd.DataFrame(
        {"ref": ["rn1"], "stretches": [[stretch]],
         "gateways": [[{"subject": "gateway.canaan", "km": 0.5, "claims": []}]],
         "obstacles": [[{"subject": "obstacle.b1", "km": None}]],
         "bridges": [[{"from_km": 0.2, "to_km": 0.25, "road": "w1", "max_weight_t": 30.0}]],
         "usable_by_mover": [False], "people_2km": [1249.0],
         "climb_m": [12.6], "descent_m": [0.2], "max_grade_pct": [3.4],
         "alternatives": [[{"minutes": 4.4, "status": "unknown", "gateways": ["canaan"]}]]}
    )  # fmt: skip
    told = block(corridors=corridors)
    assert told["keys"] == ["area.canaan", "gateway.canaan", "obstacle.b1"]
    assert column(told, "corridors", "stretches") == [
        [[0, 1.25, "closed", [0], ["c1"], [-7230000, 1850000], [[0, "report", ["c1"]]]]]
    ]
    assert column(told, "corridors", "bridges") == [[[0.2, 0.25, 30, None]]]
    assert column(told, "corridors", "others") == [[[4, 3, [1]]]]
    assert column(told, "corridors", "usable") == [False]
    assert column(told, "corridors", "people_2km") == [1200]
    assert column(told, "corridors", "climb") == [[13, 0, 3]]
    assert column(told, "corridors", "gateways") == [[[0.5, 1]]]
    assert column(told, "corridors", "obstacles") == [[[None, 2]]]


def test_roads_without_reports_have_no_state_to_tell():
    state = pd.DataFrame(
        {"subject_type": ["road", "road", "area"], "id": ["a", "b", "c"],
         "basis": ["no_report", "expired", "no_report"]}
    )  # fmt: skip
    assert column(block(state=state), "state", "id") == ["b", "c"]


def test_absent_tables_are_empty_and_no_input_is_changed():
    built = built_world()
    before = {name: frame.copy(deep=True) for name, frame in built.tables.items()}
    told = tables_block(built)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(built.tables[name], frame)
    assert told["site_totals"] == {"rows": 0, "columns": {}}
    assert block()["keys"] == []


def test_what_a_source_says_is_told_once():
    claims = pd.DataFrame({"claim_id": ["c1"], "source_id": ["s1"], "publisher": ["A newspaper"]})
    sources = pd.DataFrame({"source_id": ["s1"], "publisher": ["A newspaper"]})
    assert "publisher" not in block(claims=claims, sources=sources)["claims"]["columns"]
    unknown = block(claims=claims, sources=sources.assign(source_id="other"))
    assert column(unknown, "claims", "publisher") == ["A newspaper"]
