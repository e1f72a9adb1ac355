"""What stands above every page for a while: a banner, or the notice of a planned outage (R33)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from news.text.fields import BlockField, LineField


class Level(models.TextChoices):
    """How much it matters; the word stands before the text."""

    EMERGENCY = "emergency", "Khẩn cấp"
    WARNING = "warning", "Cảnh báo"
    INFO = "info", "Thông báo"


class Banner(models.Model):
    """A sentence above every page, from a moment to another."""

    level = models.CharField("mức", max_length=10, choices=Level, default=Level.INFO)
    text = LineField("nội dung", max_length=300)
    link = models.CharField("liên kết", max_length=500, blank=True)
    link_label = LineField("chữ của liên kết", max_length=60, blank=True)
    starts_at = models.DateTimeField("hiện từ")
    ends_at = models.DateTimeField("hiện đến")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # Whoever closed it sees it again when it says something else.
    changed_at = models.DateTimeField("sửa lúc", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "băng thông báo"
        verbose_name_plural = "băng thông báo"
        ordering = ["-starts_at", "-pk"]
        default_permissions = ("change",)
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="banner_level_known"),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="banner_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="banner_has_words"),
        ]

    def __str__(self):
        return self.text


class Outage(models.Model):
    """The portal will not answer for a while; told seven working days ahead, or why not (R33)."""

    what = LineField("việc sẽ làm", max_length=200)
    begins_at = models.DateTimeField("ngừng từ")
    returns_at = models.DateTimeField("hoạt động lại lúc")
    unavoidable = models.BooleanField("bất khả kháng", default=False)
    reason = BlockField("lý do bất khả kháng", blank=True, max_length=1000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField("báo lúc", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("sửa lúc", default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField("thôi lúc", null=True, editable=False)

    class Meta:
        verbose_name = "báo tạm ngừng"
        verbose_name_plural = "báo tạm ngừng"
        ordering = ["-begins_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(returns_at__gt=F("begins_at")), name="outage_returns_after_begin"
            ),
            models.CheckConstraint(
                condition=Q(unavoidable=False) | ~Q(reason=""), name="outage_says_why"
            ),
        ]

    def __str__(self):
        return self.what
