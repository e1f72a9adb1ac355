"""What the portal tells a member of staff: in the desk, by mail as they chose, and only once."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import AccountEvent
from news.models.article import Article
from news.text.fields import LineField


class How(models.TextChoices):
    """Whether mail comes besides the desk."""

    NOW = "now", "Gửi thư ngay từng việc"
    DIGEST = "digest", "Gom lại, mỗi ngày một thư"
    NONE = "none", "Không gửi thư, tôi xem ở bàn làm việc"


class NoticeChoice(models.Model):
    """How a person wants to be told; who has no row yet is written to at once."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    how = models.CharField("cách báo tin", max_length=6, choices=How, default=How.NOW)
    hour = models.PositiveSmallIntegerField(
        "giờ gửi thư gom", default=7, validators=[MaxValueValidator(23)]
    )

    class Meta:
        verbose_name = "cách báo tin"
        verbose_name_plural = "cách báo tin"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(how__in=How.values), name="choice_known"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="choice_hour_of_the_day"),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_how_display()}"


class Mail(models.Model):
    """A mail to be sent: its notices, or an event of the account, are its text. `sent_at` is
    written just before the mail leaves, so that whatever happens then it never leaves twice;
    `claimed_until` is the lease of whoever prepares it."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # One mail for one event, however many find that it has none yet.
    event = models.OneToOneField(AccountEvent, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = "thư báo tin"
        verbose_name_plural = "thư báo tin"
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["due_at"],
                name="mail_waiting",
                condition=Q(sent_at=None, given_up_at=None),
            )
        ]

    def __str__(self):
        return f"{self.recipient}, {self.made_at:%Y-%m-%d}"


class Notice(models.Model):
    """One sentence to one person about one article; `key` names what it is about, so that
    nobody is told the same thing twice."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    kind = models.CharField("loại", max_length=20)
    sentence = LineField("nội dung", max_length=300)
    key = models.CharField(max_length=60)
    at = models.DateTimeField("lúc", default=timezone.now)
    read_at = models.DateTimeField("đọc lúc", null=True)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, related_name="notices")

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-at"], name="notice_list"),
            models.Index(fields=["recipient"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["read_at"], name="notice_read"),
        ]

    def __str__(self):
        return f"{self.recipient}: {self.sentence}"


class Reminder(models.Model):
    """That people were reminded of a moment of an article; kept longer than their notices."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    moment = models.DateTimeField()

    class Meta:
        verbose_name = "lần nhắc"
        verbose_name_plural = "lần nhắc"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "kind", "moment"], name="reminder_once")
        ]

    def __str__(self):
        return f"{self.kind}: {self.article_id}"
