"""What the programs' interface answers for articles and for pages: lists, changes, one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from news.changes import following
from news.models import Article
from news.models.kind import Kind as Of
from news.text import cursors
from news.views import api_told
from news.views.api_asked import CHANGED, LISTED, Asked
from news.views.public import absolute


@dataclass(frozen=True)
class Kind:
    """A resource: which rows it holds, how they are told, and where its list stands."""

    of: Of
    told: Callable[[list[Article]], list[dict]]
    address: str

    def rows(self):
        """All its rows, with what is told of each."""
        return api_told.rows(Article.objects.filter(kind=self.of))

    def public(self):
        """Those that citizens see."""
        return api_told.rows(Article.objects.public().filter(kind=self.of))


ARTICLES = Kind(Of.NEWS, api_told.articles_told, "api-articles")
PAGES = Kind(Of.PAGE, api_told.pages_told, "api-pages")


def page(kind: Kind, question: Asked, given: QueryDict) -> dict:
    """A part of a list, or of the changes; `given` is what was asked, for the next address."""
    items, cursor = (_changed if question.changes else _listed)(kind, question)
    query = given.copy()
    query.pop("updated-since", None)
    query["cursor"] = cursor or ""
    further = absolute(f"{reverse(kind.address)}?{query.urlencode()}") if cursor else None
    return {"items": items, "next": cursor, "next_url": further}


def one(kind: Kind, pk: int) -> dict | None:
    """One row in full, its tombstone once it is gone; None for what never was public."""
    found = kind.rows().filter(pk=pk).first()
    if found is None or not _was_public(found):
        return None
    if found.is_public():
        return kind.told([found])[0]
    return api_told.tombstone(found, found.published_at)


def _listed(kind: Kind, question: Asked) -> tuple[list[dict], str | None]:
    rows = kind.public().filter(question.condition)
    if question.mark:
        at, pk = question.mark
        # The first condition is what the index reads; the second is for those of one moment.
        rows = rows.filter(published_at__lte=at).exclude(published_at=at, pk__gte=pk)
    found = list(rows.newest_first()[: question.limit + 1])
    shown = found[: question.limit]
    last = shown[-1] if len(found) > len(shown) else None
    return kind.told(shown), last and cursors.write(LISTED, last.published_at, last.pk)


def _changed(kind: Kind, question: Asked) -> tuple[list[dict], str]:
    """Who follows always gets a place to read on from, also when nothing changed."""
    until = following.safe_until()
    begin = following.Mark(*question.mark)
    marks = following.after(begin, until, question.limit)
    rows = kind.rows().in_bulk([mark.article for mark in marks])
    seen = [rows[mark.article] for mark in marks if mark.article in rows]
    public = [found for found in seen if found.is_public(until)]
    told = {row["id"]: row for row in kind.told(public)}
    gone = {f.pk: api_told.tombstone(f, until) for f in seen if _was_public(f, until)}
    items = [told.get(f.pk) or gone[f.pk] for f in seen if f.pk in told or f.pk in gone]
    last = marks[-1] if marks else begin
    return items, cursors.write(CHANGED, last.at, last.article)


def _was_public(found: Article, at: datetime | None = None) -> bool:
    """Whether citizens can read it at a moment (default now) or could before."""
    begun = found.published_version is not None and found.published_at <= (at or timezone.now())
    return begun and (found.withdrawn_at is None or found.withdrawn_at >= found.published_at)
