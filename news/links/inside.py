"""Whether an address of this portal still leads somewhere, asked of the database."""

from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.db.models import Q
from django.urls import Resolver404, resolve

from news import archive
from news.addresses import finding, targets
from news.authors.models import Author, Unit
from news.links.models import Finding
from news.models import Article, Category

NOT_PUBLIC = "Bài hoặc trang này đã gỡ, đã hết hạn hoặc chưa đăng."
NO_PAGE = "Cổng không có trang nào ở địa chỉ này."
NO_FILE = "Tệp này không còn ở bài nào người đọc xem được."
NO_PICTURE = "Ảnh này không còn trong kho ảnh."
NO_LIST = "Danh sách này không còn, hoặc chưa có bài nào."
STAFF = "Người đọc không mở được trang quản trị."
ROUND = "Địa chỉ này chuyển hướng vòng quanh."
MOST_STEPS = 5
# No column holds a larger number.
LARGEST = (1 << 63) - 1


def look(url: str) -> tuple[Finding, str]:
    """What is at a path of this portal: fine, or gone and why, after all redirects."""
    for _ in range(MOST_STEPS):
        place = urlsplit(url)
        why = _trouble(unquote(place.path))
        if not why:
            return Finding.FINE, ""
        url = finding.target_for(unquote(place.path), place.query, alone=why == NOT_PUBLIC)
        if not url:
            return Finding.GONE, why
        if not url.startswith("/"):
            return Finding.FINE, ""
    return Finding.GONE, ROUND


def _trouble(path: str) -> str:
    """Why a reader finds nothing there; "" when something is."""
    if "\x00" in path:
        return NO_PAGE
    if path.startswith(settings.MEDIA_URL):
        return "" if _stored(path.removeprefix(settings.MEDIA_URL)) else NO_PICTURE
    if path.startswith(settings.STATIC_URL):
        return ""
    if targets.is_apart(path):
        return STAFF
    try:
        match = resolve(targets.slashed(path))
    except Resolver404:
        return NO_PAGE
    ask = ASKS.get(match.url_name or "")
    return ask(**match.kwargs) if ask else ""


def _article(pk: int, **rest) -> str:
    return "" if Article.objects.public().filter(pk=pk).exists() else NOT_PUBLIC


def _page(address: str) -> str:
    rows = Article.objects.pages().filter(slug=address)
    if rows.public().exists():
        return ""
    return NOT_PUBLIC if rows.exists() else NO_PAGE


def _attachment(pk: int, **rest) -> str:
    named = Q(attachments__contains=[pk]) | Q(audio=pk)
    there = pk <= LARGEST and Article.objects.public().filter(named).exists()
    return "" if there else NO_FILE


def _tag(key: str, **rest) -> str:
    return "" if archive.of_tag(key).articles().exists() else NO_LIST


def _thread(slug: str, **rest) -> str:
    rows = Article.objects.public().news().filter(thread__slug=slug)
    return "" if rows.exists() else NO_LIST


def _category(slug: str, **rest) -> str:
    return "" if Category.objects.filter(slug=slug).exists() else NO_LIST


def _unit(code: str, **rest) -> str:
    return "" if Unit.objects.filter(code=code.upper()).exists() else NO_LIST


def _author(pk: int, **rest) -> str:
    return "" if Author.objects.filter(pk=pk).exists() else NO_LIST


def _stored(name: str) -> bool:
    try:
        return default_storage.exists(name)
    except (SuspiciousOperation, ValueError, OSError):
        return False


ASKS: dict[str, Callable[..., str]] = {
    "article": _article,
    "article-saved": _article,
    "page": _page,
    "page-without-slash": _page,
    "attachment": _attachment,
    **dict.fromkeys(("category", "category-page"), _category),
    **dict.fromkeys(("unit", "unit-page"), _unit),
    **dict.fromkeys(("author", "author-page"), _author),
    **dict.fromkeys(("tag", "tag-page"), _tag),
    **dict.fromkeys(("thread", "thread-page", "thread-course", "thread-course-page"), _thread),
}
