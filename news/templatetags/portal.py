"""Template filters of the citizens' pages: dates, numbers, excerpts, JSON-LD."""

import json

from django import template
from django.utils import timezone

from news import tags
from news.models import NEWS_ROOT
from news.text import vietnamese

register = template.Library()

FOOTER_SECTIONS = 11

# A parser ends a <script> at "</"; written as JSON escapes, these letters mean nothing to it.
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


class ScriptData(str):
    """JSON that may stand inside a <script> data block as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@register.filter
def json_ld(data: dict) -> ScriptData:
    """Data as JSON for <script type="application/ld+json">."""
    return ScriptData(json.dumps(data, ensure_ascii=False).translate(_UNSAFE))


@register.filter
def full_timestamp(moment) -> str:
    """ "Thứ Hai, 31/07/2023 | 14:05 GMT+7"."""
    return vietnamese.full_timestamp(moment)


@register.filter
def machine_time(moment) -> str:
    """ "2023-07-31T14:05:00+07:00"."""
    return vietnamese.machine_time(moment)


@register.filter
def day_and_time(moment) -> str:
    """ "Thứ Hai, 31/07/2023 | 14:05", where the time zone is plain from the page."""
    return vietnamese.full_timestamp(moment).removesuffix(" GMT+7")


@register.filter
def short_date(moment) -> str:
    """ "31/07/2023"."""
    return vietnamese.short_date(moment)


@register.filter
def long_date(day) -> str:
    """ "Thứ Hai, 31/07/2023"."""
    return vietnamese.long_date(day)


@register.filter
def group_digits(number: int) -> str:
    """ "1.586"."""
    return vietnamese.group_digits(number)


@register.filter
def one_decimal(number: float) -> str:
    """ "4,2"."""
    return vietnamese.decimal(number, 1)


@register.filter
def excerpt(text: str, length: int) -> str:
    """The beginning of a text, cut at a word."""
    return vietnamese.excerpt(text, length)


@register.filter
def signed_parts(article) -> list[tuple[str, str]]:
    """The byline in parts of text and address: the author's page and the unit's, where they are.

    The words are those of the day of writing; only a single author's name becomes a link.
    """
    signer, dash, unit = article.byline.rpartition(" - ")
    if not dash:
        signer, unit = (unit, "") if article.author else ("", unit)
    author_url = article.author.get_absolute_url() if article.author else ""
    unit_url = article.unit.get_absolute_url() if article.unit else ""
    parts = [(signer, "" if article.co_authors else author_url), (dash, ""), (unit, unit_url)]
    return [(text, url) for text, url in parts if text]


@register.filter
def tags_of(article) -> list[tags.Tag]:
    """The key words of an article with the addresses of their lists."""
    return tags.of(article)


@register.filter
def shown(sections: list, first: bool) -> list:
    """The footer's sections but "Tin tức": the first of them, or the rest."""
    others = [section for section in sections if section.slug != NEWS_ROOT]
    return others[:FOOTER_SECTIONS] if first else others[FOOTER_SECTIONS:]


@register.simple_tag
def header(portal, path: str, here: str) -> str:
    """The head of a page (news/frame.py)."""
    return portal.frame.header(path, here)


@register.simple_tag
def today_weekday() -> str:
    """ "Thứ Ba"; true until midnight, when a stored page ends."""
    return vietnamese.weekday(timezone.localdate())


@register.simple_tag
def today_date() -> str:
    """ "24/11/2026"; true until midnight, when a stored page ends."""
    return vietnamese.short_date(timezone.localdate())
