"""The access table as scripts read it, and what it comes to."""

import json

import pandas as pd
from asciiworld import CAR, RULES, World, state

from potay.access import access_table
from potay.access.reach.summary import best_over_hubs, summarise
from potay.network import make_scenario
from potay.terms.statuses import ACCESS

WORLD = World(
    """
    1--a--G--b--2
    |        |
    5--H--4--6--K--3

                       x--y
                        7
    """,
    kinds={"1": "port", "5": "hospital"},
    persons={"2": 200, "3": 300, "4": 40, "6": 60, "7": 7},
)
SAID = {"gateway.G": "closed", "gateway.H": "open", "gateway.K": "expired open"}
NETWORK = WORLD.network()
FIELDS = {
    "id", "name", "hub", "mover", "status", "minutes", "km", "free_minutes", "detour_minutes",
    "gateways", "blocked_by", "would_open", "probability", "best_case", "presumed_case",
    "worst_case", "independent_corridors", "gateway_disjoint", "single_points", "snap_m",
    "component", "persons", "latest_departure",
}  # fmt: skip


def table(said, hubs=("1",), **more):
    return access_table(make_scenario(NETWORK, state(said), CAR, RULES), hubs, **more)


def test_rows_have_the_fields_of_the_contract_and_are_json_without_nan():
    rows = table(SAID, ("1", "5")).rows
    assert set(rows.columns) >= FIELDS
    json.dumps(rows.to_dict("records"), allow_nan=False)


def test_every_place_stands_once_per_hub_and_no_hub_is_its_own_place():
    rows = table(SAID, ("1", "5")).rows
    pairs = list(zip(rows["hub"], rows["id"], strict=True))
    assert len(set(pairs)) == len(pairs)
    assert sorted(place for hub, place in pairs if hub == "1") == ["2", "3", "4", "5", "6", "7"]
    assert sorted(place for hub, place in pairs if hub == "5") == ["1", "2", "3", "4", "6", "7"]


def test_only_the_types_asked_for_are_told():
    assert set(table(SAID, types=("gateway",)).rows["id"]) == {"G", "H", "K"}


def test_persons_count_once_under_the_best_status_over_hubs():
    summary = table({**SAID, "gateway.H": "closed"}, ("1", "5")).summary
    expected = dict.fromkeys(ACCESS, 0) | {"cut_off": 600, "misplaced": 7}
    assert summary["persons"] == expected
    summary = table(SAID, ("1", "5")).summary
    assert (summary["persons"]["reachable"], summary["persons_unknown"]) == (300, 300)
    assert (summary["persons_cut_off"], summary["persons_presumed"]) == (0, 0)
    assert (summary["cut_off_sites"], summary["disconnected_pairs"]) == (0, 0)
    assert sum(summary["places"].values()) == 7


def test_cut_off_sites_are_named_and_pairs_counted():
    summary = table({"gateway.G": "closed", "gateway.H": "closed"}, ("1", "5")).summary
    assert summary["cut_off_site_ids"] == ["2", "3", "4", "6"]
    assert (summary["cut_off_sites"], summary["disconnected_pairs"]) == (4, 8)


def test_nothing_asked_is_nothing_counted():
    assert set(summarise([])["persons"].values()) == {None}
    assert set(summarise([])["places"]) == set(ACCESS)


def test_the_best_hub_of_a_place_is_one_everywhere():
    """Status before minutes, minutes before the order of hubs; each mover by itself."""
    told = pd.DataFrame(
        [
            ("site", "a", "car", "far", "cut_off", None),
            ("site", "a", "car", "near", "unknown", 90.0),
            ("site", "a", "foot", "near", "cut_off", None),
            ("site", "b", "car", "far", "presumed", 20.0),
            ("site", "b", "car", "near", "presumed", 10.0),
            ("site", "c", "car", "far", "cut_off", None),
            ("site", "c", "car", "near", "cut_off", None),
        ],
        columns=["type", "id", "mover", "hub", "status", "minutes"],
    )
    best = best_over_hubs(told)
    assert best[["id", "mover", "hub"]].to_numpy().tolist() == [
        ["a", "car", "near"], ["a", "foot", "near"], ["b", "car", "near"], ["c", "car", "far"],
    ]  # fmt: skip
