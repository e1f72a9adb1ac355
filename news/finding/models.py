"""The table in which the staff look beside that of citizens: what nobody has published yet."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from news.models import Article


class Newest(models.Model):
    """What the newest version of an article can be found by, while citizens do not read it;
    written only by `news/finding/index.py`."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="newest")
    version = models.PositiveIntegerField()
    # By which rules it was made (search/index.RULES): a change of them makes it anew.
    rules = models.PositiveSmallIntegerField()
    vector = SearchVectorField()

    class Meta:
        verbose_name = "mục tìm bài ở bàn làm việc"
        verbose_name_plural = "mục tìm bài ở bàn làm việc"
        indexes = [
            GinIndex(fields=["vector"], name="finding_vector", fastupdate=False),
            models.Index(fields=["rules"], name="finding_rules"),
        ]

    def __str__(self):
        return f"Bài {self.article_id}, bản {self.version}"
