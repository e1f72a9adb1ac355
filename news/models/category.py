"""Sections and sub-sections, and the form of their addresses."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from news import paths
from news.text.fields import BlockField, LineField
from news.text.vietnamese import slugify

# Words of the portal's own addresses below /tin-tuc/ are taken.
# Never ends in -digits, so that a section's address cannot be taken for an article's.
CATEGORY_SLUG = r"^(?!(trang|luu-tru)$)[a-z0-9]+(-[a-z0-9]+)*$"
ENDS_IN_NUMBER = r"(^|-)[0-9]+$"
NEWS_ROOT = "tin-tuc"
MOST_STEPS = 4
STEPS = {
    2: "2 bước: viết, xuất bản",
    3: "3 bước: viết, duyệt, xuất bản",
    4: "4 bước: viết, biên tập, duyệt, xuất bản",
}


class Category(models.Model):
    """A section or, when it has a parent, a sub-section: a tree of two levels."""

    name = LineField("tên chuyên mục", max_length=80)
    slug = models.CharField(
        "địa chỉ",
        max_length=80,
        unique=True,
        blank=True,
        validators=[
            RegexValidator(
                CATEGORY_SLUG, "Chỉ gồm a-z, 0-9 và gạch nối; không dùng “trang”, “luu-tru”."
            ),
            RegexValidator(
                ENDS_IN_NUMBER,
                "Địa chỉ chuyên mục không được kết thúc bằng số.",
                inverse_match=True,
            ),
        ],
        help_text="Để trống thì lấy theo tên, ví dụ xay-dung-dang.",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="thuộc chuyên mục",
        limit_choices_to={"parent": None},
    )
    description = BlockField("giới thiệu", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    visible = models.BooleanField("hiển thị", default=True)
    steps = models.PositiveSmallIntegerField(
        "các bước duyệt bài",
        choices=STEPS,
        null=True,
        blank=True,
        help_text="Để trống thì theo chuyên mục lớn; chuyên mục lớn để trống là 4 bước.",
    )

    class Meta:
        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slug__regex=CATEGORY_SLUG) & ~Q(slug__regex=ENDS_IN_NUMBER),
                name="category_slug_form",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="category_not_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(steps=None) | Q(steps__in=list(STEPS)), name="category_steps_known"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The section's page; the section "Tin tức" is the front of all news."""
        if self.slug == NEWS_ROOT:
            return paths.to("news")
        return paths.to("category", self.slug)

    def clean(self):
        """Refuse a third level (the database refuses it too) and fill an empty address."""
        if not self.slug:
            self.slug = slugify(self.name, 80)
            self._check_slug()
        if self.parent and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": "Chuyên mục chỉ có hai cấp: hãy chọn chuyên mục lớn."})
        if self.parent and self.pk and self.children.exists():
            raise ValidationError({"parent": "Chuyên mục này đang có chuyên mục con."})

    def _check_slug(self) -> None:
        """An address made of the name obeys what a typed one does, and says so at its field."""
        try:
            self._meta.get_field("slug").run_validators(self.slug)
        except ValidationError as error:
            raise ValidationError({"slug": error.messages}) from error

    @property
    def workflow_steps(self) -> int:
        """How many steps an article of this section takes, from writing to publication."""
        return self.steps or (self.parent.steps if self.parent else None) or MOST_STEPS
