"""Names the news app."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Articles, their workflow, and the pages citizens read."""

    name = "news"
    verbose_name = "Tin bài"
