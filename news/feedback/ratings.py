"""“Bài viết có ích?”: sums per article and day, and what they say."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from news.feedback.models import SCORES, DayRating
from news.models import Article

ADD = """
    INSERT INTO feedback_dayrating (article_id, day, score, count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (article_id, day, score) DO UPDATE SET count = feedback_dayrating.count + 1
    WHERE feedback_dayrating.count < %s
"""
# No article is read so often that more of one score in a day says anything.
MOST_A_DAY = 5_000
SHOWN = 100


@dataclass(frozen=True)
class Total:
    """The scores of an article: how many, their mean, how many of each, best first."""

    count: int
    mean: float
    each: list[tuple[str, int]]


def add(article: Article, score: int) -> None:
    """Count one more; `score` is of SCORES."""
    with connection.cursor() as cursor:
        cursor.execute(ADD, [article.pk, timezone.localdate(), score, MOST_A_DAY])


def total(article: Article) -> Total | None:
    """What readers gave an article so far; None before the first."""
    rows = DayRating.objects.filter(article=article).values_list("score").annotate(Sum("count"))
    return _total(dict(rows))


def of_days(since: date, until: date, articles) -> list[tuple[Article, Total]]:
    """The articles rated in these days of those in a queryset, the most rated first."""
    rows = DayRating.objects.filter(day__range=(since, until), article__in=articles.values("pk"))
    counts: dict[int, dict[int, int]] = {}
    for article, score, count in rows.values_list("article", "score").annotate(Sum("count")):
        counts.setdefault(article, {})[score] = count
    often = sorted(counts, key=lambda pk: (-sum(counts[pk].values()), -pk))[:SHOWN]
    known = Article.objects.only("title", "slug", "kind").in_bulk(often)
    return [(known[pk], _total(counts[pk])) for pk in often]


def _total(counts: dict[int, int]) -> Total | None:
    count = sum(counts.values())
    if not count:
        return None
    mean = sum(score * times for score, times in counts.items()) / count
    each = [(SCORES[score], counts.get(score, 0)) for score in sorted(SCORES, reverse=True)]
    return Total(count, mean, each)
