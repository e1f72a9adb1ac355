"""Names the readership app."""

from django.apps import AppConfig


class ReadershipConfig(AppConfig):
    """What is read how often."""

    name = "news.readership"
    label = "readership"
    verbose_name = "Lượt đọc"
