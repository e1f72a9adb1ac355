"""Names the changes app."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """When what citizens see of an article changed."""

    name = "news.changes"
    label = "changes"
    verbose_name = "Thay đổi công khai"
