"""The page of one article, and what its address answers once the article is gone."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import JSONObject
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import strip_tags

from news import attachments, chrome, nearest
from news.media import showing
from news.models import Article, Correction
from news.text.vietnamese import excerpt
from news.views import structured
from news.views.public import Head, public_page

DESCRIPTION = 220
BESIDE = 5


@dataclass
class Around:
    """Where a reader may go on: the neighbours in time and the newest of the same section."""

    newer: Article | None = None
    older: Article | None = None
    newest: list[Article] = field(default_factory=list)


@public_page
def article(request, slug, pk):
    """An article by its number; the words of the address follow the article."""
    found = get_object_or_404(_readable(), pk=pk)
    if not found.is_public():
        return _gone(request, found)
    if slug != found.slug:
        return redirect(found, permanent=True)
    portal = chrome.of(request)
    head, path = _head(found, portal), portal.path_to(portal.by_id(found.category_id))
    context = {
        "article": found,
        "head": head,
        "path": path,
        "here": path[0].get_absolute_url() if path else "",
        "around": _around(found),
        "files": attachments.public_links(found),
        "corrections": _corrections(found),
        "data": [structured.news_article(found, head, portal), structured.crumbs(path)],
    }
    return render(request, "article.html", context)


def _readable():
    rows = Article.objects.select_related("category", "unit", "author__unit", "cover")
    told = Correction.objects.filter(article=OuterRef("pk")).values(
        data=JSONObject(kind="kind", wrong="wrong", text="text", at="at")
    )
    return rows.annotate(
        text_pictures=showing.TextPictures("body"), told_readers=ArraySubquery(told)
    )


def _corrections(found: Article) -> list[dict]:
    """Its corrections and updates, newest first."""
    kinds = dict(Correction.Kind.choices)
    return [
        {**row, "label": kinds[row["kind"]], "at": datetime.fromisoformat(row["at"])}
        for row in found.told_readers
    ]


def _gone(request, found: Article):
    """410 for what was public once, 404 for what never was; nothing of the article is shown,
    only what the office says of its withdrawal."""
    if found.published_version is None or found.published_at > timezone.now():
        raise Http404
    withdrawn = found.withdrawn_at is not None
    context = {"withdrawn": withdrawn, "words": found.public_notice if withdrawn else ""}
    # Of the words of the address, not of the article.
    context["near"] = nearest.articles(request.path)
    return render(request, "410.html", context, status=410)


def _head(found: Article, portal) -> Head:
    text = found.summary or strip_tags(found.body.replace("<", " <")) or found.title
    return Head(
        title=found.title,
        path=found.get_absolute_url(),
        description=excerpt(text, DESCRIPTION),
        creator=found.byline or structured.publisher(portal),
        date=found.published_at,
        changed=found.changed_at,
        image=showing.preview(found.cover, found.cover_alt) if found.cover else None,
        kind="article",
    )


def _around(found: Article) -> Around:
    """The neighbours in one query: without a section, those of all news."""
    others = Article.objects.public().exclude(pk=found.pk).select_related("unit")
    others = others.only("title", "slug", "published_at", "unit__short_name")
    if found.category_id:
        others = others.filter(category=found.category_id)
    at, pk = found.published_at, found.pk
    # The first condition alone would do but for articles of one moment; the index reads it.
    newer = others.filter(Q(published_at__gt=at) | Q(pk__gt=pk), published_at__gte=at)
    older = others.filter(Q(published_at__lt=at) | Q(pk__lt=pk), published_at__lte=at)
    return _sorted(
        newer.order_by("published_at", "pk").annotate(place=Value("newer"))[:1],
        older.newest_first().annotate(place=Value("older"))[:1],
        others.newest_first().annotate(place=Value("newest"))[: BESIDE + 2],
    )


def _sorted(first, *rest) -> Around:
    around = Around()
    for row in first.union(*rest, all=True):
        if row.place == "newest":
            around.newest.append(row)
        else:
            setattr(around, row.place, row)
    beside = (around.newer, around.older)
    around.newest = [row for row in around.newest if row not in beside][:BESIDE]
    return around
