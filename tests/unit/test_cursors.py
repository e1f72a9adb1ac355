"""Marks of a place in a list, which programs give back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text import cursors

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(8999, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, st.integers(0, cursors.LARGEST))
def test_a_mark_is_read_as_it_was_written(at, number):
    assert cursors.read("list", cursors.write("list", at, number)) == (at, number)


def test_a_mark_of_another_list_is_none():
    assert cursors.read("changes", cursors.write("list", datetime.now(UTC), 7)) is None


@given(st.text(max_size=300))
def test_anything_else_is_none_and_never_an_error(text):
    assert cursors.read("x", text) is None


@pytest.mark.parametrize(
    "made",
    [
        '["list", 1e400, 1]',
        '["list", true, 1]',
        '["list", 5, -1]',
        '["list", 99999999999999999999999999, 1]',
        '["list", 5, 99999999999999999999]',
        '["list", "5", 1]',
        '{"list": 1}',
        "[" * 90,
        '["list", -5, 1]',
    ],
)
def test_marks_that_somebody_made_up_are_none(made):
    text = cursors.base64.urlsafe_b64encode(made.encode()).decode()
    assert cursors.read("list", text) is None


def test_no_day_of_the_calendar_runs_over():
    last = cursors.LAST - timedelta(microseconds=1)
    assert cursors.read("list", cursors.write("list", last, 1)) == (last, 1)
