"""Where a reader of an article may go on: its neighbours, its thread, the newest of its section.

One query brings them all; never the article itself, and nothing twice but that a neighbour may tell
of the same thread.
"""

from dataclasses import dataclass, field

from django.db.models import Exists, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from news.models import Article
from news.prepared import ask

NEWEST = 5
RELATED = 6
# The newest of its section, among which those with its key words are looked for.
LOOKED_AT = 40
OF_THREAD = 6
# So many are read that the newest remain when all others are named elsewhere on the page.
MOST = NEWEST + RELATED + OF_THREAD + 2
TAG_KEYS = Article._meta.get_field("tag_keys")


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
    wanted = {**place, "category": found.category_id, "thread": found.thread_id}
    wanted |= {"keys": found.tag_keys}
    wanted |= {f"related_{number}": pk for number, pk in enumerate(found.related)}
    wanted = {name: value for name, value in wanted.items() if value}
    return _sorted(found, ask("around", _rows, **wanted))


def _others(now, pk):
    others = Article.objects.public(now).news().exclude(pk=pk).select_related("unit")
    return others.only("title", "kind", "slug", "published_at", "tag_keys", "unit__short_name")


def _rows(now, at, pk, category=None, thread=None, keys=None, **related):
    others = _others(now, pk)
    of_section = others.filter(category=category) if category else others
    parts = _beside(of_section, at, pk, MOST if thread else MOST - OF_THREAD)
    if category:
        # Only a short section may leave nothing that is not named elsewhere.
        short = ~Exists(of_section[MOST : MOST + 1])
        anywhere = others.filter(short).newest_first().annotate(place=Value("anywhere"))
        parts.append(anywhere[:MOST])
    if keys:
        near = of_section.newest_first()[:LOOKED_AT].values("pk")
        akin = others.filter(pk__in=near, tag_keys__overlap=Cast(keys, TAG_KEYS))
        parts.append(akin.order_by().annotate(place=Value("akin")))
    if thread:
        told = others.filter(thread=thread).newest_first()
        parts.append(told.annotate(place=Value("thread"))[:OF_THREAD])
    if related:
        # A version may name more than a page shows, and never orders them.
        chosen = others.filter(pk__in=[*related.values()]).order_by("pk")
        parts.append(chosen.annotate(place=Value("related"))[:RELATED])
    return parts[0].union(*parts[1:], all=True)


def _beside(others, at, pk, most: int) -> list:
    # The first condition alone would do but for articles of one moment; the index reads it.
    newer = others.filter(Q(published_at__gt=at) | Q(pk__gt=pk), published_at__gte=at)
    older = others.filter(Q(published_at__lt=at) | Q(pk__lt=pk), published_at__lte=at)
    return [
        newer.order_by("published_at", "pk").annotate(place=Value("newer"))[:1],
        older.newest_first().annotate(place=Value("older"))[:1],
        others.newest_first().annotate(place=Value("newest"))[:most],
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
    akin = [row for row in rows.get("akin", ()) if row not in named]
    found.related = [*chosen, *_most_akin(article, akin)][:RELATED]
    found.newest = _newest(rows.get("newest", ()), (*named, *found.related))
    if not found.newest:
        found.newest = _newest(rows.get("anywhere", ()), (*named, *found.related))
        found.of_section = False
    return found


def _newest(rows, named) -> list[Article]:
    """The first of those that are not named yet."""
    return [row for row in sorted(rows, key=_age, reverse=True) if row not in named][:NEWEST]


def _most_akin(article: Article, others: list[Article]) -> list[Article]:
    """Those with the most key words of the article first, then the newest."""
    keys = {*article.tag_keys}
    return sorted(others, key=lambda row: (len(keys & {*row.tag_keys}), _age(row)), reverse=True)


def _age(row: Article) -> tuple:
    return row.published_at, row.pk
