"""Accounts and their assignments on the staff side: nobody reaches above himself, or at himself."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.roles import may_manage, rank
from news.admin.people_factors import FactorResets, SettlesDuty
from news.models import Assignment

SUPERUSER_RANK = 4


def rank_of(user) -> int:
    """The highest rank among a person's roles; the command line's superuser stands above all."""
    if user.is_superuser:
        return SUPERUSER_RANK
    return rank(user.assignments.values_list("role__name", flat=True))


def may_touch(actor, user, *roles: str) -> bool:
    """Whether `actor` may change the account `user` and hand out or take back these roles."""
    if actor.is_superuser or user.is_superuser:
        return actor.is_superuser
    return actor.pk != user.pk and may_manage(rank_of(actor), max(rank(roles), rank_of(user)))


class NewAccountForm(BaseUserCreationForm):
    """A new account with a first password, which its owner must change."""

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "phone"]

    def save(self, commit=True):
        """The password was chosen by somebody else, so it is for the first sign-in only."""
        self.instance.must_change_password = True
        return super().save(commit)


class NewPasswordForm(AdminPasswordChangeForm):
    """A password set by an administrator, which its owner must change."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # There is no way in but a password: an account is locked by its own tick box.
        self.fields.pop("usable_password", None)

    def save(self, commit=True):
        """As with a new account."""
        self.user.must_change_password = True
        return super().save(commit)


@admin.register(User)
class AccountAdmin(FactorResets, UserAdmin):
    """Accounts are made, described and locked; never deleted."""

    add_form = NewAccountForm
    change_password_form = NewPasswordForm
    list_display = ["full_name", "username", "email", "standing", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["full_name", "username", "email"]
    ordering = ["sort_key"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name", "email", "phone"]}),
        (
            "Tình trạng",
            {"fields": ["is_active", "must_change_password", "last_login", "date_joined"]},
        ),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "full_name", "email", "phone", "password1", "password2"]})
    ]

    @admin.display(description="tình trạng", ordering="is_active")
    def standing(self, user):
        """In words: Django's picture for yes and no speaks English."""
        return "Đang hoạt động" if user.is_active else "Đã khoá"

    @admin.display(description="mật khẩu")
    def password_duty(self, user):
        """Whether the owner must choose a new one, in words too."""
        return "Phải đổi khi đăng nhập" if user.must_change_password else "Do chủ tài khoản đặt"

    def get_fieldsets(self, request, obj=None):
        """Words instead of boxes for who may only look."""
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        about = ["username", "full_name", "email", "phone"]
        state = ["standing", "password_duty", "last_login", "date_joined"]
        return [(None, {"fields": about}), ("Tình trạng", {"fields": state})]

    def has_change_permission(self, request, obj=None):
        """Not one's own account, and none above."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_touch(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        """What somebody did stays on record, so the account stays too."""
        return False


class AssignmentForm(forms.ModelForm):
    """Gives somebody a role; refuses what its giver may not give."""

    actor = None

    def clean(self):
        """Ask the ranks."""
        cleaned = super().clean()
        user, role = cleaned.get("user"), cleaned.get("role")
        if user and role and not may_touch(self.actor, user, role.name):
            raise ValidationError("Bạn không được giao vai trò này cho tài khoản này.")
        if role and rank([role.name]) > 1 and (cleaned.get("unit") or cleaned.get("category")):
            # Accounts belong to no unit, so such a limit would limit nothing.
            raise ValidationError("Vai trò quản trị luôn áp dụng cho mọi đơn vị và chuyên mục.")
        return cleaned


@admin.register(Assignment)
class AssignmentAdmin(SettlesDuty, admin.ModelAdmin):
    """Who holds which role where."""

    # Roles are taken back one by one, each asked for by name.
    actions = None
    form = AssignmentForm
    list_display = ["user", "role", "unit", "category"]
    list_select_related = ["user", "role", "unit", "category"]
    list_filter = ["role", "unit"]
    search_fields = ["user__full_name", "user__username"]
    show_full_result_count = False

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form knows who gives."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("AssignmentForm", (form,), {"actor": request.user})

    def has_change_permission(self, request, obj=None):
        """Changing an assignment asks the same as giving it."""
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Taking a role back asks the same as giving it."""
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def _may_touch(self, request, obj) -> bool:
        return obj is None or may_touch(request.user, obj.user, obj.role.name)
