"""Names the authors app."""

from django.apps import AppConfig


class AuthorsConfig(AppConfig):
    """Units and authors who sign the articles."""

    name = "news.authors"
    label = "authors"
    verbose_name = "Đơn vị và tác giả"
