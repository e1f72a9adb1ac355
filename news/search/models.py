"""The table that is searched: one narrow row beside each article that is before citizens."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from news.models import Article


class Document(models.Model):
    """What an article can be found by; written only by `news/search/index.py`."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="document"
    )
    # The order in which matches are looked at; the article's own column counts for readers.
    published_at = models.DateTimeField()
    title_size = models.PositiveSmallIntegerField()
    # By which rules it was made (index.RULES): a change of them makes it anew.
    rules = models.PositiveSmallIntegerField()
    vector = SearchVectorField()

    class Meta:
        verbose_name = "mục tìm kiếm"
        verbose_name_plural = "mục tìm kiếm"
        indexes = [
            GinIndex(fields=["vector"], name="search_vector", fastupdate=False),
            models.Index(fields=["-published_at", "-article"], name="search_newest"),
            models.Index(fields=["rules"], name="search_rules"),
        ]

    def __str__(self):
        return f"Bài {self.article_id}"
