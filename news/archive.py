"""The public lists and their permanent numbered pages.

A list (all news, a section, a unit, an author, a key word) shows its newest articles first and then
pages numbered from the oldest, so that a new article changes the first page and the newest
numbered page only, and every archive address stays what it is. Where a page begins is stored
once (ArchivePage); reading a page needs neither OFFSET nor COUNT.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, transaction
from django.db.models import BigIntegerField, Func, OuterRef, Q, Subquery
from django.utils import timezone

from news.authors.models import Author, Unit
from news.models import ArchivePage, Article, Category, Thread
from news.prepared import ask
from news.text.tags import tag_keys

PAGE_SIZE = 20
# A page grows past PAGE_SIZE only by what was back-dated; no request reads more than this.
PAGE_LIMIT = 5 * PAGE_SIZE


@dataclass(frozen=True)
class Listing:
    """A public list: its key in the database and the filter that makes it.

    A `sparse` one, of which there may be very many, has numbered pages only once its articles
    fill more than one: until then its front shows them all, and nothing is stored of it.
    One that `mends` is numbered anew from the first page that what is old overfilled: articles
    join a thread of events in any order.
    Where no index has a list in its order, `ahead(at, count)` names articles among which its
    `count` newest are, each part of them by an index of its own.
    """

    key: str
    condition: Q
    sparse: bool = False
    mends: bool = False
    ahead: Callable | None = field(default=None, compare=False)

    def articles(self, at=None):
        """Its public articles at a moment (default now), newest first."""
        return Article.objects.public(at).news().filter(self.condition).newest_first()

    def newest(self, count: int = PAGE_SIZE) -> list[Article]:
        """Its `count` newest articles, ready for list rows."""
        name = ("newest", self.key, count)
        return ask(name, lambda at: self._ahead(at, count).for_list()[:count], at=timezone.now())

    def page(self, number: int) -> "Page | None":
        """Page `number` (1 is the oldest), newest article first; None where there is none."""
        starts = ask("starts", _starts_from, listing=self.key, number=number)
        if not starts or starts[0].number != number:
            return None
        # The first page takes everything before the second, also what was back-dated.
        bounds = (
            {} if number == 1 else {"first": starts[0].starts_at, "first_pk": starts[0].starts_id}
        )
        if len(starts) == 2:
            bounds |= {"after": starts[1].starts_at, "after_pk": starts[1].starts_id}
        return Page(
            number, ask(("page", self.key, PAGE_LIMIT), self._between, at=timezone.now(), **bounds)
        )

    def pages(self, first: int, last: int):
        """The articles of the pages from `first` to `last`, oldest first, as a queryset; None
        where there is no page `first`."""
        bounds = self._starts().filter(number__in=(first, last + 1))
        starts = {start.number: start for start in bounds}
        if first not in starts:
            return None
        rows = self.articles() if first == 1 else self.articles().filter(_from(starts[first]))
        if last + 1 in starts:
            rows = rows.filter(_before(starts[last + 1].starts_at, starts[last + 1].starts_id))
        return rows.reverse()

    def last_number(self) -> int:
        """The number of the newest numbered page; 0 while the list is empty."""
        last = ask("last", _starts_back, listing=self.key)
        return last[0].number if last else 0

    def number_of(self, article: Article) -> int:
        """The page an article of the list stands on."""
        place = {"at": article.published_at, "pk": article.pk}
        start = ask("number of", _starts_before, listing=self.key, **place)
        return start[0].number if start else 1

    @transaction.atomic
    def extend(self) -> None:
        """Store where new pages begin; called whenever an article becomes public."""
        if self.mends:
            self.rebuild()
            return
        _one_at_a_time()
        last = self._starts().last()
        row = self._page_after(last) if last else self._first()
        while row:
            last = self._store(last.number + 1 if last else 1, row)
            row = self._page_after(last)

    @transaction.atomic
    def rebuild(self) -> None:
        """After an import of old articles: number anew from the first page they overfilled."""
        _one_at_a_time()
        old = list(self._starts().values_list("starts_at", "starts_id"))
        if not old and self._first() is None:
            return
        rows = self.articles().reverse().values_list("published_at", "pk").iterator()
        new = _beginnings(old, rows)
        kept = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))))
        self._starts().filter(number__gt=kept).delete()
        ArchivePage.objects.bulk_create(
            ArchivePage(listing=self.key, number=number, starts_at=at, starts_id=pk)
            for number, (at, pk) in enumerate(new[kept:], start=kept + 1)
        )

    def _ahead(self, at, count):
        if self.ahead is None:
            return self.articles(at)
        # The conditions of what is public stand in `ahead`. Here they would have the database
        # read all news from the newest on, until it has met enough of these.
        return Article.objects.filter(pk__in=self.ahead(at, count)).newest_first()

    def _between(self, at, first=None, first_pk=None, after=None, after_pk=None):
        rows = self.articles(at)
        if first is not None:
            rows = rows.filter(_since(first, first_pk))
        if after is not None:
            rows = rows.filter(_before(after, after_pk))
        return rows.for_list()[:PAGE_LIMIT]

    def _starts(self):
        return ArchivePage.objects.filter(listing=self.key).order_by("number")

    def _first(self) -> Article | None:
        """The article that begins page 1; None where nothing is to be stored yet."""
        rows = self.articles().reverse().only("published_at")
        if self.sparse and not rows[PAGE_SIZE : PAGE_SIZE + 1]:
            return None
        return rows.first()

    def _page_after(self, start: ArchivePage) -> Article | None:
        """The article that begins the page after `start`; None while that page is not full."""
        rows = self.articles().filter(_from(start)).reverse().only("published_at")
        return rows[PAGE_SIZE : PAGE_SIZE + 1].first()

    def _store(self, number: int, row: Article) -> ArchivePage:
        start, _ = ArchivePage.objects.get_or_create(
            listing=self.key,
            number=number,
            defaults={"starts_at": row.published_at, "starts_id": row.pk},
        )
        return start


@dataclass(frozen=True)
class Page:
    """One numbered page of a list."""

    number: int
    articles: list[Article]


ALL = Listing("all", Q())


def of_category(category: Category) -> Listing:
    """A section with its sub-sections, or a sub-section alone."""
    inside = Category.objects.filter(Q(pk=category.pk) | Q(parent=category.pk))
    condition = Q(category__in=inside.values("pk"))
    return Listing(f"category:{category.pk}", condition, ahead=partial(_of_each, inside))


def _of_each(sections, at, count: int):
    newest = Article.objects.public(at).news().filter(category=OuterRef("pk")).newest_first()
    each = ArraySubquery(newest.values("pk")[:count])
    each = Func(each, function="unnest", output_field=BigIntegerField())
    return sections.annotate(newest=each).values("newest")


def of_unit(unit: Unit) -> Listing:
    """What a unit signed."""
    return _of_unit(unit.pk)


def of_author(author: Author) -> Listing:
    """What an author wrote, alone or with others."""
    return _of_author(author.pk)


def of_tag(key: str) -> Listing:
    """What carries a key word, however it is spelled there (news/text/tags.py)."""
    return Listing(f"tag:{key}", Q(tag_keys__contains=[key]), sparse=True)


def public_threads():
    """The threads of events that have an article for citizens, with the day of the newest; one
    that has none is only an idea of the newsroom's."""
    told = Article.objects.public().news().filter(thread=OuterRef("pk")).newest_first()
    rows = Thread.objects.annotate(newest_at=Subquery(told.values("published_at")[:1]))
    return rows.filter(newest_at__isnull=False)


def of_thread(thread: Thread) -> Listing:
    """What tells of a thread of events."""
    return _of_thread(thread.pk)


def listings_of(article: Article) -> list[Listing]:
    """Every list an article stands in; a page stands in none."""
    if article.is_page:
        return []
    section = article.category
    sections = [section, section.parent] if section else []
    authors = {article.author_id, *article.co_authors}
    return [
        ALL,
        *(of_category(category) for category in sections if category),
        *([_of_unit(article.unit_id)] if article.unit_id else []),
        *(_of_author(pk) for pk in authors if pk),
        *([_of_thread(article.thread_id)] if article.thread_id else []),
        *(of_tag(key) for key in tag_keys(article.tags)),
    ]


def _beginnings(old: list[tuple], rows: Iterable[tuple]) -> list[tuple]:
    """Where pages begin: as before up to the first one with more than PAGE_SIZE `rows`."""
    new, ahead, held = old[:1], deque(old[1:]), 0
    for row in rows:
        while ahead and ahead[0] <= row:
            new.append(ahead.popleft())
            held = 0
        if not new or held == PAGE_SIZE:
            new.append(row)
            ahead.clear()
            held = 0
        held += 1
    return [*new, *ahead]


def _of_unit(pk: int) -> Listing:
    return Listing(f"unit:{pk}", Q(unit=pk))


def _of_thread(pk: int) -> Listing:
    return Listing(f"thread:{pk}", Q(thread=pk), mends=True)


def _of_author(pk: int) -> Listing:
    alone, together = Q(author=pk), Q(co_authors__contains=[pk])

    def ahead(at, count):
        rows = Article.objects.public(at).news().order_by().values("pk")
        # Asked for the newest of these, the database reads all news until it has met enough.
        return rows.filter(alone).newest_first()[:count].union(rows.filter(together), all=True)

    return Listing(f"author:{pk}", alone | together, ahead=ahead)


def _one_at_a_time() -> None:
    """Two who number pages at once would disagree on where one begins; readers never wait."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {ArchivePage._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _starts_from(listing, number):
    rows = ArchivePage.objects.filter(listing=listing, number__gte=number)
    return rows.order_by("number")[:2]


def _starts_back(listing):
    return ArchivePage.objects.filter(listing=listing).order_by("-number")[:1]


def _starts_before(listing, at, pk):
    before = Q(starts_at__lt=at) | Q(starts_at=at, starts_id__lte=pk)
    return ArchivePage.objects.filter(before, listing=listing).order_by("-number")[:1]


def _from(start: ArchivePage) -> Q:
    return _since(start.starts_at, start.starts_id)


def _since(at, pk) -> Q:
    # The last condition would do but for articles of one moment; an index reads it.
    return (Q(published_at__gt=at) | Q(pk__gte=pk)) & Q(published_at__gte=at)


def _before(at, pk) -> Q:
    return (Q(published_at__lt=at) | Q(pk__lt=pk)) & Q(published_at__lte=at)
