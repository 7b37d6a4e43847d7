from datetime import UTC, datetime, timedelta

import pytest

from potay.claims.moments import instant, read_instant
from potay.terms.moments import HAITI_TIME


def utc(*parts):
    return int(datetime(*parts, tzinfo=UTC).timestamp())


def test_a_date_is_the_start_of_its_day_in_haiti():
    winter, summer = read_instant("2024-01-05"), read_instant("2024-07-05")
    assert winter.seconds == utc(2024, 1, 5, 5)  # five hours behind Greenwich
    assert summer.seconds == utc(2024, 7, 5, 4)  # daylight saving time: four
    assert not winter.timed
    assert not summer.timed
    assert winter.text == "2024-01-05"


def test_a_time_without_a_zone_is_haiti_time():
    assert read_instant("2024-01-05T08:30").seconds == utc(2024, 1, 5, 13, 30)
    assert read_instant("2024-01-05T08:30").timed


def test_a_zone_is_obeyed_and_the_day_is_haitis():
    late = read_instant("2024-01-06T03:00Z")
    assert late.seconds == utc(2024, 1, 6, 3)
    assert late.day == datetime(2024, 1, 5).toordinal()


def test_midnight_out_of_a_spreadsheet_is_a_date():
    assert not read_instant("2024-01-05 00:00:00").timed


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "03/04/2026",
            "'03/04/2026' is ambiguous: 2026-04-03 (day first) or 2026-03-04 (month first)? "
            "Write it as YYYY-MM-DD.",
        ),
        (
            "3.4.2026",
            "'3.4.2026' is ambiguous: 2026-04-03 (day first) or 2026-03-04 (month first)? "
            "Write it as YYYY-MM-DD.",
        ),
        ("25/12/2026", "'25/12/2026' is not an ISO 8601 date. Write it as 2026-12-25."),
        ("12/25/2026", "'12/25/2026' is not an ISO 8601 date. Write it as 2026-12-25."),
        ("04/04/2026", "'04/04/2026' is not an ISO 8601 date. Write it as 2026-04-04."),
        ("45/45/2026", "'45/45/2026' is not an ISO 8601 date. Write it as YYYY-MM-DD."),
        (
            "2022-09",
            "'2022-09' lacks the day. Write the first day that is meant, e.g. 2022-09-01, "
            "and the precision in note.",
        ),
        (
            "2022",
            "'2022' lacks the day. Write the first day that is meant, e.g. 2022-01-01, "
            "and the precision in note.",
        ),
        (
            "yesterday",
            "'yesterday' is not an ISO 8601 date. Write it as YYYY-MM-DD, e.g. 2024-01-05.",
        ),
        (
            "2024-02-30",
            "'2024-02-30' is not an ISO 8601 date. Write it as YYYY-MM-DD, e.g. 2024-01-05.",
        ),
        ("0001-01-01T00:00+14:00", "'0001-01-01T00:00+14:00' lies beyond the calendar."),
    ],
)
def test_what_is_not_one_date_is_refused_in_words(text, sentence):
    with pytest.raises(ValueError) as told:  # noqa: PT011 - the whole sentence is compared
        read_instant(text)
    assert str(told.value) == sentence


def test_days_are_counted_on_haitis_calendar_over_the_change_of_clocks():
    before, after = read_instant("2024-03-09"), read_instant("2024-03-11")
    assert after.day - before.day == 2
    assert after.seconds - before.seconds == 47 * 3600
    assert (
        instant(datetime(2024, 3, 11, tzinfo=HAITI_TIME) - timedelta(hours=1)).day == after.day - 1
    )
