"""Names the sharing app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """The pictures that other sites show beside a link to an article."""

    name = "news.sharing"
    label = "sharing"
    verbose_name = "Ảnh chia sẻ"
