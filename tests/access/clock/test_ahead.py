"""Journeys later than the reports: what ends, begins and grows too old before one has passed.

One cell is 200 m and takes 12 seconds, five a minute; `G` stands 6 minutes from `1`.
"""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from asciiworld import CAR, RULES, World
from claims.tiny import claim_rows, dataset
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.access.clock.departures import read_between
from potay.access.clock.opening import OpeningHours
from potay.access.clock.outlook import Outlook
from potay.access.clock.pair import Clock, by_the_clock
from potay.claims import read_ledger, resolve, turning_points
from potay.network import make_scenario
from potay.terms.moments import HAITI_TIME
from potay.terms.statuses import READINGS

KNOWN = datetime(2024, 7, 3, 12, tzinfo=HAITI_TIME)
NIGHT_CAR = CAR.model_copy(update={"after_dark": True})
ROAD = World("1" + "-" * 29 + "G" + "-" * 29 + "2", kinds={"1": "port"})
ROAD_NETWORK = ROAD.network()

ACTORS = pd.DataFrame(
    {"name": "", "name_fr": "", "name_ht": "", "kind": ["gang", "police"]},
    index=pd.Index(["gang", "police"], name="actor_id"),
)
SOURCES = pd.DataFrame(
    {"publisher": "OCHA", "title": "", "published": "", "url": "", "language": ""},
    index=pd.Index(["ocha"], name="source_id"),
)


def read(*told):
    """A ledger from lines `subject kind value; from …; to …; as_of …; rel …`."""
    rows = []
    words = {"from": "valid_from", "to": "valid_to", "rel": "reliability"}
    for number, line in enumerate(told):
        said, *more = (part.strip() for part in line.split(";"))
        about, kind, value = said.split(" ", 2)
        subject_type, _, subject = about.partition(".")
        row = {"claim_id": f"C{number}", "subject_type": subject_type, "subject": subject,
               "kind": kind, "value": value, "as_of": "2024-07-01", "source_id": "ocha",
               "reliability": "3"}  # fmt: skip
        for part in more:
            word, _, text = part.partition(" ")
            row[words.get(word, word)] = text
        rows.append(row)
    frame = claim_rows(rows)
    return read_ledger(
        [dataset("claims", frame), dataset("sources", SOURCES), dataset("actors", ACTORS)]
    )


def outlook(network, *told, mover=NIGHT_CAR, what_if=None):
    ledger = read(*told)

    def ahead(begin, end):
        marks = [begin, *turning_points(ledger.claims, KNOWN, RULES, begin, end)]
        return [(mark, resolve(ledger, KNOWN, RULES, mark)) for mark in marks]

    scenario = make_scenario(network, resolve(ledger, KNOWN, RULES), mover, RULES, what_if)
    return Outlook(scenario, ahead, what_if or {})


def ask(depart, *told, world=ROAD_NETWORK, between="", goal="2", **more):
    asked = Clock(
        depart=datetime.fromisoformat(depart).replace(tzinfo=HAITI_TIME),
        between=read_between(between) if between else None,
    )
    return by_the_clock(outlook(world, *told, **more), "1", goal, asked)


def arrives(found):
    return (found["departure_status"], found["arrival"] and found["arrival"][5:16])


OPEN_UNTIL = "gateway.G status open; to 2024-07-05"


def test_a_report_that_ends_before_the_departure_is_not_assumed_to_hold():
    assert arrives(ask("2024-07-04T08:00", OPEN_UNTIL)) == ("reachable", "07-04T08:12")
    found = ask("2024-07-08T08:00", OPEN_UNTIL)
    assert arrives(found) == ("unknown", "07-08T08:12")
    assert [one["sentence"] for one in found["changes_ahead"]] == [
        "gateway.G: report C0 (OCHA, 2024-07-01: open) ends on 2024-07-05; after that nobody"
        " reports on it: unknown, not open."
    ]
    (change,) = found["changes_ahead"]
    assert (change["before"], change["after"], change["claims"]) == ("open", "unknown", ["C0"])


def test_under_way_the_report_must_hold_when_the_gate_is_passed():
    said = "gateway.G status open; to 2024-07-05T08:00"
    assert arrives(ask("2024-07-05T07:50", said)) == ("reachable", "07-05T08:02")
    # At the gate at 8:00:57, when nobody vouches for it any more.
    assert arrives(ask("2024-07-05T07:55", said)) == ("unknown", "07-05T08:07")


def test_a_closure_that_is_announced_counts_from_its_day_on():
    said = ("gateway.G status open", "gateway.G status closed; from 2024-07-06; as_of 2024-07-02")
    assert arrives(ask("2024-07-05T23:50", *said))[0] == "reachable"
    late = ask("2024-07-05T23:57", *said)
    assert arrives(late) == ("cut_off", None)
    assert late["never"] == "does not arrive within 14 days of this departure"
    assert [one["sentence"] for one in late["changes_ahead"]] == []  # not before that day is over
    after = ask("2024-07-06T08:00", *said)
    assert after["latest_departure_reason"] == "no way is passable"
    assert [one["sentence"] for one in after["changes_ahead"]] == [
        "gateway.G: from 2024-07-06 on report C1 (OCHA, 2024-07-02: closed) counts."
    ]


def test_an_opening_that_is_announced_is_waited_for_and_named():
    said = ("gateway.G status closed; to 2024-07-06",
            "gateway.G status open; from 2024-07-06; as_of 2024-07-02")  # fmt: skip
    found = ask("2024-07-05T20:00", *said)
    assert arrives(found) == ("reachable", "07-06T00:06")
    assert found["waits"][0]["because"] == ["gateway.G closed (C0)"]


def test_a_window_from_a_day_on_binds_from_that_day_on():
    said = ("gateway.G status open; to 2024-07-06",
            "gateway.G window 10:00-12:00; from 2024-07-06; as_of 2024-07-02")  # fmt: skip
    assert arrives(ask("2024-07-05T08:00", *said)) == ("reachable", "07-05T08:12")
    found = ask("2024-07-06T08:00", *said, between="08:00-18:00")
    assert arrives(found) == ("restricted", "07-06T10:06")
    assert [(one["from"][11:16], one["until"][11:16]) for one in found["departures"]] == [
        ("08:00", "09:54"), ("09:54", "11:53"),
    ]  # fmt: skip
    assert found["latest_departure"] == "10:41"  # 12 out, an hour there, back at the gate by noon
    assert found["latest_departure_status"] == "restricted"


def test_a_curfew_that_is_over_binds_no_more():
    said = ("gateway.G status open", "area.ouest-department curfew 18:00-05:00; to 2024-07-05")
    assert arrives(ask("2024-07-04T19:00", *said))[1] == "07-05T00:12"  # it ends at midnight
    found = ask("2024-07-06T19:00", *said)
    assert arrives(found)[1] == "07-06T19:12"
    assert found["changes_ahead"][0]["sentence"] == (
        "area.ouest-department: from 2024-07-05 on no curfew instead of curfew 18:00-05:00"
        " (report C1 (OCHA, 2024-07-01: curfew 18:00-05:00))."
    )


def test_a_report_may_grow_too_old_before_the_journey():
    found = ask("2024-08-31T08:00", "gateway.G status open")
    assert arrives(found)[0] == "unknown"
    assert found["changes_ahead"][0]["sentence"] == (
        "gateway.G: report C0 (OCHA, 2024-07-01: open) is too old to count from 2024-08-31 on;"
        " after that nobody reports on it: unknown, not open."
    )
    assert arrives(ask("2024-08-30T08:00", "gateway.G status open"))[0] == "reachable"


def test_what_is_reported_later_than_the_maps_moment_is_not_known():
    said = (OPEN_UNTIL, "gateway.G status open; as_of 2024-07-04")
    assert arrives(ask("2024-07-08T08:00", *said))[0] == "unknown"


def test_a_delay_that_ends_is_waited_out_where_that_is_sooner():
    said = ("gateway.G status open", "gateway.G delay 60; to 2024-07-05T09:00")
    assert arrives(ask("2024-07-05T07:30", *said)) == ("reachable", "07-05T08:42")
    found = ask("2024-07-05T08:30", *said)
    assert arrives(found) == ("reachable", "07-05T09:06")
    assert found["waits"][0]["because"] == ["a reported delay that ends"]
    assert found["gateways_met"][0]["delay_minutes"] == 0


def test_what_is_supposed_is_supposed_at_every_moment():
    said = "gateway.G status closed; from 2024-07-05"
    found = ask("2024-07-08T08:00", said, what_if={"gateway.G": "open"})
    assert arrives(found)[0] == "reachable"


def test_the_last_departure_stands_under_the_reports_of_its_day():
    ends_at_noon = "gateway.G status open; to 2024-07-05T12:00"
    found = ask("2024-07-05T06:00", ends_at_noon)
    assert (found["latest_departure"], found["latest_departure_status"]) == ("10:41", "reachable")
    after = ask("2024-07-06T06:00", ends_at_noon)
    assert after["latest_departure_status"] == "unknown"


def test_who_holds_an_area_counts_as_long_as_the_report_holds():
    world = World(ROAD.roads, areas="." * 20 + "m" * 21 + "." * 20, kinds=ROAD.kinds)
    said = ("area.m control police; to 2024-07-05", "gateway.G status open")
    found = ask("2024-07-08T08:00", *said[:1], world=world.network())
    assert arrives(found)[0] == "unknown"
    assert found["changes_ahead"][0]["sentence"] == (
        "area.m: report C0 (OCHA, 2024-07-01: control police) ends on 2024-07-05; after that"
        " nobody reports who holds it: unknown, not open."
    )


def test_where_the_report_on_a_gate_ends_its_holder_counts_again():
    said = (OPEN_UNTIL, "gateway.G control gang")
    found = ask("2024-07-08T08:00", *said)
    assert arrives(found) == ("cut_off", None)
    assert [one["sentence"] for one in found["changes_ahead"]] == [
        "gateway.G: report C0 (OCHA, 2024-07-01: open) ends on 2024-07-05; after that it counts"
        " who is reported to hold it: report C1 (OCHA, 2024-07-01: control gang)."
    ]


def test_a_delay_that_ends_is_named():
    said = ("gateway.G status open", "gateway.G delay 60; to 2024-07-05")
    assert ask("2024-07-05T08:00", *said)["changes_ahead"][0]["sentence"] == (
        "gateway.G: from 2024-07-05 on no delay instead of delay 60 minutes (report C1 (OCHA,"
        " 2024-07-01: delay 60))."
    )


def test_an_obstacle_of_a_season_is_met_in_its_season_only():
    world = World("1--a--O--2", kinds={"1": "port"}, obstacles={"O": "flooded"}).network()
    said = ("obstacle.O season Aug-Oct", "obstacle.O status closed; as_of 2023-08-20")
    assert arrives(ask("2024-07-05T08:00", *said, world=world))[0] == "reachable"
    found = ask("2024-08-05T08:00", *said, world=world)
    assert arrives(found)[0] == "unknown"
    assert found["changes_ahead"][0]["sentence"] == (
        "obstacle.O: from 2024-08-01 on it is its season (report C0 (OCHA, 2024-07-01: season"
        " Aug-Oct)), and report C1 (OCHA, 2023-08-20: closed) is over: unknown, not open."
    )


def test_a_ferry_whose_port_closes_while_it_sails_is_not_taken():
    world = World(
        "1--a     b--2",
        kinds={"1": "port", "2": "port"},
        links=[{"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 90.0}],
    ).network()
    said = "infrastructure.2 status closed; from 2024-07-05T12:00; as_of 2024-07-02"
    assert arrives(ask("2024-07-05T10:00", said, world=world))[1] == "07-05T11:30"
    assert arrives(ask("2024-07-05T11:00", said, world=world)) == ("cut_off", None)
    own = "link.boat status closed; from 2024-07-05T12:00; as_of 2024-07-02"
    assert arrives(ask("2024-07-05T11:00", own, world=world))[1] == "07-05T12:30"
    assert arrives(ask("2024-07-05T12:00", own, world=world)) == ("cut_off", None)


# --- every piece at every moment against the state of that moment --------------------------

TOWN = World(
    """
    1-----a--G--b-----c--L--2
          |     |     |
          d-----e--H--f-----3
    """,
    areas="""
    ......mmmmmmmm...........
    ......mmmmmmmm...nnnn....
    .................nnnn....
    """,
    kinds={"1": "port"},
)
TOWN_NETWORK = TOWN.network()
DAY = date(2024, 7, 5)
MARKS = ["", *(f"2024-07-05T{hour:02}:{minute:02}" for hour in range(0, 24, 4)
               for minute in (0, 20)), "2024-07-04", "2024-07-06"]  # fmt: skip
KINDS = [
    "gateway.{} status open", "gateway.{} status closed", "gateway.{} status restricted",
    "gateway.{} window 06:00-10:00", "gateway.{} window Fri 08:20-20:00", "gateway.{} delay 30",
    "gateway.{} delay 5", "area.m control gang", "area.n control police", "area.m status closed",
    "area.n curfew 16:00-04:20", "area.haiti curfew 20:00-04:00", "road.ab status closed",
]  # fmt: skip


@st.composite
def reports(draw):
    found = []
    for _ in range(draw(st.integers(1, 6))):
        said = draw(st.sampled_from(KINDS)).format(draw(st.sampled_from("GHL")))
        begin, end = sorted((draw(st.sampled_from(MARKS)), draw(st.sampled_from(MARKS))))
        said += f"; rel {draw(st.integers(1, 4))}; as_of 2024-07-0{draw(st.integers(1, 3))}"
        # The earliest report by which a claim of some kind is too old on the day.
        said = said.replace(
            "as_of 2024-07-01", "as_of 2024-06-04" if "delay" in said else "as_of 2024-07-01"
        )
        found.append(
            said + (f"; from {begin}" if begin else "") + (f"; to {end}" if end > begin else "")
        )
    return found


def spans(hours):
    return hours.intervals(DAY, 1, -72.4, 18.6)


@settings(deadline=None, max_examples=15, derandomize=True, database=None)
@given(reports(), st.sampled_from([name for name in READINGS if name != "free"]))
def test_every_piece_is_passable_at_the_moments_at_which_the_state_says_so(told, reading):
    view = outlook(TOWN_NETWORK, *told)
    level = READINGS[reading]
    hours = OpeningHours.of(view, DAY, 1).hours(level)
    first = datetime.combine(DAY, datetime.min.time(), HAITI_TIME)
    states = {
        mark: view.scenario.in_state(view.ahead(first + timedelta(seconds=mark), first)[0][1])
        for mark in range(0, 86_400, 1200)
    }  # everything here begins and ends at whole twenty minutes
    pieces = TOWN_NETWORK.pieces
    for piece in range(len(pieces.a)):
        for begin in range(300, 86_400 - 3600, 1200):
            scenario = states[begin // 1200 * 1200]
            lost = scenario.weights.governing_sets
            governing = int(scenario.network.pieces.governing[piece])
            seconds = (
                scenario.free_piece_s[piece]
                + lost.delay_s[governing]
                + lost.delay_s_per_m[governing] * pieces.metres[piece]
            )
            if not np.isfinite(seconds):
                continue
            marks = [begin, *range((begin // 1200 + 1) * 1200, int(np.ceil(begin + seconds)), 1200)]
            expected = all(_open(states[mark // 1200 * 1200], piece, level, mark) for mark in marks)
            free = float(hours.seconds[TOWN_NETWORK.edges.piece == piece][0])
            found = [
                length
                for length, number in hours.ways(piece, free)
                if np.isfinite(length) and hours.leave(number, length, begin) == begin
            ]
            assert found == pytest.approx([seconds] if expected else [], abs=0.01), (piece, begin)


def _open(scenario, piece, level, second):
    """Whether a piece may be in use from a second on, as a state says."""
    network = scenario.network
    governing = int(network.pieces.governing[piece])
    if scenario.weights.governing_sets.level[governing] > level:
        return False
    subjects = [
        scenario.stated.states[row] for row in network.governing_subjects(governing).tolist()
    ]
    subjects.append(scenario.state.subjects.get(("area", "haiti")))
    said = [spans(text) for one in subjects if one for text in one.windows[:1]]
    said += [spans(text) for one in subjects if one for text in one.curfews[:1]]
    return all(((rows[:, 0] <= second) & (second < rows[:, 1])).any() for rows in said)


def test_pieces_that_take_longer_at_times_are_told_apart():
    view = outlook(TOWN_NETWORK, "gateway.G delay 30; from 2024-07-05T08:00")
    hours = OpeningHours.of(view, DAY, 1).hours(READINGS["best"])
    assert [len(ways) for ways in hours.changing.values()] == [2, 2]  # the halves of the gate


@pytest.mark.parametrize("days", [1, 15])
def test_where_nothing_changes_there_is_one_phase(days):
    view = outlook(TOWN_NETWORK, "gateway.G status open; as_of 2024-07-02")
    assert len(OpeningHours.of(view, DAY, days).phases) == 1
