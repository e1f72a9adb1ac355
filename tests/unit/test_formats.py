"""Forms read and templates show dates and numbers the Vietnamese way."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, timezone, translation


@pytest.fixture(autouse=True)
def vietnamese():
    with translation.override("vi"), timezone.override("Asia/Ho_Chi_Minh"):
        yield


def shown(source, **values):
    return Template(source).render(Context(values))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("03/02/2026", date(2026, 2, 3)),  # Django's own Vietnamese says 2 March
        ("3/2/2026", date(2026, 2, 3)),
        ("31/07/2023", date(2023, 7, 31)),
        ("31-07-2023", date(2023, 7, 31)),
        ("31.07.2023", date(2023, 7, 31)),
        ("2023-07-31", date(2023, 7, 31)),
    ],
)
@pytest.mark.parametrize("localize", [True, False])
def test_a_date_is_read_day_first(typed, expected, localize):
    assert forms.DateField(localize=localize).clean(typed) == expected


@pytest.mark.parametrize("typed", ["02/13/2026", "31/02/2026", "07/31/2023", "31/07/23", "hôm nay"])
def test_a_date_that_is_none_is_refused_and_never_guessed(typed):
    with pytest.raises(forms.ValidationError):
        forms.DateField(localize=True).clean(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "31/07/2023 14:05",
        "31/07/2023 14:05:00",
        "31-07-2023 14h05",
        "31.07.2023 14:05",
        "2023-07-31 14:05",
        "2023-07-31T14:05",  # a browser's own date and time picker
    ],
)
def test_a_date_with_time_is_read_on_the_vietnamese_clock(typed):
    expected = datetime(2023, 7, 31, 7, 5, tzinfo=UTC)
    assert forms.DateTimeField(localize=True).clean(typed) == expected


@pytest.mark.parametrize("typed", ["14:05", "14:05:00", "14h05"])
def test_a_time_is_read(typed):
    assert forms.TimeField(localize=True).clean(typed) == time(14, 5)


@pytest.mark.parametrize(
    ("field", "value", "typed"),
    [
        (forms.DateField(localize=True), date(2026, 2, 3), "03/02/2026"),
        (forms.DateTimeField(localize=True), datetime(2026, 2, 3, 14, 5), "03/02/2026 14:05"),
        (forms.TimeField(localize=True), time(14, 5), "14:05"),
        (forms.IntegerField(localize=True), 1586, "1.586"),
        (forms.DecimalField(localize=True), Decimal("1234.5"), "1.234,5"),
        (forms.IntegerField(), 1586, "1586"),
    ],
)
def test_a_form_shows_what_it_reads_back(field, value, typed):
    field.widget.is_localized = field.localize
    assert field.widget.format_value(value) == typed


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        (forms.IntegerField(localize=True), "1.586", 1586),
        (forms.IntegerField(localize=True), "1586", 1586),
        (forms.DecimalField(localize=True), "1.234,5", Decimal("1234.5")),
        (forms.DecimalField(localize=True), "3.5", Decimal("3.5")),
        (forms.FloatField(localize=True), "3,5", 3.5),
    ],
)
def test_numbers_are_read_with_points_and_comma(field, typed, expected):
    assert field.clean(typed) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (1234567, "1.234.567"),
        (-1586, "-1.586"),
        (1234.5, "1.234,5"),
        (date(2026, 2, 3), "03/02/2026"),
        (datetime(2026, 2, 3, 14, 5), "03/02/2026 14:05"),
        (time(14, 5), "14:05"),
    ],
)
def test_a_template_shows_values_the_vietnamese_way(value, expected):
    assert shown("{{ value }}", value=value) == expected


def test_named_formats():
    day = date(2023, 7, 31)
    names = ["SHORT_DATE_FORMAT", "YEAR_MONTH_FORMAT", "MONTH_DAY_FORMAT"]
    assert [formats.date_format(day, name) for name in names] == [
        "31/07/2023",
        "Tháng 7/2023",
        "31/07",
    ]
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_identifiers_in_hidden_and_choice_inputs_are_never_grouped():
    class Move(forms.Form):
        article = forms.IntegerField(widget=forms.HiddenInput)
        category = forms.TypedChoiceField(choices=[(1586, "Tin tức")], coerce=int)
        height = forms.IntegerField(min_value=1000, max_value=2000)

    page = Move(initial={"article": 1586, "category": 1586}).as_p()
    assert page.count('value="1586"') == 2
    assert 'min="1000"' in page
    assert "1.586" not in page
