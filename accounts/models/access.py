"""By what people come in: known devices, open sessions and one-time codes. Secrets are hashed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from news.text.fields import LineField


class Device(models.Model):
    """A browser that somebody has signed in with; its cookie holds the token behind the hash."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    agent = LineField("trình duyệt", max_length=200, blank=True)
    address = models.GenericIPAddressField("địa chỉ máy", null=True)
    first_at = models.DateTimeField("lần đầu", default=timezone.now)
    seen_at = models.DateTimeField("lần cuối", default=timezone.now)
    forgotten_at = models.DateTimeField("thôi nhớ lúc", null=True)

    class Meta:
        verbose_name = "thiết bị"
        verbose_name_plural = "thiết bị"
        default_permissions = ()

    def __str__(self):
        return self.agent


class SignedIn(models.Model):
    """One session of a person, from the sign-in to its end; `key_hash` is of the session's key."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions")
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="sessions")
    key_hash = models.CharField(max_length=64, unique=True)
    # "password", "passkey", "sso", with "+totp" and the like behind it.
    by = models.CharField("cách đăng nhập", max_length=30)
    agent = LineField("trình duyệt", max_length=200, blank=True)
    address = models.GenericIPAddressField("địa chỉ máy", null=True)
    began_at = models.DateTimeField("đăng nhập lúc", default=timezone.now)
    seen_at = models.DateTimeField("hoạt động lần cuối", default=timezone.now)
    ended_at = models.DateTimeField("kết thúc lúc", null=True)
    ended_by = models.CharField("kết thúc vì", max_length=20, blank=True)
    # What the person is told in this session with their next page, once.
    news = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "phiên đăng nhập"
        verbose_name_plural = "phiên đăng nhập"
        default_permissions = ()
        indexes = [
            models.Index(fields=["user"], name="signed_in_open", condition=Q(ended_at=None)),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.began_at:%Y-%m-%d %H:%M}"

    @property
    def idle_end(self) -> datetime:
        """When it ends if nobody works."""
        return self.seen_at + timedelta(minutes=settings.SESSION_IDLE_MINUTES)

    @property
    def last_end(self) -> datetime:
        """When it ends however much somebody works."""
        return self.began_at + timedelta(hours=settings.SESSION_HOURS)

    @property
    def seconds_left(self) -> int:
        """How long it lasts from now on, if nobody works."""
        left = min(self.idle_end, self.last_end) - timezone.now()
        return max(0, int(left.total_seconds()))

    @property
    def is_final(self) -> bool:
        """Whether work no longer prolongs it."""
        return self.last_end <= self.idle_end


class Purpose(models.TextChoices):
    """What a one-time code is good for."""

    INVITE = "invite", "Bắt đầu dùng tài khoản"
    PASSWORD = "password", "Đặt lại mật khẩu"


class OneTimeCode(models.Model):
    """A code on a slip or in a mail, by which a person chooses their password once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="codes")
    purpose = models.CharField(max_length=10, choices=Purpose)
    code_hash = models.CharField(max_length=64, unique=True)
    # Who gave it out; None when the person asked for it by mail.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    used = models.BooleanField(default=False)
    # Wrong codes typed for this person while it was open.
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "mã dùng một lần"
        verbose_name_plural = "mã dùng một lần"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"], name="one_open_code", condition=Q(ended_at=None)
            )
        ]

    def __str__(self):
        return f"{self.purpose}: {self.user_id}"
