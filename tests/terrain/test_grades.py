"""Steep roads are slower, only where a map has terrain and its rules say so."""

import numpy as np
import pytest
from rasters import SHAPE, inputs, level, workspace

from potay.access import access_table
from potay.errors import SpecError
from potay.slope_speed import speed_factors
from potay.terrain import with_grades

#: 100 m up for every cell to the east: about 9.5 percent.
RAMP = np.tile(np.arange(SHAPE[1]) * 100.0, (SHAPE[0], 1))


def minutes(read, **more) -> float:
    rows = access_table(read.scenario(), hubs=["port"]).rows
    return rows.loc[rows["id"] == "camp-1", "minutes"].item()


def test_a_hill_takes_the_time_that_its_grade_and_the_vehicle_ask(tmp_path):
    flat = minutes(inputs(workspace(tmp_path / "flat", terrain=level())))
    steep = inputs(workspace(tmp_path / "steep", terrain=RAMP))
    grade = with_grades(steep.frames["road"], steep.datasets, steep.asked.spec.rules)["grade_pct"]
    assert grade.tolist() == pytest.approx([9.47, 9.47], abs=0.05)
    share = float(speed_factors(grade.to_numpy(), 4)[0])
    assert share == pytest.approx(0.676, abs=0.005)
    network = steep.network
    on_road = network.roads.grade_pct
    assert on_road.tolist() == pytest.approx(grade.tolist())
    # All but the connector to the camp beside the road (about 56 m) is slower.
    assert flat / share == pytest.approx(minutes(steep), rel=0.02)
    assert minutes(steep) > flat


def test_the_rule_turns_it_off_and_no_terrain_changes_nothing(tmp_path):
    steep = workspace(tmp_path / "steep", terrain=RAMP)
    off = inputs(steep, "rules.slope_slows=false")
    bare = inputs(workspace(tmp_path / "bare"))
    assert np.isnan(off.network.roads.grade_pct).all()
    assert np.isnan(bare.network.roads.grade_pct).all()
    assert minutes(off) == minutes(bare)


def test_roads_off_the_terrain_keep_their_speed(tmp_path):
    nothing = RAMP.copy()
    nothing[:, :8] = np.nan
    read = inputs(workspace(tmp_path, terrain=nothing))
    west, east = read.network.roads.grade_pct
    assert np.isnan(west)
    assert east > 9


def test_two_terrains_are_one_too_many(tmp_path):
    read = inputs(workspace(tmp_path, terrain=RAMP))
    twice = {**read.datasets, "more": read.datasets["terrain"]}
    with pytest.raises(SpecError) as refused:
        with_grades(read.frames["road"], twice, read.asked.spec.rules)
    assert str(refused.value) == (
        "the map has 2 rasters of the role terrain: terrain, terrain. "
        "Leave one of them in its layers."
    )
