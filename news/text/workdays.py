"""Working days: Monday to Friday without the holidays of the office."""

from collections.abc import Iterable
from datetime import date, timedelta

SATURDAY = 5


def is_workday(day: date, holidays: Iterable[str]) -> bool:
    """Whether an office works on that day; a holiday is "2027-02-08", or "09-02" every year."""
    return day.weekday() < SATURDAY and not {day.isoformat(), f"{day:%m-%d}"} & set(holidays)


def workdays_between(first: date, last: date, holidays: Iterable[str]) -> int:
    """How many whole working days lie between two dates, neither of them counted."""
    days = ((last - first).days - 1) if last > first else 0
    holidays = set(holidays)
    return sum(is_workday(first + timedelta(days=n + 1), holidays) for n in range(days))
