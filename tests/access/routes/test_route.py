"""The record of a route: what the contract names, as plain values, and true to the ground."""

import json

import numpy as np
import pytest
import shapely
from asciiworld import CAR, RULES, World, state

from potay.access import access_table, find_route
from potay.errors import NoAnswerError
from potay.geo import line_lengths_m
from potay.network import make_scenario

WORLD = World(
    """
    1--a--G--b-----c--L--2
       |     |     |
       d-----e--H--f--3
    """,
    areas="""
    ........mm............
    ........mm............
    .........mmmmm........
    """,
    kinds={"1": "port", "2": "port"},
    links=[{"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 40.0, "days": "Mon Wed",
            "capacity": "20 t", "min_load_class": 3}],
)  # fmt: skip
NETWORK = WORLD.network()
SAID = {"gateway.G": "closed", "gateway.H": "restricted", "area.m": "expired open"}


def scenario(said):
    return make_scenario(NETWORK, state(said), CAR, RULES)


def test_the_record_has_the_fields_of_the_contract_and_is_json():
    record = find_route(scenario(SAID), "1", "3").record()
    json.dumps(record, allow_nan=False)
    fields = {
        "status",
        "routes",
        "best_case",
        "presumed_case",
        "worst_case",
        "blocked_by",
        "would_open",
    }
    assert fields <= set(record)
    for way in record["routes"]:
        assert {"minutes", "km", "status", "gateways", "areas", "claims", "probability",
                "geometry", "modes", "carries", "usable_by_mover"} <= set(way)  # fmt: skip
    assert (record["mover"], record["as_of"]) == ("car", "2024-01-05T12:00:00-05:00")


def test_reasons_name_claims_with_source_date_reliability_and_age():
    record = find_route(scenario({"gateway.L": "closed", "link.boat": "closed"}), "1", "2").record()
    (blocker,) = [item for item in record["blocked_by"] if item["subject"] == "gateway.L"]
    (claim,) = blocker["claims"]
    assert claim == {
        "id": "c:gateway.L", "kind": "status", "value": "closed", "source_id": "source-1",
        "publisher": "Somebody", "title": "A report", "as_of": "2024-01-05T12:00:00-05:00",
        "stale": False, "expired": False, "age_days": 3, "reliability": 3,
    }  # fmt: skip


def test_the_drawn_way_is_as_long_as_it_says_and_begins_and_ends_where_asked():
    record = find_route(scenario({}), "1", "3").record()
    for way in record["routes"]:
        line = shapely.LineString(way["geometry"]["coordinates"])
        length = line_lengths_m(np.array([line]))[0]
        assert length / 1000 == pytest.approx(way["km"], abs=2e-3)
        ends = dict.fromkeys(("1", "3"), NETWORK.places)
        for place, end in (("1", line.coords[0]), ("3", line.coords[-1])):
            (row,) = np.flatnonzero(ends[place].id == place)
            assert end == pytest.approx(
                (NETWORK.places.lon[row], NETWORK.places.lat[row]), abs=2e-6
            )


def test_the_best_way_is_the_answer_of_the_access_table():
    for said in ({}, SAID, {"gateway.G": "open"}, {"area.m": "closed", "gateway.G": "closed"}):
        table = access_table(scenario(said), ["1"]).rows.set_index("id")
        for place in ("2", "3"):
            record = find_route(scenario(said), "1", place).record()
            row = table.loc[place]
            for field in ("status", "minutes", "km", "gateways", "probability", "blocked_by"):
                assert record[field] == row[field]
            if row["minutes"] is not None:
                best = record["routes"][0]
                assert best["usable_by_mover"]
                assert best["minutes"] <= row["minutes"] + 0.011 or best["status"] == row["status"]


def test_a_drawn_way_passes_no_closed_gateway():
    closed = scenario({"gateway.G": "closed", "gateway.H": "open", "area.m": "open"})
    record = find_route(closed, "1", "3").record()
    (row,) = np.flatnonzero((NETWORK.places.id == "G") & (NETWORK.places.type == "gateway"))
    gate = shapely.Point(NETWORK.places.lon[row], NETWORK.places.lat[row])
    for way in record["routes"]:
        line = shapely.LineString(way["geometry"]["coordinates"])
        assert (way["status"] == "cut_off") == (line.distance(gate) < 1e-6)


def test_what_the_boat_carries_is_told():
    record = find_route(scenario({"gateway.L": "closed"}), "1", "2").record()
    boat = record["routes"][0]
    assert boat["modes"] == ["sea"]
    assert boat["carries"]["text"] == (
        "carries light vehicles up to 3.5 t and smaller; capacity 20 t; on Mon Wed"
    )


def test_from_a_place_to_itself_is_no_question():
    with pytest.raises(
        NoAnswerError, match=r"^'1' and 'Port 1' are one place\. Name two places\.$"
    ):
        find_route(scenario({}), "1", "Port 1")


def test_two_places_at_one_point_of_the_road_are_no_way_apart():
    world = World("1--a--b--2", gates={"G": "a", "H": "a"})
    record = world.route("gateway.G", "gateway.H").record()
    assert (record["status"], record["minutes"], record["routes"]) == ("reachable", 0.0, [])
