"""The picture library's one table: Image."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from news.text.fields import BlockField, LineField


class RenditionState(models.TextChoices):
    """Whether a picture's smaller files (renditions.py) are there; until then it shows itself."""

    PENDING = "pending", "Đang xử lý"
    READY = "ready", "Sẵn sàng"
    FAILED = "failed", "Lỗi"


class Image(models.Model):
    """A picture that was checked and re-encoded at upload (uploads.py); its bytes never change."""

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
    decorative = models.BooleanField(
        "ảnh trang trí",
        default=False,
        help_text="Ảnh chỉ để trang trí, không mang thông tin: trình đọc màn hình bỏ qua.",
    )
    caption = BlockField("chú thích", blank=True)
    credit = LineField("tác giả ảnh", max_length=120, blank=True)
    source = LineField("nguồn ảnh", max_length=120, blank=True)
    # The point that every crop keeps, in parts of width and height; people stand above the middle.
    focal_x = models.FloatField("điểm chính, ngang", default=0.5)
    focal_y = models.FloatField("điểm chính, dọc", default=0.4)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField("tải lên lúc", default=timezone.now, editable=False)
    # Which files are ready, by crop (renditions.py). It comes with the row, so that a list of
    # pictures needs no further query.
    renditions = models.JSONField(default=dict, editable=False)
    rendition_state = models.CharField(
        "bản thu nhỏ",
        max_length=8,
        choices=RenditionState,
        default=RenditionState.PENDING,
        editable=False,
    )
    rendition_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    rendition_error = models.CharField("lý do lỗi", max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0, size__gt=0), name="image_has_size"
            ),
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                name="image_focal_inside",
                violation_error_message="Điểm chính phải nằm trong ảnh.",
            ),
            models.CheckConstraint(
                condition=models.Q(rendition_state__in=RenditionState.values),
                name="image_rendition_state_known",
            ),
        ]
        # A text names its pictures by their files (showing.py).
        indexes = [models.Index(fields=["file"], name="image_file")]

    def __str__(self):
        return self.alt or self.original_name
