"""What colleagues write beside an article, on the whole of it or on a passage; never published."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from news.models.article import Article
from news.text.fields import BlockField

# So long may its writer correct a note; a trigger refuses it afterwards.
CORRECTED_WITHIN = timedelta(minutes=10)


class Note(models.Model):
    """A note, or an answer to one. `passage` is the text it speaks of and `block` the paragraph
    it stood in; it is found again by its words, because paragraphs move while a text is written.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="notes")
    version = models.PositiveIntegerField("bản")
    passage = BlockField("đoạn được nói tới", blank=True)
    block = models.PositiveIntegerField("đoạn thứ", null=True)
    text = BlockField("ghi chú")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người viết"
    )
    at = models.DateTimeField("lúc", default=timezone.now)
    corrected_at = models.DateTimeField("sửa lúc", null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="answers")
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField("xong lúc", null=True)
    # Who opened it again, the last time.
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reopened_at = models.DateTimeField("mở lại lúc", null=True)

    class Meta:
        verbose_name = "ghi chú"
        verbose_name_plural = "ghi chú"
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="note_resolved_by_somebody",
            ),
            # An answer belongs to its note: it is about the same place and ends with it.
            models.CheckConstraint(
                condition=Q(parent=None) | Q(passage="", block=None, resolved_at=None),
                name="note_answer_is_plain",
            ),
        ]
        indexes = [models.Index(fields=["article", "at"], name="note_article")]

    def __str__(self):
        return f"{self.author}: {self.article_id}"

    def corrects(self, user) -> bool:
        """Whether this person may still change its words."""
        return self.author_id == user.pk and self.at > timezone.now() - CORRECTED_WITHIN
