"""From the newest to the oldest: spans of time small enough to look through at once.

A common word is in most articles. Looking through the newest few thousand of them first, and
only then further back, finds enough of it at the same price whatever the age of the portal. The
days or months of a span are lexemes, so that PostgreSQL leaves the rest of the index alone.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from news.search import frequencies
from news.search.asking import one_of
from news.search.index import month_form, year_form
from news.search.models import Document
from news.text.lexemes import date_form
from news.text.vietnamese import VIETNAM

NEAR, FAR = 3_000, 10_000
# A span of so many days is named by its days, a longer one by its months.
MOST_DAYS = 31
# Where the spans begin moves by a few articles a day.
REMEMBERED = 600
RECENT = timedelta(days=1)
_remembered: dict[str, tuple[float, list[datetime]]] = {}


@dataclass(frozen=True)
class Window:
    """What was published before `until` and from `since` on; `lexemes` says the same."""

    until: datetime
    since: datetime | None = None
    lexemes: str = ""


def of(until: datetime) -> list[Window]:
    """The spans up to a moment, the newest first; a moment of the past is counted from anew."""
    bounds = [at for at in _bounds(until) if at < until]
    found, newer = [], until
    for at in bounds:
        if at < newer:
            found.append(Window(newer, at, one_of(_named(at, newer))))
            newer = at
    return [*found, Window(newer)]


def forget() -> None:
    """For tests, which fill a table within a second."""
    _remembered.clear()
    frequencies.forget()


def beginnings() -> str:
    """SQL for the moments from which `remember` makes the spans up to now."""
    return " UNION ALL ".join(
        f"(SELECT published_at FROM search_document WHERE published_at <= now() "
        f"ORDER BY published_at DESC OFFSET {place:d} LIMIT 1)"
        for place in (NEAR, FAR)
    )


def remember(moments: list[datetime]) -> None:
    """Where the spans begin, from whoever asked `beginnings` beside a query of his own."""
    now = timezone.now()
    bounds = sorted({_start(at, now) for at in moments}, reverse=True)
    _remembered["bounds"] = (time.monotonic(), bounds)


def stale() -> bool:
    """Whether the next search asks the database where the spans begin."""
    at, _ = _remembered.get("bounds", (0, []))
    return not at or time.monotonic() - at > REMEMBERED


def _bounds(until: datetime) -> list[datetime]:
    if timezone.now() - until > RECENT:
        return _look(until)
    if stale():
        _ask()
    return _remembered["bounds"][1]


def _ask() -> None:
    """Where the spans up to now begin, and how common words are."""
    known = f"SELECT NULL, * FROM ({frequencies.STATISTICS}) c"
    sql = f"SELECT *, '' FROM ({beginnings()}) b UNION ALL {known}"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    remember([at for at, _ in rows if at])
    frequencies.remember(next(told for at, told in rows if not at))


def _look(until: datetime) -> list[datetime]:
    """The days or months that begin with the article NEAR places back, and FAR places."""
    rows = Document.objects.filter(published_at__lte=until).order_by("-published_at")
    rows = rows.values_list("published_at", flat=True)
    near, far = (rows[place : place + 1] for place in (NEAR, FAR))
    return sorted((_start(at, until) for at in near.union(far)), reverse=True)


def _start(at: datetime, until: datetime) -> datetime:
    """The beginning of its day, or of its month where the span gets long."""
    day = at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    return day if until - day < timedelta(days=MOST_DAYS) else day.replace(day=1)


def _named(since: datetime, until: datetime) -> Iterator[str]:
    """The lexemes of a span: of its days, or of its years and months."""
    first, last = (at.astimezone(VIETNAM).date() for at in (since, until))
    if (days := (last - first).days) > MOST_DAYS:
        yield from _months(first, last)
        return
    yield from (date_form(first + timedelta(days=day)) for day in range(days + 1))


def _months(first: date, last: date) -> Iterator[str]:
    """The lexemes of whole years and of the months beside them."""
    for year in range(first.year, last.year + 1):
        begin = first.month if year == first.year else 1
        end = last.month if year == last.year else 12
        if (begin, end) == (1, 12):
            yield year_form(year)
            continue
        yield from (month_form(year, month) for month in range(begin, end + 1))
