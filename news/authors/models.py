"""Units (such as BTGHU) and the authors who sign articles; an author needs no account."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from news import paths
from news.text.fields import BlockField, LineField, SortKeyField
from news.text.vietnamese import slugify


class Unit(models.Model):
    """A body whose people write: its code signs articles and stands in its address."""

    code = LineField(
        "mã đơn vị",
        max_length=30,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z0-9]+(-[A-Z0-9]+)*$", "Mã chỉ gồm A-Z, 0-9 và gạch nối.")
        ],
        help_text="Viết hoa không dấu, ví dụ BTGHU. Dùng trong địa chỉ trang của đơn vị.",
    )
    name = LineField("tên đầy đủ", max_length=200)
    short_name = LineField(
        "tên ngắn", max_length=60, help_text="Đứng sau tên tác giả: “Lê Trung Thành - BTGHU”."
    )
    description = BlockField("giới thiệu", blank=True)
    address = LineField("địa chỉ", max_length=200, blank=True)
    phone = LineField("điện thoại", max_length=40, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    active = models.BooleanField("đang hoạt động", default=True)
    sort_key = SortKeyField(source="name", kind="title")

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z0-9]+(-[A-Z0-9]+)*$"), name="unit_code_form"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The unit's page."""
        return paths.to("unit", self.code.lower())


class Author(models.Model):
    """Somebody who signs articles, under their own name or a pen name."""

    full_name = LineField("họ và tên hoặc bút danh", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="authors", verbose_name="đơn vị")
    position = LineField("chức danh", max_length=120, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="author",
        verbose_name="tài khoản",
        help_text="Để trống nếu tác giả không đăng nhập.",
    )
    active = models.BooleanField("đang cộng tác", default=True)
    sort_key = SortKeyField(source="full_name", kind="person")

    class Meta:
        verbose_name = "tác giả"
        verbose_name_plural = "tác giả"
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["full_name", "unit"],
                name="author_once_per_unit",
                violation_error_message="Đơn vị này đã có tác giả trùng tên.",
            )
        ]

    def __str__(self):
        return byline([self], self.unit)

    def get_absolute_url(self):
        """The author's page; the number finds it, the words are for people."""
        return paths.to("author", slugify(self.full_name), self.pk)


def byline(authors: list[Author], unit: Unit | None) -> str:
    """How an article is signed: "Lê Trung Thành - BTGHU"; either part may be missing."""
    names = ", ".join(author.full_name for author in authors)
    return " - ".join(part for part in (names, unit.short_name if unit else "") if part)
