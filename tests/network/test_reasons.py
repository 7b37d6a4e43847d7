"""Why a way is as it is: the subjects along it, their claims, what blocks it, as plain values."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from asciiworld import AS_OF, CAR, CHANCE, RULES, World, state

from potay.built import Aspect, SubjectState
from potay.network import make_scenario
from potay.network.reasons import Reasons, claims_of
from potay.network.views import roads_governed

WORLD = World(
    "1--a--G--H--b--O--2",
    areas="......mmmmmmnn.....",
    kinds={"1": "port"},
    obstacles={"O": "barricade"},
)
NETWORK = WORLD.network()


def reasons(said, told=None):
    return Reasons(make_scenario(NETWORK, told or state(said), CAR, RULES))


def along(found):
    """The edges from left to right."""
    edges, pieces = found.scenario.network.edges, found.scenario.network.pieces
    forward = np.flatnonzero(edges.forward & (pieces.kind[edges.piece] == 0))
    return forward[np.argsort(edges.piece[forward])]


def names(found, rows):
    return [".".join(found.key(row)) for row in rows]


def test_subjects_along_a_way_come_once_in_the_order_they_are_met():
    found = reasons({"gateway.G": "restricted", "area.m": "closed"})
    met = ["area.m", "gateway.G", "gateway.H", "area.n", "obstacle.O"]
    ways = found.subjects(along(found))
    assert names(found, ways) == met
    back = names(found, found.subjects(along(found)[::-1]))
    assert back[:2] == ["obstacle.O", "area.n"]
    assert sorted(back) == sorted(met)
    assert found.subjects(along(found)[:0]) == ()
    assert names(found, found.subjects(along(found)[:3])) == ["area.m"]
    assert names(found, found.subjects(along(found)[2:4])) == ["area.m", "gateway.G"]


def test_a_way_names_gates_areas_and_the_claims_behind_them():
    said = {"gateway.G": "restricted", "area.n": "expired closed", "obstacle.O": "contradicted"}
    found = reasons(said)
    way = found.way(along(found))
    assert way.gateways == ["G", "H"]
    assert way.areas == ["m", "n"]
    assert way.claims == ["c:gateway.G", "c:area.n", "c:obstacle.O", "c:obstacle.O-rival"]
    assert names(found, way.subjects)[-1] == "obstacle.O"
    assert found.told(way.subjects) == way
    assert found.told(()).claims == []


def test_a_claim_about_two_subjects_is_told_once():
    aspect = Aspect("closed", "claim", "c:both", probability=CHANCE)
    both = {("gateway", gate): SubjectState(("gateway", gate), status=aspect) for gate in "GH"}
    found = reasons({}, replace(state({}), subjects=both))
    assert found.way(along(found)).claims == ["c:both"]


def test_an_area_that_gives_way_at_a_gate_is_no_reason_there():
    """Area m is held by a gang; the gate inside it is reported open."""
    found = reasons({"area.m": "control gang", "gateway.G": "open"})
    network = found.scenario.network
    at_gate = {
        names(found, found.governing_subjects(governing))[0]
        for governing in range(network.governing_sets.count)
        if "gateway.G" in names(found, network.governing_subjects(governing))
    }
    assert at_gate == {"gateway.G"}
    assert "area.m" in names(found, found.subjects(along(found)))  # on its own road


def test_what_blocks_a_way_is_whatever_is_not_reported_passable():
    found = reasons({"gateway.G": "restricted", "gateway.H": "open", "area.n": "closed",
                     "obstacle.O": "expired open"})  # fmt: skip
    assert names(found, found.blocking(along(found))) == ["area.m", "area.n", "obstacle.O"]
    open_now = dict.fromkeys(("gateway.G", "gateway.H", "area.m", "area.n", "obstacle.O"), "open")
    found = reasons(open_now)
    assert found.blocking(along(found)) == []


def test_a_subject_is_told_with_its_verdict_and_its_claims():
    said = {"gateway.G": "closed", "area.m": "expired control gang", "area.n": "control rival"}
    found = reasons(said)
    told = {".".join(found.key(row)): found.record(row)
            for row in range(len(NETWORK.subjects.id))}  # fmt: skip
    claim = {
        "id": "c:gateway.G", "kind": "status", "value": "closed", "source_id": "source-1",
        "publisher": "Somebody", "title": "A report", "as_of": AS_OF.isoformat(), "stale": False,
        "expired": False, "age_days": 3, "reliability": 3,
    }  # fmt: skip
    assert told["gateway.G"] == {
        "subject": "gateway.G", "subject_type": "gateway", "id": "G", "name": "Gate G",
        "status": "closed", "basis": "claim", "by": "status", "control": None, "claims": [claim],
    } | kind_of(told["gateway.G"], "report")  # fmt: skip
    assert told["area.m"]["control"] == "gang"  # what the expired report said
    assert (told["area.m"]["status"], told["area.m"]["basis"]) == ("unknown", "expired")
    assert [one["expired"] for one in told["area.m"]["claims"]] == [True]
    assert told["area.n"]["control"] == "rival"
    assert (told["area.n"]["status"], told["area.n"]["by"]) == ("closed", "control")
    silent = told["gateway.H"]
    assert (silent["control"], silent["claims"], silent["status"]) == (None, [], "presumed")


def kind_of(record, word):
    return {"kind": word} if "kind" in record else {}


def test_a_record_that_a_caller_changes_stays_as_it_was():
    found = reasons({})
    found.record(0)["km"] = 1.0
    assert "km" not in found.record(0)


CLAIMS = {
    "claim": (Aspect("open", "claim", "c", rivals=("r",), expired_claims=("e",)), ["c"]),
    "contradicted": (Aspect("open", "contradicted", "c", rivals=("r", "c"),
                            expired_claims=("e",)), ["c", "r"]),
    "expired": (Aspect(None, "expired", rivals=("r",), expired_claims=("e", "f", "e")),
                ["e", "f"]),
    "no_report": (Aspect(), []),
}  # fmt: skip


@pytest.mark.parametrize("basis", CLAIMS)
def test_the_claims_behind_an_aspect_are_those_its_basis_names(basis):
    aspect, claims = CLAIMS[basis]
    assert claims_of(aspect) == claims


def test_a_claim_that_the_state_does_not_hold_is_told_by_its_id_alone():
    (told,) = reasons({}).claim_records(["c:elsewhere"])
    assert told == {
        "id": "c:elsewhere", "kind": "", "value": "", "source_id": "", "publisher": "",
        "title": "", "as_of": "", "stale": "", "expired": "", "age_days": None,
        "reliability": None,
    }  # fmt: skip


def test_cells_of_a_claim_are_told_as_plain_values():
    """Numbers of any make, moments, gaps and lists; columns that are not there are left blank."""
    told = state({"gateway.G": "closed"})
    row = {"kind": "status", "value": np.int64(4), "source_id": None, "publisher": np.nan,
           "title": pd.NA, "as_of": pd.Timestamp("2024-01-05"), "stale": np.bool_(True),
           "age_days": np.float64(2.5), "reliability": 2}  # fmt: skip
    claims = pd.DataFrame([row], index=["c"], dtype=object)
    (plain,) = reasons({}, replace(told, claims=claims)).claim_records(["c"])
    assert plain == {
        "id": "c", "kind": "status", "value": 4, "source_id": None, "publisher": None,
        "title": None, "as_of": "2024-01-05T00:00:00", "stale": True, "expired": "",
        "age_days": 2.5, "reliability": 2,
    }  # fmt: skip
    assert type(plain["value"]) is int
    assert type(plain["stale"]) is bool
    both = claims.assign(reliability_now=1, value=[["a", "b"]], as_of=datetime(2024, 1, 5))
    (plain,) = reasons({}, replace(told, claims=both)).claim_records(["c"])
    assert (plain["reliability"], plain["value"]) == (1, ["a", "b"])
    assert plain["as_of"] == "2024-01-05T00:00:00"
    (plain,) = reasons({}, replace(told, claims=both.assign(value=[("a",)]))).claim_records(["c"])
    assert plain["value"] == ("a",)


# --- the roads that some subjects govern --------------------------------------------------------


@pytest.mark.parametrize(
    ("subjects", "roads"),
    [([("gateway", "G")], {"ab"}), ([("area", "n")], {"ab", "b2"}), ([("obstacle", "O")], {"b2"}),
     ([("gateway", "G"), ("obstacle", "O")], {"ab", "b2"}), ([("gateway", "X")], set()),
     ([("area", "G")], set()), ([], set())],
)  # fmt: skip
def test_roads_are_governed_by_what_stands_on_them(subjects, roads):
    assert roads_governed(NETWORK, subjects) == roads


def test_parts_of_a_road_are_told_as_the_road():
    material = WORLD.material()
    parts = replace(material, roads=material.roads.rename(index={"ab": "way", "b2": "way#2"}))
    from potay.network import compile_network

    network = compile_network(parts, RULES)
    assert roads_governed(network, [("obstacle", "O")]) == {"way"}


def test_a_boat_and_the_way_from_a_place_to_its_road_are_no_road():
    boat = {"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 40.0}
    world = World("1--a b--2", kinds={"1": "port", "2": "port"}, links=[boat])
    assert roads_governed(world.network(), [("link", "boat")]) == frozenset()
    assert roads_governed(world.network(), [("infrastructure", "2")]) == frozenset()
