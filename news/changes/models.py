"""The moments at which what citizens see of an article changes, those to come included."""

from django.db import models

from news.models import Article


class PublicChange(models.Model):
    """One moment of one article. A trigger on the articles writes them (0001), on every path.

    Whatever changes an article that is or was published leaves one row for now, and one each for
    a publication and an expiry that lie ahead: nobody writes anything when their time has come.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "at"], name="public_change_moment_once")
        ]
        indexes = [models.Index(fields=["at", "article"], name="public_change_order")]

    def __str__(self):
        return f"{self.article_id}, {self.at}"
