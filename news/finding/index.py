"""Newest version to lexemes: which articles have a row for the staff, and when it is made.

What citizens read stands in `search_document` already. Only an article whose newest version they
do not read has a row here, so that nothing is kept twice and the table stays small.
"""

import time

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from news.finding.models import Newest
from news.models import Article, ArticleContent, ArticleVersion
from news.search import index
from news.search.index import BATCH, REST, RULES, STALE, files_of, vector

# The newest version is what citizens read: their own row says it all.
SETTLED = Q(
    published_version__isnull=False, withdrawn_at=None, published_version=F("latest_version")
)
_rest = {"until": 0.0}


def put_everywhere(article: Article) -> None:
    """Bring both rows of an article up to date, that of citizens and that of the staff, after a
    move changed who reads what. The caller holds the article's lock."""
    index.put(article)
    put(article)


def put(article: Article, content: ArticleContent | None = None) -> None:
    """Bring an article's row up to date; `content` is its newest version, None where it is still
    to be read. The caller holds the article's lock."""
    if article.is_live and article.published_version == article.latest_version:
        Newest.objects.filter(pk=article.pk).delete()
        return
    content = content or article.versions.filter(number=article.latest_version).first()
    if content is not None:
        _write([_row(article.pk, article.latest_version, content, files_of([content]))])


def retitled(number: int) -> None:
    """Versions that name this attachment say its former title: the rows are to be made anew."""
    holding = ArticleVersion.objects.filter(attachments__contains=[number]).values("article")
    Newest.objects.filter(article__in=holding).update(rules=STALE)


def missing():
    """Articles without the row that they need, the last touched first."""
    current = Newest.objects.filter(
        article=OuterRef("pk"), rules=RULES, version=OuterRef("latest_version")
    )
    rows = Article.objects.exclude(SETTLED).filter(~Exists(current), latest_version__gt=0)
    return rows.order_by("-updated_at", "-pk")


def left_over():
    """Rows of articles whose newest version citizens read."""
    settled = Article.objects.filter(SETTLED, pk=OuterRef("article"))
    return Newest.objects.filter(Exists(settled))


@transaction.atomic
def make(numbers: list[int]) -> int:
    """Make the rows of so many articles; return how many. Whoever saves one of them meanwhile
    waits for this batch, so that the newest text always comes last."""
    held = Article.objects.filter(pk__in=numbers).exclude(SETTLED)
    held = dict(held.select_for_update().order_by("pk").values_list("pk", "latest_version"))
    rows = ArticleVersion.objects.filter(article__in=held).order_by("article_id")
    rows = list(rows.filter(number=F("article__latest_version")))
    files = files_of(rows)
    _write([_row(row.article_id, held[row.article_id], row, files) for row in rows])
    return len(rows)


def freshen(most: int = 10 * BATCH) -> int:
    """Make so many rows anew that say what is not so any more; return how many."""
    return make_all(list(Newest.objects.filter(rules=STALE).values_list("pk", flat=True)[:most]))


def catch_up(most: int = 10 * BATCH) -> int:
    """Make what is missing, so much at a time; return how many rows changed. Whoever found nothing
    rests for a while."""
    if time.monotonic() < _rest["until"]:
        return 0
    done = left_over().delete()[0]
    done += make_all(list(missing().values_list("pk", flat=True)[:most]))
    _rest["until"] = 0.0 if done else time.monotonic() + REST
    return done


def make_all(numbers: list[int]) -> int:
    """Make rows batch by batch, each in a transaction of its own."""
    return sum(make(numbers[first : first + BATCH]) for first in range(0, len(numbers), BATCH))


def _row(number: int, version: int, content: ArticleContent, files: dict[int, str]) -> Newest:
    found = vector(content, files)
    return Newest(article_id=number, version=version, rules=RULES, vector=found)


def _write(rows: list[Newest]) -> None:
    Newest.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["version", "rules", "vector"],
    )
