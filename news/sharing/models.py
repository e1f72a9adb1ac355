"""Which article has a picture for links on other sites, and of what it was made."""

from django.db import models
from django.utils import timezone


class ShareState(models.TextChoices):
    """Whether the file is there; until then the page shows what it has."""

    PENDING = "pending", "Đang xử lý"
    READY = "ready", "Sẵn sàng"
    FAILED = "failed", "Lỗi"


class SharePicture(models.Model):
    """The picture of 1200 by 630 pixels of one article: its cover cropped, or its title drawn."""

    article = models.OneToOneField("news.Article", models.CASCADE, related_name="share_picture")
    # What it was made of; another version, focal point or name of the portal makes it anew.
    version = models.PositiveIntegerField()
    focal_x = models.FloatField(null=True)
    focal_y = models.FloatField(null=True)
    look = models.CharField(max_length=20)
    file = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=8, choices=ShareState, default=ShareState.PENDING, editable=False
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "ảnh chia sẻ"
        verbose_name_plural = "ảnh chia sẻ"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ShareState.values), name="share_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ShareState.READY) | ~models.Q(file=""),
                name="share_ready_has_file",
            ),
        ]

    def __str__(self):
        return f"{self.article_id} (bản {self.version})"
