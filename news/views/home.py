"""The front page: the lead and two beside it, the newest, and the blocks an editor arranged."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse

from news import chrome, front_plan
from news.views import front, structured
from news.views.public import Head, public_page

TOP = 3
NEWEST = 6
# The lead is chosen among so many, so that one with a picture may stand there.
CANDIDATES = 5


@public_page
def home(request):
    """The front page."""
    portal = chrome.of(request)
    pins = portal.pinned(None)
    stories = front.photos(portal, pins)
    taken = {*pins, *stories}
    rows = _news().newest_first().for_list()[: TOP + NEWEST + len(taken)]
    newest = [article for article in rows if article.pk not in taken][: TOP + NEWEST]
    shown = taken | {article.pk for article in newest}
    blocks, pinned = front.fill(portal, stories, shown, pins)
    candidates = sorted(newest[:CANDIDATES], key=lambda article: article.cover_id is None)
    top = [*pinned, *candidates][:TOP]
    context = {
        "head": _head(portal),
        "data": [structured.organization(portal), structured.website(portal)],
        "top": top,
        "newest": [article for article in newest if article not in top][:NEWEST],
        "beside": [block for block in blocks if block.plan.side],
        "blocks": [block for block in blocks if not block.plan.side],
    }
    return render(request, "home.html", context)


def _head(portal) -> Head:
    about = portal.about
    words = f"Tin tức, thông báo chính thức của {about.owner or about.name}."
    return Head(title="Trang chủ", path=reverse("home"), description=words, creator=about.name)


def _news():
    """Public articles without notices, which have their own place."""
    return front_plan.recommended().filter(Q(category=None) | ~Q(category__slug=front_plan.NOTICES))
