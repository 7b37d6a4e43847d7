"""Weights laid on edges run by run against the same worked out edge by edge."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from asciiworld import CAR, RULES, World, state
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.built import Aspect
from potay.errors import NoAnswerError
from potay.network import make_scenario
from potay.network.arrays import GoverningSets, Subjects
from potay.network.passability import SubjectVerdict, gathered
from potay.network.weights import free_times, set_weights
from potay.terms.statuses import CLOSED, OPEN, RESTRICTED, UNCERTAIN, UNREPORTED

NETWORK = World(
    """
    1--a--G--b--c>>d
       |     |     |
       e--H--f--i--g--2
    """,
    """
    ...mmmmmm.......
    ...mmm...........
    nnnnnnnnn........
    """,
).network()
SUBJECTS = ["area.m", "area.n", "gateway.G", "gateway.H", "road.ab", "road.cd", "road.fi"]
WORDS = ["open", "closed", "restricted delay 4", "open delay 10", "expired closed",
         "control gang", "control gang delay 3", "contradicted"]  # fmt: skip
STATES = st.dictionaries(st.sampled_from(SUBJECTS), st.sampled_from(WORDS))


def edge_by_edge(scenario):
    """Seconds, cost and level of every edge, one after the other."""
    network, governing_sets = scenario.network, scenario.weights.governing_sets
    free_s = free_times(network, scenario.mover)
    for piece in network.edges.piece.tolist():
        governing = network.pieces.governing[piece]
        delay = (
            governing_sets.delay_s[governing]
            + governing_sets.delay_s_per_m[governing] * network.pieces.metres[piece]
        )
        yield (free_s[piece] + delay, free_s[piece] * governing_sets.penalty[governing] + delay,
               governing_sets.level[governing])  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(STATES)
def test_run_by_run_is_edge_by_edge(said):
    scenario = make_scenario(NETWORK, state(said), CAR, RULES)
    seconds, cost, level = zip(*edge_by_edge(scenario), strict=True)
    assert scenario.weights.seconds.tolist() == list(seconds)
    assert scenario.weights.cost.tolist() == list(cost)
    assert scenario.weights.level.tolist() == list(level)


@settings(deadline=None, max_examples=100)
@given(STATES, STATES)
def test_another_state_is_as_if_it_were_the_first(before, after):
    told = make_scenario(NETWORK, state(before), CAR, RULES).in_state(state(after))
    fresh = make_scenario(NETWORK, state(after), CAR, RULES)
    for name in ("free_s", "seconds", "cost", "level"):
        assert np.array_equal(getattr(told.weights, name), getattr(fresh.weights, name)), name
    assert told.network.subjects.id.tolist() == fresh.network.subjects.id.tolist()
    assert told.network.pieces.governing.tolist() == fresh.network.pieces.governing.tolist()


def test_a_what_if_counts_in_another_state_too():
    scenario = make_scenario(NETWORK, state({}), CAR, RULES)
    closed = scenario.in_state(state({}), {"gateway.G": "closed"})
    assert (closed.weights.level != scenario.weights.level).any()
    with pytest.raises(NoAnswerError, match=r"what-if 'gateway.X': no such subject\."):
        scenario.in_state(state({}), {"gateway.X": "closed"})


# --- the governing subjects of a piece together
# ----------------------------------------------------------

OPENED = SubjectVerdict(OPEN, "claim", Aspect("open", "claim", "c"))
RESTRICTS = replace(OPENED, level=RESTRICTED, penalty=2.0)
CLOSES = replace(OPENED, level=CLOSED)
UNSURE = replace(OPENED, level=UNCERTAIN)
HELD = replace(OPENED, by="control")
HELD_CLOSED = replace(CLOSES, by="control")
SILENT = SubjectVerdict(UNREPORTED, "no_report", Aspect())
OLD = SubjectVerdict(UNCERTAIN, "expired", Aspect())
KEYS = ("area.a", "area.b", "gateway.g", "road.r", "obstacle.o", "link.l")


def ground(*governing_sets, delay_m=(2000.0, 2000.0, np.nan, 500.0, np.nan, np.nan), shares=()):
    """Sets of governing subjects, told by rows of KEYS, as a state laid on a network has them."""
    types, ids = zip(*(key.split(".") for key in KEYS), strict=True)
    empty = np.full(len(KEYS), "")
    flat = np.array([row for rows in governing_sets for row in rows], np.int32)
    share = np.array(shares) if len(shares) else np.zeros(len(flat))
    stops = np.cumsum([0, *(len(rows) for rows in governing_sets)]).astype(np.int32)
    network = SimpleNamespace(
        governing_sets=GoverningSets(stops, flat, share),
        subjects=Subjects(np.array(types), np.array(ids), empty, empty, empty),
    )
    return SimpleNamespace(network=network, delay_m=np.array(delay_m))


def judged(silent_level=OPEN, **verdicts):
    """Verdicts by type of subject, silence for the rest."""
    kinds = [key.partition(".")[0] for key in KEYS]
    return gathered([verdicts.get(kind, SILENT) for kind in kinds], silent_level)


AREA, GATE, ROAD, OBSTACLE, LINK = 0, 2, 3, 4, 5


@pytest.mark.parametrize(
    ("verdicts", "level"),
    [
        # What is inferred of the area gives way to a report about the passage itself …
        ({"area": HELD_CLOSED, "gateway": OPENED}, OPEN),
        ({"area": SILENT, "gateway": OPENED}, OPEN),
        ({"area": HELD_CLOSED, "gateway": RESTRICTS}, RESTRICTED),
        ({"area": HELD, "gateway": CLOSES}, CLOSED),
        # … not to one that says nothing sure, that is inferred too, or that is old,
        ({"area": HELD_CLOSED, "gateway": UNSURE}, CLOSED),
        ({"area": HELD_CLOSED, "gateway": HELD}, CLOSED),
        ({"area": HELD_CLOSED, "gateway": SILENT}, CLOSED),
        ({"area": HELD_CLOSED, "gateway": OLD}, CLOSED),
        # and a report about the area's own passage, or an old one, stays.
        ({"area": CLOSES, "gateway": OPENED}, CLOSED),
        ({"area": OLD, "gateway": OPENED}, UNCERTAIN),
    ],
)
@pytest.mark.parametrize("way", ["gateway", "road"])
def test_a_report_about_the_way_beats_what_is_inferred_of_its_area(verdicts, level, way):
    said = {way if kind == "gateway" else kind: one for kind, one in verdicts.items()}
    row = GATE if way == "gateway" else ROAD
    told = set_weights(ground((), (AREA, row), (row,), (AREA,)), judged(**said))
    assert told.level.tolist()[:2] == [OPEN, level]
    assert told.level[2] == said[way].level  # without the area
    assert told.level[3] == said["area"].level  # elsewhere in the area


@pytest.mark.parametrize("kind", ["obstacle", "link"])
def test_a_report_about_anything_else_in_the_area_does_not_beat_it(kind):
    row = {"obstacle": OBSTACLE, "link": LINK}[kind]
    told = set_weights(ground((AREA, row)), judged(area=HELD_CLOSED, **{kind: OPENED}))
    assert told.level.tolist() == [CLOSED]
    assert not told.superseded.any()


def test_verdicts_are_numbers_and_flags_also_where_there_is_none_and_where_they_are_whole():
    whole = replace(OPENED, delay_s=600, penalty=2, probability=1)
    for verdicts in ([], [whole]):
        told = gathered(verdicts)
        assert told.verdicts == tuple(verdicts)
        types = {
            name: str(getattr(told, name).dtype)
            for name in (
                "level",
                "delay_s",
                "penalty",
                "probability",
                "explicit",
                "inferred",
                "spoken",
            )
        }
        assert types == {
            "level": "int8", "delay_s": "float64", "penalty": "float64", "probability": "float64",
            "explicit": "bool", "inferred": "bool", "spoken": "bool",
        }  # fmt: skip


def test_only_areas_give_way():
    """A gateway by its holder, and an obstacle nobody speaks of, count beside an open road."""
    told = set_weights(
        ground((GATE, ROAD), (OBSTACLE, ROAD)), judged(gateway=HELD_CLOSED, road=OPENED)
    )
    assert told.level.tolist() == [CLOSED, UNREPORTED]


def test_every_area_of_a_piece_gives_way_and_no_other_piece_is_touched():
    said = judged(area=replace(HELD_CLOSED, penalty=4.0, delay_s=100.0), gateway=OPENED)
    told = set_weights(ground((0, 1, GATE), (1,)), said)
    assert told.superseded.tolist() == [True, True, False, False]
    assert told.superseded.dtype == np.bool_
    assert told.level.tolist() == [OPEN, CLOSED]
    assert told.level.dtype == np.int8
    assert told.penalty.tolist() == [1.0, 4.0]
    assert told.delay_s.tolist() == [0.0, 0.0]
    assert told.delay_s_per_m.tolist() == [0.0, 0.05]


def test_a_piece_is_as_bad_as_the_worst_of_its_governors():
    told = set_weights(
        ground((), (OBSTACLE, LINK), (OBSTACLE,), (LINK,)),
        judged(obstacle=replace(RESTRICTS, penalty=3.0), link=replace(CLOSES, penalty=2.0)),
    )
    assert told.level.tolist() == [OPEN, CLOSED, RESTRICTED, CLOSED]
    assert told.penalty.tolist() == [1.0, 3.0, 3.0, 2.0]


def test_where_silence_passes_for_nothing_a_piece_needs_a_report():
    """A piece that nothing governs, and one nobody speaks of, are as uncertain as silence is."""
    pieces = ground((), (OBSTACLE,), (LINK,), (OBSTACLE, LINK))
    quiet = SubjectVerdict(OPEN, "no_report", Aspect())
    told = set_weights(pieces, judged(UNCERTAIN, obstacle=quiet, link=OPENED))
    assert told.level.tolist() == [UNCERTAIN, UNCERTAIN, OPEN, OPEN]
    hopeful = set_weights(pieces, judged(OPEN, obstacle=quiet, link=OPENED))
    assert hopeful.level.tolist() == [OPEN] * 4
    worse = set_weights(pieces, judged(UNCERTAIN, obstacle=replace(quiet, level=CLOSED)))
    assert worse.level.tolist() == [UNCERTAIN, CLOSED, UNCERTAIN, CLOSED]


def test_a_delay_falls_on_pieces_by_share_or_by_the_metre():
    """Ten minutes at a gateway on the two pieces that meet there; in an area over 2 km."""
    slow = replace(OPENED, delay_s=600.0)
    told = set_weights(
        ground((AREA, GATE), (GATE,), (AREA, ROAD), (GATE, OBSTACLE), shares=(
            0.5, 0.5, 0.25, 0.0, 0.5, 0.5, 0.5)),
        judged(gateway=slow, area=replace(slow, by="status"), road=slow, obstacle=slow),
    )  # fmt: skip
    assert told.delay_s.tolist() == [300.0, 150.0, 0.0, 600.0]
    assert told.delay_s_per_m.tolist() == [0.3, 0.0, 0.3 + 1.2, 0.0]


# --- and on edges -------------------------------------------------------------------------------

LANE = World("1--a--G--b--2", areas="...mmm.......", kinds={"1": "port"}).network()


def lane(said):
    """The scenario, and of its directed edges which go from left to right along the road."""
    scenario = make_scenario(LANE, state(said), CAR, RULES)
    edges, pieces = scenario.network.edges, scenario.network.pieces
    return scenario.weights, edges.forward & (pieces.kind[edges.piece] == 0)


def test_where_nothing_costs_time_all_weights_are_one_array():
    weights, _ = lane({"gateway.G": "closed"})
    assert weights.seconds is weights.free_s
    assert weights.cost is weights.free_s


def test_where_only_time_is_lost_it_is_the_cost():
    weights, road = lane({"gateway.G": "open delay 10"})
    assert weights.cost is weights.seconds
    lost = (weights.seconds - weights.free_s)[road]
    assert lost.sum() == pytest.approx(600)
    assert sorted(lost[lost > 0]) == pytest.approx([300, 300])


def test_a_restriction_counts_longer_than_it_takes():
    weights, road = lane({"area.m": "restricted delay 4", "gateway.G": "open"})
    free, inside = weights.free_s[road], weights.level[road] == RESTRICTED
    metres = free * 60 / 3.6
    assert metres[inside].sum() == pytest.approx(600, abs=1)  # three cells
    lost = np.where(inside, 240.0 * metres / 2000.0, 0.0)
    assert weights.seconds[road] == pytest.approx(free + lost)
    assert weights.cost[road] == pytest.approx(np.where(inside, 2.0, 1.0) * free + lost)


def test_time_lost_at_a_gate_and_by_the_metre_around_it_is_added():
    world = World("1--a--G--b--2", areas=".....mmm.....", kinds={"1": "port"})
    weights = world.scenario({"area.m": "restricted delay 4", "gateway.G": "open delay 10"}).weights
    lost = weights.seconds - weights.free_s
    assert lost.sum() / 2 == pytest.approx(600 + 240 * 600 / 2000, abs=0.1)  # both ways
    assert max(lost) == pytest.approx(300 + 240 * 50 / 2000, abs=0.1)


def test_a_restriction_without_delay_costs_and_takes_no_time():
    weights, road = lane({"gateway.G": "restricted"})
    assert weights.seconds is weights.free_s
    near = weights.level[road] == RESTRICTED
    assert weights.cost[road] == pytest.approx(np.where(near, 2.0, 1.0) * weights.free_s[road])
    assert near.sum() == 2


def test_what_is_said_of_a_road_itself_reaches_its_edges_and_no_other():
    """The road is no subject of the compiled network: its edges are told anew."""
    weights, road = lane({"road.ab": "restricted delay 6", "gateway.G": "open"})
    on_it = weights.level[road] == RESTRICTED
    free = weights.free_s[road]
    assert free[on_it].sum() == pytest.approx(6 * 12, abs=0.1)  # six cells of 200 m at 60 km/h
    assert free[~on_it].sum() == pytest.approx(6 * 12, abs=0.1)
    lost = (weights.seconds - weights.free_s)[road]
    assert lost[on_it].sum() == pytest.approx(360)
    assert lost[~on_it].tolist() == [0.0] * int((~on_it).sum())
    assert weights.cost[road] == pytest.approx(np.where(on_it, 2.0, 1.0) * free + lost)


def test_no_time_is_lost_by_the_metre_on_a_boat():
    boat = {"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 40.0}
    world = World("1--a  b--2", kinds={"1": "port", "2": "port"}, links=[boat],
                  areas="mmmmmmmmmm")  # fmt: skip
    weights = world.scenario({"area.m": "open delay 10"}).weights
    sea = weights.free_s == 2400.0
    assert sea.sum() == 2
    assert (weights.seconds == weights.free_s)[sea].all()
    assert (weights.seconds > weights.free_s)[~sea].any()


# --- with nothing closed ------------------------------------------------------------------------


def seconds(mover=CAR, fitting=None, links=(), **traits):
    """What one road of 1 km, drawn as told, takes."""
    network = World("a-----b", traits={"ab": traits}, links=links).network()
    (found,) = free_times(network, mover, fitting)[network.pieces.kind == 0].tolist()
    return found * 1000 / network.pieces.metres[0]


SPEEDS = CAR.model_copy(update={"speeds_kmh": {"primary": 30.0}, "unpaved_factor": 0.5,
                                "weight_t": 10.0, "height_m": 3.5, "vehicle_class": 4})  # fmt: skip


@pytest.mark.parametrize(
    ("traits", "kmh"),
    [({}, 30), ({"class": "secondary"}, 60), ({"class": "primary_link"}, 30),
     ({"surface": "gravel"}, 15), ({"surface": "asphalt"}, 30),
     ({"speed_kmh": 20.0}, 20), ({"speed_kmh": 50.0}, 30), ({"speed_kmh": 0.0}, 30),
     ({"speed_kmh": 0.5}, 0.5),
     ({"surface": "gravel", "speed_kmh": 20.0}, 15), ({"grade_pct": 9.0}, 30 * 0.70)],
)  # fmt: skip
def test_a_road_is_as_fast_as_its_class_its_surface_its_limit_and_its_grade(traits, kmh):
    assert seconds(SPEEDS, **traits) == pytest.approx(3600 / kmh)


@pytest.mark.parametrize(
    ("traits", "passes"),
    [({"practicability": 4}, True), ({"practicability": 3}, False), ({"practicability": 5}, True),
     ({"practicability": 0}, True), ({"max_weight_t": 10.0}, True), ({"max_weight_t": 9.9}, False),
     ({"max_height_m": 3.5}, True), ({"max_height_m": 3.4}, False)],
)  # fmt: skip
def test_a_vehicle_passes_where_it_just_fits(traits, passes):
    found = seconds(SPEEDS, **traits)
    assert found == (pytest.approx(120) if passes else np.inf)


def test_what_fits_a_smaller_vehicle_is_timed_at_the_own_speed():
    assert seconds(SPEEDS, practicability=3) == np.inf
    assert seconds(SPEEDS, 3, practicability=3) == pytest.approx(120)
    assert seconds(SPEEDS, 3, practicability=2) == np.inf
    assert np.isfinite(seconds(SPEEDS, 6, practicability=4))  # never a bigger one than the own
    assert np.isfinite(seconds(SPEEDS, 4, max_weight_t=0.5, max_height_m=0.5))


def links_of(mover, **link):
    """Seconds of a link of 1 km."""
    row = {"id": "l", "mode": "sea", "from": "1", "to": "2", "minutes": np.nan, **link}
    network = World("1--a b--2", kinds={"1": "port", "2": "port"}, links=[row]).network()
    (piece,) = np.flatnonzero(network.pieces.kind == 1)
    return free_times(network, mover)[piece] * 1000 / network.pieces.metres[piece], network


@pytest.mark.parametrize(
    ("mode", "kmh"), [("sea", 15.0), ("ferry", 15.0), ("air", 180.0), ("raft", 15.0)]
)
def test_a_link_without_minutes_goes_by_its_mode(mode, kmh):
    assert links_of(CAR, mode=mode)[0] == pytest.approx(3600 / kmh)


def test_a_link_takes_the_minutes_that_are_stated_and_what_it_can_load():
    found, network = links_of(CAR, minutes=7.0)
    metres = network.pieces.metres[network.pieces.kind == 1]
    assert found * metres / 1000 == pytest.approx(420)
    assert np.isfinite(links_of(SPEEDS, min_load_class=4)[0])
    assert links_of(SPEEDS, min_load_class=3)[0] == np.inf


def test_a_place_beside_the_road_is_left_at_the_speed_of_a_service_road():
    network = World("a-----b\n   1").network()
    connector = network.pieces.kind == 2
    (metres,) = network.pieces.metres[connector].tolist()
    assert metres == pytest.approx(200, abs=1)
    assert free_times(network, CAR)[connector].tolist() == [metres * 3.6 / 60]
    slow = CAR.model_copy(update={"speeds_kmh": {"service": 12.0}})
    assert free_times(network, slow)[connector].tolist() == [metres * 3.6 / 12]


def test_nothing_takes_no_time():
    network = World("a-----1").network()
    connector = network.pieces.kind == 2
    assert network.pieces.metres[connector].tolist() == [0.0]
    assert free_times(network, CAR)[connector].tolist() == [1e-6]
