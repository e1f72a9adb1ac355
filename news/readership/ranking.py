"""Which articles were read most: counted now and then, off the readers' path."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import Max, Sum
from django.utils import timezone

from news.models import Article
from news.readership.models import DayReads, MostRead, Period

DAYS = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30}
# More than any page shows, because some may be withdrawn before the next count.
PLACES = 40
OLD = timedelta(minutes=10)
# Nobody is shown yesterday's list as that of today.
GONE = timedelta(hours=24)


def most_read(period: Period, count: int) -> list[Article]:
    """The public articles read most in a period, at most `count`, the most read first, ready for
    list rows; each has `reads`. Without what readers are warned of on its own page.

    Two queries: the places are few, and with their numbers known no planner begins at the archive.
    """
    reads = _reads(period)
    found = Article.objects.public().news().filter(noticed_at=None).for_list().in_bulk(reads)
    rows = [found[pk] for pk in reads if pk in found][:count]
    for row in rows:
        row.reads = reads[row.pk]
    return rows


def numbers(period: Period) -> list[int]:
    """The numbers of the articles read most in a period, the most read first; whoever shows them
    asks for the public ones."""
    return list(_reads(period))


def _reads(period: Period) -> dict[int, int]:
    fresh = MostRead.objects.filter(period=period, counted_at__gt=timezone.now() - GONE)
    return dict(fresh.order_by("place").values_list("article", "reads"))


@transaction.atomic
def count_again_if_old() -> bool:
    """Count the places anew unless that was done within OLD or somebody is at it; whether it
    was done."""
    if not _alone():
        return False
    last = MostRead.objects.aggregate(last=Max("counted_at"))["last"]
    if last and last > timezone.now() - OLD:
        return False
    count_again()
    return True


@transaction.atomic
def count_again() -> None:
    """Count the places of every period anew."""
    today, now = timezone.localdate(), timezone.now()
    MostRead.objects.all().delete()
    MostRead.objects.bulk_create(
        MostRead(period=period, place=place, article_id=article, reads=reads, counted_at=now)
        for period, days in DAYS.items()
        for place, (article, reads) in enumerate(_first(today, days), start=1)
    )


def _first(today: date, days: int):
    """The articles most read in the last `days` days, today included, and how often."""
    rows = DayReads.objects.filter(day__gt=today - timedelta(days), day__lte=today)
    sums = rows.values_list("article").annotate(reads=Sum("count"))
    return sums.order_by("-reads", "-article")[:PLACES]


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('readership_mostread'))")
        return cursor.fetchone()[0]
