"""A state laid on a network: claims about roads by id, corridor and number, and what-ifs."""

from dataclasses import replace

import pytest
from asciiworld import AS_OF, CAR, CHANCE, RULES, World, state

from potay.access import access_table
from potay.built import Aspect, SubjectState
from potay.errors import NoAnswerError
from potay.network import make_scenario, road_status, stand

WORLD = World(
    """
    1--a--b--c--2
       |     |
       d-----e
    """,
    kinds={"1": "port"},
    traits={"ab": {"corridor": "rn9", "ref": "RN9"}, "bc": {"corridor": "rn9", "ref": "RN9"},
            "de": {"ref": "RN8"}},
)  # fmt: skip
NETWORK = WORLD.network()


def told(roads, claim_subject="rn9"):
    """A state as the ledger gives it: one entry per road, the claim naming the corridor."""
    base = state({f"road.{claim_subject}": "closed"})
    aspect = Aspect("closed", "claim", f"c:road.{claim_subject}", probability=CHANCE)
    subjects = {("road", road): SubjectState(("road", road), status=aspect) for road in roads}
    silent = {("road", road): SubjectState(("road", road)) for road in ("1a", "c2", "de")}
    return replace(base, subjects={**silent, **subjects})


def status(said, what_if=None):
    scene = make_scenario(NETWORK, said, CAR, RULES, what_if)
    return access_table(scene, ["1"]).rows.iloc[0]


def test_roads_of_one_report_are_one_subject_named_as_the_report_names_it():
    standing = stand(NETWORK, told(["ab", "bc"]))
    subjects = standing.network.subjects
    roads = [subjects.key(row) for row in range(len(subjects.id)) if subjects.type[row] == "road"]
    assert roads == [("road", "rn9")]
    row = status(told(["ab", "bc"]))
    assert (row["status"], row["areas"], row["detour_minutes"]) == ("reachable", [], 0.8)


def test_a_report_about_one_road_is_called_after_the_road():
    standing = stand(NETWORK, told(["ab"], "ab"))
    assert "ab" in standing.network.subjects.id.tolist()


def test_parts_of_a_road_share_what_is_said_of_the_road():
    material = WORLD.material()
    parts = replace(material, roads=material.roads.rename(index={"bc": "ab#2"}))
    from potay.network import compile_network

    standing = stand(compile_network(parts, RULES), told(["ab"], "ab"))
    network = standing.network
    closed = network.pieces.owner[network.pieces.combo > 0]
    assert set(network.roads.id[closed].tolist()) >= {"ab", "ab#2"}


def test_a_state_that_speaks_of_no_road_leaves_the_network_as_it_is():
    standing = stand(NETWORK, state({}))
    assert standing.network.pieces.combo is NETWORK.pieces.combo


def test_the_delay_of_a_road_is_spread_over_its_length():
    aspect = Aspect("open", "claim", "c:road.rn9", probability=CHANCE)
    subjects = {
        ("road", road): SubjectState(("road", road), status=aspect, delay_min=10.0)
        for road in ("ab", "bc", "ad", "ce", "de")
    }
    base = state({"road.rn9": "open"})
    slow = status(replace(base, subjects=subjects))
    assert slow["minutes"] > status(state({}))["minutes"]
    scene = make_scenario(NETWORK, replace(base, subjects=subjects), CAR, RULES)
    on_road = scene.network.pieces.combo[scene.network.edges.piece] > 0
    extra = (scene.weights.seconds - scene.weights.free_s)[on_road & scene.network.edges.forward]
    assert extra.sum() == pytest.approx(600, abs=1e-6)


# --- what if ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["road.rn9", "road.RN9"])
def test_what_if_a_corridor_were_closed(name):
    row = status(state({}), {name: "closed"})
    assert (row["status"], row["detour_minutes"]) == ("reachable", 0.8)
    both = status(state({}), {name: "closed", "road.RN8": "closed"})
    assert both["status"] == "cut_off"
    assert [item["subject"] for item in both["would_open"]] == [name]


def test_what_if_overrides_what_is_reported():
    assert status(told(["ab", "bc"]), {"road.rn9": "open"})["detour_minutes"] == 0.0


def test_all_mistakes_in_what_ifs_come_at_once():
    with pytest.raises(NoAnswerError) as caught:
        make_scenario(
            NETWORK, state({}), CAR, RULES, {"infrastructure.l": "open", "road.rn9": "ajar"}
        )
    assert str(caught.value).splitlines() == [
        "what-if 'infrastructure.l': no such subject. Did you mean 'infrastructure.1'?",
        "what-if 'road.rn9': 'ajar' is none of open, restricted, closed, abandoned, unknown.",
    ]


# --- as frames to draw --------------------------------------------------------------------


def test_road_stretches_add_up_and_tell_their_governors():
    scene = make_scenario(NETWORK, told(["ab", "bc"]), CAR, RULES)
    drawn = road_status(scene)
    assert drawn["km"].sum() == pytest.approx(
        NETWORK.pieces.metres[NETWORK.pieces.kind == 0].sum() / 1e3, abs=0.01
    )
    closed = drawn[drawn["reading_status"] == "closed"]
    assert closed.index.tolist() == ["ab", "bc"]
    assert closed["governors"].tolist() == [["road.rn9"], ["road.rn9"]]
    assert closed["claims"].tolist() == [["c:road.rn9"], ["c:road.rn9"]]
    assert set(drawn.geometry.geom_type) == {"LineString"}
    assert drawn.crs == "EPSG:4326"


@pytest.mark.parametrize(
    ("said", "reading", "worst", "presumed", "best"),
    [
        ("open", "open", "open", "open", "open"),
        ("restricted", "restricted", "restricted", "restricted", "restricted"),
        ("", "presumed", "closed", "open", "open"),
        ("expired closed", "unknown", "closed", "closed", "open"),
        ("closed", "closed", "closed", "closed", "closed"),
    ],
)
def test_a_stretch_has_a_status_in_every_reading(said, reading, worst, presumed, best):
    world = World("1--a----b--2", areas="....mm......", kinds={"1": "port"})
    drawn = road_status(world.scene({"area.m": said} if said else {}))
    middle = drawn.loc["ab~2"]
    assert middle["governors"] == ["area.m"]
    columns = ["reading_status", "status_worst", "status_presumed", "status_best"]
    assert middle[columns].tolist() == [reading, worst, presumed, best]
    assert AS_OF.tzinfo is not None
