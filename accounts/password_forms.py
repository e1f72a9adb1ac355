"""Choosing a password without the old one: by a link of a mail, or by a one-time code."""

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError

NEW = {"autocomplete": "new-password"}
NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
CODE = {
    "autocomplete": "one-time-code",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "placeholder": "ACDE-FGHJ-KMNP-QRTU",
}


class Spoken:
    """A form whose complaint about the whole is read out with its first field, which has the
    focus."""

    def add_error(self, field, error):
        """Join the complaint to the field."""
        super().add_error(field, error)
        if field is None:
            first = next(iter(self.fields.values()))
            first.widget.attrs["aria-describedby"] = "form-errors"


class ForgottenForm(Spoken, forms.Form):
    """Whose password is forgotten."""

    who = forms.CharField(
        label="Tên đăng nhập hoặc thư điện tử",
        max_length=254,
        widget=forms.TextInput(attrs={**NAME, "autofocus": True}),
        error_messages={
            "required": "Nhập tên đăng nhập hoặc thư điện tử của bạn.",
            "max_length": "Tên dài quá. Hãy kiểm tra lại.",
        },
    )


class CodeForm(Spoken, forms.Form):
    """A user name and the code that goes with it, as the slip has them."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        widget=forms.TextInput(attrs={**NAME, "autofocus": True}),
        error_messages={
            "required": "Nhập tên đăng nhập ghi trên phiếu.",
            "max_length": "Tên đăng nhập dài quá. Hãy kiểm tra lại.",
        },
    )
    code = forms.CharField(
        label="Mã dùng một lần",
        max_length=60,
        widget=forms.TextInput(attrs=CODE),
        help_text="Chữ hoa chữ thường như nhau; không cần gõ dấu gạch.",
        error_messages={
            "required": "Nhập mã ghi trên phiếu hoặc trong thư.",
            "max_length": "Mã dài quá. Hãy kiểm tra lại.",
        },
    )


class NewPassword:
    """What every form for a new password has: the rules, and one complaint where it was typed."""

    def rules(self) -> list[str]:
        """What the new password must hold, a line for each rule."""
        return password_validators_help_texts()

    def validate_password_for_user(self, user, *fields, **options):
        """Complain at the first field, of the first rule that is broken."""
        password = self.cleaned_data.get("new_password1")
        if not password or self.errors:
            return
        try:
            validate_password(password, user)
        except ValidationError as error:
            self.add_error("new_password1", error.error_list[0])


class ChosenPasswordForm(NewPassword, SetPasswordForm):
    """A new password, twice; the old one may be known to whoever else, so it is not taken again."""

    new_password1 = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(
            attrs={**NEW, "autofocus": True, "aria-describedby": "password-rules"}
        ),
        error_messages={"required": "Nhập mật khẩu mới."},
    )
    new_password2 = forms.CharField(
        label="Nhập lại mật khẩu mới",
        strip=False,
        widget=forms.PasswordInput(attrs=NEW),
        error_messages={"required": "Nhập lại mật khẩu mới."},
    )
    error_messages = {"password_mismatch": "Hai lần nhập mật khẩu mới không giống nhau."}

    def clean(self):
        """Refuse the password that the account has."""
        cleaned = super().clean()
        new = cleaned.get("new_password1")
        if new and not self.errors and self.user.check_password(new):
            self.add_error("new_password1", ValidationError("Mật khẩu mới phải khác mật khẩu cũ."))
        return cleaned
