"""Template tags of the citizens' pages: their style sheets and scripts."""

from functools import lru_cache

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages
from django.utils.html import format_html_join

from news import sheets as sheets_of

register = template.Library()


@register.simple_tag
def sheets(*names: str) -> str:
    """The <link> of each style sheet, or of the one file that holds them (news/sheets.py)."""
    addresses = sheets_of.links(names, staticfiles_storage)
    return format_html_join("", '<link rel="stylesheet" href="{}">', ([a] for a in addresses))


@register.simple_tag
def scripts(*names: str) -> str:
    """The <script> of each module of static/js."""
    return _scripts(names, storages["staticfiles"])


@lru_cache(maxsize=100)
def _scripts(names: tuple[str, ...], storage) -> str:
    # Looking up an address takes as long as rendering a small template.
    addresses = ([storage.url(f"js/{name}.js")] for name in names)
    return format_html_join("", '<script type="module" src="{}"></script>', addresses)
