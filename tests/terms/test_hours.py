import math
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.terms.hours import parse_curfew, parse_season, parse_window
from potay.terms.moments import HAITI_TIME, midnight

LON, LAT = -72.35, 18.53  # Martissant, roughly
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEK = set(range(7))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HAITI_TIME)


def is_open(window, text):
    return window.open_at(at(text), LON, LAT)


def test_friday_to_sunday_by_day():
    window = parse_window("Fri-Sun 06:00-18:00")
    assert not is_open(window, "2024-01-04T12:00")  # a Thursday
    assert is_open(window, "2024-01-05T12:00")
    assert is_open(window, "2024-01-07T17:59")
    assert not is_open(window, "2024-01-08T12:00")


def test_it_opens_on_the_second_and_shuts_on_the_second():
    window = parse_window("06:00-18:00")
    assert not is_open(window, "2024-01-05T05:59:59")
    assert is_open(window, "2024-01-05T06:00:00")
    assert is_open(window, "2024-01-05T17:59:59")
    assert not is_open(window, "2024-01-05T18:00:00")


def test_days_are_those_on_which_the_hours_begin():
    window = parse_window("Fri 20:00-04:00")
    assert is_open(window, "2024-01-05T23:00")
    assert is_open(window, "2024-01-06T03:59")
    assert not is_open(window, "2024-01-06T04:00")
    assert not is_open(window, "2024-01-05T03:00")  # that would have begun on Thursday
    assert not is_open(window, "2024-01-06T23:00")


def test_lists_of_days_ranges_round_the_weekend_and_several_windows():
    window = parse_window("Mon-Wed,Sat 06:00-08:00; Sat-Mon 16:00-17:00")
    open_hours = [
        f"{DAYS[offset]} {hour}"
        for offset in range(7)
        for hour in (7, 16)
        if window.open_at(at("2024-01-01") + timedelta(days=offset, hours=hour), LON, LAT)
    ]
    assert open_hours == ["Mon 7", "Mon 16", "Tue 7", "Wed 7", "Sat 7", "Sat 16", "Sun 16"]


def test_days_alone_are_whole_days_that_join():
    window = parse_window("Fri-Sun")
    hours = window.intervals(date(2024, 1, 1), 7, LON, LAT)
    assert hours.tolist() == [[4 * 86_400, 7 * 86_400]]


def test_a_curfew_is_open_outside_of_its_hours():
    curfew = parse_curfew("19:00-05:00")
    assert not is_open(curfew, "2024-01-05T19:00")
    assert not is_open(curfew, "2024-01-06T04:59:59")
    assert is_open(curfew, "2024-01-06T05:00")
    assert curfew.intervals(date(2024, 1, 5), 2, LON, LAT).tolist() == [
        [5 * 3600, 19 * 3600],
        [29 * 3600, 43 * 3600],
    ]


def schoolbook_sun(day):
    """Sunrise and sunset in minutes of UTC, by the schoolbook formulas (within 3 minutes)."""
    number = day.timetuple().tm_yday
    turn = 2 * math.pi * (number - 81) / 364
    equation = 9.87 * math.sin(2 * turn) - 7.53 * math.cos(turn) - 1.5 * math.sin(turn)
    tilt = math.radians(23.45) * math.sin(2 * math.pi * (284 + number) / 365)
    lat = math.radians(LAT)
    cosine = (math.sin(math.radians(-0.833)) - math.sin(lat) * math.sin(tilt)) / (
        math.cos(lat) * math.cos(tilt)
    )
    half = 4 * math.degrees(math.acos(cosine))
    noon = 720 - 4 * LON - equation
    return noon - half, noon + half


@pytest.mark.parametrize("day", [date(2024, 1, 5), date(2024, 6, 21), date(2024, 11, 3)])
def test_the_sun_of_the_place_and_date(day):
    (found,) = parse_window("sunrise-sunset").intervals(day, 1, LON, LAT)
    greenwich = datetime(day.year, day.month, day.day, tzinfo=UTC)
    lag = midnight(day).timestamp() - greenwich.timestamp()
    for seconds, minutes in zip(found, schoolbook_sun(day), strict=True):
        assert abs((lag + seconds) / 60 - minutes) < 3


def test_the_sun_sets_earlier_in_the_east():
    window = parse_window("06:00-sunset")
    west = window.intervals(date(2024, 1, 5), 1, -74.4, LAT)[0, 1]
    east = window.intervals(date(2024, 1, 5), 1, -71.7, LAT)[0, 1]
    assert 9 * 60 < west - east < 13 * 60  # 2.7 degrees, four minutes each


def test_a_night_from_sunset_to_sunrise():
    curfew = parse_curfew("sunset-sunrise")
    assert not is_open(curfew, "2024-01-05T02:00")
    assert is_open(curfew, "2024-01-05T12:00")
    assert not is_open(curfew, "2024-01-05T20:00")


def test_the_next_change_and_the_wait():
    window = parse_window("Fri-Sun 06:00-18:00")
    assert window.next_change(at("2024-01-02T10:00"), LON, LAT) == at("2024-01-05T06:00")
    assert window.next_change(at("2024-01-05T06:00"), LON, LAT) == at("2024-01-05T18:00")
    assert window.next_change(at("2024-01-07T18:00"), LON, LAT) == at("2024-01-12T06:00")
    assert window.minutes_until_open(at("2024-01-05T05:30"), LON, LAT) == 30
    assert window.minutes_until_open(at("2024-01-05T12:00"), LON, LAT) == 0
    assert window.minutes_until_open(at("2024-01-07T18:00"), LON, LAT) == 4.5 * 24 * 60


def test_what_never_changes_says_so():
    always, never = parse_window("00:00-24:00"), parse_curfew("00:00-24:00")
    assert is_open(always, "2024-01-05T00:00")
    assert always.next_change(at("2024-01-05T00:00"), LON, LAT) is None
    assert not is_open(never, "2024-01-05T00:00")
    assert never.next_change(at("2024-01-05T00:00"), LON, LAT) is None
    assert never.minutes_until_open(at("2024-01-05T00:00"), LON, LAT) is None
    assert never.intervals(date(2024, 1, 5), 3, LON, LAT).shape == (0, 2)


def test_the_day_on_which_the_clock_is_put_forward():
    # 10 March 2024: 02:00 becomes 03:00, so the day has 23 hours.
    window = parse_window("Sun 01:00-06:00")
    assert window.intervals(date(2024, 3, 10), 1, LON, LAT).tolist() == [[3600, 5 * 3600]]
    assert parse_window("Sun").intervals(date(2024, 3, 10), 1, LON, LAT).tolist() == [
        [0, 23 * 3600]
    ]
    gone = parse_window("02:30-03:00").intervals(date(2024, 3, 10), 1, LON, LAT)
    assert gone.tolist() == []


def test_the_day_on_which_the_clock_is_put_back():
    # 3 November 2024: 02:00 becomes 01:00 again, so the day has 25 hours.
    assert parse_window("Sun").intervals(date(2024, 11, 3), 1, LON, LAT).tolist() == [
        [0, 25 * 3600]
    ]
    late = parse_window("06:00-18:00").intervals(date(2024, 11, 3), 1, LON, LAT)
    assert late.tolist() == [[7 * 3600, 19 * 3600]]


def test_seasons_go_round_the_new_year():
    assert parse_season("May-Oct").months == {5, 6, 7, 8, 9, 10}
    assert parse_season("Nov-Feb").months == {11, 12, 1, 2}
    assert parse_season("Apr,Jun-Jul").covers(date(2024, 6, 30))
    assert not parse_season("Apr,Jun-Jul").covers(date(2024, 5, 1))


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (
            parse_window,
            "weekends",
            "'weekends' is not a day; use Mon, Tue, Wed, Thu, Fri, Sat, Sun.",
        ),
        (
            parse_window,
            "Fri-Sun 6h-18h",
            "'Fri-Sun 6h-18h' is not a window; it is like Fri-Sun 06:00-18:00.",
        ),
        (
            parse_window,
            "06:00-25:00",
            "'06:00-25:00' is not a window; it is like Fri-Sun 06:00-18:00.",
        ),
        (
            parse_window,
            "a" * 10_000,
            f"'{'a' * 40}…' is not a window; it is like Fri-Sun 06:00-18:00.",
        ),
        (
            parse_window,
            "06:00-06:00",
            "'06:00-06:00' begins and ends at the same time; write 00:00-24:00 for a whole day.",
        ),
        (
            parse_window,
            "Fri 06:00-18:00;",
            "'Fri 06:00-18:00;' has an empty part; a window is like Fri-Sun 06:00-18:00.",
        ),
        (
            parse_window,
            "Mon-Wed-Fri 06:00-18:00",
            "'Mon-Wed-Fri' has more than one '-'; write Mon-Tue.",
        ),
        (
            parse_window,
            "Ven 06:00-18:00",
            "'Ven' is not a day; use Mon, Tue, Wed, Thu, Fri, Sat, Sun.",
        ),
        (parse_curfew, "at night 1", "'at night 1' is not a curfew; it is like 19:00-05:00."),
        (
            parse_season,
            "Mai-Oct",
            "'Mai' is not a month; use Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec.",
        ),
    ],
)
def test_hours_that_cannot_be_read_are_named(read, text, sentence):
    with pytest.raises(ValueError) as told:  # noqa: PT011 - the whole sentence is compared
        read(text)
    assert str(told.value) == sentence


clock = st.tuples(st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
mark = st.one_of(
    clock.map(lambda c: f"{c[0]:02}:{c[1]:02}"), st.sampled_from(("sunrise", "sunset"))
)
hours = st.tuples(mark, mark).filter(lambda pair: pair[0] != pair[1]).map("-".join)
days = st.lists(st.sampled_from(DAYS), unique=True, max_size=4).map(",".join)
windows = st.lists(
    st.tuples(days, hours).map(lambda w: " ".join(w).strip()), min_size=1, max_size=3
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2025, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=HAITI_TIME)
)


@settings(deadline=None)
@given(windows.map("; ".join), moments)
def test_all_ways_of_asking_agree(text, moment):
    window, curfew = parse_window(text), parse_curfew(text)
    day = moment.date()
    open_now = window.open_at(moment, LON, LAT)
    found = window.intervals(day, 1, LON, LAT)
    second = moment.timestamp() - midnight(day).timestamp()
    assert open_now == bool(((found[:, 0] <= second) & (second < found[:, 1])).any())
    assert curfew.open_at(moment, LON, LAT) == (not open_now)
    wait = window.minutes_until_open(moment, LON, LAT)
    assert open_now == (wait == 0)
    change = window.next_change(moment, LON, LAT)
    assert change == curfew.next_change(moment, LON, LAT)
    if change is not None:
        assert window.open_at(change, LON, LAT) != open_now
        assert window.open_at(change - timedelta(seconds=1), LON, LAT) == open_now


@settings(deadline=None)
@given(windows.map("; ".join), st.dates(date(2024, 1, 1), date(2025, 12, 1)), st.integers(1, 9))
def test_intervals_are_sorted_apart_and_together_fill_the_days(text, day, count):
    inside = parse_window(text).intervals(day, count, LON, LAT)
    outside = parse_curfew(text).intervals(day, count, LON, LAT)
    ends = midnight(day + timedelta(days=count)).timestamp() - midnight(day).timestamp()
    flat = inside.ravel()
    assert (np.diff(flat) > 0).all()
    both = np.concatenate([inside, outside])
    assert (both[:, 1] - both[:, 0]).sum() == ends
    assert (np.diff(both[np.argsort(both[:, 0])].ravel())[1::2] == 0).all()


# --- what is written, as it is kept ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("06:00-18:00", [(WEEK, 360, 1080)]),
        ("6:05-23:59", [(WEEK, 365, 1439)]),
        ("00:00-24:00", [(WEEK, 0, 1440)]),
        ("Sun 20:00-4:00", [({6}, 1200, 240)]),
        ("fri-MON sunrise-Sunset", [({4, 5, 6, 0}, "sunrise", "sunset")]),
        ("Mon, Wed - Fri 06:00-18:00", [({0, 2, 3, 4}, 360, 1080)]),
        ("Tue", [({1}, 0, 1440)]),
        ("Mon-Mon", [({0}, 0, 1440)]),
        ("Sat,Sun ; Mon 06:00-07:00", [({5, 6}, 0, 1440), ({0}, 360, 420)]),
    ],
)
def test_days_and_hours_are_read_as_they_are_meant(text, spans):
    for read, curfew in ((parse_window, False), (parse_curfew, True)):
        window = read(text)
        assert [(span.days, span.opens, span.shuts) for span in window.spans] == spans
        assert window.curfew is curfew


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("24:01-25:00", "'24:01-25:00' is not a window; it is like Fri-Sun 06:00-18:00."),
        ("6:5-7:00", "'6:5-7:00' is not a window; it is like Fri-Sun 06:00-18:00."),
        ("06:60-07:00", "'06:60-07:00' is not a window; it is like Fri-Sun 06:00-18:00."),
        ("Fri 06:00-noon", "'Fri 06:00-noon' is not a window; it is like Fri-Sun 06:00-18:00."),
        ("", "'' has an empty part; a window is like Fri-Sun 06:00-18:00."),
        ("Fri;;Sat", "'Fri;;Sat' has an empty part; a window is like Fri-Sun 06:00-18:00."),
        ("Fri,,Sat", "'' is not a day; use Mon, Tue, Wed, Thu, Fri, Sat, Sun."),
        ("Fri- 06:00-18:00", "'' is not a day; use Mon, Tue, Wed, Thu, Fri, Sat, Sun."),
        ("sunset-sunset",
         "'sunset-sunset' begins and ends at the same time; write 00:00-24:00 for a whole day."),
    ],
)  # fmt: skip
def test_hours_that_are_none_are_refused(text, sentence):
    with pytest.raises(ValueError) as told:  # noqa: PT011 - the whole sentence is compared
        parse_window(text)
    assert str(told.value) == sentence


def test_a_curfew_is_explained_by_a_curfew():
    with pytest.raises(ValueError) as told:  # noqa: PT011 - the whole sentence is compared
        parse_curfew("19:00-05:00;")
    assert str(told.value) == "'19:00-05:00;' has an empty part; a curfew is like 19:00-05:00."


@pytest.mark.parametrize(
    ("text", "months"),
    [("May", {5}), ("jan-Dec", set(range(1, 13))), ("Dec-Jan", {12, 1}), ("Feb, Apr", {2, 4})],
)
def test_a_season_is_of_months(text, months):
    assert parse_season(text).months == months


# --- and as seconds of days -----------------------------------------------------------------------

HOUR, DAY = 3600, 86_400
FRIDAY = date(2024, 1, 5)


@pytest.mark.parametrize(
    ("text", "days", "intervals"),
    [
        # what began the evening before, and what goes on after the last day
        ("Thu 20:00-04:00", 1, [[0, 4 * HOUR]]),
        ("20:00-04:00", 1, [[0, 4 * HOUR], [20 * HOUR, DAY]]),
        ("Fri 20:00-04:00", 2, [[20 * HOUR, DAY + 4 * HOUR]]),
        # hours that touch or overlap are one, those within others are lost in them
        ("06:00-08:00; 08:00-10:00", 1, [[6 * HOUR, 10 * HOUR]]),
        ("06:00-09:00; 08:00-10:00", 1, [[6 * HOUR, 10 * HOUR]]),
        ("08:00-09:00; 06:00-12:00; 11:00-11:30", 1, [[6 * HOUR, 12 * HOUR]]),
        ("06:00-08:00; 08:01-10:00", 1, [[6 * HOUR, 8 * HOUR], [8 * HOUR + 60, 10 * HOUR]]),
        ("18:00-20:00; 06:00-08:00", 1, [[6 * HOUR, 8 * HOUR], [18 * HOUR, 20 * HOUR]]),
        ("Sat", 1, []),
        ("Sat", 2, [[DAY, 2 * DAY]]),
        ("00:00-24:00", 3, [[0, 3 * DAY]]),
        ("18:00-00:00", 1, [[18 * HOUR, DAY]]),
        ("00:00-06:00", 1, [[0, 6 * HOUR]]),
        ("Fri 00:00-24:00", 2, [[0, DAY]]),
    ],
)
def test_hours_of_some_days_are_sorted_apart_and_clipped(text, days, intervals):
    found = parse_window(text).intervals(FRIDAY, days, LON, LAT)
    assert found.tolist() == intervals
    assert (found.dtype, found.shape[1]) == (np.int64, 2)
    outside = parse_curfew(text).intervals(FRIDAY, days, LON, LAT)
    flat = [0, *(mark for pair in intervals for mark in pair), days * DAY]
    gaps = [[a, b] for a, b in zip(flat[::2], flat[1::2], strict=True) if a < b]
    assert outside.tolist() == gaps


def test_a_night_between_the_sun_and_the_clock_ends_on_the_next_day():
    (night,) = parse_window("Fri sunset-05:00").intervals(FRIDAY, 2, LON, LAT).tolist()
    assert 17 * HOUR < night[0] < 18 * HOUR
    assert night[1] == DAY + 5 * HOUR
    (morning,) = parse_window("Fri 05:00-sunrise").intervals(FRIDAY, 2, LON, LAT).tolist()
    assert morning[0] == 5 * HOUR
    assert 6 * HOUR < morning[1] < 7 * HOUR
    (dark,) = parse_window("Fri sunset-sunrise").intervals(FRIDAY, 2, LON, LAT).tolist()
    assert dark[0] == night[0]
    assert abs(dark[1] - DAY - morning[1]) < 60  # sunrise of the next day


def test_the_wait_and_the_change_within_a_week_and_not_beyond_it():
    window = parse_window("Thu 10:00-11:00")
    just_over = at("2024-01-04T11:00")
    assert window.next_change(just_over, LON, LAT) == at("2024-01-11T10:00")
    assert window.minutes_until_open(just_over, LON, LAT) == 7 * 24 * 60 - 60
    assert window.next_change(at("2024-01-11T10:00:30"), LON, LAT) == at("2024-01-11T11:00")
    assert window.minutes_until_open(at("2024-01-11T09:59:30"), LON, LAT) == 0.5
    nearly = parse_window("Mon-Wed; Fri-Sun; Thu 00:00-23:59")
    assert nearly.next_change(at("2024-01-05T00:00"), LON, LAT) == at("2024-01-11T23:59")


def test_the_wait_for_the_sun_is_that_of_the_place():
    window = parse_window("06:00-sunset")
    (hours,) = window.intervals(FRIDAY, 1, LON, LAT).tolist()
    assert window.next_change(at("2024-01-05T12:00"), LON, LAT) == (
        midnight(FRIDAY) + timedelta(seconds=hours[1])
    )
    curfew = parse_curfew("sunset-06:00")
    assert curfew.minutes_until_open(at("2024-01-05T20:00"), LON, LAT) == 600
    night = parse_window("sunset-24:00")
    wait = night.minutes_until_open(at("2024-01-05T12:00"), LON, LAT)
    assert wait == pytest.approx(hours[1] / 60 - 720)


def test_a_moment_of_another_zone_is_the_same_moment():
    window = parse_window("06:00-18:00")
    five = datetime(2024, 1, 5, 11, tzinfo=UTC)  # six in Haiti
    assert window.open_at(five, LON, LAT)
    assert not window.open_at(five - timedelta(seconds=1), LON, LAT)
    change = window.next_change(five, LON, LAT)
    assert change == at("2024-01-05T18:00")
    assert str(change.tzinfo) == "America/Port-au-Prince"
