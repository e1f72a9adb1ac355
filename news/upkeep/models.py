"""Which failures an administrator has seen and let be."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Dismissal(models.Model):
    """That somebody let a failure be; it holds until the same work fails again later."""

    kind = models.CharField("loại việc", max_length=20)
    key = models.CharField(max_length=40)
    failed_at = models.DateTimeField("hỏng lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người bỏ qua"
    )
    at = models.DateTimeField("lúc", default=timezone.now)

    class Meta:
        verbose_name = "việc lỗi đã bỏ qua"
        verbose_name_plural = "việc lỗi đã bỏ qua"
        default_permissions = ()
        permissions = [("handle_failures", "Xử lý việc nền bị lỗi")]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="dismissal_once")]

    def __str__(self):
        return f"{self.kind} {self.key}"
