"""What the programs' interface tells of an article, a section, a unit (R48): plain dicts."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from news.authors.models import Author, Unit
from news.media.models import Attachment
from news.models import Article, Category, Correction
from news.text import feeds, richtext
from news.text.vietnamese import machine_time
from news.views.public import absolute


def rows(articles):
    """A queryset of articles with all that `articles_told` reads of a row."""
    told = Correction.objects.filter(article=OuterRef("pk")).order_by("-at", "-pk")
    told = told.values(data=JSONObject(kind="kind", wrong="wrong", text="text", at="at"))
    beside = articles.select_related("category", "unit", "author__unit", "cover", "audio", "page")
    return beside.annotate(told_readers=ArraySubquery(told))


def articles_told(found: list[Article]) -> list[dict]:
    """Articles in full: two queries beside their own, whatever their number."""
    authors = _by_number(Author.objects, (a.co_authors for a in found))
    files = _by_number(Attachment.objects, (a.attachments for a in found))
    return [_article(article, authors, files) for article in found]


def pages_told(found: list[Article]) -> list[dict]:
    """Pages in full: one query beside their own."""
    files = _by_number(Attachment.objects, (a.attachments for a in found))
    return [_page(article, files) for article in found]


def tombstone(article: Article, at: datetime) -> dict:
    """That an article is gone, since when and why; nothing of what it said."""
    withdrawn = article.withdrawn_at is not None
    since = article.withdrawn_at if withdrawn else article.expires_at or at
    return {
        "id": article.pk,
        "url": absolute(article.get_absolute_url()),
        "gone": "withdrawn" if withdrawn else "expired",
        "gone_at": told_moment(since),
    }


def section(category: Category, parent: Category | None = None) -> dict:
    """A section, and under which one it stands."""
    return {
        "id": category.pk,
        "slug": category.slug,
        "name": category.name,
        "url": absolute(category.get_absolute_url()),
        "parent": parent.slug if parent else None,
    }


def unit(found: Unit) -> dict:
    """A unit that signs articles."""
    return {
        "id": found.pk,
        "code": found.code,
        "name": found.name,
        "url": absolute(found.get_absolute_url()),
    }


def told_moment(at: datetime | None) -> str | None:
    """As machines read it, null for none."""
    return machine_time(at) if at else None


def _article(article: Article, authors: dict, files: dict) -> dict:
    signed = [article.author_id, *article.co_authors]
    known = {**authors, article.author_id: article.author}
    return {
        **_shared(article, files),
        "subtitle": article.subtitle,
        "section": _short(article.category, "slug"),
        "unit": _short(article.unit, "code"),
        "byline": article.byline,
        "authors": [_author(known[pk]) for pk in signed if known.get(pk)],
        "tags": article.tags,
        "genre": article.genre,
        "source": {"name": article.source_name, "url": article.source_url},
        "notice": article.public_notice if article.noticed_at else "",
    }


def _page(article: Article, files: dict) -> dict:
    return {
        **_shared(article, files),
        "parent": article.page.parent_id,
        "position": article.page.position,
        "unit": _short(article.unit, "code"),
    }


def _shared(article: Article, files: dict) -> dict:
    """What is told of articles and pages alike."""
    return {
        "id": article.pk,
        "url": absolute(article.get_absolute_url()),
        "title": article.title,
        "summary": article.summary,
        "html": feeds.absolute_links(richtext.clean(article.body), settings.SITE_URL),
        "published_at": told_moment(article.published_at),
        "changed_at": told_moment(article.changed_at),
        "expires_at": told_moment(article.expires_at),
        "cover": _cover(article),
        "recording": _recording(article),
        "attachments": [_file(files[pk]) for pk in article.attachments if pk in files],
        "corrections": [_correction(row) for row in article.told_readers],
    }


def _short(found: Category | Unit | None, key: str) -> dict | None:
    return {"id": found.pk, key: getattr(found, key), "name": found.name} if found else None


def _author(author: Author) -> dict:
    return {"name": author.full_name, "url": absolute(author.get_absolute_url())}


def _cover(article: Article) -> dict | None:
    if not article.cover:
        return None
    return {
        "url": absolute(article.cover.file.url),
        "width": article.cover.width,
        "height": article.cover.height,
        "alt": article.cover_alt,
        "caption": article.cover_caption,
    }


def _recording(article: Article) -> dict | None:
    return {**_file(article.audio), "seconds": article.audio.seconds} if article.audio else None


def _file(found: Attachment) -> dict:
    return {
        "title": found.title,
        "url": absolute(found.get_absolute_url()),
        "kind": found.kind,
        "bytes": found.size,
    }


def _correction(row: dict) -> dict:
    at = told_moment(datetime.fromisoformat(row["at"]))
    return {"kind": row["kind"], "wrong": row["wrong"], "text": row["text"], "at": at}


def _by_number(rows_of, lists: Iterable[list[int]]) -> dict[int, Callable]:
    return rows_of.in_bulk({number for numbers in lists for number in numbers})
