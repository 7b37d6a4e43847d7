"""Journeys by the clock, drawn as maps. One cell is 200 m and takes 12 seconds, five a minute.

The day is Friday 5 January 2024; the sun rises in Port-au-Prince at 6:23 and sets at 17:26.
"""

from dataclasses import replace
from datetime import date, datetime

import pytest
from asciiworld import AS_OF, CAR, RULES, World, state
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.access import access_table
from potay.access.clock.departures import departures, read_between
from potay.access.clock.hours import TICKS
from potay.access.clock.journey import read_departure, timed_journey
from potay.access.clock.latest import LastDepartures
from potay.access.clock.opening import OpeningHours
from potay.access.clock.outlook import Outlook
from potay.access.clock.sameday import NO_RETURN, TOO_LONG, Returns
from potay.access.clock.timetable import Timetable
from potay.built import Aspect, SubjectState
from potay.errors import SpecError
from potay.network import make_scenario
from potay.terms.hours import parse_curfew, parse_window
from potay.terms.moments import HAITI_TIME
from potay.terms.statuses import OPEN, READINGS, STATUS_IN, UNCERTAIN

NIGHT_CAR = CAR.model_copy(update={"after_dark": True})
#: 60 cells, 12 minutes.
ROAD = World("1" + "-" * 29 + "G" + "-" * 29 + "2", kinds={"1": "port"})
#: Two gateways, 4 minutes from each other and from both ends.
SERIES = World("1" + "-" * 19 + "G" + "-" * 19 + "H" + "-" * 19 + "2", kinds={"1": "port"})


def told(**said):
    """A state by subject: `window …`, `curfew …`, or both; `gateway_G` for `gateway.G`."""
    plain = state({})
    subjects = {}
    for name, words in said.items():
        kind, _, subject = name.partition("_")
        parts = [part.strip() for part in words.split("|")]
        found = {
            word: tuple(part[len(word) + 1 :] for part in parts if part.startswith(f"{word} "))
            for word in ("window", "curfew", "delay")
        }
        aspect = (
            Aspect("restricted", "claim", name, reliability=3, age_days=3, probability=0.9)
            if found["window"] or "restricted" in parts
            else Aspect()
        )
        key = (kind, subject.replace("_", "-"))
        subjects[key] = SubjectState(
            key, status=aspect, windows=tuple(map(parse_window, found["window"])),
            curfews=tuple(map(parse_curfew, found["curfew"])),
            delay_min=float((found["delay"] or ("0",))[0]),
        )  # fmt: skip
    return replace(plain, subjects=subjects)


def scenario_of(world, mover=NIGHT_CAR, **said):
    return make_scenario(world.network(), told(**said), mover, RULES)


def node(scenario, place):
    places = scenario.network.places
    return int(places.node[places.id == place][0])


def go(world, clock, mover=NIGHT_CAR, day="2024-01-05", ends=("1", "2"), **said):
    scenario = scenario_of(world, mover, **said)
    departure = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=HAITI_TIME)
    ends = node(scenario, ends[0]), node(scenario, ends[1])
    return timed_journey(Outlook(scenario), *ends, departure)[0]


def clock(moment):
    return None if moment is None else moment[11:16]


def day_of(moment):
    return moment[:10]


def latest(world, mover=NIGHT_CAR, unloading_min=60, **said):
    mover = mover.model_copy(update={"unloading_min": unloading_min})
    scenario = scenario_of(world, mover, **said)
    return Returns.of(Outlook(scenario)).latest(
        node(scenario, "1"), [node(scenario, "2")], UNCERTAIN
    )[0]


def works(world, mover=NIGHT_CAR, between="04:00-18:00", **said):
    scenario = scenario_of(world, mover, **said)
    ends = node(scenario, "1"), node(scenario, "2")
    found = departures(Outlook(scenario), *ends, date(2024, 1, 5), read_between(between))
    return [(clock(one["from"]), clock(one["until"]), one["arrival_moves"]) for one in found]


# --- journeys -----------------------------------------------------------------------------


def test_without_conditions_one_drives_at_once():
    found = go(ROAD, "06:30")
    assert (clock(found["arrival"]), found["waiting_minutes"], found["waits"]) == ("06:42", 0, [])
    assert found["departure_status"] == "presumed"
    assert [(one["id"], clock(one["at"])) for one in found["gateways_met"]] == [("G", "06:35")]


def test_a_window_that_opens_while_under_way_costs_no_more_wait_than_it_must():
    said = {"gateway_G": "window Mon-Sun 06:35-08:00"}
    early, meanwhile = go(ROAD, "06:25", **said), go(ROAD, "06:34", **said)
    assert clock(early["arrival"]) == "06:41"
    assert early["waiting_minutes"] == pytest.approx(4.05, abs=0.02)
    assert early["waits"][0]["because"] == ["gateway.G window Mon-Sun 06:35-08:00"]
    assert (clock(meanwhile["arrival"]), meanwhile["waiting_minutes"]) == ("06:46", 0)
    assert meanwhile["departure_status"] == "restricted"


def test_a_window_that_shuts_under_way_is_waited_for_until_it_opens_again():
    found = go(ROAD, "07:56", gateway_G="window Fri-Sat 06:00-08:00")
    assert (day_of(found["arrival"]), clock(found["arrival"])) == ("2024-01-06", "06:06")
    never_again = go(ROAD, "07:56", gateway_G="window Fri 06:00-08:00")
    assert day_of(never_again["arrival"]) == "2024-01-12"


def test_a_delay_is_suffered_inside_the_window():
    said = {"gateway_G": "window Mon-Sun 06:00-07:00 | delay 30"}
    assert clock(go(ROAD, "06:20", **said)["arrival"]) == "07:02"
    late = go(ROAD, "06:30", **said)
    assert day_of(late["arrival"]) == "2024-01-06"
    assert late["gateways_met"][0]["delay_minutes"] == 30


def test_two_gateways_with_disjoint_windows_are_not_passed_on_one_day():
    said = {"gateway_G": "window Mon-Sun 14:00-16:00", "gateway_H": "window Mon-Sun 06:00-08:00"}
    found = go(SERIES, "13:58", **said)
    assert (day_of(found["arrival"]), clock(found["arrival"])) == ("2024-01-06", "06:04")
    assert works(SERIES, **said) == []
    assert latest(SERIES, **said).reason == TOO_LONG  # back would do: H before eight, then G


def test_one_piece_under_two_disjoint_windows_is_never_passed():
    world = World(ROAD.roads, areas="." * 25 + "m" * 11 + "." * 25, kinds=ROAD.kinds)
    said = {"gateway_G": "window Mon-Sun 14:00-16:00", "area_m": "window Mon-Sun 06:00-08:00"}
    found = go(world, "05:00", **said)
    assert (found["arrival"], found["departure_status"]) == (None, "cut_off")
    assert found["never"] == "does not arrive within 14 days of this departure"


def test_the_way_round_is_taken_when_it_arrives_before_the_window_opens():
    world = World(
        """
        1--H--a--G--b--2
              |     |
              c-----d
        """,
        kinds={"1": "port"},
    )
    said = {"gateway_H": "restricted", "gateway_G": "window Mon-Sun 08:00-09:00"}
    assert go(world, "06:00", **said)["gateways_met"][1:] == []
    assert [one["id"] for one in go(world, "08:00", **said)["gateways_met"]] == ["H", "G"]


def test_a_ferry_that_sails_on_tuesday_and_friday_is_waited_for():
    world = World(
        "1--a     b--2",
        kinds={"1": "port", "2": "port"},
        links=[{"id": "boat", "mode": "ferry", "from": "1", "to": "2", "minutes": 90.0,
                "days": "Tue,Fri"}],
    )  # fmt: skip
    assert clock(go(world, "09:00")["arrival"]) == "10:30"
    saturday = go(world, "09:00", day="2024-01-06")
    assert (day_of(saturday["arrival"]), clock(saturday["arrival"])) == ("2024-01-09", "01:30")
    assert saturday["waits"][0]["because"] == ["link.boat days Tue,Fri"]
    # It leaves on its day; that it lands on the next is no matter, and neither is the dark.
    night = go(world, "23:30", mover=CAR)
    assert (day_of(night["arrival"]), clock(night["arrival"])) == ("2024-01-06", "01:00")


def test_a_port_must_be_open_when_one_leaves_and_when_one_lands():
    world = World(
        "1--a     b--2",
        kinds={"1": "port", "2": "port"},
        links=[{"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 90.0}],
    )
    said = {"infrastructure_2": "window Mon-Sun 08:00-12:00"}
    assert clock(go(world, "07:00", **said)["arrival"]) == "09:30"
    assert day_of(go(world, "11:00", **said)["arrival"]) == "2024-01-06"


def test_days_of_service_that_cannot_be_read_are_told():
    world = World(
        "1--a     b--2",
        kinds={"1": "port", "2": "port"},
        links=[{"id": "boat", "mode": "sea", "from": "1", "to": "2", "minutes": 9.0,
                "days": "mardi"}],
    )  # fmt: skip
    assert go(world, "07:00")["time_notes"] == [
        "link.boat: days of service cannot be read, so none are kept: 'mardi' is not a day;"
        " use Mon, Tue, Wed, Thu, Fri, Sat, Sun."
    ]


# --- darkness and curfews -----------------------------------------------------------------


def test_who_may_not_move_after_dark_waits_for_the_sun():
    found = go(ROAD, "03:00", mover=CAR)
    assert "06:20" < clock(found["arrival"]) < "06:45"
    assert found["waits"][0]["because"] == ["darkness"]
    evening = go(ROAD, "17:15", mover=CAR)
    assert day_of(evening["arrival"]) == "2024-01-06"
    assert day_of(go(ROAD, "17:15")["arrival"]) == "2024-01-05"


def test_a_barricade_that_shuts_at_sunset_shuts_for_those_who_drive_at_night_too():
    said = {"gateway_G": "window Mon-Sun sunrise-sunset"}
    assert day_of(go(ROAD, "17:00", **said)["arrival"]) == "2024-01-05"
    assert day_of(go(ROAD, "17:25", **said)["arrival"]) == "2024-01-06"


@pytest.mark.parametrize("area", ["haiti", "ouest-department"])
def test_a_curfew_of_a_department_counts_everywhere_and_is_told(area):
    said = {f"area_{area}": "curfew 18:00-05:00"}
    found = go(ROAD, "17:55", **said)
    assert (day_of(found["arrival"]), found["time_notes"]) == (
        "2024-01-06", [f"area.{area} curfew 18:00-05:00 is taken to count on all of this map."],
    )  # fmt: skip
    assert found["waits"][0]["because"] == [f"area.{area} curfew 18:00-05:00"]


def test_a_curfew_of_an_area_that_is_not_drawn_is_told_and_not_counted():
    found = go(ROAD, "17:55", area_jeremie="curfew 18:00-05:00")
    assert clock(found["arrival"]) == "18:07"
    assert found["time_notes"] == [
        "area.jeremie curfew 18:00-05:00: no such area on this map; not counted."
    ]


def test_a_curfew_of_a_drawn_area_counts_inside_it_only():
    world = World(
        "1" + "-" * 20 + "2" + "-" * 20 + "3", areas="." * 30 + "m" * 12, kinds={"1": "port"}
    )
    said = {"area_m": "restricted | curfew 18:00-05:00"}
    assert clock(go(world, "19:00", **said)["arrival"]) == "19:04"
    beyond = go(world, "19:00", ends=("1", "3"), **said)
    assert (day_of(beyond["arrival"]), clock(beyond["arrival"])) == ("2024-01-06", "05:02")


def test_a_curfew_of_a_road_counts_on_that_road():
    world = World(
        """
        1--a---b---c--2
        """,
        kinds={"1": "port"},
        traits={"bc": {"corridor": "rn9"}},
    )
    found = go(world, "19:00", road_bc="curfew 18:00-05:00")
    assert found["waits"][0]["because"] == ["road.bc curfew 18:00-05:00"]
    assert clock(found["waits"][0]["from"]) == "19:01"


def test_of_several_windows_the_one_that_counts_first_counts():
    said = {"gateway_G": "window Mon-Sun 06:00-07:00 | window Mon-Sun 09:00-10:00"}
    assert day_of(go(ROAD, "08:00", **said)["arrival"]) == "2024-01-06"


# --- same-day return ----------------------------------------------------------------------


def test_without_conditions_the_day_ends_at_midnight():
    assert latest(ROAD).departure == "22:36"  # 12 out, 60 unloading, 12 back


def test_a_curfew_before_the_return_brings_the_departure_forward():
    said = {"area_haiti": "curfew 18:00-05:00"}
    assert latest(ROAD, **said).departure == "16:36"
    assert latest(ROAD, unloading_min=12.6 * 60, **said).departure == "05:00"
    assert latest(ROAD, unloading_min=12.7 * 60, **said).reason == TOO_LONG


def test_one_is_back_before_dark():
    assert "15:50" < latest(ROAD, mover=CAR).departure < "16:05"


def test_a_window_on_the_way_back_counts_and_so_does_one_on_the_way_out():
    assert latest(ROAD, gateway_G="window Mon-Sun 08:00-12:00").departure == "10:41"
    # The second time the gate is open one is back through it, or one has passed it in the first.
    said = {"gateway_G": "window Mon-Sun 08:00-09:00; Mon-Sun 15:00-16:00"}
    assert latest(ROAD, unloading_min=30, **said).departure == "15:11"
    assert latest(ROAD, unloading_min=60, **said).departure == "08:53"


#: At 1 km/h a cell takes 12 minutes: the gate's stretch is begun 33 minutes after either end, its
#: middle reached after 36, its end after 39.
SLOW = NIGHT_CAR.model_copy(update={"default_speed_kmh": 1})
SHORT = World("1--G--2", kinds={"1": "port"})


@pytest.mark.parametrize(
    ("window", "departure"),
    [
        ("00:00-24:00", "14:36"),  # back by 18:00, so away from 2 by 16:48, at the gate at 17:21
        ("06:00-17:28", "14:36"),
        ("06:00-17:25", "14:34"),  # it shuts before one is out of its second half, at 17:27
        ("06:00-17:23", "14:32"),  # or of its first
        ("17:22-19:00", None),
        ("06:00-15:14; Mon-Sun 17:20-17:28", "14:35"),  # the way out decides
        ("06:00-15:14; Mon-Sun 17:22-19:00", "12:26"),  # one stands in its middle from 15:14 on
        ("15:11-17:28", None),
    ],
)
def test_a_gate_is_passed_from_end_to_end_while_it_is_open(window, departure):
    said = {"gateway_G": f"window Mon-Sun {window}", "area_haiti": "curfew 18:00-05:00"}
    assert latest(SHORT, mover=SLOW, **said).departure == departure


def test_on_the_way_back_a_gate_must_be_open_when_it_is_begun():
    # To be back by midnight one is at the gate at 23:21, a minute too early.
    said = {"gateway_G": "window Mon-Sun 06:00-21:14; Mon-Sun 23:22-24:00"}
    assert latest(SHORT, mover=SLOW, **said).departure == "18:26"


def test_who_needs_longer_than_the_day_is_told_so():
    assert latest(ROAD, unloading_min=24 * 60).reason == TOO_LONG
    assert latest(ROAD, gateway_G="window Sat 08:00-12:00").reason == NO_RETURN


# --- departures ---------------------------------------------------------------------------


def test_all_departures_work_without_conditions():
    assert works(ROAD) == [("04:00", "18:00", True)]


def test_a_window_makes_a_wait_then_a_stretch_of_departures_then_nothing():
    found = works(ROAD, gateway_G="window Mon-Sun 06:35-08:00")
    assert found == [("04:00", "06:29", False), ("06:29", "07:53", True)]


def test_two_windows_make_two_stretches():
    found = works(ROAD, gateway_G="window Mon-Sun 06:00-07:00; Mon-Sun 12:00-13:00")
    assert found == [
        ("04:00", "05:54", False), ("05:54", "06:53", True),
        ("06:53", "06:54", False),  # three seconds: through the first half of the gate, no farther
        ("06:54", "11:54", False), ("11:54", "12:53", True),
    ]  # fmt: skip


def test_a_departure_of_the_profile_says_how_long_it_takes_and_waits():
    scenario = scenario_of(ROAD, gateway_G="window Mon-Sun 06:35-08:00")
    ends = node(scenario, "1"), node(scenario, "2")
    first, second = departures(
        Outlook(scenario), *ends, date(2024, 1, 5), read_between("06:00-18:00")
    )
    assert first["waiting_minutes"] == [pytest.approx(29.05, abs=0.02), 0]
    assert first["duration_minutes"] == [
        pytest.approx(41.05, abs=0.02),
        pytest.approx(12, abs=0.02),
    ]
    assert (first["arrival_first"], first["from_included"]) == (first["arrival_last"], True)
    assert (second["waiting_minutes"], second["from_included"]) == ([0, 0], False)
    assert second["status"] == "restricted"


# --- the clock ----------------------------------------------------------------------------


def test_a_day_on_which_the_clock_is_changed_has_another_length():
    scenario = scenario_of(ROAD)
    lengths = [
        OpeningHours.of(Outlook(scenario), date(2024, 3, day), days=1).hours(OPEN).length / 3600
        for day in (9, 10)
    ]
    assert lengths == [24, 23]
    found = go(ROAD, "01:55", day="2024-03-10")
    assert found["arrival"] == "2024-03-10T03:07:00-04:00"
    assert found["duration_minutes"] == pytest.approx(12, abs=0.02)


# --- what is asked ------------------------------------------------------------------------

HINT = "Write it as YYYY-MM-DDTHH:MM, e.g. 2024-07-05T06:30."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("soon", f"--depart: 'soon' is not an ISO 8601 date. {HINT}"),
        ("2024-07-05", f"--depart: '2024-07-05' names no hour of departure. {HINT}"),
        ("2024-07-05T26:30", f"--depart: '2024-07-05T26:30' is not an ISO 8601 date. {HINT}"),
        ("03/04/2026", "--depart: '03/04/2026' is ambiguous: 2026-04-03 (day first) or 2026-03-04"
                       f" (month first)? {HINT}"),
        ("2024-01-04T06:30", "--depart: 2024-01-04 lies before the map's moment, 2024-01-05, whose"
                             " reports were not known then. Ask for the map of that day: --as-of"
                             " 2024-01-04."),
    ],
)  # fmt: skip
def test_a_departure_that_cannot_be_read_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(SpecError) as caught:
        read_departure(text, AS_OF)
    assert str(caught.value) == sentence


def test_a_departure_may_name_a_zone_or_not():
    local = read_departure("2024-01-05T06:30", AS_OF)
    assert local == read_departure("2024-01-05T11:30+00:00", AS_OF)
    assert local.isoformat() == "2024-01-05T06:30:00-05:00"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("4-18", "--between: '4-18' is not two hours of one day. Write them as HH:MM-HH:MM, e.g."
                 " 04:00-18:00."),
        ("04:00-25:00", "--between: '04:00-25:00' is not two hours of one day. Write them as"
                        " HH:MM-HH:MM, e.g. 04:00-18:00."),
        ("18:00-04:00", "--between: '18:00-04:00' ends before it begins. Write them as"
                        " HH:MM-HH:MM, e.g. 04:00-18:00."),
    ],
)  # fmt: skip
def test_hours_of_departure_that_cannot_be_read_are_refused_in_a_sentence(text, sentence):
    with pytest.raises(SpecError) as caught:
        read_between(text)
    assert str(caught.value) == sentence


def test_reports_much_older_than_the_departure_are_told():
    assert go(ROAD, "06:30", day="2024-02-01")["time_notes"] == [
        "The reports are of 26 days before this departure."
    ]


# --- the table against plain searches -----------------------------------------------------

TOWN = World(
    """
    1-----a--G--b-----c--L--2
          |     |     |
          d-----e--H--f-----3
          |     |     |
    4-----g--K--i>>>>>h-----5
    """,
    kinds={"1": "port", "5": "port"},
    links=[{"id": "boat", "mode": "sea", "from": "1", "to": "5", "minutes": 40.0,
            "days": "Mon,Fri"}],
)  # fmt: skip
TOWN_NETWORK = TOWN.network()
HOURS = ["", "window Mon-Sun 06:00-09:00", "window Mon-Fri 05:30-06:10; Mon-Fri 16:00-20:00",
         "window Sat", "window Mon-Sun sunrise-sunset", "restricted | curfew 12:00-14:00",
         "restricted | curfew 17:00-06:00", "window Fri 09:00-17:00 | delay 20"]  # fmt: skip
SAID = st.fixed_dictionaries(
    {f"gateway_{gate}": st.sampled_from(HOURS) for gate in "GHKL"}
    | {"area_haiti": st.sampled_from(["", "curfew 18:00-05:00", "curfew 04:00-05:50"])}
)


@settings(deadline=None, max_examples=100, derandomize=True, database=None)
@given(SAID, st.booleans(), st.sampled_from([0, 15, 120, 600]), st.sampled_from([2, 4, 60]))
def test_latest_departures_are_those_of_plain_searches(said, after_dark, unloading, kmh):
    mover = CAR.model_copy(
        update={"after_dark": after_dark, "unloading_min": unloading, "default_speed_kmh": kmh}
    )
    said = {name: words for name, words in said.items() if words}
    scenario = make_scenario(TOWN_NETWORK, told(**said), mover, RULES)
    rows = access_table(scenario, ["1"]).rows
    opening, hub = OpeningHours.of(Outlook(scenario), date(2024, 1, 5), days=1), node(scenario, "1")
    for row in rows.to_dict("records"):
        name = next(name for name, status in STATUS_IN.items() if status == row["status"])
        hours = opening.hours(READINGS[name])
        table = Timetable.of(hours)
        goal = node(scenario, row["id"])
        lasts = LastDepartures.of(hours)
        back = lasts.to(hub, hours.length)[goal]
        last = lasts.to(goal, back - unloading * 60)[hub]
        if last < 0:
            assert row["latest_departure"] is None
            continue
        assert row["latest_departure"] == f"{hours.moment(last):%H:%M}"
        out = table.earliest(hub, last, goal).time[goal]
        assert table.earliest(goal, out + unloading * 60, hub).time[hub] <= hours.length
        late = table.earliest(hub, last + 1 / TICKS, goal).time[goal]
        assert table.earliest(goal, late + unloading * 60, hub).time[hub] > hours.length


def test_a_place_that_is_cut_off_has_no_latest_departure():
    row = ROAD.row("1", "2", {"gateway.G": "closed"})
    assert (row["status"], row["latest_departure"]) == ("cut_off", None)
    assert "15:50" < ROAD.row("1", "2", {"gateway.G": "open"})["latest_departure"] < "16:05"
