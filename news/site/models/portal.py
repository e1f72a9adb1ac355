"""What the portal says of itself in header and footer: one row, edited by an administrator."""

from django.core.validators import RegexValidator
from django.db import models

from news.site.models.contact import PHONE
from news.text.fields import LineField


class Portal(models.Model):
    """Name, owner and contact (R5, R7, R20) and the trust badge (R72)."""

    name = LineField("tên cơ quan, địa phương", max_length=120, default="Huyện Bảo Thắng")
    kind = LineField("loại trang", max_length=60, default="Trang thông tin điện tử")
    parent_name = LineField("cấp trên", max_length=120, blank=True, default="Tỉnh Lào Cai")
    emblem = models.ForeignKey(
        "media.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="biểu trưng",
        help_text="Ảnh vuông. Để trống thì dùng hình vẽ có sẵn.",
    )
    owner = LineField("cơ quan chủ quản", max_length=200, blank=True)
    responsible = LineField("người chịu trách nhiệm nội dung", max_length=200, blank=True)
    address = LineField("địa chỉ", max_length=200, blank=True)
    phone = LineField("điện thoại", max_length=40, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    fax = LineField("fax", max_length=40, blank=True, validators=[PHONE])
    no_social_accounts = models.BooleanField(
        "cơ quan không có tài khoản mạng xã hội nào",
        default=False,
        help_text="Trang “Liên hệ” nói rõ điều ấy, để người dân không tin trang giả mạo.",
    )
    licence = LineField(
        "giấy phép",
        max_length=200,
        blank=True,
        help_text="Một dòng ở chân trang, ví dụ “Giấy phép số 12/GP-TTĐT ngày 05/01/2026”.",
    )
    badge_domain = LineField(
        "tên miền được cấp chứng nhận Tín nhiệm mạng",
        max_length=120,
        blank=True,
        validators=[
            RegexValidator(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", "Nhập tên miền, ví dụ abc.gov.vn.")
        ],
        help_text="Chỉ điền khi tên miền đã được cấp chứng nhận.",
    )
    badge_url = models.URLField(
        "trang chứng nhận",
        blank=True,
        validators=[
            RegexValidator(
                r"^https://tinnhiemmang\.vn/danh-ba-tin-nhiem/[A-Za-z0-9_-]+/?$",
                "Địa chỉ phải bắt đầu bằng https://tinnhiemmang.vn/danh-ba-tin-nhiem/",
            )
        ],
    )

    counter_shown = models.BooleanField(
        "hiện số lượt truy cập ở chân trang",
        default=False,
        help_text="Hôm nay và tổng số. Không tính người làm việc trên cổng và máy tự động.",
    )

    class Meta:
        verbose_name = "thông tin trang"
        verbose_name_plural = "thông tin trang"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="portal_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(badge_url="")
                | models.Q(badge_url__startswith="https://tinnhiemmang.vn/danh-ba-tin-nhiem/"),
                name="portal_badge_host",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.name}"

    @property
    def has_badge(self) -> bool:
        """The badge is shown only with both its parts: never for an uncertified domain."""
        return bool(self.badge_domain and self.badge_url)
