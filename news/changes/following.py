"""What changed for citizens since a moment, in an order that a follower can trust.

Whoever follows asks for what came after the last row it saw. A row that is written late, with a
moment that has been passed already, would be missed for ever; therefore nothing is told that is
younger than the oldest transaction still writing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from news.changes.models import PublicChange

# A row's moment is never before the beginning of the transaction that writes it.
SAFE = """
    SELECT least(clock_timestamp(), min(xact_start)) FROM pg_stat_activity
    WHERE backend_xid IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True, order=True)
class Mark:
    """How far a follower has come: the moment and the article of the last row it saw."""

    at: datetime
    article: int = 0


def safe_until() -> datetime:
    """The moment before which no further row can appear. Ask it before the rows are read."""
    with connection.cursor() as cursor:
        cursor.execute(SAFE)
        return cursor.fetchone()[0]


def after(mark: Mark, until: datetime, count: int) -> list[Mark]:
    """At most `count` articles whose last change until `until` came after the mark, oldest change
    first. Of several changes of one article only the last is told."""
    rows = PublicChange.objects.filter(at__lt=until, at__gte=mark.at)
    rows = rows.filter(Q(at__gt=mark.at) | Q(article__gt=mark.article))
    later = PublicChange.objects.filter(
        article=OuterRef("article"), at__gt=OuterRef("at"), at__lt=until
    )
    rows = rows.filter(~Exists(later)).order_by("at", "article")
    return [Mark(at, article) for at, article in rows.values_list("at", "article")[:count]]
