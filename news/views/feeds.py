"""The feeds of the public lists (R34)."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Enclosure
from django.utils.html import escape

from news import archive, chrome, tags
from news.authors.models import Author, Unit
from news.media.serving import TYPES
from news.models import Article
from news.text import feeds, richtext
from news.views.conditional import conditional
from news.views.public import absolute, public_page

NEWEST = 30
MINUTES = "30"
WHOLE = "toan-van"
MOST_ENCLOSED = {"rss": 1, "atom": 2}
PICTURES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@dataclass(frozen=True)
class Channel:
    """A list as a feed: what it is called and where people read it."""

    listing: archive.Listing
    title: str
    words: str
    url: str


@public_page
@conditional
def feed(request, form: str, kind: str = "", key: str = ""):
    """The newest articles of a list as RSS or Atom; `?toan-van` puts the whole texts in."""
    channel = CHANNELS[kind](request, key)
    whole = WHOLE in request.GET
    written = _empty(request, form, channel, f"?{WHOLE}" if whole else "")
    rows = channel.listing.articles().select_related("category", "unit", "cover", "audio")
    for article in (rows if whole else rows.defer("body"))[:NEWEST]:
        written.add_item(**_item(article, form, whole))
    return HttpResponse(written.writeString("utf-8"), content_type=written.content_type)


def _empty(request, form: str, channel: Channel, query: str):
    about = chrome.of(request).about
    return feeds.FORMS[form](
        title=f"{channel.title} | {about.kind} {about.name}",
        link=absolute(channel.url),
        description=channel.words,
        language="vi",
        feed_url=absolute(request.path + query),
        feed_copyright=f"© {about.owner or about.name}. Ghi rõ nguồn khi sử dụng lại.",
        ttl=MINUTES,
    )


def _item(article: Article, form: str, whole: bool) -> dict:
    published, changed = article.published_at, article.changed_at
    return {
        "title": article.title,
        "link": absolute(article.get_absolute_url()),
        # Programs take a description for HTML.
        "description": escape(article.summary),
        "author_name": article.byline or None,
        "pubdate": timezone.localtime(published),
        "updateddate": timezone.localtime(max(published, changed) if changed else published),
        "unique_id": _name_of(article),
        "unique_id_is_permalink": False,
        "categories": [*([article.category.name] if article.category else []), *article.tags],
        "enclosures": _enclosures(article)[: MOST_ENCLOSED[form]],
        "whole": _whole(article) if whole else "",
    }


def _name_of(article: Article) -> str:
    """A name that no later change of title or address touches: a tag URI (RFC 4151)."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{timezone.localtime(article.created_at):%Y-%m-%d}:bai/{article.pk}"


def _enclosures(article: Article) -> list[Enclosure]:
    """What comes with the article: its recording, then its picture. RSS has room for one only."""
    found = []
    if article.audio:
        sound = article.audio
        address = absolute(sound.get_absolute_url())
        found.append(Enclosure(address, str(sound.size), TYPES[sound.kind]))
    if article.cover:
        ending = article.cover.file.name.rpartition(".")[2].lower()
        address = absolute(article.cover.file.url)
        kind = PICTURES.get(ending, "image/jpeg")
        found.append(Enclosure(address, str(article.cover.size), kind))
    return found


def _whole(article: Article) -> str:
    return feeds.absolute_links(richtext.clean(article.body), settings.SITE_URL)


def _all(request, key: str) -> Channel:
    about = chrome.of(request).about
    words = f"Tin tức, thông báo mới nhất của {about.name}."
    return Channel(archive.ALL, "Tin tức", words, reverse("news"))


def _category(request, key: str) -> Channel:
    found = chrome.of(request).by_slug(key)
    if found is None:
        raise Http404
    words = found.description or f"Tin, bài chuyên mục {found.name}."
    return Channel(archive.of_category(found), found.name, words, found.get_absolute_url())


def _unit(request, key: str) -> Channel:
    found = get_object_or_404(Unit, code=key.upper())
    words = found.description or f"Tin, bài của {found.name}."
    return Channel(archive.of_unit(found), found.name, words, found.get_absolute_url())


def _author(request, key: str) -> Channel:
    found = get_object_or_404(Author.objects.select_related("unit"), pk=key)
    words = f"Tin, bài của {found.full_name}, {found.unit.name}."
    return Channel(archive.of_author(found), found.full_name, words, found.get_absolute_url())


def _tag(request, key: str) -> Channel:
    found = tags.found(key)
    if found is None:
        raise Http404
    words = f"Tin, bài có từ khoá {found.name}."
    return Channel(archive.of_tag(key), found.name, words, found.get_absolute_url())


def _thread(request, key: str) -> Channel:
    found = get_object_or_404(archive.public_threads(), slug=key)
    words = found.description or f"Tin, bài của dòng sự kiện {found.title}."
    return Channel(archive.of_thread(found), found.title, words, found.get_absolute_url())


CHANNELS = {"": _all, "chuyen-muc": _category, "don-vi": _unit, "tac-gia": _author}
CHANNELS |= {"the": _tag, "dong-su-kien": _thread}
