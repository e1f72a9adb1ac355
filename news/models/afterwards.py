"""What comes after publication: notes for readers, and what stands first on a page."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from news.models.article import Article
from news.models.category import Category
from news.text.fields import BlockField


class Correction(models.Model):
    """A note for readers on an article's page, written once: a trigger refuses UPDATE and DELETE.

    A correction says what was wrong and what is right (`text`); an update says what is new.
    """

    class Kind(models.TextChoices):
        """What kind of note."""

        UPDATE = "update", "Cập nhật"
        CORRECTION = "correction", "Đính chính"

    article = models.ForeignKey(Article, models.PROTECT, related_name="corrections")
    kind = models.CharField("loại", max_length=10, choices=Kind)
    wrong = BlockField("nội dung đã đăng sai", blank=True)
    text = BlockField("nội dung đúng, nội dung cập nhật")
    at = models.DateTimeField("lúc", default=timezone.now)
    version = models.PositiveIntegerField("bản")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "đính chính"
        verbose_name_plural = "đính chính"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="correction_has_text"),
            models.CheckConstraint(
                condition=~Q(kind="correction") | ~Q(wrong=""),
                name="correction_says_wrong",
            ),
        ]
        indexes = [models.Index(fields=["-at", "-id"], name="correction_newest")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.article_id} (bản {self.version})"


class PinQuerySet(models.QuerySet):
    """Which pins: those that hold, and those of a place."""

    def current(self, at=None):
        """Those that hold at a moment (default now); the clock ends them by itself."""
        at = at or timezone.now()
        return self.filter(starts_at__lte=at, ends_at__gt=at)

    def of(self, category: Category | None):
        """Those of a section's page, or of the home page."""
        return self.filter(category=category) if category else self.filter(category=None)


class Pin(models.Model):
    """An article that stands first on the home page (no section) or on a section's page."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="pins")
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")
    position = models.PositiveIntegerField("thứ tự", default=0)
    starts_at = models.DateTimeField("từ")
    ends_at = models.DateTimeField("đến hết")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = "tin nổi bật"
        verbose_name_plural = "tin nổi bật"
        ordering = ["position", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "category"], nulls_distinct=False, name="pin_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="pin_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.category or 'trang chủ'}: {self.article_id}"
