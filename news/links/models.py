"""Which addresses public texts link to, what was found there, and who has let a dead one be."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from news.models import Article
from news.text.fields import LineField
from news.text.links import LONGEST


class Finding(models.TextChoices):
    """What was found at an address the last time."""

    UNCHECKED = "unchecked", "Chưa kiểm tra"
    FINE = "fine", "Mở được"
    GONE = "gone", "Không còn trang này"
    NO_NAME = "no-name", "Không có tên miền này"
    CERTIFICATE = "certificate", "Chứng chỉ không hợp lệ"
    UNTRUSTED = "untrusted", "Không xác minh được chứng chỉ"
    SILENT = "silent", "Không trả lời"
    ODD = "odd", "Địa chỉ viết sai"
    PRIVATE = "private", "Địa chỉ mạng nội bộ"
    UNKNOWN = "unknown", "Không kiểm tra được"


class Address(models.Model):
    """An address that at least one public text links to."""

    url = models.CharField("địa chỉ", max_length=LONGEST, unique=True)
    # A page of this portal, looked up in the database; others are asked over the network.
    inside = models.BooleanField()
    host = models.CharField(max_length=255, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField("kiểm tra lúc", null=True)
    finding = models.CharField(max_length=12, choices=Finding, default=Finding.UNCHECKED)
    detail = LineField(max_length=200, blank=True)
    # How many nights in a row it looked dead, since when, and since when it counts as dead.
    nights = models.PositiveSmallIntegerField(default=0)
    failing_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField("hỏng từ", null=True)

    class Meta:
        verbose_name = "địa chỉ liên kết"
        verbose_name_plural = "địa chỉ liên kết"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__in=Finding.values), name="address_finding_known"
            )
        ]
        indexes = [
            models.Index(fields=["inside", "due_at"], name="address_due"),
            models.Index(fields=["inside", "checked_at"], name="address_checked"),
            models.Index(
                fields=["broken_at"], name="address_broken", condition=Q(broken_at__isnull=False)
            ),
        ]

    def __str__(self):
        return self.url

    @property
    def why(self) -> str:
        """What is wrong with it, as a sentence."""
        return self.detail or self.get_finding_display()


class Link(models.Model):
    """That the text of an article that citizens see links to an address, in which words."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    address = models.ForeignKey(Address, models.CASCADE, related_name="links")
    words = LineField(max_length=200, blank=True)
    let_be_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    let_be_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "liên kết"
        verbose_name_plural = "liên kết"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "address"], name="link_once"),
            models.CheckConstraint(
                condition=Q(let_be_by=None, let_be_at=None)
                | Q(let_be_by__isnull=False, let_be_at__isnull=False),
                name="link_let_be_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.article_id}: {self.words}"


class Scan(models.Model):
    """Which version of an article's text the links are of."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="+")
    version = models.PositiveIntegerField()

    class Meta:
        verbose_name = "bài đã đọc liên kết"
        verbose_name_plural = "bài đã đọc liên kết"
        default_permissions = ()

    def __str__(self):
        return f"{self.article_id} (bản {self.version})"


class Host(models.Model):
    """A machine that is asked: not before `rest_until`; it answered last at `answered_at`."""

    name = models.CharField(max_length=255, primary_key=True)
    rest_until = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "máy chủ được hỏi"
        verbose_name_plural = "máy chủ được hỏi"
        default_permissions = ()
        indexes = [models.Index(fields=["answered_at"], name="host_answered")]

    def __str__(self):
        return self.name
