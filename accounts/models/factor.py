"""The second factor: authenticator apps, passkeys, recovery codes, and what is lost of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from news.text.fields import LineField


class Kind(models.TextChoices):
    """What somebody has besides a password."""

    TOTP = "totp", "Ứng dụng xác minh"
    PASSKEY = "passkey", "Khoá truy cập"


class Factor(models.Model):
    """An authenticator app or a passkey of somebody.

    An app's `secret` is encrypted; a passkey has none: its public key and credential number are
    `data` and `credential`. `last_step` is the last time step whose code was taken, so that a
    code works once (RFC 6238 §5.2); for a passkey it is the signature counter.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10, choices=Kind)
    name = LineField("tên", max_length=80)
    secret = models.TextField(blank=True)
    credential = models.BinaryField(null=True, max_length=1023)
    data = models.BinaryField(null=True)
    last_step = models.BigIntegerField(default=0)
    added_at = models.DateTimeField("thêm lúc", default=timezone.now)
    used_at = models.DateTimeField("dùng lần cuối", null=True)

    class Meta:
        verbose_name = "cách xác minh"
        verbose_name_plural = "cách xác minh"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["credential"],
                name="credential_once",
                condition=Q(credential__isnull=False),
            ),
            models.UniqueConstraint(fields=["user"], name="one_app", condition=Q(kind="totp")),
        ]

    def __str__(self):
        return self.name


class RecoveryCode(models.Model):
    """One of the codes printed once for the day a device is lost."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "mã khôi phục"
        verbose_name_plural = "mã khôi phục"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")
        ]

    def __str__(self):
        return f"{self.user_id}"


class FactorReset(models.Model):
    """A lost device: one administrator asks that the factors be taken off, another agrees."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="factor_resets")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("xin lúc", default=timezone.now)
    reason = LineField("lý do", max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField("quyết định lúc", null=True)
    agreed = models.BooleanField(default=False)

    class Meta:
        verbose_name = "yêu cầu gỡ xác minh hai bước"
        verbose_name_plural = "yêu cầu gỡ xác minh hai bước"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"], name="one_open_reset", condition=Q(decided_at=None)
            ),
            # Who asks does not agree, and nobody decides about themselves.
            models.CheckConstraint(
                name="reset_takes_two",
                condition=~Q(agreed=True, asked_by=models.F("decided_by"))
                & ~Q(user=models.F("asked_by"))
                & ~Q(user=models.F("decided_by")),
            ),
        ]

    def __str__(self):
        return f"{self.user_id}"
