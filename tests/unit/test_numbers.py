"""Numbers of a request: digits of ASCII, few enough for a column; anything else is none."""

import pytest

from news.text.numbers import whole


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("7", 7), ("012", 12), ("9" * 9, 10**9 - 1)]
)
def test_digits_are_a_number(text, number):
    assert whole(text) == number


@pytest.mark.parametrize(
    "text", ["", " 1", "-1", "+1", "1.0", "1_0", "١", "²", "९", "1\0", "9" * 10]
)
def test_anything_else_is_none(text):
    assert whole(text) is None
