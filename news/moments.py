"""A moment that a person names: a day and an hour of the Vietnamese clock."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone


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
        "invalid_date": "Ngày chưa đúng. Hãy chọn ngày, ví dụ 31/07/2023.",
        "invalid_time": "Giờ chưa đúng. Hãy chọn giờ, ví dụ 14:05.",
        "incomplete": "Hãy chọn cả ngày và giờ.",
    }


def midnight(day: date, plus: int = 0) -> datetime:
    """The beginning of the day that is `plus` days later, on our clock; the last day that the
    calendar knows is never passed, so that whatever somebody asks for is a moment."""
    plus = min(plus, (date.max - day).days)
    return timezone.make_aware(datetime.combine(day + timedelta(plus), time.min))
