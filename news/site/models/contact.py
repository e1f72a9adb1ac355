"""Who and what the page “Liên hệ” names: officials (R35), the spokesperson and accounts (R22)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from news.text.fields import LineField

PHONE = RegexValidator(
    r"^[0-9+(][0-9 .()+-]{2,}$",
    "Điện thoại chỉ gồm chữ số, dấu cách, dấu chấm, ví dụ 0214 000 000.",
)
HTTPS = RegexValidator(r"^https://", "Địa chỉ phải bắt đầu bằng https://")


class Arranged(models.Model):
    """A row of a list that people arrange by hand; deleted ones can be taken back."""

    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    visible = models.BooleanField("hiển thị", default=True)
    removed_at = models.DateTimeField("xoá lúc", null=True, editable=False)

    class Meta:
        abstract = True


class Official(Arranged):
    """Somebody of the office whom citizens may reach."""

    name = LineField("họ và tên", max_length=100)
    post = LineField("chức vụ", max_length=150)
    unit = LineField("đơn vị", max_length=150, blank=True)
    phone = LineField("điện thoại", max_length=40, blank=True, validators=[PHONE])
    email = models.EmailField("thư điện tử", blank=True)
    speaks = models.BooleanField("là người phát ngôn", default=False)

    class Meta:
        verbose_name = "cán bộ liên hệ"
        verbose_name_plural = "cán bộ liên hệ"
        ordering = ["position", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(post=""), name="official_has_name"),
            models.CheckConstraint(
                condition=Q(speaks=False) | ~Q(phone="", email=""),
                name="spokesperson_can_be_reached",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def place(self) -> str:
        """Post and unit, as one line says them."""
        return ", ".join(filter(None, (self.post, self.unit)))


class Account(Arranged):
    """An official account of the office on a social network."""

    name = LineField("mạng xã hội và tên tài khoản", max_length=100)
    address = models.URLField("địa chỉ", max_length=300, validators=[HTTPS])

    class Meta:
        verbose_name = "tài khoản mạng xã hội"
        verbose_name_plural = "tài khoản mạng xã hội"
        ordering = ["position", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & Q(address__startswith="https://"),
                name="account_has_secure_address",
            )
        ]

    def __str__(self):
        return self.name
