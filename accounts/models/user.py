"""The people who sign in. A Vietnamese name does not split, so it is one field."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from news.text.fields import LineField, SortKeyField


class UserManager(BaseUserManager):
    """Makes accounts and finds them whatever the capitals of the user name."""

    use_in_migrations = True

    def create_user(self, username, password=None, **extra):
        """Make and return an active account; `extra` are further fields."""
        user = self.model(username=self.model.normalize_username(username), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username, password=None, **extra):
        """Make and return an account with every right: for the command line only."""
        return self.create_user(username, password, is_superuser=True, **extra)

    def get_by_natural_key(self, username):
        """The account of that user name; raises User.DoesNotExist."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """An account of the staff. What it may do comes from its assignments (news.models)."""

    username = LineField(
        "tên đăng nhập",
        max_length=60,
        validators=[ASCIIUsernameValidator()],
        help_text="Chữ không dấu, chữ số và @ . + - _ ; tối đa 60 ký tự.",
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
        unique=True,
    )
    full_name = LineField("họ và tên", max_length=120)
    sort_key = SortKeyField(source="full_name", kind="person")
    email = models.EmailField("thư điện tử", blank=True)
    phone = LineField(
        "điện thoại",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9+(). -]{6,20}$", "Số điện thoại chỉ gồm chữ số.")],
    )
    is_active = models.BooleanField(
        "đang hoạt động", default=True, help_text="Bỏ dấu chọn để khoá tài khoản."
    )
    locked_at = models.DateTimeField("khoá lúc", null=True, editable=False)
    locked_reason = LineField("lý do khoá", max_length=300, blank=True, editable=False)
    locked_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người khoá",
    )
    # The last day of somebody who leaves or works for a while; the account locks itself after it.
    last_day = models.DateField("ngày làm việc cuối", null=True, blank=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu khi đăng nhập", default=False)
    password_changed_at = models.DateTimeField("đổi mật khẩu lúc", null=True, editable=False)
    # When somebody last worked, not only signed in: dormant accounts are found by it.
    seen_at = models.DateTimeField("hoạt động lần cuối", null=True, editable=False)
    # Until when somebody whose role asks for a second factor may work without one.
    factor_due_at = models.DateTimeField("hạn bật xác minh hai bước", null=True, editable=False)
    # How often all sessions were ended at once: a part of what every session is checked against.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    date_joined = models.DateTimeField("ngày tạo", default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["sort_key"]
        permissions = [
            ("must_use_second_factor", "Phải bật xác minh hai bước"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_once",
                violation_error_message="Tên đăng nhập này đã có người dùng.",
            )
        ]

    def __str__(self):
        return self.full_name or self.username

    @property
    def is_staff(self):
        """Every account belongs to the staff: citizens need none (R62)."""
        return True

    def _get_session_auth_hash(self, secret=None):
        """Django's, which follows the password, and follows `sessions_ended` too."""
        ours = f"{super()._get_session_auth_hash(secret)}:{self.sessions_ended}"
        return salted_hmac("accounts.User.session", ours, secret, algorithm="sha256").hexdigest()

    def get_full_name(self):
        """The name as it is written."""
        return self.full_name

    def get_short_name(self):
        """The given name, which is the last word of a Vietnamese name."""
        return self.full_name.split(" ")[-1]
