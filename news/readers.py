"""The fields of a form that speak to readers: what a new version is to them, and in which words."""

from django import forms

from news.text.fields import GatedInput
from news.text.vietnamese import normalise_block

LONGEST = 2000
CHANGES = (
    ("minor", "Sửa nhỏ: không ghi gì trên trang"),
    ("update", "Cập nhật: trang ghi giờ cập nhật"),
    ("correction", "Đính chính: trang ghi giờ cập nhật, chỗ sai và chỗ đúng"),
)
KINDS = (("correction", "Đính chính"), ("update", "Cập nhật"))


class Words(GatedInput):
    """Several lines of plain text for readers; what only looks like text is none."""

    def __init__(self, label: str, **options):
        area = forms.Textarea(attrs={"rows": 2})
        super().__init__(
            convert=normalise_block,
            label=label,
            required=False,
            max_length=LONGEST,
            widget=area,
            empty_value="",
            **options,
        )


class ForReaders(forms.Form):
    """What comes with a move for readers; every field may stay empty, the workflow asks for it."""

    change = forms.ChoiceField(
        label="Với người đọc, bản này là",
        choices=CHANGES,
        required=False,
        initial="minor",
        widget=forms.RadioSelect,
    )
    mistake = Words("Nội dung đã đăng sai")
    words = Words("Lời cho người đọc")


class CorrectionForm(forms.Form):
    """A correction or an update by itself, on an article they can read."""

    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    change = forms.ChoiceField(
        label="Loại", choices=KINDS, initial="correction", widget=forms.RadioSelect
    )
    mistake = Words("Nội dung đã đăng sai", help_text="Chỉ ghi khi đính chính, đúng như đã đăng.")
    words = Words("Nội dung đúng, hoặc nội dung cập nhật")
