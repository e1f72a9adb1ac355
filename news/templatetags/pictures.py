"""Template tags of pictures: their files for a place on the page, in lists and in a text."""

from django import template

from news.media import showing
from news.text import richtext as gate

register = template.Library()


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
    return gate.render(article.body, showing.Shelf(article.text_pictures or {}))
