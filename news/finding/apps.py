"""Names the app by which the staff find articles."""

from django.apps import AppConfig


class FindingConfig(AppConfig):
    """Finding what the newsroom has in hand, beside what citizens may read."""

    name = "news.finding"
    label = "finding"
    verbose_name = "Tìm bài ở bàn làm việc"
