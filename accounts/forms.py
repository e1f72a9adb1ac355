"""The sign-in form and the form for one's own password."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError

from accounts import throttle
from accounts.password_forms import NewPassword, Spoken
from accounts.passwords import normal


class SignInForm(Spoken, AuthenticationForm):
    """User name or e-mail address, and password; whatever does not fit, the words are the same."""

    username = forms.CharField(
        label="Tên đăng nhập hoặc thư điện tử",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
        error_messages={"required": "Nhập tên đăng nhập hoặc thư điện tử."},
    )
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Nhập mật khẩu."},
    )
    error_messages = {
        "invalid_login": (
            "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt. "
            "Sai 5 lần thì phải đợi 15 phút; trong lúc đợi, gõ đúng cũng không vào được. "
            "Nếu vẫn không được, hãy liên hệ người quản trị tài khoản."
        ),
    }
    error_messages["inactive"] = error_messages["invalid_login"]


class OwnPasswordForm(NewPassword, PasswordChangeForm):
    """The old password once, the new one twice; wrong old ones are counted like at the sign-in."""

    old_password = forms.CharField(
        label="Mật khẩu đang dùng",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
        error_messages={"required": "Nhập mật khẩu đang dùng."},
    )
    new_password1 = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "new-password", "aria-describedby": "password-rules"}
        ),
        error_messages={"required": "Nhập mật khẩu mới."},
    )
    new_password2 = forms.CharField(
        label="Nhập lại mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Nhập lại mật khẩu mới."},
    )
    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "Mật khẩu đang dùng không đúng.",
        "password_mismatch": "Hai lần nhập mật khẩu mới không giống nhau.",
    }

    def __init__(self, request, *args, **kwargs):
        self.request = request
        super().__init__(request.user, *args, **kwargs)

    def clean_old_password(self):
        """Refuse a wrong one, and any while the session has to wait."""
        old = self.cleaned_data["old_password"]
        try:
            right = throttle.prove(self.request, lambda: self.user.check_password(old))
        except throttle.Waits as waits:
            raise ValidationError(str(waits), code="waits") from waits
        if not right:
            raise ValidationError(self.error_messages["password_incorrect"])
        return old

    def clean(self):
        """Refuse the old password as the new one: it may be known to whoever gave it out."""
        cleaned = super().clean()
        old, new = cleaned.get("old_password"), cleaned.get("new_password1")
        if old and new and normal(old) == normal(new):
            self.add_error("new_password1", ValidationError("Mật khẩu mới phải khác mật khẩu cũ."))
        return cleaned
