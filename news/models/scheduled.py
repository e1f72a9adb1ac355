"""A new version that waits for its hour: when, what readers are told then, what went wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from news.text.fields import BlockField, LineField

# What is said of a waiting version, and over as soon as it waits no more.
DUE = ("due_at", "due_change", "due_mistake", "due_words", "due_by_id")
DUE += ("due_failure", "due_failed_at")
NOTHING_TOLD = Q(due_change="", due_mistake="", due_words="", due_by=None)
CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(due_at__isnull=False) | (NOTHING_TOLD & Q(due_failure="", due_failed_at=None)),
        name="article_due_is_all_or_nothing",
    ),
    models.CheckConstraint(
        condition=NOTHING_TOLD
        | Q(due_change="update", due_mistake="")
        | (Q(due_change="correction") & ~Q(due_mistake="") & ~Q(due_words="")),
        name="article_due_change_is_whole",
    ),
    # Whoever speaks to readers is known by name.
    models.CheckConstraint(
        condition=Q(due_words="") | Q(due_by__isnull=False), name="article_due_words_have_author"
    ),
]


class Scheduled(models.Model):
    """The part of an article that speaks of the approved new version of a live one."""

    # When it takes the place of the old one.
    due_at = models.DateTimeField("bản mới đăng lúc", null=True, editable=False)
    # What the page tells readers from then on: "", "update" or "correction", in which words.
    due_change = models.CharField(
        "bản hẹn giờ ghi gì cho người đọc", max_length=10, blank=True, default="", editable=False
    )
    due_mistake = BlockField("nội dung đã đăng sai", blank=True, default="", editable=False)
    due_words = BlockField("lời cho người đọc", blank=True, default="", editable=False)
    due_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người ghi lời cho người đọc",
    )
    # Why it could not take its place, and when that was last tried.
    due_failure = LineField(
        "không đăng được đúng giờ", max_length=300, blank=True, default="", editable=False
    )
    due_failed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def due_note(self) -> dict:
        """What readers are told at the switch, by the fields of a form (news/readers.py)."""
        told = {"change": self.due_change, "mistake": self.due_mistake, "words": self.due_words}
        return {name: value for name, value in told.items() if value}

    def forget_due(self) -> None:
        """It waits no more; the caller saves the row."""
        self.due_at = self.due_by = self.due_failed_at = None
        self.due_change = self.due_mistake = self.due_words = self.due_failure = ""
