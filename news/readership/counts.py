"""What readers' browsers report, gathered in memory and written down every few seconds.

A page that is answered from a cache never reaches Django, so each browser says itself that it
shows an article. On the evening of an election that is thousands of requests; each only adds one
in memory, and one statement writes what came together. A worker that is killed outright loses
the counts of those seconds.
"""

import atexit
import logging
from collections import Counter
from datetime import date
from threading import Lock, Timer

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from news.models import Article
from news.readership import ranking

logger = logging.getLogger(__name__)

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


class Gathered:
    """The counts of one process that are not in the database yet."""

    def __init__(self):
        self._lock, self._timer = Lock(), None
        self._reads, self._visits = Counter(), Counter()

    def add(self, article: int | None, *, visit: bool) -> None:
        """One more reader of an article (its number; None for another page), and, with `visit`,
        one more who came to the portal. Written within settings.READS_HELD_SECONDS."""
        today = timezone.localdate()
        with self._lock:
            if article and ((article, today) in self._reads or len(self._reads) < HELD):
                self._reads[article, today] += 1
            if visit:
                self._visits[today] += 1
            self._write_later()
        if not settings.READS_HELD_SECONDS:
            self.write()

    def write(self) -> None:
        """Write down what is held; a database that is away gets it with the next ones."""
        with self._lock:
            reads, self._reads = self._reads, Counter()
            visits, self._visits = self._visits, Counter()
            self._timer = None
        if not reads and not visits:
            return
        try:
            _write(reads, visits)
        except DatabaseError:
            logger.exception("%d counts of readers wait for the database", reads.total())
            self._take_back(reads, visits)

    def _write_later(self) -> None:
        if self._timer is None and settings.READS_HELD_SECONDS:
            self._timer = Timer(settings.READS_HELD_SECONDS, _in_a_thread)
            self._timer.daemon = True
            self._timer.start()

    def _take_back(self, reads: Counter, visits: Counter) -> None:
        with self._lock:
            self._reads.update(reads)
            self._visits.update(visits)


GATHERED = Gathered()
# A worker that ends in order leaves nothing behind.
atexit.register(GATHERED.write)


def _in_a_thread() -> None:
    """The timer's thread has a connection of its own, which ends with it."""
    try:
        GATHERED.write()
        ranking.count_again_if_old()
    except DatabaseError:
        logger.exception("The most read articles were not counted anew")
    finally:
        connection.close()


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
