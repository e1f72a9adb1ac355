"""A person's own way of looking at the article list, under a name."""

from django.conf import settings
from django.db import models

from news.text.fields import LineField


class SavedFilter(models.Model):
    """The filters of the article list as one address holds them; only who saved it sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = LineField("tên bộ lọc", max_length=60)
    query = models.CharField("điều kiện", max_length=600)

    class Meta:
        verbose_name = "bộ lọc"
        verbose_name_plural = "bộ lọc"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once")]

    def __str__(self):
        return self.name
