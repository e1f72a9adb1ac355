"""Names the upkeep app."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Work in the background that failed, and what administrators do about it."""

    name = "news.upkeep"
    label = "upkeep"
    verbose_name = "Việc nền"
