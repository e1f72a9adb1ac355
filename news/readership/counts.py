"""What readers' browsers report, written down as sums every few seconds (news/gathering.py).

A page that is answered from a cache never reaches Django, so each browser says itself that it
shows an article.
"""

from collections import Counter
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from news.gathering import Gathering
from news.models import Article
from news.readership import ranking

# So many articles and days are held while the database is away; further ones are not counted.
HELD = 50_000
READS = """
    INSERT INTO readership_dayreads (article_id, day, count)
    SELECT * FROM unnest(%s::bigint[], %s::date[], %s::int[])
    ON CONFLICT (article_id, day) DO UPDATE SET count = readership_dayreads.count + excluded.count
"""
VISITS = """
    INSERT INTO readership_dayvisits (day, count) SELECT * FROM unnest(%s::date[], %s::int[])
    ON CONFLICT (day) DO UPDATE SET count = readership_dayvisits.count + excluded.count
"""


class Gathered(Gathering):
    """The reads and visits of one process that are not in the database yet."""

    def __init__(self):
        super().__init__(lambda counts: _write(*_apart(counts)), HELD, ranking.count_again_if_old)

    def add(self, article: int | None, *, visit: bool) -> None:
        """One more reader of an article (its number; None for another page), and, with `visit`,
        one more who came to the portal. Written within settings.READS_HELD_SECONDS."""
        today = timezone.localdate()
        self.count([*([(None, today)] if visit else []), *([(article, today)] if article else [])])


GATHERED = Gathered()


def _apart(counts: Counter) -> tuple[Counter, Counter]:
    """Reads by article and day, visits by day."""
    reads = Counter({key: count for key, count in counts.items() if key[0]})
    return reads, Counter({day: count for (article, day), count in counts.items() if not article})


@transaction.atomic
def _write(reads: Counter, visits: Counter) -> None:
    """Add to the sums; what is no public article counts nowhere. In one order, because two
    processes that wrote the same rows in another would wait for each other."""
    public = _public({article for article, _ in reads})
    rows = sorted((a, day, count) for (a, day), count in reads.items() if a in public)
    days = sorted((day, count) for day, count in visits.items() if count)
    with connection.cursor() as cursor:
        if rows:
            cursor.execute(READS, [list(column) for column in zip(*rows, strict=True)])
        if days:
            cursor.execute(VISITS, [list(column) for column in zip(*days, strict=True)])


def _public(articles: set[int]) -> set[int]:
    if not articles:
        return set()
    return set(Article.objects.public().news().filter(pk__in=articles).values_list("pk", flat=True))


def visits(today: date) -> tuple[int, int]:
    """How many visits there were today and in all: one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(count) FILTER (WHERE day = %s), 0)::bigint,"
            " coalesce(sum(count), 0)::bigint FROM readership_dayvisits",
            [today],
        )
        return cursor.fetchone()
