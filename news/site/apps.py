"""Names the site app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """What the portal says of itself."""

    name = "news.site"
    label = "site"
    verbose_name = "Trang"
