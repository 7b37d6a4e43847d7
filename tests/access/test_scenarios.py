"""Scenarios drawn as maps: the traps that routing engines are known for, and the readings.

One cell is 200 m and 12 seconds. The worlds are read with `asciiworld`.
"""

from dataclasses import replace

import pandas as pd
import pytest
from asciiworld import CAR, CELL_M, RULES, World, state

from potay.access import access_table
from potay.errors import NoAnswerError
from potay.network import compile_network, make_scenario
from potay.terms.statuses import RESTRICTED

GATE = World("1--a--G--b--2", kinds={"1": "port"})

QUARTER = World(
    """
    1--a-----------b--2
       |    3      |
       c-----------d
    """,
    areas="""
    .......mmmm........
    ...................
    ...................
    """,
    kinds={"1": "port"},
)


# --- the six statuses ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "status", "worst", "presumed", "best"),
    [
        ("open", "reachable", "reachable", "reachable", "reachable"),
        ("restricted", "restricted", "restricted", "restricted", "restricted"),
        ("", "presumed", "cut_off", "presumed", "presumed"),
        ("expired open", "unknown", "cut_off", "cut_off", "unknown"),
        ("expired closed", "unknown", "cut_off", "cut_off", "unknown"),
        ("contradicted", "unknown", "cut_off", "cut_off", "unknown"),
        ("unknown", "unknown", "cut_off", "cut_off", "unknown"),
        ("closed", "cut_off", "cut_off", "cut_off", "cut_off"),
        ("abandoned", "cut_off", "cut_off", "cut_off", "cut_off"),
        ("control police", "reachable", "reachable", "reachable", "reachable"),
        ("control none", "reachable", "reachable", "reachable", "reachable"),
        ("control brigade", "restricted", "restricted", "restricted", "restricted"),
        ("control gang", "cut_off", "cut_off", "cut_off", "cut_off"),
        ("control contested", "cut_off", "cut_off", "cut_off", "cut_off"),
        ("control unknown", "unknown", "cut_off", "cut_off", "unknown"),
        ("expired control gang", "unknown", "cut_off", "cut_off", "unknown"),
    ],
)
def test_what_is_said_of_the_only_gateway_is_the_status_behind_it(
    said, status, worst, presumed, best
):
    row = GATE.row("1", "2", {"gateway.G": said} if said else {})
    assert row["status"] == status
    cases = [row[f"{case}_case"]["status"] for case in ("worst", "presumed", "best")]
    assert cases == [worst, presumed, best]


def test_minutes_are_those_of_the_reading_that_gives_the_status():
    row = GATE.row("1", "2", {"gateway.G": "open"})
    assert row["minutes"] == pytest.approx(12 * 12 / 60, abs=0.02)
    assert row["km"] == pytest.approx(2.4, rel=1e-3)
    assert (row["detour_minutes"], row["worst_case"]["minutes"]) == (0.0, row["minutes"])
    shut = GATE.row("1", "2", {"gateway.G": "closed"})
    assert (shut["minutes"], shut["km"], shut["detour_minutes"]) == (None, None, None)
    assert shut["free_minutes"] == row["free_minutes"]


def test_the_way_round_is_reachable_when_the_way_through_is_uncertain():
    row = QUARTER.row("1", "2", {"area.m": "expired open"})
    assert row["status"] == "reachable"
    assert row["detour_minutes"] == pytest.approx(4 * 12 / 60, abs=0.02)
    assert row["areas"] == []
    assert QUARTER.row("1", "2", {"area.m": "open"})["areas"] == ["m"]


def test_a_shorter_restricted_way_is_not_preferred_to_an_open_one():
    row = QUARTER.row("1", "2", {"area.m": "control brigade"})
    assert row["status"] == "reachable"
    assert row["areas"] == []


# --- areas --------------------------------------------------------------------------------


def test_an_area_closes_only_the_part_of_a_road_inside_it():
    world = World(
        """
        a-----------------b
        1    3        4   2
        """,
        areas="........mmm........",
        kinds={"1": "port"},
    )
    rows = world.table("1", {"area.m": "closed"}).rows.set_index("id")
    assert rows["status"].to_dict() == {"3": "reachable", "4": "cut_off", "2": "cut_off"}
    assert rows.at["3", "detour_minutes"] == 0.0


def test_both_ends_inside_one_closed_area_are_not_free():
    world = World("1--a--b--2", areas="mmmmmmmmmm", kinds={"1": "port"})
    row = world.row("1", "2", {"area.m": "control gang"})
    assert row["status"] == "cut_off"
    assert [item["subject"] for item in row["blocked_by"]] == ["area.m"]


def test_two_places_at_one_spot_in_a_closed_area_are_not_free():
    world = World(
        """
        a----b
          12
        """,
        areas="""
        mmmmmm
        mmmmmm
        """,
        kinds={"1": "port"},
    )
    assert world.status("1", "2", {"area.m": "closed"}) == "cut_off"
    assert world.status("1", "2", {"area.m": "open"}) == "reachable"


def test_every_part_of_an_area_counts():
    world = World(
        """
        1--a--------b--2
           |        |
           c--------d
        """,
        areas="""
        ......mm........
        ................
        ......mm........
        """,
        kinds={"1": "port"},
    )
    assert world.status("1", "2", {"area.m": "closed"}) == "cut_off"


def test_a_hole_in_an_area_is_outside_it():
    world = World(
        """
        a-------b
        |       |
        | 1---2 |
        |     | |
        c-----d-e
        """,
        areas="""
        mmmmmmmmm
        mmmmmmmmm
        m.......m
        m.......m
        mmmmmmmmm
        """,
        kinds={"1": "port"},
    )
    assert world.status("1", "2", {"area.m": "closed"}) == "reachable"


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [("open", "closed", "cut_off"), ("closed", "open", "cut_off"), ("open", "open", "reachable")],
)
def test_the_strictest_of_overlapping_areas_decides(one, other, status):
    material = World("1--a--------b--2", areas=".....mm.........", kinds={"1": "port"}).material()
    twice = pd.concat([material.areas, material.areas.rename(index={"m": "n"})])
    network = compile_network(replace(material, areas=twice), RULES)
    said = state({"area.m": one, "area.n": other})
    rows = access_table(make_scenario(network, said, CAR, RULES), ["1"]).rows
    assert rows["status"].tolist() == [status]


def test_crossing_a_closed_road_at_a_junction_is_not_driving_along_it():
    world = World(
        """
              a
              |
        1--b--c--d--2
              |
              e
        """,
        kinds={"1": "port"},
        traits={"ac": {"corridor": "rn9"}, "ce": {"corridor": "rn9"}},
    )
    scenario = world.scenario(what_if={"road.rn9": "closed"})
    rows = access_table(scenario, ["1"]).rows
    assert rows.set_index("id").at["2", "status"] == "reachable"


# --- gateways -----------------------------------------------------------------------------


CROSSROADS = World(
    """
            3
            |
      1-----e-----2
            |
            4
    """,
    kinds={"3": "clinic"},
    traits={"1e": {"corridor": "rn9"}, "e2": {"corridor": "rn9"}},
    gates={"G": "e"},
)


def test_a_gateway_of_a_corridor_at_a_crossroads_leaves_the_cross_street_open():
    world = replace(CROSSROADS, corridors={"G": "rn9"})
    said = {"gateway.G": "closed"}
    found = [
        world.status("3", "4", said),
        world.status("1", "2", said),
        world.status("1", "3", said),
    ]
    assert found == ["reachable", "cut_off", "cut_off"]
    assert _governed_by_gate(world.network()) == {"1e", "e2"}


def test_a_gateway_of_no_corridor_governs_every_road_that_passes_it():
    network = CROSSROADS.network()
    assert _governed_by_gate(network) == {"3e", "1e", "e2", "e4"}
    metres = network.pieces.metres[network.pieces.governing > 0]
    assert metres == pytest.approx([RULES.gateway_reach_m] * 4, rel=1e-6)


def _governed_by_gate(network):
    return set(network.roads.id[network.pieces.owner[network.pieces.governing > 0]].tolist())


def test_two_gateways_in_series_both_stand_in_the_way():
    world = World("1--a--G--b--H--c--2", kinds={"1": "port"})
    row = world.row("1", "2", {"gateway.G": "closed", "gateway.H": "open"})
    assert row["status"] == "cut_off"
    assert [item["subject"] for item in row["blocked_by"]] == ["gateway.G"]
    assert [item["subject"] for item in row["would_open"]] == ["gateway.G"]
    row = world.row("1", "2", {"gateway.G": "restricted", "gateway.H": "open"})
    assert (row["status"], row["gateways"]) == ("restricted", ["G", "H"])


def test_a_report_about_the_gateway_beats_what_its_quarter_lets_one_infer():
    world = World("1--a----G----b--2", areas="......mmmmm......", kinds={"1": "port"},
                  corridors={"G": "rn9"}, traits={"ab": {"corridor": "rn9"}})  # fmt: skip
    assert world.status("1", "2", {"area.m": "control gang"}) == "cut_off"
    assert (
        world.status("1", "2", {"area.m": "control gang", "gateway.G": "restricted"})
        == "restricted"
    )
    # A report about passage of the quarter itself is not beaten.
    assert world.status("1", "2", {"area.m": "closed", "gateway.G": "open"}) == "cut_off"


def test_a_gateway_without_corridor_opens_only_its_own_few_metres():
    world = World("1--a----G----b--2", areas="......mmmmm......", kinds={"1": "port"})
    said = {"area.m": "control gang", "gateway.G": "open"}
    assert world.status("1", "2", said) == "cut_off"


def test_an_open_gateway_whose_control_is_only_inferred_does_not_open_its_quarter():
    world = World("1--a----G----b--2", areas="......mmmmm......", kinds={"1": "port"},
                  corridors={"G": "rn9"}, traits={"ab": {"corridor": "rn9"}})  # fmt: skip
    said = {"area.m": "control gang", "gateway.G": "control police"}
    assert world.status("1", "2", said) == "cut_off"


@pytest.mark.parametrize("wider", ["control police", "control gang", ""])
def test_a_wider_area_around_an_open_gateway_opens_no_quarter_farther_on(wider):
    """G, at the entrance, is reported open; m, a kilometre on, is held by a gang."""
    world = World("1--a--G-----------b--2", areas="............mmm.......", kinds={"1": "port"},
                  corridors={"G": "rn9"}, traits={"ab": {"corridor": "rn9"}})  # fmt: skip
    said = {"area.m": "control gang", "gateway.G": "open", "area.n": wider}
    assert world.status("1", "2", said) == "cut_off"
    commune = World(world.roads, areas="....nnnnnnnnnnnn......").material().areas
    material = world.material()
    network = compile_network(replace(material, areas=pd.concat([material.areas, commune])), RULES)
    rows = access_table(make_scenario(network, state(said), CAR, RULES), ["1"]).rows
    assert rows["status"].tolist() == ["cut_off"]


def test_to_open_the_gateway_is_enough_where_its_quarter_is_closed_by_inference():
    world = World("1--a----G----b--2", areas="......mmmmm......", kinds={"1": "port"},
                  corridors={"G": "rn9"}, traits={"ab": {"corridor": "rn9"}})  # fmt: skip
    row = world.row("1", "2", {"area.m": "control gang"})
    assert [item["subject"] for item in row["would_open"]] == ["gateway.G"]


# --- the network --------------------------------------------------------------------------


def test_a_bridge_over_a_closed_road_stays_open():
    world = World(
        """
              a
              |
        b--e==#==f--c
        1     |     2
              d
        """,
        kinds={"1": "port"},
        traits={"ad": {"corridor": "rn9"}},
    )
    rows = access_table(world.scenario(what_if={"road.rn9": "closed"}), ["1"]).rows
    assert rows.set_index("id").at["2", "status"] == "reachable"


def test_one_does_not_turn_off_a_bridge_onto_the_road_below():
    world = World(
        """
              3
              a
              |
        b--e==#==f--c
        1     |     2
              d
        """,
        kinds={"1": "port"},
    )
    assert world.status("1", "2") == "reachable"
    assert world.status("1", "3") == "misplaced"


def test_a_one_way_street_is_not_driven_against():
    world = World("1--a>>>>b--2", kinds={"1": "port", "2": "port"})
    assert world.status("1", "2") == "reachable"
    row = world.row("2", "1")
    assert (row["status"], row["free_minutes"], row["would_open"]) == ("cut_off", None, [])


def test_a_site_on_a_detached_sliver_is_badly_placed_not_cut_off():
    world = World(
        """
        1--a-----------b--c

              f--g
               2
        """,
        kinds={"1": "port"},
    )
    network = world.network()
    row = world.row("1", "2")
    assert row["status"] == "misplaced"
    assert row["component"] != 0
    assert row["snap_m"] == pytest.approx(CELL_M, rel=0.01)
    assert any("joins no other road" in finding.message for finding in network.findings)


def test_sites_that_share_a_point_all_appear():
    world = World("1--a--b--2", kinds={"1": "port"})
    material = world.material()
    site = material.places["site"]
    twins = pd.concat([site, site.rename(index={"2": "twin"})])
    network = compile_network(replace(material, places={"site": twins}), RULES)
    rows = access_table(make_scenario(network, state({}), CAR, RULES), ["1"]).rows
    found = rows.set_index("id")
    assert found.at["2", "minutes"] == found.at["twin", "minutes"]
    assert list(found["status"]) == ["reachable", "reachable"]


def test_no_hub_is_an_error_and_not_freedom():
    with pytest.raises(NoAnswerError, match="no hub: name at least one place to start from"):
        access_table(GATE.scenario(), [])


# --- obstacles, vehicles, links -----------------------------------------------------------


BARRED = World("1--a--O--b--2", kinds={"1": "port"}, obstacles={"O": "barricade"})


@pytest.mark.parametrize(
    ("said", "status"),
    [({}, "unknown"), ({"obstacle.O": "open"}, "reachable"), ({"obstacle.O": "closed"}, "cut_off"),
     ({"obstacle.O": "expired closed"}, "unknown")],
)  # fmt: skip
def test_an_obstacle_of_which_nobody_says_that_it_is_gone_may_still_be_there(said, status):
    assert BARRED.status("1", "2", said) == status


def test_a_toll_post_of_which_nobody_reports_restricts():
    assert replace(BARRED, obstacles={"O": "toll_post"}).status("1", "2") == "restricted"


@pytest.mark.parametrize(
    ("traits", "mover", "status"),
    [
        ({"practicability": 3}, {"vehicle_class": 5}, "cut_off"),
        ({"practicability": 3}, {"vehicle_class": 3}, "reachable"),
        ({"practicability": 3}, {"vehicle_class": 2}, "reachable"),
        ({"practicability": 0}, {"vehicle_class": 6}, "reachable"),
        ({"max_weight_t": 10.0}, {"weight_t": 18}, "cut_off"),
        ({"max_weight_t": 10.0}, {"weight_t": 10}, "reachable"),
        ({"max_height_m": 3.5}, {"height_m": 3.8}, "cut_off"),
        ({"max_height_m": 3.5}, {"height_m": 0}, "reachable"),
        ({"class": "footway"}, {"vehicle_class": 3}, "cut_off"),
        ({"class": "path"}, {"vehicle_class": 2}, "reachable"),
    ],
)
def test_a_road_carries_only_the_vehicles_it_can(traits, mover, status):
    world = World("1--a----b--2", kinds={"1": "port"}, traits={"ab": traits})
    row = world.row("1", "2", mover=CAR.model_copy(update=mover))
    assert row["status"] == status
    if status == "cut_off":
        assert (row["free_minutes"], row["would_open"]) == (None, [])
        (limit,) = row["blocked_by"]
        assert (limit["subject"], limit["basis"]) == ("road.ab", "vehicle")


@pytest.mark.parametrize(
    ("traits", "seconds"),
    [({}, 60), ({"speed_kmh": 30.0}, 120), ({"speed_kmh": 90.0}, 60), ({"class": "track"}, 120),
     ({"surface": "gravel"}, 120), ({"class": "trunk"}, 30), ({"class": "trunk_link"}, 30)],
)  # fmt: skip
def test_speed_comes_from_class_surface_and_stated_speed(traits, seconds):
    mover = CAR.model_copy(update={"speeds_kmh": {"trunk": 120.0}, "unpaved_factor": 0.5})
    world = World("1----2", kinds={"1": "port"}, traits={"12": traits})
    assert world.row("1", "2", mover=mover)["minutes"] * 60 == pytest.approx(seconds, rel=5e-3)


BAY = World(
    """
    1--a         b--2
    """,
    kinds={"1": "port", "2": "port"},
    links=[{"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 90.0,
            "min_load_class": 4, "capacity": "200 t", "name": "Boat"}],
)  # fmt: skip


def test_the_sea_is_the_only_link():
    row = BAY.row("1", "2")
    assert (row["status"], row["minutes"], row["component"]) == ("reachable", 90.0, 0)
    (way,) = BAY.route("1", "2").routes
    assert (way["modes"], way["carries"]["min_load_class"]) == (["sea"], 4)
    assert way["carries"]["capacity"] == ["200 t"]


@pytest.mark.parametrize("subject", ["infrastructure.1", "infrastructure.2", "link.boat"])
def test_a_closed_port_or_link_closes_the_sea(subject):
    row = BAY.row("1", "2", {subject: "closed"})
    assert row["status"] == "cut_off"
    assert [item["subject"] for item in row["would_open"]] == [subject]


def test_a_truck_too_large_for_the_boat_is_told_so():
    truck = CAR.model_copy(update={"vehicle_class": 5, "weight_t": 18})
    row = BAY.row("1", "2", mover=truck)
    assert row["status"] == "cut_off"
    assert [item["subject"] for item in row["blocked_by"]] == ["link.boat"]
    (way,) = BAY.route("1", "2", mover=truck).routes
    assert (way["status"], way["usable_by_mover"]) == ("reachable", False)


def test_a_hospital_that_is_closed_closes_no_road():
    world = World("1--a--2--b--3", kinds={"1": "port", "2": "hospital"})
    assert world.status("1", "3", {"infrastructure.2": "closed"}) == "reachable"


# --- delays -------------------------------------------------------------------------------


def test_the_delay_of_a_gateway_is_paid_once_for_passing_it():
    plain = GATE.row("1", "2", {"gateway.G": "open"})["minutes"]
    delayed = GATE.row("1", "2", {"gateway.G": "open delay 25"})["minutes"]
    assert delayed - plain == pytest.approx(25, abs=0.011)


def test_the_delay_of_an_area_is_paid_by_the_road_inside_it():
    world = World("1--a----------------b--2", areas=".....mmmmmmmmmm........", kinds={"1": "port"})
    plain = world.row("1", "2", {"area.m": "open"})["minutes"]
    delayed = world.row("1", "2", {"area.m": "open delay 10"})["minutes"]
    assert delayed - plain == pytest.approx(10, rel=2e-3)  # ten cells are the 2 km of one delay


# --- what would open ----------------------------------------------------------------------


TWO_WAYS = World(
    """
    a--A--b--B--c
    |           |
    1           2
    |           |
    d-----C-----e
    """,
    kinds={"1": "port"},
)


def test_fewest_openings_are_counted_not_minutes():
    row = TWO_WAYS.row("1", "2", {f"gateway.{gate}": "closed" for gate in "ABC"})
    assert row["status"] == "cut_off"
    assert [item["subject"] for item in row["would_open"]] == ["gateway.C"]


def test_one_subject_met_twice_counts_once():
    world = World(
        """
        a-----------b
        |           |
        1           2
        |           |
        d--C-----D--e
        """,
        areas="""
        ...m.....m...
        .............
        .............
        .............
        .............
        """,
        kinds={"1": "port"},
    )
    said = {"area.m": "closed", "gateway.C": "closed", "gateway.D": "closed"}
    row = world.row("1", "2", said)
    assert [item["subject"] for item in row["would_open"]] == ["area.m"]


def test_of_equally_many_the_unreported_are_preferred_to_the_closed():
    row = TWO_WAYS.row("1", "2", {"gateway.C": "closed", "gateway.A": "open"})
    assert row["status"] == "presumed"
    assert [item["subject"] for item in row["would_open"]] == ["gateway.B"]


# --- alternatives -------------------------------------------------------------------------


def test_three_ways_through_the_one_bad_kilometre_are_one_way():
    world = World(
        """
           a-----b
           |     |
        1--c-----d--G--e-----f--2
           |     |     |     |
           g-----h     i-----j
        """,
        kinds={"1": "port"},
    )
    routes = world.route("1", "2", {"gateway.G": "closed"}, n=4).routes
    assert [way["gateways"] for way in routes] == [["G"]]


def test_a_way_round_the_bad_kilometre_is_an_alternative():
    world = World(
        """
        1--c-----d--G--e-----f--2
           |                 |
           g--------H--------j
        """,
        kinds={"1": "port"},
    )
    routes = world.route("1", "2", {"gateway.G": "closed", "gateway.H": "open"}).routes
    assert [(way["gateways"], way["status"]) for way in routes] == [
        (["H"], "reachable"), (["G"], "cut_off"),
    ]  # fmt: skip
    assert all(way["independent"] for way in routes)


def test_what_a_mover_cannot_use_is_offered_and_marked():
    world = World(
        """
        1--c-----d--G--e-----f--2
           |                 |
           g--------H--------j
        """,
        kinds={"1": "port"},
        traits={"gj": {"practicability": 2, "surface": "dirt"}},
    )
    first, second = world.route("1", "2", {"gateway.G": "closed", "gateway.H": "open"}).routes
    assert (first["gateways"], first["usable_by_mover"]) == (["G"], True)
    assert (second["gateways"], second["usable_by_mover"]) == (["H"], False)
    assert second["carries"]["text"] == "carries motorcycles and smaller; 3.6 km unpaved"


# --- what a convoy meets ------------------------------------------------------------------


def test_an_open_gateway_does_not_open_a_road_that_is_itself_reported_closed():
    said = {"gateway.G": "open", "road.ab": "closed"}
    assert GATE.status("1", "2", said) == "cut_off"
    assert GATE.status("1", "2", {**said, "road.ab": "open"}) == "reachable"


def test_the_ring_round_a_held_town_is_driven_and_the_way_in_is_not():
    world = World(
        """
        1--a-----b-----c
           |     |     |
           |     4     |
           |     |     |
           d-----e-----f--2
        """,
        areas="""
        ................
        ................
        .......mmm......
        ................
        ................
        """,
        kinds={"1": "port"},
    )
    rows = world.table("1", {"area.m": "control gang"}).rows.set_index("id")
    assert rows["status"].to_dict() == {"2": "reachable", "4": "cut_off"}
    assert rows.at["2", "detour_minutes"] == 0.0


def test_a_hub_in_a_closed_quarter_sends_nothing_out():
    world = World("1--a-----b--2", areas="mmmm.........", kinds={"1": "port"})
    row = world.row("1", "2", {"area.m": "control gang"})
    assert (row["status"], [item["subject"] for item in row["would_open"]]) == (
        "cut_off", ["area.m"],
    )  # fmt: skip


def test_two_quarters_side_by_side_leave_no_gap():
    world = World("1--a---------b--2", areas=".....mmmnnn......", kinds={"1": "port"})
    said = {"area.m": "control police", "area.n": "control brigade"}
    assert world.status("1", "2", said) == "restricted"
    assert world.row("1", "2", {"area.m": "open", "area.n": "open"})["areas"] == ["m", "n"]


def test_a_quay_in_a_held_quarter_closes_the_boat():
    world = World(
        "1--a         b--2",
        areas="mmm",
        kinds={"1": "port", "2": "port"},
        links=[{"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 90.0}],
    )
    row = world.row("1", "2", {"area.m": "control gang"})
    assert (row["status"], [item["subject"] for item in row["would_open"]]) == (
        "cut_off", ["area.m"],
    )  # fmt: skip


def test_the_boat_goes_where_the_road_is_cut():
    world = World(
        "1--a--G--b--2", kinds={"1": "port", "2": "port"},
        links=[{"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 90.0}],
    )  # fmt: skip
    assert world.row("1", "2", {"gateway.G": "open"})["minutes"] < 3
    row = world.row("1", "2", {"gateway.G": "closed"})
    assert (row["status"], row["minutes"], row["gateways"]) == ("reachable", 90.0, [])


def test_the_only_bridge_that_carries_the_truck_is_restricted():
    world = World(
        """
        1--a--==--b--2
           |      |
           c--G---d
        """,
        kinds={"1": "port"},
        traits={"ab": {"max_weight_t": 10.0}},
    )
    said = {"gateway.G": "restricted"}
    assert world.status("1", "2", said) == "reachable"
    truck = CAR.model_copy(update={"vehicle_class": 5, "weight_t": 18})
    row = world.row("1", "2", said, truck)
    assert (row["status"], row["gateways"]) == ("restricted", ["G"])


def test_a_toll_post_of_which_only_a_delay_is_reported_is_restricted_still():
    """Its stretch counts longer than an open one when a way is chosen."""
    scenario = replace(BARRED, obstacles={"O": "toll_post"}).scenario({"obstacle.O": "delay 4"})
    (toll,) = [one for one in scenario.passability.verdicts if one.delay_s]
    assert (toll.level, toll.penalty) == (RESTRICTED, RULES.restricted_penalty)


def test_one_may_get_there_and_not_back():
    world = World("1--a>>>>b--2", kinds={"1": "port", "2": "port"})
    assert [world.status("1", "2"), world.status("2", "1")] == ["reachable", "cut_off"]
