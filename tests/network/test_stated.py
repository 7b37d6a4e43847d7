"""A state laid on a network: claims about roads by id, corridor and number, and what-ifs."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from asciiworld import AS_OF, CAR, CHANCE, RULES, World, state

from potay.access import access_table
from potay.built import Aspect, SubjectState
from potay.errors import NoAnswerError
from potay.network import compile_network, make_scenario, road_status, with_state

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
    scenario = make_scenario(NETWORK, said, CAR, RULES, what_if)
    return access_table(scenario, ["1"]).rows.iloc[0]


def test_roads_of_one_report_are_one_subject_named_as_the_report_names_it():
    stated = with_state(NETWORK, told(["ab", "bc"]))
    subjects = stated.network.subjects
    roads = [subjects.key(row) for row in range(len(subjects.id)) if subjects.type[row] == "road"]
    assert roads == [("road", "rn9")]
    row = status(told(["ab", "bc"]))
    assert (row["status"], row["areas"], row["detour_minutes"]) == ("reachable", [], 0.8)


def test_a_report_about_one_road_is_called_after_the_road():
    stated = with_state(NETWORK, told(["ab"], "ab"))
    assert "ab" in stated.network.subjects.id.tolist()


def test_parts_of_a_road_share_what_is_said_of_the_road():
    material = WORLD.material()
    parts = replace(material, roads=material.roads.rename(index={"bc": "ab#2"}))
    stated = with_state(compile_network(parts, RULES), told(["ab"], "ab"))
    network = stated.network
    closed = network.pieces.owner[network.pieces.governing > 0]
    assert set(network.roads.id[closed].tolist()) >= {"ab", "ab#2"}


def test_a_state_that_speaks_of_no_road_leaves_the_network_as_it_is():
    stated = with_state(NETWORK, state({}))
    assert stated.network.pieces.governing is NETWORK.pieces.governing


def test_the_delay_of_a_road_is_spread_over_its_length():
    aspect = Aspect("open", "claim", "c:road.rn9", probability=CHANCE)
    subjects = {
        ("road", road): SubjectState(("road", road), status=aspect, delay_min=10.0)
        for road in ("ab", "bc", "ad", "ce", "de")
    }
    base = state({"road.rn9": "open"})
    slow = status(replace(base, subjects=subjects))
    assert slow["minutes"] > status(state({}))["minutes"]
    scenario = make_scenario(NETWORK, replace(base, subjects=subjects), CAR, RULES)
    on_road = scenario.network.pieces.governing[scenario.network.edges.piece] > 0
    extra = (scenario.weights.seconds - scenario.weights.free_s)[
        on_road & scenario.network.edges.forward
    ]
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
    assert {one.severity for one in caught.value.findings} == {"error"}
    assert str(caught.value).splitlines() == [
        "what-if 'infrastructure.l': no such subject. Did you mean 'infrastructure.1'?",
        "what-if 'road.rn9': 'ajar' is none of open, restricted, closed, abandoned, unknown.",
    ]


# --- as frames to draw --------------------------------------------------------------------


def test_road_stretches_add_up_and_tell_their_governors():
    scenario = make_scenario(NETWORK, told(["ab", "bc"]), CAR, RULES)
    drawn = road_status(scenario)
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
    drawn = road_status(world.scenario({"area.m": said} if said else {}))
    middle = drawn.loc["ab~2"]
    assert middle["governors"] == ["area.m"]
    columns = ["reading_status", "status_worst", "status_presumed", "status_best"]
    assert middle[columns].tolist() == [reading, worst, presumed, best]
    assert AS_OF.tzinfo is not None


# --- roads as subjects ----------------------------------------------------------------------------


def laid(subjects, claims=(), network=NETWORK, what_if=None):
    """A network in a state of some subjects, told by aspect, and the claims by what they name."""
    table = pd.DataFrame({"subject": dict(claims)})
    known = {key: SubjectState(key, **said) for key, said in subjects.items()}
    return with_state(network, replace(state({}), subjects=known, claims=table), what_if)


def road_subjects(stated):
    """The roads that have become subjects: by name, the roads each governs."""
    network, first = stated.network, len(stated.base.subjects.id)
    found = {}
    for row in range(first, len(network.subjects.id)):
        kind, name = network.subjects.key(row)
        governing_sets = [
            c
            for c in range(network.governing_sets.count)
            if row in network.governing_subjects(c).tolist()
        ]
        pieces = np.isin(network.pieces.governing, governing_sets)
        assert set(network.pieces.kind[pieces]) == {0}
        owners = set(network.roads.id[network.pieces.owner[pieces]].tolist())
        found[f"{kind}.{name}"] = " ".join(sorted(owners))
    return found


def closed(claim, **more):
    return {"status": Aspect("closed", "claim", claim, probability=CHANCE), **more}


AB, BC, DE = ("road", "ab"), ("road", "bc"), ("road", "de")


def test_roads_told_of_in_one_report_are_one_subject_in_two_reports_two():
    same = laid({AB: closed("c"), BC: closed("c"), DE: closed("d")}, {"c": "RN9", "d": "de"})
    assert road_subjects(same) == {"road.rn9": "ab bc", "road.de": "de"}
    other = laid({AB: closed("c"), BC: closed("d")}, {"c": "RN9", "d": "rn9"})
    assert road_subjects(other) == {"road.rn9": "ab", "road.bc": "bc"}  # a name is given once


def test_roads_of_one_report_of_which_more_is_known_are_apart():
    stated = laid({AB: closed("c"), BC: closed("c", delay_min=5.0)}, {"c": "RN9"})
    assert road_subjects(stated) == {"road.rn9": "ab", "road.bc": "bc"}
    first = len(stated.base.subjects.id)
    assert [known.delay_min for known in stated.states[first:]] == [0.0, 5.0]
    assert [known.subject for known in stated.states[first:]] == [("road", "rn9"), ("road", "bc")]
    assert stated.states[first].status.claim_id == "c"


def test_other_claims_that_were_heard_about_a_road_make_no_subject_of_their_own():
    stated = laid({AB: closed("c", claim_ids=("c", "x")), BC: closed("c", claim_ids=("c",))},
                    {"c": "rn9"})  # fmt: skip
    assert road_subjects(stated) == {"road.rn9": "ab bc"}


def test_a_report_that_names_the_road_as_it_is_written_keeps_its_letters():
    material = WORLD.material()
    written = replace(material, roads=material.roads.rename(index={"ab": "Wout-A"}))
    network = compile_network(written, RULES)
    key = ("road", "Wout-A")
    by_id = laid({key: closed("c")}, {"c": "Wout-A"}, network)
    assert road_subjects(by_id) == {"road.Wout-A": "Wout-A"}
    by_number = laid({key: closed("c")}, {"c": "RN9"}, network)
    assert road_subjects(by_number) == {"road.rn9": "Wout-A"}


@pytest.mark.parametrize(
    ("aspect", "name"),
    [(Aspect("open", "claim", "c"), "road.rn9"),
     (Aspect("open", "contradicted", "c", rivals=("d",)), "road.rn9"),
     (Aspect("open", "contradicted", rivals=("d", "c")), "road.rn8"),
     (Aspect(None, "expired", expired_claims=("d", "c")), "road.rn8"),
     (Aspect("open", "claim", "elsewhere"), "road.de"), (Aspect("open", "claim"), "road.de")],
)  # fmt: skip
@pytest.mark.parametrize("by", ["status", "control"])
def test_a_road_is_called_by_the_report_that_decides(aspect, name, by):
    stated = laid({DE: {by: aspect}}, {"c": "RN9", "d": "RN8"})
    assert road_subjects(stated) == {name: "de"}


def test_the_report_on_status_calls_the_road_before_that_on_control():
    held = Aspect("gang", "claim", "d")
    both = laid({AB: closed("c", control=held)}, {"c": "RN9", "d": "RN8"})
    assert road_subjects(both) == {"road.rn9": "ab"}


def test_without_a_table_of_claims_a_road_has_its_own_name():
    known = {AB: SubjectState(AB, **closed("c"))}
    bare = replace(state({}), subjects=known, claims=pd.DataFrame())
    assert road_subjects(with_state(NETWORK, bare)) == {"road.ab": "ab"}


@pytest.mark.parametrize(
    ("said", "speaks"),
    [({}, False), ({"delay_min": 5.0}, True), ({"delay_min": 0.5}, True),
     ({"curfews": ("19:00-05:00",)}, True), ({"tolls": ("5 HTG any",)}, False),
     ({"claim_ids": ("x",)}, False),
     ({"status": Aspect(None, "not_told")}, False), ({"status": Aspect(None, "withheld")}, True),
     ({"control": Aspect(None, "expired", expired_claims=("x",))}, True)],
)  # fmt: skip
def test_a_road_of_which_nothing_is_said_is_no_subject(said, speaks):
    stated = laid({AB: said})
    assert road_subjects(stated) == ({"road.ab": "ab"} if speaks else {})
    assert (stated.network.pieces.governing is NETWORK.pieces.governing) == (not speaks)


def test_what_is_said_of_other_subjects_makes_no_road_a_subject():
    stated = laid({("gateway", "ab"): closed("c"), ("road", "no such road"): closed("c"),
                     ("road", "a"): closed("c"), ("road", "zz"): closed("c")})  # fmt: skip
    assert road_subjects(stated) == {}
    assert stated.touched.tolist() == []
    assert stated.states == (None,) * len(NETWORK.subjects.id)


PARTED = {"ab": "way", "bc": "way#2", "ad": "way#10", "ce": "ways", "de": "way-2"}


def parted():
    material = WORLD.material()
    return compile_network(replace(material, roads=material.roads.rename(index=PARTED)), RULES)


def test_what_is_said_of_a_road_is_said_of_all_its_parts_and_of_no_other():
    network = parted()
    stated = laid({("road", "way"): closed("c")}, {"c": "way"}, network)
    assert road_subjects(stated) == {"road.way": "way way#10 way#2"}
    one = laid({("road", "way#2"): closed("c"), ("road", "ways"): closed("d")}, {}, network)
    assert road_subjects(one) == {"road.way#2": "way#2", "road.ways": "ways"}


def test_what_is_said_of_a_part_comes_before_what_is_said_of_its_road():
    stated = laid({("road", "way"): closed("c"), ("road", "way#2"): closed("d")},
                    {"c": "way", "d": "way#2"}, parted())  # fmt: skip
    assert road_subjects(stated) == {"road.way": "way way#10", "road.way#2": "way#2"}


def test_the_delay_of_a_road_falls_on_its_metres_that_of_an_area_on_two_kilometres():
    world = World("1--a-----b--2", areas="...mm........", kinds={"1": "port"})
    network = world.network()
    stated = laid({("road", "ab"): closed("c"), ("road", "b2"): closed("d")}, {}, network)
    owned = [network.pieces.metres[(network.pieces.kind == 0) & (network.pieces.owner == row)].sum()
             for row in network.roads.id.tolist().index("ab") + np.array([0, 1])]  # fmt: skip
    assert network.roads.id.tolist() == ["1a", "ab", "b2"]
    told = dict(zip(stated.network.subjects.keys, stated.delay_m.tolist(), strict=True))
    assert told[("area", "m")] == 2000.0
    assert np.isnan(told[("infrastructure", "1")])
    assert [told[("road", "ab")], told[("road", "b2")]] == pytest.approx(owned)
    assert owned == pytest.approx([1200, 600], abs=1)


def test_the_delay_of_a_road_of_no_length_falls_on_a_metre():
    network = World("1--a--b").network()
    short = np.where(network.pieces.owner == network.roads.id.tolist().index("ab"), 0.2, 1.0)
    network = replace(network, pieces=replace(network.pieces, metres=short))
    assert laid({("road", "ab"): closed("c")}, {}, network).delay_m[-1] == 1.0


def test_new_subjects_come_after_those_of_the_network_and_have_no_name_of_their_own():
    world = World("1--a--G--b--2", areas="...mmm.......", kinds={"1": "port"})
    network = world.network()
    stated = laid({("gateway", "G"): closed("c"), ("road", "ab"): closed("d")}, {}, network)
    subjects, first = stated.network.subjects, len(network.subjects.id)
    assert subjects.keys[:first] == network.subjects.keys
    assert subjects.keys[first:] == [("road", "ab")]
    for column in (subjects.name, subjects.declared, subjects.declared_as_of):
        assert column[first:].tolist() == [""]
    gate = network.subjects.keys.index(("gateway", "G"))
    assert stated.states[gate].status.claim_id == "c"
    assert stated.states[first].status.claim_id == "d"
    assert stated.base is network


def test_a_road_is_added_to_the_governors_that_are_there_with_no_share_of_theirs():
    """Half of what is lost at the gate falls on either piece that meets there, still."""
    network = World("1--a--G--b--2", areas="...mmmmmm....", kinds={"1": "port"}).network()
    stated = laid({("road", "ab"): closed("c"), ("road", "b2"): closed("d")}, {}, network)
    new, governing_sets = stated.network, stated.network.governing_sets
    said = {}
    for piece in np.flatnonzero(new.pieces.kind == 0).tolist():
        governing, before = new.pieces.governing[piece], network.pieces.governing[piece]
        part = slice(governing_sets.indptr[governing], governing_sets.indptr[governing + 1])
        rows, shares = governing_sets.subject[part].tolist(), governing_sets.share[part].tolist()
        road = new.roads.id[new.pieces.owner[piece]]
        old = network.governing_subjects(int(before)).tolist()
        assert rows[: len(old)] == old
        assert [new.subjects.id[row] for row in rows[len(old) :]] == (
            [] if road == "1a" else [road]
        )
        said[frozenset(new.subjects.keys[row] for row in rows)] = shares
    assert said[frozenset({("area", "m"), ("gateway", "G"), ("road", "ab")})] == [0.0, 0.5, 0.0]
    assert said[frozenset({("road", "b2")})] == [0.0]
    assert governing_sets.indptr.dtype == governing_sets.subject.dtype == np.int32
    assert new.pieces.governing[new.pieces.kind != 0].tolist() == (
        network.pieces.governing[network.pieces.kind != 0].tolist()
    )


def test_a_road_that_is_governed_all_along_keeps_its_governors():
    network = World("1--a--G--b--2", areas="mmmmmmmmmmmmm", kinds={"1": "port"}).network()
    stated = laid({("road", "ab"): closed("c")}, {}, network)
    new = stated.network
    added = range(network.governing_sets.count, new.governing_sets.count)
    told = [[new.subjects.id[row] for row in new.governing_subjects(one)] for one in added]
    assert told == [["m", "ab"], ["m", "G", "ab"]]


def test_the_edges_that_a_state_touches_are_those_of_its_roads():
    stated = laid({AB: closed("c"), DE: closed("d")})
    edges, pieces = NETWORK.edges, NETWORK.pieces
    owner, kind = pieces.owner[edges.piece], pieces.kind[edges.piece]
    wanted = (kind == 0) & np.isin(NETWORK.roads.id[owner], ["ab", "de"])
    assert sorted(stated.touched.tolist()) == np.flatnonzero(wanted).tolist()
    (one,) = np.flatnonzero((pieces.kind == 0) & (NETWORK.roads.id[pieces.owner] == "de"))
    assert sorted(laid({DE: closed("d")}).touched) == np.flatnonzero(edges.piece == one).tolist()
    assert stated.touched.dtype == np.int32
    assert laid({}).touched.dtype == np.int32


# --- what if, in values ---------------------------------------------------------------------------


def test_what_is_assumed_is_certain_and_recent():
    network = World("1--a--G--b--2", kinds={"1": "port"}).network()
    stated = laid({("gateway", "G"): closed("c")}, {}, network, {"gateway.G": "restricted"})
    gate = network.subjects.keys.index(("gateway", "G"))
    sure = Aspect("restricted", "claim", reliability=4, age_days=0, probability=1.0)
    assert stated.states[gate] == SubjectState(("gateway", "G"), status=sure)


@pytest.mark.parametrize(
    ("name", "roads"), [("road.rn9", "ab bc"), ("road.RN8", "de"), ("road.ad", "ad")]
)
def test_a_road_is_assumed_by_corridor_number_or_id_and_called_as_asked(name, roads):
    assert road_subjects(laid({}, what_if={name: "closed"})) == {name: roads}


def test_what_ifs_about_several_subjects_count_together():
    asked = {"road.rn9": "closed", "infrastructure.1": "open", "road.de": "restricted"}
    stated = laid({}, what_if=asked)
    assert road_subjects(stated) == {"road.rn9": "ab bc", "road.de": "de"}
    words = {known.subject: known.status.value for known in stated.states if known is not None}
    assert words == {("road", "rn9"): "closed", ("road", "de"): "restricted",
                     ("infrastructure", "1"): "open"}  # fmt: skip


def test_what_if_names_a_subject_by_its_whole_id():
    material = World("1--a--G--b--2", kinds={"1": "port"}).material()
    dotted = replace(material, gateways=material.gateways.rename(index={"G": "g.1"}))
    network = compile_network(dotted, RULES)
    stated = laid({}, {}, network, {"gateway.g.1": "open"})
    assert [known.subject for known in stated.states if known] == [("gateway", "g.1")]
    with pytest.raises(NoAnswerError) as caught:
        laid({}, {}, network, {"gateway.1": "open", "area.g.1": "open", "g.1": "ajar"})
    assert str(caught.value).splitlines() == [
        "what-if 'area.g.1': no such subject. Did you mean 'gateway.g.1'?",
        "what-if 'g.1': no such subject.",
        "what-if 'g.1': 'ajar' is none of open, restricted, closed, abandoned, unknown.",
        "what-if 'gateway.1': no such subject. Did you mean 'gateway.g.1'?",
    ]


@pytest.mark.parametrize("word", ["open", "restricted", "closed", "abandoned", "unknown"])
def test_every_status_can_be_assumed(word):
    assert laid({}, what_if={"infrastructure.1": word}).states[0].status.value == word
