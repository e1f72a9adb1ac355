"""From the newest to the oldest: spans of time small enough to look through at once.

A common word is in most articles. Looking through the newest few thousand of them first, and
only then further back, finds enough of it at the same price whatever the age of the portal. The
months of a span are lexemes, so that PostgreSQL leaves the rest of the index alone.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from news.search.asking import one_of
from news.search.index import month_form, year_form
from news.search.models import Document
from news.text.vietnamese import VIETNAM

NEAR, FAR = 3_000, 50_000
# Where the spans begin moves by a few articles a day.
REMEMBERED = 600
# The moments from which `remember` makes the spans up to now.
BEGINNINGS = " UNION ALL ".join(
    f"(SELECT published_at FROM search_document WHERE published_at <= now() "
    f"ORDER BY published_at DESC OFFSET {place} LIMIT 1)"
    for place in (NEAR, FAR)
)
_remembered: dict[str, tuple[float, list[datetime]]] = {}


@dataclass(frozen=True)
class Window:
    """What was published before `until` and from `since` on; `lexemes` says the same."""

    until: datetime
    since: datetime | None = None
    lexemes: str = ""


def of(until: datetime, paging: bool = False) -> list[Window]:
    """The spans up to a moment, the newest first; `paging` counts anew from that moment."""
    bounds = [at for at in _bounds(until, paging) if at < until]
    found, newer = [], until
    for at in bounds:
        if at < newer:
            found.append(Window(newer, at, one_of(_months(at, newer))))
            newer = at
    return [*found, Window(newer)]


def forget() -> None:
    """For tests, which fill a table within a second."""
    _remembered.clear()


def remember(moments: list[datetime]) -> None:
    """Where the spans begin, from whoever asked `BEGINNINGS` beside a query of his own."""
    bounds = sorted({_month(at) for at in moments}, reverse=True)
    _remembered["bounds"] = (time.monotonic(), bounds)


def stale() -> bool:
    """Whether the next search asks the database where the spans begin."""
    at, _ = _remembered.get("bounds", (0, []))
    return not at or time.monotonic() - at > REMEMBERED


def _bounds(until: datetime, paging: bool) -> list[datetime]:
    if paging:
        return _look(until)
    if stale():
        _remembered["bounds"] = (time.monotonic(), _look(until))
    return _remembered["bounds"][1]


def _look(until: datetime) -> list[datetime]:
    """The months in which the three-thousandth and the fifty-thousandth article back begin."""
    rows = Document.objects.filter(published_at__lte=until).order_by("-published_at")
    rows = rows.values_list("published_at", flat=True)
    near, far = (rows[place : place + 1] for place in (NEAR, FAR))
    return sorted(map(_month, near.union(far)), reverse=True)


def _month(at: datetime) -> datetime:
    return at.astimezone(VIETNAM).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _months(since: datetime, until: datetime) -> Iterator[str]:
    """The lexemes of whole years and of the months beside them."""
    first, last = since.astimezone(VIETNAM), until.astimezone(VIETNAM)
    for year in range(first.year, last.year + 1):
        begin = first.month if year == first.year else 1
        end = last.month if year == last.year else 12
        if (begin, end) == (1, 12):
            yield year_form(year)
            continue
        yield from (month_form(year, month) for month in range(begin, end + 1))
