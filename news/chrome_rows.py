"""The one query behind header and footer: rows of many tables as (kind, JSON)."""

from django.db.models import Exists, F, Func, JSONField, OuterRef, Q, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from news import due
from news.models import Article, Category, Pin
from news.site.models import Banner, FrontBlock, MenuItem, Outage, Portal

PORTAL_FIELDS = ("name", "kind", "parent_name", "owner", "responsible", "address", "phone")
PORTAL_FIELDS += ("email", "fax", "no_social_accounts", "licence", "counter_shown")
PORTAL_FIELDS += ("badge_domain", "badge_url")
CATEGORY_FIELDS = ("id", "name", "slug", "description", "position", "parent_id")
ITEM_FIELDS = ("id", "place", "parent_id", "label", "category_id", "article_id", "address")
ITEM_FIELDS += ("position",)
BANNER_FIELDS = ("id", "level", "text", "link", "link_label", "changed_at")
OUTAGE_FIELDS = ("id", "what", "begins_at", "returns_at", "changed_at")
FRONT_FIELDS = ("id", "kind", "side", "category_id", "article_id", "title", "layout", "count")
FRONT_FIELDS += ("position",)
# The page that R5 wants in the menu.
ABOUT_PAGE = "gioi-thieu"


def read() -> dict[str, list]:
    """Everything by kind, read at once."""
    found = {kind: [] for kind in KINDS}
    first, *others = (rows().order_by() for rows in KINDS.values())
    for kind, data in first.union(*others, all=True):
        found[kind].append(data)
    return found


def _portal():
    columns = {name: F(name) for name in PORTAL_FIELDS}
    emblem = {name: F(f"emblem__{name}") for name in ("file", "width", "height", "renditions")}
    data = JSONObject(emblem=JSONObject(**emblem), **columns)
    return Portal.objects.values_list(Value("portal"), data)


def _categories():
    shown = Q(parent=None) | Q(parent__visible=True)
    return _rows("category", Category.objects.filter(shown, visible=True), CATEGORY_FIELDS)


def _due():
    number = Func("pk", function="to_jsonb", output_field=JSONField())
    return Article.objects.filter(due.ripe()).values_list(Value("due"), number)


def _pins():
    columns = {"article": "article_id", "category": "category_id", "position": "position"}
    return Pin.objects.current().values_list(Value("pin"), JSONObject(id="pk", **columns))


def _items():
    rows = MenuItem.objects.filter(visible=True, removed_at=None)
    live = Exists(Article.objects.public().filter(pk=OuterRef("article")))
    article = {"slug": F("article__slug"), "kind": F("article__kind")}
    return _rows("item", rows, ITEM_FIELDS, live=live, **article)


def _about_page():
    rows = Article.objects.public().pages().filter(slug=ABOUT_PAGE)
    return _rows("about", rows, ("id", "slug", "kind"))


def _banners():
    now = timezone.now()
    rows = Banner.objects.filter(starts_at__lte=now, ends_at__gt=now)
    return _rows("banner", rows, BANNER_FIELDS)


def _outages():
    rows = Outage.objects.filter(cancelled_at=None, returns_at__gt=timezone.now())
    return _rows("outage", rows, OUTAGE_FIELDS)


def _front():
    return _rows("front", FrontBlock.objects.filter(visible=True, removed_at=None), FRONT_FIELDS)


def _rows(table: str, rows, fields, **more):
    return rows.values_list(Value(table), JSONObject(**{name: F(name) for name in fields}, **more))


KINDS = {
    "portal": _portal,
    "category": _categories,
    "due": _due,
    "pin": _pins,
    "item": _items,
    "about": _about_page,
    "banner": _banners,
    "outage": _outages,
    "front": _front,
}
