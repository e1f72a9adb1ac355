"""The page of one article, and what its address answers once the article is gone."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import strip_tags

from news import attachments, chrome, paths
from news.addresses import finding, missing
from news.media import showing
from news.models import Article, Correction
from news.prepared import ask
from news.sharing.showing import picture
from news.text.vietnamese import excerpt
from news.views import errors, sharing, structured
from news.views.around import around
from news.views.public import Head, public_page

DESCRIPTION = 220


@public_page
def article(request, slug, pk):
    """An article by its number; the words of the address follow the article."""
    found = next(iter(ask("article", lambda pk: readable().filter(pk=pk), pk=pk)), None)
    if found is None:
        raise Http404
    if not found.is_public():
        return gone(request, found)
    if found.is_page or slug != found.slug:
        return redirect(found, permanent=True)
    portal = chrome.of(request)
    head, path = head_of(found, portal), portal.path_to(portal.by_id(found.category_id))
    context = {
        "article": found,
        "head": head,
        "path": path,
        "here": path[0].get_absolute_url() if path else "",
        "around": around(found),
        "files": attachments.public_links(found),
        "audio": attachments.public_recording(found),
        "sharing": sharing.ways(found),
        "save": paths.to("article-saved", found.slug, pk),
        "corrections": told_readers(found),
        "data": [structured.news_article(found, head, portal), structured.crumbs(path)],
    }
    return render(request, "article.html", context)


def readable():
    """Articles with all that their page shows."""
    rows = Article.objects.select_related(
        "category", "unit", "author__unit", "cover", "thread", "share_picture", "audio"
    )
    told = Correction.objects.filter(article=OuterRef("pk")).values(
        data=JSONObject(kind="kind", wrong="wrong", text="text", at="at")
    )
    return rows.annotate(
        text_pictures=showing.TextPictures("body"), told_readers=ArraySubquery(told)
    )


def told_readers(found: Article) -> list[dict]:
    """Its corrections and updates, newest first."""
    kinds = dict(Correction.Kind.choices)
    return [
        {**row, "label": kinds[row["kind"]], "at": datetime.fromisoformat(row["at"])}
        for row in found.told_readers
    ]


def gone(request, found: Article):
    """404 for what never was public; for what was, 301 where somebody has said what took its
    place, else 410: nothing of the article, only what the office says of its withdrawal."""
    if found.published_version is None or found.published_at > timezone.now():
        raise Http404
    moved = finding.answer(request, gone=True)
    if moved:
        return moved
    missing.note(request, gone=True)
    withdrawn = found.withdrawn_at is not None
    context = {"withdrawn": withdrawn, "words": found.public_notice if withdrawn else ""}
    # Of the words of the address, not of the article.
    context["near"] = errors.near(request, request.path).get("near")
    context["page"] = found.is_page
    return render(request, "410.html", context, status=410)


def head_of(found: Article, portal) -> Head:
    """What the page of an article tells machines of itself."""
    text = found.summary or strip_tags(found.body.replace("<", " <")) or found.title
    return Head(
        title=found.title,
        path=found.get_absolute_url(),
        description=excerpt(text, DESCRIPTION),
        creator=found.byline or structured.publisher(portal),
        date=found.published_at,
        changed=found.changed_at,
        image=picture(found),
        kind="article",
    )
