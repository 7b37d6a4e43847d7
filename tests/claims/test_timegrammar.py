import math
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from potay.claims import parse_curfew, parse_season, parse_window
from potay.claims.moments import HAITI, midnight

LON, LAT = -72.35, 18.53  # Martissant, roughly
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HAITI)


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
    lambda moment: moment.replace(microsecond=0, tzinfo=HAITI)
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
