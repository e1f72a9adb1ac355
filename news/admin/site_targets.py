"""Where an entry of the menu leads: what was typed as an address, and whether it still exists."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, resolve

from news.models import NEWS_ROOT, Article, Category, Kind
from news.site.models import MenuItem

HOW = "Địa chỉ bắt đầu bằng “/” (trang của cổng này) hoặc “https://”."
NOT_HERE = "Cổng này không có trang ở địa chỉ đó. Hãy mở trang ấy và chép địa chỉ của nó."
NOT_FOR_READERS = "Đây là trang dành cho cán bộ. Menu chỉ dẫn tới trang người dân xem được."
# Addresses of the staff, of guests with a link, and of files for machines.
KEPT_FROM_READERS = ("/quan-tri/", "/tai-khoan/", "/xem-duyet/", "/doi-mat-khau/", "/dang-xuat/")


def understood(text: str, schemes=("https",)) -> dict:
    """What a typed address means: {"category": …}, {"article": …} or {"address": …}.

    A section or an article is kept as itself, so that the entry follows it when its address
    changes. Raises ValidationError with a sentence for anything else than a page or a site.
    """
    own = text == settings.SITE_URL or text.startswith(f"{settings.SITE_URL}/")
    path = (text.removeprefix(settings.SITE_URL) or "/") if own else text
    if path.startswith("/") and not path.startswith(("//", "/\\")):
        return _inside(path)
    if "://" not in text:
        raise ValidationError(HOW)
    URLValidator(schemes=schemes, message=f"{HOW} Hãy xem lại.")(text)
    return {"address": text}


def trouble(item: MenuItem) -> str:
    """Why readers do not see an entry although it is not hidden, as a sentence; "" if they do."""
    if item.category_id:
        hidden = not item.category.visible or (
            item.category.parent and not item.category.parent.visible
        )
        return "Chuyên mục đang ẩn, nên người đọc không thấy mục này." if hidden else ""
    if item.article_id:
        seen = item.article.is_public()
        return "" if seen else "Bài không còn trên trang, nên người đọc không thấy mục này."
    if item.address.startswith("/") and not _exists(item.address):
        return "Địa chỉ này không còn trên cổng. Hãy sửa hoặc xoá mục này."
    return ""


def _inside(path: str) -> dict:
    bare = path.partition("#")[0].partition("?")[0]
    if bare.startswith(KEPT_FROM_READERS):
        raise ValidationError(NOT_FOR_READERS)
    match = _resolved(bare)
    if match is None:
        raise ValidationError(NOT_HERE)
    if match.url_name == "category" or (match.url_name == "news" and path == bare):
        return _section(match.kwargs.get("slug", NEWS_ROOT), path)
    if match.url_name == "article":
        return _article("Bài ở địa chỉ này không có trên trang.", pk=match.kwargs["pk"])
    if match.url_name == "page":
        return _article(NOT_HERE, kind=Kind.PAGE, slug=match.kwargs["address"])
    return {"address": path}


def _section(slug: str, path: str) -> dict:
    section = Category.objects.filter(slug=slug).first()
    if section:
        return {"category": section}
    if slug == NEWS_ROOT:
        return {"address": path}
    raise ValidationError(NOT_HERE)


def _article(sentence: str, **which) -> dict:
    article = Article.objects.public().filter(**which).first()
    if article is None:
        raise ValidationError(sentence)
    return {"article": article}


def _resolved(path: str):
    try:
        return resolve(path)
    except Resolver404:
        return None


def _exists(address: str) -> bool:
    return _resolved(address.partition("#")[0].partition("?")[0]) is not None
