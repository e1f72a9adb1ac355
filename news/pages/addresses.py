"""The addresses of pages: their form, and that none can stand before another address."""

from functools import cache

from django.conf import settings
from django.core.validators import RegexValidator
from django.urls import URLResolver, get_resolver
from django.urls.converters import StringConverter

from news.models import PAGE_SLUG, PAGE_SLUG_PART, PART_ENDS_IN_NUMBER, Article
from news.text.vietnamese import slugify

FORM = "Địa chỉ chỉ gồm a-z, 0-9, gạch nối và nhiều nhất một dấu “/”, ví dụ gioi-thieu/lich-su."
NUMBER = "Địa chỉ không được kết thúc bằng số: số ở cuối là của bài viết."
RESERVED = "Địa chỉ bắt đầu bằng “{}” đã dùng cho phần khác của cổng. Hãy chọn chữ khác."
TAKEN = "{} đang dùng địa chỉ này. Hãy chọn địa chỉ khác."
HIDDEN = "Một trang chưa đăng"
LONGEST = 75
form_of = RegexValidator(PAGE_SLUG, FORM)
number_of = RegexValidator(PART_ENDS_IN_NUMBER, NUMBER, inverse_match=True)


class PagePath(StringConverter):
    """What the address of a page may look like; whether it is one is for the table to say."""

    regex = rf"{PAGE_SLUG_PART}(?:/{PAGE_SLUG_PART})?".replace("(-", "(?:-")


def refusal(address: str, article: Article | None = None) -> str:
    """Why a page may not have this address, as a sentence; "" when it may. `article` is the page
    itself where there is one already."""
    if not form_of.regex.search(address):
        return FORM
    if number_of.regex.search(address):
        return NUMBER
    first = address.partition("/")[0]
    if first in reserved():
        return RESERVED.format(first)
    others = Article.objects.pages().filter(slug=address)
    other = others.exclude(pk=article.pk if article else None).first()
    if other is None:
        return ""
    return TAKEN.format(f"Trang “{other.title}”" if other.is_public() else HIDDEN)


@cache
def reserved() -> frozenset[str]:
    """The first words of every other address: below them all belongs to somebody else."""
    files = {url.strip("/").partition("/")[0] for url in (settings.STATIC_URL, settings.MEDIA_URL)}
    return frozenset({*_first_words(get_resolver()), *files} - {""})


def proposed(title: str, parent: Article | None = None) -> str:
    """An address made of the title, below that of the page above it."""
    words = slugify(title, LONGEST).rstrip("-0123456789") or "trang"
    return f"{parent.slug.partition('/')[0]}/{words}" if parent else words


def _first_words(resolver) -> set[str]:
    found = set()
    for part in resolver.url_patterns:
        route = str(part.pattern).lstrip("^")
        if isinstance(part, URLResolver) and not route:
            found |= _first_words(part)
        elif not route.startswith("<"):
            found.add(route.partition("/")[0])
    return found
