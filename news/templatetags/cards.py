"""Template tags of cards: an article as lists show it, rendered once while it says the same.

A card's template is given what the card says and nothing else, so cards that say the same are the
same HTML, and none can be out of date.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from news.media import showing
from news.text.richtext import Responsive

register = template.Library()

# A card is two to three kilobytes; an article has five kinds of them at most.
CARDS = 2000


@dataclass(frozen=True)
class Card:
    """What a card says of an article; a list that shows less of it asks the database for less."""

    title: str
    address: str
    published_at: datetime
    # None: no unit signed it.
    unit: str | None = None
    summary: str = ""
    kicker: str = ""
    byline: str = ""
    picture: Responsive | None = None
    eager: bool = False


@register.simple_tag
def row(article, within, eager: bool) -> SafeString:
    """A row of a list; `within` is the number of the section whose list it is."""
    told = {"summary": article.summary, "unit": _unit(article), "kicker": _kicker(article, within)}
    return _html("row", _card(article, picture=_picture(article, "row"), eager=eager, **told))


@register.simple_tag
def card(article, place: str) -> SafeString:
    """A card with a picture, or without one the beginning of the text."""
    picture = _picture(article, place)
    summary = "" if picture else article.summary
    return _html("card", _card(article, picture=picture, summary=summary, unit=_unit(article)))


@register.simple_tag
def lead(article) -> SafeString:
    """What stands first on the front page."""
    told = {"summary": article.summary, "byline": article.byline, "kicker": _kicker(article, None)}
    return _html("lead", _card(article, picture=_picture(article, "lead"), **told))


@register.simple_tag
def headline(article) -> SafeString:
    """A title with its unit and day."""
    return _html("headline", _card(article, unit=_unit(article)))


@register.simple_tag
def dated(article) -> SafeString:
    """A title with its day, on one line."""
    return _html("dated", _card(article))


@register.simple_tag
def meta(article) -> SafeString:
    """The unit and day of an article."""
    return _html("meta", _card(article, unit=_unit(article)))


def _card(article, **more) -> Card:
    return Card(article.title, article.get_absolute_url(), article.published_at, **more)


@lru_cache(maxsize=CARDS)
def _html(name: str, said: Card) -> SafeString:
    return render_to_string(f"parts/_{name}.html", {"card": said})


def _unit(article) -> str | None:
    return article.unit.short_name if article.unit else None


def _kicker(article, within) -> str:
    section = article.category
    return section.name if section and section.visible and section.pk != within else ""


def _picture(article, place: str) -> Responsive | None:
    return showing.responsive(article.cover, place) if article.cover else None
