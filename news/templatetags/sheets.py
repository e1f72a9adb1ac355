"""Template tag of the citizens' pages: their style sheets."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html_join

from news import sheets as sheets_of

register = template.Library()


@register.simple_tag
def sheets(*names: str) -> str:
    """The <link> of each style sheet, or of the one file that holds them (news/sheets.py)."""
    addresses = sheets_of.links(names, staticfiles_storage)
    return format_html_join("", '<link rel="stylesheet" href="{}">', ([a] for a in addresses))
