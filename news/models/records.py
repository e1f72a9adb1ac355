"""What is written beside an article: events, waivers, who may work on it, archive pages."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone

from news.models.article import Article, State
from news.models.category import Category
from news.text.fields import BlockField

# The moves by which people put a text before citizens.
PUBLICATIONS = ("publish", "urgent")


class EventQuerySet(models.QuerySet):
    """What happened, and what was only tried."""

    def done(self):
        """Without the moves that were refused."""
        return self.filter(refused=False)


class ArticleEvent(models.Model):
    """One move, or one that was refused, written once: a trigger refuses UPDATE and DELETE.

    `before` and `after` hold the columns of the article that the move changed. The database
    itself gives each row its `serial` and a `hash` over it and the hash of the row before, so
    that nothing can be taken out or changed unseen (news/record.py checks it).
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="events")
    action = models.CharField("thao tác", max_length=20)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người thực hiện",
    )
    at = models.DateTimeField("lúc", default=timezone.now)
    from_state = models.CharField("từ", max_length=12, choices=State)
    to_state = models.CharField("sang", max_length=12, choices=State)
    version = models.PositiveIntegerField("bản")
    note = BlockField("ghi chú, lý do", blank=True)
    address = models.GenericIPAddressField("địa chỉ máy", null=True)
    # The roles held then, in words: they may be others by the time somebody reads this.
    role = models.CharField("vai trò", max_length=200, blank=True)
    refused = models.BooleanField("bị từ chối", default=False)
    before = models.JSONField("trước", default=dict)
    after = models.JSONField("sau", default=dict)
    serial = models.BigIntegerField("số thứ tự", editable=False, db_default=0)
    hash = models.CharField("dấu nối", max_length=64, editable=False, db_default="")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng nhật ký"
        verbose_name_plural = "nhật ký bài viết"
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["serial"], name="event_serial_once")]
        indexes = [
            models.Index(
                fields=["at"],
                name="event_publication",
                condition=models.Q(refused=False, action__in=PUBLICATIONS),
            )
        ]

    def __str__(self):
        return f"{self.action}: {self.article_id} (bản {self.version})"


class Waiver(models.Model):
    """A finding of the checklist that stays as it is, with the reason; written once, as events.

    `fingerprint` is of the offending text: another text is another finding, not waived.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="waivers")
    version = models.PositiveIntegerField("bản")
    code = models.CharField("mục", max_length=30)
    fingerprint = models.CharField("dấu của chỗ giữ lại", max_length=40)
    text = BlockField("chỗ giữ lại")
    reason = BlockField("lý do")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người giữ lại"
    )
    at = models.DateTimeField("lúc", default=timezone.now)

    class Meta:
        verbose_name = "chỗ giữ lại"
        verbose_name_plural = "chỗ giữ lại"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "code", "fingerprint"], name="waiver_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_has_reason"),
        ]

    def __str__(self):
        return f"{self.code}: {self.article_id} (bản {self.version})"


class Assignment(models.Model):
    """Where somebody's role applies; an empty unit or section means everywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="assignments",
        verbose_name="tài khoản",
    )
    role = models.ForeignKey(Group, models.PROTECT, related_name="+", verbose_name="vai trò")
    unit = models.ForeignKey(
        "authors.Unit", models.PROTECT, null=True, blank=True, verbose_name="chỉ cho đơn vị"
    )
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, verbose_name="chỉ cho chuyên mục"
    )

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit", "category"],
                nulls_distinct=False,
                name="assignment_once",
                violation_error_message="Vai trò này đã được giao với cùng phạm vi.",
            )
        ]

    def __str__(self):
        return f"{self.role} · {self.unit or 'mọi đơn vị'} · {self.category or 'mọi chuyên mục'}"


class ArchivePage(models.Model):
    """Where a numbered page of a public list begins; written once, so its address is permanent.

    Pages are numbered from the oldest. Page n holds what was published from its own
    beginning up to the beginning of page n + 1.
    """

    listing = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    starts_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "number"], name="archive_page_once")
        ]

    def __str__(self):
        return f"{self.listing}, trang {self.number}"
