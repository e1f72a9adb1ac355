"""The forms of accounts: what an administrator writes down, never a password."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.roles import BY_LABEL, may_manage, rank
from news.authors.models import Unit
from news.moments import DayField
from news.people import administrators
from news.people.creating import free_name
from news.people.ranks import rank_of
from news.text.fields import GatedInput
from news.text.vietnamese import normalise


class AccountForm(forms.ModelForm):
    """What an account says of its owner."""

    field_order = ["full_name", "username", "email", "phone", "role", "unit", "last_day"]

    class Meta:
        model = User
        error_messages = {
            "email": {"invalid": "Thư điện tử chưa đúng, ví dụ: hoten@tentinh.gov.vn."}
        }
        fields = ["username", "full_name", "email", "phone", "last_day"]
        field_classes = {"last_day": DayField}
        widgets = {"last_day": DayField.widget}
        help_texts = {
            "last_day": "Chỉ điền khi biết ngày nghỉ, chuyển công tác hay hết hạn hợp đồng. Hết "
            "ngày này tài khoản tự khoá.",
            "email": "Để trống nếu không có. Có thì gửi được mã và thông báo qua thư.",
        }

    def clean_email(self):
        """One address belongs to one account, because people sign in by it too."""
        email = self.cleaned_data["email"]
        others = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk)
        if email and others.exists():
            raise ValidationError("Địa chỉ thư này đã thuộc một tài khoản khác.")
        return email


class NewAccountForm(AccountForm):
    """The same of a new account, with its first role; the user name may come from the name."""

    actor = None
    role = forms.ModelChoiceField(
        Group.objects.none(),
        label="Vai trò",
        required=False,
        empty_label="Chưa giao",
        help_text="Có thể phân công sau.",
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Chỉ cho đơn vị",
        required=False,
        empty_label="Mọi đơn vị",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].required = False
        self.fields["username"].help_text = (
            "Để trống thì lấy từ họ tên: Phạm Thị Lan thành lan.pt. Tự đặt thì chỉ dùng chữ không "
            "dấu, chữ số và @ . + - _"
        )
        self.fields["role"].queryset = roles_below(self.actor)
        self.fields["unit"].queryset = Unit.objects.filter(active=True)

    def clean(self):
        """Make up the user name, and refuse a limit that limits nothing."""
        # Two at once would make up the same name; the admin's form runs in one transaction.
        administrators.hold()
        cleaned = super().clean()
        role, unit = cleaned.get("role"), cleaned.get("unit")
        if unit and not role:
            self.add_error("role", "Chọn vai trò của người này ở đơn vị ấy.")
        if unit and role and rank([role.name]) > 1:
            self.add_error("unit", "Vai trò quản trị luôn áp dụng cho mọi đơn vị.")
        if not cleaned.get("username") and "username" not in self.errors:
            cleaned["username"] = free_name(cleaned.get("full_name") or "")
            if not cleaned["username"] and "full_name" not in self.errors:
                self.add_error("username", "Nhập tên đăng nhập.")
        return cleaned


class PersonChoice(forms.ModelChoiceField):
    """Somebody with an account; two of one name are told apart."""

    def label_from_instance(self, obj):
        """ "Phạm Thị Lan (lan.pt)"."""
        return f"{obj.full_name} ({obj.username})"


class ReasonForm(forms.Form):
    """Why an account is locked or opened again; the record keeps it."""

    reason = GatedInput(
        convert=normalise,
        label="Lý do",
        max_length=300,
        error_messages={"required": "Nhập lý do, ví dụ: nghỉ hưu, chuyển công tác."},
    )


def roles_below(actor):
    """The roles that this person may hand out, as a queryset."""
    above = rank_of(actor)
    names = [label for label, role in BY_LABEL.items() if may_manage(above, role.rank)]
    return Group.objects.filter(name__in=names)


class UnitForm(forms.Form):
    """From which unit to which somebody changes."""

    left = forms.ModelChoiceField(Unit.objects.none(), label="Rời đơn vị")
    joined = forms.ModelChoiceField(
        Unit.objects.filter(active=True), label="Sang đơn vị", empty_label="Chọn đơn vị"
    )

    def __init__(self, held, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["left"].queryset = held
        self.fields["left"].empty_label = None

    def clean(self):
        """Two units, not one."""
        cleaned = super().clean()
        if cleaned.get("left") and cleaned.get("left") == cleaned.get("joined"):
            self.add_error("joined", "Chọn một đơn vị khác.")
        return cleaned

    def asked(self) -> dict:
        """Both units, as news.people.moving takes them."""
        return {name: self.cleaned_data[name] for name in ("left", "joined")}
