"""The tables of files: pictures of the library, and what is attached to articles."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from news.media import storing
from news.text.fields import BlockField, LineField
from news.text.vietnamese import file_size, group_digits, playing_time, slugify


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


class Kind(models.TextChoices):
    """What a file is, by what is in it; the value is its extension, the label is for the link."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    ODT = "odt", "ODT"
    ODS = "ods", "ODS"
    ODP = "odp", "ODP"
    MP3 = "mp3", "MP3"
    M4A = "m4a", "M4A"


# What an article names as its recording and nowhere else; all other kinds are documents.
SOUNDS = (Kind.MP3, Kind.M4A)
DOCUMENTS = tuple(kind for kind in Kind if kind not in SOUNDS)


class StoredFile(models.Model):
    """What is known of a file that was checked at upload (attachments.py)."""

    file = models.FileField("tệp", storage=storing.attachments, max_length=200, editable=False)
    original_name = LineField("tên tệp gốc", max_length=200, editable=False)
    kind = models.CharField("loại", max_length=5, choices=Kind, editable=False)
    size = models.PositiveIntegerField("dung lượng", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    pages = models.PositiveIntegerField("số trang", null=True, editable=False)
    # Of a PDF: whether a machine can read it aloud; null when that could not be found out.
    has_text = models.BooleanField("có chữ", null=True, editable=False)
    # Of a sound: how long it plays; null when the file does not say.
    seconds = models.PositiveIntegerField("số giây", null=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def facts(cls) -> list[str]:
        """The columns that tell of the file itself."""
        return [field.attname for field in StoredFile._meta.local_fields]


class Attachment(StoredFile):
    """A file that articles name, with the words of its link; another file may take its place."""

    title = LineField("chữ của liên kết", max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField("tải lên lúc", default=timezone.now, editable=False)
    # Who put the present file there, when it is not the first one; the earlier are FormerFiles.
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    replaced_at = models.DateTimeField("thay lúc", null=True, editable=False)
    titled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    titled_at = models.DateTimeField("đặt tên lúc", null=True, editable=False)

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="attachment_has_size"),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="attachment_kind_known"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Its address for citizens: the number finds it, the words are for people."""
        return reverse("attachment", args=[self.pk, self.address_name])

    @property
    def changed_at(self):
        """When the file or its name last became what it is."""
        return max(filter(None, (self.uploaded_at, self.replaced_at, self.titled_at)))

    @property
    def address_name(self) -> str:
        """The last part of its address."""
        return f"{slugify(self.title)}.{self.kind}"

    @property
    def is_sound(self) -> bool:
        """Whether it is a recording and no document."""
        return self.kind in SOUNDS

    @property
    def facts_in_words(self) -> str:
        """ "PDF, 1,2 MB, 14 trang", where no number stands alone at the end of a line."""
        pages = [f"{group_digits(self.pages)} trang"] if self.pages else []
        time = [playing_time(self.seconds)] if self.seconds else []
        parts = [Kind(self.kind).label, file_size(self.size), *pages, *time]
        return ", ".join(part.replace(" ", "\u00a0") for part in parts)


class FormerFile(StoredFile):
    """A file that was replaced; it stays for the record, and nobody is shown it."""

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="former")
    put_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    put_at = models.DateTimeField("có từ lúc")
    until = models.DateTimeField("thay lúc", default=timezone.now)

    class Meta:
        verbose_name = "tệp đã được thay"
        verbose_name_plural = "tệp đã được thay"
        ordering = ["-until", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.original_name} ({self.until:%d/%m/%Y})"
