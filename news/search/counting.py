"""How often which words follow each other in the titles of public articles.

The clock keeps the count; it may be late, and it may be stopped anywhere: what is shown is asked of
the article itself (`suggest.py`). Of three and four words only those phrases are counted whose
parts were met before, because most others never come again.
"""

import time
from collections import defaultdict
from itertools import pairwise

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from news.models import Article
from news.search import titles
from news.search.index import pair_form, quoted
from news.search.models import Document, Phrase, Title
from news.text.phrases import Phrase as Words
from news.text.phrases import phrases

BATCH = 200
LONGEST = 4
# A phrase of three words counts once both of its pairs were met so often.
MET = 2
REST = 600
_rest = {"until": 0.0}

_ADD = """
    INSERT INTO search_phrase AS p (exact, key, whole, count, tier, article_id)
    SELECT exact, key, whole, many,
        CASE WHEN whole AND many > 1 THEN floor(log(2, many)) END, article
    FROM unnest(%s::text[], %s::text[], %s::bool[], %s::int[], %s::bigint[])
        AS a(exact, key, whole, many, article)
    ON CONFLICT (exact) DO UPDATE SET
        count = p.count + excluded.count,
        article_id = excluded.article_id,
        tier = CASE WHEN p.whole THEN floor(log(2, greatest(p.count + excluded.count, 2))) END
"""
_TAKE = """
    UPDATE search_phrase SET
        count = count - 1,
        tier = CASE WHEN whole AND count > 2 THEN floor(log(2, count - 1)) END
    WHERE exact = ANY(%s::text[])
"""


def catch_up(most: int = 10 * BATCH) -> int:
    """Count what is not counted yet and take off what has left the site, so much at a time;
    return how many titles. Whoever found nothing rests for a while."""
    if time.monotonic() < _rest["until"] and not _stale().exists():
        return 0
    missing = list(titles.missing()[:most])
    titles.put(missing)
    _expired().update(stale=True)
    numbers = list(_stale().order_by("pk").values_list("pk", flat=True)[:most])
    for first in range(0, len(numbers), BATCH):
        _count(numbers[first : first + BATCH])
    _rest["until"] = 0.0 if missing else time.monotonic() + REST
    return len(numbers)


def forget() -> None:
    """For tests: look again at once."""
    _rest["until"] = 0.0


def _stale():
    """What has to be looked at; a title that will be public later waits until it is."""
    now_public = Exists(Article.objects.public().filter(pk=OuterRef("pk")))
    return Title.objects.filter(now_public | Q(key="") | ~Q(counted=""), stale=True)


def _expired():
    """Counted titles of articles whose time is over."""
    over = Article.objects.filter(expires_at__lte=timezone.now()).values("pk")
    return Title.objects.exclude(counted="").filter(pk__in=over, stale=False)


@transaction.atomic
def _count(numbers: list[int]) -> None:
    # Whoever publishes one of them locks the article first, and waits for this batch.
    articles = Article.objects.filter(pk__in=numbers).select_for_update().order_by("pk")
    now = {article.pk: article.title for article in articles if article.is_public()}
    rows = list(Title.objects.filter(pk__in=numbers))
    for row in rows:
        if row.counted != now.get(row.pk, ""):
            _take_off(row, now.get(row.pk, ""))
    fresh = {row.pk: now[row.pk] for row in rows if now.get(row.pk, row.counted) != row.counted}
    for size in range(1, LONGEST + 1):
        _add(fresh, size)
    for row in rows:
        # What is not public may become so by the clock alone.
        row.counted, row.stale = now.get(row.pk, ""), row.pk not in now
    Title.objects.bulk_update(rows, ["counted", "stale"])
    Title.objects.filter(pk__in=numbers, key="", counted="").delete()


def _add(fresh: dict[int, str], size: int) -> None:
    """Count the phrases of so many words; the newest article bears witness."""
    found: dict[Words, list[int]] = defaultdict(list)
    for pk, title in fresh.items():
        for phrase in phrases(title, size):
            found[phrase].append(pk)
    known = _met(found) if size > 2 else set()
    rows = sorted((p, pks) for p, pks in found.items() if size < 3 or _parts(p.exact) <= known)
    if not rows:
        return
    columns = [(p.exact, p.key, p.whole, len(pks), max(pks)) for p, pks in rows]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [list(column) for column in zip(*columns, strict=True)])


def _parts(exact: str) -> set[str]:
    """A phrase without its last word, and without its first."""
    return {exact.rpartition(" ")[0], exact.partition(" ")[2]}


def _met(found) -> set[str]:
    parts = {part for phrase in found for part in _parts(phrase.exact)}
    rows = Phrase.objects.filter(exact__in=parts, count__gte=MET)
    return set(rows.values_list("exact", flat=True))


def _take_off(row: Title, title: str) -> None:
    """The phrases that a title had. Those it bore witness for get another witness or go."""
    gone, kept = _all(row.counted), _all(title)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [sorted(gone)])
    Phrase.objects.filter(exact__in=gone, count__lte=0).delete()
    for phrase in Phrase.objects.filter(exact__in=gone - kept, article=row.pk):
        phrase.article_id = _witness(phrase.exact, row.pk)
        if phrase.article_id:
            phrase.save(update_fields=["article"])
        else:
            phrase.delete()


def _all(title: str) -> set[str]:
    sizes = range(1, LONGEST + 1)
    return {phrase.exact for size in sizes for phrase in phrases(title, size)}


def _witness(exact: str, but: int) -> int | None:
    """Another public article whose title has these words, the newest."""
    row = exact.split()
    lexemes = [pair_form(*pair) for pair in pairwise(row)] or [f"t:{row[0]}"]
    rows = Document.objects.filter(article__in=Article.objects.public()).exclude(pk=but)
    wanted = " & ".join(map(quoted, lexemes))
    rows = rows.extra(where=["vector @@ %s::tsquery"], params=[wanted])
    return rows.order_by("-published_at").values_list("pk", flat=True).first()
