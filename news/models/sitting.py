"""A person at an article's form: that they are there, and what they have typed and not saved."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

from news.models.article import Article


def new_token() -> str:
    """A name for an open form that nobody guesses."""
    return secrets.token_hex(16)


class Sitting(models.Model):
    """One open form. `typed` holds its fields as they were sent, also what is not fit to be
    saved: nothing of it is a version, and only the person who typed it sees it. It ends with a
    save, which makes a version of it, and then forgets what was typed."""

    token = models.CharField(max_length=32, default=new_token)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="sittings"
    )
    # The version the form was opened on; 0 for a new article.
    base_version = models.PositiveIntegerField(default=0)
    typed = models.JSONField(default=dict)
    typed_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    # Saved or thrown away: a copy of the same text in a browser is then no longer wanted.
    ended_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "bài đang gõ"
        verbose_name_plural = "bài đang gõ"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="sitting_once")]
        indexes = [
            models.Index(fields=["article", "-seen_at"], name="sitting_article"),
            models.Index(fields=["user", "-typed_at"], name="sitting_user"),
        ]

    def __str__(self):
        return f"{self.user}: {self.article or 'bài mới'}"
