"""Names the pages app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Pages that have a place of their own, and what the law wants to stand on them."""

    name = "news.pages"
    label = "pages"
    verbose_name = "Trang"
