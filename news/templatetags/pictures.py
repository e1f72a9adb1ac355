"""Template tags of pictures: their files for a place on the page, in lists and in a text."""

import json
from functools import lru_cache

from django import template

from news.media import showing
from news.text import richtext as gate

register = template.Library()

# Letters of a text that is kept as it is shown; nearly all are shorter.
SHORT = 50_000


@register.filter
def fitted(image, place: str) -> gate.Responsive:
    """The files of a picture, fit for a place (news/media/showing.py names them)."""
    return showing.responsive(image, place)


@register.filter
def described_as(image, own: str) -> str:
    """What a reader who cannot see the picture hears; `own` is what the article says of it."""
    return showing.described(own, image)


@register.filter
def text_of(article) -> str:
    """An article's text, through the gate once more, with the files of its pictures.

    A view asks for them with the article (`text_pictures`).
    """
    pictures = json.dumps(article.text_pictures or {})
    text = _text if len(article.body) <= SHORT else _text.__wrapped__
    return text(article.body, pictures)


@lru_cache(maxsize=300)
def _text(body: str, pictures: str) -> gate.SafeString:
    """The gate again says the same of the same: a page that is made anew because another article
    changed needs no second look."""
    return gate.render(body, showing.Shelf(json.loads(pictures)))
