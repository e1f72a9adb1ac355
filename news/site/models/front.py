"""The blocks of the front page as an editor arranged them; without rows it stands as built."""

from django.db import models
from django.db.models import Q

from news.text.fields import LineField

MOST_ARTICLES = 8


class Kind(models.TextChoices):
    """What a block shows."""

    SECTION = "section", "Tin của một chuyên mục"
    PHOTOS = "photos", "Phóng sự ảnh: các ảnh của một bài"
    MOST_READ = "most-read", "Tin đọc nhiều"


class Layout(models.TextChoices):
    """How a block shows its articles."""

    CARDS = "cards", "Các ô có ảnh, bốn ô một hàng"
    LEAD = "lead", "Một tin lớn có ảnh, các tin khác bên cạnh"
    HEADLINES = "headlines", "Chỉ tiêu đề, hai cột"


class FrontBlock(models.Model):
    """A block below the newest articles, or beside them (`side`: titles in a box)."""

    kind = models.CharField("loại khối", max_length=10, choices=Kind)
    side = models.BooleanField("ở cột bên phải", default=False)
    category = models.ForeignKey(
        "news.Category",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chuyên mục",
    )
    article = models.ForeignKey(
        "news.Article", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bài"
    )
    title = LineField("tên khối", max_length=60, blank=True)
    layout = models.CharField("cách bày", max_length=10, choices=Layout, default=Layout.CARDS)
    count = models.PositiveSmallIntegerField("số tin", default=4)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    visible = models.BooleanField("hiển thị", default=True)
    removed_at = models.DateTimeField("xoá lúc", null=True, editable=False)

    class Meta:
        verbose_name = "khối trang chủ"
        verbose_name_plural = "khối trang chủ"
        ordering = ["position", "pk"]
        default_permissions = ("change",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.SECTION, category__isnull=False, article=None)
                | Q(kind=Kind.PHOTOS, article__isnull=False, category=None)
                | Q(kind=Kind.MOST_READ, article=None, category=None),
                name="front_block_has_its_source",
            ),
            models.CheckConstraint(
                condition=Q(layout__in=Layout.values), name="front_block_layout_known"
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=MOST_ARTICLES), name="front_block_count"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """Its heading: what was typed, or the name of what it shows."""
        own = {Kind.PHOTOS: "Phóng sự ảnh", Kind.MOST_READ: "Đọc nhiều"}
        return self.title or (self.category.name if self.category else own.get(self.kind, ""))
