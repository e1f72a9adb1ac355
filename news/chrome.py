"""Header and footer of the citizens' pages: what the portal says of itself, its sections, menus and
banners, and how its front page is arranged.

One query brings all (news/chrome_rows.py), and with them which new versions are due: the first
reader after their moment puts them before everybody. It runs when a template or a view first asks,
so pages of the staff side that ask for nothing pay nothing.
"""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property

from news import chrome_rows, due
from news.frame import Frame
from news.media.models import Image
from news.models import NEWS_ROOT, Article, Category
from news.pagestore.remembering import Remembered
from news.site.banners import Shown, in_order, of_banner, of_outage
from news.site.menu import SERVICES, Entry, Menu, entries, fitted
from news.site.models import FrontBlock, MenuItem, Place, Portal


@dataclass(frozen=True)
class Chrome:
    """The portal's own data and its visible sections in their order."""

    about: Portal = field(default_factory=Portal)
    categories: list[Category] = field(default_factory=list)
    # The numbers of live articles whose new version's moment has come.
    due: list[int] = field(default_factory=list)
    # What is featured now: the number of an article, of a section (None: the home page), a place.
    pins: list[dict] = field(default_factory=list)
    # Entries of the menu and the footer; an article's address is "" while it is not public.
    items: list[MenuItem] = field(default_factory=list)
    articles: dict[int, str] = field(default_factory=dict)
    about_page: str = ""
    banners: list[Shown] = field(default_factory=list)
    # How an editor arranged the front page; empty: as it was built.
    front: list[FrontBlock] = field(default_factory=list)

    @cached_property
    def frame(self) -> Frame:
        """All that as HTML."""
        return Frame(self)

    @cached_property
    def navigation(self) -> Menu:
        """The main menu: as an editor made it, or from the sections."""
        return fitted(self._entries(Place.MENU) or self.standard_menu())

    @cached_property
    def links(self) -> list[Entry]:
        """The groups of links in the footer (R9)."""
        return [group for group in self._entries(Place.FOOTER) if group.children]

    def standard_menu(self) -> list[Entry]:
        """The menu of who made none: the sections, and what R5 asks for."""
        sections = [self.news_root, *self.menu]
        news = [] if self.news_root else [Entry("Tin tức", reverse("news"))]
        about = [Entry("Giới thiệu", self.about_page)] if self.about_page else []
        return [
            Entry("Trang chủ", reverse("home")),
            *about,
            *news,
            *(self._branch(section) for section in sections if section),
            Entry(*SERVICES),
            Entry("Sơ đồ cổng", reverse("site-map")),
        ]

    def _branch(self, section: Category) -> Entry:
        under = [Entry(c.name, c.get_absolute_url()) for c in self.under(section)]
        return Entry(section.name, section.get_absolute_url(), under)

    def _entries(self, place: Place) -> list[Entry]:
        return entries([item for item in self.items if item.place == place], self._target)

    def _target(self, item: MenuItem) -> str | None:
        if item.category_id:
            section = self.by_id(item.category_id)
            return section.get_absolute_url() if section else None
        if item.article_id:
            return self.articles[item.article_id] or None
        return item.address

    @property
    def menu(self) -> list[Category]:
        """The sections of the menu; "Tin tức" stands there already."""
        return [c for c in self.categories if c.parent_id is None and c.slug != NEWS_ROOT]

    @property
    def news_root(self) -> Category | None:
        """The section "Tin tức", whose page is that of all news."""
        return self.by_slug(NEWS_ROOT)

    def by_slug(self, slug: str) -> Category | None:
        """The visible section of that address."""
        return next((c for c in self.categories if c.slug == slug), None)

    def by_id(self, pk: int | None) -> Category | None:
        """The visible section of that number."""
        return next((c for c in self.categories if c.pk == pk), None)

    def under(self, category: Category | None) -> list[Category]:
        """The visible sub-sections of a section."""
        return [c for c in self.categories if category and c.parent_id == category.pk]

    def pinned(self, category: Category | None) -> list[int]:
        """The numbers of the articles featured on a section's page or the home page, in order.
        Whoever shows them asks for the public ones."""
        wanted = category.pk if category else None
        found = [pin for pin in self.pins if pin["category"] == wanted]
        return [pin["article"] for pin in sorted(found, key=lambda p: (p["position"], p["id"]))]

    def path_to(self, category: Category | None) -> list[Category]:
        """The section above, if any, and the section itself: the way of a breadcrumb."""
        if category is None:
            return []
        return [*self.path_to(self.by_id(category.parent_id)), category]


_known: dict[str, Chrome] = {}


def chrome(request) -> dict:
    """Context processor: `portal`, read when a template first uses it."""
    return {"portal": SimpleLazyObject(lambda: of(request))}


def of(request) -> Chrome:
    """The chrome of a request, read once."""
    if not hasattr(request, "chrome"):
        request.chrome = _known["chrome"] = _remembered.get()
        # The middleware lets the badge's host through for a page that shows it (R72).
        request.badge_shown = request.chrome.about.has_badge
    return request.chrome


def last_known() -> Portal:
    """What the portal said of itself when this process last asked, for a page that has no
    database; no name at all where it never did."""
    return _known["chrome"].about if _known else Portal(name="", parent_name="")


def settle(request) -> None:
    """Let new versions whose moment has come take their place, before a page is made."""
    for pk in of(request).due:
        # One that cannot leaves the old version readable.
        due.switch(pk)


def load() -> Chrome:
    """Read everything; the portal's row has its defaults where there is none."""
    found = chrome_rows.read()
    categories = [Category(**data) for data in found["category"]]
    shown = [of_banner(data) for data in found["banner"]]
    shown += [of_outage(data) for data in found["outage"]]
    articles = {d["article_id"]: _address(d) for d in found["item"] if d["article_id"]}
    blocks = [FrontBlock(**data) for data in found["front"]]
    return Chrome(
        about=_portal(found["portal"][0]) if found["portal"] else Portal(),
        categories=sorted(categories, key=lambda c: (c.position, c.pk)),
        due=found["due"],
        pins=found["pin"],
        items=[MenuItem(**_without(data, "slug", "kind", "live")) for data in found["item"]],
        articles=articles,
        about_page=next((Article(**d).get_absolute_url() for d in found["about"]), ""),
        banners=in_order(shown),
        front=sorted(blocks, key=lambda block: (block.position, block.pk)),
    )


_remembered = Remembered(load)


def _address(data: dict) -> str:
    """The address of an entry's article; "" while it is not public."""
    article = Article(pk=data["article_id"], slug=data["slug"], kind=data["kind"])
    return article.get_absolute_url() if data["live"] else ""


def _without(data: dict, *names: str) -> dict:
    return {name: value for name, value in data.items() if name not in names}


def _portal(data: dict) -> Portal:
    emblem = data.pop("emblem")
    return Portal(emblem=Image(**emblem) if emblem["file"] else None, **data)
