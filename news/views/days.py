"""The archive by years, months and days: every article is three steps from here."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Value
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from news import chrome
from news.models import Article
from news.moments import YEARS, midnight
from news.text.vietnamese import short_date
from news.views.public import Head, public_page
from news.views.stepping import AFTER, step

NAMES = {1: "archive-year", 2: "archive-month", 3: "archive-day"}
# What a union of the database names the neighbours by.
EARLIER, LATER = 0, -1


@dataclass(frozen=True)
class Span:
    """A year, a month or a day: its first day and the first day after it."""

    parts: tuple[int, ...]
    first: date
    after: date

    @property
    def name(self) -> str:
        """ "năm 2023", "tháng 7 năm 2023", "ngày 31/07/2023"."""
        words = {1: f"năm {self.first.year}", 3: f"ngày {short_date(self.first)}"}
        return words.get(len(self.parts), f"tháng {self.first.month} năm {self.first.year}")

    @property
    def short(self) -> str:
        """What it is called within the span above."""
        words = {1: str(self.first.year), 2: f"Tháng {self.first.month}"}
        return words.get(len(self.parts), str(self.first.day))

    def get_absolute_url(self) -> str:
        """Its page."""
        args = [f"{part:04}" if at == 0 else f"{part:02}" for at, part in enumerate(self.parts)]
        return reverse(NAMES[len(self.parts)], args=args)

    def within(self, rows):
        """Those of the rows that appeared in it."""
        return rows.filter(
            published_at__gte=midnight(self.first), published_at__lt=midnight(self.after)
        )


def span(*parts: int) -> Span:
    """The span of a year, of a year and month, or of a day. Raises ValueError for none."""
    first = date(*parts, *(1,) * (3 - len(parts)))
    if first.year not in YEARS:
        raise ValueError("no year of ours")
    if len(parts) == 1:
        return Span(parts, first, date(first.year + 1, 1, 1))
    if len(parts) == 2:
        return Span(parts, first, (first + timedelta(31)).replace(day=1))
    return Span(parts, first, first + timedelta(1))


@public_page
def years(request):
    """The years that have articles, newest first."""
    rows = _rows()
    newest, oldest = rows.first(), rows.last()
    found = []
    if newest:
        ends = (timezone.localdate(row.published_at).year for row in (newest, oldest))
        newest_year, oldest_year = ends
        spans = [span(year) for year in range(newest_year, oldest_year - 1, -1)]
        found = _held(spans)[0]
    about = chrome.of(request).about
    words = f"Tin, bài của {about.name} theo năm, tháng, ngày."
    head = Head("Lưu trữ tin, bài theo ngày", reverse("archive"), words, about.name)
    return render(request, "archive.html", {"head": head, "years": found})


@public_page
def days(request, year: str, month: str = "", day: str = ""):
    """A year with its months, a month as a calendar, a day; months and days with their articles."""
    try:
        here = span(*(int(part) for part in (year, month, day) if part))
    except ValueError as error:
        raise Http404 from error
    inner = _inner(here)
    held, beside = _held(inner, here)
    articles, last = ([], 0) if len(here.parts) == 1 else step(here.within(_rows()), request)
    empty = not (held or articles)
    context = {
        "head": _head(request, here),
        "here": reverse("news"),
        "span": here,
        "above": [span(*here.parts[:n]) for n in range(1, len(here.parts))],
        "months": [(each, each in held) for each in inner] if len(here.parts) == 1 else [],
        "weeks": _weeks(here, held) if len(here.parts) == 2 else [],
        "articles": articles,
        "older": f"{here.get_absolute_url()}?{AFTER}={last}" if last else "",
        "stepped": AFTER in request.GET,
        "empty": empty,
        **beside,
    }
    return render(request, "archive_span.html", context, status=404 if empty else 200)


def _rows():
    return Article.objects.public().news().newest_first()


def _inner(here: Span) -> list[Span]:
    if len(here.parts) == 1:
        return [span(*here.parts, month) for month in range(1, 13)]
    if len(here.parts) == 2:
        last = calendar.monthrange(*here.parts)[1]
        return [span(*here.parts, day) for day in range(1, last + 1)]
    return []


def _held(spans: list[Span], here: Span | None = None) -> tuple[list[Span], dict]:
    """Those of the spans that have articles, and the nearest spans like `here` before and after
    it that do: one query, which reads one row of an index for each."""
    rows = _rows()
    parts = [_probe(each.within(rows), place) for place, each in enumerate(spans, 1)]
    if here:
        earlier = rows.filter(published_at__lt=midnight(here.first))
        later = rows.filter(published_at__gte=midnight(here.after)).reverse()
        parts += [_probe(earlier, EARLIER), _probe(later, LATER)]
    found = dict(parts[0].union(*parts[1:], all=True)) if parts else {}
    held = [each for place, each in enumerate(spans, 1) if place in found]
    size = len(here.parts) if here else 0
    beside = {"earlier": _like(found.get(EARLIER), size), "later": _like(found.get(LATER), size)}
    return held, beside


def _probe(rows, place: int):
    return rows.values_list(Value(place), "published_at")[:1]


def _like(moment, size: int) -> Span | None:
    if moment is None:
        return None
    day = timezone.localdate(moment)
    return span(*(day.year, day.month, day.day)[:size])


def _weeks(here: Span, held: list[Span]) -> list[list[tuple[str, Span | None]]]:
    """The month as a calendar: days under the days of the week, those with articles as spans."""
    known = {each.first.day: each for each in held}
    rows = calendar.monthcalendar(*here.parts)
    return [[(str(day or ""), known.get(day)) for day in week] for week in rows]


def _head(request, here: Span) -> Head:
    about = chrome.of(request).about
    words = f"Tin, bài {about.name} đăng {here.name}."
    return Head(f"Tin, bài {here.name}", here.get_absolute_url(), words, about.name)
