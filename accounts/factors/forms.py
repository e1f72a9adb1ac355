"""The forms of the second factor: a code, the name of a passkey, a proof asked for again."""

from django import forms

from accounts.models import Factor

MANY_CODES = 40


def code_field(label: str, numeric: bool) -> forms.CharField:
    """A field for a code; telephones offer figures only where it takes nothing else."""
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "characters", "autofocus": True}
    attrs |= {"inputmode": "numeric"} if numeric else {}
    return forms.CharField(
        label=label,
        max_length=MANY_CODES,
        widget=forms.TextInput({**attrs, "spellcheck": "false"}),
        error_messages={"required": "Nhập mã.", "max_length": "Mã này quá dài."},
    )


class AppCodeForm(forms.Form):
    """The six figures of an authenticator app."""

    code = code_field("Mã 6 số trong ứng dụng", numeric=True)


class RecoveryCodeForm(forms.Form):
    """One of the printed codes."""

    code = code_field("Mã khôi phục", numeric=False)


class PasskeyForm(forms.ModelForm):
    """How a person calls a passkey; the browser adds what it made."""

    name = forms.CharField(
        label="Đặt tên cho khoá truy cập",
        max_length=80,
        help_text="Để sau này nhận ra, ví dụ: Điện thoại của tôi.",
        error_messages={
            "required": "Nhập tên cho khoá truy cập.",
            "max_length": "Tên này quá dài, tối đa 80 ký tự.",
        },
    )

    class Meta:
        model = Factor
        fields = ["name"]


class ProofForm(forms.Form):
    """The password, or a code instead where there is an app."""

    def __init__(self, *args, has_app: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if has_app:
            self.fields["proof"].label = "Mật khẩu, hoặc mã 6 số trong ứng dụng"

    proof = forms.CharField(
        label="Mật khẩu",
        strip=False,
        max_length=500,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
        error_messages={
            "required": "Nhập mật khẩu hoặc mã.",
            "max_length": "Mật khẩu hoặc mã không đúng.",
        },
    )
