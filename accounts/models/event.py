"""What happened to accounts: sign-ins, refusals, locks, changes of rights, devices."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from news.text.fields import LineField


class AccountEvent(models.Model):
    """One thing that happened, written once: a trigger refuses UPDATE and DELETE.

    `actor` did it and `subject` is whose account it was done to; at a sign-in that failed there
    may be neither, and what was typed as a name is not kept, because people type passwords there.
    The database gives each row its `serial` and a `hash` over it and the hash of the row before.
    """

    action = models.CharField("việc", max_length=30)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người thực hiện",
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="account_events",
        verbose_name="tài khoản",
    )
    at = models.DateTimeField("lúc", default=timezone.now)
    address = models.GenericIPAddressField("địa chỉ máy", null=True)
    agent = LineField("trình duyệt", max_length=200, blank=True)
    note = LineField("ghi chú, lý do", max_length=500, blank=True)
    before = models.JSONField("trước", default=dict)
    after = models.JSONField("sau", default=dict)
    serial = models.BigIntegerField("số thứ tự", editable=False, db_default=0)
    hash = models.CharField("dấu nối", max_length=64, editable=False, db_default="")

    class Meta:
        verbose_name = "dòng nhật ký tài khoản"
        verbose_name_plural = "nhật ký tài khoản"
        ordering = ["-serial"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["serial"], name="account_event_serial_once")]
        indexes = [
            models.Index(fields=["subject", "-at"], name="account_event_subject"),
            models.Index(fields=["action", "-at"], name="account_event_action"),
            models.Index(fields=["address", "-at"], name="account_event_address"),
        ]

    def __str__(self):
        return f"{self.action}: {self.subject_id}"
