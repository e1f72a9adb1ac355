"""Names the media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """The picture library."""

    name = "news.media"
    label = "media"
    verbose_name = "Thư viện ảnh"
