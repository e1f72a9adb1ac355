"""A link that shows one version of an article to somebody without an account."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from news.models.article import Article


class ReviewLink(models.Model):
    """One link. Neither its secret nor its code is stored, only what proves them.

    With a `decider`, an account that may approve there, it can carry one decision in their name.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="review_links")
    version = models.PositiveIntegerField("bản")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField("hết hạn lúc")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    opened = models.PositiveIntegerField("số lần mở", default=0)
    opened_at = models.DateTimeField("mở lần cuối", null=True)
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    code_hash = models.CharField(max_length=64, blank=True)
    # Wrong codes so far.
    tries = models.PositiveSmallIntegerField(default=0)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "liên kết xem duyệt"
        verbose_name_plural = "liên kết xem duyệt"
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="review_link_expires"
            ),
            models.CheckConstraint(
                condition=Q(decider=None, code_hash="")
                | (Q(decider__isnull=False) & ~Q(code_hash="")),
                name="review_link_decides_with_code",
            ),
        ]

    def __str__(self):
        return f"Liên kết {self.pk}: bài {self.article_id}, bản {self.version}"

    @property
    def may_decide(self) -> bool:
        """Whether it can carry a decision."""
        return self.decider_id is not None
