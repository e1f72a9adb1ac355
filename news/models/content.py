"""Everything a writer writes: the fields that an article and each of its versions share."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from news.models.category import Category
from news.models.thread import Thread
from news.text.fields import BlockField, HtmlField, LineField


class Genre(models.TextChoices):
    """The kind of piece."""

    NEWS = "tin", "Tin"
    ARTICLE = "bai", "Bài"
    REPORTAGE = "phong-su", "Phóng sự"
    INTERVIEW = "phong-van", "Phỏng vấn"
    GOOD_DEED = "nguoi-tot-viec-tot", "Người tốt việc tốt"


class ArticleContent(models.Model):
    """Everything a writer writes; what is many-valued is an array, so a version holds it whole."""

    title = LineField("tiêu đề", max_length=255)
    subtitle = LineField("tiêu đề phụ", max_length=255, blank=True)
    summary = BlockField("sapo", blank=True, max_length=2000)
    cover = models.ForeignKey(
        "media.Image", models.PROTECT, null=True, blank=True, verbose_name="ảnh đại diện"
    )
    cover_alt = LineField("mô tả ảnh cho người khiếm thị", max_length=300, blank=True)
    cover_caption = LineField("chú thích ảnh", max_length=500, blank=True)
    body = HtmlField("nội dung", blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, verbose_name="chuyên mục"
    )
    unit = models.ForeignKey(
        "authors.Unit", models.PROTECT, null=True, blank=True, verbose_name="đơn vị"
    )
    author = models.ForeignKey(
        "authors.Author", models.PROTECT, null=True, blank=True, verbose_name="tác giả"
    )
    # Further authors in order; a trigger keeps an author in use from being deleted.
    co_authors = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name="đồng tác giả"
    )
    # Copied when the author or unit is chosen: renaming a unit never rewrites history (T3).
    byline = LineField("ký tên", max_length=300, blank=True)
    source_name = LineField("nguồn", max_length=120, blank=True)
    source_url = models.URLField("liên kết nguồn", max_length=500, blank=True)
    thread = models.ForeignKey(
        Thread, models.PROTECT, null=True, blank=True, verbose_name="dòng sự kiện"
    )
    tags = ArrayField(LineField(max_length=60), default=list, blank=True, verbose_name="từ khoá")
    # What an editor names as related, in order; only what is public shows.
    related = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name="bài liên quan"
    )
    # Attachments in order (media.Attachment); a trigger keeps one in use from being deleted.
    attachments = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name="tệp đính kèm"
    )
    # The text read aloud by a person; the foreign key keeps one in use from being deleted.
    audio = models.ForeignKey(
        "media.Attachment", models.PROTECT, null=True, blank=True, verbose_name="bản nghe"
    )
    genre = models.CharField("thể loại", max_length=20, choices=Genre, default=Genre.NEWS)

    class Meta:
        abstract = True

    @classmethod
    def content_fields(cls) -> list[models.Field]:
        """The fields that make up the content."""
        return ArticleContent._meta.local_fields

    @classmethod
    def field_names(cls) -> list[str]:
        """Their attributes, foreign keys by their column."""
        return [field.attname for field in cls.content_fields()]

    def files(self) -> list[int]:
        """The numbers of all stored files it names, its recording last."""
        return [*self.attachments, *([self.audio_id] if self.audio_id else [])]

    def content(self) -> dict:
        """The content as a dict that any ArticleContent row takes as keyword arguments."""
        return {name: getattr(self, name) for name in self.field_names()}
