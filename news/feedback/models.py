"""What readers send back without an account. Ratings are sums: no row says who gave one (R32)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from news.models import Article
from news.text.fields import BlockField, LineField

SCORES = {1: "Không có ích", 2: "Ít có ích", 3: "Tạm được", 4: "Có ích", 5: "Rất có ích"}
# A claim that something published is wrong is answered within (R31).
ANSWERED_WITHIN = timedelta(days=15)


class DayRating(models.Model):
    """How often one article was given one score on one day of the Vietnamese calendar."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    score = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "day", "score"], name="rating_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(score__in=list(SCORES)), name="rating_score_known"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="rating_of_day")]

    def __str__(self):
        return f"{self.article_id}, {self.day}, {self.score}: {self.count}"


class Report(models.Model):
    """A reader says that something in an article is wrong."""

    class State(models.TextChoices):
        """What became of it."""

        NEW = "new", "Mới"
        ANSWERED = "answered", "Đã trả lời"
        CLOSED = "closed", "Đã đóng"

    article = models.ForeignKey(Article, models.PROTECT, related_name="reports")
    passage = BlockField("đoạn trong bài", max_length=600, blank=True)
    words = BlockField("điều chưa đúng", max_length=2000)
    name = LineField("tên", max_length=100, blank=True)
    contact = LineField("điện thoại hoặc thư điện tử", max_length=200, blank=True)
    # Which words of consent the reader agreed to; empty when nothing of theirs is kept.
    consent = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField("nhận lúc", default=timezone.now)
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.NEW)
    answer = BlockField("đã xử lý thế nào", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người"
    )
    done_at = models.DateTimeField("xử lý lúc", null=True)

    class Meta:
        verbose_name = "báo lỗi của bạn đọc"
        verbose_name_plural = "báo lỗi của bạn đọc"
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(name="", contact="") | ~models.Q(consent=""),
                name="report_contact_with_consent",
            )
        ]
        indexes = [models.Index(fields=["state", "at"], name="report_waiting")]

    def __str__(self):
        return f"{self.article_id}: {self.get_state_display()}"

    @property
    def due_at(self):
        """Until when it is to be answered."""
        return self.at + ANSWERED_WITHIN

    @property
    def overdue(self) -> bool:
        """Whether nobody has answered it in time."""
        return self.state == self.State.NEW and self.due_at < timezone.now()
