"""The main menu and the links of the footer: one table of two levels."""

from django.db import models
from django.db.models import F, Q

from news.text.fields import LineField

# A path of this portal, or a whole address; never "//host", which is somebody else's.
ADDRESS = r"^(/|/[^/\\].*|https?://.+)$"


class Place(models.TextChoices):
    """Where an entry stands."""

    MENU = "menu", "Menu chính"
    FOOTER = "footer", "Liên kết ở chân trang"


class MenuItem(models.Model):
    """An entry of the menu, or below another one; in the footer a group, or a link of a group.

    It leads to a section, to an article or to an address; a heading above others to none. What
    was deleted stays as a row, so that it can be taken back.
    """

    place = models.CharField("chỗ", max_length=10, choices=Place)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="nằm trong",
    )
    label = LineField("chữ hiện ra", max_length=60)
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
    address = models.CharField("địa chỉ", max_length=500, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    visible = models.BooleanField("hiển thị", default=True)
    removed_at = models.DateTimeField("xoá lúc", null=True, editable=False)

    class Meta:
        verbose_name = "mục menu"
        verbose_name_plural = "menu, liên kết"
        ordering = ["position", "pk"]
        default_permissions = ("change",)
        constraints = [
            models.CheckConstraint(condition=Q(place__in=Place.values), name="menu_place_known"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="menu_not_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(address="") | Q(category=None, article=None, address__regex=ADDRESS),
                name="menu_address_form",
            ),
            models.CheckConstraint(
                condition=Q(category=None) | Q(article=None), name="menu_one_target"
            ),
        ]

    def __str__(self):
        return self.label
