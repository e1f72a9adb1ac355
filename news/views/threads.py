"""Threads of events: which there are, the newest of one, and how it went from the beginning."""

from itertools import groupby

from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from news import archive, chrome
from news.models import Article, Thread
from news.views.lists import show
from news.views.paging import Place
from news.views.public import Head, public_page

# A portal has some dozens; no request reads more.
MOST = 300


@public_page
def threads(request):
    """Every thread with articles: those that go on first, then by the newest article."""
    rows = archive.public_threads().order_by("-open", F("newest_at").desc(), "-pk")[:MOST]
    about = chrome.of(request).about
    words = f"Những sự kiện được {about.name} đưa tin nhiều ngày."
    head = Head("Dòng sự kiện", reverse("threads"), words, about.name)
    return render(request, "threads.html", {"head": head, "threads": rows})


@public_page
def thread(request, slug: str, number: int | None = None):
    """The articles of a thread, newest first."""
    found = get_object_or_404(archive.public_threads(), slug=slug)
    listing, url = archive.of_thread(found), found.get_absolute_url()
    feed = reverse("rss-dong-su-kien", args=[slug])
    pages = ("thread-page", slug)
    last = listing.last_number()
    place = Place(listing, last, found.title, _words(found), url, pages, feed=feed)
    return show(request, place, number, "thread.html", {"thread": found})


@public_page
def course(request, slug: str, number: int = 1):
    """A thread from its beginning, oldest first, in the same permanent pages."""
    found = get_object_or_404(archive.public_threads(), slug=slug)
    page = archive.of_thread(found).page(number)
    if page is None:
        raise Http404
    if number == 1 and request.resolver_match.url_name == "thread-course-page":
        return redirect("thread-course", slug, permanent=True)
    earlier = _address(slug, number - 1) if number > 1 else ""
    further = _address(slug, number + 1) if archive.of_thread(found).page(number + 1) else ""
    about = chrome.of(request).about
    title = f"Diễn biến: {found.title}" + (f", phần {number}" if number > 1 else "")
    head = Head(title, _address(slug, number), _words(found), about.name)
    context = {"thread": found, "days": _by_day(page.articles[::-1]), "number": number}
    context |= {"head": head, "earlier": earlier, "further": further}
    return render(request, "thread_course.html", context)


def _by_day(articles: list[Article]) -> list[tuple]:
    """The articles under the days they appeared on, in Vietnam's time."""
    days = groupby(articles, key=lambda article: timezone.localdate(article.published_at))
    return [(day, list(group)) for day, group in days]


def _address(slug: str, number: int) -> str:
    if number == 1:
        return reverse("thread-course", args=[slug])
    return reverse("thread-course-page", args=[slug, number])


def _words(found: Thread) -> str:
    return found.description or f"Tin, bài của dòng sự kiện {found.title}."
