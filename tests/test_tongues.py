"""Days and numbers as each language writes them: a table of ours, the same on every machine."""

from datetime import UTC, date, datetime

import pytest

from potay.terms.languages import LANGUAGES
from potay.tongues import TONGUES

MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ht": "janvye fevriye mas avril me jen jiyè out septanm oktòb novanm desanm",
    "en": "January February March April May June July August September October November December",
}


def test_every_language_that_we_speak_is_in_the_table():
    assert tuple(TONGUES) == LANGUAGES
    assert [one.name for one in TONGUES.values()] == ["Français", "Kreyòl ayisyen", "English"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_is_day_month_year(language):
    for number, month in enumerate(MONTHS[language].split(), start=1):
        assert TONGUES[language].day(date(2024, number, 15)) == f"15 {month} 2024"


def test_french_counts_the_first_of_a_month():
    first = date(2024, 8, 1)
    assert [one.day(first) for one in TONGUES.values()] == [
        "1er août 2024", "1 out 2024", "1 August 2024",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("iso", "said"),
    [("2024-07-03", "3 jiyè 2024"), ("2024-07-03T23:59:59-04:00", "3 jiyè 2024"),
     ("2024-07", "2024-07"), ("2024", "2024"), ("", "")],
)  # fmt: skip
def test_a_bare_month_or_year_stays_as_written(iso, said):
    assert TONGUES["ht"].day_of(iso) == said


def test_a_moment_has_its_hour():
    moment = datetime(2024, 8, 19, 3, 5, tzinfo=UTC)
    assert TONGUES["fr"].moment(moment) == "19 août 2024, 03:05"


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", ["1\u202f234\u202f568", "−1\u202f234,6", "0,0"]),
     ("ht", ["1\u00a0234\u00a0568", "−1\u00a0234,6", "0,0"]),
     ("en", ["1,234,568", "−1,234.6", "0.0"])],
)  # fmt: skip
def test_numbers_are_parted_as_each_language_does(language, said):
    tongue = TONGUES[language]
    assert [tongue.number(1234567.8), tongue.number(-1234.56, 1), tongue.number(0, 1)] == said
