"""What search engines are told: robots.txt, and every public address in site maps (R8).

The articles' maps follow the numbered pages of all news, from the oldest: a full map never changes
its address, and reading one needs neither OFFSET nor COUNT.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from news import archive, chrome, tags
from news.authors.models import Author, Unit
from news.models import Article
from news.pages import family
from news.text.vietnamese import machine_time
from news.views.conditional import conditional
from news.views.public import absolute, public_page

# Numbered pages in one map: some 5,000 articles; the protocol allows 50,000.
PAGES = 250
# What the news of a site map of news are (support.google.com/news): two days, a thousand.
RECENT = timedelta(days=2)
MOST_NEWS = 1000
XML = "application/xml; charset=utf-8"
URLSET = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_PAGES = ("home", "news", "threads", "archive", "corrections", "feeds", "site-map")
HIDDEN = ("/quan-tri/", "/dang-nhap/", "/tai-khoan/", "/xem-duyet/", "/suc-khoe/")


@public_page
@conditional
def robots(request):
    """What programs are asked not to fetch, and where the maps are."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in HIDDEN), ""]
    lines.append(f"Sitemap: {absolute(reverse('sitemap'))}\n")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@public_page
@conditional
def index(request):
    """The map of maps."""
    last = archive.ALL.last_number()
    numbers = range(1, (last + PAGES - 1) // PAGES + 1)
    paths = [reverse("sitemap-pages"), reverse("sitemap-news")]
    paths += [reverse("sitemap-articles", args=[number]) for number in numbers]
    entries = "".join(f"<sitemap><loc>{_address(path)}</loc></sitemap>" for path in paths)
    return _answer(f'<sitemapindex xmlns="{URLSET}">{entries}</sitemapindex>')


@public_page
@conditional
def articles(request, number: int):
    """The articles of so many numbered pages, oldest first."""
    rows = archive.ALL.pages((number - 1) * PAGES + 1, number * PAGES)
    if rows is None:
        raise Http404
    return _urlset(
        (row.get_absolute_url(), max(row.published_at, row.changed_at or row.published_at))
        for row in rows.only("kind", "slug", "published_at", "changed_at")
    )


@public_page
@conditional
def pages(request):
    """Every other page that people read: the front page, pages, lists, units, authors."""
    paths = [reverse(name) for name in _PAGES]
    paths += [c.get_absolute_url() for c in chrome.of(request).categories if c.slug != "tin-tuc"]
    paths += [page.get_absolute_url() for page in family.public()]
    paths += [unit.get_absolute_url() for unit in Unit.objects.only("code")]
    paths += [author.get_absolute_url() for author in Author.objects.only("full_name")]
    paths += [thread.get_absolute_url() for thread in archive.public_threads().only("slug")]
    paths += [tag.get_absolute_url() for tag in tags.most_used()]
    return _urlset((path, None) for path in paths)


@public_page
@conditional
def news(request):
    """The articles of the last two days, for programs that gather news."""
    since = timezone.now() - RECENT
    rows = Article.objects.public().news().filter(published_at__gte=since).newest_first()
    about = chrome.of(request).about
    outlet = f"<news:name>{escape(about.name)}</news:name><news:language>vi</news:language>"
    entries = "".join(
        f"<url><loc>{_address(row.get_absolute_url())}</loc><news:news>"
        f"<news:publication>{outlet}</news:publication>"
        f"<news:publication_date>{machine_time(row.published_at)}</news:publication_date>"
        f"<news:title>{escape(row.title)}</news:title></news:news></url>"
        for row in rows.only("kind", "slug", "title", "published_at")[:MOST_NEWS]
    )
    return _answer(f'<urlset xmlns="{URLSET}" xmlns:news="{NEWS}">{entries}</urlset>')


def _urlset(places: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    entries = "".join(
        f"<url><loc>{_address(path)}</loc>"
        + (f"<lastmod>{machine_time(at)}</lastmod>" if at else "")
        + "</url>"
        for path, at in places
    )
    return _answer(f'<urlset xmlns="{URLSET}">{entries}</urlset>')


def _answer(xml: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n', content_type=XML)


def _address(path: str) -> str:
    return escape(absolute(path))
