"""Header and footer of the citizens' pages: what the portal says of itself, and its sections.

One query brings both, and with them which new versions are due: the first reader after their
moment puts them before everybody. It runs when a template or a view first asks, so pages of the
staff side that ask for nothing pay nothing.
"""

from dataclasses import dataclass, field

from django.db.models import F, Func, JSONField, Q, Value
from django.db.models.functions import JSONObject
from django.utils.functional import SimpleLazyObject

from news import due
from news.media.models import Image
from news.models import NEWS_ROOT, Article, Category, Pin
from news.site.models import Portal

PORTAL_FIELDS = ("name", "kind", "parent_name", "owner", "responsible", "address", "phone")
PORTAL_FIELDS += ("email", "badge_domain", "badge_url", "counter_shown")
CATEGORY_FIELDS = ("id", "name", "slug", "description", "position", "parent_id")


@dataclass(frozen=True)
class Chrome:
    """The portal's own data and its visible sections in their order."""

    about: Portal = field(default_factory=Portal)
    categories: list[Category] = field(default_factory=list)
    # The numbers of live articles whose new version's moment has come.
    due: list[int] = field(default_factory=list)
    # What is featured now: the number of an article, of a section (None: the home page), a place.
    pins: list[dict] = field(default_factory=list)

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


def chrome(request) -> dict:
    """Context processor: `portal`, read when a template first uses it."""
    return {"portal": SimpleLazyObject(lambda: of(request))}


def of(request) -> Chrome:
    """The chrome of a request, read once."""
    if not hasattr(request, "chrome"):
        request.chrome = load()
        # The middleware lets the badge's host through for a page that shows it (R72).
        request.badge_shown = request.chrome.about.has_badge
    return request.chrome


def settle(request) -> None:
    """Let new versions whose moment has come take their place, before a page is made."""
    for pk in of(request).due:
        # One that cannot leaves the old version readable.
        due.switch(pk)


def load() -> Chrome:
    """Read the portal's row (its defaults where there is none), the visible sections, which new
    versions are due and what is featured."""
    found = {"portal": [], "category": [], "due": [], "pin": []}
    rows = _portal_rows().union(_category_rows(), _due_rows(), _pin_rows(), all=True)
    for kind, data in rows:
        found[kind].append(data)
    about = _portal(found["portal"][0]) if found["portal"] else Portal()
    categories = [Category(**data) for data in found["category"]]
    in_order = sorted(categories, key=lambda c: (c.position, c.pk))
    return Chrome(about, in_order, found["due"], found["pin"])


def _portal_rows():
    columns = {name: F(name) for name in PORTAL_FIELDS}
    emblem = {name: F(f"emblem__{name}") for name in ("file", "width", "height", "renditions")}
    data = JSONObject(emblem=JSONObject(**emblem), **columns)
    return Portal.objects.order_by().values_list(Value("portal"), data)


def _category_rows():
    shown = Q(parent=None) | Q(parent__visible=True)
    data = JSONObject(**{name: F(name) for name in CATEGORY_FIELDS})
    rows = Category.objects.filter(shown, visible=True).order_by()
    return rows.values_list(Value("category"), data)


def _due_rows():
    rows = Article.objects.filter(due.ripe()).order_by()
    return rows.values_list(Value("due"), Func("pk", function="to_jsonb", output_field=JSONField()))


def _pin_rows():
    columns = {"article": "article_id", "category": "category_id", "position": "position"}
    data = JSONObject(id="pk", **columns)
    return Pin.objects.current().order_by().values_list(Value("pin"), data)


def _portal(data: dict) -> Portal:
    emblem = data.pop("emblem")
    return Portal(emblem=Image(**emblem) if emblem["file"] else None, **data)
