"""The same map at two and at many moments: what is told of each is what the analyses say."""

from dataclasses import replace

import pandas as pd
import pytest
from asciiworld import World

from potay.access import access_table, corridor_table
from potay.built import State
from potay.history import Moment, change_table, road_marks, timeline
from potay.network import Scenario, make_scenario, road_status

WORLD = World(
    "1--a----G----b--2",
    areas="......mmmmm......",
    kinds={"1": "port"},
    persons={"2": 700},
    corridors={"G": "rn9"},
    traits={"ab": {"corridor": "rn9"}},
)
SAID = (
    {"gateway.G": "open", "area.m": "control brigade"},
    {"gateway.G": "expired closed", "area.m": "control gang"},
    {"gateway.G": "closed", "area.m": "control gang"},
    {},
)


def moments() -> list[Moment]:
    """Four moments of the same roads."""
    material = WORLD.material()
    network = WORLD.network()
    frames = {"area": material.areas, "gateway": material.gateways,
              "site": material.places["site"]}  # fmt: skip
    scenarios = [WORLD.scenario(said) for said in SAID]
    same: list[Scenario] = [
        make_scenario(network, dated(scenario.state), scenario.mover, scenario.rules)
        for scenario in scenarios
    ]
    return [Moment(scenario, ("1",), frames) for scenario in same]


def dated(state: State) -> State:
    """The state with everything that a ledger says of its claims."""
    said = dict.fromkeys(("published", "as_of", "publisher", "title"), "2024-01-01")
    return replace(state, claims=state.claims.assign(**said, source_id="s", reliability_now=3))


def spread(coded: dict) -> list[list]:
    """The rows that a coded list of differences stands for."""
    row = list(coded["is"][0])
    told = [[coded["of"][code] for code in row]]
    for moves in coded["is"][1:]:
        for at, code in zip(moves[::2], moves[1::2], strict=True):
            row[at] = code
        told.append([coded["of"][code] for code in row])
    return told


def test_timeline_tells_what_each_state_would_tell_by_itself():
    every = moments()
    told = timeline(every, road_marks(every))
    place = told["place"]["ids"].index("site.2")
    gate = told["gateway"]["ids"].index("G")
    area = told["area"]["ids"].index("m")
    for number, moment in enumerate(every):
        table = access_table(moment.scenario, ["1"]).rows
        status = table.loc[table["id"] == "2", "status"].item()
        assert spread(told["place"])[number][place] == status
        corridor = corridor_table(moment.scenario, "rn9")[0]["status"]
        said = spread(told["corridor"])[number][told["corridor"]["ids"].index("rn9")]
        assert said == ("silent" if corridor == "open" else corridor)  # its ends: no report
    looks = [dict(zip(told["gateway_look"], row[gate], strict=True))
             for row in spread(told["gateway"])]  # fmt: skip
    assert [look["reading_status"] for look in looks] == ["open", "unknown", "closed", "presumed"]
    assert [look["basis"] for look in looks] == ["claim", "expired", "claim", "no_report"]
    holders = [row[area][0] for row in spread(told["area"])]
    assert holders == ["brigade", "gang", "gang", "unknown"]


def test_pieces_of_one_mark_have_one_status_at_every_moment():
    every = moments()
    marks = road_marks(every)
    told = spread(timeline(every, marks)["road"])
    for number, moment in enumerate(every):
        assert [told[number][mark] for mark in marks] == moment.roads
        drawn = road_status(moment.scenario, marks)
        words = drawn["reading_status"].where(
            (drawn["reading_status"] != "open") | drawn["claims"].map(bool), "silent"
        )
        assert words.tolist() == [told[number][mark] for mark in drawn["apart"]]


def test_silence_is_not_told_as_a_report():
    world = World("1--a--b--2", kinds={"1": "port"})
    scenario = world.scenario({"road.ab": "open"})
    words = Moment(scenario, ("1",), {}).roads
    names = scenario.network.roads.id[scenario.network.pieces.owner[: len(words)]]
    assert dict(zip(names, words, strict=True))["ab"] == "open"
    assert set(words) == {"open", "silent"}


def test_changes_name_what_reports_say_who_passes_and_who_is_reached():
    first, _, third, _ = moments()
    told = change_table(first, third)
    rows = {(row.subject_type, row.id, row.kind): row for row in told.itertuples()}
    assert set(rows) == {
        ("area", "m", "control"), ("area", "m", "passage"), ("gateway", "G", "status"),
        ("gateway", "G", "passage"), ("site", "2", "access"),
    }  # fmt: skip
    site = rows["site", "2", "access"]
    assert (site.before, site.after, site.persons) == ("reachable", "cut_off", 700)
    gate = rows["gateway", "G", "status"]
    assert (gate.before, gate.after, gate.basis_after) == ("open", "closed", "claim")
    assert gate.name == "Gate G"
    assert all(isinstance(cell, list) for cell in told["claims"])


def test_changes_without_places_tell_of_no_place():
    first, _, third, _ = moments()
    told = change_table(first, third, places=False)
    assert "access" not in set(told["kind"])
    assert "site" not in set(told["subject_type"])


def test_no_difference_is_an_empty_table_with_its_columns():
    first = moments()[0]
    told = change_table(first, first)
    assert isinstance(told, pd.DataFrame)
    assert len(told) == 0
    assert {"subject_type", "id", "kind", "before", "after", "claims"} <= set(told.columns)


@pytest.mark.parametrize("kind", ["area", "gateway"])
def test_a_map_without_areas_or_gateways_has_a_timeline_too(kind):
    every = [Moment(one.scenario, one.hubs, {k: v for k, v in one.frames.items() if k != kind})
             for one in moments()]  # fmt: skip
    assert kind not in timeline(every, road_marks(every))
