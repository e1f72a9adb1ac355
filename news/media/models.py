"""The picture library's one table: Image."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from news.text.fields import BlockField, LineField


class Image(models.Model):
    """A picture that was checked and re-encoded at upload (uploads.py); never changed after."""

    file = models.ImageField("ảnh", upload_to="anh/", max_length=200)
    width = models.PositiveIntegerField("rộng", editable=False)
    height = models.PositiveIntegerField("cao", editable=False)
    size = models.PositiveIntegerField("dung lượng", editable=False)
    # Of the bytes that were uploaded: the same file again is offered for reuse.
    sha256 = models.CharField(max_length=64, editable=False, unique=True)
    original_name = LineField("tên tệp gốc", max_length=200, editable=False)
    alt = LineField(
        "mô tả ảnh cho người khiếm thị",
        max_length=300,
        blank=True,
        help_text="Người không nhìn thấy ảnh sẽ nghe câu này: ảnh có ai, ở đâu, đang làm gì.",
    )
    caption = BlockField("chú thích", blank=True)
    credit = LineField("tác giả ảnh, nguồn ảnh", max_length=120, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField("tải lên lúc", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0, size__gt=0), name="image_has_size"
            )
        ]

    def __str__(self):
        return self.alt or self.original_name
