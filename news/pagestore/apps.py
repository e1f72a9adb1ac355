"""Names the page store's app."""

from django.apps import AppConfig


class PageStoreConfig(AppConfig):
    """Finished pages and what makes them out of date."""

    name = "news.pagestore"
    label = "pagestore"
    verbose_name = "Kho trang"
