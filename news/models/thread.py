"""Threads of events ("dòng sự kiện"): articles that tell one story over weeks or years."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from news import paths
from news.text.fields import BlockField, LineField
from news.text.vietnamese import slugify

THREAD_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Thread(models.Model):
    """A story told by many articles; an ended one stays readable but takes no new articles."""

    title = LineField("tên dòng sự kiện", max_length=150)
    slug = models.CharField(
        "địa chỉ",
        max_length=80,
        unique=True,
        blank=True,
        validators=[RegexValidator(THREAD_SLUG, "Chỉ gồm a-z, 0-9 và gạch nối.")],
        help_text="Để trống thì lấy theo tên. Sau này không đổi được.",
    )
    description = BlockField(
        "giới thiệu",
        blank=True,
        max_length=1000,
        help_text="Một, hai câu cho người đọc biết chuyện gì.",
    )
    open = models.BooleanField(
        "đang diễn ra",
        default=True,
        help_text="Bỏ chọn khi sự kiện đã kết thúc: bài mới không chọn được dòng này nữa.",
    )
    created_at = models.DateTimeField("tạo lúc", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "dòng sự kiện"
        verbose_name_plural = "dòng sự kiện"
        ordering = ["-open", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(slug__regex=THREAD_SLUG), name="thread_slug_form"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        """The thread's page."""
        return paths.to("thread", self.slug)

    def clean(self):
        """Fill an empty address from the title."""
        self.slug = self.slug or slugify(self.title, 80)
