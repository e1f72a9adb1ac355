"""Who somebody is at the province's sign-in."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Identity(models.Model):
    """The number that an OpenID Connect provider has for the owner of an account.

    `roles` are the roles that its groups gave at the last sign-in ("Biên tập viên", or "Biên tập
    viên@BTGHU" in one unit), so that only those are taken back; what an administrator gave stays.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identity")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    roles = models.JSONField(default=list)
    linked_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "tài khoản liên thông"
        verbose_name_plural = "tài khoản liên thông"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")]

    def __str__(self):
        return f"{self.user_id}: {self.subject}"
