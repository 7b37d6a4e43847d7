"""On foot beyond the last passable road, on the tiny workspace with level ground."""

import json

import numpy as np
import pytest
from rasters import SHAPE, inputs, level, workspace

from potay.access import walk_answer
from potay.cli import run
from potay.errors import NoAnswerError

SHUT = "2024-01-05"  # the gate is reported closed
#: Tobler's speed on level ground, off the path.
LEVEL_KMH = 6 * np.exp(-3.5 * 0.05) * 0.6


def answer(read):
    return walk_answer(read.scenario(), ["port"], read.datasets, read.frames).rows


def test_beyond_a_closed_gate_people_walk_from_where_the_lorry_stops(tmp_path):
    (row,) = answer(inputs(workspace(tmp_path, terrain=level()), as_of=SHUT)).to_dict("records")
    assert (row["id"], row["status"], row["walk_status"]) == ("camp-1", "cut_off", "reached")
    assert row["walk_km"] == pytest.approx(4.2, abs=1.1)  # cells are 1.06 km wide
    assert row["walk_minutes"] == pytest.approx(row["walk_km"] / LEVEL_KMH * 60, rel=0.01)
    assert row["walk_from"] == pytest.approx([-72.35, 18.5], abs=0.006)
    ride = (row["walk_from"][0] + 72.4) * 105.55 / 40 * 60
    assert row["minutes"] - row["walk_minutes"] == pytest.approx(ride, rel=0.02)


def test_who_is_reached_by_road_is_not_walked_to(tmp_path):
    assert answer(inputs(workspace(tmp_path, terrain=level()))).empty


def test_nobody_is_walked_into_a_closed_quarter_or_out_of_unknown_ground(tmp_path):
    root = workspace(tmp_path, terrain=level())
    (row,) = answer(inputs(root, "area.east=closed")).to_dict("records")
    assert (row["walk_status"], row["walk_minutes"], row["minutes"]) == ("on_barrier", None, None)
    holes = level()
    holes[:, 10:] = np.nan
    (row,) = answer(inputs(workspace(tmp_path / "holes", terrain=holes), as_of=SHUT)).to_dict(
        "records"
    )
    assert row["walk_status"] == "no_ground"


def test_ground_that_is_parted_is_not_crossed(tmp_path):
    parted = level()
    parted[:, 9] = np.nan
    (row,) = answer(inputs(workspace(tmp_path, terrain=parted), as_of=SHUT)).to_dict("records")
    assert (row["walk_status"], row["walk_km"]) == ("not_reached", None)


def test_a_hill_takes_longer_than_the_plain(tmp_path):
    hill = np.tile(np.abs(np.arange(SHAPE[1]) - 9.0) * -150.0, (SHAPE[0], 1))
    plain = answer(inputs(workspace(tmp_path / "p", terrain=level()), as_of=SHUT))
    steep = answer(inputs(workspace(tmp_path / "h", terrain=hill), as_of=SHUT))
    assert steep["walk_minutes"].item() > plain["walk_minutes"].item() * 1.2


def test_the_command_says_what_it_is(tmp_path, capsys):
    root = workspace(tmp_path, terrain=level())
    words = ["walk", "tiny", "-q", "--as-of", SHUT, "--workspace", str(root)]
    assert run([*words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["reading"], len(document["rows"])) == ("presumed", 1)
    assert run(words) == 0
    assert "Modelled over open ground" in capsys.readouterr().out


def test_without_terrain_there_is_no_answer(tmp_path):
    with pytest.raises(NoAnswerError) as refused:
        answer(inputs(workspace(tmp_path), as_of=SHUT))
    assert str(refused.value) == (
        "the map has no terrain to walk over. Add a layer whose dataset has the role terrain."
    )
