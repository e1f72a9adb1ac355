"""Where a reader of an article may go on: its neighbours, its thread, the newest of its section.

One query brings them all; nothing is named twice, and never the article itself.
"""

from dataclasses import dataclass, field

from django.db.models import Q, Value
from django.utils import timezone

from news.models import Article
from news.prepared import ask

NEWEST = 5
RELATED = 6
# The newest of its section, among which those with its key words are looked for.
LOOKED_AT = 40
OF_THREAD = 6


@dataclass
class Around:
    """What stands around an article."""

    newer: Article | None = None
    older: Article | None = None
    thread: list[Article] = field(default_factory=list)
    related: list[Article] = field(default_factory=list)
    newest: list[Article] = field(default_factory=list)
    # Whether `newest` are of its section; where that has no more, those of all news.
    of_section: bool = True


def around(found: Article) -> Around:
    """The neighbours of an article: without a section, those of all news."""
    place = {"now": timezone.now(), "at": found.published_at, "pk": found.pk}
    place |= {"category": found.category_id} if found.category_id else {}
    place |= {"thread": found.thread_id} if found.thread_id else {}
    place |= {f"related_{number}": pk for number, pk in enumerate(found.related)}
    return _sorted(found, ask("around", _rows, **place))


def _rows(now, at, pk, category=None, thread=None, **related):
    others = Article.objects.public(now).news().exclude(pk=pk).select_related("unit")
    others = others.only("title", "kind", "slug", "published_at", "tag_keys", "unit__short_name")
    parts = _beside(others.filter(category=category) if category else others, at, pk)
    if category:
        anywhere = others.newest_first().annotate(place=Value("anywhere"))
        # So many may be named elsewhere on the page.
        parts.append(anywhere[: NEWEST + RELATED + OF_THREAD + 2])
    if thread:
        told = others.filter(thread=thread).newest_first()
        parts.append(told.annotate(place=Value("thread"))[:OF_THREAD])
    if related:
        # A version may name more than a page shows, and never orders them.
        chosen = others.filter(pk__in=[*related.values()]).order_by("pk")
        parts.append(chosen.annotate(place=Value("related"))[:RELATED])
    return parts[0].union(*parts[1:], all=True)


def _beside(others, at, pk) -> list:
    # The first condition alone would do but for articles of one moment; the index reads it.
    newer = others.filter(Q(published_at__gt=at) | Q(pk__gt=pk), published_at__gte=at)
    older = others.filter(Q(published_at__lt=at) | Q(pk__lt=pk), published_at__lte=at)
    return [
        newer.order_by("published_at", "pk").annotate(place=Value("newer"))[:1],
        older.newest_first().annotate(place=Value("older"))[:1],
        others.newest_first().annotate(place=Value("newest"))[:LOOKED_AT],
    ]


def _sorted(article: Article, found_rows: list[Article]) -> Around:
    rows: dict[str, list[Article]] = {}
    for row in found_rows:
        rows.setdefault(row.place, []).append(row)
    found = Around(*(next(iter(rows.get(name, ())), None) for name in ("newer", "older")))
    chosen = sorted(rows.get("related", ()), key=lambda row: article.related.index(row.pk))
    thread = sorted(rows.get("thread", ()), key=_age, reverse=True)
    found.thread = [row for row in thread if row not in chosen]
    named = [found.newer, found.older, *found.thread, *chosen]
    newest = sorted(rows.get("newest", ()), key=_age, reverse=True)
    others = [row for row in newest if row not in named]
    found.related = [*chosen, *_akin(article, others)][:RELATED]
    found.newest = [row for row in others if row not in found.related][:NEWEST]
    if not found.newest:
        anywhere = sorted(rows.get("anywhere", ()), key=_age, reverse=True)
        found.newest = [row for row in anywhere if row not in (*named, *found.related)][:NEWEST]
        found.of_section = False
    return found


def _akin(article: Article, others: list[Article]) -> list[Article]:
    """Those with key words of the article: the most in common first, then the newest."""
    keys = {*article.tag_keys}
    shared = [(len(keys & {*row.tag_keys}), row) for row in others]
    akin = [(count, row) for count, row in shared if count]
    return [row for _, row in sorted(akin, key=lambda pair: (pair[0], _age(pair[1])), reverse=True)]


def _age(row: Article) -> tuple:
    return row.published_at, row.pk
