"""Where old addresses lead, and which addresses people ask for in vain."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from news.text import oldaddress
from news.text.fields import LineField

# "/x", never "//x" or "/\x", which browsers take for another host.
TARGET = r"^(/([^/\\].*)?|https://[a-z0-9][a-z0-9.-]*([/?#].*)?)$"


class Below(models.TextChoices):
    """What becomes of the addresses below an old one."""

    ALONE = oldaddress.ALONE, "Chỉ đúng địa chỉ này"
    KEEP = oldaddress.KEEP, "Cả các địa chỉ bên dưới, giữ phần đuôi"
    GATHER = oldaddress.GATHER, "Cả các địa chỉ bên dưới, về cùng một trang"


class Redirect(models.Model):
    """An old address and where it leads (301), asked only where no page answers or one is gone.

    `old` is in the one form of `oldaddress.key`. No entry leads to another: writing.py sees to it.
    """

    old = models.CharField("địa chỉ cũ", max_length=oldaddress.LONGEST, unique=True)
    new = models.CharField("địa chỉ mới", max_length=oldaddress.LONGEST)
    below = models.CharField(
        "áp dụng cho", max_length=6, choices=Below, default=Below.ALONE, blank=True
    )
    note = LineField("ghi chú", max_length=200, blank=True)
    # Made by the portal itself when the address of a section or unit changed.
    automatic = models.BooleanField("tự tạo", default=False, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người tạo",
    )
    made_at = models.DateTimeField("lúc", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "chuyển hướng"
        verbose_name_plural = "chuyển hướng"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(old__regex=r"^/[^/]"), name="redirect_old_form"),
            models.CheckConstraint(condition=Q(new__regex=TARGET), name="redirect_new_form"),
            models.CheckConstraint(
                condition=Q(below__in=Below.values), name="redirect_below_known"
            ),
        ]

    def __str__(self):
        return self.old


class Missed(models.Model):
    """An address that was asked for in vain: no reader, no query, only how often and when."""

    path = models.CharField("địa chỉ", max_length=oldaddress.LONGEST, unique=True)
    count = models.PositiveIntegerField("số lần", default=1)
    first_at = models.DateTimeField("lần đầu", default=timezone.now)
    last_at = models.DateTimeField("lần cuối", default=timezone.now)
    # The path of a page of ours that leads there; "" when nobody said, or somebody else's does.
    led_from = models.CharField("đi từ trang", max_length=oldaddress.LONGEST, blank=True)
    # Citizens saw an article, a page or a file there once.
    gone = models.BooleanField("đã gỡ hoặc hết hạn", default=False)
    ignored = models.BooleanField("bỏ qua", default=False)

    class Meta:
        verbose_name = "địa chỉ không có trang"
        verbose_name_plural = "địa chỉ không có trang"
        ordering = ["-count", "-last_at"]
        default_permissions = ()
        indexes = [models.Index(fields=["-count", "-last_at"], name="missed_often")]

    def __str__(self):
        return self.path
