"""What a reader sees: dates, numbers, lengths and excerpts in Vietnamese."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text.vietnamese import (
    count_syllables,
    decimal,
    excerpt,
    file_size,
    full_timestamp,
    group_digits,
    is_shouting,
    long_date,
    machine_time,
    relative_day,
    short_date,
    weekday,
)

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 12:00 on Tuesday in Vietnam


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (24, "Thứ Hai"),
        (25, "Thứ Ba"),
        (26, "Thứ Tư"),
        (27, "Thứ Năm"),
        (28, "Thứ Sáu"),
        (29, "Thứ Bảy"),
        (30, "Chủ Nhật"),
    ],
)
def test_weekdays_are_words(day, expected):
    assert weekday(date(2023, 7, day)) == expected


def test_a_date_is_written_day_first():
    assert short_date(date(2026, 2, 3)) == "03/02/2026"
    assert long_date(date(2023, 7, 31)) == "Thứ Hai, 31/07/2023"
    assert short_date(date(938, 1, 2)) == "02/01/0938"


def test_the_vietnamese_clock_decides_the_day():
    late_in_london = datetime(2023, 7, 30, 17, 30, tzinfo=UTC)
    assert long_date(late_in_london) == "Thứ Hai, 31/07/2023"
    assert full_timestamp(late_in_london) == "Thứ Hai, 31/07/2023 | 00:30 GMT+7"


def test_machines_are_told_whole_seconds_and_the_zone():
    moment = datetime(2023, 7, 31, 7, 5, 9, 591608, tzinfo=UTC)
    assert machine_time(moment) == "2023-07-31T14:05:09+07:00"


def test_a_full_timestamp_names_its_zone():
    tokyo = timezone(timedelta(hours=9))
    moment = datetime(2023, 7, 31, 16, 5, tzinfo=tokyo)
    assert full_timestamp(moment) == "Thứ Hai, 31/07/2023 | 14:05 GMT+7"


@pytest.mark.parametrize("rule", [weekday, short_date, long_date, full_timestamp])
def test_a_naive_time_is_refused(rule):
    with pytest.raises(ValueError, match="naive"):
        rule(datetime(2023, 7, 31, 14, 5))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 24, 1, 40, tzinfo=UTC), "08:40"),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), "00:00"),
        (datetime(2026, 11, 23, 16, 59, tzinfo=UTC), "Hôm qua, 23:59"),
        (datetime(2026, 11, 23, 9, 20, tzinfo=UTC), "Hôm qua, 16:20"),
        (datetime(2026, 11, 22, 16, 59, tzinfo=UTC), "22/11/2026"),
        (datetime(2026, 11, 24, 16, 0, tzinfo=UTC), "23:00"),  # later today
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), "25/11/2026"),  # tomorrow
        (datetime(2025, 11, 24, 5, 0, tzinfo=UTC), "24/11/2025"),
    ],
)
def test_a_listing_says_today_and_yesterday(moment, expected):
    assert relative_day(moment, NOON) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (1586, "1.586"),
        (2090, "2.090"),
        (1234567, "1.234.567"),
        (-1586, "-1.586"),
    ],
)
def test_digits_are_grouped_by_points(number, expected):
    assert group_digits(number) == expected


@given(st.integers())
def test_grouping_loses_no_digit(number):
    assert int(group_digits(number).replace(".", "")) == number


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [
        (3.5, 1, "3,5"),
        (3, 1, "3,0"),
        (1234.25, 1, "1.234,3"),
        (2.675, 2, "2,68"),
        (Decimal("2.5"), 0, "3"),
        (-0.04, 1, "0,0"),
        (-1234.5, 2, "-1.234,50"),
    ],
)
def test_decimals_follow_a_comma(number, places, expected):
    assert decimal(number, places) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("  \n ", 0),
        ("dân vận khéo", 3),
        ("dân\xa0vận\u200b khéo\nlà", 4),
        ("HĐND – UBND - MTTQ", 5),  # Word counts a dash between spaces
        ("25 -NQ/TW 14/14", 3),
        ("dân biết,dân bàn", 3),
    ],
)
def test_syllables_are_counted_as_word_counts(text, expected):
    assert count_syllables(text) == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (40, "Dân biết, dân bàn"),
        (17, "Dân biết, dân bàn"),
        (16, "Dân biết, dân…"),
        (13, "Dân biết…"),
        (10, "Dân biết…"),
        (9, "Dân…"),
        (3, "Dâ…"),
        (1, "…"),
    ],
)
def test_an_excerpt_ends_with_a_whole_word(length, expected):
    assert excerpt("Dân biết,  dân bàn", length) == expected


@given(st.text(), st.integers(1, 50))
def test_an_excerpt_is_never_too_long(text, length):
    assert len(excerpt(text, length)) <= length


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("HỘI NGHỊ TỔNG KẾT 10 NĂM", True),
        ("UBND huyện Bảo Thắng", False),
        ("UBND", False),  # one abbreviation is no shout
        ("10 - 12", False),
        ("", False),
    ],
)
def test_a_title_in_capitals_is_noticed(title, expected):
    assert is_shouting(title) is expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1, "1 KB"),
        (350 * 1024, "350 KB"),
        (1024 * 1024, "1 MB"),
        (1_258_291, "1,2 MB"),
        (20 * 1024 * 1024, "20 MB"),
    ],
)
def test_sizes_of_files_as_people_say_them(size, expected):
    assert file_size(size) == expected
