"""Names the search app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding what citizens may read."""

    name = "news.search"
    label = "search"
    verbose_name = "Tìm kiếm"
