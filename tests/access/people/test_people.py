"""People by quarter on the tiny workspace: conserved, by status, by band, by holder; ways out."""

import csv
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasters import SHAPE, inputs, level, workspace

from potay.access import evacuation, people_answer
from potay.access.people.people import band_of
from potay.build import build_map, write_map
from potay.built import Aspect, SubjectState
from potay.cli import run
from potay.errors import NoAnswerError

#: A thousand in every cell; the quarter `east` covers 3 × 2 cells from column 10 to 13.
CROWD = level(1000)


def in_state(read, state):
    """The same inputs in a state that is given instead of worked out."""
    there = replace(read)
    vars(there)["state"] = state
    return there


def answer(read):
    population = read.datasets["population"].raster
    return people_answer(read.scenario(), ["port"], read.frames["area"], population)


def test_people_of_a_quarter_count_by_how_it_is_reached(tmp_path):
    root = workspace(tmp_path, population=CROWD)
    found = answer(inputs(root))
    row = found.rows.iloc[0]
    assert (row["id"], row["persons_modelled"], row["covered"]) == ("east", 6000, 1.0)
    assert (row["control"], row["status"], row["hub"]) == ("none", "reachable", "port")
    assert found.summary["people_by_status"] == {
        "reachable": 6000, "restricted": 0, "presumed": 0, "unknown": 0, "cut_off": 0,
        "misplaced": 0,
    }  # fmt: skip
    assert found.summary["people_by_band"]["up_to_1_h"] == 6000
    assert found.summary["people_by_control"] == {"none": 6000}
    assert found.summary["uncovered"] == 70_000 - 6000
    assert "modelled" in found.summary["persons_are"]
    shut = answer(inputs(root, as_of="2024-01-05"))
    assert shut.summary["people_by_status"]["cut_off"] == 6000
    assert shut.summary["people_by_band"]["not_reached"] == 6000


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32 - 1), holes=st.floats(0, 0.6))
def test_nobody_is_lost_or_made(tmp_path_factory, seed, holes):
    random = np.random.default_rng(seed)
    crowd = random.uniform(0, 5000, SHAPE)
    crowd[random.uniform(0, 1, SHAPE) < holes] = np.nan
    crowd[0, 0] = 1.0
    summary = answer(inputs(workspace(tmp_path_factory.mktemp("w"), population=crowd))).summary
    for name in ("people_by_status", "people_by_band", "people_by_control"):
        whole = sum(summary[name].values()) + summary["uncovered"] - summary["counted_twice"]
        assert whole == pytest.approx(np.nansum(crowd), abs=4)  # each figure is rounded
    assert summary["total"] == round(np.nansum(crowd))


def test_a_quarter_without_data_is_unknown_not_empty(tmp_path):
    crowd = level(1000)
    crowd[:, 9:] = np.nan
    found = answer(inputs(workspace(tmp_path, population=crowd)))
    assert found.rows["persons_modelled"].tolist() == [None]
    assert found.summary["areas_without_data"] == ["east"]
    assert found.summary["total"] == found.summary["uncovered"] == 45_000


def test_bands_of_the_presumed_reading():
    cases = {
        ("reachable", 60.0): "up_to_1_h", ("restricted", 60.1): "1_to_2_h",
        ("presumed", 240.0): "2_to_4_h", ("presumed", 240.1): "over_4_h",
        ("unknown", 10.0): "not_reached", ("cut_off", None): "not_reached",
    }  # fmt: skip
    for (status, minutes), band in cases.items():
        assert band_of({"status": status, "minutes": minutes}) == band


def test_the_table_is_in_the_internal_bundle_and_in_no_other(tmp_path):
    root = workspace(tmp_path, population=CROWD)
    built = build_map(inputs(root).asked)
    assert built.people["people_by_status"]["reachable"] == 6000
    bundle = write_map(built, tmp_path / "out").path
    rows = list(csv.DictReader((bundle / "tables" / "people.csv").read_text("utf-8").splitlines()))
    assert [row["persons_modelled"] for row in rows] == ["#population+modelled", "6000"]
    for audience in ("partners", "public"):
        reduced = build_map(inputs(root, audience=audience).asked)
        assert "people" not in reduced.tables
        assert reduced.people is None


def test_the_command_says_modelled(tmp_path, capsys):
    root = workspace(tmp_path, population=CROWD)
    assert run(["people", "tiny", "--json", "-q", "--workspace", str(root)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["rows"][0]["persons_modelled"] == 6000
    assert run(["people", "tiny", "-q", "--workspace", str(root)]) == 0
    assert "People are modelled by the map's population raster" in capsys.readouterr().out


def test_without_a_raster_the_command_says_what_to_add(tmp_path, capsys):
    root = workspace(tmp_path)
    assert run(["people", "tiny", "-q", "--workspace", str(root)]) == 5
    assert capsys.readouterr().err.strip() == (
        "maps/tiny.toml: the map has no population raster. "
        "Add a layer whose dataset has the role population."
    )


def held(read, kind: str):
    """The same map with the quarter reported in the hands of an actor of a kind."""
    actors = pd.DataFrame({"name": ["A"], "kind": [kind]}, index=["a"])
    key = ("area", "east")
    known = SubjectState(key, control=Aspect(value="a", basis="claim", claim_id="T3"))
    subjects = {**read.state.subjects, key: known}
    return in_state(read, replace(read.state, subjects=subjects, actors=actors))


def test_the_way_out_of_each_quarter_and_whom_the_corridor_carries(tmp_path):
    read = inputs(workspace(tmp_path, population=CROWD))
    found = evacuation(read.scenario(), answer(read), read.frames["area"], ["port"])
    (row,) = found["rows"]
    assert (row["id"], row["facility"], row["corridors"]) == ("east", "port", ["rn9"])
    assert (row["status"], row["facility_control"]) == ("reachable", "unknown")
    assert found["corridors"] == [{"ref": "rn9", "persons_modelled": 6000}]
    there = answer(read).rows.iloc[0]
    assert row["minutes"] == pytest.approx(there["minutes"])  # the road is two-way
    assert row["km"] == pytest.approx(there["km"])


def test_nobody_leaves_by_a_closed_gate(tmp_path):
    read = inputs(workspace(tmp_path, population=CROWD), as_of="2024-01-05")
    found = evacuation(read.scenario(), answer(read), read.frames["area"], ["port"])
    assert [row["status"] for row in found["rows"]] == ["cut_off"]
    assert found["corridors"] == []
    assert found["summary"]["people_by_status"]["cut_off"] == 6000


@pytest.mark.parametrize(("kind", "counts"), [("gang", False), ("police", True)])
def test_a_port_under_armed_control_is_no_refuge(tmp_path, kind, counts):
    read = held(inputs(workspace(tmp_path, population=CROWD)), kind)
    people, areas = answer(read), read.frames["area"].copy()
    areas = areas.set_geometry(areas.geometry.translate(xoff=-0.09))  # now round the port
    if counts:
        assert evacuation(read.scenario(), people, areas, ["port"])["rows"]
        return
    with pytest.raises(NoAnswerError) as refused:
        evacuation(read.scenario(), people, areas, ["port"])
    assert str(refused.value) == (
        "no port on the roads of this map stands out of reported armed control. "
        "Name other kinds in 'evacuation_kinds' of its rules."
    )


def test_a_port_reported_closed_is_no_refuge(tmp_path):
    read = inputs(workspace(tmp_path, population=CROWD))
    key = ("infrastructure", "port")
    shut = SubjectState(key, status=Aspect(value="closed", basis="claim"))
    there = in_state(read, replace(read.state, subjects={**read.state.subjects, key: shut}))
    with pytest.raises(NoAnswerError):
        evacuation(there.scenario(), answer(read), there.frames["area"], ["port"])
