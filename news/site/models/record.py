"""The record of the frame: who changed menu, links, banners, front page or the portal's data."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from news.text.fields import BlockField


class SiteEvent(models.Model):
    """One change, written once: triggers seal each row and refuse UPDATE, DELETE and TRUNCATE."""

    action = models.CharField("việc", max_length=20)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người thực hiện",
    )
    # The roles held then, in words.
    role = models.CharField("vai trò", max_length=200, blank=True)
    at = models.DateTimeField("lúc", default=timezone.now)
    note = BlockField("nội dung", blank=True)
    before = models.JSONField("trước", default=dict)
    after = models.JSONField("sau", default=dict)
    address = models.GenericIPAddressField("địa chỉ máy", null=True)
    serial = models.BigIntegerField("số thứ tự", editable=False, db_default=0)
    hash = models.CharField("dấu nối", max_length=64, editable=False, db_default="")

    class Meta:
        verbose_name = "dòng nhật ký trang"
        verbose_name_plural = "nhật ký trang"
        ordering = ["-serial"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["serial"], name="site_event_serial_once")]

    def __str__(self):
        return f"{self.action}: {self.note}"
