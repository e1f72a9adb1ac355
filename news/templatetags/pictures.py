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
def text_of(article) -> str:
    """An article's text, through the gate once more, with the files of its pictures.

    They come with the article where a view asked for them; a preview shows the originals.
    """
    known = getattr(article, "text_pictures", None) or {}
    return gate.render(article.body, showing.Shelf(known))
