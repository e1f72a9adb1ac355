"""Names the links app."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Where the links of public texts lead, and which lead nowhere."""

    name = "news.links"
    label = "links"
    verbose_name = "Liên kết"
