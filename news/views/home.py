"""The front page: the lead, two below it, the newest beside, and what an editor arranged."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse

from news import chrome, front_plan
from news.front_plan import plans
from news.views import front, structured
from news.views.public import Head, public_page

TOP = 3
# How many titles stand as high as a lead with its picture and the two below it, or as one of these;
# a line of a box takes a title's place.
ROOM, LITTLE_ROOM = 9, 6
FEWEST = 4
# The lead is chosen among so many, so that one with a picture may stand there.
CANDIDATES = 5


@public_page
def home(request):
    """The front page."""
    portal = chrome.of(request)
    pins = portal.pinned(None)
    stories = front.photos(portal, pins)
    taken = {*pins, *stories}
    rows = _news().newest_first().for_list()[: TOP + ROOM + len(taken)]
    newest = [article for article in rows if article.pk not in taken][: TOP + ROOM]
    candidates = sorted(newest[:CANDIDATES], key=lambda article: article.cover_id is None)
    # Whether a pinned lead has a picture is known only later: nothing may be promised its place.
    room = LITTLE_ROOM if pins else _room(candidates)
    shown = {article.pk for article in newest[: _expected(portal, room, len(pins))]}
    blocks, pinned = front.fill(portal, stories, taken | shown, pins)
    top = [*pinned, *candidates][:TOP]
    beside, band, count = _spread(top, [block for block in blocks if block.plan.side])
    elsewhere = {article.pk for block in blocks for article in block.articles}
    elsewhere |= {article.pk for article in top}
    context = {
        "head": _head(portal),
        "data": [structured.organization(portal), structured.website(portal)],
        "top": top,
        "newest": [article for article in newest if article.pk not in elsewhere][:count],
        "beside": beside,
        "band": band,
        "blocks": [block for block in blocks if not block.plan.side],
    }
    return render(request, "home.html", context)


def _expected(portal, room: int, pins: int) -> int:
    """How many of the newest will stand at the top, as far as that is known before the blocks are
    filled."""
    sides = [plan.count for plan in plans(portal) if plan.side]
    lines = sides[0] if sides and _fits(sides[0], room) else 0
    return max(TOP - pins, 0) + room - lines


def _room(top) -> int:
    """How many titles stand beside these, of which the first leads."""
    return ROOM if len(top) > 1 and top[0].cover_id else LITTLE_ROOM


def _spread(top, boxes) -> tuple[list, list, int]:
    """Which boxes stand beside the lead, which below it, and how many titles there are beside it:
    as much as leaves neither side of the page empty."""
    if not top:
        return boxes, [], 0
    room, lines = _room(top), len(boxes[0].articles) if boxes else 0
    if boxes and _fits(lines, room):
        return boxes[:1], boxes[1:], room - lines
    return [], boxes, room


def _fits(lines: int, room: int) -> bool:
    """Whether a box leaves room for titles above it."""
    return room - lines >= FEWEST


def _head(portal) -> Head:
    about = portal.about
    words = f"Tin tức, thông báo chính thức của {about.owner or about.name}."
    return Head(title="Trang chủ", path=reverse("home"), description=words, creator=about.name)


def _news():
    """Public articles without notices, which have their own place."""
    return front_plan.recommended().filter(Q(category=None) | ~Q(category__slug=front_plan.NOTICES))
