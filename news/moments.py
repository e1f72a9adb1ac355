"""A moment that a person names: a day, or a day and an hour of the Vietnamese clock."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

# Who names another year has slipped; some ends of the calendar can neither be counted nor shown.
YEARS = range(1900, 2100)
WRONG_DAY = "Ngày chưa đúng. Hãy chọn ngày, ví dụ 31/07/2023."


class DayField(forms.DateField):
    """A day, picked in the browser; where there is no picker, 31/07/2023 is understood."""

    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    default_error_messages = {"invalid": WRONG_DAY}

    def validate(self, value):
        """Refuse a day of a year that nobody means."""
        super().validate(value)
        if value and value.year not in YEARS:
            raise ValidationError(WRONG_DAY)


def day_of(text) -> date | None:
    """The day that an address names; None for anything else."""
    try:
        return DayField(required=False).clean(text)
    except ValidationError:
        return None


class MomentWidget(forms.SplitDateTimeWidget):
    """The browser's own pickers; where there are none, 31/07/2023 and 14:05 are understood."""

    template_name = "staff/moment_widget.html"

    def __init__(self, attrs=None):
        super().__init__(
            attrs,
            date_attrs={"type": "date", "aria-label": "Ngày"},
            time_attrs={"type": "time", "aria-label": "Giờ"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        )


class MomentField(forms.SplitDateTimeField):
    """An aware datetime, or None when both day and hour are empty."""

    widget = MomentWidget
    default_error_messages = {
        "invalid_date": WRONG_DAY,
        "invalid_time": "Giờ chưa đúng. Hãy chọn giờ, ví dụ 14:05.",
        "incomplete": "Hãy chọn cả ngày và giờ.",
    }


def midnight(day: date, plus: int = 0) -> datetime:
    """The beginning of the day that is `plus` days later, on our clock; the last day that the
    calendar knows is never passed, so that whatever somebody asks for is a moment."""
    plus = min(plus, (date.max - day).days)
    return timezone.make_aware(datetime.combine(day + timedelta(plus), time.min))
