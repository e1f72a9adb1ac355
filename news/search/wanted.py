"""What readers look for: sums per day of words, never of people, and which of them are shown.

Counts come together in memory (news/gathering.py). Words that may tell who asked are not counted
at all; what fewer than three asked for is shown to nobody and goes after a week.
"""

import re
from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from news.gathering import Gathering
from news.pace import Pace
from news.search.keys import key
from news.search.models import DaySearches
from news.text.lexemes import readable, spans, words

FEWEST = 3
RARE_KEPT, KEPT = timedelta(7), timedelta(400)
# New words a day, in the table and in the memory of a process: a flood of them ends there.
A_DAY, HELD = 1000, 1000
SHOWN = 100
# A whole sentence may be somebody's story.
LONGEST, MOST_WORDS = 80, 10
# The same words from the same place within ten minutes are one search that went on.
PACE = Pace(1, 600)
# Telephones, identity cards, accounts: seven digits or more, however they are parted.
_DIGITS = re.compile(r"\d(?:[ .,()+_-]{0,3}\d){6,}")
_YEARS = re.compile(r"(?:19|20)[0-9]{2}(?:[ -]+(?:19|20)[0-9]{2})*")
_PLATE = re.compile(r"\b\d{2} ?-?[a-zđ][a-z\d]?[ -]*\d{3}[. ]?\d{2}\b")
_LETTERS = re.compile(r"@|://|www\.|\.com\b|\.vn\b")
ADD = """
    INSERT INTO search_daysearches AS t (day, words, key, asked, empty)
    SELECT * FROM unnest(%s::date[], %s::text[], %s::text[], %s::int[], %s::int[])
        AS u(day, words, key, asked, empty)
    WHERE (SELECT count(*) FROM search_daysearches d WHERE d.day = u.day) < %s
        OR EXISTS (SELECT FROM search_daysearches d WHERE d.day = u.day AND d.words = u.words)
    ON CONFLICT (day, words) DO UPDATE
    SET asked = t.asked + excluded.asked, empty = t.empty + excluded.empty
"""


class Wanted(NamedTuple):
    """Words, in the spelling that most people typed, and how often they were asked for."""

    words: str
    asked: int
    empty: int


def note(text: str, address: str | None, *, empty: bool) -> None:
    """Count one search for `text`, `empty` if it found nothing. The address tells apart who asks
    again, in memory, and is not kept."""
    counted = countable(text)
    if counted and PACE.allows(address, counted):
        today = timezone.localdate()
        GATHERED.count([(today, counted, False), *([(today, counted, True)] if empty else [])])


def countable(text: str) -> str:
    """The form in which words are counted; "" for those that may tell who asks."""
    line = readable(text).strip(" \"'“”.,;:?!").lower()
    row = words(line)
    if not row or len(row) > MOST_WORDS or len(line) > LONGEST or _tells(line):
        return ""
    return line


def often(since: date, *, empty: bool) -> list[Wanted]:
    """What was asked for most since a day, or most in vain; never what fewer than FEWEST did."""
    rows = DaySearches.objects.filter(day__gte=since).values("key")
    rows = rows.annotate(total=Sum("asked"), vain=Sum("empty"))
    rows = rows.annotate(ways=ArrayAgg("words", order_by=("-asked", "words")))
    rows = rows.filter(total__gte=FEWEST, **({"vain__gt": 0} if empty else {}))
    rows = rows.order_by("-vain" if empty else "-total", "-total", "key")[:SHOWN]
    return [Wanted(row["ways"][0], row["total"], row["vain"]) for row in rows]


def forget_old() -> int:
    """Delete what was kept long enough, and after a week what too few asked for; return how
    many rows."""
    today = timezone.localdate()
    old = DaySearches.objects.filter(day__lt=today - KEPT).delete()[0]
    rare = DaySearches.objects.values("key").annotate(total=Sum("asked")).filter(total__lt=FEWEST)
    week_old = DaySearches.objects.filter(day__lt=today - RARE_KEPT, key__in=rare.values("key"))
    return old + week_old.delete()[0]


def _tells(line: str) -> bool:
    for span in reversed(spans(line)):
        line = f"{line[: span.start]}…{line[span.end :]}"
    digits = (run[0] for run in _DIGITS.finditer(line))
    return bool(
        _LETTERS.search(line)
        or _PLATE.search(line)
        or any(not _YEARS.fullmatch(run) for run in digits)
    )


def _store(counts: Counter) -> None:
    """In one order, because two processes that wrote the same rows in another would wait for each
    other."""
    asked = sorted((day, line) for day, line, empty in counts if not empty)
    rows = [
        (day, line, key(line)[:LONGEST], counts[day, line, False], counts[day, line, True])
        for day, line in asked
    ]
    with connection.cursor() as cursor:
        cursor.execute(ADD, [*(list(column) for column in zip(*rows, strict=True)), A_DAY])


GATHERED = Gathering(_store, 2 * HELD)
