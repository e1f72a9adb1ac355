"""The front page: the lead and two beside it, the newest, notices, a block per section."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.shortcuts import render
from django.urls import reverse

from news import chrome
from news.models import Article, Category
from news.views.public import Head, public_page

NOTICES = "thong-bao"
TOP = 3
NEWEST = 6
NOTICES_SHOWN = 4
BLOCKS = 8
BLOCK_SIZE = 4
# The lead is chosen among so many, so that one with a picture may stand there.
CANDIDATES = 5


@dataclass(frozen=True)
class Block:
    """A section and its stories on the front page."""

    category: Category
    articles: list[Article]


@public_page
def home(request):
    """The front page."""
    portal = chrome.of(request)
    pins = portal.pinned(None)
    rows = _news().newest_first().for_list()[: TOP + NEWEST + len(pins)]
    newest = [article for article in rows if article.pk not in pins][: TOP + NEWEST]
    blocks, pinned = _blocks(portal, {*pins, *(article.pk for article in newest)}, pins)
    candidates = sorted(newest[:CANDIDATES], key=lambda article: article.cover_id is None)
    top = [*pinned, *candidates][:TOP]
    context = {
        "head": _head(portal),
        "top": top,
        "newest": [article for article in newest if article not in top][:NEWEST],
        "notices": next((b for b in blocks if b.category.slug == NOTICES), None),
        "blocks": [b for b in blocks if b.category.slug != NOTICES][:BLOCKS],
    }
    return render(request, "home.html", context)


def _head(portal) -> Head:
    about = portal.about
    words = f"Tin tức, thông báo chính thức của {about.owner or about.name}."
    return Head(title="Trang chủ", path=reverse("home"), description=words, creator=about.name)


def _news():
    """Public articles without notices, which have their own place."""
    return _recommended().filter(Q(category=None) | ~Q(category__slug=NOTICES))


def _recommended():
    """What the front page may lead to: not what readers are warned of on its own page."""
    return Article.objects.public().news().filter(noticed_at=None)


def _blocks(portal, shown: set[int], pins: list[int]) -> tuple[list[Block], list[Article]]:
    """The sections' newest articles, none of them in `shown`, and the featured articles that are
    public: two queries for any number."""
    ids = {pk: [i for i in found if i not in shown] for pk, found in _ids(portal).items()}
    ids = {pk: found[:BLOCK_SIZE] for pk, found in ids.items() if found}
    chosen = [c for c in portal.categories if c.pk in ids]
    wanted = {i for category in chosen for i in ids[category.pk]}
    rows = _recommended().for_list().in_bulk(wanted | set(pins))
    blocks = [Block(c, [rows[i] for i in ids[c.pk] if i in rows]) for c in chosen]
    return blocks, [rows[i] for i in pins if i in rows]


def _ids(portal) -> dict[int, list[int]]:
    """Per section that gets a block the numbers of its newest articles."""
    sections = [c.pk for c in portal.categories if not portal.under(c)]
    # A range of one and the section first in the order: only the section's own index fits, while
    # for "=" PostgreSQL may walk the whole portal backwards to fill a section of few articles.
    inside = _recommended().filter(category__gte=OuterRef("pk"), category__lte=OuterRef("pk"))
    newest = inside.order_by("category_id", "-published_at", "-pk").values("pk")
    ids = ArraySubquery(newest[: BLOCK_SIZE + TOP + NEWEST])
    return dict(Category.objects.filter(pk__in=sections).values_list("pk", ids))
