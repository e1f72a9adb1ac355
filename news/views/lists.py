"""Lists of articles: all news, a section, a unit, an author; their front and numbered pages."""

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from news import archive, chrome
from news.authors.models import Author, Unit
from news.models import NEWS_ROOT, ArchivePage
from news.text.vietnamese import slugify
from news.views import narrowing
from news.views.paging import Pages, Place
from news.views.public import Head, public_page


@public_page
def news(request, number=None):
    """All news."""
    portal, url = chrome.of(request), reverse("news")
    words = f"Tin tức mới nhất của {portal.about.name}."
    last = archive.ALL.last_number()
    place = Place(archive.ALL, last, "Tin tức", words, url, ("news-page",))
    chips = portal.under(portal.news_root) or portal.menu
    return show(
        request, place, number, "news_list.html", {"chips": chips, "chips_url": url, "here": url}
    )


@public_page
def category(request, slug, number=None):
    """A section with its sub-sections, or a sub-section."""
    if slug == NEWS_ROOT:
        return redirect("news", permanent=True)
    portal = chrome.of(request)
    found = portal.by_slug(slug)
    if found is None:
        raise Http404
    listing, url = archive.of_category(found), found.get_absolute_url()
    words = found.description or f"Tin, bài chuyên mục {found.name}."
    last, pages = listing.last_number(), ("category-page", slug)
    pins = portal.pinned(found)
    feed = reverse("rss-chuyen-muc", args=[slug])
    place = Place(listing, last, found.name, words, url, pages, pins, feed)
    context = {"category": found, **_section(portal, found)}
    return show(request, place, number, "news_list.html", context)


def _section(portal, found) -> dict:
    """The way down to a section, and the sub-sections a reader may narrow the list to."""
    path = portal.path_to(found)
    return {
        "path": path[:-1],
        "here": path[0].get_absolute_url(),
        "chips": portal.under(path[0]),
        "chips_url": path[0].get_absolute_url(),
    }


@public_page
def unit(request, code, number=None):
    """What a unit signed."""
    found = get_object_or_404(_with_last_page(Unit.objects, "unit:"), code=code.upper())
    if code != code.lower():
        return redirect(found, permanent=True)
    listing, url = archive.of_unit(found), found.get_absolute_url()
    words = found.description or f"Tin, bài của {found.name}."
    last, pages, feed = (
        found.last_page or 0,
        ("unit-page", code),
        reverse("rss-don-vi", args=[code]),
    )
    place = Place(listing, last, found.name, words, url, pages, feed=feed)
    return show(request, place, number, "unit.html", {"unit": found})


@public_page
def author(request, slug, pk, number=None):
    """What an author wrote, alone or with others."""
    authors = _with_last_page(Author.objects.select_related("unit"), "author:")
    found = get_object_or_404(authors, pk=pk)
    pages = ("author-page", slugify(found.full_name), pk)
    words = f"Tin, bài của {found.full_name}, {found.unit.name}."
    url, listing = found.get_absolute_url(), archive.of_author(found)
    feed = reverse("rss-tac-gia", args=[pk])
    place = Place(listing, found.last_page or 0, found.full_name, words, url, pages, feed=feed)
    if slug != slugify(found.full_name):
        return redirect(place.url_of(number) if number else url, permanent=True)
    return show(request, place, number, "author.html", {"author": found})


def show(request, place: Place, number: int | None, template: str, context: dict):
    """Answer with the front of a list, with one of its numbered pages, or narrowed."""
    if number is None and narrowing.asked(request):
        return narrowing.answer(request, place, context)
    pages = _numbered(place, number) if number is not None else _front(place)
    head = Head(
        title=place.title if number is None else f"{place.title}, trang {number}",
        path=place.url if number is None else place.url_of(number),
        description=place.description,
        creator=chrome.of(request).about.name,
        newer=pages.newer,
        older=pages.older,
        feed=place.feed,
    )
    return render(request, template, {"head": head, "place": place, "pages": pages, **context})


def _front(place: Place) -> Pages:
    """The newest articles; the one after them says which page goes on from there."""
    rows = place.listing.newest(archive.PAGE_SIZE + 1)
    articles, rest = rows[: archive.PAGE_SIZE], rows[archive.PAGE_SIZE :]
    following = place.listing.number_of(rest[0]) if rest else 0
    return Pages(place, None, _featured_first(place, articles), following)


def _featured_first(place: Place, articles: list) -> list:
    """What is featured stands above the newest; where the numbered pages go on stays the same."""
    if not place.pins:
        return articles
    rows = place.listing.articles().filter(noticed_at=None).for_list().in_bulk(place.pins)
    first = [rows[pk] for pk in place.pins if pk in rows]
    return [*first, *(article for article in articles if article not in first)]


def _numbered(place: Place, number: int) -> Pages:
    page = place.listing.page(number)
    if page is None:
        raise Http404
    return Pages(place, number, page.articles, number - 1)


def _with_last_page(rows, prefix: str):
    """The rows with the number of their list's newest page, so that no further query asks."""
    key = Concat(Value(prefix), Cast("pk", CharField()))
    pages = ArchivePage.objects.filter(listing=OuterRef("listing_key")).order_by("-number")
    return rows.annotate(listing_key=key, last_page=Subquery(pages.values("number")[:1]))
