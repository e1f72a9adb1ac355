"""The page that tells people which feeds there are, in groups, long ones folded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse

from news import archive, chrome, tags
from news.authors.models import Author, Unit
from news.models.category import NEWS_ROOT
from news.views.public import Head, public_page

# The first of a group are there to see, the others folded; nobody looks through more.
SHOWN, MOST = 8, 100


@dataclass(frozen=True)
class Way:
    """A feed in both its forms."""

    name: str
    rss: str
    atom: str


@dataclass(frozen=True)
class Group:
    """The feeds of one kind of list; `key` names the part of the page."""

    key: str
    title: str
    words: str
    ways: list[Way]

    @property
    def first(self) -> list[Way]:
        """Those that stand open; one alone is not worth folding."""
        return self.ways if len(self.ways) <= SHOWN + 1 else self.ways[:SHOWN]

    @property
    def folded(self) -> list[Way]:
        """The others."""
        return self.ways[len(self.first) :]


@public_page
def feed_list(request):
    """Every kind of feed, with the words of the lists that people know."""
    portal = chrome.of(request)
    words = f"Theo dõi tin mới của {portal.about.name} bằng phần mềm đọc tin."
    head = Head("Kênh tin RSS", reverse("feeds"), words, portal.about.name)
    groups = [group for group in _groups(portal) if group.ways]
    return render(request, "feeds.html", {"head": head, "groups": groups})


def _groups(portal: chrome.Chrome) -> Iterator[Group]:
    sections = [row for row in portal.categories if row.slug != NEWS_ROOT]
    yield Group(
        "chuyen-muc",
        "Theo chuyên mục",
        "",
        [_way("Tất cả tin, bài"), *_ways("chuyen-muc", ((s.name, s.slug) for s in sections))],
    )
    units = Unit.objects.filter(active=True)[:MOST]
    yield _group("don-vi", "Theo đơn vị", "", ((u.name, u.code.lower()) for u in units))
    threads = archive.public_threads()[:MOST]
    yield _group("dong-su-kien", "Theo dòng sự kiện", "", ((t.title, t.slug) for t in threads))
    words = "Các từ khoá được dùng nhiều. Trang của mỗi từ khoá khác cũng có kênh riêng."
    yield _group("the", "Theo từ khoá", words, ((t.name, t.key) for t in tags.most_used()))
    authors = Author.objects.filter(active=True)[:MOST]
    yield _group("tac-gia", "Theo tác giả", "", ((a.full_name, a.pk) for a in authors))


def _group(kind: str, title: str, words: str, named: Iterable[tuple]) -> Group:
    return Group(kind, title, words, _ways(kind, named))


def _ways(kind: str, named: Iterable[tuple]) -> list[Way]:
    return [_way(name, kind, key) for name, key in named]


def _way(name: str, kind: str = "", *key) -> Way:
    rss, atom = (f"{form}-{kind}" if kind else form for form in ("rss", "atom"))
    return Way(name, reverse(rss, args=key), reverse(atom, args=key))
