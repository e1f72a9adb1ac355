"""What appears when: the moments of a period, of the articles a person may open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from news.models import Article
from news.moments import midnight
from news.rights import visible

# More articles in one period are not read by anybody; the page says that some are left out.
MOST = 500
WEEK = 7


@dataclass(frozen=True)
class Entry:
    """Something that happens to an article at a moment; `late` when it should have happened."""

    at: datetime
    word: str
    article: Article
    late: bool = False


@dataclass(frozen=True)
class Day:
    """A day of the Vietnamese calendar and what happens on it, in order."""

    date: date
    entries: list[Entry]


@dataclass(frozen=True)
class Period:
    """Days from `first` up to but without `end`."""

    first: date
    end: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its beginning and its end on the clock."""
        return midnight(self.first), midnight(self.end)


def week(day: date) -> Period:
    """The week of a day, from Monday."""
    monday = day - timedelta(day.weekday())
    return Period(monday, monday + timedelta(WEEK))


def month(day: date) -> Period:
    """The month of a day."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(32)).replace(day=1))


def days(user, period: Period) -> tuple[list[Day], bool]:
    """Every day of the period with its entries, and whether some articles were left out."""
    start, end = period.moments
    rows = list(_articles(user, start, end)[: MOST + 1])
    by_day = {period.first + timedelta(n): [] for n in range((period.end - period.first).days)}
    for entry in sorted(_entries(rows[:MOST]), key=lambda entry: entry.at):
        if start <= entry.at < end:
            by_day[timezone.localdate(entry.at)].append(entry)
    return [Day(day, entries) for day, entries in by_day.items()], len(rows) > MOST


def _articles(user, start: datetime, end: datetime):
    inside = {"gte": start, "lt": end}
    wanted = Q()
    for name in ("published_at", "due_at", "expires_at", "review_at"):
        wanted |= Q(**{f"{name}__{way}": moment for way, moment in inside.items()})
    live = visible(user).live()
    return live.filter(wanted).defer("body").select_related("unit").order_by("published_at", "pk")


def _entries(articles: list[Article]):
    now = timezone.now()
    for article in articles:
        first = "Hẹn đăng" if article.published_at > now else "Đã đăng"
        yield Entry(article.published_at, first, article)
        if article.due_at:
            yield Entry(article.due_at, "Bản sửa lên trang", article, article.due_at <= now)
        if article.expires_at:
            word = "Hết hạn" if article.expires_at > now else "Đã hết hạn"
            yield Entry(article.expires_at, word, article)
        if article.review_at:
            yield Entry(article.review_at, "Nhắc rà soát", article, article.review_at <= now)
