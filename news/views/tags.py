"""The list of what carries a key word."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from news import archive, chrome, tags
from news.text.tags import tag_key
from news.views.lists import show
from news.views.paging import Place
from news.views.public import Head, public_page


@public_page
def tag(request, key: str, number: int | None = None):
    """The articles with a key word; any spelling of it leads to its one address."""
    right = tag_key(key)
    if not right:
        raise Http404
    if right != key:
        name, more = ("tag-page", [number]) if number is not None else ("tag", [])
        return redirect(name, right, *more, permanent=True)
    found = tags.found(key)
    return _nothing(request, key) if found is None else _listed(request, found, number)


def _listed(request, found: tags.Tag, number: int | None):
    listing, url = archive.of_tag(found.key), found.get_absolute_url()
    words = f"Tin, bài có từ khoá {found.name}."
    pages, feed = ("tag-page", found.key), reverse("rss-the", args=[found.key])
    title = found.name[0].upper() + found.name[1:]
    place = Place(listing, listing.last_number(), title, words, url, pages, feed=feed)
    news = chrome.of(request).news_root
    context = {"path": [news] if news else [], "here": reverse("news")}
    return show(request, place, number, "tag.html", context)


def _nothing(request, key: str):
    """No article carries it, or none does any more: which words there are instead."""
    about = chrome.of(request).about
    head = Head("Từ khoá chưa có tin, bài", reverse("tag", args=[key]), creator=about.name)
    context = {"head": head, "key": key, "tags": tags.most_used()}
    return render(request, "tag_none.html", context, status=404)
