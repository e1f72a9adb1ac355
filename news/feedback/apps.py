"""Names the feedback app."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """What readers send back: ratings and reports of errors."""

    name = "news.feedback"
    label = "feedback"
    verbose_name = "Ý kiến bạn đọc"
